"""Dates and instants moved on by spans, and compared."""

from __future__ import annotations

from datetime import date

from policydsl.core.formula import Moment, Recent, When
from policydsl.core.reference.counting import inside
from policydsl.core.reference.facts import MISSING, Context, Missing, calendar_id, read
from policydsl.core.reference.local import dates
from policydsl.core.reference.spans import last_date
from policydsl.core.windows import BusinessDays, Rolling
from policydsl.frozen import frozen


@frozen
class LocalDates:
    """A local date, or the first and last that it may be when the zone is unknown."""

    first: date
    last: date


Time = int | LocalDates


def when_holds(when: When, context: Context) -> bool | None:
    """The truth of a `When` atom."""
    left, right = moment(when.left, context), moment(when.right, context)
    if left is None or right is None:
        return False
    if isinstance(left, Missing) or isinstance(right, Missing):
        return None
    match when.relation:
        case "before":
            return _is_before(left, right, context)
        case "after":
            return _is_before(right, left, context)
        case "on_or_before":
            return _negated(_is_before(right, left, context))
        case "on_or_after":
            return _negated(_is_before(left, right, context))
    raise ValueError(when.relation)


def moment(of: Moment, context: Context) -> Time | Missing | None:
    """The date or instant; None for `none`, `MISSING` when a fact it needs is missing."""
    base = _base(of, context)
    for span in of.plus:
        if base is None or isinstance(base, Missing):
            return base
        if isinstance(span, Rolling):
            if isinstance(base, LocalDates):
                raise ValueError("a date cannot be moved on by hours")
            base = base + span.micros
            continue
        days = _as_dates(base, context)
        calendar = calendar_id(span.calendar, context) if isinstance(span, BusinessDays) else None
        first, last = (last_date(span, day, calendar) for day in (days.first, days.last))
        base = MISSING if first is None or last is None else LocalDates(first, last)
    return base


def _base(of: Moment, context: Context) -> Time | Missing | None:
    if of.base == "now":
        return context.now
    if of.base == "today":
        return _as_dates(context.now, context)
    if isinstance(of.base, int):
        return of.base
    value = read(of.base, context) if isinstance(of.base, str) else of.base
    if isinstance(value, date):
        return LocalDates(value, value)
    if isinstance(value, int):
        return value
    return None if value is None else MISSING


def _as_dates(time: Time, context: Context) -> LocalDates:
    return time if isinstance(time, LocalDates) else LocalDates(*dates(time, context.zone))


def _is_before(left: Time, right: Time, context: Context) -> bool | None:
    if isinstance(left, int) and isinstance(right, int):
        return left < right
    earlier, later = _as_dates(left, context), _as_dates(right, context)
    if earlier.last < later.first:
        return True
    return False if earlier.first >= later.last else None


def _negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def recent_holds(recent: Recent, context: Context) -> bool | None:
    """The truth of a `Recent` atom."""
    value = read(recent.path, context)
    if value is MISSING:
        return None
    if isinstance(value, date):
        return _date_is_recent(value, recent, context)
    if not isinstance(value, int) or value > context.now:
        return False
    return inside(recent.span, value, context.now, context)


def _date_is_recent(day: date, recent: Recent, context: Context) -> bool | None:
    today = LocalDates(*dates(context.now, context.zone))
    if isinstance(recent.span, Rolling):
        raise ValueError("a date has no hours")
    if day > today.last:
        return False
    calendar = None
    if isinstance(recent.span, BusinessDays):
        calendar = calendar_id(recent.span.calendar, context)
    until = last_date(recent.span, day, calendar)
    if until is None or today.first < day <= today.last:
        return None
    if today.last <= until:
        return True
    return False if today.first > until else None
