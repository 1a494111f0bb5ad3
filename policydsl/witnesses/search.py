"""The search for requests that show something about a policy.

In: a policy, the full id of a rule, an obligation or a ladder, and a date. Out: `Witness`es: first
requests in which it speaks and nothing else blocks, then such in which it just does not, then such
in which it is unknown, then everything round its edges. The same for the same policy, always; the
number of requests tried is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from policydsl.api import Policy
from policydsl.witnesses.base import base_draft
from policydsl.witnesses.bench import Bench, State
from policydsl.witnesses.goals import every, found_in, said_by
from policydsl.witnesses.ground import Ground, ground_of
from policydsl.witnesses.searching import Search, start_states
from policydsl.witnesses.shrinking import shrunk
from policydsl.witnesses.witness import Witness

_FIRST_DAY, _LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)
"""Far enough from the ends of the calendar for every window."""

_POLICIES = 8
_FOR_THE_START = 1_000
_LEAST_EACH = 60

__all__ = ["candidates", "find", "said_by", "shrunk"]


def candidates(
    policy: Policy, about: str | None = None, *, day: date, most: int = 2000
) -> Iterator[Witness]:
    """Requests near the edges of a rule, judged; without one, of every rule in turn.

    `about` is a full id; nothing is found for one that the policy does not have. `day` is a date
    round which instants are chosen, `most` the number of requests tried, 1 or more.
    """
    ground, starts = _ground(policy, min(max(day, _FIRST_DAY), _LAST_DAY))
    rules = every(policy.core)
    if about is not None:
        one = found_in(policy.core, about)
        if one is not None:
            yield from Search(Bench(policy, ground, most), one, starts).found()
        return
    share = max(most // max(len(rules), 1), _LEAST_EACH)
    whole = Bench(policy, ground, most)
    waiting = [Search(whole.part(share), one, starts).found() for one in rules]
    while waiting:
        for search in list(waiting):
            found = next(search, None)
            if found is None:
                waiting.remove(search)
            else:
                yield found


@lru_cache(maxsize=_POLICIES)
def _ground(policy: Policy, day: date) -> tuple[Ground, tuple[State, ...]]:
    """What a policy tells apart, and the requests from which searches start."""
    ground = ground_of(policy, day)
    bench = Bench(policy, ground, _FOR_THE_START)
    plain = bench.state(base_draft(ground, day))
    return ground, () if plain is None else start_states(bench, plain)


def find(
    policy: Policy,
    shows: Callable[[Witness], bool],
    about: str | None = None,
    *,
    day: date,
    most: int = 2000,
) -> Witness | None:
    """The first candidate that shows something, without whatever is not needed for that.

    None when none of them does. Arguments as of `candidates`.
    """
    for one in candidates(policy, about, day=day, most=most):
        if shows(one):
            return shrunk(policy, one, shows)
    return None
