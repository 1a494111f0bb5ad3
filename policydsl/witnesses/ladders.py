"""Requests on a ladder: a step taken, and each reason why it is not.

In: a ladder and a state. Out: states in which the ladder lets the proposal pass, and states round
these in which it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from policydsl.core.formula import YES, Compare, Formula, Not, Selection, Settled
from policydsl.core.policy import Ladder, Step
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.ladders import blocks
from policydsl.core.reference.steps import SKIPPED
from policydsl.core.windows import MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.frozen import frozen
from policydsl.witnesses.bench import Hand, State, context_of
from policydsl.witnesses.draft import ABSENT, Draft, put, without_events
from policydsl.witnesses.events import new_event, with_keys
from policydsl.witnesses.placing import stretch_of
from policydsl.witnesses.solving import Kept, KeptTruth, Solver, stays
from policydsl.witnesses.steps import (
    anchors,
    approved,
    due,
    histories,
    used,
    used_unnamed,
    with_history,
)

_DAYS = (0, 1, 2, 5, 10, 20, 31, 45, 60, 100, 200)
_MOST_EACH = 3


def codes(ladder: Ladder, state: State) -> tuple[str, ...]:
    """The codes of all that stops a proposal on a ladder; none where it is not about it."""
    hand = Hand(ladder.scope)
    context = context_of(state, hand)
    if not is_about(ladder, context):
        return ()
    return tuple(block.code for block in blocks(ladder, context))


@frozen
class KeptCodes:
    """That the same stops a proposal on a ladder."""

    ladder: Ladder
    codes: tuple[str, ...]

    def is_so(self, state: State) -> bool:
        """Whether it still does."""
        return codes(self.ladder, state) == self.codes


def is_about(ladder: Ladder, context: Context) -> bool:
    """Whether a ladder speaks about the proposal."""
    return holds(ladder.applies, context) is not False and holds(ladder.lifted, context) is not True


def passing_states(
    ladder: Ladder, state: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """States in which the ladder does not stop the proposal: it is taken, or not on the ladder."""
    hand = Hand(ladder.scope)
    for step in _nearest_first(ladder, state):
        for made in islice(step_taken(ladder, step, state, solver, kept), _MOST_EACH):
            yield made
    for formula, wanted in ((ladder.lifted, True), (ladder.applies, False)):
        for made in islice(solver.ways(formula, wanted, state, hand, kept), _MOST_EACH):
            if not codes(ladder, made):
                yield made


def _nearest_first(ladder: Ladder, state: State) -> list[Step]:
    """Steps that could take the proposal as it is, then the others."""
    channel = state.draft.facts["proposal.channel"]
    context = context_of(state, Hand(ladder.scope))

    def distance(step: Step) -> int:
        far = 0 if holds(step.takes, context) else 1
        return far + (0 if channel in step.channels else 1)

    return sorted(ladder.steps, key=distance)


def step_taken(
    ladder: Ladder, step: Step, state: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """States in which one step takes the proposal and nothing stops it."""
    for taken in proposed(ladder, step, state, solver, kept):
        for opened in _opened(ladder, step, taken, solver, kept):
            if not codes(ladder, opened):
                yield opened


def proposed(
    ladder: Ladder, step: Step, state: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """States with a proposal that one step would take, on a ladder neither held nor stopped."""
    hand = Hand(ladder.scope)
    wants: list[tuple[Formula, bool]] = [
        (Compare("proposal.channel", "in", step.channels), True),
        (step.takes, True),
        (Settled(ladder.applies, True), True),
        (Settled(Not(ladder.lifted), True), True),
        (ladder.stop, False),
        (ladder.hold, False),
        (step.when, True),
    ]
    keyed = solver.bench.state(with_keys(state.draft, ladder.keys, solver.bench))
    if keyed is None or not stays(kept, keyed):
        return
    yield from _all(wants, keyed, hand, solver, kept)


def _all(
    wants: list[tuple[Formula, bool]],
    state: State,
    hand: Hand,
    solver: Solver,
    kept: tuple[Kept, ...],
) -> Iterator[State]:
    if not wants:
        yield state
        return
    (formula, wanted), *rest = wants
    for made in islice(solver.ways(formula, wanted, state, hand, kept), _MOST_EACH):
        still = (*kept, KeptTruth(formula, wanted, hand))
        yield from _all(rest, made, hand, solver, still)


def _opened(
    ladder: Ladder, step: Step, state: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """States with dates and contacts by which a step is open: due earlier and earlier."""
    bench = solver.bench
    draft = approved(ladder, step, state.draft)
    for late, history in product(_DAYS, histories(ladder, step)):
        dated = due(ladder, step, draft, late, state, bench)
        made = bench.state(with_history(ladder, dated, history, bench))
        if made is not None and stays(kept, made):
            yield made


def round_steps(
    ladder: Ladder, state: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """States in which a step takes the proposal, each with those near it in which it does not.

    A day too early, budget used up, too soon, not approved, passed over, held, stopped, unknown.
    """
    hand = Hand(ladder.scope)
    for step in ladder.steps:
        for taken in islice(step_taken(ladder, step, state, solver, kept), 1):
            yield taken
            for draft in _near(ladder, step, taken, solver):
                made = solver.bench.state(draft)
                if made is not None and stays(kept, made):
                    yield made
            for formula in (ladder.hold, ladder.stop, step.when):
                for wanted in (True, False, None):
                    yield from islice(solver.ways(formula, wanted, taken, hand, kept), 1)
    for formula in (ladder.stop, ladder.hold):
        for wanted in (True, None):
            yield from islice(solver.ways(formula, wanted, state, hand, kept), 2)
    yield state


def _near(ladder: Ladder, step: Step, taken: State, solver: Solver) -> Iterator[Draft]:
    """Drafts that differ in one thing from one in which a step takes the proposal."""
    bench, draft = solver.bench, taken.draft
    yield due(ladder, step, draft, -1, taken, bench)
    yield due(ladder, step, draft, 0, taken, bench)
    yield replace(draft, approvals=())
    for count in (1, len(draft.events)):
        yield without_events(draft, frozenset(str(one["id"]) for one in draft.events[:count]))
    for path in anchors(ladder, step):
        yield from filter(None, [bench.put(draft, path, ABSENT, Hand(ladder.scope))])
    if step.end is not None:
        for late in (-1, 0):
            yield due(ladder, replace(step, start=step.end, after=()), draft, late, taken, bench)
    yield from _spent(ladder, step, taken, solver)
    skip = Selection(SKIPPED, 0, None, None, YES)
    event = new_event(draft, skip, draft.at - MICROS_PER_HOUR, bench)
    yield replace(draft, events=(*draft.events, put(event, "event.step", step.name)))


def _spent(ladder: Ladder, step: Step, taken: State, solver: Solver) -> Iterator[Draft]:
    """The step's own contacts: up to its budget and one less, and too close to now."""
    for budget in step.budgets:
        for number in (budget.limit - 1, budget.limit):
            for apart in (MICROS_PER_HOUR, MICROS_PER_MINUTE):
                yield used(step, taken.draft, number, apart, solver.bench)
            yield from used_unnamed(ladder, step, taken, number, MICROS_PER_HOUR, solver)
    if step.apart is not None:
        edge = stretch_of(step.apart, False, context_of(taken, Hand(ladder.scope)))
        ago = MICROS_PER_HOUR if edge is None else taken.draft.at - edge.first
        for apart in (MICROS_PER_HOUR, ago, ago + 1):
            yield used(step, taken.draft, 1, apart, solver.bench)
