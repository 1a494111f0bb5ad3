"""Hours of the local clock: half-open, overnight, on kinds of days, in gaps and folds."""

from __future__ import annotations

import pytest

from policydsl.core.days import BusinessDates, CalendarRef, EveryDay, Holidays, Weekdays
from policydsl.core.formula import Clock, During, HoursLine
from policydsl.core.request import Hours
from tests.core.build import MICRO, at, blocks, hours, request, truth, utc

WEEKDAYS = Weekdays(frozenset(range(5)))
WEEKEND = Weekdays(frozenset({5, 6}))
CLOSED_ALL_WEEK = Hours(((),) * 7)
NINE_TO_FIVE = Hours((((540, 1020),),) * 7)
NIGHT = hours((22 * 60, 8 * 60))
OFFICE = hours((480, 1260), within=True)


@pytest.mark.parametrize(
    ("wall", "inside"),
    [
        ("2026-03-04 07:59:59.999999", False),
        ("2026-03-04 08:00", True),
        ("2026-03-04 20:59:59", True),
        ("2026-03-04 20:59:59.999999", True),
        ("2026-03-04 21:00", False),
    ],
)
def test_an_interval_takes_its_start_in_and_leaves_its_end_out(wall: str, inside: bool) -> None:
    assert truth(hours((480, 1260)), at(wall)) is inside
    assert truth(OFFICE, at(wall)) is inside


@pytest.mark.parametrize(
    ("wall", "quiet"),
    [
        ("2026-03-04 21:59:59.999999", False),
        ("2026-03-04 22:00", True),
        ("2026-03-05 00:00", True),
        ("2026-03-05 07:59:59.999999", True),
        ("2026-03-05 08:00", False),
    ],
)
def test_an_overnight_interval_crosses_midnight(wall: str, quiet: bool) -> None:
    assert truth(NIGHT, at(wall)) is quiet


def test_the_whole_day_is_00_00_to_24_00() -> None:
    whole = hours((0, 1440), days=WEEKEND)
    assert truth(whole, at("2026-03-07 00:00")) is True
    assert truth(whole, at("2026-03-08 23:59:59.999999")) is True
    assert truth(whole, at("2026-03-07 00:00") - MICRO) is False
    assert truth(whole, at("2026-03-09 00:00")) is False


def test_a_minute_is_not_lost_before_midnight() -> None:
    """Courier's `00:00-23:59` leaves the last minute open; `24:00` does not (needs.md, X-f)."""
    assert truth(hours((0, 23 * 60 + 59)), at("2026-03-04 23:59:30")) is False
    assert truth(hours((0, 1440)), at("2026-03-04 23:59:30")) is True


def test_an_overnight_interval_belongs_to_its_start_day_and_leaves_monday_morning_open() -> None:
    """Adobe's own trap: weekends whole, weekdays 21:00 to 9:00 (needs.md, X-e and X-g)."""
    quiet = Clock(
        (HoursLine(((0, 1440),), WEEKEND), HoursLine(((21 * 60, 9 * 60),), WEEKDAYS)),
        (),
        None,
        within=False,
    )
    assert truth(quiet, at("2026-03-08 23:59")) is True
    assert truth(quiet, at("2026-03-09 00:00")) is False
    assert truth(quiet, at("2026-03-09 08:59")) is False
    assert truth(quiet, at("2026-03-10 08:59")) is True
    assert truth(quiet, at("2026-03-07 08:59")) is True


def test_an_end_at_the_start_is_read_as_the_whole_round() -> None:
    round_ = hours((780, 780), days=Weekdays(frozenset({0})))
    assert truth(round_, at("2026-03-09 12:59")) is False
    assert truth(round_, at("2026-03-09 13:00")) is True
    assert truth(round_, at("2026-03-10 12:59")) is True
    assert truth(round_, at("2026-03-10 13:00")) is False


def test_any_line_of_quiet_hours_blocks() -> None:
    quiet = Clock(
        (HoursLine(((0, 60),), EveryDay()), HoursLine(((540, 600),), WEEKDAYS)), (), None, False
    )
    assert truth(quiet, at("2026-03-04 00:30")) is True
    assert truth(quiet, at("2026-03-04 09:30")) is True
    assert truth(quiet, at("2026-03-07 09:30")) is False


# --- daylight saving --------------------------------------------------------------------------


def test_a_boundary_in_a_spring_gap_is_passed_at_the_first_real_instant_after_it() -> None:
    """New York skips 02:00 to 03:00 on 2026-03-08."""
    until_half_past_two = hours((0, 150))
    gap = utc("2026-03-08 07:00")
    assert truth(until_half_past_two, gap - MICRO) is True
    assert truth(until_half_past_two, gap) is False


def test_an_interval_wholly_inside_a_spring_gap_does_not_happen() -> None:
    inside = hours((120, 180))
    gap = utc("2026-03-08 07:00")
    assert truth(inside, gap - MICRO) is False
    assert truth(inside, gap) is False


def test_a_quiet_interval_covers_both_passes_of_an_autumn_fold() -> None:
    """New York has 01:00 to 02:00 twice on 2026-11-01."""
    one_to_two = hours((60, 120))
    for wall in ("2026-11-01 05:00", "2026-11-01 05:59", "2026-11-01 06:00", "2026-11-01 06:59"):
        assert truth(one_to_two, utc(wall)) is True
    assert truth(one_to_two, utc("2026-11-01 04:59")) is False
    assert truth(one_to_two, utc("2026-11-01 07:00")) is False


def test_half_an_hour_of_daylight_saving_is_half_an_hour() -> None:
    """Lord Howe goes back from 02:00 to 01:30 on 2026-04-05."""
    half_past_one = hours((90, 120))
    zone = "Australia/Lord_Howe"
    assert truth(half_past_one, utc("2026-04-04 14:30"), zone=zone) is True
    assert truth(half_past_one, utc("2026-04-04 15:00"), zone=zone) is True
    assert truth(half_past_one, utc("2026-04-04 15:30"), zone=zone) is False


def test_a_candidate_zone_in_which_it_is_night_blocks() -> None:
    """A zip code in Chicago, an area code in New York (needs.md, X-q)."""
    zones = ("America/New_York", "America/Chicago")
    nine_in_new_york = at("2026-03-04 08:30")
    assert blocks(request(nine_in_new_york, zones=zones), NIGHT)
    assert blocks(request(nine_in_new_york, zones=zones[::-1]), NIGHT)
    assert not blocks(request(nine_in_new_york), NIGHT)


def test_of_many_candidate_zones_one_suffices() -> None:
    """One toll-free number can have 35 zones (needs.md, X-r)."""
    zones = tuple(f"Etc/GMT{offset:+d}" for offset in range(-12, 12))
    assert all(
        blocks(request(utc(f"2026-03-04 {hour:02d}:00"), zones=zones), NIGHT) for hour in range(24)
    )


def test_hours_without_a_zone_are_unknown() -> None:
    assert truth(NIGHT, at("2026-03-04 10:00"), zone=None) is None
    assert truth(OFFICE, at("2026-03-04 10:00"), zone=None) is None
    assert (
        truth(
            During("person.hours"),
            at("2026-03-04 10:00"),
            {"person.hours": NINE_TO_FIVE},
            zone=None,
        )
        is None
    )


# --- contact hours ----------------------------------------------------------------------------


def only(*lines: HoursLine, closed: object = None, during: tuple[str, ...] = ()) -> Clock:
    return Clock(lines, during, closed, within=True)


def test_a_date_covered_by_several_lines_must_satisfy_all_of_them() -> None:
    table = only(HoursLine(((480, 1260),), EveryDay()), HoursLine(((540, 1020),), WEEKEND))
    assert truth(table, at("2026-03-04 08:30")) is True
    assert truth(table, at("2026-03-07 08:30")) is False
    assert truth(table, at("2026-03-07 09:00")) is True
    assert truth(table, at("2026-03-07 17:00")) is False


def test_a_date_covered_by_no_line_is_closed() -> None:
    table = only(HoursLine(((480, 1260),), WEEKDAYS))
    assert truth(table, at("2026-03-06 10:00")) is True
    assert truth(table, at("2026-03-07 10:00")) is False


def test_a_closed_date_is_closed_whatever_the_lines_say() -> None:
    table = only(HoursLine(((480, 1260),), EveryDay()), closed=Holidays(CalendarRef("US")))
    assert truth(table, at("2026-07-03 10:00")) is False
    assert truth(table, at("2026-07-06 10:00")) is True
    assert truth(table, at("2026-12-25 10:00")) is False


def test_hours_begun_yesterday_are_judged_by_yesterdays_date() -> None:
    late = only(HoursLine(((20 * 60, 60),), Weekdays(frozenset({4}))), closed=None)
    assert truth(late, at("2026-03-07 00:59")) is True
    assert truth(late, at("2026-03-07 01:00")) is False
    assert truth(late, at("2026-03-06 00:30")) is False
    closed = only(HoursLine(((20 * 60, 60),), EveryDay()), closed=Weekdays(frozenset({4})))
    assert truth(closed, at("2026-03-07 00:30")) is False
    assert truth(closed, at("2026-03-06 00:30")) is True


def test_a_calendar_that_does_not_know_leaves_contact_hours_unknown() -> None:
    table = only(HoursLine(((480, 1260),), BusinessDates(CalendarRef("CN"))))
    assert truth(table, at("2026-02-14 10:00")) is True
    assert truth(table, at("2027-02-13 10:00")) is None


# --- tables of a person -----------------------------------------------------------------------


def test_during_none_does_not_apply_and_missing_is_unknown() -> None:
    now = at("2026-03-04 10:00")
    assert truth(During("person.hours"), now, {"person.hours": None}) is False
    assert truth(During("person.hours"), now) is None
    assert truth(During("person.hours"), now, {"person.hours": NINE_TO_FIVE}) is True
    assert truth(During("person.hours"), now, {"person.hours": CLOSED_ALL_WEEK}) is False


def test_a_weekly_table_belongs_to_the_day_its_intervals_start_on() -> None:
    saturday_night = Hours(((), (), (), (), (), ((1320, 120),), ()))
    during = During("person.hours")
    facts = {"person.hours": saturday_night}
    assert truth(during, at("2026-03-07 22:00"), facts) is True
    assert truth(during, at("2026-03-08 01:59"), facts) is True
    assert truth(during, at("2026-03-07 01:00"), facts) is False


def test_quiet_hours_during_a_fact_are_one_more_line() -> None:
    quiet = Clock((HoursLine(((0, 60),), EveryDay()),), ("person.hours",), None, within=False)
    now = at("2026-03-04 10:00")
    assert truth(quiet, now, {"person.hours": NINE_TO_FIVE}) is True
    assert truth(quiet, now, {"person.hours": None}) is False
    assert truth(quiet, now) is None
    assert truth(quiet, at("2026-03-04 00:30")) is True


def test_contact_hours_during_a_fact_are_one_more_line() -> None:
    table = only(HoursLine(((480, 1260),), EveryDay()), during=("person.hours",))
    facts = {"person.hours": NINE_TO_FIVE}
    assert truth(table, at("2026-03-04 08:30"), facts) is False
    assert truth(table, at("2026-03-04 09:00"), facts) is True
    assert truth(table, at("2026-03-04 08:30"), {"person.hours": None}) is True
    assert truth(table, at("2026-03-04 08:30")) is None
    assert truth(table, at("2026-03-04 07:30")) is False


def test_contact_hours_whose_only_table_is_none_do_not_apply() -> None:
    table = only(during=("person.hours",))
    assert truth(table, at("2026-03-04 03:00"), {"person.hours": None}, zone=None) is True
    assert truth(table, at("2026-03-04 03:00")) is None
    assert truth(table, at("2026-03-04 03:00"), {"person.hours": NINE_TO_FIVE}) is False


# --- another instant --------------------------------------------------------------------------


def test_hours_may_judge_another_instant_than_now() -> None:
    later = Clock((HoursLine(((480, 1260),), EveryDay()),), (), None, True, "proposal.send_at")
    now = at("2026-03-04 10:00")
    assert truth(later, now, {"proposal.send_at": at("2026-03-04 22:00")}) is False
    assert (
        truth(later, at("2026-03-04 23:00"), {"proposal.send_at": at("2026-03-05 09:00")}) is True
    )
    assert truth(later, now, {"proposal.send_at": None}) is True
    assert truth(later, now) is None
