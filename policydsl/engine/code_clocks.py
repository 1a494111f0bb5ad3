"""Clocks and moments as Python expressions.

In: `Clock` and `When` atoms. Out: expressions for the forms that are usual, None for the others. A
table of hours that depends on weekdays only is worked out in advance, by the exact test itself, for
every stretch of a day between two of its times.
"""

from __future__ import annotations

from datetime import date

from policydsl.core.days import AnyOfDays, DayBefore, Days, DaysExcept, EveryDay, Weekdays
from policydsl.core.formula import Clock, Moment, When
from policydsl.engine.clocks import weekly_hours
from policydsl.engine.code_place import Place
from policydsl.engine.zones import DAY, EPOCH_ORDINAL, to_day

_MIRRORED = {
    "before": "after",
    "after": "before",
    "on_or_before": "on_or_after",
    "on_or_after": "on_or_before",
}
_SIGNS = {"before": "<", "after": ">", "on_or_before": "<=", "on_or_after": ">="}


def clock_expression(clock: Clock, must: bool, place: Place) -> str | None:
    """Whether the local clock lies in a table of hours."""
    days = [line.days for line in clock.lines] + ([clock.closed] if clock.closed else [])
    if clock.at is not None or clock.during or not all(map(_is_weekly, days)):
        return None
    if clock.within and not clock.lines:
        return "True"
    if not place.knows_zone:
        return str(not must)
    week = weekly_hours(clock)
    if all(day == week[0] for day in week):
        return _hours(week[0])
    table = place.code.constant(week)
    return f"any([start <= micros < end for start, end in {table}[(day + 3) % 7]])"


def _hours(stretches: tuple[tuple[int, int], ...]) -> str:
    parts = []
    for start, end in stretches:
        if (start, end) == (0, DAY):
            return "True"
        if start == 0:
            parts.append(f"micros < {end}")
        elif end == DAY:
            parts.append(f"micros >= {start}")
        else:
            parts.append(f"{start} <= micros < {end}")
    return f"({' or '.join(parts)})" if parts else "False"


def _is_weekly(days: Days) -> bool:
    match days:
        case EveryDay() | Weekdays():
            return True
        case DayBefore(inner):
            return _is_weekly(inner)
        case AnyOfDays(members):
            return all(map(_is_weekly, members))
        case DaysExcept(included, excluded):
            return _is_weekly(included) and _is_weekly(excluded)
        case _:
            return False


def when_expression(when: When, must: bool, place: Place) -> str | None:
    """A path, a date or an instant against now or today.

    As soon as one side is a date, now is no more than today.
    """
    left, relation, right = when.left, when.relation, when.right
    if left.plus or right.plus:
        return None
    if left.base in ("now", "today"):
        left, relation, right = right, _MIRRORED[relation], left
    if left.base in ("now", "today") or right.base not in ("now", "today"):
        return None
    if left.is_date:
        return _against_today(left, relation, must, place)
    return _against_now(left, relation, must, place) if right.base == "now" else None


def _against_now(left: Moment, relation: str, must: bool, place: Place) -> str:
    sign = _SIGNS[relation]
    if isinstance(left.base, int):
        return f"({left.base} {sign} now)"
    value = place.code.fresh("v")
    return _of_fact(str(left.base), value, f"{value} {sign} now", must, place)


def _against_today(left: Moment, relation: str, must: bool, place: Place) -> str:
    """Without a zone, today is one of the dates from `first_day` to `last_day`."""
    sign = _SIGNS[relation]
    early = relation in ("before", "on_or_before")
    today = "day"
    if not place.knows_zone:
        today = "first_day" if early == must else "last_day"
    if isinstance(left.base, date):
        return f"({to_day(left.base)} {sign} {today})"
    value = place.code.fresh("v")
    compared = f"{value}.toordinal() {sign} {today} + {EPOCH_ORDINAL}"
    return _of_fact(str(left.base), value, compared, must, place)


def _of_fact(path: str, value: str, compared: str, must: bool, place: Place) -> str:
    """A comparison of a fact under the name `value`: no when it is none."""
    if must:
        return f"(({value} := {place.read(path)}) is not None and {compared})"
    missing = place.missing()
    read = place.read(path, missing)
    return f"(({value} := {read}) is {missing} or ({value} is not None and {compared}))"
