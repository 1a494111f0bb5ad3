"""What a contact waits for that time alone does not bring.

In: a reason that does not lift, and the policy. Out: waits: the facts, events and consents of which
one, changed, could end the reason; `never`, when it follows from the proposal itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from policydsl.core.explanation import Reason, StepMeasure
from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Settled,
    SinceLast,
    When,
)
from policydsl.core.outlook import Awaited, Wait
from policydsl.core.policy import CorePolicy, Ladder, Step
from policydsl.core.request import Request

_UNKNOWN = ("FACT_MISSING", "TZ_UNKNOWN", "CALENDAR_UNKNOWN")
_ORDER = tuple(Awaited)
_OWN_ROOTS = ("proposal", "event", "consent")

Named: TypeAlias = tuple[Awaited, str]


def waits_of(reason: Reason, policy: CorePolicy, request: Request) -> list[Wait]:
    """What the rule, ladder or root of a reason waits for, by kind."""
    if reason.code in _UNKNOWN and reason.missing:
        return [Wait(Awaited.FACT, reason.rule, reason.missing)]
    names: dict[Awaited, dict[str, None]] = {}
    for kind, name in _named(reason, policy, request):
        names.setdefault(kind, {})[name] = None
    found = [Wait(kind, reason.rule, tuple(names[kind])) for kind in _ORDER if kind in names]
    return found or [Wait(Awaited.NEVER, reason.rule)]


def _named(reason: Reason, policy: CorePolicy, request: Request) -> Iterator[Named]:
    for rule in policy.rules:
        if rule.id == reason.rule:
            yield from _to_become(rule.applies, False, request)
            yield from _to_become(rule.core, False, request)
            yield from _to_become(rule.lifted, True, request)
    for ladder in policy.ladders:
        if ladder.id == reason.rule:
            yield from _of_ladder(ladder, reason, request)
    for root in policy.roots:
        if root.name == reason.rule:
            yield from _to_become(root.governs, True, request)


def _of_ladder(ladder: Ladder, reason: Reason, request: Request) -> Iterator[Named]:
    if reason.code == "LADDER_STOPPED":
        yield from _to_become(ladder.stop, False, request)
    elif reason.code == "LADDER_HELD":
        yield from _to_become(ladder.hold, False, request)
    elif isinstance(reason.measure, StepMeasure):
        for step in ladder.steps:
            if step.name == reason.measure.step:
                yield from _of_step(step, reason.code, request)
    yield from _to_become(ladder.applies, False, request)
    yield from _to_become(ladder.lifted, True, request)
    if ladder.reset is not None:
        yield Awaited.EVENT, ladder.reset.kind


def _of_step(step: Step, code: str, request: Request) -> Iterator[Named]:
    if code == "STEP_SPENT":
        for budget in step.budgets:
            if isinstance(budget.window, SinceLast):
                yield Awaited.EVENT, budget.window.selection.kind
    if code != "STEP_NOT_REACHED":
        return
    for alternatives in step.after:
        for reached in alternatives:
            yield Awaited.EVENT, f"step:{reached.step}"
    for point in (step.start, step.end):
        if point is not None:
            yield Awaited.FACT, point.anchor
    yield from _to_become(step.when, True, request)


def _to_become(formula: Formula, wanted: bool, request: Request) -> Iterator[Named]:
    """What could make a formula yes (or no), as far as it is not a matter of the proposal."""
    match formula:
        case Not(operand):
            yield from _to_become(operand, not wanted, request)
        case Settled(operand, _):
            yield from _to_become(operand, wanted, request)
        case All(operands) | Any(operands):
            for operand in operands:
                yield from _to_become(operand, wanted, request)
        case Compare(path, _, operand):
            yield from _facts(path, operand.path if isinstance(operand, PathRef) else None)
        case KnownFact(path) | During(path) | RuledOut(path) | Recent(path):
            yield from _facts(path)
        case Clock():
            yield from _facts(*formula.during, formula.at)
            if len(request.zones) > 1:
                yield Awaited.FACT, "person.time_zones"
        case When(left, _, right):
            yield from _facts(left.base, right.base)
        case Count(selection, _, window):
            if wanted:
                yield Awaited.EVENT, selection.kind
            elif isinstance(window, SinceLast):
                yield Awaited.EVENT, window.selection.kind
        case Consent(fields):
            if wanted:
                values = [request.facts.get(path) for _, path in fields]
                shown = [value for value in values if isinstance(value, str)]
                yield from ((Awaited.CONSENT, name) for name in shown or ["consent"])


def _facts(*paths: object) -> Iterator[Named]:
    """Paths of facts that are not of the proposal itself."""
    for path in paths:
        if isinstance(path, str) and "." in path and path.partition(".")[0] not in _OWN_ROOTS:
            yield Awaited.FACT, path
