"""The local clock: read from the instant, so never ambiguous; and where a local date begins."""

from __future__ import annotations

import pytest

from policydsl.core.reference.local import dates, start_of_day, wall_time
from tests.core.build import DAY, HOUR, MICRO, NEW_YORK, at, on, utc

APIA, ST_JOHNS, SAO_PAULO = "Pacific/Apia", "America/St_Johns", "America/Sao_Paulo"


def begins(day: object, zone: str) -> int:
    """The start of a date, checked to be the first instant that has reached it."""
    start = start_of_day(day, zone)
    assert wall_time(start, zone).date() >= day
    assert wall_time(start - MICRO, zone).date() < day
    return start


def test_a_date_begins_at_local_midnight() -> None:
    assert begins(on(2026, 3, 4), NEW_YORK) == utc("2026-03-04 05:00")
    assert begins(on(2026, 7, 4), NEW_YORK) == utc("2026-07-04 04:00")
    assert begins(on(2026, 7, 4), "Asia/Kolkata") == utc("2026-07-03 18:30")


def test_where_midnight_falls_into_a_spring_gap_the_date_begins_after_it() -> None:
    """São Paulo went from 2018-11-03 23:59 to 2018-11-04 01:00."""
    start = begins(on(2018, 11, 4), SAO_PAULO)
    assert start == utc("2018-11-04 03:00")
    assert wall_time(start, SAO_PAULO).isoformat() == "2018-11-04T01:00:00"


def test_where_a_gap_begins_before_midnight_the_date_begins_after_it_too() -> None:
    """Toronto went from 1919-03-30 23:29 to 1919-03-31 00:30."""
    start = begins(on(1919, 3, 31), "America/Toronto")
    assert start == utc("1919-03-31 04:30")
    assert wall_time(start, "America/Toronto").isoformat() == "1919-03-31T00:30:00"


def test_where_midnight_comes_once_after_a_fold_the_date_begins_then() -> None:
    """São Paulo went from 2019-02-16 23:59 back to 23:00; both passes are of the 16th."""
    assert begins(on(2019, 2, 17), SAO_PAULO) == utc("2019-02-17 03:00")


def test_where_midnight_comes_twice_the_date_begins_at_the_first() -> None:
    """St. John's went from 2010-11-07 00:01 back to 2010-11-06 23:01."""
    start = start_of_day(on(2010, 11, 7), ST_JOHNS)
    assert start == utc("2010-11-07 02:30")
    assert wall_time(start, ST_JOHNS).isoformat() == "2010-11-07T00:00:00"
    assert wall_time(start + 2 * 60_000_000, ST_JOHNS).date() == on(2010, 11, 6)
    assert wall_time(start + HOUR, ST_JOHNS).isoformat() == "2010-11-07T00:00:00"


def test_a_date_that_a_country_skipped_begins_with_the_next() -> None:
    """Samoa went from 2011-12-29 to 2011-12-31."""
    start = begins(on(2011, 12, 30), APIA)
    assert start == begins(on(2011, 12, 31), APIA) == utc("2011-12-30 10:00")
    assert wall_time(start - MICRO, APIA).date() == on(2011, 12, 29)


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "Asia/Shanghai"]
)
@pytest.mark.parametrize("day", [on(2026, 4, 5), on(2026, 9, 27), on(1991, 4, 14), on(2026, 3, 22)])
def test_every_date_begins_at_the_first_instant_that_has_reached_it(zone: str, day: object) -> None:
    begins(day, zone)


def test_a_clock_shows_both_passes_of_a_fold_alike() -> None:
    first, second = utc("2026-11-01 05:30"), utc("2026-11-01 06:30")
    assert wall_time(first, NEW_YORK) == wall_time(second, NEW_YORK)
    assert wall_time(first, NEW_YORK).isoformat() == "2026-11-01T01:30:00"


def test_without_a_zone_a_date_is_what_it_may_be_anywhere_on_earth() -> None:
    assert dates(utc("2026-03-04 12:00"), None) == (on(2026, 3, 4), on(2026, 3, 5))
    assert dates(utc("2026-03-04 11:59"), None) == (on(2026, 3, 3), on(2026, 3, 5))
    assert dates(utc("2026-03-04 09:59"), None) == (on(2026, 3, 3), on(2026, 3, 4))


def test_before_1970_instants_are_exact_too() -> None:
    assert wall_time(utc("1969-12-31 23:59:59.999999"), "UTC").microsecond == 999_999
    assert at("1969-12-31 19:00", NEW_YORK) == 0


@pytest.mark.parametrize(
    "instant", [-(2**63), 2**63, utc("0001-01-02 00:00"), utc("9999-12-30 23:00")]
)
def test_the_ends_of_the_calendar_are_survived(instant: int) -> None:
    for zone in (NEW_YORK, APIA):
        wall = wall_time(instant, zone)
        assert wall.year in (1, 9999)
        assert dates(instant, None)[0].year in (1, 9999)


@pytest.mark.parametrize("day", [on(1, 1, 1), on(9999, 12, 31)])
def test_the_first_and_the_last_date_begin_somewhere_near(day: object) -> None:
    start = start_of_day(day, APIA)
    assert abs(wall_time(start, APIA).date() - day) <= (on(2026, 1, 6) - on(2026, 1, 1))
    assert abs(start_of_day(day, NEW_YORK) - start) <= 2 * DAY
