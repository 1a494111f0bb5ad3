"""When the local clock next enters or leaves a table of hours.

In: the atoms `Clock`, `During` and `RuledOut`. Out: changes. Between two changes of its offset a
local clock runs evenly, so that its next quarter past eight is a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from policydsl.core.days import AnyOfDays, BusinessDates, DayBefore, Days, DaysExcept, Holidays
from policydsl.core.formula import Clock
from policydsl.core.request import Hours, Preference, Value
from policydsl.core.windows import MICROS_PER_MINUTE
from policydsl.engine.clocks import ClockPlan
from policydsl.engine.frame import Frame, Missing, Truth, reader
from policydsl.engine.timeline.dates import Change
from policydsl.engine.zones import DAY, NEVER, ZoneTable

_LOOKS_AHEAD = 15
"""Days in which a change is looked for before the search is handed back."""

_MOST_MARKS = 200
"""With more times of day than these, only the next one is looked at."""

_MOST_KNOWN, _MOST_OF_A_DAY = 4096, 8
"""Days of zones of which stretches are remembered, and stretches of one of them."""

Shows: TypeAlias = Callable[[int, int], Truth]
Known: TypeAlias = tuple[int, int, Truth]
Intervals: TypeAlias = Iterable[tuple[int, int]]


class ClockChanges:
    """A `Clock` atom with the instant until which its answer stays.

    Where the answer depends on nothing but the zone and the instant, the stretches found are
    remembered for each zone and day.
    """

    __slots__ = ("_is_general", "_known", "_marks", "_plan")

    def __init__(self, clock: Clock) -> None:
        self._plan = ClockPlan(clock)
        self._marks = _marks(interval for line in clock.lines for interval in line.intervals)
        days = [line.days for line in clock.lines] + ([clock.closed] if clock.closed else [])
        self._is_general = clock.at is None and not clock.during and not any(map(_by_fact, days))
        self._known: dict[tuple[ZoneTable, int], list[Known]] = {}

    def holding(self, frame: Frame) -> tuple[Truth, int]:
        """The truth, and an instant after now before which it stays."""
        zone, now = frame.zone, frame.now
        if zone is None or not self._is_general:
            return self._plan.holds(frame), self._change(frame)
        day = zone, now // DAY
        stretches = self._known.get(day, ())
        for start, end, truth in stretches:
            if start <= now < end:
                return truth, end
        truth, end = self._plan.holds(frame), self._change(frame)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[day] = [*stretches, (now, end, truth)][-_MOST_OF_A_DAY:]
        return truth, end

    def _change(self, frame: Frame) -> int:
        plan = self._plan
        at = plan.judged_at(frame)
        if frame.zone is None or at != frame.now:
            return NEVER
        tables = plan.tables(frame)
        if plan.has_no_hours(tables):
            return NEVER
        marks = self._marks
        if tables:
            marks = sorted({*marks, *(mark for table in tables for mark in _marks_of(table))})
        return next_mark(frame, marks, lambda day, micros: plan.shows(frame, tables, day, micros))


def _by_fact(days: Days) -> bool:
    """Whether a kind of day depends on a calendar that a fact names."""
    match days:
        case Holidays(calendar) | BusinessDates(calendar):
            return calendar.path is not None
        case DayBefore(inner):
            return _by_fact(inner)
        case AnyOfDays(members):
            return any(map(_by_fact, members))
        case DaysExcept(included, excluded):
            return _by_fact(included) or _by_fact(excluded)
        case _:
            return False


def _marks(intervals: Intervals) -> list[int]:
    """The times of day at which intervals begin or end, and midnight, in microseconds."""
    minutes = {minute % 1440 for interval in intervals for minute in interval}
    return sorted(minute * MICROS_PER_MINUTE for minute in minutes | {0})


def _marks_of(table: Value | Missing) -> list[int]:
    if not isinstance(table, Hours):
        return [0]
    return _marks(interval for day in table.days for interval in day)


def next_mark(frame: Frame, marks: Sequence[int], shows: Shows) -> int:
    """The first mark on the local clock at which what it shows differs from now.

    Never later than a change of the offset.
    """
    zone, now = frame.zone, frame.now
    assert zone is not None
    wall = zone.wall(now)
    today, micros = divmod(wall, DAY)
    limit = zone.changes_after(now)
    truth = shows(today, micros)
    days = _LOOKS_AHEAD if len(marks) <= _MOST_MARKS else 1
    for day in range(today, today + days + 1):
        for mark in marks:
            instant = now + day * DAY + mark - wall
            if instant <= now:
                continue
            if instant >= limit:
                return limit
            if len(marks) > _MOST_MARKS or shows(day, mark) != truth:
                return instant
    return min(limit, now + (today + days + 1) * DAY - wall)


def during_change(path: str) -> Change:
    """When the weekly hours of a fact next begin or end."""
    read = reader(path)

    def change(frame: Frame) -> int:
        table = read(frame)
        if frame.zone is None or not isinstance(table, Hours):
            return NEVER
        return _next_of(frame, _marks_of(table))

    return change


def ruled_out_change(path: str) -> Change:
    """When a time that a person ruled out next begins or ends."""
    read = reader(path)

    def change(frame: Frame) -> int:
        preferences = read(frame)
        if not isinstance(preferences, tuple):
            return NEVER
        return min([_preference_change(one, frame) for one in preferences], default=NEVER)

    return change


def _preference_change(preference: Preference, frame: Frame) -> int:
    now = frame.now
    bounds = [at for at in (preference.start, preference.end) if at is not None and at > now]
    begins_later = preference.start is not None and preference.start > now
    is_over = preference.end is not None and preference.end <= now
    is_timed = preference.days is not None or preference.intervals is not None
    if is_timed and frame.zone is not None and not begins_later and not is_over:
        bounds.append(_next_of(frame, _marks(preference.intervals or ())))
    return min(bounds, default=NEVER)


def _next_of(frame: Frame, marks: Sequence[int]) -> int:
    """The next mark of all, whatever holds there."""
    zone, now = frame.zone, frame.now
    assert zone is not None
    micros = zone.wall(now) % DAY
    later = [mark for mark in marks if mark > micros]
    mark = later[0] if later else marks[0] + DAY
    return min(now + mark - micros, zone.changes_after(now))
