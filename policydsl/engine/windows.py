"""Windows as ranges of instants.

In: a window. Out: functions of a frame and an instant that say which past instants still lie
inside. A window of local dates begins with a date, and a date with an instant, so what remains to
be asked of an event is a comparison of integers.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import TypeAlias

from policydsl.core.reference.spans import DateWindow, TimeWindow, last_date
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.engine.frame import EAST, WEST, Frame, Truth, calendar_reader
from policydsl.engine.zones import (
    ALWAYS,
    DAY,
    EPOCH_ORDINAL,
    FIRST_DAY,
    LAST_DAY,
    NEVER,
    ZoneTable,
    to_day,
)

Range: TypeAlias = tuple[int, int, Callable[[int], Truth] | None]
"""From when on an instant may lie inside, from when on it surely does, and how to tell between
(None: one cannot)."""

Ranger: TypeAlias = Callable[[Frame, int], Range]


def place(where: Range, instant: int) -> Truth:
    """Whether an instant lies inside a range."""
    maybe_from, sure_from, between = where
    if instant >= sure_from:
        return True
    if instant < maybe_from:
        return False
    return None if between is None else between(instant)


def first_day(window: DateWindow, today: int) -> int:
    """The first date that still lies inside on `today`; not for business days."""
    match window:
        case ConsecutiveDays(days):
            return today - (days - 1)
        case FullDays(days):
            return today - days
        case CalendarMonths(months):
            return _months_before(today, months)
        case CalendarPeriods(unit, count, week_start):
            return _period_start(unit, count, week_start, today)
    raise TypeError(window)


def first_day_finder(window: DateWindow) -> Callable[[int], int]:
    """`first_day` of a window, remembered for the last dates asked."""
    return lru_cache(maxsize=512)(partial(first_day, window))


def _months_before(today: int, months: int) -> int:
    """The first date from which `months` later is `today` or after."""
    on = clamped_date(today)
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    if year < 1:
        return FIRST_DAY
    if on.day > monthrange(year, month + 1)[1]:
        year, month = divmod(year * 12 + month + 1, 12)
        return to_day(date(year, month + 1, 1))
    return to_day(date(year, month + 1, on.day))


def _period_start(unit: str, count: int, week_start: int, today: int) -> int:
    """The first date of the period `count - 1` periods before the one that holds `today`."""
    if unit == "day":
        return today - (count - 1)
    if unit == "week":
        return today - (today + 3 - week_start) % 7 - 7 * (count - 1)
    on = clamped_date(today)
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    months = (on.year * 12 + on.month - 1) // size * size - size * (count - 1)
    year, month = divmod(months, 12)
    return FIRST_DAY if year < 1 else to_day(date(year, month + 1, 1))


def clamped_date(day: int) -> date:
    """A day number as a date, held at the ends of the calendar."""
    return date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY) + EPOCH_ORDINAL)


def ranger(window: TimeWindow | Ever) -> Ranger:
    """The range of a window, judged at an instant."""
    if isinstance(window, Ever):
        return lambda _, __: (ALWAYS, ALWAYS, None)
    if isinstance(window, Rolling):
        micros = window.micros
        return lambda _, now: (now - micros + 1, now - micros + 1, None)
    if isinstance(window, BusinessDays):
        return _business_ranger(window)

    def dates(frame: Frame, now: int) -> Range:
        zone = frame.zone
        if zone is None:
            return _anywhere(window, frame, now)
        day = first_day(window, zone.day(now))
        maybe_from, sure_from = zone.day_range(day)
        if maybe_from == sure_from:
            return maybe_from, maybe_from, None
        return maybe_from, sure_from, lambda instant: zone.day(instant) >= day

    return dates


def _anywhere(window: DateWindow, frame: Frame, now: int) -> Range:
    """The range of a window of dates when the zone is not known."""
    earliest, latest = frame.dates(now)
    possibly, surely = first_day(window, earliest), first_day(window, latest)
    if possibly > FIRST_DAY + 9 and surely < LAST_DAY - 9:
        return possibly * DAY - EAST, surely * DAY + WEST, None

    def inside(instant: int) -> Truth:
        first, last = frame.dates(instant)
        return True if first >= surely else None if last >= possibly else False

    return ALWAYS, NEVER, inside


def _business_ranger(window: BusinessDays) -> Ranger:
    calendar = calendar_reader(window.calendar)

    def dates(frame: Frame, now: int) -> Range:
        known = calendar(frame)
        if known is None:
            return ALWAYS, NEVER, None
        earliest_now, latest_now = frame.dates(now)
        until: dict[int, date | None] = {}

        def last(day: int) -> int | None:
            if day not in until:
                until[day] = last_date(window, clamped_date(day), known)
            found = until[day]
            return None if found is None else to_day(found)

        def inside(instant: int) -> Truth:
            earliest, latest = frame.dates(instant)
            surely, possibly = last(earliest), last(latest)
            if surely is not None and latest_now <= surely:
                return True
            return False if possibly is not None and earliest_now > possibly else None

        return ALWAYS, NEVER, inside

    return dates


def leaver(window: TimeWindow) -> Callable[[Frame, int], int | None]:
    """The first instant at which something that happened at an instant no longer lies inside."""
    if isinstance(window, Rolling):
        micros = window.micros
        return lambda _, instant: instant + micros
    calendar = calendar_reader(window.calendar) if isinstance(window, BusinessDays) else None

    def leaves(frame: Frame, instant: int) -> int | None:
        if frame.zone is None:
            return None
        return leaves_at(window, frame.zone, instant, None if calendar is None else calendar(frame))

    return leaves


def leaves_at(
    window: DateWindow, zone: ZoneTable, instant: int, calendar: str | None = None
) -> int | None:
    """`leaver` for windows of dates in a known zone."""
    day = zone.day(instant)
    if isinstance(window, FullDays | ConsecutiveDays):
        after = day + window.days + (window.__class__ is FullDays)
        if day >= FIRST_DAY and after < LAST_DAY - 2:
            return zone.start_of_day(after)
    last = last_date(window, clamped_date(day), calendar)
    if last is None or to_day(last) >= LAST_DAY - 2:
        return None
    return zone.start_of_day(to_day(last) + 1)
