"""When a date or an instant that is compared with now or today is passed.

In: the atoms `When` and `Recent`. Out: changes. Compared with one that stands still, today and now
pass it once; the day on which they do is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from policydsl.core.formula import Moment, Recent, When
from policydsl.core.reference.spans import last_date
from policydsl.core.windows import BusinessDays, Rolling, Span
from policydsl.engine.frame import Frame, Missing, Test, calendar_reader, reader
from policydsl.engine.moments import timer
from policydsl.engine.timeline.dates import (
    Change,
    leaving,
    never,
    next_date,
    passed_anywhere,
    reached,
)
from policydsl.engine.zones import DAY, NEVER, ZoneTable, to_day

_MOST_DAYS = 4096


def is_moving(moment: Moment) -> bool:
    """Whether a moment moves with the time."""
    return moment.base in ("now", "today")


def when_change(when: When, test: Test) -> Change:
    """When the comparison may next turn out differently."""
    moving = [side for side in (when.left, when.right) if is_moving(side)]
    if not moving:
        return never
    if _is_instant(when.left) and _is_instant(when.right):
        return _instants(when) if len(moving) == 1 else never
    shifts = {shift for side in moving for shift in _shifts(side)}
    if len(moving) == 1 and not moving[0].plus:
        return _today(when)
    if len(moving) == 1 and shifts == {0}:
        return lambda frame: _passed(frame, test)
    return lambda frame: min(next_date(frame, shift) for shift in shifts)


def _is_instant(moment: Moment) -> bool:
    return not moment.is_date and all(isinstance(span, Rolling) for span in moment.plus)


def _shifts(moment: Moment) -> set[int]:
    """By how much now has been moved on when it becomes a date."""
    shift = 0
    for span in moment.plus:
        if not isinstance(span, Rolling):
            return {shift}
        shift += span.micros
    return {shift}


def _instants(when: When) -> Change:
    """Now, moved on, against an instant that stands still."""
    moving, still = (when.left, when.right) if is_moving(when.left) else (when.right, when.left)
    (shift,) = _shifts(moving)
    time_of = timer(still)

    def change(frame: Frame) -> int:
        at = time_of(frame)
        if not isinstance(at, int) or at - shift < frame.now:
            return NEVER
        return at - shift if at - shift > frame.now else at - shift + 1

    return change


def _today(when: When) -> Change:
    """Today against a date that stands still: it begins, and it is over."""
    still = when.left if is_moving(when.right) else when.right
    if isinstance(still.base, date) and not still.plus:
        return _written(to_day(still.base))
    time_of = timer(still)

    def change(frame: Frame) -> int:
        time, zone = time_of(frame), frame.zone
        if time is None or isinstance(time, Missing):
            return NEVER
        if zone is None:
            days = frame.dates(time) if isinstance(time, int) else time
            return min(passed_anywhere(frame.now, day) for day in days)
        day = zone.day(time) if isinstance(time, int) else time[0]
        begins = zone.start_of_day(day)
        return reached(frame, begins if frame.now < begins else zone.start_of_day(day + 1))

    return change


def _written(day: int) -> Change:
    """Today against a date that the policy says; its bounds are remembered for each zone."""
    known: dict[ZoneTable, tuple[int, int]] = {}

    def change(frame: Frame) -> int:
        zone = frame.zone
        if zone is None:
            return passed_anywhere(frame.now, day)
        bounds = known.get(zone)
        if bounds is None:
            bounds = known[zone] = zone.start_of_day(day), zone.start_of_day(day + 1)
        begins, ends = bounds
        return reached(frame, begins if frame.now < begins else ends)

    return change


def _passed(frame: Frame, test: Test) -> int:
    """The first midnight at which the answer differs, or a bound before it.

    Until the offset changes, dates only grow; and an answer that has gone does not come back.
    """
    zone, now = frame.zone, frame.now
    first = next_date(frame)
    if zone is None:
        return first
    limit = min(zone.changes_after(now), first + _MOST_DAYS * DAY)
    truth = test(frame)
    same, differs = -1, (limit - first) // DAY + 1
    while differs - same > 1:
        middle = (same + differs) // 2
        frame.now = first + middle * DAY
        if frame.now < limit and test(frame) == truth:
            same = middle
        else:
            differs = middle
    frame.now = now
    return min(first + differs * DAY, limit)


def recent_change(recent: Recent) -> Change:
    """When a date or an instant begins to be past, and when its span has run."""
    read = reader(recent.path)
    leaves = leaving(recent.span)
    date_leaves = _date_leaving(recent.span)

    def change(frame: Frame) -> int:
        value = read(frame)
        if isinstance(value, date):
            return date_leaves(frame, value)
        if not isinstance(value, int):
            return NEVER
        return value if value > frame.now else leaves(frame, value)

    return change


def _date_leaving(span: Span) -> Callable[[Frame, date], int]:
    calendar = calendar_reader(span.calendar) if isinstance(span, BusinessDays) else None

    def change(frame: Frame, on: date) -> int:
        zone, day = frame.zone, to_day(on)
        if zone is None or isinstance(span, Rolling):
            return next_date(frame)
        if frame.now < (begins := zone.start_of_day(day)):
            return reached(frame, begins)
        last = last_date(span, on, None if calendar is None else calendar(frame))
        if last is None:
            return next_date(frame)
        return reached(frame, zone.start_of_day(to_day(last) + 1))

    return change
