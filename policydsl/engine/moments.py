"""Dates and instants moved on by spans, and compared.

In: the atoms `When` and `Recent`. Out: tests of a frame. A time is an int (an instant) or a pair of
day numbers: the first and the last local date that it may be.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from policydsl.core.formula import Moment, Recent, When
from policydsl.core.reference.spans import last_date
from policydsl.core.windows import BusinessDays, Rolling, Span
from policydsl.engine.frame import (
    MISSING,
    Frame,
    Missing,
    Test,
    Truth,
    calendar_reader,
    negated,
    reader,
)
from policydsl.engine.windows import clamped_date, place, ranger
from policydsl.engine.zones import to_day

Dates: TypeAlias = tuple[int, int]
Time: TypeAlias = int | Dates
Timer: TypeAlias = Callable[[Frame], Time | Missing | None]


def when_test(when: When) -> Test:
    """The truth of a `When` atom."""
    left_of, right_of = timer(when.left), timer(when.right)
    swapped = when.relation in ("after", "on_or_before")
    negates = when.relation.startswith("on_or")

    def test(frame: Frame) -> Truth:
        left, right = left_of(frame), right_of(frame)
        if left is None or right is None:
            return False
        if isinstance(left, Missing) or isinstance(right, Missing):
            return None
        truth = _is_before(frame, right, left) if swapped else _is_before(frame, left, right)
        return negated(truth) if negates else truth

    return test


def _is_before(frame: Frame, left: Time, right: Time) -> Truth:
    if isinstance(left, int) and isinstance(right, int):
        return left < right
    earlier = frame.dates(left) if isinstance(left, int) else left
    later = frame.dates(right) if isinstance(right, int) else right
    if earlier[1] < later[0]:
        return True
    return False if earlier[0] >= later[1] else None


def timer(moment: Moment) -> Timer:
    """The time that a moment is; None for `none`, `MISSING` when a fact it needs is missing."""
    base_of = _base(moment.base)
    moves = [_mover(span) for span in moment.plus]

    def time(frame: Frame) -> Time | Missing | None:
        at = base_of(frame)
        for move in moves:
            if at is None or isinstance(at, Missing):
                return at
            at = move(frame, at)
        return at

    return time


def _base(base: str | date | int) -> Timer:
    if base == "now":
        return lambda frame: frame.now
    if base == "today":
        return lambda frame: frame.dates(frame.now)
    if isinstance(base, int):
        return lambda _: base
    if isinstance(base, date):
        days = (to_day(base), to_day(base))
        return lambda _: days
    read = reader(base)

    def time(frame: Frame) -> Time | Missing | None:
        value = read(frame)
        if isinstance(value, date):
            return to_day(value), to_day(value)
        if isinstance(value, int):
            return value
        return None if value is None else MISSING

    return time


def _mover(span: Span) -> Callable[[Frame, Time], Time | Missing]:
    if isinstance(span, Rolling):
        return _later_by(span.micros)
    calendar = calendar_reader(span.calendar) if isinstance(span, BusinessDays) else None

    def move(frame: Frame, at: Time) -> Time | Missing:
        days = frame.dates(at) if isinstance(at, int) else at
        known = None if calendar is None else calendar(frame)
        first, last = (last_date(span, clamped_date(day), known) for day in days)
        return MISSING if first is None or last is None else (to_day(first), to_day(last))

    return move


def _later_by(micros: int) -> Callable[[Frame, Time], Time]:
    def move(_: Frame, at: Time) -> Time:
        if not isinstance(at, int):
            raise ValueError("a date cannot be moved on by hours")
        return at + micros

    return move


def recent_test(recent: Recent) -> Test:
    """The truth of a `Recent` atom."""
    read = reader(recent.path)
    range_of = ranger(recent.span)
    date_is_recent = _date_test(recent.span)

    def test(frame: Frame) -> Truth:
        value = read(frame)
        if value is MISSING:
            return None
        if isinstance(value, date):
            return date_is_recent(frame, value)
        if not isinstance(value, int) or value > frame.now:
            return False
        return place(range_of(frame, frame.now), value)

    return test


def _date_test(span: Span) -> Callable[[Frame, date], Truth]:
    calendar = calendar_reader(span.calendar) if isinstance(span, BusinessDays) else None

    def is_recent(frame: Frame, on: date) -> Truth:
        if isinstance(span, Rolling):
            raise ValueError("a date has no hours")
        first, last = frame.dates(frame.now)
        day = to_day(on)
        if day > last:
            return False
        until = last_date(span, on, None if calendar is None else calendar(frame))
        if until is None or first < day:
            return None
        if last <= to_day(until):
            return True
        return False if first > to_day(until) else None

    return is_recent
