"""Processes that share a ledger are killed, fork, or come all at once."""

from __future__ import annotations

import random
import signal
import threading
import warnings
from pathlib import Path
from time import sleep

import pytest

from policydsl.gate.gate import Gate
from policydsl.ledger.store import State
from tests.gate.faults.children import CONTEXT, contend, die, die_opening, open_at_once, run_child
from tests.gate.faults.support import PATIENCE, REACHED, check_sound, gate, reserve, until


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a ledger that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    new: str = request.getfixturevalue("postgresql_url")
    return new


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["reserve", "confirm"])
def test_a_process_killed_around_a_commit(url: str, what: str, when: str) -> None:
    child = CONTEXT.Process(target=die, args=(url, what, when), daemon=True)
    child.start()
    child.join(PATIENCE)
    assert child.exitcode == -signal.SIGKILL
    with gate(url) as ours:
        again = reserve(ours, "a")
        assert again.replayed is ((what, when) != ("reserve", "before"))
        assert again.state == ("confirmed" if (what, when) == ("confirm", "after") else "reserved")
        again.confirm()
        assert reserve(ours, "b").codes == REACHED
        found = check_sound(ours, "a", "other")
        assert found["a"].state is State.EVENT
        assert len({one.lane for one in ours.store.records()}) == 2


def test_a_new_ledger_is_opened_by_eight_processes_at_once(url: str) -> None:
    keys = [f"k{number}" for number in range(8)]
    barrier, answers = CONTEXT.Barrier(len(keys)), CONTEXT.SimpleQueue()
    children = [
        CONTEXT.Process(target=open_at_once, args=(url, barrier, answers, key), daemon=True)
        for key in keys
    ]
    for child in children:
        child.start()
    told = [answers.get() for _ in keys]
    for child in children:
        child.join(PATIENCE)
    winners = [key for key, allowed, _ in told if allowed]
    assert len(winners) == 1
    assert {codes for _, allowed, codes in told if not allowed} == {REACHED}
    with gate(url) as ours:
        found = check_sound(ours, *winners)
        assert {entry.state for entry in found.values()} == {State.EVENT}


def test_processes_killed_while_they_make_the_ledger(url: str) -> None:
    chance = random.Random(url.partition(":")[0])
    children = [CONTEXT.Process(target=die_opening, args=(url,), daemon=True) for _ in range(8)]
    for child in children:
        child.start()
        sleep(chance.uniform(0, 0.05))
        child.kill()
    for child in children:
        child.join(PATIENCE)
    with gate(url) as ours:
        assert reserve(ours, "a").allowed
        check_sound(ours, "a")


def test_the_file_of_the_queue_is_removed_while_it_is_used(tmp_path: Path) -> None:
    url, queue = f"sqlite:///{tmp_path}/ledger.db", tmp_path / "ledger.db-queue"
    workers, times = 3, 60
    barrier, answers = CONTEXT.Barrier(workers + 1), CONTEXT.SimpleQueue()
    children = [
        CONTEXT.Process(target=contend, args=(url, barrier, answers, f"w{n}", times), daemon=True)
        for n in range(workers)
    ]
    for child in children:
        child.start()
    barrier.wait(PATIENCE)
    removed = 0
    while any(child.is_alive() for child in children):
        if queue.exists():
            queue.unlink()
            removed += 1
        threading.Event().wait(0.001)
    assert [child.exitcode for child in children] == [0] * workers
    assert sum(answers.get()[1] for _ in children) == times
    assert removed
    with gate(url) as ours:
        keys = [entry.id for entry in ours.store.entries()]
        assert len(keys) == times
        check_sound(ours, *keys)


def test_a_fork_in_the_middle_of_reservations(url: str) -> None:
    with gate(url) as ours:
        others = [threading.Thread(target=_many, args=(ours, f"t{n}")) for n in range(2)]
        for other in others:
            other.start()
        until(lambda: any(True for _ in ours.store.entries()))
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # that there are threads is the point
            assert run_child(lambda: reserve(ours, "child", "C").allowed)
            assert run_child(lambda: _many(ours, "forked"))
        for other in others:
            other.join(PATIENCE)
        assert reserve(ours, "child2", "C").codes == REACHED
        names = ("t0", "t1", "forked")
        check_sound(ours, "child", *(f"{name}-{n}" for name in names for n in range(30)))


def _many(ours: Gate, name: str) -> bool:
    return all(reserve(ours, f"{name}-{n}", f"{name}-{n}").allowed for n in range(30))


def test_records_that_wait_are_written_once_after_a_fork(url: str) -> None:
    with gate(url, records="best effort") as ours:
        reserve(ours, "a")
        assert reserve(ours, "b").codes == REACHED  # its record waits for the next write
        assert run_child(lambda: reserve(ours, "c", "P2").allowed)
        reserve(ours, "d", "P3")
    with gate(url) as ours:
        check_sound(ours, "a", "c", "d")
        texts = [one.record.text for one in ours.store.records()]
        assert len(texts) == len(set(texts)) == 4
