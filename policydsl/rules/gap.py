"""`gap`: the least time between two contacts."""

from __future__ import annotations

from policydsl.core.formula import Count
from policydsl.core.policy import Rank
from policydsl.core.windows import Rolling
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.durations import exact_micros
from policydsl.rules.environment import Environment
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.selections import keys_of, selection_of
from policydsl.rules.sentences import Sentence, events, keys, length
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    spacing = clauses.value("at_least", tree.Spacing)
    if spacing is None or spacing.occurrence is None:
        return
    if not spacing.occurrence.per:
        env.report("E413", spacing.span, helps=("per",), kind="gap")
    micros = exact_micros(spacing.duration, env)
    selection = selection_of(spacing.occurrence, env, lower)
    count = Count(selection, keys_of(spacing.occurrence.per, env), Rolling(micros), 1)
    what, whom, apart = events(selection), keys(count.keys), length(micros)
    sentence = Sentence(
        f"at least {apart.en} between {what.en} {whom.en}", f"{whom.zh}{what.zh}间隔至少 {apart.zh}"
    )
    by = selection.channels
    add_rule(kind, rule, clauses, count, env, into, sentence=sentence, by=by)


KIND = Kind(
    name="gap",
    clauses=COMMON | {"at_least"},
    needs=(("at_least",),),
    code="MIN_GAP",
    rank=Rank.CAPS,
    lower=_lower,
)
