"""A file of SQLite that somebody else has locked: waited for, and no longer than was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policydsl.ledger.store import State
from tests.gate.faults.children import CONTEXT, hold_lock
from tests.gate.faults.support import (
    PATIENCE,
    SOON,
    UNAVAILABLE,
    check_sound,
    gate,
    refuses,
    reserve,
)
from tests.gate.support import AT, proposal

Locking = Callable[[], Callable[[], None]]


@pytest.fixture
def locking(tmp_path: Path) -> Iterator[Locking]:
    """Locks the file in another process, and gives what lets it go."""
    ends: list[Callable[[], None]] = []

    def lock() -> Callable[[], None]:
        held, over = CONTEXT.Event(), CONTEXT.Event()
        path = str(tmp_path / "ledger.db")
        child = CONTEXT.Process(target=hold_lock, args=(path, held, over), daemon=True)
        child.start()
        assert held.wait(PATIENCE)

        def let_go() -> None:
            over.set()
            child.join(PATIENCE)

        ends.append(let_go)
        return let_go

    yield lock
    for let_go in ends:
        let_go()


def test_a_file_that_is_locked_for_too_long(tmp_path: Path, locking: Locking) -> None:
    with gate(f"sqlite:///{tmp_path}/ledger.db", timeout=SOON) as ours:
        held = reserve(ours, "a")
        let_go = locking()
        assert reserve(ours, "b", "P2").codes == UNAVAILABLE
        with refuses():
            held.confirm()
        with refuses():
            held.release("not sent")
        assert ours.decide(proposal(), at=AT).verdict == "defer"  # reading waits for nobody
        let_go()
    with gate(f"sqlite:///{tmp_path}/ledger.db") as ours:
        ours.confirm("a")
        assert reserve(ours, "b", "P2").allowed
        assert check_sound(ours, "a", "b")["a"].state is State.EVENT


def test_a_file_that_is_unlocked_in_time(tmp_path: Path, locking: Locking) -> None:
    url = f"sqlite:///{tmp_path}/ledger.db"
    with gate(url) as ours, gate(url) as another, ThreadPoolExecutor(4) as others:
        reserve(ours, "first", "F")
        let_go = locking()
        keys = [f"k{number}" for number in range(4)]
        waiting = [
            others.submit(reserve, gates, key, key)
            for key, gates in zip(keys, (ours, another) * 2, strict=True)
        ]
        assert not any(one.done() for one in waiting)
        let_go()
        assert all(one.result(PATIENCE).allowed for one in waiting)
        check_sound(ours, "first", *keys)
