"""The engine against the reference: whether they agree on a case, and the smallest case they do not.

In: a policy and a request. Out: both explanations where they differ; a case made smaller as long as
it still differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any as AnyType
from typing import TypeVar

from policydsl.core import reference
from policydsl.core.explanation import Explanation
from policydsl.core.formula import NO, YES, All, Any, Formula, Not, Settled
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Rule, Step
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine, compile_policy
from policydsl.engine.verdicts import Judgement

T = TypeVar("T")
Case = tuple[CorePolicy, Request]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each side says; the engine's side may be the exception that it raised."""

    expected: Explanation
    found: Explanation | Judgement | str | None

    @property
    def agrees(self) -> bool:
        """Whether the engine says the same, in brief and at length."""
        return self.found is None


def compare(policy: CorePolicy, request: Request, engine: Engine | None = None) -> Comparison:
    """Ask both; `found` is the first answer of the engine that differs."""
    expected = reference.explain(policy, request)
    try:
        engine = engine or compile_policy(policy)
        explanation, judgement = engine.explain(request), engine.judge(request)
    except Exception as error:
        return Comparison(expected, f"{type(error).__name__}: {error}")
    if explanation != expected:
        return Comparison(expected, explanation)
    return Comparison(expected, None if judgement == _in_brief(expected) else judgement)


def _in_brief(explanation: Explanation) -> Judgement:
    blocking = dict.fromkeys(r.rule for r in explanation.reasons if r.effect != "allow")
    return Judgement(explanation.verdict, tuple(blocking))


def smallest(policy: CorePolicy, request: Request, differs: Callable[[Case], bool]) -> Case:
    """Drop and simplify parts, one at a time, as long as the case still differs."""
    case = (policy, request)
    while True:
        smaller = next((other for other in _smaller(case) if differs(other)), None)
        if smaller is None:
            return case
        case = smaller


def _smaller(case: Case) -> Iterator[Case]:
    policy, request = case
    for smaller_policy in _smaller_policies(policy):
        yield smaller_policy, request
    for smaller_request in _smaller_requests(request):
        yield policy, smaller_request


def _smaller_policies(policy: CorePolicy) -> Iterator[CorePolicy]:
    for rules in _without_one(policy.rules):
        yield replace(policy, rules=rules)
    for ladders in _without_one(policy.ladders):
        yield replace(policy, ladders=ladders)
    for obligations in _without_one(policy.obligations):
        yield replace(policy, obligations=obligations)
    for margins in _without_one(policy.margins):
        yield replace(policy, margins=margins)
    for roots in _without_one(policy.roots):
        if roots:
            yield replace(policy, roots=roots)
    for rules in _with_one_simpler(policy.rules, _simpler_rules):
        yield replace(policy, rules=rules)
    for ladders in _with_one_simpler(policy.ladders, _simpler_ladders):
        yield replace(policy, ladders=ladders)
    for obligations in _with_one_simpler(policy.obligations, _simpler_obligations):
        yield replace(policy, obligations=obligations)


def _smaller_requests(request: Request) -> Iterator[Request]:
    for events in _without_one(request.events):
        yield replace(request, events=events)
    for consents in _without_one(request.consents):
        yield replace(request, consents=consents)
    for approvals in _without_one(request.approvals):
        yield replace(request, approvals=approvals)
    for zones in _without_one(request.zones):
        yield replace(request, zones=zones)
    for facts in _without_a_key(request.facts):
        yield replace(request, facts=facts)
    for debts in _without_a_key(request.debts):
        yield replace(request, debts=debts)
    for asked in _without_one(request.proposal_debts or ()):
        yield replace(request, proposal_debts=asked)


def _simpler_rules(rule: Rule) -> Iterator[Rule]:
    for applies in _simpler_formulas(rule.applies, YES):
        yield replace(rule, applies=applies)
    for lifted in _simpler_formulas(rule.lifted, NO):
        yield replace(rule, lifted=lifted)
    for core in _simpler_formulas(rule.core, YES):
        yield replace(rule, core=core)


def _simpler_obligations(obligation: Obligation) -> Iterator[Obligation]:
    for applies in _simpler_formulas(obligation.applies, YES):
        yield replace(obligation, applies=applies)
    for lifted in _simpler_formulas(obligation.lifted, NO):
        yield replace(obligation, lifted=lifted)


def _simpler_ladders(ladder: Ladder) -> Iterator[Ladder]:
    needed = {one.step for step in ladder.steps for group in step.after for one in group}
    for steps in _without_one(ladder.steps):
        names = {step.name for step in steps}
        if steps and needed <= names:
            yield replace(ladder, steps=steps)
    for steps in _with_one_simpler(ladder.steps, _simpler_steps):
        yield replace(ladder, steps=steps)
    for name in ("applies", "lifted", "hold", "stop"):
        resting = YES if name == "applies" else NO
        for formula in _simpler_formulas(getattr(ladder, name), resting):
            change: dict[str, AnyType] = {name: formula}
            yield replace(ladder, **change)
    if ladder.reset is not None:
        yield replace(ladder, reset=None)


def _simpler_steps(step: Step) -> Iterator[Step]:
    for name, resting in _RESTING_STEP.items():
        if getattr(step, name) != resting:
            yield replace(step, **{name: resting})


_RESTING_STEP: Mapping[str, AnyType] = {
    "takes": YES,
    "owns": YES,
    "start": None,
    "end": None,
    "after": (),
    "when": YES,
    "budgets": (),
    "apart": None,
    "approval": None,
    "duties": (),
}


def _simpler_formulas(formula: Formula, resting: Formula) -> Iterator[Formula]:
    if formula != resting:
        yield resting
    match formula:
        case Not(operand) | Settled(operand, _):
            yield operand
        case All(operands) | Any(operands):
            yield from operands
            for fewer in _without_one(operands):
                yield type(formula)(fewer)


def _without_one(members: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    if len(members) > 8:
        yield members[: len(members) // 2]
        yield members[len(members) // 2 :]
    for index in range(len(members)):
        yield members[:index] + members[index + 1 :]


def _with_one_simpler(
    members: tuple[T, ...], simpler: Callable[[T], Iterator[T]]
) -> Iterator[tuple[T, ...]]:
    for index, member in enumerate(members):
        for other in simpler(member):
            yield (*members[:index], other, *members[index + 1 :])


def _without_a_key(values: Mapping[str, T]) -> Iterator[dict[str, T]]:
    for key in values:
        yield {other: value for other, value in values.items() if other != key}
