"""Numbers, lengths and times: on which side of them a case lies, and whether near by.

Near by means that one unit further it would lie on the other side. The unit is one of what is
counted; the last decimal place of a number as written; the unit of a length of minutes, hours,
rolling days or rolling weeks; one day of every other length, of a date and of the day of a step;
a minute of an instant and of a time of day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policydsl.core.formula import Compare, Moment, Recent, When
from policydsl.core.reference.counting import inside
from policydsl.core.reference.facts import Context, read
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.local import dates
from policydsl.core.reference.moments import LocalDates, moment
from policydsl.core.reference.spans import TimeWindow
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.testing.coverage.seen import Bound, Sight

_EXACT = {
    "minutes": MICROS_PER_MINUTE,
    "hours": MICROS_PER_HOUR,
    "rolling_weeks": 7 * MICROS_PER_DAY,
    "weeks": 7 * MICROS_PER_DAY,
}


def unit_of(written: tree.Duration | tree.Window) -> int:
    """One unit of a length, in microseconds."""
    return _EXACT.get(written.unit or "", MICROS_PER_DAY)


def meet_window(
    bound: Bound, window: TimeWindow, at: int, unit: int, context: Context, sight: Sight
) -> None:
    """Note whether something at an instant still lies in a window; past it, the end is reached."""
    now = context.now
    here = inside(window, at, now, context)
    if here is None:
        return
    step = unit if here else -unit
    moved = (inside(window, at, now + step, context), inside(window, at - step, now, context))
    sight.meets(bound, not here, (not here) in moved)


@frozen
class NumberBound:
    """A fact against a number that the author wrote."""

    bound: Bound
    compare: Compare

    def look(self, context: Context, sight: Sight) -> None:
        """Note the side of the fact."""
        limit, value = self.compare.operand, read(self.compare.path, context)
        if not isinstance(limit, int | Decimal) or not isinstance(value, int | Decimal):
            return
        exponent = Decimal(limit).as_tuple().exponent
        unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        takes_in = self.compare.operator in ("lt", "ge")
        reached = value >= limit if takes_in else value > limit
        moved = value - unit if reached else value + unit
        sight.meets(self.bound, reached, (moved >= limit if takes_in else moved > limit) != reached)


@frozen
class MomentBound:
    """Two moments, one of them written or moved on by a length; `unit` counts between instants."""

    bound: Bound
    when: When
    unit: int

    def look(self, context: Context, sight: Sight) -> None:
        """Note whether the moment has come."""
        left, right = moment(self.when.left, context), moment(self.when.right, context)
        takes_in = self.when.relation in ("before", "on_or_after")
        if _is_current(self.when.right) and not _is_current(self.when.left):
            left, right, takes_in = right, left, not takes_in
        if isinstance(left, int) and isinstance(right, int):
            ahead, unit = left - right, self.unit
        else:
            days = (_day(left, context), _day(right, context))
            if days[0] is None or days[1] is None:
                return
            ahead, unit = (days[0] - days[1]).days, 1
        reached = ahead >= 0 if takes_in else ahead > 0
        moved = ahead - unit if reached else ahead + unit
        sight.meets(self.bound, reached, (moved >= 0 if takes_in else moved > 0) != reached)


def _is_current(of: Moment) -> bool:
    return of.base in ("now", "today") and not of.plus


def _day(time: object, context: Context) -> date | None:
    """The local date of a moment, where it is one and no other."""
    if isinstance(time, int):
        time = LocalDates(*dates(time, context.zone))
    return time.first if isinstance(time, LocalDates) and time.first == time.last else None


@frozen
class SpanBound:
    """How long after a fact's date or instant something still runs."""

    bound: Bound
    recent: Recent
    unit: int

    def look(self, context: Context, sight: Sight) -> None:
        """Note whether it still runs; what lies ahead has not begun."""
        value = read(self.recent.path, context)
        runs = holds(self.recent, context)
        if runs is None or _is_ahead(value, context) is not False:
            return
        moved = replace(context, now=context.now + (self.unit if runs else -self.unit))
        sight.meets(self.bound, not runs, holds(self.recent, moved) is (not runs))


def _is_ahead(value: object, context: Context) -> bool | None:
    if isinstance(value, date):
        return value > dates(context.now, context.zone)[0]
    return value > context.now if isinstance(value, int) else None


@frozen
class CountBound:
    """How many there are against the number from which on there are too many (or enough)."""

    bound: Bound
    number: int

    def meet(self, sure: int, possible: int, sight: Sight) -> None:
        """Note the side of a count, where it is known."""
        if sure >= self.number:
            sight.meets(self.bound, True, sure == self.number)
        elif possible < self.number:
            sight.meets(self.bound, False, possible == self.number - 1)
