"""The compiled evaluator.

In: a `CorePolicy`. Out: `Engine`, which gives the verdict with the ids of the rules that block,
and, only when asked, the whole explanation. An engine may be used by several threads at once.

A policy becomes Python functions, one for each kind of request: those of one channel and purpose, as
far as the policy tells them apart. A function is written when its kind of request is first seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.explanation import Explanation
from policydsl.core.formula import (
    All,
    Any,
    Compare,
    Count,
    Formula,
    Not,
    PathRef,
    Settled,
    SinceLast,
)
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request, Value
from policydsl.engine.code_place import OTHER, Other
from policydsl.engine.code_policy import Judge, Variant, write_judge
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import about
from policydsl.engine.explaining import Explainer
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import MISSING, Missing
from policydsl.engine.verdicts import Judgement, Slots, judgement_of
from policydsl.engine.zones import RareError

_CHANNEL, _PURPOSE = "proposal.channel", "proposal.purpose"
_MOST_FUNCTIONS = 64
_MOST_KINDS = 512


class Engine:
    """One policy, ready to decide."""

    __slots__ = (
        "_about",
        "_explainer",
        "_formulas",
        "_functions",
        "_kinds",
        "_mentioned",
        "_slots",
        "policy",
    )

    def __init__(self, policy: CorePolicy) -> None:
        self.policy = policy
        self._about = about(policy)
        self._formulas = Formulas()
        self._explainer = Explainer(policy, self._formulas)
        self._slots = Slots(policy)
        self._mentioned = {path: _mentioned(policy, path) for path in (_CHANNEL, _PURPOSE)}
        self._kinds: dict[tuple[object, object, bool], Judge] = {}
        self._functions: dict[tuple[object, object, bool], Judge] = {}

    def decide(self, request: Request) -> Decision:
        """The decision, explained when asked."""
        judgement = self.judge(request)
        return Decision(
            judgement.verdict, judgement.blocking, request, self._explainer.explain, self._about
        )

    def judge(self, request: Request) -> Judgement:
        """The verdict and what blocks."""
        facts = request.facts
        kind = facts.get(_CHANNEL, MISSING), facts.get(_PURPOSE, MISSING), not request.zones
        try:
            judge = self._kinds[kind]
        except KeyError:
            judge = self._function(*kind)
            if len(self._kinds) < _MOST_KINDS:
                self._kinds[kind] = judge
        try:
            return judge(request)
        except RareError:
            return judgement_of(self.explain(request))

    def explain(self, request: Request) -> Explanation:
        """The whole explanation."""
        return self._explainer.explain(request)

    def _function(
        self, channel: Value | Missing, purpose: Value | Missing, no_zones: bool
    ) -> Judge:
        """The function for a kind of request; beyond a bound, one that knows nothing of it."""
        known = self._class(_CHANNEL, channel), self._class(_PURPOSE, purpose), no_zones
        judge = self._functions.get(known)
        if judge is None:
            folded = {_CHANNEL: known[0], _PURPOSE: known[1]}
            if len(self._functions) >= _MOST_FUNCTIONS:
                known, folded = (OTHER, None, no_zones), {}
            variant = Variant(folded, not no_zones)
            judge, _ = write_judge(self.policy, self._formulas, self._slots, variant)
            self._functions[known] = judge
        return judge

    def _class(self, path: str, value: Value | Missing) -> Value | Missing | Other:
        return value if value is MISSING or value in self._mentioned[path] else OTHER


def _mentioned(policy: CorePolicy, path: str) -> frozenset[Value]:
    """The values of a path that some comparison in a policy tells apart."""
    found: set[Value] = set()
    for formula in _formulas_of(policy):
        found.update(_compared(formula, path))
    if path == _CHANNEL:
        found.update(*(step.channels for ladder in policy.ladders for step in ladder.steps))
    return frozenset(found)


def _formulas_of(policy: CorePolicy) -> Iterator[Formula]:
    yield from (root.governs for root in policy.roots)
    for rule in policy.rules:
        yield from (rule.applies, rule.core, rule.lifted)
    for ladder in policy.ladders:
        yield from (ladder.applies, ladder.lifted, ladder.hold, ladder.stop)
        if ladder.reset is not None:
            yield ladder.reset.where
        for step in ladder.steps:
            yield from (step.takes, step.owns, step.when)


def _compared(formula: Formula, path: str) -> Iterator[Value]:
    match formula:
        case Not(operand) | Settled(operand, _):
            yield from _compared(operand, path)
        case All(operands) | Any(operands):
            for operand in operands:
                yield from _compared(operand, path)
        case Compare(compared, "eq" | "in", operand) if compared == path:
            if isinstance(operand, frozenset):
                yield from operand
            elif not isinstance(operand, PathRef):
                yield operand
        case Count(selection, _, window, _, _, after_first):
            inner = [
                selection,
                after_first,
                window.selection if isinstance(window, SinceLast) else None,
            ]
            for one in inner:
                if one is not None:
                    yield from _compared(one.where, path)


def compile_policy(policy: CorePolicy) -> Engine:
    """Make a policy ready."""
    return Engine(policy)
