"""Durations, kinds of days, intervals of the clock."""

from __future__ import annotations

from typing import TypeAlias

from policydsl.diagnostics.source import Span
from policydsl.frozen import frozen
from policydsl.syntax.tree.literals import (
    Path,
    Text,
    span_field,
)


@frozen
class Calendar:
    """Whose holidays: a calendar id in quotes, or the path of a fact that holds one."""

    of: Text | Path
    span: Span = span_field()


@frozen
class Duration:
    """A length of time, unit always said in full.

    `unit` is one of `minutes`, `hours`, `rolling_days`, `rolling_weeks`, `consecutive_days`,
    `full_days`, `full_business_days`, `calendar_months`, `calendar_years`; `calendar` is given
    for business days only.
    """

    number: int
    unit: str
    calendar: Calendar | None
    span: Span = span_field()


@frozen
class EveryDay:
    """`every day`."""

    span: Span = span_field()


@frozen
class Weekdays:
    """`saturday, sunday` or `monday to friday` (Friday included), as the days they name.

    `days` holds 0 (Monday) to 6 (Sunday), ascending, without repeats.
    """

    days: tuple[int, ...]
    span: Span = span_field()


@frozen
class CalendarDays:
    """`holidays of CAL` or `business days of CAL`; `kind` is `holidays` or `business_days`."""

    kind: str
    calendar: Calendar
    span: Span = span_field()


@frozen
class DayBefore:
    """`day before holidays of CAL`."""

    days: Days
    span: Span = span_field()


@frozen
class AnyOfDays:
    """Several kinds of days joined by commas, at least two: `sunday, holidays of "FR"`."""

    members: tuple[Days, ...]
    span: Span = span_field()


@frozen
class DaysExcept:
    """`DAYS except DAYS`."""

    days: Days
    excluded: Days
    span: Span = span_field()


Days: TypeAlias = EveryDay | Weekdays | CalendarDays | DayBefore | AnyOfDays | DaysExcept


@frozen
class Interval:
    """`from 22:00 to 08:00`: minutes after midnight, 0 to 1440; end before start crosses it."""

    start: int
    end: int
    span: Span = span_field()
