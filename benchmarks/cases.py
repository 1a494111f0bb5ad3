"""The cases that the evaluators are measured on.

In: a seed, a number and a length of history. Out: checked requests, every fifth of them on an
edge. `refuse_one_sided` stops a measurement whose cases do not say yes and no often enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle
from random import Random

from benchmarks.drafts import draft, finish
from benchmarks.edges import OF_EVENTS, OF_FACTS, Edge
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request

SIZES = (0, 20, 200)
LEAST_SHARE = 0.15
_EVERY = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A request with `size` events; `edge` names the boundary that it stands on, if any."""

    request: Request
    size: int
    edge: str | None


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often each verdict came, and how often each rule blocked."""

    verdicts: Counter[str]
    blocking: Counter[str]

    def share(self, verdict: str) -> float:
        """The part of all decisions that came out so."""
        return self.verdicts[verdict] / self.verdicts.total()


class OneSidedError(Exception):
    """The cases do not exercise the policy."""


def cases(seed: int, number: int, size: int) -> list[Case]:
    """`number` cases with exactly `size` events each; the same for the same arguments."""
    rng = Random(f"{seed}/{size}")
    turns = cycle(_edges(size))
    return [_case(rng, size, None if index % _EVERY else next(turns)) for index in range(number)]


def edge_cases(seed: int, rounds: int, size: int) -> list[Case]:
    """As many cases of each edge as there are rounds."""
    rng = Random(f"{seed}/{size}/edges")
    return [_case(rng, size, edge) for _ in range(rounds) for edge in _edges(size)]


def _edges(size: int) -> tuple[Edge, ...]:
    return OF_FACTS + OF_EVENTS if size else OF_FACTS


def _case(rng: Random, size: int, edge: Edge | None) -> Case:
    made = draft(rng, size)
    if edge is not None:
        edge(made)
    return Case(finish(made), size, None if edge is None else edge.__name__)


def mixture(answers: Iterable[tuple[str, Iterable[str]]]) -> Mixture:
    """Of verdicts and blocking rules."""
    verdicts: Counter[str] = Counter()
    blocking: Counter[str] = Counter()
    for verdict, rules in answers:
        verdicts[verdict] += 1
        blocking.update(set(rules))
    return Mixture(verdicts, blocking)


def refuse_one_sided(policy: CorePolicy, by_size: dict[int, Mixture]) -> None:
    """Raise when some size says yes or no too rarely, or some rule never blocks."""
    for size, found in by_size.items():
        for verdict in ("allow", "deny"):
            if found.share(verdict) < LEAST_SHARE:
                share = f"{found.share(verdict):.0%} {verdict}"
                raise OneSidedError(f"{size} events: only {share}, want {LEAST_SHARE:.0%}")
    blocked = {rule for found in by_size.values() for rule in found.blocking}
    ids = {rule.id for rule in policy.rules} | {ladder.id for ladder in policy.ladders}
    idle = ids - blocked
    if idle:
        raise OneSidedError("these rules never block: " + ", ".join(sorted(idle)))
