"""Weeks of minutes agree with the reference, minute by minute; runs are what they say."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

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
from policydsl.core.reference.clock import clock_holds
from policydsl.core.reference.facts import Context
from policydsl.core.reference.local import start_of_day
from policydsl.core.request import Request
from policydsl.core.windows import MICROS_PER_MINUTE
from policydsl.lint import weeks
from policydsl.lint.weeks import FULL, WEEK, Run, Sort

MONDAY = date(2026, 6, 1)
ZONE = "Etc/UTC"

named = st.frozensets(st.integers(0, 6), min_size=1).map(Weekdays)
simple: st.SearchStrategy[Days] = st.one_of(st.just(EveryDay()), named)
days: st.SearchStrategy[Days] = st.one_of(
    simple,
    st.builds(DayBefore, named),
    st.builds(DaysExcept, simple, named),
    st.tuples(named, named).map(AnyOfDays),
)
interval = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda one: one[0] != one[1]
)
lines = st.lists(
    st.builds(HoursLine, st.lists(interval, min_size=1, max_size=2).map(tuple), days),
    min_size=1,
    max_size=3,
).map(tuple)
clocks = st.builds(
    Clock,
    lines=lines,
    during=st.just(()),
    closed=st.one_of(st.none(), named),
    within=st.booleans(),
)


def is_closed(clock: Clock, minute: int) -> bool:
    """What the reference says of a minute of the week of `MONDAY`."""
    at = start_of_day(MONDAY, ZONE) + minute * MICROS_PER_MINUTE
    holds = clock_holds(clock, Context(Request(at, {}), at, zone=ZONE))
    assert holds is not None
    return holds is not clock.within


@given(clocks, st.lists(st.integers(0, WEEK - 1), min_size=1, max_size=20))
@settings(deadline=None, max_examples=150)
def test_what_a_rule_closes_is_what_the_reference_says(clock: Clock, minutes: list[int]) -> None:
    clock = clock if clock.within else Clock(clock.lines, (), None, False)
    closed = weeks.closed_by(clock)
    edges = [edge for line in clock.lines for one in line.intervals for edge in one]
    near = [day * 1440 + edge + step for day in range(7) for edge in edges for step in (-1, 0)]
    for minute in {*minutes, *(one % WEEK for one in near)}:
        assert weeks.has(closed, minute) == is_closed(clock, minute)


@given(
    st.sets(st.integers(0, WEEK - 1), max_size=8), st.integers(0, WEEK - 1), st.integers(1, 3000)
)
@settings(deadline=None, max_examples=200)
def test_runs_are_the_minutes_again(single: set[int], first: int, length: int) -> None:
    minutes = {*single, *((first + number) % WEEK for number in range(length))}
    bits = sum(1 << minute for minute in minutes)
    found = list(weeks.runs(bits))
    again = [(run.first + number) % WEEK for run in found for number in range(run.length)]
    assert sorted(again) == sorted(minutes)
    for run in found:
        assert not weeks.has(bits, run.first - 1)
        assert not weeks.has(bits, run.end)


def test_a_week_that_is_all_in_or_all_out_has_no_runs() -> None:
    assert list(weeks.runs(0)) == []
    assert list(weeks.runs(FULL)) == []


def test_a_run_over_the_end_of_the_week_is_one() -> None:
    night = weeks.of_interval(22 * 60, 8 * 60, frozenset((6,)))
    assert list(weeks.runs(night)) == [Run(6 * 1440 + 22 * 60, 10 * 60)]


def test_bounds_hold_whatever_is_a_holiday() -> None:
    def on(kind: Days) -> tuple[int, int, int]:
        line = HoursLine(((0, 1440),), kind)
        sorts = (Sort.LEAST, Sort.ORDINARY, Sort.MOST)
        first, second, third = (weeks.of_line(line, sort) for sort in sorts)
        return first, second, third

    calendar = CalendarRef("FR")
    workdays = Weekdays(frozenset(range(5)))
    for kind in (
        Holidays(calendar),
        BusinessDates(calendar),
        DaysExcept(workdays, Holidays(calendar)),
        DaysExcept(EveryDay(), BusinessDates(calendar)),
        AnyOfDays((workdays, Holidays(calendar))),
        DayBefore(Holidays(calendar)),
    ):
        least, ordinary, most = on(kind)
        assert least & ~ordinary == 0
        assert ordinary & ~most == 0
    assert on(DaysExcept(workdays, Holidays(calendar)))[1] == on(workdays)[1]
