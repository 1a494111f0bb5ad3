"""Many clients at once, each a process of its own, all starting together.

In: who is timed, where, how many clients, how many contacts each. Out: how long it took as a whole,
and how long each contact (or batch) took.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from benchmarks.gates.contestants import MAKERS, Contestant

_WARM_UP = 5
_SECONDS = 120
_CONTEXT = multiprocessing.get_context("spawn")


class ClientError(Exception):
    """A client failed, so there is nothing to time."""


@dataclass(frozen=True, slots=True)
class Run:
    """Contacts per second over all clients, and what the clients waited, in microseconds.

    `p50` and `p99` are over all waits; `worst_p99` is that of the client that fared worst.
    """

    rate: float
    p50: float
    p99: float
    worst_p99: float


def run(maker: str, place: str, clients: int, contacts: int, batch: int = 1, **options: Any) -> Run:
    """Time clients that reserve and confirm `contacts` each, in batches if wanted."""
    barrier = _CONTEXT.Barrier(clients)
    answers = _CONTEXT.SimpleQueue()
    workers = [
        _CONTEXT.Process(
            target=_client,
            args=(maker, place, options, client, contacts, batch, barrier, answers),
        )
        for client in range(clients)
    ]
    for worker in workers:
        worker.start()
    each = [answers.get() for _ in workers]
    for worker in workers:
        worker.join()
    failed = [answer for answer in each if isinstance(answer, str)]
    if failed:
        raise ClientError(failed[0])
    begun = min(start for start, _, _ in each)
    ended = max(end for _, end, _ in each)
    waits = sorted(wait for _, _, waits in each for wait in waits)
    return Run(
        rate=clients * contacts / (ended - begun),
        p50=_share(waits, 0.5),
        p99=_share(waits, 0.99),
        worst_p99=max(_share(sorted(waits), 0.99) for _, _, waits in each),
    )


def _client(
    maker: str,
    place: str,
    options: dict[str, Any],
    client: int,
    contacts: int,
    batch: int,
    barrier: Any,
    answers: Any,
) -> None:
    try:
        contestant: Contestant = MAKERS[maker](place, **options)
        for number in range(_WARM_UP):
            contestant.one(client, -1 - number)
        barrier.wait(_SECONDS)
        start = perf_counter()
        waits = list(_waits(contestant, client, contacts, batch))
        answers.put((start, perf_counter(), waits))
    except BaseException as error:
        barrier.abort()
        answers.put(f"{type(error).__name__}: {error}")


def _waits(contestant: Contestant, client: int, contacts: int, batch: int) -> Iterable[float]:
    for first in range(0, contacts, batch):
        before = perf_counter()
        if batch == 1:
            contestant.one(client, first)
        else:
            contestant.many(client, range(first, min(first + batch, contacts)))
        yield (perf_counter() - before) * 1e6


def _share(waits: list[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(len(waits) * share))]
