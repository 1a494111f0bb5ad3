"""Lines of hours that other lines of the same rule make needless, or impossible.

In: a rule of hours. Out: its needless lines; two lines of contact hours that leave a day no time.
Both hold whatever days are holidays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    DayBefore,
    Days,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.lint import weeks
from policydsl.lint.hours import HoursRule, Line
from policydsl.lint.weeks import EVERY_DAY, Sort

_MOST_LINES = 50
_MOST_KINDS = 4
"""Kinds of days of calendars in one rule; with more, its lines are not compared."""

World: TypeAlias = Mapping[Days, bool]
"""Which kinds of days a date is, of those that a calendar tells."""


def needless(rule: HoursRule) -> Iterator[Line]:
    """Lines without which the rule would be the same; of two equal ones the later."""
    if not 2 <= len(rule.lines) <= _MOST_LINES:
        return
    left = list(rule.lines)
    for line in reversed(rule.lines):
        others = [one for one in left if one is not line]
        same = _covered(line, others) if rule.is_quiet else _opens_nothing(line, others)
        if others and same:
            left = others
            yield line


def _covered(line: Line, others: Sequence[Line]) -> bool:
    """Whether other lines surely cover whatever minutes the line may."""
    surely = 0
    for one in others:
        surely |= weeks.of_line(one.hours, Sort.LEAST)
    return not weeks.of_line(line.hours, Sort.MOST) & ~surely


def _opens_nothing(line: Line, others: Sequence[Line]) -> bool:
    """Whether contact hours leave the same open without the line, on every date."""
    kinds = {kind for one in (line, *others) for kind in _kinds(one.hours.days)}
    if len(kinds) > _MOST_KINDS:
        return False
    worlds = [
        dict(zip(kinds, truths, strict=True))
        for truths in product((True, False), repeat=len(kinds))
    ]
    return all(
        _opened([line, *others], day, world) == _opened(others, day, world)
        for world in worlds
        for day in EVERY_DAY
        if _is(line.hours.days, day, world)
    )


def _opened(lines: Sequence[Line], day: int, world: World) -> int | None:
    """The minutes that contact hours open of a date; None where no line covers it."""
    opened: int | None = None
    for line in lines:
        if _is(line.hours.days, day, world):
            minutes = weeks.opened_on(line.hours, day)
            opened = minutes if opened is None else opened & minutes
    return opened


def _kinds(days: Days) -> Iterator[Days]:
    """The kinds of days that a calendar tells."""
    match days:
        case Holidays() | BusinessDates() | DayBefore():
            yield days
        case AnyOfDays(members):
            for member in members:
                yield from _kinds(member)
        case DaysExcept(included, excluded):
            yield from _kinds(included)
            yield from _kinds(excluded)


def _is(days: Days, day: int, world: World) -> bool:
    match days:
        case EveryDay():
            return True
        case Weekdays(named):
            return day in named
        case AnyOfDays(members):
            return any(_is(member, day, world) for member in members)
        case DaysExcept(included, excluded):
            return _is(included, day, world) and not _is(excluded, day, world)
        case _:
            return world[days]


def disjoint(rule: HoursRule) -> tuple[Line, Line, int] | None:
    """Two lines of contact hours that cover the same weekday and share no minute, and the day."""
    if rule.is_quiet or len(rule.lines) > _MOST_LINES:
        return None
    for day in sorted(EVERY_DAY):
        covering = [line for line in rule.lines if day in weeks.weekdays(line.hours.days)]
        for later, line in enumerate(covering):
            for earlier in covering[:later]:
                if not weeks.opened_on(earlier.hours, day) & weeks.opened_on(line.hours, day):
                    return earlier, line, day
    return None
