"""What other processes do to a ledger while a test looks on.

In: URLs, keys, barriers. Out: answers in a queue, or a process that is no more.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier, Event
from typing import Any

from policydsl.ledger.postgresql import store as postgresql
from policydsl.ledger.sqlite.writer import Writer
from tests.gate.faults.support import PATIENCE, gate, reserve

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])


def open_at_once(url: str, barrier: Barrier, answers: SimpleQueue[Any], key: str) -> None:
    """Open a ledger together with others, and ask for the one place that there is."""
    try:
        barrier.wait(PATIENCE)
        with gate(url) as ours:
            permit = reserve(ours, key)
            answers.put((key, permit.allowed, permit.codes))
            if permit.allowed:
                permit.confirm()
    except Exception as error:
        answers.put((key, False, repr(error)))
        raise


def hold_lock(path: str, held: Event, over: Event) -> None:
    """Keep a file of SQLite locked until told otherwise."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    held.set()
    over.wait(PATIENCE)
    connection.execute("ROLLBACK")


def die(url: str, what: str, when: str) -> None:
    """Be killed just before or just after a commit: of a reservation, or of its confirmation."""
    with gate(url) as ours:
        reserve(ours, "other", "P2")
        if what == "reserve":
            _let_commits_kill(when)
            reserve(ours, "a")
        else:
            permit = reserve(ours, "a")
            _let_commits_kill(when)
            permit.confirm()
    os._exit(1)


def die_opening(url: str) -> None:
    """Open a ledger again and again, until somebody puts an end to it."""
    while True:
        gate(url).close()


def _let_commits_kill(when: str) -> None:
    """The next commit of either store is the last thing that this process does, or nearly."""

    def killing(commit: Callable[..., Any]) -> Callable[..., Any]:
        def last(*given: Any) -> None:
            if when == "after":
                commit(*given)
            os.kill(os.getpid(), signal.SIGKILL)

        return last

    Writer.commit = killing(Writer.commit)  # type: ignore[method-assign]
    postgresql._written = killing(postgresql._written)


def contend(url: str, barrier: Barrier, answers: SimpleQueue[Any], name: str, times: int) -> None:
    """Reserve and confirm for the same few persons as others do."""
    with gate(url) as ours:
        barrier.wait(PATIENCE)
        allowed = 0
        for number in range(times):
            permit = reserve(ours, f"{name}-{number}", f"P{number}")
            if permit.allowed:
                permit.confirm()
                allowed += 1
        answers.put((name, allowed))


def run_child(work: Callable[[], bool]) -> bool:
    """Whether some work in the child of a fork of this process succeeds."""
    pid = os.fork()
    if pid == 0:
        code = 1
        with suppress(BaseException):
            code = 0 if work() else 2
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
