"""Windows and spans: when an event counts, and the first instant at which it no longer does."""

from __future__ import annotations

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.formula import Window
from policydsl.core.reference.spans import is_inside, last_date, leaves_at, plus_days, plus_months
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    NEW_YORK,
    at,
    blocks,
    contact,
    count,
    on,
    request,
)

LONDON = "Europe/London"


def counts(window: Window, event: int, now: int, zone: str = NEW_YORK) -> bool:
    """Whether one attempt counts."""
    return blocks(request(now, zone=zone, events=(contact(event),)), count(window))


# --- rolling ----------------------------------------------------------------------------------


def test_an_event_exactly_w_ago_no_longer_counts() -> None:
    now = at("2026-03-04 10:00")
    assert not counts(Rolling(24 * HOUR), now - 24 * HOUR, now)
    assert counts(Rolling(24 * HOUR), now - 24 * HOUR + MICRO, now)


def test_an_event_at_exactly_now_counts() -> None:
    now = at("2026-03-04 10:00")
    assert counts(Rolling(MICRO), now, now)


def test_seven_rolling_days_are_168_hours_across_a_spring_gap() -> None:
    event = at("2026-03-04 10:00")
    assert counts(Rolling(7 * DAY), event, at("2026-03-11 10:59"))
    assert not counts(Rolling(7 * DAY), event, at("2026-03-11 11:00"))


def test_a_gap_is_free_at_t_plus_d_to_the_microsecond() -> None:
    event = at("2026-03-04 10:00")
    gap = count(Rolling(4 * HOUR))
    assert blocks(request(event + 4 * HOUR - MICRO, events=(contact(event),)), gap)
    assert not blocks(request(event + 4 * HOUR, events=(contact(event),)), gap)


def test_a_first_contact_has_no_gap_to_keep() -> None:
    assert not blocks(request(at("2026-03-04 10:00")), count(Rolling(4 * HOUR)))


# --- consecutive and full days ----------------------------------------------------------------


def test_seven_consecutive_days_are_the_dates_from_d_minus_6_to_d() -> None:
    now = at("2026-03-10 00:00")
    assert counts(ConsecutiveDays(7), at("2026-03-04 00:00"), now)
    assert not counts(ConsecutiveDays(7), at("2026-03-04 00:00") - MICRO, now)


def test_waiting_seven_consecutive_days_blocks_x_to_x_plus_6_and_is_free_on_x_plus_7() -> None:
    event = at("2026-03-04 23:59:59.999999")
    wait = count(ConsecutiveDays(7))
    assert blocks(request(event, events=(contact(event),)), wait)
    assert blocks(request(at("2026-03-11 00:00") - MICRO, events=(contact(event),)), wait)
    assert not blocks(request(at("2026-03-11 00:00"), events=(contact(event),)), wait)


def test_sixty_full_days_block_x_to_x_plus_60_and_are_free_on_x_plus_61() -> None:
    event = at("2026-03-04 10:00")
    assert counts(FullDays(60), event, at("2026-05-04 00:00") - MICRO)
    assert not counts(FullDays(60), event, at("2026-05-04 00:00"))


def test_one_consecutive_day_is_today() -> None:
    now = at("2026-03-04 12:00")
    assert counts(ConsecutiveDays(1), at("2026-03-04 00:00"), now)
    assert not counts(ConsecutiveDays(1), at("2026-03-04 00:00") - MICRO, now)


def test_zero_full_days_are_today() -> None:
    event = at("2026-03-04 12:00")
    assert counts(FullDays(0), event, at("2026-03-05 00:00") - MICRO)
    assert not counts(FullDays(0), event, at("2026-03-05 00:00"))


def test_the_dates_of_a_window_are_the_recipients() -> None:
    event, now = at("2026-03-04 23:30"), at("2026-03-05 00:30")
    assert not counts(CalendarPeriods("day", 1), event, now, NEW_YORK)
    assert counts(CalendarPeriods("day", 1), event, now, LONDON)


# --- months -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (on(2026, 1, 31), 1, on(2026, 2, 28)),
        (on(2024, 1, 31), 1, on(2024, 2, 29)),
        (on(2024, 2, 29), 12, on(2025, 2, 28)),
        (on(2024, 2, 29), 48, on(2028, 2, 29)),
        (on(2026, 3, 31), 3, on(2026, 6, 30)),
        (on(2025, 12, 15), 1, on(2026, 1, 15)),
        (on(9999, 12, 1), 12, on(9999, 12, 31)),
    ],
)
def test_a_calendar_month_later_is_cut_to_the_months_last_day(
    start: object, months: int, end: object
) -> None:
    assert plus_months(start, months) == end  # type: ignore[arg-type]


def test_calendar_months_block_through_the_same_day() -> None:
    event = at("2026-01-31 10:00")
    assert counts(CalendarMonths(1), event, at("2026-03-01 00:00") - MICRO)
    assert not counts(CalendarMonths(1), event, at("2026-03-01 00:00"))


# --- calendar periods -------------------------------------------------------------------------


def test_23_00_and_00_00_both_pass_under_a_calendar_day_and_not_under_24_hours() -> None:
    """Braze's own example (needs.md, X-c)."""
    first, second = at("2026-03-04 23:00"), at("2026-03-05 00:00")
    assert not counts(CalendarPeriods("day", 1), first, second)
    assert counts(Rolling(24 * HOUR), first, second)


@pytest.mark.parametrize(
    ("period", "first_instant"),
    [
        (CalendarPeriods("day", 1), "2026-03-04 00:00"),
        (CalendarPeriods("week", 1), "2026-03-02 00:00"),
        (CalendarPeriods("week", 1, 6), "2026-03-01 00:00"),
        (CalendarPeriods("week", 2), "2026-02-23 00:00"),
        (CalendarPeriods("month", 1), "2026-03-01 00:00"),
        (CalendarPeriods("month", 2), "2026-02-01 00:00"),
        (CalendarPeriods("quarter", 1), "2026-01-01 00:00"),
        (CalendarPeriods("quarter", 2), "2025-10-01 00:00"),
        (CalendarPeriods("year", 1), "2026-01-01 00:00"),
        (CalendarPeriods("year", 2), "2025-01-01 00:00"),
        (CalendarPeriods("day", 3), "2026-03-02 00:00"),
    ],
)
def test_a_calendar_period_begins_with_its_first_local_midnight(
    period: CalendarPeriods, first_instant: str
) -> None:
    now = at("2026-03-04 10:00")
    assert counts(period, at(first_instant), now)
    assert not counts(period, at(first_instant) - MICRO, now)


def test_a_period_that_does_not_exist_is_a_bug_not_an_answer() -> None:
    with pytest.raises(ValueError, match="decade"):
        last_date(CalendarPeriods("decade", 1), on(2026, 3, 4), None)


# --- business days ----------------------------------------------------------------------------


def business(days: int, until: bool = False) -> BusinessDays:
    return BusinessDays(days, CalendarRef("CN"), until)


def test_full_business_days_block_through_the_nth_business_day_make_up_workdays_included() -> None:
    """In 2026 China works on Saturday 14 February before nine days of Spring Festival."""
    zone = "Asia/Shanghai"
    event = at("2026-02-12 10:00", zone)
    assert counts(business(2), event, at("2026-02-14 23:59", zone), zone)
    assert not counts(business(2), event, at("2026-02-15 00:00", zone), zone)


def test_until_business_day_n_ends_as_that_day_begins() -> None:
    zone = "Asia/Shanghai"
    event = at("2026-02-14 10:00", zone)
    assert counts(business(1, until=True), event, at("2026-02-23 23:59", zone), zone)
    assert not counts(business(1, until=True), event, at("2026-02-24 00:00", zone), zone)
    assert counts(business(1), event, at("2026-02-24 23:59", zone), zone)


def test_business_days_beyond_what_the_calendar_knows_are_unknown() -> None:
    assert last_date(business(10), on(2026, 12, 28), "CN") is None
    assert last_date(business(1), on(2026, 3, 4), "XX") is None
    assert last_date(business(1), on(2026, 3, 4), None) is None
    assert (
        is_inside(business(10), at("2026-12-28 10:00"), at("2027-02-28 10:00"), NEW_YORK, "CN")
        is None
    )
    assert leaves_at(business(10), at("2026-12-28 10:00"), NEW_YORK, "CN") is None


# --- leaving ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "leaves"),
    [
        (Rolling(4 * HOUR), "2026-03-07 16:00"),
        (ConsecutiveDays(1), "2026-03-08 00:00"),
        (ConsecutiveDays(7), "2026-03-14 00:00"),
        (FullDays(1), "2026-03-09 00:00"),
        (CalendarMonths(1), "2026-04-08 00:00"),
        (CalendarPeriods("week", 1), "2026-03-09 00:00"),
        (CalendarPeriods("month", 1), "2026-04-01 00:00"),
    ],
)
def test_an_event_leaves_at_the_first_instant_at_which_it_no_longer_counts(
    window: Rolling, leaves: str
) -> None:
    event = at("2026-03-07 12:00")
    assert leaves_at(window, event, NEW_YORK, None) == at(leaves)
    assert counts(window, event, at(leaves) - MICRO)
    assert not counts(window, event, at(leaves))


def test_without_a_zone_no_date_window_says_when_an_event_leaves() -> None:
    assert leaves_at(FullDays(1), at("2026-03-07 12:00"), None, None) is None
    assert leaves_at(Rolling(HOUR), 5, None, None) == 5 + HOUR


def test_without_a_zone_an_event_counts_only_if_it_does_everywhere_on_earth() -> None:
    now = at("2026-03-04 12:00", "UTC")
    window = ConsecutiveDays(2)
    assert is_inside(window, now, now, None, None) is True
    assert is_inside(window, now - DAY, now, None, None) is None
    assert is_inside(window, now - 4 * DAY, now, None, None) is False


def test_dates_stop_at_the_ends_of_the_calendar() -> None:
    assert plus_days(on(9999, 12, 30), 5) == on(9999, 12, 31)
    assert plus_days(on(1, 1, 2), -5) == on(1, 1, 1)
    assert last_date(CalendarPeriods("year", 2), on(9999, 12, 31), None) == on(9999, 12, 31)
    assert leaves_at(FullDays(10), at("9999-12-20 12:00"), NEW_YORK, None) is None


# --- blocks -----------------------------------------------------------------------------------


def passes(window: Window, *hours_: int) -> list[bool]:
    """Which of the sends at these hours a limit of three in a window lets through."""
    start = at("2026-03-04 08:00")
    sent: list[int] = []
    answers = []
    for hour in hours_:
        now = start + hour * HOUR
        events = tuple(contact(when) for when in sent)
        free = not blocks(request(now, events=events), count(window, 3))
        answers.append(free)
        if free:
            sent.append(now)
    return answers


def test_onesignals_three_in_24_hours_looks_back() -> None:
    """Of eight sends the fourth, sixth and seventh are stopped (needs.md, X-b)."""
    sends = (0, 4, 8, 12, 24, 25, 27, 28)
    expected = [True, True, True, False, True, False, False, True]
    assert passes(Rolling(24 * HOUR), *sends) == expected


def test_blocks_are_anchored_at_the_first_counted_event() -> None:
    sends = (0, 4, 8, 12, 24, 25, 27, 28)
    expected = [True, True, True, False, True, True, True, False]
    assert passes(Blocks(24 * HOUR), *sends) == expected


def test_a_block_is_half_open_and_the_event_at_its_end_opens_the_next() -> None:
    first = at("2026-03-04 08:00")
    events = (contact(first), contact(first + 24 * HOUR))
    two = count(Blocks(24 * HOUR), 2)
    assert not blocks(request(first + 24 * HOUR, events=events), two)
    assert blocks(request(first + 24 * HOUR, events=events), count(Blocks(24 * HOUR)))


def test_now_after_a_blocks_end_lies_in_none() -> None:
    first = at("2026-03-04 08:00")
    one = count(Blocks(24 * HOUR))
    assert blocks(request(first + 24 * HOUR - MICRO, events=(contact(first),)), one)
    assert not blocks(request(first + 24 * HOUR, events=(contact(first),)), one)


def test_a_block_opens_where_the_last_ended_not_where_an_uncounted_event_lies() -> None:
    first = at("2026-03-04 08:00")
    events = (
        contact(first),
        contact(first + 23 * HOUR),
        contact(first + 25 * HOUR),
        contact(first + 26 * HOUR),
    )
    now = first + 30 * HOUR
    assert blocks(request(now, events=events), count(Blocks(24 * HOUR), 2))
    assert not blocks(request(now, events=events), count(Blocks(24 * HOUR), 3))


def test_ever_forgets_nothing() -> None:
    assert counts(Ever(), at("1990-01-01 00:00"), at("2026-03-04 10:00"))
