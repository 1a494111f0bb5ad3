"""`ladder`: which step of an escalation may be taken now."""

from __future__ import annotations

from policydsl.core.formula import NO, All, Formula, Key
from policydsl.core.policy import Ladder, Rank, Scope, Step
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.ladder_steps import step_of
from policydsl.rules.lowered import Lowered, Place
from policydsl.rules.overlaps import check_steps
from policydsl.rules.prohibition import (
    check_size,
    choice,
    conditions,
    conjunction,
    lifted_by,
    origin_of,
    rule_id,
)
from policydsl.rules.selections import anchor_of, keys_of
from policydsl.rules.walk import is_local, needs_debt, needs_zone, parts
from policydsl.rules.zones import zone_of
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    per = clauses.value("per", tree.Names)
    keys = keys_of(() if per is None else per.paths, env)
    nodes = clauses.values("step", tree.Step)
    steps = tuple(step_of(node, nodes, env) for node in nodes)
    check_steps(nodes, steps, env)
    reset = clauses.value("reset_after", tree.Occurrence)
    applies = conjunction(conditions(clauses, env))
    lifted = lifted_by(clauses, env)
    hold, stop = (_condition(clauses, keyword, env) for keyword in ("hold_while", "stop_when"))
    made = Ladder(
        id=rule_id(rule, env),
        keys=keys,
        steps=steps,
        applies=applies,
        lifted=lifted,
        scope=_scope(keys, steps, [applies, lifted, hold, stop], clauses, env),
        origin=origin_of(rule, clauses, None, env),
        take_any=choice(clauses, "take", ("current", "any"), "current", env) == "any",
        hold=hold,
        stop=stop,
        reset=None if reset is None else anchor_of(reset, env, lower),
        on_block=choice(clauses, "on_block", ("wait", "skip", "stop"), "wait", env),
    )
    check_size(rule, [applies, lifted, hold, stop], env)
    into.ladders.append(made)
    into.places[made.id] = Place(rule.name.span, rule.kind)


def _condition(clauses: Clauses, keyword: str, env: Environment) -> Formula:
    expression = clauses.expression(keyword)
    return NO if expression is None else lower(expression, env, Reading.PROPOSAL)


def _scope(
    keys: tuple[Key, ...],
    steps: tuple[Step, ...],
    formulas: list[Formula],
    clauses: Clauses,
    env: Environment,
) -> Scope:
    """Day points are local dates; a debt's due date needs the debt in hand."""
    everything = All(
        (*formulas, *(one for step in steps for one in (step.when, step.takes, step.owns)))
    )
    found = list(parts(everything))
    points = [point for step in steps for point in (step.start, step.end) if point is not None]
    local = bool(points) or any(needs_zone(part) for part in found)
    for step in steps:
        spans = [one.open_for for alternatives in step.after for one in alternatives]
        windows = [budget.window for budget in step.budgets]
        local = local or any(budget.distinct_days for budget in step.budgets)
        local = local or any(
            window is not None and is_local(window) for window in [*spans, *windows, step.apart]
        )
    per_debt = any(key.kind == "debt" or key.path.startswith("debt.") for key in keys)
    per_debt = per_debt or any(point.anchor.startswith("debt.") for point in points)
    per_debt = per_debt or any(needs_debt(part) for part in found)
    return Scope(per_debt, zone_of(clauses.one("time_zone"), env) if local else None)


KIND = Kind(
    name="ladder",
    clauses=COMMON - {"effect", "code", "if_unknown", "approval_by"}
    | {"per", "take", "step", "hold_while", "stop_when", "reset_after", "on_block"},
    needs=(("per",), ("step",)),
    code="",
    rank=Rank.LADDER,
    lower=_lower,
)
