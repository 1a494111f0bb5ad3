"""`oblige`: what must be done with the contact."""

from __future__ import annotations

from policydsl.core.policy import Obligation, Rank, Scope
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
from policydsl.rules.sentences import Sentence
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
    within = None if duties.within is None else span_of(duties.within, env)
    scope = scope_of([applies, lifted], clauses, env)
    zone = scope.zone
    if within is not None and is_local(within):
        zone = zone_of(clauses.one("time_zone"), env)
    names = tuple(dict.fromkeys(word.text for word in duties.names))
    listed = ", ".join(names)
    made = Obligation(
        id=rule_id(rule, env),
        duties=names,
        applies=applies,
        lifted=lifted,
        within=within,
        after_first=None if after_first is None else selection_of(after_first, env, lower),
        keys=keys,
        scope=Scope(scope.per_debt or any(key.kind == "debt" for key in keys), zone),
        origin=origin_of(rule, clauses, Sentence(f"must: {listed}", f"须履行：{listed}"), env),
    )
    check_size(rule, [applies, lifted], env)
    into.obligations.append(made)
    into.places[made.id] = Place(rule.name.span, rule.kind)


KIND = Kind(
    name="oblige",
    clauses=COMMON - {"effect", "code", "if_unknown", "approval_by"} | {"must"},
    needs=(("must",),),
    code="",
    rank=Rank.LEGAL,
    lower=_lower,
)
