"""The events of a request: checked, corrected, each once, in order.

In: the raw list. Out: `Event`s ascending by (at, id), none after the request's `at`, none with the
proposal's own id, none that nobody knew of yet.

An amendment is an event with `amends`, the id of the event that it corrects. Every field that it
gives replaces the corrected event's (`attributes` one by one); `id`, `at` and `known_at` are its
own, so an event is moved in time by voiding it and adding another. `"void": true` takes the event
away, `"person"` gives it to somebody else. Several apply in the order of (at, id); one that was
made or became known later than the request looks is not applied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from policydsl.core.request import LEVELS, Event
from policydsl.diagnostics import Text
from policydsl.facts.moments import parse_instant
from policydsl.facts.objects import (
    Findings,
    Raw,
    is_object,
    missing,
    needed,
    optional,
    read_object,
)
from policydsl.facts.problems import Problem
from policydsl.facts.standard import AMENDMENT, CONTACT
from policydsl.facts.tables import ATTRIBUTES, Tables
from policydsl.facts.types import OneOf
from policydsl.facts.values import parse_flag, parse_label, parse_list
from policydsl.frozen import frozen

MOST_EVENTS = 100_000
MOST_DEBTS = 10_000

_DEBT_IDS = Text("a list of debt ids", "债务编号列表")
_REACHED = OneOf(LEVELS)
_LEVEL_OF = {name: level for level, name in enumerate(LEVELS, start=1)}
_OWN = frozenset({"id", "at", "known_at", "amends", "void"})


@frozen
class View:
    """From where a request looks: its instant, as of when it knows, its proposal and person."""

    at: int
    as_known: int
    proposal: str | None
    person: str | None


class _Read(NamedTuple):
    event: Event
    known_at: int | None
    raw: Raw


@frozen
class Amendment:
    """What an amendment says of itself; `index` is its place in the list."""

    at: int
    id: str
    known_at: int
    target: str
    index: int
    raw: Raw


def check_events(
    raw: Sequence[object], tables: Tables, view: View, findings: Findings
) -> tuple[Event, ...]:
    """The events that count from this view; what is wrong goes to the findings."""
    read: dict[str, _Read] = {}
    amendments: dict[str, Amendment] = {}
    faulty: set[object] = set()
    for index, item in enumerate(raw):
        problems: list[Problem] = []
        _read_one(index, item, tables, read, amendments, problems)
        if problems:
            findings.take(problems, "events", index)
            if findings.full:
                return ()
            if isinstance(item, Mapping) and isinstance(item.get("id"), str):
                faulty.add(item["id"])
    if amendments:
        _amend(read, amendments, faulty, tables, view, findings)
    events = [one.event for one in read.values() if _counts(one, view)]
    events.sort(key=lambda event: (event.at, event.id))
    return tuple(_seen_by(event, view.person) for event in events)


def _read_one(
    index: int,
    item: object,
    tables: Tables,
    read: dict[str, _Read],
    amendments: dict[str, Amendment],
    problems: list[Problem],
) -> None:
    """One item of the list into one of the two tables; the same twice changes nothing."""
    if not is_object(item, problems):
        return
    if item.get("amends") is not None:
        amendment = read_amendment(index, item, problems)
        if amendment is not None:
            twin = amendments.setdefault(amendment.id, amendment)
            _refuse_other(amendment.id, twin.raw == item and amendment.id not in read, problems)
        return
    one = read_event(item, tables, problems)
    if one is not None:
        known = read.setdefault(one.event.id, one)
        if known is not one or one.event.id in amendments:
            same = known.event == one.event and known.known_at == one.known_at
            _refuse_other(one.event.id, same and one.event.id not in amendments, problems)


def _refuse_other(identity: str, same: bool, problems: list[Problem]) -> None:
    if not same:
        problems.append(Problem("R141", {"id": identity}, ("amend",), ".id"))


def read_event(raw: Raw, tables: Tables, problems: list[Problem]) -> _Read | None:
    """One event that is not an amendment; None when something is wrong with it."""
    if raw.get("kind") == AMENDMENT:
        problems.append(missing("amends"))
        return None
    before = len(problems)
    level = _level(raw, problems)
    values: dict[str, Any] = tables.event_defaults[level].copy()
    read_object(raw, tables.event, values, problems)
    if "kind" not in raw or "at" not in raw:
        problems.extend(missing(key) for key in ("kind", "at") if key not in raw)
    identity = needed(raw, "id", parse_label, problems)
    debts = optional(raw, "debts", parse_debt_ids, problems)
    rare = _NO_RARE if _RARE.isdisjoint(raw) else _read_rare(raw, problems)
    if len(problems) > before or identity is None:
        return None
    get = values.get
    event = Event(
        id=identity,
        kind=values["event.kind"],
        at=values["event.at"],
        level=level,
        direction=get("event.direction"),
        channel=get("event.channel"),
        address=get("event.address"),
        recipient=(get("event.recipient"), get("event.recipient.id")),
        person=rare.person,
        debts=debts,
        discussed=rare.discussed,
        step=get("event.step"),
        reserved=rare.reserved,
        values=values,
    )
    return _Read(event, rare.known_at, raw)


@frozen
class _Rare:
    """What few events say."""

    known_at: int | None = None
    person: str | None = None
    discussed: tuple[str, ...] | None = None
    reserved: bool = False


_RARE = frozenset({"known_at", "person", "discussed", "reserved", "void"})
_NO_RARE = _Rare()


def _read_rare(raw: Raw, problems: list[Problem]) -> _Rare:
    if "void" in raw:
        problems.append(Problem("R148").under("void"))
    return _Rare(
        known_at=optional(raw, "known_at", parse_instant, problems),
        person=optional(raw, "person", parse_label, problems),
        discussed=optional(raw, "discussed", parse_debt_ids, problems),
        reserved=optional(raw, "reserved", parse_flag, problems) is True,
    )


def parse_debt_ids(value: object) -> tuple[str, ...] | Problem:
    """A list of ids, each once."""
    listed = parse_list(value, _DEBT_IDS, parse_label, MOST_DEBTS)
    if isinstance(listed, Problem) or len(listed) < 2:
        return listed
    return tuple(dict.fromkeys(listed))


def _level(raw: Raw, problems: list[Problem]) -> int:
    """How far a contact got; 0 for other kinds."""
    reached = raw.get("reached")
    if raw.get("kind") != CONTACT:
        if reached is not None:
            problems.append(Problem("R145").under("reached"))
        return 0
    if reached is None:
        return 1
    value = _REACHED.parse(reached)
    if isinstance(value, Problem):
        problems.append(value.under("reached"))
        return 1
    return _LEVEL_OF[value]


def read_amendment(index: int, raw: Raw, problems: list[Problem]) -> Amendment | None:
    """What an amendment says of itself; its changes are read with the event that they change."""
    before = len(problems)
    identity = needed(raw, "id", parse_label, problems)
    at = needed(raw, "at", parse_instant, problems)
    target = needed(raw, "amends", parse_label, problems)
    known_at = optional(raw, "known_at", parse_instant, problems)
    optional(raw, "void", parse_flag, problems)
    if len(problems) > before:
        return None
    assert identity is not None and at is not None and target is not None
    return Amendment(at, identity, max(at, known_at or at), target, index, raw)


def _amend(
    read: dict[str, _Read],
    amendments: Mapping[str, Amendment],
    faulty: set[object],
    tables: Tables,
    view: View,
    findings: Findings,
) -> None:
    """Applies the amendments to the events read."""
    void: dict[str, bool] = {}
    for amendment in sorted(amendments.values(), key=lambda one: (one.at, one.id)):
        problems: list[Problem] = []
        target = read.get(amendment.target)
        if target is None:
            if amendment.target not in faulty:
                code = "R144" if amendment.target in amendments else "R143"
                problems.append(Problem(code, {"id": amendment.target}).under("amends"))
        else:
            changed = read_event(_changed(target.raw, amendment.raw), tables, problems)
            if changed is not None and amendment.known_at <= view.as_known:
                read[amendment.target] = changed
                if isinstance(state := amendment.raw.get("void"), bool):
                    void[amendment.target] = state
        findings.take(problems, "events", amendment.index)
    for identity, gone in void.items():
        if gone:
            del read[identity]


def _changed(raw: Raw, amendment: Raw) -> Raw:
    """An event's raw object with an amendment's fields in place of its own."""
    changes = {key: value for key, value in amendment.items() if key not in _OWN}
    if changes.get("kind") == AMENDMENT:
        del changes["kind"]
    before, after = raw.get(ATTRIBUTES), changes.get(ATTRIBUTES)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        changes[ATTRIBUTES] = {**before, **after}
    return {**raw, **changes}


def _counts(one: _Read, view: View) -> bool:
    known = one.known_at is None or one.known_at <= view.as_known
    return known and one.event.at <= view.at and one.event.id != view.proposal


def _seen_by(event: Event, person: str | None) -> Event:
    """The event with `person` None when it is that of the request."""
    if event.person is None or event.person != person:
        return event
    return replace(event, person=None)
