"""`oblige`: what must be done with the contact."""

from __future__ import annotations

from policydsl.core.formula import Selection
from policydsl.core.policy import Obligation, Rank, Scope
from policydsl.core.windows import Span
from policydsl.core.words import window_words
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.durations import span_of
from policydsl.rules.environment import Environment
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered, Place
from policydsl.rules.prohibition import (
    check_size,
    conditions,
    conjunction,
    lifted_by,
    origin_of,
    rule_id,
    scope_of,
)
from policydsl.rules.selections import keys_of, selection_of
from policydsl.rules.sentences import Sentence, events, span_zh
from policydsl.rules.walk import is_local
from policydsl.rules.zones import zone_of
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    duties = clauses.value("must", tree.Duties)
    if duties is None:
        return
    applies = conjunction(conditions(clauses, env))
    lifted = lifted_by(clauses, env)
    after_first = duties.after_first
    keys = () if after_first is None else keys_of(after_first.per, env)
    first = None if after_first is None else selection_of(after_first, env, lower)
    within = None if duties.within is None else span_of(duties.within, env)
    scope = scope_of([applies, lifted], clauses, env)
    zone = scope.zone
    if within is not None and is_local(within):
        zone = zone_of(clauses.one("time_zone"), env)
    names = tuple(dict.fromkeys(word.text for word in duties.names))
    made = Obligation(
        id=rule_id(rule, env),
        duties=names,
        applies=applies,
        lifted=lifted,
        within=within,
        after_first=first,
        keys=keys,
        scope=Scope(scope.per_debt or any(key.kind == "debt" for key in keys), zone),
        origin=origin_of(rule, clauses, _sentence(names, within, first), env),
    )
    check_size(rule, [applies, lifted], env)
    into.obligations.append(made)
    into.places[made.id] = Place(rule.name.span, rule.kind)


def _sentence(names: tuple[str, ...], within: Span | None, first: Selection | None) -> Sentence:
    listed = ", ".join(names)
    if within is None or first is None:
        return Sentence(f"must: {listed}", f"须履行：{listed}")
    begun = events(first)
    return Sentence(
        f"must: {listed} within {window_words(within)} after the first of {begun.en}",
        f"首次{begun.zh}之后{span_zh(within)}须履行：{listed}",
    )


KIND = Kind(
    name="oblige",
    clauses=COMMON - {"effect", "code", "if_unknown", "approval_by"} | {"must"},
    needs=(("must",),),
    code="",
    rank=Rank.LEGAL,
    lower=_lower,
)
