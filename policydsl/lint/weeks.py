"""Weeks of minutes: which minutes tables of hours cover.

In: lines of hours of the core. Out: weeks, as whole numbers: bit n is the n-th minute from Monday
00:00 on. An ordinary week has no holiday, and its business days are Monday to Friday; `most` and
`least` bound the week that any holidays may make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache

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
from policydsl.core.formula import Clock, HoursLine
from policydsl.frozen import frozen

DAY = 1440
WEEK = 7 * DAY
FULL = (1 << WEEK) - 1
EVERY_DAY = frozenset(range(7))
_WORKDAYS = frozenset(range(5))


class Sort(Enum):
    """Which days of a calendar are taken for holidays and for business days."""

    ORDINARY = "none is a holiday"
    MOST = "every day may be any kind of day"
    LEAST = "no day surely is"


@frozen
class Run:
    """Minutes of a week without a gap, as (first, length); the first may lie late on Sunday."""

    first: int
    length: int

    @property
    def end(self) -> int:
        """The minute after the last; past the end of the week where the run goes over it."""
        return self.first + self.length


def weekdays(days: Days, sort: Sort = Sort.ORDINARY) -> frozenset[int]:
    """The weekdays, 0 Monday to 6 Sunday, that are of a kind."""
    match days:
        case EveryDay():
            return EVERY_DAY
        case Weekdays(named):
            return named
        case Holidays():
            return EVERY_DAY if sort is Sort.MOST else frozenset()
        case BusinessDates():
            if sort is Sort.ORDINARY:
                return _WORKDAYS
            return EVERY_DAY if sort is Sort.MOST else frozenset()
        case DayBefore(inner):
            return frozenset((day - 1) % 7 for day in weekdays(inner, sort))
        case AnyOfDays(members):
            return frozenset().union(*(weekdays(member, sort) for member in members))
        case DaysExcept(included, excluded):
            return weekdays(included, sort) - weekdays(excluded, _opposite(sort))


def _opposite(sort: Sort) -> Sort:
    return {Sort.MOST: Sort.LEAST, Sort.LEAST: Sort.MOST}.get(sort, sort)


@lru_cache(maxsize=4096)
def of_interval(start: int, end: int, days: frozenset[int]) -> int:
    """The minutes of an interval (minutes after midnight) that begins on these weekdays."""
    length = (end if end > start else end + DAY) - start
    found = 0
    for day in days:
        found |= _turned(((1 << length) - 1) << (day * DAY + start))
    return found


def _turned(minutes: int) -> int:
    """Minutes past the end of the week, put at its beginning."""
    return (minutes & FULL) | (minutes >> WEEK)


def of_line(line: HoursLine, sort: Sort = Sort.ORDINARY) -> int:
    """The minutes that one line covers."""
    days = weekdays(line.days, sort)
    found = 0
    for start, end in line.intervals:
        found |= of_interval(start, end, days)
    return found


def closed_by(clock: Clock) -> int:
    """The minutes of an ordinary week that a rule of hours closes; hours of facts left out."""
    return FULL & ~opened_by(clock.lines, clock.closed) if clock.within else of_lines(clock.lines)


def of_lines(lines: Iterable[HoursLine]) -> int:
    """The minutes that any line covers."""
    found = 0
    for line in lines:
        found |= of_line(line)
    return found


def opened_by(lines: Sequence[HoursLine], closed: Days | None) -> int:
    """The minutes of an ordinary week that contact hours leave open."""
    shut = frozenset[int]() if closed is None else weekdays(closed)
    found = 0
    for day in EVERY_DAY - shut:
        begun = [line for line in lines if day in weekdays(line.days)]
        if not begun:
            continue
        opened = -1
        for line in begun:
            opened &= opened_on(line, day)
        found |= opened
    return found


def opened_on(line: HoursLine, day: int) -> int:
    """The minutes of a line that begin on one weekday, whatever days it is for."""
    found = 0
    for start, end in line.intervals:
        found |= of_interval(start, end, frozenset((day,)))
    return found


def runs(minutes: int) -> Iterator[Run]:
    """The runs of the minutes in a week, each once; one over its end is not cut there.

    A week that is all in or all out has no runs.
    """
    if minutes in (0, FULL):
        return
    first_gap = (~minutes & (minutes + 1)).bit_length() - 1
    at = first_gap
    turned = (minutes >> at) | ((minutes & ((1 << at) - 1)) << (WEEK - at))
    while turned:
        skipped = (turned & -turned).bit_length() - 1
        turned >>= skipped
        length = (~turned & (turned + 1)).bit_length() - 1
        yield Run((at + skipped) % WEEK, length)
        at += skipped + length
        turned >>= length


def has(minutes: int, minute: int) -> bool:
    """Whether a minute of the week, from any week counted, is in."""
    return bool(minutes >> (minute % WEEK) & 1)
