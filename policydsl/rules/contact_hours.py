"""`contact hours`: contact only at these times of the local clock."""

from __future__ import annotations

from policydsl.core.formula import Not
from policydsl.core.policy import Rank
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.environment import Environment
from policydsl.rules.hours import clock_of
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.sentences_hours import open_hours
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    clock = clock_of(clauses, env, within=True)
    add_rule(kind, rule, clauses, Not(clock), env, into, sentence=open_hours(clock))


KIND = Kind(
    name="contact_hours",
    clauses=COMMON | {"from", "closed_on", "during", "judged_at"},
    needs=(("from", "during"),),
    code="QUIET_HOURS",
    rank=Rank.TIME,
    lower=_lower,
)
