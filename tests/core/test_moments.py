"""Dates and instants compared: exactly, as local dates, or the same everywhere on earth."""

from __future__ import annotations

from datetime import date

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.formula import Moment, Recent, When
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    ConsecutiveDays,
    FullDays,
    Rolling,
    Span,
)
from tests.core.build import DAY, HOUR, MICRO, at, on, truth, utc

NOW, TODAY = Moment("now", False), Moment("today", True)
PROMISE, SIGNED = Moment("person.promise", False), Moment("person.signed", True)
RELATIONS = ("before", "after", "on_or_before", "on_or_after")


def compared(
    left: Moment, right: Moment, now: int, zone: str | None = "America/New_York", **facts: object
) -> list[bool | None]:
    """The answers under before, after, on or before, on or after."""
    given = {f"person.{name}": value for name, value in facts.items()}
    return [truth(When(left, relation, right), now, given, zone=zone) for relation in RELATIONS]


def test_two_instants_compare_to_the_microsecond() -> None:
    now = at("2026-03-04 10:00")
    assert compared(PROMISE, NOW, now, promise=now - MICRO) == [True, False, True, False]
    assert compared(PROMISE, NOW, now, promise=now) == [False, False, True, True]
    assert compared(PROMISE, NOW, now, promise=now + MICRO) == [False, True, False, True]


def test_two_instants_need_no_zone() -> None:
    now = at("2026-03-04 10:00")
    assert compared(PROMISE, NOW, now, None, promise=now - MICRO) == [True, False, True, False]


def test_as_soon_as_one_side_is_a_date_both_are_local_dates() -> None:
    now = at("2026-03-04 23:59")
    assert compared(NOW, SIGNED, now, signed=on(2026, 3, 4)) == [False, False, True, True]
    assert compared(NOW, SIGNED, now, signed=on(2026, 3, 5)) == [True, False, True, False]
    assert compared(SIGNED, PROMISE, now, signed=on(2026, 3, 4), promise=now) == [
        False,
        False,
        True,
        True,
    ]


def test_none_is_neither_before_nor_after_anything() -> None:
    now = at("2026-03-04 10:00")
    assert compared(PROMISE, NOW, now, promise=None) == [False] * 4
    assert compared(NOW, SIGNED, now, signed=None) == [False] * 4
    moved = Moment("person.signed", True, (FullDays(3),))
    assert compared(NOW, moved, now, signed=None) == [False] * 4


def test_none_on_one_side_wins_over_missing_on_the_other() -> None:
    assert compared(PROMISE, SIGNED, at("2026-03-04 10:00"), promise=None) == [False] * 4


def test_a_missing_moment_is_unknown() -> None:
    now = at("2026-03-04 10:00")
    assert compared(PROMISE, NOW, now) == [None] * 4
    assert compared(NOW, Moment("person.signed", True, (FullDays(3),)), now) == [None] * 4


def test_without_a_zone_a_date_answers_only_if_it_is_the_same_everywhere_on_earth() -> None:
    noon = utc("2026-03-04 12:00")
    signed = on(2026, 3, 4)
    assert compared(TODAY, SIGNED, noon, None, signed=on(2026, 3, 6)) == [True, False, True, False]
    assert compared(TODAY, SIGNED, noon, None, signed=on(2026, 3, 3)) == [False, True, False, True]
    assert compared(TODAY, SIGNED, noon, None, signed=signed) == [False, None, None, True]
    assert compared(TODAY, SIGNED, noon, None, signed=on(2026, 3, 5)) == [None, False, True, None]


def test_between_10_and_12_utc_three_dates_are_possible_on_earth() -> None:
    eleven = utc("2026-03-04 11:00")
    assert compared(TODAY, SIGNED, eleven, None, signed=on(2026, 3, 4)) == [None] * 4


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (ConsecutiveDays(7), on(2026, 3, 10)),
        (FullDays(7), on(2026, 3, 11)),
        (CalendarMonths(1), on(2026, 4, 4)),
        (BusinessDays(2, CalendarRef("US")), on(2026, 3, 6)),
        (BusinessDays(2, CalendarRef("US"), until=True), on(2026, 3, 5)),
    ],
)
def test_a_date_moves_on_to_the_date_on_which_a_span_ends(span: Span, last: date) -> None:
    moved = Moment("person.signed", True, (span,))
    exactly = Moment(last, True)
    assert compared(moved, exactly, at("2026-01-01 10:00"), signed=on(2026, 3, 4)) == [
        False,
        False,
        True,
        True,
    ]


def test_hours_keep_an_instant_an_instant_and_days_make_it_a_date() -> None:
    promise = at("2026-03-04 22:00")
    three_hours_on = Moment("person.promise", False, (Rolling(3 * HOUR),))
    assert compared(three_hours_on, NOW, at("2026-03-05 01:00"), promise=promise) == [
        False,
        False,
        True,
        True,
    ]
    a_day_on = Moment("person.promise", False, (Rolling(3 * HOUR), FullDays(1)))
    tomorrow = Moment(on(2026, 3, 6), True)
    assert compared(a_day_on, tomorrow, promise, promise=promise) == [False, False, True, True]


def test_now_moves_back_never_but_constants_stand() -> None:
    constant = Moment(at("2026-03-04 10:00"), False)
    assert compared(NOW, constant, at("2026-03-04 10:00")) == [False, False, True, True]


def test_a_calendar_that_ends_leaves_a_moved_date_unknown() -> None:
    moved = Moment("person.signed", True, (BusinessDays(1, CalendarRef("CN")), FullDays(1)))
    assert compared(NOW, moved, at("2026-03-04 10:00"), signed=on(2026, 12, 31)) == [None] * 4


def test_a_relation_that_does_not_exist_is_a_bug_not_an_answer() -> None:
    with pytest.raises(ValueError, match="beside"):
        truth(When(NOW, "beside", NOW), 0)


def test_a_date_cannot_be_moved_on_by_hours() -> None:
    with pytest.raises(ValueError, match="by hours"):
        truth(When(Moment("today", True, (Rolling(HOUR),)), "before", NOW), at("2026-03-04 10:00"))


# --- within last ------------------------------------------------------------------------------


def recent(
    span: Span, now: int, value: object, zone: str | None = "America/New_York"
) -> bool | None:
    facts = {} if value is ... else {"person.x": value}
    return truth(Recent("person.x", isinstance(value, date), span), now, facts, zone=zone)


def test_an_instant_is_within_the_last_hours_until_they_are_over() -> None:
    now = at("2026-03-04 10:00")
    assert recent(Rolling(DAY), now, now) is True
    assert recent(Rolling(DAY), now, now - DAY + MICRO) is True
    assert recent(Rolling(DAY), now, now - DAY) is False


def test_what_lies_after_now_is_not_within_the_last_span() -> None:
    now = at("2026-03-04 10:00")
    assert recent(Rolling(DAY), now, now + MICRO) is False
    assert recent(ConsecutiveDays(7), now, on(2026, 3, 5)) is False


def test_a_date_is_within_the_last_days_through_the_last_of_them() -> None:
    assert recent(ConsecutiveDays(7), at("2026-03-10 23:59"), on(2026, 3, 4)) is True
    assert recent(ConsecutiveDays(7), at("2026-03-11 00:00"), on(2026, 3, 4)) is False
    assert recent(FullDays(7), at("2026-03-11 00:00"), on(2026, 3, 4)) is True
    assert recent(CalendarMonths(1), at("2026-04-05 00:00"), on(2026, 3, 4)) is False


def test_none_is_within_nothing_and_missing_is_unknown() -> None:
    now = at("2026-03-04 10:00")
    assert recent(Rolling(DAY), now, None) is False
    assert recent(Rolling(DAY), now, ...) is None


def test_an_unknown_calendar_leaves_within_last_unknown() -> None:
    unknown = BusinessDays(3, CalendarRef(None, "person.region"))
    assert recent(unknown, at("2026-03-04 10:00"), on(2026, 3, 3)) is None
    assert (
        recent(BusinessDays(3, CalendarRef("US")), at("2026-03-06 10:00"), on(2026, 3, 3)) is True
    )


def test_without_a_zone_within_last_answers_only_if_it_is_the_same_everywhere() -> None:
    noon = utc("2026-03-04 12:00")
    assert recent(ConsecutiveDays(7), noon, on(2026, 3, 1), None) is True
    assert recent(ConsecutiveDays(7), noon, on(2026, 2, 26), None) is None
    assert recent(ConsecutiveDays(7), noon, on(2026, 2, 20), None) is False
    assert recent(ConsecutiveDays(7), noon, on(2026, 3, 5), None) is None
    assert recent(ConsecutiveDays(7), noon, on(2026, 3, 6), None) is False


def test_a_date_has_no_hours() -> None:
    with pytest.raises(ValueError, match="no hours"):
        recent(Rolling(HOUR), at("2026-03-04 10:00"), on(2026, 3, 4))
