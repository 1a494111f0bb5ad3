"""Formulas with the instant until which their answer stays.

In: core formulas. Out: holdings: the truth now, and an instant after now before which nothing but
the clock changes it. A conjunction that is not true stays so as long as the longest of its parts
that are not; that is what makes long jumps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

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
    Recent,
    RuledOut,
    Settled,
    When,
)
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, Test, Truth
from policydsl.engine.timeline.clock_changes import ClockChanges, during_change, ruled_out_change
from policydsl.engine.timeline.count_changes import consent_change, count_change
from policydsl.engine.timeline.dates import Change, never
from policydsl.engine.timeline.moment_changes import recent_change, when_change
from policydsl.engine.zones import ALWAYS, NEVER

Holding: TypeAlias = Callable[[Frame], tuple[Truth, int]]


class Holdings:
    """The holdings of one policy, made once for each atom."""

    __slots__ = ("_changes", "_clocks", "formulas")

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self._changes: dict[tuple[Formula, bool], Change | None] = {}
        self._clocks: dict[Clock, ClockChanges] = {}

    def core(self, core: Formula) -> Holding:
        """The holding of the core of a rule: a count presumes of reservations what they become."""
        if not isinstance(core, Count):
            return self.of(core)
        return _atom(self.formulas.core_test(core), self._change_of_count(core, True))

    def of(self, formula: Formula) -> Holding:
        """The holding of a formula."""
        match formula:
            case Not(operand):
                return _not(self.of(operand))
            case All(operands):
                return joined([self.of(one) for one in in_order(operands)], False)
            case Any(operands):
                return joined([self.of(one) for one in in_order(operands)], True)
            case Settled(operand, otherwise):
                return _settled(self.of(operand), otherwise)
            case Clock():
                return self._clock(formula).holding
            case _:
                return _atom(self.formulas.test(formula), self.change(formula))

    def change(self, formula: Formula) -> Change | None:
        """When a formula may next be answered differently; None for never."""
        match formula:
            case Not(operand) | Settled(operand, _):
                return self.change(operand)
            case All(operands) | Any(operands):
                changes = [change for one in operands if (change := self.change(one)) is not None]
                return _first(changes) if changes else None
            case Compare() | KnownFact():
                return None
            case Clock():
                holding = self._clock(formula).holding
                return lambda frame: holding(frame)[1]
            case During(path):
                return during_change(path)
            case RuledOut(path):
                return ruled_out_change(path)
            case When():
                change = when_change(formula, self.formulas.test(formula))
                return None if change is never else change
            case Recent():
                return recent_change(formula)
            case Count():
                return self._change_of_count(formula, False)
            case Consent():
                return consent_change(formula, self.change)
            case _:
                assert_never(formula)

    def _change_of_count(self, count: Count, presumes: bool) -> Change | None:
        return count_change(self.formulas.counter(count, presumes), self.change)

    def _clock(self, clock: Clock) -> ClockChanges:
        known = self._clocks.get(clock)
        if known is None:
            known = self._clocks[clock] = ClockChanges(clock)
        return known


def in_order(operands: tuple[Formula, ...]) -> list[Formula]:
    """What never changes first."""
    return sorted(operands, key=lambda one: not isinstance(one, Compare | KnownFact))


def _first(changes: list[Change]) -> Change:
    return lambda frame: min([change(frame) for change in changes])


def _atom(test: Test, change: Change | None) -> Holding:
    if change is None:
        return lambda frame: (test(frame), NEVER)
    return lambda frame: (test(frame), change(frame))


def _not(holding: Holding) -> Holding:
    def negation(frame: Frame) -> tuple[Truth, int]:
        truth, until = holding(frame)
        return (None if truth is None else not truth), until

    return negation


def _settled(holding: Holding, otherwise: bool) -> Holding:
    def settled(frame: Frame) -> tuple[Truth, int]:
        truth, until = holding(frame)
        return (otherwise if truth is None else truth), until

    return settled


def joined(holdings: list[Holding], decisive: bool) -> Holding:
    """A conjunction, which one no decides, or a disjunction, which one yes decides."""
    if len(holdings) == 1:
        return holdings[0]

    def join(frame: Frame) -> tuple[Truth, int]:
        until, decided_until, is_unknown = NEVER, ALWAYS, False
        for holding in holdings:
            truth, its_until = holding(frame)
            if truth is decisive:
                if its_until == NEVER:
                    return decisive, NEVER
                decided_until = max(decided_until, its_until)
            else:
                until = min(until, its_until)
                is_unknown = is_unknown or truth is None
        if decided_until != ALWAYS:
            return decisive, decided_until
        return (None if is_unknown else not decisive), until

    return join
