"""`cap`: at most so many in a window."""

from __future__ import annotations

from dataclasses import replace

from policydsl.core.policy import Rank
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.durations import number
from policydsl.rules.environment import Environment
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.selections import count_of
from policydsl.rules.sentences import cap
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    limit = clauses.value("at_most", tree.Limit)
    if limit is None:
        return
    if not limit.counting.occurrence.per:
        env.report("E413", limit.span, helps=("per",), kind="cap")
    count = count_of(limit.counting, 1, env, lower)
    count = replace(count, minimum=number(limit.number, limit.span, env))
    by = count.selection.channels
    add_rule(kind, rule, clauses, count, env, into, sentence=cap(count), by=by)


KIND = Kind(
    name="cap",
    clauses=COMMON | {"at_most"},
    needs=(("at_most",),),
    code="CAP_REACHED",
    rank=Rank.CAPS,
    lower=_lower,
)
