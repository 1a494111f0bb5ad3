"""`exempt`: lifts the rules it names, of its own policy, and nothing else."""

from __future__ import annotations

from policydsl.core.formula import NO, Not
from policydsl.core.policy import Rank
from policydsl.diagnostics import did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.rules.clauses import Clauses
from policydsl.rules.environment import Environment
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Exemption, Lowered, Place
from policydsl.rules.prohibition import (
    check_size,
    conditions,
    conjunction,
    lifted_by,
    origin_of,
    rule_id,
)
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    lifts = clauses.value("lifts", tree.Names)
    if lifts is None:
        return
    applies = conditions(clauses, env)
    unless = lifted_by(clauses, env)
    when = conjunction(applies if unless == NO else [*applies, Not(unless)])
    lifted = tuple(f"{env.name}.{path.text}" for path in lifts.paths if _is_own(path, env))
    check_size(rule, [when], env)
    made = Exemption(rule_id(rule, env), when, lifted, origin_of(rule, clauses, None, env))
    into.exemptions.append(made)
    into.places[made.id] = Place(rule.name.span, rule.kind)


def _is_own(path: tree.Path, env: Environment) -> bool:
    if path.text in env.liftable:
        return True
    short = path.text.removeprefix(f"{env.name}.")
    close = (short,) if short in env.liftable else did_you_mean(path.text, env.liftable)
    helps: tuple[HintSpec, ...] = tuple(
        ("did_you_mean", {"suggestion": name}) for name in close
    ) or ("own_only",)
    env.report("E416", path.span, helps=helps, name=path.text)
    return False


KIND = Kind(
    name="exempt",
    clauses=frozenset(
        {
            *("when", "unless", "effective_from", "effective_until", "effective_through"),
            *("basis", "cite", "say", "owner", "ignore", "lifts"),
        }
    ),
    needs=(("when",), ("lifts",)),
    code="",
    rank=Rank.LEGAL,
    lower=_lower,
)
