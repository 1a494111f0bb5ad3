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
from policydsl.core.reference.local import dates
from policydsl.core.reference.steps import SKIPPED
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR
from policydsl.frozen import frozen
from policydsl.witnesses.bench import Bench, Hand, State, context_of, zone_of
from policydsl.witnesses.draft import ABSENT, Draft, Record, put, without_events
from policydsl.witnesses.events import new_event, with_keys
from policydsl.witnesses.solving import Kept, KeptTruth, Solver, stays

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
    approved = _approved(ladder, step, state.draft)
    for late, events in product(_DAYS, _histories(ladder, step)):
        draft = _due(ladder, step, approved, late, state, solver.bench)
        draft = _with_history(ladder, draft, events, solver.bench)
        made = solver.bench.state(draft)
        if made is not None and stays(kept, made):
            yield made


def _histories(ladder: Ladder, step: Step) -> list[tuple[tuple[str, int], ...]]:
    """How often earlier steps were attempted: as little as possible, then as wanted."""
    wanted: dict[str, int] = {}
    for one in (one for alternatives in step.after for one in alternatives):
        if one.times is not None:
            wanted[one.step] = max(wanted.get(one.step, 0), one.times)
    return list(dict.fromkeys([tuple(wanted.items()), ()]))


def _approved(ladder: Ladder, step: Step, draft: Draft) -> Draft:
    if step.approval is None:
        return draft
    given = (f"{ladder.id}.{step.name}", step.approval)
    return replace(draft, approvals=tuple(dict.fromkeys((*draft.approvals, given))))


def _anchors(ladder: Ladder, step: Step) -> dict[str, int]:
    """The dates on which a step hangs, those of steps before it included, with the days after."""
    found: dict[str, int] = {}
    if step.start is not None:
        found[step.start.anchor] = step.start.days
    for one in (one for alternatives in step.after for one in alternatives):
        before = next(other for other in ladder.steps if other.name == one.step)
        for path, days in _anchors(ladder, before).items():
            found[path] = max(found.get(path, days), days)
    return found


def _due(ladder: Ladder, step: Step, draft: Draft, late: int, state: State, bench: Bench) -> Draft:
    hand = Hand(ladder.scope)
    today = dates(draft.at, zone_of(state, hand))[0]
    for path, days in _anchors(ladder, step).items():
        ordinal = today.toordinal() - days - late
        if ordinal < 2:
            continue
        value: object = today.fromordinal(ordinal)
        if path in bench.ground.instants:
            value = draft.at - (days + late) * MICROS_PER_DAY
        draft = bench.put(draft, path, value, hand) or draft
    return draft


def _with_history(
    ladder: Ladder, draft: Draft, events: tuple[tuple[str, int], ...], bench: Bench
) -> Draft:
    """Earlier steps attempted so many times, hours apart; contacts of other steps are forgotten."""
    gone = frozenset(str(one["id"]) for one in draft.events if "event.step" in one)
    draft = without_events(draft, gone)
    at = draft.at - 3 * MICROS_PER_DAY
    for name, times in events:
        step = next(one for one in ladder.steps if one.name == name)
        for _ in range(min(times, 50)):
            draft = with_attempt(step, draft, at, bench)
            at -= 26 * MICROS_PER_HOUR
    return draft


def with_attempt(step: Step, draft: Draft, at: int, bench: Bench) -> Draft:
    """The draft with an attempt of a step in the past."""
    channel = min(step.channels)
    selection = Selection("contact", 1, "outbound", frozenset({channel}), YES)
    event: Record = {**new_event(draft, selection, at, bench), "event.step": step.name}
    return replace(draft, events=(*draft.events, event))


def denied_states(
    ladder: Ladder, state: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """States in which the ladder stops the proposal, each near one in which a step takes it."""
    hand = Hand(ladder.scope)
    for step in ladder.steps:
        for taken in islice(step_taken(ladder, step, state, solver, kept), 1):
            yield from _near(ladder, step, taken, solver, kept)
    for formula in (ladder.stop, ladder.hold):
        for wanted in (True, None):
            yield from islice(solver.ways(formula, wanted, state, hand, kept), 2)
    yield state


def _near(
    ladder: Ladder, step: Step, taken: State, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[State]:
    """A day too early, budget used up, too soon, unapproved, skipped, held, stopped, unknown."""
    bench, draft = solver.bench, taken.draft
    hand = Hand(ladder.scope)
    drafts: list[Draft | None] = [
        _due(ladder, step, draft, -1, taken, bench),
        _due(ladder, step, draft, 0, taken, bench),
        replace(draft, approvals=()),
        without_events(draft, frozenset(str(one["id"]) for one in draft.events[:1])),
        without_events(draft, frozenset(str(one["id"]) for one in draft.events)),
    ]
    for path in _anchors(ladder, step):
        drafts.append(bench.put(draft, path, ABSENT, hand))
    if step.end is not None:
        for late in (-1, 0):
            ended = replace(step, start=step.end)
            drafts.append(_due(ladder, ended, draft, late, taken, bench))
    for budget in step.budgets:
        for number in (budget.limit - 1, budget.limit):
            drafts.append(_used(step, draft, number, MICROS_PER_HOUR, bench))
            drafts.append(_used(step, draft, number, 60_000_000, bench))
    if step.apart is not None:
        drafts.append(_used(step, draft, 1, MICROS_PER_HOUR, bench))
    skip = Selection(SKIPPED, 0, None, None, YES)
    event = new_event(draft, skip, draft.at - MICROS_PER_HOUR, bench)
    event = put(event, "event.step", step.name)
    drafts.append(replace(draft, events=(*draft.events, event)))
    for one in drafts:
        made = bench.state(one)
        if made is not None and stays(kept, made):
            yield made
    for formula in (ladder.hold, ladder.stop, step.when):
        for wanted in (True, False, None):
            for found in islice(solver.ways(formula, wanted, taken, hand, kept), 1):
                if found is not taken:
                    yield found


def _used(step: Step, draft: Draft, number: int, apart: int, bench: Bench) -> Draft:
    """A step attempted so many times, the last time shortly ago."""
    for index in range(min(number, 50)):
        draft = with_attempt(step, draft, draft.at - (index + 1) * apart, bench)
    return draft
