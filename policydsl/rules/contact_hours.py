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
from policydsl.rules.sentences import Sentence, hours, hours_zh
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    clock = clock_of(clauses, env, within=True)
    sentence = Sentence("contact only in the agreed hours", "仅可在约定时段内联系")
    if clock.lines:
        sentence = Sentence(
            f"contact only from {hours(clock.lines)}", f"仅可在 {hours_zh(clock.lines)} 联系"
        )
    add_rule(kind, rule, clauses, Not(clock), env, into, sentence=sentence)


KIND = Kind(
    name="contact_hours",
    clauses=COMMON | {"from", "closed_on", "during", "judged_at"},
    needs=(("from", "during"),),
    code="QUIET_HOURS",
    rank=Rank.TIME,
    lower=_lower,
)
