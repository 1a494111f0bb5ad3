"""When the steps of a ladder are open, counted from the date on which they hang.

In: a ladder. Out: the earliest opening and the end of each step, as lengths of time after one date;
how many contacts fit between them. What depends on facts is left out: a step may open later.
"""

from __future__ import annotations

from policydsl.core.formula import Window
from policydsl.core.policy import Budget, Ladder, Step, StepReached
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
    Span,
)
from policydsl.frozen import frozen
from policydsl.lint.reasoning.windows import most_dates

_SHORTEST_MONTH = 28


@frozen
class Opening:
    """The earliest that a step opens: microseconds after the start of a date."""

    anchor: str
    micros: int


def least_micros(span: Span) -> int:
    """How long a span lasts at least after the start of a date; an autumn may add an hour."""
    match span:
        case Rolling(micros):
            return max(micros - MICROS_PER_HOUR, 0)
        case ConsecutiveDays(days):
            return days * MICROS_PER_DAY
        case FullDays(days):
            return (days + 1) * MICROS_PER_DAY
        case BusinessDays(days, _, until):
            return (days if until else days + 1) * MICROS_PER_DAY
        case CalendarMonths(months):
            return (months * _SHORTEST_MONTH + 1) * MICROS_PER_DAY


def step_named(ladder: Ladder, name: str) -> Step:
    """The step of a name."""
    return next(step for step in ladder.steps if step.name == name)


def opening(ladder: Ladder, step: Step, apart: int = 0) -> Opening | None:
    """The earliest that a step opens; None when it hangs on no date.

    `apart` is the least time between two contacts of one step, in microseconds, where it counts.
    """
    found: list[Opening] = []
    if step.start is not None:
        found.append(Opening(step.start.anchor, step.start.days * MICROS_PER_DAY))
    for alternatives in step.after:
        reached = [_reached(ladder, one, apart) for one in alternatives]
        known = [one for one in reached if one is not None]
        if len(known) == len(reached) and len({one.anchor for one in known}) == 1:
            found.append(min(known, key=lambda one: one.micros))
    if len({one.anchor for one in found}) != 1:
        return found[0] if found and step.start is not None else None
    return max(found, key=lambda one: one.micros)


def _reached(ladder: Ladder, reached: StepReached, apart: int) -> Opening | None:
    before = step_named(ladder, reached.step)
    opens = opening(ladder, before, apart)
    if opens is None:
        return None
    if reached.open_for is not None:
        return Opening(opens.anchor, opens.micros + least_micros(reached.open_for))
    assert reached.times is not None
    return Opening(opens.anchor, opens.micros + (reached.times - 1) * apart)


def open_micros(ladder: Ladder, step: Step) -> int | None:
    """How long a step is open at most, an hour of autumn included; None without an end."""
    opens = opening(ladder, step)
    if opens is None or step.end is None or step.end.anchor != opens.anchor:
        return None
    return step.end.days * MICROS_PER_DAY - opens.micros + MICROS_PER_HOUR


def fitting(budget: Budget, length: int | None) -> int | None:
    """How many contacts a budget leaves to a step that is open so long; None without a bound."""
    if budget.distinct_days:
        return None
    if isinstance(budget.window, Ever):
        return budget.limit
    if length is None:
        return None
    return budget.limit * _pieces(budget.window, length)


def _pieces(window: Window, length: int) -> int:
    """Into how many windows a length of time falls at most."""
    match window:
        case Rolling(micros):
            return -(-length // micros)
        case CalendarPeriods("day", 1, _):
            return -(-length // MICROS_PER_DAY)
        case _:
            dates = most_dates(window)
            if dates is None:
                return 1_000_000
            return length // MICROS_PER_DAY + 2
