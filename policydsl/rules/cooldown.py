"""`cooldown`: no contact for a while after something happened."""

from __future__ import annotations

from policydsl.core.formula import Count
from policydsl.core.policy import Rank
from policydsl.core.windows import BusinessDays, Span
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.durations import calendar_of, number, span_of
from policydsl.rules.environment import Environment
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.selections import keys_of, selection_of
from policydsl.rules.sentences import Sentence, events, keys, span
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    wait = clauses.value("wait", tree.Wait)
    if wait is None:
        return
    if not wait.occurrence.per:
        env.report("E413", wait.span, helps=("per",), kind="cooldown")
    selection = selection_of(wait.occurrence, env, lower)
    lasts = _span(wait, env)
    count = Count(selection, keys_of(wait.occurrence.per, env), lasts, 1)
    what, whom, how_long = events(selection), keys(count.keys), span(lasts)
    sentence = Sentence(
        f"no contact {how_long.en} after {what.en} {whom.en}",
        f"{whom.zh}{what.zh}之后{how_long.zh}不得联系",
    )
    add_rule(kind, rule, clauses, count, env, into, sentence=sentence)


def _span(wait: tree.Wait, env: Environment) -> Span:
    if not wait.until_business_day:
        return span_of(wait.duration, env)
    assert wait.duration.calendar is not None
    count = number(wait.duration.number, wait.duration.span, env)
    return BusinessDays(count, calendar_of(wait.duration.calendar, env), until=True)


KIND = Kind(
    name="cooldown",
    clauses=COMMON | {"wait"},
    needs=(("wait",),),
    code="COOLDOWN",
    rank=Rank.CAPS,
    lower=_lower,
)
