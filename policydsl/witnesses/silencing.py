"""Making everything else silent.

In: a state in which something is so, and what must stay so. Out: states in which nothing else
blocks, as far as they are found: repair by repair, the state with the fewest others first.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count, islice

from policydsl.core.explanation import Explanation
from policydsl.core.policy import Ladder, Rule
from policydsl.core.windows import MICROS_PER_HOUR
from policydsl.witnesses.bench import State
from policydsl.witnesses.goals import found_in, hand_of, others_than
from policydsl.witnesses.ladders import passing_states
from policydsl.witnesses.solving import Kept, KeptTruth, Solver, stays

_MOST_REPAIRS = 60
_MOST_REQUESTS = 300
_WAYS_EACH = 8
_REPAIRED_AT_ONCE = 3
_HOURS_AWAY = (-1, 1, -3, 3, 6, -6, 9, 12)


def silenced(
    state: State, but: str, solver: Solver, kept: tuple[Kept, ...]
) -> Iterator[tuple[State, Explanation]]:
    """States in which nothing blocks but one rule, found from a state; the fewest changes first.

    Where none is found, the one with the fewest others comes at the end.
    """
    solver = Solver(solver.bench.part(_MOST_REQUESTS))
    order = count()
    waiting: list[tuple[int, int, State, Explanation]] = []
    seen: set[str] = set()

    def take(one: State) -> int:
        key = repr(one.draft)
        if key in seen:
            return 1_000
        seen.add(key)
        said = solver.bench.policy.explain(one.request)
        others = len(others_than(said, but))
        heappush(waiting, (others, next(order), one, said))
        return others

    take(state)
    best = waiting[0]
    found = False
    for _ in range(_MOST_REPAIRS):
        if not waiting or solver.bench.left <= 0:
            break
        item = heappop(waiting)
        others, _, one, said = item
        if others < best[0]:
            best = item
        if not others:
            found = True
            yield one, said
            continue
        for name in others_than(said, but)[:_REPAIRED_AT_ONCE]:
            for made in islice(_without(name, one, solver, kept), _WAYS_EACH):
                if take(made) < others:
                    break
    if not found:
        yield best[2], best[3]


def _without(name: str, state: State, solver: Solver, kept: tuple[Kept, ...]) -> Iterator[State]:
    """States in which a rule, a ladder or a root no longer blocks."""
    core = solver.bench.policy.core
    root = next((one for one in core.roots if one.name == name), None)
    if root is not None:
        yield from governed(state, solver, kept)
        return
    one = found_in(core, name)
    if isinstance(one, Ladder):
        yield from passing_states(one, state, solver, kept)
    elif isinstance(one, Rule):
        hand = hand_of(one)
        for formula, wanted in ((one.core, False), (one.lifted, True), (one.applies, False)):
            for made in islice(solver.ways(formula, wanted, state, hand, kept), _WAYS_EACH):
                if made is not state:
                    yield made
        for hours in _HOURS_AWAY:
            moved = solver.bench.moved(state.draft, state.draft.at + hours * MICROS_PER_HOUR)
            made_later = solver.bench.state(moved)
            if made_later is not None and stays(kept, made_later):
                yield made_later


def governed(state: State, solver: Solver, kept: tuple[Kept, ...] = ()) -> Iterator[State]:
    """States that some root governs; those that one only may govern, where there are none."""
    for wanted in (True, None):
        found = False
        for root in solver.bench.policy.core.roots:
            ways = solver.ways(root.governs, wanted, state, hand_of(root), kept)
            for made in islice(ways, _WAYS_EACH):
                found = True
                yield made
        if found:
            return


def governing(state: State, solver: Solver) -> tuple[Kept, ...]:
    """That the root which governs a state, or may govern it, still does."""
    for wanted in (True, None):
        for root in solver.bench.policy.core.roots:
            kept = KeptTruth(root.governs, wanted, hand_of(root))
            if kept.is_so(state):
                return (kept,)
    return ()
