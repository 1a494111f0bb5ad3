"""Windows and counts that contain each other.

In: windows, counts. Out: whether whatever lies in one lies in the other, on every date and in
every zone; how long a window is at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policydsl.core.formula import Count, Selection, Window
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.lint.reasoning.nodes import Counted, Node

_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_WITHIN = {
    "week": ("day",),
    "month": ("day",),
    "quarter": ("day", "month"),
    "year": ("day", "month", "quarter"),
}
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31
_SHORTEST_DAY = 23 * MICROS_PER_HOUR


def most_dates(window: Window) -> int | None:
    """On how many local dates the events of a window can lie at most; None without a bound."""
    match window:
        case Rolling(micros) | Blocks(micros):
            return -(-micros // _SHORTEST_DAY) + 1
        case ConsecutiveDays(days):
            return days
        case FullDays(days):
            return days + 1
        case CalendarMonths(months):
            return months * _LONGEST_MONTH + 1
        case CalendarPeriods(unit, count, _):
            return _DAYS[unit] * count
        case _:
            return None


def most_micros(window: Window) -> int | None:
    """How long before now an event of a window can lie at most; None without a bound.

    A window of dates may hold the hour that an autumn adds.
    """
    if isinstance(window, Rolling | Blocks):
        return window.micros
    dates = most_dates(window)
    return None if dates is None else dates * MICROS_PER_DAY + MICROS_PER_HOUR


def contains(wide: Window, narrow: Window) -> bool:
    """Whether every event of the narrow window lies in the wide one."""
    if wide == narrow:
        return not isinstance(wide, Blocks)
    match wide:
        case Ever():
            return True
        case Rolling(micros):
            length = most_micros(narrow)
            return length is not None and length <= micros
        case ConsecutiveDays() | FullDays():
            dates, most = most_dates(narrow), most_dates(wide)
            return dates is not None and most is not None and dates <= most
        case CalendarMonths(months):
            dates = most_dates(narrow)
            if isinstance(narrow, CalendarMonths):
                return narrow.months <= months
            return dates is not None and dates - 1 <= months * _SHORTEST_MONTH
        case CalendarPeriods():
            return _period_contains(wide, narrow)
        case BusinessDays(days, calendar, until):
            return narrow == BusinessDays(min(days, _days(narrow)), calendar, until)
        case _:
            return False


def _days(window: Window) -> int:
    return window.days if isinstance(window, BusinessDays) else 0


def _period_contains(wide: CalendarPeriods, narrow: Window) -> bool:
    if isinstance(narrow, ConsecutiveDays) and narrow.days == 1:
        return True
    if not isinstance(narrow, CalendarPeriods):
        return (
            isinstance(narrow, ConsecutiveDays) and wide.unit == "day" and narrow.days <= wide.count
        )
    if narrow.unit == wide.unit:
        same_start = wide.unit != "week" or wide.week_start == narrow.week_start
        return same_start and narrow.count <= wide.count
    return narrow.count == 1 and narrow.unit in _WITHIN.get(wide.unit, ())


def count_implies(narrow: Counted, wide: Counted, follows: Callable[[Node, Node], bool]) -> bool:
    """Whether the wide count reaches its number wherever the narrow one does."""
    return narrow.count.minimum >= wide.count.minimum and covers(wide, narrow, follows)


def covers(wide: Counted, narrow: Counted, follows: Callable[[Node, Node], bool]) -> bool:
    """Whether every event (or date) that the narrow count counts is counted by the wide one."""
    if replace(wide.count, minimum=1) == replace(narrow.count, minimum=1):
        if wide.filters == narrow.filters:
            return True
        if isinstance(wide.count.window, Blocks):
            return False
    if not counts_as_much(wide.count, narrow.count):
        return False
    if not contains(wide.count.window, narrow.count.window):
        return False
    if wide.filters[1:] != narrow.filters[1:]:
        return not wide.filters[1:] and follows(narrow.filters[0], wide.filters[0])
    return follows(narrow.filters[0], wide.filters[0])


def counts_as_much(wide: Count, narrow: Count) -> bool:
    """Whether kind, level, direction, channels and keys of a count take in those of another."""
    if wide.distinct_days and not narrow.distinct_days:
        return False
    if wide.after_first is not None and wide.after_first != narrow.after_first:
        return False
    if wide.before_today and not narrow.before_today:
        return False
    return frozenset(wide.keys) <= frozenset(narrow.keys) and _selects_as_much(
        wide.selection, narrow.selection
    )


def _selects_as_much(wide: Selection, narrow: Selection) -> bool:
    return (
        wide.kind == narrow.kind
        and wide.level <= narrow.level
        and wide.direction in (None, narrow.direction)
        and (
            wide.channels is None
            or (narrow.channels is not None and narrow.channels <= wide.channels)
        )
    )
