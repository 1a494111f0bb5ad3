"""The functions of a policy, each written when its kind of request is first seen.

In: requests. Out: judgements and surveys. Requests are of one kind when the policy cannot tell
their channels and purposes apart, and when a zone is known for all or for none. Numbers of
functions and of kinds remembered are bounded, whatever requests say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeAlias, TypeVar

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
from policydsl.engine.code_policy import Variant
from policydsl.engine.frame import MISSING, Missing

CHANNEL, _PURPOSE = "proposal.channel", "proposal.purpose"
_MOST_FUNCTIONS = 64
_MOST_KINDS = 512

T = TypeVar("T")
Kind: TypeAlias = tuple[object, object, bool]
Mentioned: TypeAlias = tuple[frozenset[Value], frozenset[Value]]
"""The channels and the purposes that a policy tells apart."""

Write: TypeAlias = Callable[[Variant], Callable[[Request], T]]


class Functions(Generic[T]):
    """The functions of one purpose."""

    __slots__ = ("_functions", "_kinds", "_mentioned", "_write")

    def __init__(self, mentioned: Mentioned, write: Write[T]) -> None:
        self._mentioned = mentioned
        self._write = write
        self._kinds: dict[Kind, Callable[[Request], T]] = {}
        self._functions: dict[Kind, Callable[[Request], T]] = {}

    def __call__(self, request: Request) -> T:
        """What the function for a request says; raises what the function raises."""
        facts = request.facts
        kind = facts.get(CHANNEL, MISSING), facts.get(_PURPOSE, MISSING), not request.zones
        try:
            function = self._kinds[kind]
        except KeyError:
            function = self._function(*kind)
            if len(self._kinds) < _MOST_KINDS:
                self._kinds[kind] = function
        return function(request)

    def _function(
        self, channel: Value | Missing, purpose: Value | Missing, no_zones: bool
    ) -> Callable[[Request], T]:
        """The function for a kind; beyond a bound, one that knows of nothing in advance."""
        channels, purposes = self._mentioned
        folded = {CHANNEL: _class(channel, channels), _PURPOSE: _class(purpose, purposes)}
        known: Kind = folded[CHANNEL], folded[_PURPOSE], no_zones
        function = self._functions.get(known)
        if function is None:
            if len(self._functions) >= _MOST_FUNCTIONS:
                known, folded = (None, OTHER, no_zones), {}
                function = self._functions.get(known)
            function = function or self._write(Variant(folded, not no_zones))
            self._functions[known] = function
        return function


def _class(value: Value | Missing, mentioned: frozenset[Value]) -> Value | Missing | Other:
    return value if isinstance(value, Missing) or value in mentioned else OTHER


def mentioned_values(policy: CorePolicy) -> Mentioned:
    """The channels and the purposes that some comparison in a policy tells apart."""
    channels, purposes = _mentioned(policy, CHANNEL), _mentioned(policy, _PURPOSE)
    steps = [step for ladder in policy.ladders for step in ladder.steps]
    return channels.union(*(step.channels for step in steps)), purposes


def _mentioned(policy: CorePolicy, path: str) -> frozenset[Value]:
    """The values of a path that some comparison in a policy tells apart."""
    found: set[Value] = set()
    for formula in _formulas_of(policy):
        found.update(_compared(formula, path))
    return frozenset(found)


def _formulas_of(policy: CorePolicy) -> Iterator[Formula]:
    yield from (root.governs for root in policy.roots)
    for obligation in policy.obligations:
        yield from (obligation.applies, obligation.lifted)
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
