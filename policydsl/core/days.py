"""Kinds of local dates: weekdays, holidays and business days of a calendar, and what they make.

In: nothing. Out: frozen types; `policydsl.core.reference.days` and the engines give them answers.
"""

from __future__ import annotations

from typing import TypeAlias

from policydsl.frozen import frozen


@frozen
class CalendarRef:
    """A calendar of holidays: a literal id (`CN`, `US-FL`), or the path of a text fact."""

    id: str | None
    path: str | None = None


@frozen
class EveryDay:
    """Each date."""


@frozen
class Weekdays:
    """Dates of these weekdays, 0 Monday to 6 Sunday."""

    days: frozenset[int]


@frozen
class Holidays:
    """Dates on which the calendar closes; a year or region it does not know is unknown."""

    calendar: CalendarRef


@frozen
class BusinessDates:
    """Dates that are neither weekend nor holiday, make-up workdays included."""

    calendar: CalendarRef


@frozen
class DayBefore:
    """Dates whose next date is one of `days`."""

    days: Days


@frozen
class AnyOfDays:
    """Dates that any member holds of."""

    members: tuple[Days, ...]


@frozen
class DaysExcept:
    """Dates of `days` that are not of `excluded`."""

    days: Days
    excluded: Days


Days: TypeAlias = (
    EveryDay | Weekdays | Holidays | BusinessDates | DayBefore | AnyOfDays | DaysExcept
)
