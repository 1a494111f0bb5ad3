"""Processes that run test files.

In: paths. Out: for each, in their order, what `keeping.sendable` makes of its report: None where
something did not pass, which then is run again where it is to be shown. Only text passes between
processes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from policydsl.project.cache import Cache
from policydsl.testing.keeping import Kept, sendable
from policydsl.testing.runner import Runner

LEAST_BYTES = 1_000_000
"""With less than so much to run for each, another process costs more than it saves: it has to start
and to load the policies too."""
_PARTS = 4
"""Into how many parts the work of one process is cut; files of one folder share policies."""


def jobs_for(paths: Sequence[Path], most: int | None) -> int:
    """How many processes to use: as many as asked for; None leaves it to work and machine."""
    if most is not None:
        return min(most, max(len(paths), 1))
    size = sum(_size(path) for path in paths)
    return max(1, min(os.cpu_count() or 1, size // LEAST_BYTES))


def in_parallel(
    paths: Sequence[Path], name_has: str, jobs: int, kept: Kept | None
) -> Iterator[dict[str, Any] | None]:
    """Run files by so many processes, which keep what passed; they end when the iterator does."""
    folder = None if kept is None else kept.cache.folder
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(name_has, folder)
    )
    try:
        part = max(1, len(paths) // (jobs * _PARTS))
        with interrupts_held():
            reports = pool.map(_run, map(str, paths), chunksize=part)
        yield from reports
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Interrupts wait, here until the end; processes that start meanwhile never see one.

    Otherwise one that is still loading Python would say so in many lines.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


# --- in a process ------------------------------------------------------------------------------

_RUNNER: list[Runner] = []
"""What runs the files of this process; only where `_begin` was called."""


def _begin(name_has: str, folder: Path | None) -> None:
    """Make ready; an interrupt is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _RUNNER[:] = [Runner(name_has, kept=Kept(Cache(folder), name_has))]


def _run(path: str) -> dict[str, Any] | None:
    return sendable(_RUNNER[0].run(Path(path)))
