"""Holidays, business days and make-up workdays, and what a calendar does not know."""

from __future__ import annotations

import pytest

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
from policydsl.core.reference.clock import is_day
from tests.core.build import at, context, on

CN, US, FLORIDA = CalendarRef("CN"), CalendarRef("US"), CalendarRef("US-FL")
OF_PERSON = CalendarRef(None, "person.region")


def holds(days: Days, day: object, **facts: object) -> bool | None:
    given = {f"person.{name}": value for name, value in facts.items()}
    return is_day(days, day, context(at("2026-03-04 10:00"), given))


def test_a_make_up_workday_on_a_saturday_is_a_business_day() -> None:
    assert calendars.is_business_day("CN", on(2026, 2, 14)) is True
    assert calendars.is_business_day("CN", on(2026, 2, 21)) is False
    assert calendars.is_holiday("CN", on(2026, 2, 14)) is False


def test_a_holiday_on_a_weekday_is_no_business_day() -> None:
    assert calendars.is_holiday("CN", on(2026, 2, 17)) is True
    assert calendars.is_business_day("CN", on(2026, 2, 17)) is False


def test_an_ordinary_weekend_is_no_holiday_and_no_business_day() -> None:
    assert calendars.is_holiday("US", on(2026, 3, 7)) is False
    assert calendars.is_business_day("US", on(2026, 3, 7)) is False


def test_a_year_whose_decree_is_not_known_is_unknown() -> None:
    assert calendars.is_holiday("CN", on(2027, 1, 1)) is None
    assert calendars.is_business_day("CN", on(2027, 1, 4)) is None
    assert calendars.is_business_day("CN", on(1990, 1, 4)) is None


def test_a_region_has_its_own_calendar_without_fallback() -> None:
    """A region of a country that has none of its own is unknown; so is a misspelt country."""
    assert calendars.is_holiday("US-FL", on(2026, 7, 4)) is True
    assert calendars.is_known("US-XX") is False
    assert calendars.is_holiday("US-XX", on(2026, 7, 4)) is None
    assert calendars.is_holiday("us", on(2026, 7, 4)) is None


def test_a_state_holiday_is_not_one_of_the_country() -> None:
    """Patriots' Day is kept in Massachusetts."""
    assert calendars.is_holiday("US-MA", on(2026, 4, 20)) is True
    assert calendars.is_holiday("US", on(2026, 4, 20)) is False


@pytest.mark.parametrize(
    "identity", ["", "-", "US-", "__init__", "registry", "HolidayBase", "\0", "X" * 10_000]
)
def test_a_hostile_id_is_merely_unknown(identity: str) -> None:
    assert calendars.is_known(identity) is False
    assert calendars.is_holiday(identity, on(2026, 1, 1)) is None


def test_the_nth_business_day_after_a_date_skips_weekends_and_holidays() -> None:
    assert calendars.nth_business_day_after("US", on(2026, 7, 2), 1) == on(2026, 7, 6)
    assert calendars.nth_business_day_after("US", on(2026, 3, 6), 1) == on(2026, 3, 9)
    assert calendars.nth_business_day_after("US", on(2026, 3, 6), 10) == on(2026, 3, 20)
    assert calendars.nth_business_day_after("US", on(9999, 12, 31), 1) is None
    assert calendars.nth_business_day_after("CN", on(2026, 12, 31), 1) is None


def test_the_calendar_data_have_a_version() -> None:
    assert calendars.version().startswith("holidays 0.")


def test_kinds_of_days() -> None:
    friday, saturday = on(2026, 3, 6), on(2026, 3, 7)
    weekend = Weekdays(frozenset({5, 6}))
    assert holds(EveryDay(), friday) is True
    assert (holds(weekend, friday), holds(weekend, saturday)) == (False, True)
    assert holds(DayBefore(weekend), friday) is True
    assert holds(AnyOfDays((weekend, BusinessDates(US))), friday) is True
    assert holds(AnyOfDays(()), friday) is False
    assert holds(DaysExcept(EveryDay(), weekend), saturday) is False
    assert holds(DaysExcept(EveryDay(), weekend), friday) is True


def test_the_day_before_holidays_is_a_date_whose_morrow_is_one() -> None:
    assert holds(DayBefore(Holidays(US)), on(2026, 12, 24)) is True
    assert holds(DayBefore(Holidays(US)), on(2026, 12, 25)) is False
    assert holds(DayBefore(EveryDay()), on(9999, 12, 31)) is None


def test_unknown_days_are_kleenes() -> None:
    unknown, day = Holidays(CalendarRef("XX")), on(2026, 3, 6)
    assert holds(unknown, day) is None
    assert holds(AnyOfDays((EveryDay(), unknown)), day) is True
    assert holds(DaysExcept(EveryDay(), unknown), day) is None
    assert holds(DaysExcept(Weekdays(frozenset()), unknown), day) is False


def test_a_calendar_may_be_named_by_a_fact() -> None:
    assert holds(Holidays(OF_PERSON), on(2026, 7, 4), region="US-FL") is True
    assert holds(BusinessDates(OF_PERSON), on(2026, 2, 14), region="CN") is True
    assert holds(Holidays(OF_PERSON), on(2026, 7, 4)) is None
    assert holds(BusinessDates(OF_PERSON), on(2026, 7, 4), region=None) is None
    assert holds(Holidays(OF_PERSON), on(2026, 7, 4), region="nowhere") is None
