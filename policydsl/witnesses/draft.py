"""A request in the making: values by path, easy to change.

In: values. Out: `Draft`, which is never changed but copied with a change.

Values are core values (instants in microseconds since 1970 UTC, dates, frozensets), but for weekly
tables and preferences, which are held as requests write them. A path that is not there is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from policydsl.core.windows import MICROS_PER_DAY
from policydsl.facts.moments import EARLIEST, LATEST
from policydsl.frozen import frozen

Record: TypeAlias = Mapping[str, Any]
"""An event, a consent or a debt: its values by full path, and its `id`."""


class Absent:
    """The type of `ABSENT`."""


ABSENT: Final = Absent()
"""In place of a value: take the path away."""


@frozen
class Draft:
    """A request in the making.

    `facts` are those of proposal, parties and person. `about` are the ids of the proposal's debts,
    None when it does not say. Events hold, besides paths, `id`, `reached`, `debts`, `discussed`,
    `person` and `reserved`. `approvals` pairs a rule with a role.
    """

    at: int
    facts: Record
    about: tuple[str, ...] | None = None
    debts: tuple[Record, ...] = ()
    zones: tuple[str, ...] = ()
    events: tuple[Record, ...] = ()
    consents: tuple[Record, ...] = ()
    approvals: tuple[tuple[str, str], ...] = ()


def put(record: Record, path: str, value: object) -> Record:
    """A record with one value changed, or taken away."""
    return changed(record, {path: value})


def changed(record: Record, changes: Mapping[str, object]) -> Record:
    """A record with some values changed, or taken away."""
    made = {**record, **changes}
    return {key: held for key, held in made.items() if held is not ABSENT}


def with_fact(draft: Draft, path: str, value: object) -> Draft:
    """One fact of the proposal, its parties or the person changed."""
    return replace(draft, facts=put(draft.facts, path, value))


def in_debts(draft: Draft, path: str, value: object) -> Draft:
    """One fact of every debt of the proposal changed."""
    about = draft.about or ()
    debts = tuple(
        put(debt, path, value) if debt["debt.id"] in about else debt for debt in draft.debts
    )
    return replace(draft, debts=debts)


def event_of(draft: Draft, identity: str | None) -> Record | None:
    """The event of this id."""
    return next((event for event in draft.events if event["id"] == identity), None)


def in_event(draft: Draft, identity: str, changes: Mapping[str, object]) -> Draft:
    """One event changed."""
    return replace(draft, events=_in(draft.events, identity, changes))


def in_consent(draft: Draft, identity: str, changes: Mapping[str, object]) -> Draft:
    """One consent changed."""
    return replace(draft, consents=_in(draft.consents, identity, changes))


def _in(
    records: tuple[Record, ...], identity: str, changes: Mapping[str, object]
) -> tuple[Record, ...]:
    return tuple(changed(one, changes) if one["id"] == identity else one for one in records)


def without_events(draft: Draft, identities: frozenset[str]) -> Draft:
    """Some events taken away."""
    left = tuple(event for event in draft.events if event["id"] not in identities)
    return replace(draft, events=left)


def free_id(records: tuple[Record, ...], letter: str) -> str:
    """The first id that no record has: a letter and a number."""
    taken = {record["id"] for record in records}
    return next(name for n in range(1, len(records) + 2) if (name := f"{letter}{n}") not in taken)


def moved(draft: Draft, at: int, instants: frozenset[str]) -> Draft | None:
    """The draft at another instant, with everything in it as long ago as it was.

    `instants` are the paths that hold instants. None when that leaves the calendar.
    """
    by = at - draft.at
    if not EARLIEST <= at <= LATEST:
        return None
    days = round(by / MICROS_PER_DAY)
    try:
        return replace(
            draft,
            at=at,
            facts=_shifted(draft.facts, by, days, instants),
            debts=tuple(_shifted(one, by, days, instants) for one in draft.debts),
            events=tuple(_shifted(one, by, days, instants) for one in draft.events),
            consents=tuple(_shifted(one, by, days, instants) for one in draft.consents),
        )
    except OverflowError:
        return None


def _shifted(record: Record, by: int, days: int, instants: frozenset[str]) -> Record:
    return {path: _later(path, held, by, days, instants) for path, held in record.items()}


def _later(path: str, held: object, by: int, days: int, instants: frozenset[str]) -> object:
    if path in instants and type(held) is int:
        return min(max(held + by, EARLIEST), LATEST)
    if isinstance(held, date) and not isinstance(held, datetime):
        return held + timedelta(days=days)
    return held
