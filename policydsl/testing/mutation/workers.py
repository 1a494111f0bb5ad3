"""Processes that judge mutants.

In: what the tests lie in, and numbers of mutants. Out: what becomes of each, in order. Every
process reads the same files and makes the same mutants, so that only numbers and findings pass
between them. With one job no process is started.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType

from policydsl.testing.mutation.judges import Judge
from policydsl.testing.mutation.making import mutants
from policydsl.testing.mutation.report import Verdict
from policydsl.testing.mutation.suites import Suite, suites
from policydsl.testing.workers import interrupts_held

_PART = 8
"""How many mutants a process judges at a time."""


class Workers:
    """Judges mutants by so many processes; a context, at whose end they end too."""

    def __init__(self, paths: list[str], name_has: str, jobs: int) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._jobs = jobs
        if jobs > 1:
            self._pool = ProcessPoolExecutor(
                jobs,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(paths, name_has),
            )

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def judged(self, number: int, judge: Judge, chosen: Sequence[int]) -> Iterator[Verdict]:
        """What becomes of the mutants of some numbers of the suite of a number, in their order."""
        if self._pool is None:
            yield from map(judge.judged, chosen)
            return
        waiting: deque[Future[list[Verdict]]] = deque()
        parts = [chosen[start : start + _PART] for start in range(0, len(chosen), _PART)]
        for part in parts:
            with interrupts_held():
                waiting.append(self._pool.submit(_judge, number, part))
            if len(waiting) > 3 * self._jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


# --- in a process ------------------------------------------------------------------------------

_SUITES: list[Suite] = []
_JUDGES: dict[int, Judge] = {}
"""What a process has read; only those that `_begin` was called in use them."""


def _begin(paths: list[str], name_has: str) -> None:
    """Read the tests; an interrupt is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SUITES[:] = suites(paths, name_has)[0]


def _judge(number: int, part: Sequence[int]) -> list[Verdict]:
    """What becomes of the mutants of some numbers; the judge of the last policy is kept."""
    if number not in _JUDGES:
        suite = _SUITES[number]
        _JUDGES.clear()
        _JUDGES[number] = Judge(suite, mutants(suite.subject))
    return [_JUDGES[number].judged(index) for index in part]
