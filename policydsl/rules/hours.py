"""The clauses that quiet hours and contact hours share, as a `Clock` atom."""

from __future__ import annotations

from policydsl.core.days import AnyOfDays
from policydsl.core.formula import Clock, HoursLine
from policydsl.facts.types import HoursType, InstantType, Type
from policydsl.rules.clauses import Clauses
from policydsl.rules.constants import TYPE_NAMES, type_name
from policydsl.rules.durations import days_of
from policydsl.rules.environment import Environment
from policydsl.syntax import tree

_WHOLE_DAY = ((0, 1440),)


def clock_of(clauses: Clauses, env: Environment, *, within: bool) -> Clock:
    """The table of hours that a rule's `from`, `all day on`, `during` and `closed on` make."""
    lines = []
    for clause in clauses.all:
        if isinstance(clause.value, tree.HoursLine):
            intervals = tuple((one.start, one.end) for one in clause.value.intervals)
            lines.append(HoursLine(intervals, days_of(clause.value.days, env)))
        elif clause.keyword == "all_day_on":
            lines.append(HoursLine(_WHOLE_DAY, days_of(_days(clause), env)))
    closed = [days_of(_days(clause), env) for clause in clauses.every("closed_on")]
    during = [_fact(path, HoursType, env) for path in clauses.values("during", tree.Path)]
    judged_at = clauses.value("judged_at", tree.Path)
    return Clock(
        lines=tuple(lines),
        during=tuple(during),
        closed=None if not closed else closed[0] if len(closed) == 1 else AnyOfDays(tuple(closed)),
        within=within,
        at=None if judged_at is None else _fact(judged_at, InstantType, env),
    )


def _days(clause: tree.Clause) -> tree.Days:
    return clause.value  # type: ignore[return-value]  # the grammar gives these keywords days


def _fact(path: tree.Path, wanted: type[Type], env: Environment) -> str:
    field = env.fact(path)
    if field is None:
        return path.text
    if not isinstance(field.type, wanted):
        kind = type_name(field)
        env.report("E306", path.span, name=path.text, kind=kind, wanted=TYPE_NAMES[wanted])
    return field.path
