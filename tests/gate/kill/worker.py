"""A worker: threads that reserve, and confirm, release or forget what they got.

In: a plan, and the number of the worker. Out: the ledger, and the worker's log. It may be killed at
any moment; another one under the same number reads the log and goes on: what was not done is asked
again under the same key.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple, TypeVar

from policydsl.errors import LedgerUnavailableError
from policydsl.gate.gate import Gate
from policydsl.gate.permit import Permit
from tests.gate.kill import work
from tests.gate.kill.log import DID, DONE, TOLD, TRIES, UNAVAILABLE, WILL, Log, keys_of, read_log
from tests.gate.kill.work import Fate, Task

Made = TypeVar("Made")
CODE = "LEDGER_UNAVAILABLE"
_BATCH = 8
_PAUSE = 0.02
_PATIENCE = 120.0
"""Seconds after which a ledger that does not come back is an error."""


class Plan(NamedTuple):
    """What all workers are told; `timeout` in seconds."""

    url: str
    folder: str
    seed: int
    contended: int
    processes: int
    threads: int
    timeout: float


def run(plan: Plan, number: int) -> None:
    """Do a worker's share of the tasks, from where its log ends."""
    path = log_path(plan, number)
    done = keys_of(read_log(path), DONE)
    log = Log(path)
    gate = patiently(lambda: open_gate(plan))
    lanes = plan.processes * plan.threads
    everything = work.tasks(plan.seed, plan.contended)
    failures: list[BaseException] = []

    def do(thread: int) -> None:
        mine = everything[number * plan.threads + thread :: lanes]
        teller = Teller(gate, log)
        size = 1 if thread % 2 else _BATCH
        left = [task for task in mine if task.key not in done]
        try:
            for start in range(0, len(left), size):
                teller.do(left[start : start + size])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=do, args=(thread,)) for thread in range(plan.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    gate.close()


def open_gate(plan: Plan) -> Gate:
    """The gate of a plan."""
    return Gate(work.policy(), plan.url, timeout=plan.timeout)


def log_path(plan: Plan, number: int) -> Path:
    """Where a worker writes down what it was told."""
    return Path(plan.folder) / f"{number}.log"


class Teller:
    """Asks a gate, does what it says, and writes down what it was told."""

    def __init__(self, gate: Gate, log: Log) -> None:
        self._gate = gate
        self._log = log

    def do(self, tasks: Sequence[Task]) -> list[bool]:
        """Do tasks, in one batch where there are several; whether each got a place."""
        permits = {permit.key: permit for permit in self._reserved(tasks)}
        for task in tasks:
            if permits[task.key].entry is not None:
                self._carry_out(task, permits[task.key])
            self._log.write(DONE, task.key)
        return [permits[task.key].entry is not None for task in tasks]

    def _reserved(self, tasks: Sequence[Task]) -> list[Permit]:
        answered: list[Permit] = []
        left = {task.key: task for task in tasks}
        deadline = monotonic() + _PATIENCE
        while left:
            for permit in self._asked(list(left.values())):
                if CODE in permit.codes:
                    self._log.write(UNAVAILABLE, permit.key)
                    continue
                del left[permit.key]
                answered.append(permit)
                self._log.write(
                    TOLD,
                    permit.key,
                    person=permit.person,
                    held=permit.entry is not None,
                    allowed=permit.allowed,
                    codes=permit.codes,
                    replayed=permit.replayed,
                )
            if left:
                assert monotonic() < deadline, "the ledger did not come back"
                sleep(_PAUSE)
        return answered

    def _asked(self, tasks: Sequence[Task]) -> list[Permit]:
        for task in tasks:
            self._log.write(TRIES, task.key, person=task.person, channel=task.channel)
        if len(tasks) > 1:
            proposals = {task.key: task.proposal for task in tasks}
            permits = self._gate.reserve_many(proposals, at=tasks[0].at)
        else:
            (task,) = tasks
            permits = [self._gate.reserve(task.proposal, at=task.at, key=task.key)]
        for permit in permits:
            if permit.error is not None:
                raise permit.error
        return permits

    def _carry_out(self, task: Task, permit: Permit) -> None:
        """Do everything again after a kill: each step says the same as before."""
        gate, key = self._gate, task.key
        delivered: Callable[[], None] = lambda: gate.amend(key, reached="delivered")  # noqa: E731
        confirmed: Callable[[], None] = lambda: permit.confirm(reached="submitted")  # noqa: E731
        steps: dict[Fate, list[tuple[str, Callable[[], None]]]] = {
            Fate.CONFIRMED: [("confirm", confirmed)],
            Fate.TWICE: [
                ("confirm", confirmed),
                ("confirm", lambda: gate.confirm(key, "submitted")),
            ],
            Fate.EARLY: [("amend", delivered), ("confirm", confirmed)],
            Fate.LATE: [("confirm", confirmed), ("amend", delivered)],
            Fate.RELEASED: [("release", lambda: permit.release("not sent"))],
            Fate.FORGOTTEN: [],
        }
        for name, step in steps[task.fate]:
            self._log.write(WILL, key, step=name)
            patiently(step)
            self._log.write(DID, key, step=name)


def patiently(step: Callable[[], Made]) -> Made:
    """Do a step again while the ledger is away: it may have been done already."""
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            return step()
        except LedgerUnavailableError:
            if monotonic() > deadline:
                raise
            sleep(_PAUSE)
