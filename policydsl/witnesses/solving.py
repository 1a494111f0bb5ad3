"""Making a formula yes, no or unknown.

In: a formula, the truth wanted, and a draft. Out: drafts of which it is true, lazily, the smallest
changes first. What was found already is kept: a change that undoes it is no way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Protocol

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
    Moment,
    Not,
    Recent,
    RuledOut,
    Settled,
    When,
)
from policydsl.frozen import frozen
from policydsl.witnesses.bench import Bench, Hand, State, truth
from policydsl.witnesses.draft import Draft
from policydsl.witnesses.moves.consents import consent_moves
from policydsl.witnesses.moves.counts import count_moves
from policydsl.witnesses.moves.facts import compare_moves, known_moves
from policydsl.witnesses.moves.hours import clock_moves, during_moves, ruled_out_moves
from policydsl.witnesses.moves.times import recent_moves, when_moves

_DEEPEST = 120
_MOST_BACKTRACKED = 24
_MOST_WAYS = 40
_FREE = 40
"""So many things kept are looked at for as much as a request costs."""


class Kept(Protocol):
    """Something that is so and must stay so."""

    def is_so(self, state: State) -> bool:
        """Whether it still is."""


@frozen
class KeptTruth:
    """That a formula has a truth."""

    formula: Formula
    truth: bool | None
    hand: Hand

    def is_so(self, state: State) -> bool:
        """Whether it still has."""
        return truth(self.formula, state, self.hand) is self.truth


def stays(kept: tuple[Kept, ...], state: State) -> bool:
    """Whether everything kept still is so."""
    return all(one.is_so(state) for one in kept)


class Solver:
    """Finds drafts of which formulas are true."""

    __slots__ = ("bench",)

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def ways(
        self,
        formula: Formula,
        wanted: bool | None,
        state: State,
        hand: Hand,
        kept: tuple[Kept, ...] = (),
        depth: int = 0,
    ) -> Iterator[State]:
        """States in which the formula has the truth wanted and all that is kept still is so."""
        if truth(formula, state, hand) is wanted:
            yield state
            return
        self.bench.charge(len(kept) // _FREE)
        if depth > _DEEPEST or self.bench.left <= 0:
            return
        match formula:
            case Not(operand):
                inner = None if wanted is None else not wanted
                yield from self.ways(operand, inner, state, hand, kept, depth + 1)
            case Settled(operand, otherwise):
                if wanted is None:
                    return
                yield from self.ways(operand, wanted, state, hand, kept, depth + 1)
                if wanted is otherwise:
                    yield from self.ways(operand, None, state, hand, kept, depth + 1)
            case All(operands):
                yield from self._junction(operands, True, wanted, state, hand, kept, depth + 1)
            case Any(operands):
                yield from self._junction(operands, False, wanted, state, hand, kept, depth + 1)
            case _:
                for draft in islice(self.moves(formula, wanted, state, hand), _MOST_WAYS):
                    made = self.bench.state(draft)
                    self.bench.charge(len(kept) // _FREE)
                    if made and truth(formula, made, hand) is wanted and stays(kept, made):
                        yield made

    def moves(
        self, atom: Formula, wanted: bool | None, state: State, hand: Hand
    ) -> Iterator[Draft]:
        """Changes that may give an atom the truth wanted; whether they do is for others to see."""
        match atom:
            case Compare():
                yield from compare_moves(atom, wanted, state, hand, self.bench)
            case KnownFact(path):
                yield from known_moves(path, wanted, state, hand, self.bench)
            case Clock():
                yield from clock_moves(atom, wanted, state, hand, self.bench)
            case During(path):
                yield from during_moves(path, wanted, state, hand, self.bench)
            case RuledOut(path):
                yield from ruled_out_moves(path, wanted, state, hand, self.bench)
            case When():
                yield from when_moves(atom, wanted, state, hand, self.bench)
            case Recent():
                yield from recent_moves(atom, wanted, state, hand, self.bench)
            case Count():
                yield from count_moves(atom, wanted, state, hand, self)
            case Consent():
                yield from consent_moves(atom, wanted, state, hand, self)

    def _junction(
        self,
        operands: tuple[Formula, ...],
        neutral: bool,
        wanted: bool | None,
        state: State,
        hand: Hand,
        kept: tuple[Kept, ...],
        depth: int,
    ) -> Iterator[State]:
        """A conjunction (`neutral` yes) or a disjunction (`neutral` no)."""
        if wanted is neutral:
            yield from self._each(operands, neutral, state, hand, kept, depth)
        elif wanted is not None:
            for operand in _easiest_first(operands):
                yield from self.ways(operand, wanted, state, hand, kept, depth)
        else:
            for unknown in _easiest_first(operands):
                others = tuple(one for one in operands if one is not unknown)
                for made in self.ways(unknown, None, state, hand, kept, depth):
                    still = (*kept, KeptTruth(unknown, None, hand))
                    yield from self._each(others, neutral, made, hand, still, depth)

    def _each(
        self,
        operands: tuple[Formula, ...],
        wanted: bool,
        state: State,
        hand: Hand,
        kept: tuple[Kept, ...],
        depth: int,
    ) -> Iterator[State]:
        """States in which every operand has the truth wanted."""
        self.bench.charge(len(operands) // _FREE)
        rest: list[Formula] = []
        for one in _easiest_first(operands):
            if truth(one, state, hand) is wanted:
                kept = (*kept, KeptTruth(one, wanted, hand))
            else:
                rest.append(one)
        while len(rest) > _MOST_BACKTRACKED:
            first = rest.pop(0)
            made = next(self.ways(first, wanted, state, hand, kept, depth), None)
            if made is None:
                return
            state, kept = made, (*kept, KeptTruth(first, wanted, hand))
        yield from self._one_by_one(rest, wanted, state, hand, kept, depth)

    def _one_by_one(
        self,
        rest: list[Formula],
        wanted: bool,
        state: State,
        hand: Hand,
        kept: tuple[Kept, ...],
        depth: int,
    ) -> Iterator[State]:
        if not rest:
            yield state
            return
        first, *others = rest
        for made in self.ways(first, wanted, state, hand, kept, depth):
            still = (*kept, KeptTruth(first, wanted, hand))
            yield from self._one_by_one(others, wanted, made, hand, still, depth)


def _easiest_first(operands: tuple[Formula, ...]) -> list[Formula]:
    """Facts before times before events, in the order written."""
    return sorted(operands, key=_effort)


def _effort(formula: Formula) -> int:
    match formula:
        case Compare() | KnownFact():
            return 0
        case Not(operand) | Settled(operand, _):
            return _effort(operand)
        case All(operands) | Any(operands):
            return max(map(_effort, operands), default=0)
        case Count():
            return 4
        case Consent():
            return 3
        case When(left, _, right) if not (_is_fact(left) or _is_fact(right)):
            return 5
        case Clock() | When():
            return 1
        case _:
            return 2


def _is_fact(moment: Moment) -> bool:
    return isinstance(moment.base, str) and moment.base not in ("now", "today")
