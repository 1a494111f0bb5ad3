"""The run: workers, whoever kills them, and the count afterwards.

In: a plan, how often to kill. Out: `Figures`. Kills come at random moments, and in numbers that
follow the progress of the work, so that a slow machine sees as many as a fast one.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

from policydsl.gate.gate import Gate
from policydsl.ledger.records.verifying import verify
from tests.gate.kill import work
from tests.gate.kill.checking import counters, micros, used, violations
from tests.gate.kill.log import DID, DONE, TOLD, TRIES, UNAVAILABLE, Line, Log, read_logs
from tests.gate.kill.work import CAPS, Task, counter_of
from tests.gate.kill.worker import Plan, Teller, log_path, open_gate, run
from tests.postgres import Server

_STORES = ("policydsl.ledger.sqlite.store", "policydsl.ledger.postgresql.store")
_POLL = 0.002
_LONGEST_PAUSE = 0.1
_STUCK = 300.0
_FILLING = 8
_LEASE = timedelta(hours=1)


class Figures(NamedTuple):
    """What was done and found; `retries` are calls made once more under the same key."""

    contended: int
    others: int
    allowed: int
    denied: int
    unavailable: int
    retries: int
    reports: int
    records: int
    lanes: int
    kills_of_workers: int
    kills_of_all_at_once: int
    kills_of_the_server: int
    violations: list[str]
    seconds: float


class Kills(NamedTuple):
    """How often a worker is killed, all are at once, and the server is."""

    workers: int
    all_at_once: int
    server: int


def go(
    plan: Plan,
    kills: Kills,
    server: Server | None = None,
    tell: Callable[[int], None] | None = None,
) -> Figures:
    """Do the work of a plan, kill while it is done, and look at what is left.

    `tell` is told how many tasks are done. Raises `RuntimeError` when nothing goes on any more.
    """
    began = monotonic()
    tasks = work.tasks(plan.seed, plan.contended)
    crew = _Crew(plan)
    chance = random.Random(f"kills {plan.seed}")
    killed = Kills(0, 0, 0)
    schedule = _schedule(chance, kills, len(tasks))
    crew.start()
    try:
        while crew.is_working():
            done = crew.done()
            if tell is not None:
                tell(done)
            if schedule and done >= schedule[0][0]:
                what = schedule.pop(0)[1]
                sleep(chance.uniform(0, _LONGEST_PAUSE))
                count = _kill(what, crew, server, chance)
                killed = killed._replace(**{what: getattr(killed, what) + count})
            sleep(_POLL)
    finally:
        crew.end()
    return _counted(plan, tasks, killed, began)


def _schedule(chance: random.Random, kills: Kills, tasks: int) -> list[tuple[int, str]]:
    """At how many tasks done what is killed."""
    each = [name for name, count in kills._asdict().items() for _ in range(count)]
    return sorted((chance.randrange(tasks * 9 // 10), name) for name in each)


def _kill(what: str, crew: _Crew, server: Server | None, chance: random.Random) -> int:
    if what == "server":
        assert server is not None
        server.kill()
        sleep(chance.uniform(0, _LONGEST_PAUSE))
        server.start()
        return 1
    if what == "workers":
        return crew.kill_one(chance)
    return crew.kill_all()


class _Crew:
    """The workers of a run."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([run.__module__, *_STORES])
        self._workers: dict[int, ForkServerProcess] = {}
        self._read = dict.fromkeys(range(plan.processes), 0)
        self._done = 0
        self._moved = monotonic()

    def start(self) -> None:
        """Start all that are not there."""
        for number in range(self._plan.processes):
            if number not in self._workers:
                worker = self._context.Process(target=run, args=(self._plan, number), daemon=True)
                worker.start()
                self._workers[number] = worker

    def is_working(self) -> bool:
        """Whether somebody still works; raises `RuntimeError` when one failed, or all hang."""
        codes = [worker.exitcode for worker in self._workers.values()]
        if any(codes):
            raise RuntimeError(f"a worker failed: {codes}")
        if monotonic() - self._moved > _STUCK:
            raise RuntimeError(f"nothing was done for {_STUCK:g} seconds")
        return None in codes

    def done(self) -> int:
        """How many tasks are done."""
        for number, read in self._read.items():
            path = log_path(self._plan, number)
            if path.exists():
                with path.open("rb") as log:
                    log.seek(read)
                    text = log.read()
                whole = text[: text.rfind(b"\n") + 1]
                self._read[number] += len(whole)
                found = whole.count(b'["%b",' % DONE.encode())
                self._done += found
                if found:
                    self._moved = monotonic()
        return self._done

    def kill_one(self, chance: random.Random) -> int:
        """Kill somebody who works, if there is one, and let another go on for him."""
        busy = [number for number, worker in self._workers.items() if worker.exitcode is None]
        if not busy:
            return 0
        return self._killed([chance.choice(busy)])

    def kill_all(self) -> int:
        """Kill all who work at once, as a machine does that fails."""
        busy = [number for number, worker in self._workers.items() if worker.exitcode is None]
        return int(self._killed(busy) > 0)

    def _killed(self, numbers: Sequence[int]) -> int:
        for number in numbers:
            pid = self._workers[number].pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        count = 0
        for number in numbers:
            worker = self._workers[number]
            worker.join()
            if worker.exitcode == -signal.SIGKILL:
                del self._workers[number]
                count += 1
        self.start()
        return count

    def end(self) -> None:
        """End whoever is left."""
        for worker in self._workers.values():
            worker.kill()
            worker.join()


def _counted(plan: Plan, tasks: list[Task], killed: Kills, began: float) -> Figures:
    """Fill up all counters that were contended, end all leases, and check everything."""
    end = work.end_of(tasks)
    fillers = work.fillers(end)
    with open_gate(plan) as gate:
        found = _filled(gate, Path(plan.folder), fillers)
        gate.expire(end + _LEASE)
        entries, linked = list(gate.store.entries()), list(gate.store.records())
        lines = read_logs(Path(plan.folder))
        found += violations([*tasks, *fillers], lines, entries, linked)
        report = verify(gate.store, [gate.policy])
    found += [str(finding) for finding in report.findings]
    if report.decided != len(linked):
        found.append(f"{len(linked)} records, {report.decided} decided again")
    figures = _heard(tasks, lines)
    return Figures(
        **figures,
        records=len(linked),
        lanes=report.lanes,
        kills_of_workers=killed.workers,
        kills_of_all_at_once=killed.all_at_once,
        kills_of_the_server=killed.server,
        violations=found,
        seconds=round(monotonic() - began, 1),
    )


def _filled(gate: Gate, folder: Path, fillers: Sequence[Task]) -> list[str]:
    """Try once more than each cap allows, all at once; as many succeed as places were left."""
    sent = counters(gate.store.entries())
    log = Log(folder / "fillers.log")
    with ThreadPoolExecutor(_FILLING) as pool:
        done = pool.map(lambda task: Teller(gate, log).do([task]), fillers)
        held = Counter(
            counter_of(task) for task, (is_held,) in zip(fillers, done, strict=True) if is_held
        )
    log.close()
    found = []
    for counter in dict.fromkeys(map(counter_of, fillers)):
        cap, at = CAPS[counter[0]], micros(fillers[0].at)
        free = cap.most - used(sent.get(counter, []), cap, at)
        if held[counter] != free:
            found.append(f"{' '.join(counter)}: {free} places were free, {held[counter]} taken")
    return found


def _heard(tasks: Sequence[Task], lines: Sequence[Line]) -> dict[str, int]:
    """What the workers were told, without the fillers."""
    keys = {task.key for task in tasks}
    own = [line for line in lines if line.key in keys]
    held = {line.key for line in own if line.what == TOLD and line.said["held"]}
    times = Counter(line.what for line in own)
    contended = sum(task.contended for task in tasks)
    return {
        "contended": contended,
        "others": len(tasks) - contended,
        "allowed": len(held),
        "denied": len(tasks) - len(held),
        "unavailable": times[UNAVAILABLE],
        "retries": times[TRIES] - len(keys),
        "reports": times[DID],
    }
