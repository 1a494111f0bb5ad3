"""The names of what is missing when an atom is unknown.

A fact is named by its path, an event or a consent by `event:ID` or `consent:ID`, the zone by
`person.time_zones`, a calendar (or a year it does not know) by `calendar:ID`.
"""

from __future__ import annotations

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    Days,
    DaysExcept,
    Holidays,
)
from policydsl.core.formula import (
    Clock,
    Compare,
    During,
    KnownFact,
    Moment,
    PathRef,
    Recent,
    RuledOut,
    When,
    Window,
)
from policydsl.core.reference.facts import MISSING, Context, calendar_id, read
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    FullDays,
)

ZONE = "person.time_zones"
DEBTS = "proposal.debts"
Simple = Compare | KnownFact | Clock | During | RuledOut | When | Recent


def in_atom(atom: Simple, context: Context) -> frozenset[str]:
    """What is missing in an atom that is known to be unknown."""
    match atom:
        case Compare(path, _, operand):
            paths = [path, *([operand.path] if isinstance(operand, PathRef) else [])]
            return _absent(paths, context)
        case KnownFact():
            return frozenset()
        case Clock():
            paths = [*atom.during, *([atom.at] if atom.at else [])]
            absent = _absent(paths, context) | of_zone(context)
            return absent if absent else _calendars(atom, context)
        case During(path):
            return _absent([path], context) | of_zone(context)
        case RuledOut(path):
            wanted = ["proposal.channel", "proposal.address", "address.place"]
            details = _absent_or_none(wanted, context) | of_zone(context)
            return _absent([path], context) or details
        case When(left, _, right):
            return _in_moment(left, context) | _in_moment(right, context) | of_zone(context)
        case Recent(path, _, span):
            return _absent([path], context) | of_zone(context) | in_span(span, context)


def needs_zone(window: Window) -> bool:
    """Whether a window is one of local dates."""
    return isinstance(
        window, ConsecutiveDays | FullDays | BusinessDays | CalendarMonths | CalendarPeriods
    )


def of_zone(context: Context) -> frozenset[str]:
    """The zone, when it is unknown."""
    return frozenset() if context.zone is not None else frozenset({ZONE})


def fact_name(path: str, context: Context) -> str:
    """The name of a missing fact; without a debt in hand, the debts are what is missing."""
    return DEBTS if context.debt is None and path.startswith("debt.") else path


def _absent(paths: list[str], context: Context) -> frozenset[str]:
    absent = (path for path in paths if read(path, context) is MISSING)
    return frozenset(fact_name(path, context) for path in absent)


def _absent_or_none(paths: list[str], context: Context) -> frozenset[str]:
    return frozenset(path for path in paths if read(path, context) in (MISSING, None))


def _in_moment(moment: Moment, context: Context) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    if isinstance(moment.base, str) and moment.base not in ("now", "today"):
        names = _absent([moment.base], context)
    return names.union(*(in_span(span, context) for span in moment.plus))


def _calendars(clock: Clock, context: Context) -> frozenset[str]:
    days = [line.days for line in clock.lines] + ([clock.closed] if clock.closed else [])
    return frozenset().union(*(_in_days(of, context) for of in days))


def in_window(window: Window, context: Context) -> frozenset[str]:
    """What is missing of the zone or the calendar that a window needs."""
    return (of_zone(context) if needs_zone(window) else frozenset()) | in_span(window, context)


def to_leave(span: Window, context: Context) -> frozenset[str]:
    """What is missing to know when a span that does is over."""
    return of_zone(context) or in_span(span, context)


def in_span(span: Window, context: Context) -> frozenset[str]:
    """What is missing of the calendar that a span needs."""
    return _of_calendar(span.calendar, context) if isinstance(span, BusinessDays) else frozenset()


def _in_days(days: Days, context: Context) -> frozenset[str]:
    match days:
        case Holidays(calendar) | BusinessDates(calendar):
            return _of_calendar(calendar, context)
        case DayBefore(inner):
            return _in_days(inner, context)
        case AnyOfDays(members):
            return frozenset().union(*(_in_days(member, context) for member in members))
        case DaysExcept(included, excluded):
            return _in_days(included, context) | _in_days(excluded, context)
        case _:
            return frozenset()


def _of_calendar(calendar: CalendarRef, context: Context) -> frozenset[str]:
    known = calendar_id(calendar, context)
    if known is None and calendar.path is not None:
        return frozenset({calendar.path})
    return frozenset({f"calendar:{known}"})
