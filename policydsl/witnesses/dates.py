"""Dates of every kind that a policy tells apart, and zones in which it may be read.

In: a core policy and a date. Out: dates near it, and names of zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from policydsl.core import calendars
from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    Days,
    DaysExcept,
    Holidays,
)
from policydsl.core.formula import Clock, Compare, Formula, When
from policydsl.core.policy import CorePolicy
from policydsl.facts.zones import zone_names

_NEAR = 10
_A_YEAR = 400
_FALLBACKS = ("Europe/London", "Asia/Shanghai", "America/New_York")
_MOST_ZONES = 6
_WHERE_MOST_LIVE = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City",
    "RU": "Europe/Moscow",
}
"""Of countries with several zones whose first in the table is of few."""

_MOST_CALENDARS = 8


def days_near(day: date, core: CorePolicy, found: Iterable[Formula]) -> tuple[date, ...]:
    """The date, those after it, and the nearest of each kind that differs in some calendar.

    Dates that the policy compares with stand at the end, with their neighbours.
    """
    atoms = list(found)
    days = dict.fromkeys(_from(day, _NEAR))
    for calendar in sorted(_calendars(core, atoms))[:_MOST_CALENDARS]:
        days.update(dict.fromkeys(_kinds(calendar, day)))
    for said in sorted(_dates(atoms)):
        days.update(dict.fromkeys(_around(said)))
    return tuple(days)


def _from(day: date, count: int) -> Iterator[date]:
    for offset in range(count):
        if day.toordinal() + offset <= date.max.toordinal():
            yield day + timedelta(days=offset)


def _around(day: date) -> Iterator[date]:
    for offset in (0, -1, 1):
        if 1 <= day.toordinal() + offset <= date.max.toordinal():
            yield day + timedelta(days=offset)


def _kinds(calendar: str, day: date) -> Iterator[date]:
    """The first dates of each kind, with those before and after them."""
    seen: set[tuple[object, ...]] = set()
    for one in _from(day, _A_YEAR):
        weekend = one.weekday() >= 5
        kind = (
            weekend,
            calendars.is_holiday(calendar, one),
            calendars.is_business_day(calendar, one),
        )
        if kind not in seen:
            seen.add(kind)
            yield from _around(one)


def countries_of(core: CorePolicy) -> tuple[str, ...]:
    """The countries whose code the names of the policy begin with, as those of packs do."""
    codes = {root.name.partition(".")[0].upper() for root in core.roots}
    codes |= {rule.id.partition(".")[0].upper() for rule in core.rules}
    return tuple(sorted(code for code in codes if len(code) == 2 and calendars.is_known(code)))


def calendar_paths(found: Iterable[Formula]) -> frozenset[str]:
    """The facts that name a calendar."""
    named = (one.path for atom in found for days in _days_in(atom) for one in _calendars_in(days))
    return frozenset(path for path in named if path is not None)


def _calendars(core: CorePolicy, atoms: list[Formula]) -> set[str]:
    found: set[str] = set()
    by_fact = False
    for atom in atoms:
        for days in _days_in(atom):
            for calendar in _calendars_in(days):
                by_fact |= calendar.id is None
                found |= {calendar.id} if calendar.id is not None else set()
    if by_fact:
        found |= {*_regions(atoms), *countries_of(core)}
    return {calendar for calendar in found if calendars.is_known(calendar)}


def _days_in(atom: Formula) -> Iterator[Days]:
    if isinstance(atom, Clock):
        yield from (line.days for line in atom.lines)
        if atom.closed is not None:
            yield atom.closed


def _calendars_in(days: Days) -> Iterator[CalendarRef]:
    match days:
        case Holidays(calendar) | BusinessDates(calendar):
            yield calendar
        case DayBefore(inner):
            yield from _calendars_in(inner)
        case AnyOfDays(members):
            for member in members:
                yield from _calendars_in(member)
        case DaysExcept(included, excluded):
            yield from _calendars_in(included)
            yield from _calendars_in(excluded)


def _dates(atoms: list[Formula]) -> set[date]:
    sides = [
        side.base for atom in atoms if isinstance(atom, When) for side in (atom.left, atom.right)
    ]
    return {side for side in sides if isinstance(side, date)}


def _regions(atoms: list[Formula]) -> Iterator[str]:
    """Texts that look like the regions of calendars."""
    for atom in atoms:
        if isinstance(atom, Compare) and isinstance(atom.operand, str):
            yield atom.operand
        elif isinstance(atom, Compare) and isinstance(atom.operand, frozenset):
            yield from atom.operand


def zones_of(core: CorePolicy, found: Iterable[Formula]) -> tuple[str, ...]:
    """Zones for a recipient, the likeliest first: those of rules, then those of calendars."""
    scopes = [rule.scope.zone for rule in core.rules] + [root.scope.zone for root in core.roots]
    fixed = sorted({zone for zone in scopes if zone is not None} - {"recipient"})
    atoms = list(found)
    named = sorted({name[:2] for name in (*_calendars(core, atoms), *_regions(atoms))})
    countries = dict.fromkeys([*countries_of(core), *named])
    by_country = [zone for one in countries if (zone := _zone_of_country().get(one))]
    known = zone_names()
    zones = dict.fromkeys([*fixed, *by_country, *_FALLBACKS])
    return tuple(zone for zone in zones if zone in known)[:_MOST_ZONES]


@cache
def _zone_of_country() -> dict[str, str]:
    """The first zone of each country in the table of the tz data."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row[0], _WHERE_MOST_LIVE.get(row[0], row[2]))
    return found
