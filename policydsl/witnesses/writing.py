"""Drafts as requests write them.

In: a draft, and the fields of a vocabulary. Out: JSON values in the shape of the request reference.
What is made of the same event or debt is shared between requests, so it must not be changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policydsl.core.windows import MICROS_PER_HOUR
from policydsl.core.zones import zone_info
from policydsl.facts.moments import utc, utc_text
from policydsl.facts.standard import DECLARED, Field
from policydsl.facts.tables import ATTRIBUTES, PARTIES
from policydsl.facts.types import InstantType
from policydsl.witnesses.draft import Draft, Record

PLAIN: Mapping[str, str] = {"recipient": "role", "actor": "kind", "address": "id"}
"""For what of a party a plain text stands."""

_BY_ITSELF = ("id", "reached", "debts", "discussed", "person", "reserved")
_MOST_KEPT = 2_000
Json = dict[str, Any]


class Writer:
    """Writes drafts, for one vocabulary; instants as the clock of the person shows them."""

    __slots__ = ("_fields", "_known", "_places")

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = fields
        self._places: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._known: dict[tuple[int, str | None], tuple[Record, Json]] = {}

    def request(self, draft: Draft) -> Json:
        """The request; what is empty is left out."""
        zone = draft.zones[0] if draft.zones else None
        proposal: Json = {}
        person: Json = {}
        for path, value in draft.facts.items():
            self._write(person if path.startswith("person.") else proposal, path, value, zone)
        if draft.about is not None:
            proposal["debts"] = list(draft.about)
        if draft.approvals:
            at = _instant(draft.at - MICROS_PER_HOUR, zone)
            proposal["approvals"] = [
                {"rule": rule, "role": role, "by": role, "at": at} for rule, role in draft.approvals
            ]
        if draft.zones:
            person["time_zones"] = list(draft.zones)
        data: Json = {"at": _instant(draft.at, zone), "proposal": _plainer(proposal)}
        if person:
            data["person"] = person
        for key, records in (
            ("debts", draft.debts),
            ("consents", draft.consents),
            ("events", draft.events),
        ):
            if records:
                data[key] = [self._record(record, zone) for record in records]
        return data

    def _record(self, record: Record, zone: str | None) -> Json:
        """A debt, a consent or an event; kept, because many requests share it."""
        key = id(record), zone
        known = self._known.get(key)
        if known is not None and known[0] is record:
            return known[1]
        made: Json = {}
        for path, value in record.items():
            if path in _BY_ITSELF:
                made[path] = list(value) if isinstance(value, tuple) else value
            else:
                self._write(made, path, value, zone)
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[key] = record, _plainer(made)
        return made

    def _write(self, made: Json, path: str, value: object, zone: str | None) -> None:
        """One value to where its path says, in the objects on the way."""
        place = self._places.get(path)
        if place is None:
            place = self._places[path] = self._place(path)
        keys, is_instant = place
        for key in keys[:-1]:
            made = made.setdefault(key, {})
        if is_instant and isinstance(value, int):
            made[keys[-1]] = _instant(value, zone)
        else:
            made[keys[-1]] = _plain(value)

    def _place(self, path: str) -> tuple[tuple[str, ...], bool]:
        """The keys that lead to a path, and whether it holds instants."""
        field = self._fields[path]
        root, *parts = path.split(".")
        if root in PARTIES:
            parts = [root, *parts]
        elif root in ("proposal", "event") and parts[0] in PARTIES:
            parts = parts if len(parts) > 1 else [parts[0], PLAIN[parts[0]]]
        elif field.origin == DECLARED and root in ("proposal", "event"):
            parts = [ATTRIBUTES, *parts]
        return tuple(parts), isinstance(field.type, InstantType)


def _instant(micros: int, zone: str | None) -> str:
    """An instant with its offset."""
    if zone is None:
        return utc_text(utc(micros))
    local = utc(micros).astimezone(zone_info(zone))
    offset = local.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        return utc_text(utc(micros))
    return local.isoformat()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Decimal):
        plain = float(value)
        return plain if Decimal(str(plain)) == value else value
    return value


def _plainer(made: Json) -> Json:
    """An object with the parties of whom only one thing is said as plain values."""
    for party, plain in PLAIN.items():
        said = made.get(party)
        if isinstance(said, dict) and len(said) == 1 and plain in said:
            made[party] = said[plain]
    return made
