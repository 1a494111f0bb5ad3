"""Holiday calendars, from the `holidays` package.

In: a calendar id (`CN`, `US`, `US-FL`) and a date. Out: yes, no, or None where the calendar does
not know: a region that does not exist, a year outside its range, or, for calendars that move
workdays about by yearly decree (China), a year whose decree it does not hold.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holidays import HolidayBase

_A_WEEK = timedelta(days=7)
_IN_RUNS = "CN"
"""The State Council declares holidays as runs of days, the weekends that adjoin them included."""


def version() -> str:
    """The version of the calendar data, as it goes into a decision."""
    from importlib.metadata import version as distribution_version

    return f"holidays {distribution_version('holidays')}"


def is_holiday(calendar: str, day: date) -> bool | None:
    """Whether the calendar closes on a date; None when it does not know."""
    year = _year(calendar, day.year)
    return None if year is None else day in year[0]


def is_business_day(calendar: str, day: date) -> bool | None:
    """Whether a date is a working day: make-up workdays are, weekends and holidays are not.

    Weekends are those of the region and of the time: Friday and Saturday in Kelantan.
    """
    year = _year(calendar, day.year)
    return None if year is None else day in year[1]


def nth_business_day_after(calendar: str, day: date, number: int) -> date | None:
    """The `number`-th business day strictly after a date; None when the calendar runs out."""
    found = 0
    while found < number:
        if day == date.max:
            return None
        day += timedelta(days=1)
        is_open = is_business_day(calendar, day)
        if is_open is None:
            return None
        found += is_open
    return day


def is_known(calendar: str) -> bool:
    """Whether there is such a calendar at all."""
    return _calendar(calendar) is not None


@lru_cache(maxsize=4096)
def _year(calendar: str, year: int) -> tuple[frozenset[date], frozenset[date]] | None:
    """Holidays and working days of a year; None when not known."""
    base = _calendar(calendar)
    if base is None or not base.start_year <= year <= base.end_year:
        return None
    if base.has_substituted_holidays and not _is_decreed(base, year):
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    made = type(base)(years=(year - 1, year, year + 1), subdiv=base.subdiv)
    days = _days(first - _A_WEEK, last + _A_WEEK)
    working = frozenset(filter(made.is_working_day, days))
    closed = set(filter(made.__contains__, days))
    if base.country == _IN_RUNS:
        for inwards in (days, days[::-1]):
            closed = _with_weekends_after(inwards, closed, working)
    of_year = frozenset(_days(first, last))
    return of_year & closed, of_year & working


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _with_weekends_after(
    days: list[date], closed: set[date], working: frozenset[date]
) -> set[date]:
    """The days closed, with those at rest that follow one of them."""
    found = set(closed)
    for before, day in pairwise(days):
        if before in found and day not in working:
            found.add(day)
    return found


def _is_decreed(base: HolidayBase, year: int) -> bool:
    decrees: dict[int, Any] = getattr(base, "special_public_holidays", {})
    return bool(decrees) and min(decrees) <= year <= max(decrees)


@lru_cache(maxsize=1024)
def _calendar(calendar: str) -> HolidayBase | None:
    import holidays

    country, separator, subdivision = calendar.partition("-")
    subdivisions = _subdivisions().get(country)
    if subdivisions is None or (separator and subdivision not in subdivisions):
        return None
    return holidays.country_holidays(country, subdiv=subdivision or None)


@lru_cache(maxsize=1)
def _subdivisions() -> dict[str, list[str]]:
    """The subdivisions of each country: an id comes from strangers and is only ever looked up."""
    import holidays

    return holidays.list_supported_countries(include_aliases=True)
