"""Durations, windows and days of the tree, as the core has them."""

from __future__ import annotations

from policydsl.core import calendars, days
from policydsl.core.days import CalendarRef, Days
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
    BusinessDays,
    CalendarMonths,
    ConsecutiveDays,
    FullDays,
    Rolling,
    Span,
)
from policydsl.diagnostics import Span as Place
from policydsl.facts.types import TextType
from policydsl.rules.constants import TYPE_NAMES, type_name
from policydsl.rules.environment import Environment
from policydsl.syntax import tree

MOST = 1_000_000
"""The greatest number that a count may have; the syntax bounds how long a duration lasts."""

_EXACT = {
    "minutes": MICROS_PER_MINUTE,
    "hours": MICROS_PER_HOUR,
    "rolling_days": MICROS_PER_DAY,
    "rolling_weeks": 7 * MICROS_PER_DAY,
    "minute": MICROS_PER_MINUTE,
    "hour": MICROS_PER_HOUR,
    "days": MICROS_PER_DAY,
    "weeks": 7 * MICROS_PER_DAY,
}


def number(value: int, span: Place, env: Environment) -> int:
    """A count or length that must lie between 1 and `MOST`; 1 after reporting."""
    if 1 <= value <= MOST:
        return value
    helps = ("deny",) if value < 1 else ()
    env.report("E404", _digits(value, span), helps=helps, number=str(value), most=MOST)
    return 1


def _digits(value: int, span: Place) -> Place:
    """Where the number itself stands inside a place; the place when it is written otherwise."""
    at = span.text.find(str(value))
    start = span.start + at
    return span if at < 0 else Place(span.source, start, start + len(str(value)))


def micros(count: int, unit: str) -> int:
    """An exact length in microseconds; `unit` is of `tree.Duration` or `tree.Window`."""
    return count * _EXACT[unit]


def span_of(duration: tree.Duration, env: Environment) -> Span:
    """How long something lasts."""
    if duration.unit in _EXACT:
        return Rolling(micros(duration.number, duration.unit))
    count = number(duration.number, duration.span, env)
    match duration.unit:
        case "consecutive_days":
            return ConsecutiveDays(count)
        case "full_days":
            return FullDays(count)
        case "calendar_months":
            return CalendarMonths(count)
        case "calendar_years":
            return CalendarMonths(12 * min(count, MOST // 12))
        case _:
            assert duration.calendar is not None
            return BusinessDays(count, calendar_of(duration.calendar, env))


def exact_micros(duration: tree.Duration, env: Environment) -> int:
    """A duration that must be minutes or hours (or rolling days), in microseconds."""
    span = span_of(duration, env)
    if isinstance(span, Rolling):
        return span.micros
    env.report("E405", duration.span, helps=("exact",))
    return MICROS_PER_HOUR


def calendar_of(calendar: tree.Calendar, env: Environment) -> CalendarRef:
    """A calendar by its id, which must exist, or by the fact that names it."""
    if isinstance(calendar.of, tree.Text):
        if not calendars.is_known(calendar.of.text):
            env.report("E305", calendar.of.span, helps=("iso",), name=calendar.of.text)
        return CalendarRef(calendar.of.text)
    field = env.fact(calendar.of)
    if field is not None and not isinstance(field.type, TextType):
        env.report(
            "E306",
            calendar.of.span,
            name=calendar.of.text,
            kind=type_name(field),
            wanted=TYPE_NAMES[TextType],
        )
    return CalendarRef(None, field.path if field is not None else "")


def days_of(which: tree.Days | None, env: Environment) -> Days:
    """Which dates; None means every day."""
    match which:
        case None | tree.EveryDay():
            return days.EveryDay()
        case tree.Weekdays(named):
            return days.Weekdays(frozenset(named))
        case tree.CalendarDays("holidays", calendar):
            return days.Holidays(calendar_of(calendar, env))
        case tree.CalendarDays(_, calendar):
            return days.BusinessDates(calendar_of(calendar, env))
        case tree.DayBefore(inner):
            return days.DayBefore(days_of(inner, env))
        case tree.AnyOfDays(members):
            return days.AnyOfDays(tuple(days_of(member, env) for member in members))
        case tree.DaysExcept(included, excluded):
            return days.DaysExcept(days_of(included, env), days_of(excluded, env))
