"""The search for requests that show something about a policy.

In: a policy, the full id of a rule, an obligation or a ladder, and a date. Out: `Witness`es: first
requests in which it speaks and nothing else blocks, then such in which it just does not, then such
in which it is unknown, then everything round its edges. The same for the same policy, always; the
number of requests tried is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from policydsl.api import Policy
from policydsl.witnesses.bench import Bench
from policydsl.witnesses.goals import every, found_in, said_by
from policydsl.witnesses.ground import ground_of
from policydsl.witnesses.searching import Search
from policydsl.witnesses.shrinking import shrunk
from policydsl.witnesses.witness import Witness

__all__ = ["candidates", "find", "said_by", "shrunk"]


def candidates(
    policy: Policy, about: str | None = None, *, day: date, most: int = 2000
) -> Iterator[Witness]:
    """Requests near the edges of a rule, judged; without one, of every rule in turn.

    `about` is a full id; nothing is found for one that the policy does not have. `day` is a date
    round which instants are chosen, `most` the number of requests tried, 1 or more.
    """
    ground = ground_of(policy, day)
    if about is not None:
        one = found_in(policy.core, about)
        if one is not None:
            yield from Search(Bench(policy, ground, most), day).around(one)
        return
    rules = every(policy.core)
    share = max(most // max(len(rules), 1), 40)
    waiting = [Search(Bench(policy, ground, share), day).around(one) for one in rules]
    tried = 0
    while waiting:
        for search in list(waiting):
            found = next(search, None)
            if found is None:
                waiting.remove(search)
                continue
            yield found
            tried += 1
            if tried >= most:
                return


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
