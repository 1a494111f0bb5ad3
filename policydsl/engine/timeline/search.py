"""Searches over time, by jumps from one instant at which something may change to the next.

In: the state of a request at an instant: an effect, and until when it stays. Out: the first instant
with a wanted effect. Each answer is judged where it is given, so that a bound that is too early
costs time and nothing else; and the number of jumps is bounded, whatever a policy says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from policydsl.core.request import Request
from policydsl.engine.timeline.ladder_changes import DENY
from policydsl.engine.timeline.states import State
from policydsl.engine.zones import LATEST

MOST_JUMPS = 50_000
"""A search that has jumped so often gives up; ten years of four changes a day take 15,000."""

StateAt: TypeAlias = Callable[[int], State]


def moved(request: Request, at: int) -> Request:
    """The request judged at another instant; nothing else changes."""
    return Request(
        at,
        request.facts,
        request.person,
        request.recipient,
        request.proposal_debts,
        request.debts,
        request.zones,
        request.events,
        request.consents,
        request.approvals,
    )


def end_of(at: int, horizon: int) -> int:
    """The last instant of a horizon, held at the end of the calendar."""
    return min(at + horizon, max(LATEST, at))


def states(state_at: StateAt, start: int, end: int) -> Iterator[tuple[int, State]]:
    """The instants in [start, end] from which on states are known, in order, the first `start`."""
    at = start
    for _ in range(MOST_JUMPS):
        if at > end:
            return
        state = state_at(at)
        yield at, state
        at = state[1]


def first(state_at: StateAt, start: int, end: int, is_wanted: Callable[[int], bool]) -> int | None:
    """The first instant in [start, end] whose effect is wanted."""
    for at, (effect, _) in states(state_at, start, end):
        if is_wanted(effect):
            return at
    return None


def with_margin(state_at: StateAt, margin: int) -> StateAt:
    """The state when what is sent may arrive later by a margin: denied, if it would be then."""
    if not margin:
        return state_at

    def state(at: int) -> State:
        effect, until = state_at(at)
        if effect == DENY:
            return effect, until
        surely = until
        for later, (its_effect, its_until) in states(state_at, until, at + margin):
            if its_effect == DENY:
                return DENY, later
            surely = its_until
        return effect, min(until, max(surely - margin, at + 1))

    return state
