"""The order in which requests are tried.

In: a bench and a rule. Out: witnesses, each request once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

from policydsl.core.explanation import Explanation
from policydsl.core.formula import All, Not, Settled
from policydsl.core.policy import Ladder, Rule
from policydsl.witnesses.bench import Bench, State, truth
from policydsl.witnesses.edges import branches, edges
from policydsl.witnesses.goals import (
    About,
    concerns,
    hand_of,
    others_than,
    said_by,
    speaks_when,
)
from policydsl.witnesses.ladders import KeptCodes, codes, round_steps, step_taken
from policydsl.witnesses.silencing import governed, governing, silenced
from policydsl.witnesses.solving import Kept, KeptTruth, Solver
from policydsl.witnesses.witness import Witness, clock_of

Judged: TypeAlias = tuple[State, Explanation]

_STARTS = 4
_WAYS = 6
_PART = 400
_FOR_A_STEP = 100
"""Requests for one start of one question, so that a hard one leaves some for the others."""

_SPEAKING, _PASSING, _UNKNOWN = 3, 5, 8
"""The question gets one of so many parts of all requests; what is left is for the edges."""


class Search:
    """One search round one rule, from requests that are fine."""

    __slots__ = ("bench", "one", "seen", "starts")

    def __init__(self, bench: Bench, one: About, starts: tuple[State, ...]) -> None:
        self.bench = bench
        self.one = one
        self.starts = starts
        self.seen: set[str] = set()

    def found(self) -> Iterator[Witness]:
        """Everything that is found, in the order promised."""
        bench, total = self.bench, self.bench.left
        shown: list[State] = []
        later: list[Judged] = []
        for state, said in self._speaking(bench.part(total // _SPEAKING)):
            if others_than(said, self.one.id) or not said_by(said, self.one.id):
                later.append((state, said))
            else:
                shown.append(state)
                yield from self._take(state, said)
        for state, said in later:
            shown.append(state)
            yield from self._take(state, said)
        near = [*shown[:2], *self.starts[:1]]
        if not near:
            return
        passing: list[State] = []
        part = bench.part(total // _PASSING)
        for state in near:
            for made, said in self._passing(state, part):
                passing.append(made)
                yield from self._take(made, said)
        part = bench.part(total // _UNKNOWN)
        for state in near:
            for made, said in self._unknown(state, part):
                yield from self._take(made, said)
        for made in self._edges(near, passing):
            yield from self._take(made, None)

    def _edges(self, near: list[State], passing: list[State]) -> Iterator[State]:
        """Round the nearest request first, then round its alternatives, then round others."""
        one, solver = self.one, Solver(self.bench)
        yield from edges(one, near[0], solver)
        yield from branches(one, near[0], solver)
        for state in (*near[1:], *passing[:2]):
            yield from edges(one, state, solver)

    def _take(self, state: State, said: Explanation | None) -> Iterator[Witness]:
        key = repr(state.draft)
        if key not in self.seen:
            self.seen.add(key)
            said = said or self.bench.policy.explain(state.request)
            yield Witness(state.data, state.request, said, clock_of(self.bench.policy))

    def _speaking(self, whole: Bench) -> Iterator[Judged]:
        one, hand = self.one, hand_of(self.one)
        formula = speaks_when(one)
        for start in self.starts:
            solver = Solver(whole.part(_PART))
            for inside in islice(governed(start, solver), _STARTS):
                kept = governing(inside, solver)
                for state in islice(solver.ways(formula, True, inside, hand, kept), _STARTS):
                    if isinstance(one, Ladder):
                        yield from self._denied(one, state, kept, whole)
                    else:
                        still = (*kept, KeptTruth(formula, True, hand))
                        yield from islice(silenced(state, one.id, Solver(whole), still), 2)

    def _denied(
        self, ladder: Ladder, state: State, kept: tuple[Kept, ...], whole: Bench
    ) -> Iterator[Judged]:
        solver = Solver(whole.part(_PART + len(ladder.steps) * _FOR_A_STEP))
        for denied in round_steps(ladder, state, solver, kept):
            still = (*kept, KeptCodes(ladder, codes(ladder, denied)))
            yield from islice(
                silenced(denied, ladder.id, Solver(whole.part(_FOR_A_STEP)), still), 1
            )

    def _passing(self, state: State, whole: Bench) -> Iterator[Judged]:
        steps = len(self.one.steps) if isinstance(self.one, Ladder) else 0
        solver = Solver(whole.part(_PART + steps * _FOR_A_STEP))
        kept = (*governing(state, solver), KeptTruth(concerns(self.one), True, hand_of(self.one)))
        for made in islice(self._quiet(state, solver, kept), _WAYS + 2 * steps):
            yield from islice(silenced(made, self.one.id, solver, kept), 1)

    def _quiet(self, state: State, solver: Solver, kept: tuple[Kept, ...]) -> Iterator[State]:
        one, hand = self.one, hand_of(self.one)
        if isinstance(one, Ladder):
            for step in one.steps:
                yield from islice(step_taken(one, step, state, solver, kept), 2)
        parts = [(one.lifted, True), (one.applies, False)]
        if isinstance(one, Rule):
            parts.insert(0, (one.core, False))
        for formula, wanted in parts:
            others = [
                KeptTruth(other, truth(other, state, hand), hand)
                for other, _ in parts
                if other is not formula
            ]
            for still in ((*kept, *others), kept):
                yield from islice(solver.ways(formula, wanted, state, hand, still), _STARTS)

    def _unknown(self, state: State, whole: Bench) -> Iterator[Judged]:
        one, hand = self.one, hand_of(self.one)
        solver = Solver(whole.part(_PART))
        kept = governing(state, solver)
        parts = All((one.applies, one.core)) if isinstance(one, Rule) else one.applies
        still = (*kept, KeptTruth(Settled(Not(one.lifted), True), True, hand))
        for made in islice(solver.ways(parts, None, state, hand, still), _WAYS):
            unsure = (*still, KeptTruth(parts, None, hand))
            yield from islice(silenced(made, one.id, solver, unsure), 1)
        for made in islice(solver.ways(one.lifted, None, state, hand, kept), _STARTS):
            yield made, self.bench.policy.explain(made.request)


def start_states(bench: Bench, plain: State) -> tuple[State, ...]:
    """Where searches start: one that is fine, if it is found, and a plain one."""
    solver = Solver(bench)
    for inside in islice(governed(plain, solver), _STARTS):
        for state, said in islice(silenced(inside, "", solver, governing(inside, solver)), 1):
            if said.verdict == "allow":
                return (state, plain)
    return (plain,)
