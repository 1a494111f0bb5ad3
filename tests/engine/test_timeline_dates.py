"""When local dates begin, end and come again, and when something leaves a window of dates."""

from __future__ import annotations

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.request import Request
from policydsl.core.windows import BusinessDays, ConsecutiveDays, Rolling
from policydsl.engine.frame import Frame
from policydsl.engine.timeline.dates import leaving, never, next_date, passed_anywhere, reached
from policydsl.engine.zones import FIRST_DAY, LAST_DAY, NEVER
from tests.core.build import DAY, HOUR, MICRO, MINUTE, NEW_YORK, at, utc
from tests.core.build_outlooks import event
from tests.engine.timeline_cases import case

APIA, ST_JOHNS, SAO_PAULO = "Pacific/Apia", "America/St_Johns", "America/Sao_Paulo"
DAILY = "cap daily at most 1 attempt per person in a calendar day\n"
NOON = at("2026-03-04 12:00")


def frame(now: int, zone: str | None = NEW_YORK) -> Frame:
    return Frame(Request(now, {}), None, zone)


# --- the bounds themselves --------------------------------------------------------------------


def test_what_never_changes_never_does() -> None:
    assert never(frame(NOON)) == NEVER


def test_a_date_ends_at_midnight_or_is_looked_at_when_the_clock_changes() -> None:
    assert next_date(frame(NOON)) == at("2026-03-05 00:00")
    assert next_date(frame(at("2026-03-05 00:00"))) == at("2026-03-06 00:00")
    assert next_date(frame(at("2026-03-08 01:00"))) == at("2026-03-08 03:00")
    shifted = next_date(frame(NOON), 4 * HOUR)
    assert shifted == at("2026-03-04 20:00")
    assert next_date(frame(shifted), 4 * HOUR) == at("2026-03-05 20:00")


def test_without_a_zone_dates_end_at_the_edges_of_the_earth() -> None:
    assert next_date(frame(utc("2026-03-04 09:00"), None)) == utc("2026-03-04 10:00")
    assert next_date(frame(utc("2026-03-04 10:00"), None)) == utc("2026-03-04 12:00")
    assert next_date(frame(utc("2026-03-04 12:00"), None)) == utc("2026-03-05 10:00")
    assert next_date(frame(utc("2026-03-04 09:00"), None), HOUR) == utc("2026-03-04 11:00")


def test_a_date_passes_the_edges_of_the_earth_one_after_the_other() -> None:
    day = utc("2026-03-04 00:00") // DAY
    now, edges = utc("2026-03-01 00:00"), []
    while (now := passed_anywhere(now, day)) != NEVER:
        edges.append(now)
    expected = ["2026-03-03 10:00", "2026-03-04 10:00", "2026-03-04 12:00", "2026-03-05 12:00"]
    assert edges == [utc(edge) for edge in expected]


def test_a_date_is_reached_when_it_begins_and_left_when_one_comes_again() -> None:
    begins = at("2026-03-09 00:00")
    assert reached(frame(NOON), begins) == begins
    assert reached(frame(begins), begins) > at("2050-01-01 00:00")
    before = utc("2010-11-01 12:00")
    back = utc("2010-11-07 02:31")
    assert reached(frame(before, ST_JOHNS), utc("2010-11-07 02:30")) == utc("2010-11-07 02:30")
    assert reached(frame(before, ST_JOHNS), utc("2010-11-20 03:30")) == back
    assert reached(frame(back - MICRO, ST_JOHNS), utc("2010-11-20 03:30")) == back
    near = frame(back + HOUR, ST_JOHNS)
    assert reached(near, utc("2010-11-20 03:30")) == next_date(near)


@pytest.mark.parametrize("zone", [None, NEW_YORK])
def test_where_dates_are_held_they_are_looked_at_day_by_day(zone: str | None) -> None:
    early, late = frame((FIRST_DAY + 5) * DAY, zone), frame((LAST_DAY - 30) * DAY, zone)
    assert reached(early, (FIRST_DAY + 300) * DAY) == next_date(early)
    assert reached(late, (LAST_DAY - 5) * DAY) == next_date(late)


def test_what_leaves_a_window() -> None:
    hours, days = leaving(Rolling(5 * HOUR)), leaving(ConsecutiveDays(3))
    assert hours(frame(NOON), NOON - 4 * HOUR) == NOON + HOUR
    assert hours(frame(NOON), NOON - 5 * HOUR) == NEVER
    assert days(frame(NOON), NOON - DAY) == at("2026-03-06 00:00")
    assert days(frame(NOON), NOON - 30 * DAY) > at("2050-01-01 00:00")
    without = frame(NOON, None)
    assert days(without, NOON) == next_date(without)
    unknown = leaving(BusinessDays(3, CalendarRef("XX")))
    assert unknown(frame(NOON), NOON) == next_date(frame(NOON))


# --- caps by the date -------------------------------------------------------------------------


def daily(now: str, zone: str, rules: str = DAILY) -> int | None:
    contacted = at(now, zone)
    return case(rules, contacted, zone, events=[event(contacted)]).eligible()


def test_a_day_begins_after_the_gap_that_swallows_its_midnight() -> None:
    assert daily("2018-11-03 20:00", SAO_PAULO) == utc("2018-11-04 03:00")


def test_a_day_that_ends_twice_ends_once() -> None:
    """São Paulo went from 2019-02-16 23:59 back to 23:00: the date stayed."""
    assert daily("2019-02-16 23:30", SAO_PAULO) == utc("2019-02-17 03:00")


def test_a_date_that_comes_again_blocks_again() -> None:
    """St. John's went from 2010-11-07 00:01 back to 2010-11-06 23:01."""
    contacted = at("2010-11-06 20:00", ST_JOHNS)
    asked = case(DAILY, contacted, ST_JOHNS, events=[event(contacted)])
    first, back = utc("2010-11-07 02:30"), utc("2010-11-07 02:31")
    assert asked.eligible() == first
    assert asked.then(first).valid() == back
    assert asked.then(back).eligible() == utc("2010-11-07 03:30")
    before = case(DAILY, contacted - 40 * DAY, ST_JOHNS)
    assert before.valid(60) is None


def test_a_cap_of_many_days_over_a_date_that_comes_again() -> None:
    rules = "cap weekly at most 1 attempt per person in 7 consecutive days\n"
    contacted = at("2010-10-31 12:00", ST_JOHNS)
    asked = case(rules, at("2010-11-05 12:00", ST_JOHNS), ST_JOHNS, events=[event(contacted)])
    assert asked.eligible() == utc("2010-11-07 02:30")
    again = asked.then(utc("2010-11-07 02:31") + 30 * MINUTE)
    assert again.eligible() == utc("2010-11-07 03:30")
    later = case(
        rules, at("2010-11-05 12:00", ST_JOHNS), ST_JOHNS, events=[event(contacted + 4 * DAY)]
    )
    assert later.eligible(20) == at("2010-11-11 00:00", ST_JOHNS)


def test_the_day_that_samoa_skipped_is_in_no_window() -> None:
    """Samoa went from 2011-12-29 to 2011-12-31."""
    midnight = utc("2011-12-30 10:00")
    assert daily("2011-12-29 12:00", APIA) == midnight
    two = "cap two at most 1 attempt per person in 2 consecutive days\n"
    assert daily("2011-12-29 12:00", APIA, two) == midnight
    three = "cap three at most 1 attempt per person in 3 consecutive days\n"
    assert daily("2011-12-29 12:00", APIA, three) == at("2012-01-01 00:00", APIA)


def test_without_a_zone_a_date_has_surely_gone_when_it_has_gone_everywhere() -> None:
    now = utc("2026-03-04 12:00")
    asked = case(DAILY, now, person={"time_zones": []}, events=[event(now)])
    assert asked.eligible() == utc("2026-03-06 12:00")


def test_rules_and_dates_in_the_last_days_of_the_calendar() -> None:
    now = utc("9999-12-20 12:00")
    asked = case(DAILY, now, events=[event(now)])
    assert asked.eligible(20) == at("9999-12-21 00:00")


def test_today_against_a_date_where_no_zone_is_known() -> None:
    now = utc("2026-03-03 11:00")
    for rules in (
        "deny d when today is after 2026-03-04\n",
        "deny d when channel is voice effective from 2026-03-05\n",
    ):
        assert case(rules, now, person={"time_zones": []}).valid() == utc("2026-03-04 10:00")
