"""The order in which requests are tried.

In: a bench and a rule. Out: witnesses, each request once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from policydsl.core.explanation import Explanation
from policydsl.core.formula import All, Any, Compare, Formula, Not, Settled
from policydsl.core.policy import Ladder, Rule
from policydsl.witnesses.base import base_draft
from policydsl.witnesses.bench import Bench, State
from policydsl.witnesses.edges import edges
from policydsl.witnesses.goals import About, hand_of, others_than, said_by, speaks_when
from policydsl.witnesses.ladders import denied_states, step_taken
from policydsl.witnesses.silencing import governed, governing, silenced
from policydsl.witnesses.solving import Kept, Solver
from policydsl.witnesses.witness import Witness
from policydsl.witnesses.writing import to_json

_TOLD_APART = ("proposal.channel", "proposal.purpose")
_UNTOLD = Compare("event.kind", "eq", "")
"""Without an event in hand it is unknown, whatever the request."""

_STARTS = 4


class Search:
    """One search round one rule."""

    __slots__ = ("bench", "day", "seen", "solver")

    def __init__(self, bench: Bench, day: date) -> None:
        self.bench = bench
        self.day = day
        self.solver = Solver(bench)
        self.seen: set[str] = set()

    def around(self, one: About) -> Iterator[Witness]:
        """Everything that is found, in the order promised."""
        start = self.bench.state(base_draft(self.bench.ground, self.day))
        if start is None:
            return
        shown: list[State] = []
        later: list[tuple[State, Explanation]] = []
        for state, said in self._speaking(one, start):
            if others_than(said, one.id) or not said_by(said, one.id):
                later.append((state, said))
                continue
            shown.append(state)
            yield from self._take(state, said)
        for state, said in later:
            shown.append(state)
            yield from self._take(state, said)
        near = shown[:2] or [start]
        passing: list[State] = []
        for state in near:
            for made, said in self._passing(one, state):
                passing.append(made)
                yield from self._take(made, said)
        for state in near:
            for made, said in self._unknown(one, state):
                yield from self._take(made, said)
        for state in (*near, *passing[:2]):
            for made in edges(one, state, self.solver):
                yield from self._take(made, self.bench.policy.explain(made.request))

    def _take(self, state: State, said: Explanation) -> Iterator[Witness]:
        key = repr(state.draft)
        if key not in self.seen:
            self.seen.add(key)
            yield Witness(to_json(state.draft, self.bench.ground.fields), state.request, said)

    def _speaking(self, one: About, start: State) -> Iterator[tuple[State, Explanation]]:
        hand = hand_of(one)
        formula = speaks_when(one)
        for inside in islice(governed(start, self.solver), _STARTS):
            rule = governing(inside, self.solver)
            kept = (rule,) if rule is not None else ()
            for state in islice(self.solver.ways(formula, True, inside, hand, kept), _STARTS):
                still = (*kept, Kept(formula, True, hand))
                if isinstance(one, Ladder):
                    for denied in denied_states(one, state, self.solver, kept):
                        yield denied, self.bench.policy.explain(denied.request)
                    continue
                yield from islice(silenced(state, one.id, self.solver, still), 2)

    def _passing(self, one: About, state: State) -> Iterator[tuple[State, Explanation]]:
        rule = governing(state, self.solver)
        concern = Kept(concerns(one), True, hand_of(one))
        kept = (*((rule,) if rule is not None else ()), concern)
        for made in islice(self._quiet(one, state, kept), 6):
            yield from islice(silenced(made, one.id, self.solver, kept), 1)

    def _quiet(self, one: About, state: State, kept: tuple[Kept, ...]) -> Iterator[State]:
        hand = hand_of(one)
        if isinstance(one, Ladder):
            for step in one.steps:
                yield from islice(step_taken(one, step, state, self.solver, kept), 2)
        wants = [(one.lifted, True), (one.applies, False)]
        if isinstance(one, Rule):
            wants.insert(0, (one.core, False))
        for formula, wanted in wants:
            yield from islice(self.solver.ways(formula, wanted, state, hand, kept), 4)

    def _unknown(self, one: About, state: State) -> Iterator[tuple[State, Explanation]]:
        rule = governing(state, self.solver)
        hand = hand_of(one)
        kept = (rule,) if rule is not None else ()
        parts = (one.applies, one.core) if isinstance(one, Rule) else (one.applies,)
        lifted = Kept(Settled(Not(one.lifted), True), True, hand)
        for made in islice(self.solver.ways(All(parts), None, state, hand, (*kept, lifted)), 6):
            yield from islice(silenced(made, one.id, self.solver, kept), 1)
        for made in islice(self.solver.ways(one.lifted, None, state, hand, kept), 3):
            yield made, self.bench.policy.explain(made.request)


def concerns(one: About) -> Formula:
    """Yes where channel and purpose alone do not say that a rule is about something else."""
    parts = (one.applies, one.core) if isinstance(one, Rule) else (one.applies,)
    return Settled(_by_channel(All(parts)), True)


def _by_channel(formula: Formula) -> Formula:
    match formula:
        case Not(operand):
            return Not(_by_channel(operand))
        case Settled(operand, _):
            return _by_channel(operand)
        case All(operands):
            return All(tuple(map(_by_channel, operands)))
        case Any(operands):
            return Any(tuple(map(_by_channel, operands)))
        case Compare(path) if path in _TOLD_APART:
            return formula
        case _:
            return _UNTOLD
