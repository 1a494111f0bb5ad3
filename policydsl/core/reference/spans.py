"""Windows and spans: does an event still lie inside, and when does it leave?

Every window of local dates has the same shape: an event of date d lies inside as long as today is
on or before `last_date(window, d)`.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from policydsl.core import calendars
from policydsl.core.reference.local import dates, start_of_day
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    FullDays,
    Rolling,
)

DateWindow = ConsecutiveDays | FullDays | BusinessDays | CalendarMonths | CalendarPeriods
TimeWindow = Rolling | DateWindow


def is_inside(
    window: TimeWindow, event_at: int, now: int, zone: str | None, calendar_id: str | None
) -> bool | None:
    """Whether an event at or before now still lies in the window; None when not known.

    `calendar_id` is the calendar of a `BusinessDays` window, None when not known.
    """
    if isinstance(window, Rolling):
        return now - window.micros < event_at
    first_now, last_now = dates(now, zone)
    first_event, last_event = dates(event_at, zone)
    surely_until = last_date(window, first_event, calendar_id)
    possibly_until = last_date(window, last_event, calendar_id)
    if surely_until is not None and last_now <= surely_until:
        return True
    if possibly_until is not None and first_now > possibly_until:
        return False
    return None


def leaves_at(
    window: TimeWindow, event_at: int, zone: str | None, calendar_id: str | None
) -> int | None:
    """The first instant at which an event no longer lies inside; None when not known."""
    if isinstance(window, Rolling):
        return event_at + window.micros
    if zone is None:
        return None
    last = last_date(window, dates(event_at, zone)[0], calendar_id)
    if last is None or last >= date.max - timedelta(days=2):
        return None
    return start_of_day(last + timedelta(days=1), zone)


def last_date(window: DateWindow, day: date, calendar_id: str | None) -> date | None:
    """The last local date on which an event of this date lies inside; None when not known."""
    match window:
        case ConsecutiveDays(days):
            return plus_days(day, days - 1)
        case FullDays(days):
            return plus_days(day, days)
        case CalendarMonths(months):
            return plus_months(day, months)
        case CalendarPeriods(unit, count, week_start):
            return _end_of_period(unit, count, week_start, day)
        case BusinessDays(days, _, until):
            if calendar_id is None:
                return None
            last = calendars.nth_business_day_after(calendar_id, day, days)
            return last - timedelta(days=1) if until and last is not None else last


def plus_days(day: date, days: int) -> date:
    """A date moved on (or back), held at the ends of the calendar."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def plus_months(day: date, months: int) -> date:
    """The same day of the month `months` later, cut to the last day of that month."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end_of_period(unit: str, count: int, week_start: int, day: date) -> date:
    """The last date of the period `count - 1` periods after the one that holds `day`."""
    match unit:
        case "day":
            return plus_days(day, count - 1)
        case "week":
            return plus_days(day, 6 - (day.weekday() - week_start) % 7 + 7 * (count - 1))
        case "month":
            return _before(plus_months(day.replace(day=1), count))
        case "quarter":
            first_month = (day.month - 1) // 3 * 3 + 1
            return _before(plus_months(day.replace(month=first_month, day=1), 3 * count))
        case "year":
            return _before(plus_months(day.replace(month=1, day=1), 12 * count))
    raise ValueError(unit)


def _before(day: date) -> date:
    return day if day == date.max else day - timedelta(days=1)
