"""`consent`: a live consent is a prerequisite."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import YES, Consent, Not
from policydsl.core.policy import Rank
from policydsl.core.words import window_words
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.environment import Environment
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.requirements import consent_of
from policydsl.rules.sentences import Sentence, events, span_zh
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
    add_rule(kind, rule, clauses, Not(consent), env, into, sentence=_sentence(consent, fields))


def _sentence(consent: Consent, fields: list[str]) -> Sentence:
    level_en, level_zh = _LEVELS[consent.level]
    demands = list(_demands(consent))
    zh = "、".join(demand.zh for demand in demands)
    return Sentence(
        ", ".join(
            [f"needs a live {level_en}consent for {', '.join(fields)}", *(d.en for d in demands)]
        ),
        f"须有针对 {'、'.join(fields)} 的有效{level_zh}同意" + (f"（{zh}）" if zh else ""),
    )


def _demands(consent: Consent) -> Iterator[Sentence]:
    """What else the record must be."""
    if consent.confirmed:
        yield Sentence("confirmed", "经再次确认")
    if consent.with_proof:
        yield Sentence("with proof", "有凭证")
    if consent.given_within is not None:
        words = window_words(consent.given_within)
        yield Sentence(f"given within last {words}", f"生效后{span_zh(consent.given_within)}")
    if consent.lasting is not None:
        words = window_words(consent.lasting)
        yield Sentence(f"lasting at most {words}", f"有效期最长为生效后{span_zh(consent.lasting)}")
    if consent.ending_after is not None:
        ends = events(consent.ending_after)
        yield Sentence(f"ending after {ends.en}", f"{ends.zh}后失效")
    if consent.where != YES:
        yield Sentence("that meets its condition", "符合条件")
    if consent.grace is not None:
        words = window_words(consent.grace)
        yield Sentence(
            f"a revocation honored within {words}", f"撤回后{span_zh(consent.grace)}处理"
        )


KIND = Kind(
    name="consent",
    clauses=COMMON | {"require"},
    needs=(("require",),),
    code="CONSENT_MISSING",
    rank=Rank.CONSENT,
    lower=_lower,
)
