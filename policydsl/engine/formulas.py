"""Formulas as chains of closures: the truth of each, exactly, in any frame.

In: core formulas. Out: tests of a frame. Equal atoms are made once, so that they share what they
find out within one decision.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
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
    Key,
    KnownFact,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Selection,
    Settled,
    When,
)
from policydsl.engine.clocks import clock_test, during_test, ruled_out_test
from policydsl.engine.consents import Live
from policydsl.engine.counts import Counter, Walk
from policydsl.engine.frame import MISSING, Frame, Reader, Test, Truth, reader
from policydsl.engine.moments import recent_test, when_test

MakeWalk: TypeAlias = "Callable[[Selection, tuple[Key, ...], Formulas, bool], Walk]"


class Formulas:
    """The tests of one policy, made once for each atom; `make_walk` makes walks for counts."""

    __slots__ = ("_counters", "_lives", "_make_walk", "_tests")

    def __init__(self, make_walk: MakeWalk) -> None:
        self._make_walk = make_walk
        self._tests: dict[Formula, Test] = {}
        self._counters: dict[tuple[Count, bool], Counter] = {}
        self._lives: dict[Consent, Live] = {}

    def counter(self, count: Count, presumes: bool = False) -> Counter:
        """The counter of a `Count` atom; with `presumes`, of one that is the core of a rule."""
        known = self._counters.get((count, presumes))
        if known is None:
            walk = partial(self._make_walk, count.selection, count.keys, self, presumes)
            known = Counter(count, self.test, walk, presumes)
            self._counters[count, presumes] = known
        return known

    def live(self, consent: Consent) -> Live:
        """The judge of a `Consent` atom."""
        if consent not in self._lives:
            self._lives[consent] = Live(consent, self.test)
        return self._lives[consent]

    def core_test(self, core: Formula) -> Test:
        """The test of the core of a rule: a count presumes of reservations what they may become."""
        return self.counter(core, True).holds if isinstance(core, Count) else self.test(core)

    def test(self, formula: Formula) -> Test:
        """The test of a formula."""
        match formula:
            case Not(operand):
                return _not(self.test(operand))
            case All(operands):
                return _all([self.test(operand) for operand in operands])
            case Any(operands):
                return _any([self.test(operand) for operand in operands])
            case Settled(operand, otherwise):
                return _settled(self.test(operand), otherwise)
            case _:
                if formula not in self._tests:
                    self._tests[formula] = self._atom(formula)
                return self._tests[formula]

    def _atom(self, atom: Formula) -> Test:
        match atom:
            case Compare():
                return _compare(atom)
            case KnownFact(path):
                return _known(reader(path))
            case Clock():
                return clock_test(atom)
            case During(path):
                return during_test(path)
            case RuledOut(path):
                return ruled_out_test(path)
            case When():
                return when_test(atom)
            case Recent():
                return recent_test(atom)
            case Count():
                return self.counter(atom).holds
            case Consent():
                return self.live(atom).holds
            case Not() | All() | Any() | Settled():
                raise TypeError("not an atom")
            case _:
                assert_never(atom)


def _not(test: Test) -> Test:
    def negation(frame: Frame) -> Truth:
        truth = test(frame)
        return None if truth is None else not truth

    return negation


def _all(tests: list[Test]) -> Test:
    def conjunction(frame: Frame) -> Truth:
        unknown = False
        for test in tests:
            truth = test(frame)
            if truth is False:
                return False
            unknown = unknown or truth is None
        return None if unknown else True

    return conjunction if len(tests) != 1 else tests[0]


def _any(tests: list[Test]) -> Test:
    def disjunction(frame: Frame) -> Truth:
        unknown = False
        for test in tests:
            truth = test(frame)
            if truth:
                return True
            unknown = unknown or truth is None
        return None if unknown else False

    return disjunction if len(tests) != 1 else tests[0]


def _settled(test: Test, otherwise: bool) -> Test:
    def settled(frame: Frame) -> Truth:
        truth = test(frame)
        return otherwise if truth is None else truth

    return settled


def _known(read: Reader) -> Test:
    return lambda frame: read(frame) is not MISSING


def _compare(compare: Compare) -> Test:
    left_of = reader(compare.path)
    related = RELATIONS[compare.operator]
    if isinstance(compare.operand, PathRef):
        right_of = reader(compare.operand.path)

        def paths(frame: Frame) -> Truth:
            left, right = left_of(frame), right_of(frame)
            return None if left is MISSING or right is MISSING else related(left, right)

        return paths
    constant = compare.operand

    def literal(frame: Frame) -> Truth:
        left = left_of(frame)
        return None if left is MISSING else related(left, constant)

    return literal


def _is_in(left: object, right: object) -> bool:
    return isinstance(right, frozenset) and left is not None and left in right


def _starts_with(left: object, right: object) -> bool:
    return isinstance(left, str) and isinstance(right, str) and left.startswith(right)


def _less(left: object, right: object) -> bool:
    return isinstance(left, int | Decimal) and isinstance(right, int | Decimal) and left < right


def _not_more(left: object, right: object) -> bool:
    return isinstance(left, int | Decimal) and isinstance(right, int | Decimal) and left <= right


RELATIONS: dict[str, Callable[[object, object], bool]] = {
    "eq": lambda left, right: left == right,
    "in": _is_in,
    "starts_with": _starts_with,
    "lt": _less,
    "le": _not_more,
    "gt": lambda left, right: _less(right, left),
    "ge": lambda left, right: _not_more(right, left),
}
"""What each operator asks of two values that are there; `none` equals only itself."""
