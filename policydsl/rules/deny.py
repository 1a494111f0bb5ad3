"""`deny`, `review` and `warn`: a prohibition, a human's yes, an advice."""

from __future__ import annotations

from functools import partial

from policydsl.core.formula import YES, Formula, Moment, Not, Settled, When
from policydsl.core.policy import Effect, Rank
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import moment_of
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule, conjunction
from policydsl.rules.sentences import Sentence
from policydsl.syntax import tree

_NOW = Moment("now", False)
_SENTENCES = {
    Effect.DENY: Sentence("prohibited: {name}", "禁止：{name}"),
    Effect.REVIEW: Sentence("needs a review: {name}", "须人工审批：{name}"),
    Effect.WARN: Sentence("take care: {name}", "请注意：{name}"),
}


def _lower(
    effect: Effect,
    kind: Kind,
    rule: tree.Rule,
    clauses: Clauses,
    env: Environment,
    into: Lowered,
) -> None:
    core = conjunction(_ends(clauses, env))
    says_when = clauses.misplaced or clauses.one("when") or clauses.one("unless")
    if core == YES and not says_when:
        env.report("E415", rule.name.span, helps=("when",), kind=kind.name, name=rule.name.text)
    name = rule.name.text if rule.title is None else rule.title.text
    template = _SENTENCES[effect]
    sentence = Sentence(template.en.replace("{name}", name), template.zh.replace("{name}", name))
    add_rule(kind, rule, clauses, core, env, into, sentence=sentence, effect=effect)


def _ends(clauses: Clauses, env: Environment) -> list[Formula]:
    """`until` leaves its end out, `through` takes it in; an end not known is no end yet."""
    ends: list[Formula] = []
    until = clauses.value("until", tree.Moment)
    if until is not None:
        reached = When(moment_of(until, env, Reading.PROPOSAL), "on_or_before", _NOW)
        ends.append(Not(Settled(reached, False)))
    through = clauses.value("through", tree.Moment)
    if through is not None:
        passed = When(moment_of(through, env, Reading.PROPOSAL), "before", _NOW)
        ends.append(Not(Settled(passed, False)))
    return ends


def _kind(effect: Effect, code: str) -> Kind:
    own = COMMON - {"effect"} | {"until", "through"}
    if effect is not Effect.REVIEW:
        own -= {"approval_by"}
    return Kind(effect.value, own, (), code, Rank.LEGAL, partial(_lower, effect))


DENY = _kind(Effect.DENY, "PROHIBITED")
REVIEW = _kind(Effect.REVIEW, "APPROVAL_REQUIRED")
WARN = _kind(Effect.WARN, "PROHIBITED")
