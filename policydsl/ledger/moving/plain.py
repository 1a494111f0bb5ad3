"""The short way for lines that are plain: events that hold nothing unusual.

In: the text of a line, a vocabulary. Out: the entry that the long way would give, or None for all
that needs a closer look; never an entry where the long way would find fault.

A ledger's history is brought in as millions of such lines. A line is plain when it is short and
has no escapes, its fields are standard ones with the values that are always good, and no key is
given twice: then the object written again has just as many quotes as the line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from policydsl.core.request import LEVELS
from policydsl.facts.moments import EARLIEST, LATEST, parse_instant, utc, utc_text
from policydsl.facts.problems import Problem
from policydsl.facts.standard import CONTACT, DERIVED, STANDARD
from policydsl.facts.tables import ATTRIBUTES, Slot, Table, Tables
from policydsl.facts.types import OneOf, TextType
from policydsl.facts.values import NUMBER_LIMIT
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.bodies import body_text
from policydsl.ledger.filing import PERSON, key, keys_of
from policydsl.ledger.store import Entry

_LONGEST = 10_000
_LONGEST_NAME = 500
_MOST_IN_LIST = 100
_MOST_KEPT = 200_000
_TYPED = '"type""event"'.count('"')
_ANY: frozenset[str] = frozenset()
"""Any short text that is not empty."""
_TEXTS_ONLY = frozenset({str})
_DAY = 10
_FIRST_DAY = "1970-01-03"
_MICROS_TO_FIRST_DAY = 2 * 86_400 * 1_000_000

_decode = json.JSONDecoder(parse_float=Decimal).raw_decode


class Plain:
    """Reads plain lines by one vocabulary; for one thread."""

    __slots__ = ("_attributes", "_days", "_fields", "_parts", "_texts", "_times")

    def __init__(self, vocabulary: Vocabulary, tables: Tables, fields: tuple[str, ...]) -> None:
        attributes = tables.event.slots[ATTRIBUTES]
        assert isinstance(attributes, Table)
        self._fields = fields
        self._texts = _texts_of(vocabulary)
        self._attributes = attributes
        self._parts: Mapping[str, Callable[[Any], bool]] = {
            "debts": _is_names,
            "discussed": _is_names,
            "recipient": _is_object_of({"role": self._texts["recipient"], "id": _ANY}),
            "address": _is_object_of({"id": _ANY, "kind": _ANY, "place": _ANY}),
            ATTRIBUTES: self._is_attributes,
        }
        self._days: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def entry(self, text: str) -> Entry | None:
        """The entry of a plain line."""
        if len(text) > _LONGEST or "\\" in text:
            return None
        try:
            raw, end = _decode(text)
        except (ValueError, RecursionError):
            return None
        if raw.__class__ is not dict or (end != len(text) and text[end:].strip(" \t\r")):
            return None
        typed = raw.pop("type", None)
        if (typed is not None and typed != "event") or not self._is_plain(raw):
            return None
        if len(text) > _LONGEST_NAME and not _is_short(raw):
            return None
        moment = self._in_utc(raw)
        if moment is None:
            return None
        body = body_text(raw)
        if text.count('"') - body.count('"') != (0 if typed is None else _TYPED):
            return None
        person = raw[PERSON]
        keys = keys_of(person, raw, self._fields) if self._fields else (key(PERSON, person),)
        return Entry(raw["id"], person, raw["kind"], moment, body, keys)

    def _is_plain(self, raw: dict[str, Any]) -> bool:
        texts, parts = self._texts, self._parts
        for name, value in raw.items():
            if value.__class__ is str:
                allowed = texts.get(name)
                if allowed is None or not value:
                    return False
                if allowed and value not in allowed:
                    return False
            else:
                part = parts.get(name)
                if part is None or not part(value):
                    return False
        if "id" not in raw or PERSON not in raw or "at" not in raw:
            return False
        kind = raw.get("kind")
        return kind == CONTACT or (kind is not None and "reached" not in raw)

    def _in_utc(self, raw: dict[str, Any]) -> int | None:
        """The event's instant; its instants are written in UTC. None when one is not plain."""
        at = self._instant(raw, "at")
        if "known_at" in raw and self._instant(raw, "known_at") is None:
            return None
        return at

    def _instant(self, raw: dict[str, Any], name: str) -> int | None:
        text: str = raw[name]
        day, time = text[:_DAY], text[_DAY:]
        start, since = self._days.get(day), self._times.get(time)
        if start is None:
            start = _kept(self._days, day, f"{day}T00:00:00Z", 0)
        if since is None:
            since = _kept(self._times, time, f"{_FIRST_DAY}{time}", _MICROS_TO_FIRST_DAY)
        if start is None or since is None or not EARLIEST <= start + since <= LATEST:
            return None
        if len(time) != 10 or time[-1] != "Z":
            raw[name] = utc_text(utc(start + since))
        return start + since

    def _is_attributes(self, value: Any) -> bool:
        if value.__class__ is not dict:
            return False
        slots, others = self._attributes.slots, self._attributes.others
        for name, one in value.items():
            slot = slots.get(name)
            if slot is None:
                if others is None or not name or not _is_small(one):
                    return False
            elif slot.__class__ is not Slot or one is None or isinstance(slot.parse(one), Problem):
                return False
        return True


def _texts_of(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The standard fields of events that are texts, with the values that they may have."""
    texts = {
        "at": _ANY,
        "known_at": _ANY,
        "id": _ANY,
        PERSON: _ANY,
        "reached": frozenset(LEVELS),
    }
    for path, field in vocabulary.fields.items():
        root, _, name = path.partition(".")
        if root != "event" or field.origin != STANDARD or "." in name or path in DERIVED:
            continue
        if isinstance(field.type, OneOf):
            texts[name] = field.type.members
        elif isinstance(field.type, TextType):
            texts[name] = _ANY
    return texts


def _kept(found: dict[str, int], part: str, text: str, less: int) -> int | None:
    """The microseconds that a part of an instant stands for; None when it is no such part."""
    moment = parse_instant(text)
    if isinstance(moment, Problem):
        return None
    if len(found) >= _MOST_KEPT:
        found.clear()
    found[part] = moment - less
    return moment - less


def _is_names(value: Any) -> bool:
    if value.__class__ is not list or len(value) > _MOST_IN_LIST:
        return False
    return _TEXTS_ONLY.issuperset(map(type, value)) and "" not in value


def _is_short(value: Any) -> bool:
    """Whether no text in it is longer than a name may be; never asked of a short line."""
    if value.__class__ is str:
        return len(value) <= _LONGEST_NAME
    if value.__class__ is dict:
        return all(map(_is_short, value.values()))
    return value.__class__ is not list or all(map(_is_short, value))


def _is_object_of(fields: Mapping[str, frozenset[str]]) -> Callable[[Any], bool]:
    def is_plain(value: Any) -> bool:
        if value.__class__ is not dict:
            return False
        for name, one in value.items():
            allowed = fields.get(name)
            if allowed is None or one.__class__ is not str or not one:
                return False
            if allowed and one not in allowed:
                return False
        return True

    return is_plain


def _is_small(value: Any) -> bool:
    if value.__class__ is str:
        return True
    if value.__class__ is int:
        return -NUMBER_LIMIT < value < NUMBER_LIMIT
    return value is True or value is False or value is None or _is_names(value)
