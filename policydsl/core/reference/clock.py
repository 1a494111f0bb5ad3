"""The local clock against tables of hours, kinds of days, and what a person ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from policydsl.core import calendars
from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    DayBefore,
    Days,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.core.formula import Clock, HoursLine
from policydsl.core.reference.facts import MISSING, Context, calendar_id, read
from policydsl.core.reference.local import micros_of_day, wall_time
from policydsl.core.request import Hours, Preference
from policydsl.core.windows import MICROS_PER_MINUTE

_EVERY_DAY = frozenset(range(7))


def any_of(truths: Iterable[bool | None]) -> bool | None:
    """Kleene disjunction."""
    seen = list(truths)
    return True if True in seen else None if None in seen else False


def all_of(truths: Iterable[bool | None]) -> bool | None:
    """Kleene conjunction."""
    seen = list(truths)
    return False if False in seen else None if None in seen else True


def negate(truth: bool | None) -> bool | None:
    """Kleene negation."""
    return None if truth is None else not truth


def is_day(days: Days, day: date, context: Context) -> bool | None:
    """Whether a local date is one of `days`."""
    match days:
        case EveryDay():
            return True
        case Weekdays(weekdays):
            return day.weekday() in weekdays
        case Holidays(calendar):
            known = calendar_id(calendar, context)
            return None if known is None else calendars.is_holiday(known, day)
        case BusinessDates(calendar):
            known = calendar_id(calendar, context)
            return None if known is None else calendars.is_business_day(known, day)
        case DayBefore(inner):
            return None if day == date.max else is_day(inner, day + timedelta(days=1), context)
        case AnyOfDays(members):
            return any_of(is_day(member, day, context) for member in members)
        case DaysExcept(included, excluded):
            return all_of([is_day(included, day, context), negate(is_day(excluded, day, context))])


def is_in_interval(interval: tuple[int, int], micros: int, begun_yesterday: bool) -> bool:
    """Whether a time of day lies in an interval that began today, or yesterday."""
    start, end = (minute * MICROS_PER_MINUTE for minute in interval)
    if begun_yesterday:
        return end <= start and micros < end
    return start <= micros and (micros < end or end <= start)


def clock_holds(clock: Clock, context: Context) -> bool | None:
    """The truth of a `Clock` atom."""
    at = context.now
    if clock.at is not None:
        judged = read(clock.at, context)
        if judged is MISSING:
            return None
        at = judged if isinstance(judged, int) else at
    tables = [read(path, context) for path in clock.during]
    if clock.within and not clock.lines and all(table is None for table in tables):
        return True
    if context.zone is None:
        return None
    wall = wall_time(at, context.zone)
    if clock.within:
        return _is_within(clock, tables, wall.date(), micros_of_day(wall), context)
    return _is_covered(clock, tables, wall.date(), micros_of_day(wall), context)


def _is_covered(
    clock: Clock, tables: Sequence[object], day: date, micros: int, context: Context
) -> bool | None:
    lines = [
        all_of([is_day(line.days, begun, context), _any_interval(line, micros, yesterday)])
        for begun, yesterday in _begun(day)
        for line in clock.lines
    ]
    return any_of([*lines, *(_table_covers(table, day, micros) for table in tables)])


def _is_within(
    clock: Clock, tables: Sequence[object], day: date, micros: int, context: Context
) -> bool | None:
    """Every line of the date that the moment belongs to must have it."""
    chances = []
    for begun, yesterday in _begun(day):
        covering = [is_day(line.days, begun, context) for line in clock.lines]
        inside = [_any_interval(line, micros, yesterday) for line in clock.lines]
        demands = [
            any_of([negate(covers), has]) for covers, has in zip(covering, inside, strict=True)
        ]
        for table in tables:
            if table is None:
                continue
            covering.append(None if table is MISSING else True)
            demands.append(_table_has(table, begun, micros, yesterday))
        closed = False if clock.closed is None else is_day(clock.closed, begun, context)
        chances.append(all_of([negate(closed), any_of(covering), *demands]))
    return any_of(chances)


def _begun(day: date) -> list[tuple[date, bool]]:
    """Today, and yesterday for the intervals that crossed midnight."""
    return [(day, False), (day - timedelta(days=1), True)]


def _any_interval(line: HoursLine, micros: int, yesterday: bool) -> bool:
    return any(is_in_interval(interval, micros, yesterday) for interval in line.intervals)


def _table_has(table: object, begun: date, micros: int, yesterday: bool) -> bool | None:
    if not isinstance(table, Hours):
        return None
    intervals = table.days[begun.weekday()]
    return any(is_in_interval(interval, micros, yesterday) for interval in intervals)


def _table_covers(table: object, day: date, micros: int) -> bool | None:
    if table is None:
        return False
    return any_of(_table_has(table, begun, micros, late) for begun, late in _begun(day))


def is_during(path: str, context: Context) -> bool | None:
    """The truth of a `During` atom."""
    table = read(path, context)
    if table is None:
        return False
    if context.zone is None:
        return None
    wall = wall_time(context.now, context.zone)
    return _table_covers(table, wall.date(), micros_of_day(wall))


def is_ruled_out(path: str, context: Context) -> bool | None:
    """The truth of a `RuledOut` atom."""
    preferences = read(path, context)
    if preferences is MISSING:
        return None
    if not isinstance(preferences, tuple):
        return False
    return any_of(_rules_out(preference, context) for preference in preferences)


def _rules_out(preference: Preference, context: Context) -> bool | None:
    return all_of(
        [
            preference.start is None or preference.start <= context.now,
            preference.end is None or context.now < preference.end,
            _is_named(preference.channels, "proposal.channel", context),
            _is_named(preference.addresses, "proposal.address", context),
            _is_named(preference.places, "address.place", context),
            _is_at_ruled_out_time(preference, context),
        ]
    )


def _is_named(names: frozenset[str] | None, path: str, context: Context) -> bool | None:
    if names is None:
        return True
    value = read(path, context)
    return None if value is MISSING else value in names


def _is_at_ruled_out_time(preference: Preference, context: Context) -> bool | None:
    if preference.days is None and preference.intervals is None:
        return True
    if context.zone is None:
        return None
    wall = wall_time(context.now, context.zone)
    days = _EVERY_DAY if preference.days is None else preference.days
    intervals = ((0, 1440),) if preference.intervals is None else preference.intervals
    return any(
        begun.weekday() in days and is_in_interval(interval, micros_of_day(wall), yesterday)
        for begun, yesterday in _begun(wall.date())
        for interval in intervals
    )
