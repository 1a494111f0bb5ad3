"""Tables of hours, kinds of days, and what a person ruled out.

In: the atoms `Clock`, `During` and `RuledOut`. Out: tests of a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

from policydsl.core import calendars
from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    Days,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.core.formula import Clock, HoursLine
from policydsl.core.request import Hours, Preference, Request, Value
from policydsl.core.windows import MICROS_PER_MINUTE
from policydsl.engine.frame import (
    MISSING,
    Frame,
    Missing,
    Test,
    Truth,
    both,
    calendar_reader,
    negated,
    reader,
)
from policydsl.engine.zones import DAY, LAST_DAY, to_date

DayTest: TypeAlias = Callable[[Frame, int], Truth]
Intervals: TypeAlias = Sequence[tuple[int, int]]
_WHOLE_DAY = ((0, 1440),)


def weekday(day: int) -> int:
    """0 Monday to 6 Sunday; 1970-01-01 was a Thursday."""
    return (day + 3) % 7


def day_test(days: Days) -> DayTest:
    """Whether a local date is one of `days`."""
    match days:
        case EveryDay():
            return lambda _, __: True
        case Weekdays(weekdays):
            return lambda _, day: weekday(day) in weekdays
        case Holidays(calendar):
            return _calendar_test(calendar, closed=True)
        case BusinessDates(calendar):
            return _calendar_test(calendar, closed=False)
        case DayBefore(inner):
            next_is = day_test(inner)
            return lambda frame, day: None if day >= LAST_DAY else next_is(frame, day + 1)
        case AnyOfDays(members):
            return _any_day([day_test(member) for member in members])
        case DaysExcept(included, excluded):
            is_in, is_out = day_test(included), day_test(excluded)
            return lambda frame, day: both(is_in(frame, day), negated(is_out(frame, day)))


def _calendar_test(calendar: CalendarRef, closed: bool) -> DayTest:
    named = calendar_reader(calendar)
    ask = calendars.is_holiday if closed else calendars.is_business_day

    def is_one(frame: Frame, day: int) -> Truth:
        known, on = named(frame), to_date(day)
        return None if known is None or on is None else ask(known, on)

    return is_one


def _any_day(tests: list[DayTest]) -> DayTest:
    def is_one(frame: Frame, day: int) -> Truth:
        truths = [test(frame, day) for test in tests]
        return True if True in truths else None if None in truths else False

    return is_one


def has(intervals: Intervals, micros: int, begun_yesterday: bool) -> bool:
    """Whether a time of day lies in an interval that began today, or yesterday."""
    for first, last in intervals:
        start, end = first * MICROS_PER_MINUTE, last * MICROS_PER_MINUTE
        if begun_yesterday:
            if end <= start and micros < end:
                return True
        elif start <= micros and (micros < end or end <= start):
            return True
    return False


class ClockPlan:
    """A `Clock` atom made ready."""

    __slots__ = ("_closed", "_lines", "_read_at", "_tables_of", "clock")

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lines = [(line, day_test(line.days)) for line in clock.lines]
        self._closed = None if clock.closed is None else day_test(clock.closed)
        self._tables_of = [reader(path) for path in clock.during]
        self._read_at = None if clock.at is None else reader(clock.at)

    def judged_at(self, frame: Frame) -> int | Missing:
        """The instant judged: that of a fact, or now."""
        judged = frame.now if self._read_at is None else self._read_at(frame)
        if judged is MISSING:
            return MISSING
        return judged if isinstance(judged, int) else frame.now

    def tables(self, frame: Frame) -> list[Value | Missing]:
        """The tables of hours that facts give; `MISSING` where a fact is."""
        return [table for read in self._tables_of if (table := read(frame)) is not None]

    def has_no_hours(self, tables: Sequence[Value | Missing]) -> bool:
        """Whether hours within which to stay are not given at all."""
        return self.clock.within and not self._lines and not tables

    def holds(self, frame: Frame) -> Truth:
        """The truth of the atom."""
        at = self.judged_at(frame)
        if isinstance(at, Missing):
            return None
        tables = self.tables(frame)
        if self.has_no_hours(tables):
            return True
        if frame.zone is None:
            return None
        day, micros = divmod(frame.zone.wall(at), DAY)
        return self.shows(frame, tables, day, micros)

    def shows(
        self, frame: Frame, tables: Sequence[Value | Missing], day: int, micros: int
    ) -> Truth:
        """The truth when the local clock shows `micros` of a day."""
        if not self.clock.within:
            return _is_covered(self._lines, tables, frame, day, micros)
        chances = [
            _is_open(self._lines, tables, self._closed, frame, begun, micros, late)
            for begun, late in ((day, False), (day - 1, True))
        ]
        return True if True in chances else None if None in chances else False


def clock_test(clock: Clock) -> Test:
    """The truth of a `Clock` atom."""
    return ClockPlan(clock).holds


def _is_covered(
    lines: list[tuple[HoursLine, DayTest]],
    tables: Sequence[Value | Missing],
    frame: Frame,
    day: int,
    micros: int,
) -> Truth:
    unknown = False
    for begun, late in ((day, False), (day - 1, True)):
        truths = [
            is_day(frame, begun) for line, is_day in lines if has(line.intervals, micros, late)
        ]
        truths += [_table_has(table, begun, micros, late) for table in tables]
        if True in truths:
            return True
        unknown = unknown or None in truths
    return None if unknown else False


def _is_open(
    lines: list[tuple[HoursLine, DayTest]],
    tables: Sequence[Value | Missing],
    closed: DayTest | None,
    frame: Frame,
    begun: int,
    micros: int,
    late: bool,
) -> Truth:
    """Some line covers the date, every line that covers it has the moment, and it is not closed."""
    covering: list[Truth] = []
    demands: list[Truth] = []
    for line, is_day in lines:
        covers = is_day(frame, begun)
        covering.append(covers)
        demands.append(has(line.intervals, micros, late) or negated(covers))
    for table in tables:
        covering.append(None if table is MISSING else True)
        demands.append(_table_has(table, begun, micros, late))
    if closed is not None:
        demands.append(negated(closed(frame, begun)))
    demands.append(True if True in covering else None if None in covering else False)
    return False if False in demands else None if None in demands else True


def _table_has(table: Value | Missing, begun: int, micros: int, late: bool) -> Truth:
    if not isinstance(table, Hours):
        return None
    return has(table.days[weekday(begun)], micros, late)


def weekly_hours(clock: Clock) -> tuple[tuple[tuple[int, int], ...], ...]:
    """When a clock that depends on weekdays only holds: on each, stretches of microseconds."""
    ends = {
        end * MICROS_PER_MINUTE for line in clock.lines for one in line.intervals for end in one
    }
    bounds = sorted(ends | {0, DAY})
    lines = [(line, day_test(line.days)) for line in clock.lines]
    closed = None if clock.closed is None else day_test(clock.closed)
    frame = Frame(Request(0, {}), None, None)
    week = []
    for day in range(4, 11):
        held: list[tuple[int, int]] = []
        for start, end in pairwise(bounds):
            if clock.within:
                chances = [
                    _is_open(lines, [], closed, frame, begun, start, late)
                    for begun, late in ((day, False), (day - 1, True))
                ]
                truth = True in chances
            else:
                truth = _is_covered(lines, [], frame, day, start) is True
            if truth and held and held[-1][1] == start:
                held[-1] = held[-1][0], end
            elif truth:
                held.append((start, end))
        week.append(tuple(held))
    return tuple(week)


def during_test(path: str) -> Test:
    """The truth of a `During` atom."""
    read = reader(path)

    def test(frame: Frame) -> Truth:
        table = read(frame)
        if table is None:
            return False
        if frame.zone is None:
            return None
        day, micros = divmod(frame.zone.wall(frame.now), DAY)
        return _is_covered([], [table], frame, day, micros)

    return test


def ruled_out_test(path: str) -> Test:
    """The truth of a `RuledOut` atom."""
    read = reader(path)

    def test(frame: Frame) -> Truth:
        preferences = read(frame)
        if preferences is MISSING:
            return None
        if not isinstance(preferences, tuple):
            return False
        truths = [_rules_out(preference, frame) for preference in preferences]
        return True if True in truths else None if None in truths else False

    return test


def _rules_out(preference: Preference, frame: Frame) -> Truth:
    if preference.start is not None and frame.now < preference.start:
        return False
    if preference.end is not None and frame.now >= preference.end:
        return False
    demands = [
        _is_named(preference.channels, frame, "proposal.channel"),
        _is_named(preference.addresses, frame, "proposal.address"),
        _is_named(preference.places, frame, "address.place"),
        _is_at_time(preference, frame),
    ]
    return False if False in demands else None if None in demands else True


def _is_named(names: frozenset[str] | None, frame: Frame, path: str) -> Truth:
    if names is None:
        return True
    value = frame.facts.get(path, MISSING)
    return None if value is MISSING else value in names


def _is_at_time(preference: Preference, frame: Frame) -> Truth:
    if preference.days is None and preference.intervals is None:
        return True
    if frame.zone is None:
        return None
    day, micros = divmod(frame.zone.wall(frame.now), DAY)
    intervals = _WHOLE_DAY if preference.intervals is None else preference.intervals
    return any(
        (preference.days is None or weekday(begun) in preference.days)
        and has(intervals, micros, late)
        for begun, late in ((day, False), (day - 1, True))
    )
