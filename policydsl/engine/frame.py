"""What is in hand while formulas are judged, and how paths are read.

In: a request, a debt and a zone. Out: `Frame`, made once for each binding of a decision; readers of
paths. The event and the consent in hand are set and put back by whoever walks over them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from policydsl.core.days import CalendarRef
from policydsl.core.policy import Scope
from policydsl.core.request import ConsentRecord, Event, Request, Value
from policydsl.engine.zones import DAY, EARLIEST, LATEST, ZONES, ZoneTable

Truth: TypeAlias = bool | None
"""Kleene's; None is unknown."""


class Missing:
    """The type of `MISSING`."""


MISSING: Final = Missing()
NO_FACTS: Final[Mapping[str, Value]] = {}
EAST: Final = 14 * DAY // 24
WEST: Final = 12 * DAY // 24


class Frame:
    """One binding of debt and zone, with what has been found out about it."""

    __slots__ = (
        "consent",
        "debt",
        "debt_facts",
        "event",
        "events",
        "facts",
        "memo",
        "now",
        "request",
        "zone",
    )

    def __init__(self, request: Request, debt: str | None, zone: str | None) -> None:
        self.request = request
        self.now = request.at
        self.facts = request.facts
        self.events = past_events(request)
        self.debt = debt
        self.debt_facts = NO_FACTS if debt is None else request.debts.get(debt, NO_FACTS)
        self.zone: ZoneTable | None = None if zone is None else ZONES[zone]
        self.event: Event | None = None
        self.consent: ConsentRecord | None = None
        self.memo: dict[object, object] = {}

    def dates(self, instant: int) -> tuple[int, int]:
        """The first and the last local date that an instant may have."""
        if self.zone is not None:
            day = self.zone.day(instant)
            return day, day
        west = min(max(instant - WEST, EARLIEST), LATEST)
        east = min(max(instant + EAST, EARLIEST), LATEST)
        return west // DAY, east // DAY


Quantified: TypeAlias = tuple[bool, str | None]
"""Whether a rule is judged per debt, and its zone, as in `Scope`."""

Test: TypeAlias = Callable[[Frame], Truth]
Reader: TypeAlias = Callable[[Frame], Value | Missing]


def quantified(scope: Scope) -> Quantified:
    """A scope as a key that is quick to look up."""
    return scope.per_debt, scope.zone


def past_events(request: Request) -> tuple[Event, ...]:
    """The events at or before the request's instant, oldest first."""
    events = request.events
    if events and events[-1].at > request.at:
        return tuple(event for event in events if event.at <= request.at)
    return events


def reader(path: str) -> Reader:
    """Reads one path; `MISSING` where there is nothing."""
    root = path.partition(".")[0]
    if path == "event.at":
        return lambda frame: MISSING if frame.event is None else frame.event.at
    if root == "event":
        return lambda frame: (
            MISSING if frame.event is None else frame.event.values.get(path, MISSING)
        )
    if root == "consent":
        return lambda frame: (
            MISSING if frame.consent is None else frame.consent.values.get(path, MISSING)
        )
    if root == "debt":
        return lambda frame: frame.debt_facts.get(path, MISSING)
    return lambda frame: frame.facts.get(path, MISSING)


def calendar_reader(calendar: CalendarRef) -> Callable[[Frame], str | None]:
    """Reads the id of a calendar; None when the fact that names it is missing or none."""
    if calendar.path is None:
        known = calendar.id
        return lambda _: known
    read = reader(calendar.path)

    def named(frame: Frame) -> str | None:
        value = read(frame)
        return value if isinstance(value, str) else None

    return named


def both(left: Truth, right: Truth) -> Truth:
    """Kleene conjunction of two."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def negated(truth: Truth) -> Truth:
    """Kleene negation."""
    return None if truth is None else not truth
