"""Kinds of local dates: weekdays, holidays and business days of a calendar, and what they make.

In: nothing. Out: frozen types; `policydsl.core.reference.days` and the engines give them answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CalendarRef:
    """A calendar of holidays: a literal id (`CN`, `US-FL`), or the path of a text fact."""

    id: str | None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class EveryDay:
    """Each date."""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Dates of these weekdays, 0 Monday to 6 Sunday."""

    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Dates on which the calendar closes; a year or region it does not know is unknown."""

    calendar: CalendarRef


@dataclass(frozen=True, slots=True)
class BusinessDates:
    """Dates that are neither weekend nor holiday, make-up workdays included."""

    calendar: CalendarRef


@dataclass(frozen=True, slots=True)
class DayBefore:
    """Dates whose next date is one of `days`."""

    days: Days


@dataclass(frozen=True, slots=True)
class AnyOfDays:
    """Dates that any member holds of."""

    members: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class DaysExcept:
    """Dates of `days` that are not of `excluded`."""

    days: Days
    excluded: Days


Days: TypeAlias = (
    EveryDay | Weekdays | Holidays | BusinessDates | DayBefore | AnyOfDays | DaysExcept
)
