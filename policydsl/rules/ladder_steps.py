"""The steps of a ladder."""

from __future__ import annotations

from policydsl.core.formula import YES, All, Any, Compare, Formula, KnownFact, Not
from policydsl.core.policy import Budget, DayPoint, Step, StepReached
from policydsl.diagnostics import Text, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.types import DateType, InstantType
from policydsl.rules.clauses import select
from policydsl.rules.constants import channels_of, type_name
from policydsl.rules.durations import number, span_of
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import lower
from policydsl.rules.selections import LEVELS, window_of
from policydsl.syntax import tree

_CLAUSES = frozenset(
    {"from", "until", "after", "when", "via", "at_most", "at_least", "approval_by", "must"}
)
_REPEATING = frozenset({"at_most", "after"})
_STEP = Text("step", "步骤")
_DUE = "debt.due_on"


def step_of(node: tree.Step, siblings: tuple[tree.Step, ...], env: Environment) -> Step:
    """A rung."""
    clauses = select(node.clauses, _CLAUSES, _REPEATING, _STEP, env)
    via = clauses.value("via", tree.Via)
    if via is None and not clauses.misplaced:
        env.report("E417", node.name.span, helps=("via",), name=node.name.text)
    via = via or tree.Via((), None, node.span)
    when = clauses.expression("when")
    apart = clauses.value("at_least", tree.Spacing)
    approval = clauses.value("approval_by", tree.Word)
    duties = clauses.value("must", tree.Duties)
    if duties is not None and duties.within is not None:
        env.report("E418", duties.span, helps=("oblige",))
    return Step(
        name=node.name.text,
        channels=channels_of(via.channels, env),
        takes=_takes(node.name.text, via, env),
        owns=YES if via.where is None else lower(via.where, env, Reading.STEP_EVENT),
        start=_point(clauses.value("from", tree.DayPoint), env),
        end=_point(clauses.value("until", tree.DayPoint), env),
        after=tuple(
            tuple(_reached(one, siblings, env) for one in alternatives.alternatives)
            for alternatives in clauses.values("after", tree.AfterSteps)
        ),
        when=YES if when is None else lower(when, env, Reading.PROPOSAL),
        budgets=tuple(_budget(limit, env) for limit in clauses.values("at_most", tree.Limit)),
        apart=None if apart is None else span_of(apart.duration, env),
        approval=None if approval is None else approval.text,
        duties=() if duties is None else tuple(word.text for word in duties.names),
    )


def _takes(name: str, via: tree.Via, env: Environment) -> Formula:
    """Which proposals the step takes: its `where`, and the step named, when steps are named."""
    where = YES if via.where is None else lower(via.where, env, Reading.PROPOSAL)
    named = env.vocabulary.lookup("proposal.step")
    if named is None:
        return where
    step = Any(
        (
            Not(KnownFact(named.path)),
            Compare(named.path, "eq", None),
            Compare(named.path, "eq", name),
        )
    )
    return All((where, step))


def _point(point: tree.DayPoint | None, env: Environment) -> DayPoint | None:
    if point is None:
        return None
    if point.anchor is None:
        return DayPoint(point.number, _DUE)
    field = env.fact(point.anchor)
    if field is None:
        return None
    if not isinstance(field.type, DateType | InstantType):
        env.report("E320", point.anchor.span, name=point.anchor.text, kind=type_name(field))
    return DayPoint(point.number, field.path)


def _reached(
    reached: tree.StepReached, siblings: tuple[tree.Step, ...], env: Environment
) -> StepReached:
    names = tuple(step.name.text for step in siblings)
    if reached.step.text not in names:
        close = did_you_mean(reached.step.text, names)
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": name}) for name in close
        ) or (("steps", {"steps": ", ".join(f"`{name}`" for name in names)}),)
        env.report("E419", reached.step.span, helps=helps, name=reached.step.text)
    times = reached.times
    return StepReached(
        step=reached.step.text,
        times=None if times is None else number(times, reached.span, env),
        open_for=None if reached.open_for is None else span_of(reached.open_for, env),
    )


def _budget(limit: tree.Limit, env: Environment) -> Budget:
    counting, noun = limit.counting, limit.counting.occurrence.noun
    extra = counting.occurrence
    if extra.by or extra.per or extra.where or counting.after_first or counting.before_today:
        env.report("E420", limit.span, helps=("cap",))
    if noun.event not in LEVELS or noun.direction != "outbound":
        env.report("E421", noun.span, helps=("levels",), name=noun.span.text)
    return Budget(
        limit=number(limit.number, limit.span, env),
        level=LEVELS.get(noun.event, 1),
        window=window_of(counting.window, env, lower),
        distinct_days=noun.days,
    )
