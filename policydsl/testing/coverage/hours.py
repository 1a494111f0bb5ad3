"""Tables of hours: each line, its days, and the ends of its intervals.

In: the clauses of hours as they were written and their `Clock`. Out: nodes, and what is worth a
look where the table decides.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from policydsl.core.days import AnyOfDays, Days, DaysExcept
from policydsl.core.formula import Clock, HoursLine
from policydsl.core.reference.clock import any_of, is_day, is_in_interval
from policydsl.core.reference.facts import Context, read
from policydsl.core.reference.local import micros_of_day, wall_time
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_MINUTE
from policydsl.diagnostics import Span
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.testing.coverage.nodes import Atom, Look, Node, disjunction
from policydsl.testing.coverage.seen import Bound, Condition, Group, Sight

_WHOLE_DAY = (0, 1440)
_TIME = re.compile(r"\d\d:\d\d")


@frozen
class DayKinds:
    """Kinds of dates as they were written: whether a date is one, and which member says so."""

    condition: Condition
    days: Days
    members: tuple[DayKinds, ...]
    is_all: bool

    def look(self, day: date, context: Context, sight: Sight) -> None:
        """Note it for a date, and each member where no other settles it."""
        sight.decides(self.condition, is_day(self.days, day, context))
        truths = [is_day(member.days, day, context) for member in self.members]
        if self.is_all:
            truths[1] = None if truths[1] is None else not truths[1]
        settling = [number for number, truth in enumerate(truths) if truth is (not self.is_all)]
        for number, member in enumerate(self.members):
            if settling in ([], [number]):
                member.look(day, context, sight)


def day_kinds(written: tree.Days, days: Days, group: Group) -> DayKinds:
    """The kinds of dates of a phrase."""
    members: tuple[DayKinds, ...] = ()
    match written, days:
        case tree.AnyOfDays(), AnyOfDays():
            pairs = zip(written.members, days.members, strict=True)
            members = tuple(day_kinds(one, core, group) for one, core in pairs)
        case tree.DaysExcept(), DaysExcept():
            members = (
                day_kinds(written.days, days.days, group),
                day_kinds(written.excluded, days.excluded, group),
            )
    is_all = isinstance(days, DaysExcept)
    return DayKinds(group.condition(written.span), days, members, is_all)


@frozen
class Line:
    """One line of a table.

    With `always` its days decide whatever the hour is: a date of contact hours that it covers is
    held to its intervals.
    """

    clock: Clock
    line: HoursLine
    days: DayKinds | None
    ends: tuple[tuple[tuple[int, int], Bound | None, Bound | None], ...]
    always: bool

    def look(self, context: Context, sight: Sight) -> None:
        """Note the days and the ends of the intervals on the dates that the line covers."""
        wall = judged_time(self.clock, context)
        if wall is None:
            return
        day, micros = wall
        for begun, late in ((day, False), (day - timedelta(days=1), True)):
            has = any(is_in_interval(one, micros, late) for one in self.line.intervals)
            if self.days is not None and (has or (self.always and not late)):
                self.days.look(begun, context, sight)
            if is_day(self.line.days, begun, context):
                for interval, start, end in self.ends:
                    _meet(interval, start, end, micros + late * MICROS_PER_DAY, sight)


def judged_time(clock: Clock, context: Context) -> tuple[date, int] | None:
    """The local date and time of day that a table is judged at, where they are known."""
    at = context.now if clock.at is None else read(clock.at, context)
    at = context.now if at is None else at
    if context.zone is None or not isinstance(at, int):
        return None
    wall = wall_time(at, context.zone)
    return wall.date(), micros_of_day(wall)


def _meet(
    interval: tuple[int, int], start: Bound | None, end: Bound | None, micros: int, sight: Sight
) -> None:
    """Note the side of both ends; `micros` runs from the midnight that begins the date."""
    first, last = (minute * MICROS_PER_MINUTE for minute in interval)
    last += MICROS_PER_DAY if last <= first else 0
    if start is not None and micros < MICROS_PER_DAY:
        sight.meets(start, micros >= first, abs_close(micros - first))
    spills = last >= MICROS_PER_DAY
    if end is not None and first <= micros < (first if spills else 0) + MICROS_PER_DAY:
        sight.meets(end, micros >= last, abs_close(micros - last))


def abs_close(ahead: int) -> bool:
    """Whether a time of day lies less than a minute past, or at most a minute before."""
    return -MICROS_PER_MINUTE <= ahead < MICROS_PER_MINUTE


def _ends(
    interval: tree.Interval, group: Group
) -> tuple[tuple[int, int], Bound | None, Bound | None]:
    """The ends of an interval that are a bound: those of the whole day are none."""
    pair = (interval.start, interval.end)
    if pair == _WHOLE_DAY:
        return pair, None, None
    span = interval.span
    found = [
        Span(span.source, span.start + one.start(), span.start + one.end())
        for one in _TIME.finditer(span.text)
    ]
    first, last = (found[0], found[-1]) if len(found) > 1 else (span, span)
    return pair, group.bound(first) if interval.start else None, group.bound(last)


def hours_nodes(clauses: tuple[tree.Clause, ...], clock: Clock, group: Group) -> Node:
    """A table: a disjunction of its lines, or for contact hours one atom with all of them."""
    nodes: list[Node] = []
    lines, during = iter(clock.lines), iter(clock.during)
    for clause in clauses:
        value = clause.value
        if isinstance(value, tree.HoursLine):
            ends = tuple(_ends(one, group) for one in value.intervals)
            days = value.days
            nodes.append(_line(clock, next(lines), value.span, days, ends, group))
        elif clause.keyword == "all_day_on":
            days = value  # type: ignore[assignment]  # the grammar gives it days
            nodes.append(_line(clock, next(lines), value.span, days, (), group))
        elif clause.keyword == "during":
            table = Clock((), (next(during),), None, False, clock.at)
            nodes.append(Atom(table, group.condition(value.span)))
    if not clock.within:
        return disjunction(nodes)
    closed = [clause for clause in clauses if clause.keyword == "closed_on"]
    cores = clock.closed.members if isinstance(clock.closed, AnyOfDays) and len(closed) > 1 else ()
    if closed and not cores:
        assert clock.closed is not None
        cores = (clock.closed,)
    kinds = tuple(
        day_kinds(clause.value, core, group)  # type: ignore[arg-type]  # the grammar gives it days
        for clause, core in zip(closed, cores, strict=True)
    )
    return Atom(clock, None, (Open(clock, tuple(nodes)), Closed(clock, kinds)))


def _line(
    clock: Clock,
    line: HoursLine,
    span: Span,
    days: tree.Days | None,
    ends: tuple[tuple[tuple[int, int], Bound | None, Bound | None], ...],
    group: Group,
) -> Atom:
    alone = Clock((line,), (), None, False, clock.at)
    kinds = None if days is None else day_kinds(days, line.days, group)
    detail: Look = Line(clock, line, kinds, ends, clock.within)
    return Atom(alone, group.condition(span), (detail,))


@frozen
class Open:
    """The lines of contact hours, which decide on dates that are not closed."""

    clock: Clock
    lines: tuple[Node, ...]

    def look(self, context: Context, sight: Sight) -> None:
        """Look at each line."""
        wall = judged_time(self.clock, context)
        closed = self.clock.closed
        if wall is not None and closed is not None and is_day(closed, wall[0], context):
            return
        for line in self.lines:
            line.look(context, sight)


@frozen
class Closed:
    """`closed on`: the dates that contact hours leave out."""

    clock: Clock
    kinds: tuple[DayKinds, ...]

    def look(self, context: Context, sight: Sight) -> None:
        """Note each for the date, where no other closes it."""
        wall = judged_time(self.clock, context)
        if wall is None:
            return
        truths = [is_day(one.days, wall[0], context) for one in self.kinds]
        for number, kind in enumerate(self.kinds):
            others = any_of(truth for index, truth in enumerate(truths) if index != number)
            if others is not True:
                kind.look(wall[0], context, sight)
