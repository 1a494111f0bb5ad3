"""Holidays, business days and make-up workdays, and what a calendar does not know."""

from __future__ import annotations

from datetime import date, timedelta

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


# --- what the calendars of countries say ------------------------------------------------------


def kind(calendar: str, day: str) -> str | None:
    """`off` for a holiday, `work` for a business day, `rest` for neither, None for unknown."""
    on_day = date.fromisoformat(day)
    is_off, is_work = (
        calendars.is_holiday(calendar, on_day),
        calendars.is_business_day(calendar, on_day),
    )
    if is_off is None or is_work is None:
        assert is_off is is_work
        return None
    assert not (is_off and is_work)
    return "off" if is_off else "work" if is_work else "rest"


def kinds(calendar: str, start: str, days: int) -> list[str | None]:
    first = date.fromisoformat(start)
    return [kind(calendar, (first + timedelta(days=n)).isoformat()) for n in range(days)]


def test_the_spring_festival_of_2026() -> None:
    """Off from Sunday 15 to Monday 23 February; Saturdays 14 and 28 are worked."""
    assert kinds("CN", "2026-02-14", 11) == ["work", *["off"] * 9, "work"]
    assert kinds("CN", "2026-02-27", 4) == ["work", "work", "rest", "work"]


def test_the_national_day_of_2026() -> None:
    """Off from 1 to 7 October; Sunday 20 September and Saturday 10 October are worked."""
    assert kinds("CN", "2026-09-30", 9) == ["work", *["off"] * 7, "work"]
    assert (kind("CN", "2026-09-20"), kind("CN", "2026-10-10")) == ("work", "work")


def test_a_weekend_apart_from_holidays_is_none() -> None:
    assert kinds("CN", "2026-03-06", 4) == ["work", "rest", "rest", "work"]
    assert kinds("CN", "2026-09-18", 4) == ["work", "rest", "work", "work"]


def test_a_country_is_the_same_by_its_longer_code() -> None:
    assert kinds("CHN", "2026-01-01", 365) == kinds("CN", "2026-01-01", 365)
    assert kinds("USA-FL", "2026-01-01", 365) == kinds("US-FL", "2026-01-01", 365)


def test_a_decree_reaches_into_the_days_before_its_year() -> None:
    """Work on Saturday 29 December 2018 for Monday 31, by the decree for 2019."""
    assert kinds("CN", "2018-12-29", 5) == ["work", "off", "off", "off", "work"]


@pytest.mark.parametrize("calendar", ["CN", "TW", "VN", "RU", "HU"])
def test_a_country_that_moves_workdays_is_known_as_far_as_its_decrees(calendar: str) -> None:
    """Many years are known, none is after the first that is not, and 2090 is not."""
    known = [kind(calendar, f"{year}-03-03") is not None for year in range(2012, 2091)]
    assert known[:12] == [True] * 12
    assert known == sorted(known, reverse=True)
    assert not known[-1]


def test_the_spring_festival_of_2027_is_known_when_it_is_decreed_and_not_before() -> None:
    found = kinds("CN", "2027-01-01", 365)
    assert found == [None] * 365 or None not in found


@pytest.mark.parametrize(
    ("calendar", "day", "expected"),
    [
        # observed on the nearest working day, also over the end of a year
        ("US-FL", "2026-07-03", "off"),
        ("US-FL", "2026-07-04", "off"),
        ("US-FL", "2026-07-06", "work"),
        ("US-FL", "2026-11-27", "off"),
        ("US", "2026-11-27", "work"),
        ("US", "2027-12-31", "off"),
        ("GB", "2026-12-28", "off"),
        ("GB-SCT", "2026-11-30", "off"),
        ("GB-ENG", "2026-11-30", "work"),
        # of a part of the country only
        ("DE", "2026-10-03", "off"),
        ("DE", "2026-06-04", "work"),
        ("DE-BY", "2026-06-04", "off"),
        ("DE", "2026-12-26", "off"),
        # by the moon
        ("KR", "2026-02-16", "off"),
        ("KR", "2026-02-19", "work"),
        ("HK", "2026-02-19", "off"),
        ("CN", "2026-09-25", "off"),
        ("VN", "2026-02-17", "off"),
        ("SG", "2026-02-18", "off"),
        ("TR", "2026-03-20", "off"),
        ("IN", "2026-03-04", "off"),
    ],
)
def test_holidays_observed_regional_and_lunar(calendar: str, day: str, expected: str) -> None:
    assert kind(calendar, day) == expected


def test_weekends_are_those_of_the_region_and_of_the_time() -> None:
    """In Kelantan Friday and Saturday; in the Emirates until 2021."""
    assert kinds("MY-03", "2026-07-03", 3) == ["rest", "rest", "work"]
    assert kinds("MY-14", "2026-07-03", 3) == ["work", "rest", "rest"]
    assert kinds("SA", "2026-07-03", 3) == ["rest", "rest", "work"]
    assert kinds("AE", "2021-07-02", 3) == ["rest", "rest", "work"]
    assert kinds("AE", "2022-07-01", 3) == ["work", "rest", "rest"]


def test_the_years_that_a_calendar_covers() -> None:
    assert kind("US", "1700-07-04") is None
    assert kind("US", "2100-07-05") == "off"
    assert kind("US", "2101-07-04") is None
    assert kind("DE", "1989-10-03") is None
    assert calendars.nth_business_day_after("US", on(2100, 12, 30), 9) is None


@pytest.mark.parametrize(
    "identity", ["CN-31", "US-Florida", "US-fl", "DE-", "-DE", "EU", "XX", "NYSE", "cn", "US-FL-1"]
)
def test_what_is_no_id_of_a_calendar(identity: str) -> None:
    assert calendars.is_known(identity) is False
    assert kind(identity, "2026-03-04") is None


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
