"""What must have come before a step of a ladder.

In: a step and a draft. Out: drafts with due dates, approvals and earlier contacts by which the step
is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from policydsl.core.formula import YES, Selection
from policydsl.core.policy import Ladder, Step, StepReached
from policydsl.core.reference.local import dates
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR
from policydsl.facts.standard import CONTACT
from policydsl.frozen import frozen
from policydsl.witnesses.bench import Bench, Hand, State, zone_of
from policydsl.witnesses.draft import ABSENT, Draft, Record, in_event, without_events
from policydsl.witnesses.events import events_like, new_event
from policydsl.witnesses.moves.times import length_of
from policydsl.witnesses.solving import Solver

_LATEST = 3 * MICROS_PER_DAY
_APART = 26 * MICROS_PER_HOUR
_MOST_ATTEMPTS = 50


@frozen
class Attempts:
    """So many attempts of a step, the last of them so long ago (microseconds)."""

    step: str
    times: int
    ago: int


def histories(ladder: Ladder, step: Step) -> list[tuple[Attempts, ...]]:
    """What must have been attempted before a step: by the first way, the last way, nothing."""
    ways = [tuple(_needed(ladder, step, which, 0)) for which in (0, -1)]
    return list(dict.fromkeys([*ways, ()]))


def _needed(ladder: Ladder, step: Step, which: int, ago: int) -> Iterator[Attempts]:
    for alternatives in step.after:
        one = alternatives[which]
        if one.times is not None:
            yield Attempts(one.step, min(one.times, _MOST_ATTEMPTS), _LATEST + ago)
        elif one.open_for is not None:
            longer = ago + length_of(one.open_for) + MICROS_PER_DAY
            yield from _needed(ladder, _step(ladder, one.step), which, longer)


def anchors(ladder: Ladder, step: Step) -> dict[str, int]:
    """The dates on which a step hangs, those of steps before it included, with the days after."""
    found: dict[str, int] = {}
    if step.start is not None:
        found[step.start.anchor] = step.start.days
    for one in (one for alternatives in step.after for one in alternatives):
        for path, days in anchors(ladder, _step(ladder, one.step)).items():
            later = days + _days_open(one)
            found[path] = max(found.get(path, later), later)
    return found


def _days_open(reached: StepReached) -> int:
    return 0 if reached.open_for is None else -(-length_of(reached.open_for) // MICROS_PER_DAY)


def _step(ladder: Ladder, name: str) -> Step:
    return next(one for one in ladder.steps if one.name == name)


def due(ladder: Ladder, step: Step, draft: Draft, late: int, state: State, bench: Bench) -> Draft:
    """The draft with the dates on which a step hangs so many days earlier than it needs them."""
    hand = Hand(ladder.scope)
    today = dates(draft.at, zone_of(state, hand))[0]
    for path, days in anchors(ladder, step).items():
        ordinal = today.toordinal() - days - late
        if not 2 <= ordinal <= today.max.toordinal() - 2:
            continue
        value: object = today.fromordinal(ordinal)
        if path in bench.ground.instants:
            value = draft.at - (days + late) * MICROS_PER_DAY
        draft = bench.put(draft, path, value, hand) or draft
    return draft


def approved(ladder: Ladder, step: Step, draft: Draft) -> Draft:
    """The draft with the approval that a step wants."""
    if step.approval is None:
        return draft
    given = (f"{ladder.id}.{step.name}", step.approval)
    return replace(draft, approvals=tuple(dict.fromkeys((*draft.approvals, given))))


def with_history(
    ladder: Ladder, draft: Draft, history: tuple[Attempts, ...], bench: Bench
) -> Draft:
    """Earlier steps attempted as wanted; other contacts that name a step are taken away."""
    gone = frozenset(str(one["id"]) for one in draft.events if "event.step" in one)
    draft = without_events(draft, gone)
    for one in history:
        for number in range(one.times):
            at = draft.at - one.ago - number * _APART
            draft = with_attempt(_step(ladder, one.step), draft, at, bench)
    return draft


def with_attempt(step: Step, draft: Draft, at: int, bench: Bench) -> Draft:
    """The draft with an attempt that names a step."""
    event = {**_attempt(step, draft, at, bench), "event.step": step.name}
    return replace(draft, events=(*draft.events, event))


def _attempt(step: Step, draft: Draft, at: int, bench: Bench) -> Record:
    channel = draft.facts["proposal.channel"]
    channels = frozenset({channel if channel in step.channels else min(step.channels)})
    return new_event(draft, Selection(CONTACT, 1, "outbound", channels, YES), at, bench)


def used(step: Step, draft: Draft, number: int, apart: int, bench: Bench) -> Draft:
    """A step attempted so many times, the last time shortly ago."""
    for index in range(min(number, _MOST_ATTEMPTS)):
        draft = with_attempt(step, draft, draft.at - (index + 1) * apart, bench)
    return draft


def used_unnamed(
    ladder: Ladder, step: Step, state: State, number: int, apart: int, solver: Solver
) -> Iterator[Draft]:
    """The same with contacts that do not name the step, but are such as it takes."""
    event = _attempt(step, state.draft, state.draft.at - apart, solver.bench)
    name = str(event["id"])
    draft = replace(state.draft, events=(*state.draft.events, event))
    made = solver.bench.state(in_event(draft, name, {"event.step": ABSENT}))
    if made is None:
        return
    for owned in islice(solver.ways(step.owns, True, made, Hand(ladder.scope, event=name)), 1):
        first = next(one for one in owned.draft.events if one["id"] == name)
        count = min(max(number, 1), _MOST_ATTEMPTS)
        times = tuple(state.draft.at - (index + 1) * apart for index in range(count))
        yield events_like(first, owned.draft, times)
