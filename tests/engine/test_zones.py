"""Zone tables against `zoneinfo`: every clock, every date, every start of a date."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.reference import local
from policydsl.engine.zones import (
    ALWAYS,
    DAY,
    EARLIEST,
    LATEST,
    NEVER,
    ZONES,
    RareError,
    offset_of,
    to_date,
    to_day,
)
from tests.core.build import DAY as ONE_DAY
from tests.core.build import HOUR, MINUTE, at, utc

NAMES = sorted((files("tzdata") / "zones").read_text(encoding="utf-8").split())
INSTANTS = st.integers(EARLIEST, LATEST) | st.integers(utc("1900-01-01"), utc("2070-01-01"))


@st.composite
def zoned_instants(draw: st.DrawFn) -> tuple[str, int]:
    """A zone and an instant, often near to a change of its clock."""
    name = draw(st.sampled_from(NAMES))
    changes = ZONES[name].starts[1:]
    if not changes or draw(st.booleans()):
        return name, draw(INSTANTS)
    near = draw(st.sampled_from(changes))
    return name, near + draw(st.sampled_from((-1, 0, 1)) | st.integers(-2 * DAY, 2 * DAY))


@settings(max_examples=800, deadline=None)
@given(zoned_instants())
def test_offsets_are_those_of_zoneinfo(case: tuple[str, int]) -> None:
    name, instant = case
    table = ZONES[name]
    assert table.offset(instant) == offset_of(table.zone, instant)
    assert to_date(table.day(instant)) == local.wall_time(instant, name).date()


@settings(max_examples=500, deadline=None)
@given(zoned_instants())
def test_dates_start_where_the_reference_says(case: tuple[str, int]) -> None:
    name, instant = case
    day = ZONES[name].day(instant)
    on = to_date(day)
    assert on is not None
    assert ZONES[name].start_of_day(day) == local.start_of_day(on, name)


@settings(max_examples=500, deadline=None)
@given(zoned_instants(), st.integers(-2 * DAY, 2 * DAY), st.integers(-1, 1))
def test_ranges_of_dates_are_exact(case: tuple[str, int], off: int, days: int) -> None:
    name, instant = case
    table = ZONES[name]
    day = table.day(instant) + days
    maybe_from, sure_from = table.day_range(day)
    for judged in (instant + off, maybe_from - 1, maybe_from, sure_from - 1, sure_from):
        if not EARLIEST <= judged <= LATEST:
            continue
        has_come = table.day(judged) >= day
        assert not has_come if judged < maybe_from else True
        assert has_come if judged >= sure_from else True
    if maybe_from != sure_from and maybe_from != ALWAYS:
        assert table.day(maybe_from) >= day > table.day(sure_from - 1)


@settings(max_examples=500, deadline=None)
@given(zoned_instants(), st.integers(0, 400))
def test_midnights_by_a_settled_offset_are_starts_of_dates(
    case: tuple[str, int], back: int
) -> None:
    name, now = case
    table = ZONES[name]
    try:
        offset, steady, until = table.settle(now)
    except RareError:
        return
    assert offset == table.offset(now)
    today = (now + offset) // DAY
    for day in (today - back, today + back):
        start = day * DAY - offset
        if steady <= start < until:
            assert table.day_range(day) == (start, start)
            assert table.start_of_day(day) == start


def test_the_day_that_apia_skipped() -> None:
    table, skipped = ZONES["Pacific/Apia"], to_day(date(2011, 12, 30))
    begin = at("2011-12-31 00:00", "Pacific/Apia")
    assert table.skipped == {skipped}
    assert table.day_range(skipped) == table.day_range(skipped + 1) == (begin, begin)
    assert table.opened_day(skipped) == skipped + 1
    assert table.opened_day(skipped - 1) == skipped - 1


def test_the_midnight_that_came_twice_in_st_johns() -> None:
    """At 00:01 on 29 October 2006 clocks went back to 23:01 the day before."""
    table, day = ZONES["America/St_Johns"], to_day(date(2006, 10, 29))
    first = at("2006-10-29 00:00", "America/St_Johns")
    again = first + HOUR
    assert table.day_range(day) == (first, again)
    with pytest.raises(RareError):
        table.date_start(day)
    with pytest.raises(RareError):
        table.settle(first + MINUTE)
    assert table.date_start(day - 1) == first - ONE_DAY


def test_tables_end_and_then_zoneinfo_is_asked() -> None:
    table = ZONES["America/New_York"]
    assert table.day(at("2090-07-01 23:59")) == to_day(date(2090, 7, 1))
    assert table.start_of_day(to_day(date(2090, 7, 1))) == at("2090-07-01 00:00")
    assert table.start_of_day(to_day(date(2090, 3, 12))) == at("2090-03-12 00:00")
    with pytest.raises(RareError):
        table.settle(at("2090-07-01 12:00"))


def test_ends_of_the_calendar_are_held() -> None:
    table = ZONES["Asia/Shanghai"]
    assert table.day_range(to_day(date(1, 1, 3))) == (ALWAYS, NEVER)
    assert table.day(-(1 << 62)) == table.day(EARLIEST)
    assert to_date(to_day(date.max) + 1) is None
