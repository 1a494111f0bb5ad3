"""Makes durations, days, and hours of the day.

In: numbers, words and names. Out: `Duration`, `Days`, `HoursLine`; `Refused` for lengths that can
be read in several ways and for hours that are no hours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from policydsl.diagnostics import Diagnostic, Span, Text, diagnostic
from policydsl.syntax import tree
from policydsl.syntax.builder_literals import counted
from policydsl.syntax.lexing import Token
from policydsl.syntax.place import Place, Refused

LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "minutes": 52_596_000,
        "hours": 876_600,
        "rolling_days": 36_525,
        "rolling_weeks": 5_217,
        "consecutive_days": 36_525,
        "full_days": 36_525,
        "full_business_days": 36_525,
        "calendar_months": 1_200,
        "calendar_years": 100,
    }
)
"""How many of a unit a duration may have: a hundred years, so that dates never run over."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIODS = ("hour", "day", "week", "month", "quarter", "year")
MINUTES_OF_DAY = 24 * 60


def duration(
    unit: str, place: Place, number: tree.Number, calendar: tree.Calendar | None = None
) -> tree.Duration:
    return tree.Duration(counted(number, 1, LONGEST[unit]), unit, calendar, place.span)


def bad_duration(place: Place, *parts: tree.Number | str) -> None:
    """`7 days`, `a month`: several readings, or one that must be said in full."""
    readings = {
        "day": ("span_consecutive", "span_rolling", "span_full"),
        "week": ("span_weeks", "span_weeks_of_days"),
        "month": ("span_months",),
        "quarter": ("span_quarters",),
        "year": ("span_years",),
    }
    number, unit = number_and_unit(parts)
    raise Refused(ambiguous(place, number, readings[unit]))


def bad_business_days(place: Place, number: tree.Number) -> None:
    raise Refused(ambiguous(place, int(number.value), ("span_business_days",)))


def number_and_unit(parts: tuple[tree.Number | str, ...]) -> tuple[int, str]:
    """The number (1 for `a`) and the unit of a length without its kind."""
    number = parts[0]
    return int(number.value) if isinstance(number, tree.Number) else 1, str(parts[-1])


_CODES = {1: "E204", 2: "E225", 3: "E203"}


def ambiguous(place: Place, number: int, helps: tuple[str, ...]) -> Diagnostic:
    """The diagnostic for a length that does not say what it means; a help for each reading."""
    values: dict[str, int | str | Text] = {
        "number": number,
        "hours": number * 24,
        "week_hours": number * 168,
        "week_days": number * 7,
        "quarter_months": number * 3,
    }
    values |= {f"{unit}s": unit if number == 1 else f"{unit}s" for unit in PERIODS[1:]}
    hints: list[tuple[str, Mapping[str, int | str | Text]]] = [(key, values) for key in helps]
    return diagnostic(_CODES[len(hints)], place.span, text=place.text, helps=hints)


def plain_unit(place: Place, token: Token) -> str:
    """A calendar unit in the singular."""
    return token.text.removesuffix("s")


def calendar(place: Place, of: tree.Text | tree.Path) -> tree.Calendar:
    return tree.Calendar(of, place.span)


def weekday(place: Place, token: Token) -> int:
    return WEEKDAYS.index(token.text)


def every_day(place: Place) -> tree.EveryDay:
    return tree.EveryDay(place.span)


def one_weekday(place: Place, day: int) -> tree.Weekdays:
    return tree.Weekdays((day,), place.span)


def weekday_range(place: Place, first: int, last: int) -> tree.Weekdays:
    if first == last:
        raise Refused(
            diagnostic(
                "E222",
                place.span,
                text=place.text,
                day=WEEKDAYS[first],
                helps=["one_day", "every_day"],
            )
        )
    length = (last - first) % 7 + 1
    days = tuple(sorted((first + step) % 7 for step in range(length)))
    return tree.Weekdays(days, place.span)


def bad_weekday_range(place: Place, first: int, last: int) -> None:
    raise Refused(
        diagnostic(
            "E206",
            place.span,
            text=place.text,
            first=WEEKDAYS[first],
            last=WEEKDAYS[last],
            helps=["to"],
        )
    )


def calendar_days(kind: str, place: Place, of: tree.Calendar) -> tree.CalendarDays:
    return tree.CalendarDays(kind, of, place.span)


def day_before(place: Place, days: tree.Days) -> tree.DayBefore:
    return tree.DayBefore(days, place.span)


def day_list(place: Place, *items: tree.Days) -> tree.Days:
    """Items joined by commas; weekdays among them become one node, where the first stood."""
    weekdays = [item for item in items if isinstance(item, tree.Weekdays)]
    days = tuple(sorted({day for item in weekdays for day in item.days}))
    members: list[tree.Days] = []
    for item in items:
        if not isinstance(item, tree.Weekdays):
            members.append(item)
        elif item is weekdays[0]:
            last = weekdays[-1] if len(weekdays) == len(items) else item
            members.append(tree.Weekdays(days, item.span.to(last.span)))
    return members[0] if len(members) == 1 else tree.AnyOfDays(tuple(members), place.span)


def days_except(place: Place, days: tree.Days, excluded: tree.Days) -> tree.DaysExcept:
    return tree.DaysExcept(days, excluded, place.span)


class Clock(NamedTuple):
    """A time of the day in minutes after midnight, and where it stands."""

    minutes: int
    span: Span


def clock(place: Place, token: Token) -> Clock:
    hours, minutes = int(token.text[:2]), int(token.text[3:])
    if minutes > 59 or hours * 60 + minutes > MINUTES_OF_DAY:
        raise Refused(diagnostic("E209", place.span, time=token.text, helps=["no_such_time"]))
    return Clock(hours * 60 + minutes, place.span)


def interval(place: Place, start: Clock, end: Clock) -> tree.Interval:
    if start.minutes == MINUTES_OF_DAY:
        raise Refused(diagnostic("E209", start.span, time="24:00", helps=["only_end"]))
    if start.minutes == end.minutes:
        time = clock_text(start.minutes)
        raise Refused(diagnostic("E208", place.span, time=time, helps=["whole_day"]))
    return tree.Interval(start.minutes, end.minutes, place.span)


def bad_interval(place: Place, start: Clock, end: Clock) -> None:
    first, last = clock_text(start.minutes), clock_text(end.minutes)
    raise Refused(diagnostic("E207", place.span, first=first, last=last, helps=["to"]))


def clock_text(minutes: int) -> str:
    """A time of the day as it is written."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_line(place: Place, *parts: Any) -> tree.HoursLine:
    intervals = tuple(part for part in parts if isinstance(part, tree.Interval))
    days = parts[-1] if len(intervals) < len(parts) else None
    return tree.HoursLine(intervals, days, place.span)


ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "minutes": partial(duration, "minutes"),
        "hours": partial(duration, "hours"),
        "rolling_days_span": partial(duration, "rolling_days"),
        "rolling_weeks_span": partial(duration, "rolling_weeks"),
        "consecutive_days": partial(duration, "consecutive_days"),
        "full_days": partial(duration, "full_days"),
        "full_business_days": partial(duration, "full_business_days"),
        "calendar_months": partial(duration, "calendar_months"),
        "calendar_years": partial(duration, "calendar_years"),
        "bad_duration": bad_duration,
        "bad_business_days": bad_business_days,
        "plain_unit": plain_unit,
        "calendar_unit": plain_unit,
        "calendar": calendar,
        "weekday": weekday,
        "every_day": every_day,
        "one_weekday": one_weekday,
        "weekday_range": weekday_range,
        "bad_weekday_range": bad_weekday_range,
        "holidays": partial(calendar_days, "holidays"),
        "business_days": partial(calendar_days, "business_days"),
        "day_before": day_before,
        "day_list": day_list,
        "days_except": days_except,
        "clock": clock,
        "interval": interval,
        "bad_interval": bad_interval,
        "hours_line": hours_line,
    }
)
