"""`consent`: a live consent is a prerequisite."""

from __future__ import annotations

from policydsl.core.formula import Not
from policydsl.core.policy import Rank
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.environment import Environment
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.requirements import consent_of
from policydsl.rules.sentences import Sentence
from policydsl.syntax import tree

_LEVELS = {None: ("", ""), "express": ("express ", "明示"), "written": ("written ", "书面")}


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    requirement = clauses.value("require", tree.Requirement)
    if requirement is None:
        return
    if requirement.as_of is not None:
        env.report("E414", requirement.span, helps=("remove",))
    consent = consent_of(requirement, env, lower, at_event=False)
    fields = [word.text for word in requirement.fields]
    en, zh = _LEVELS[requirement.level]
    sentence = Sentence(
        f"needs a live {en}consent for {', '.join(fields)}",
        f"须有针对 {'、'.join(fields)} 的有效{zh}同意",
    )
    add_rule(kind, rule, clauses, Not(consent), env, into, sentence=sentence)


KIND = Kind(
    name="consent",
    clauses=COMMON | {"require"},
    needs=(("require",),),
    code="CONSENT_MISSING",
    rank=Rank.CONSENT,
    lower=_lower,
)
