"""A window that is said to contain another holds every event of it, on every date and clock."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.reference.local import dates
from policydsl.core.reference.spans import TimeWindow, is_inside
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.lint.reasoning.windows import contains, most_dates, most_micros

_START = 1767225600_000_000
"""The first instant of 2026 in UTC."""

ZONES = ("America/New_York", "Europe/London", "Asia/Shanghai", "Australia/Lord_Howe")
WINDOWS: st.SearchStrategy[TimeWindow] = st.one_of(
    st.builds(Rolling, st.integers(1, 400).map(lambda hours: hours * MICROS_PER_HOUR)),
    st.builds(ConsecutiveDays, st.integers(1, 40)),
    st.builds(FullDays, st.integers(1, 40)),
    st.builds(CalendarMonths, st.integers(1, 3)),
    st.builds(
        CalendarPeriods,
        st.sampled_from(["day", "week", "month", "quarter", "year"]),
        st.integers(1, 3),
        st.integers(0, 6),
    ),
)
NOWS = st.integers(0, 500 * 24 * 60).map(lambda minutes: _START + minutes * MICROS_PER_MINUTE)
AGES = st.one_of(
    st.integers(0, 60 * 24 * 60).map(lambda minutes: minutes * MICROS_PER_MINUTE),
    st.integers(0, 45).map(lambda days: days * MICROS_PER_DAY),
)


@settings(max_examples=400, deadline=None)
@given(
    wide=WINDOWS, narrow=WINDOWS, moments=st.lists(st.tuples(NOWS, AGES), min_size=8, max_size=8)
)
def test_what_lies_in_the_narrow_window_lies_in_the_wide_one(
    wide: TimeWindow, narrow: TimeWindow, moments: list[tuple[int, int]]
) -> None:
    if not contains(wide, narrow):
        return
    for now, age in moments:
        for zone in ZONES:
            if is_inside(narrow, now - age, now, zone, None):
                assert is_inside(wide, now - age, now, zone, None)


@settings(max_examples=200, deadline=None)
@given(window=WINDOWS, now=NOWS, age=AGES, zone=st.sampled_from(ZONES))
def test_no_event_of_a_window_is_older_than_its_length(
    window: TimeWindow, now: int, age: int, zone: str
) -> None:
    length, count = most_micros(window), most_dates(window)
    assert length is not None and count is not None
    if is_inside(window, now - age, now, zone, None):
        assert age < length
        assert (dates(now, zone)[0] - dates(now - age, zone)[0]).days < count


def test_what_a_reader_sees() -> None:
    day, week = CalendarPeriods("day", 1), CalendarPeriods("week", 1)
    assert contains(ConsecutiveDays(7), day)
    assert contains(ConsecutiveDays(7), week)
    assert contains(week, day)
    assert contains(CalendarPeriods("month", 1), day)
    assert not contains(CalendarPeriods("month", 1), week)
    assert not contains(week, CalendarPeriods("week", 1, 6))
    assert contains(Rolling(25 * MICROS_PER_HOUR), day)
    assert not contains(Rolling(24 * MICROS_PER_HOUR), day)
    assert not contains(day, Rolling(MICROS_PER_HOUR))
    assert contains(ConsecutiveDays(2), Rolling(MICROS_PER_HOUR))
    assert contains(Ever(), CalendarPeriods("year", 1))
    assert contains(CalendarMonths(1), ConsecutiveDays(28))
    assert not contains(CalendarMonths(1), ConsecutiveDays(31))
