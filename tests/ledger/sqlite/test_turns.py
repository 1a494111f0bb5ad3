"""Processes that want to write stand in line."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.sqlite import turns
from policydsl.ledger.sqlite.tickets import OneLock, Tickets
from policydsl.ledger.sqlite.turns import Turn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no line where there is no flock")

WAIT = 10.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "contacts.db-queue"


@pytest.fixture(autouse=True, params=[Tickets, OneLock])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type:
    """On Linux both kinds of lines are tried."""
    if sys.platform == "linux":
        monkeypatch.setattr(turns, "places", request.param)
    return request.param  # type: ignore[no-any-return]


def until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    end = monotonic() + WAIT
    while not is_so():
        assert monotonic() < end
        pause.wait(0.001)


def take(turn: Turn, seconds: float = WAIT) -> None:
    turn.take(monotonic() + seconds, seconds)


def test_a_turn_is_taken_and_given_again_and_again(path: Path) -> None:
    turn = Turn(path)
    for _ in range(3):
        take(turn)
        turn.give()
    turn.close()
    take(turn)
    turn.close()


def test_one_waits_until_the_other_gives(path: Path) -> None:
    first, second = Turn(path), Turn(path)
    take(first)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(take, second)
        until(lambda: second._asked)
        assert not waiting.done()
        first.give()
        waiting.result(WAIT)
    with pytest.raises(LedgerUnavailableError):
        take(first, 0.02)
    second.give()
    take(first)
    first.close()
    second.close()


def test_who_came_first_is_served_first(path: Path, kind: type) -> None:
    count = 6
    holder = Turn(path)
    take(holder)
    places = [Turn(path) for _ in range(count)]
    served: list[int] = []

    def wait(number: int) -> None:
        take(places[number])
        served.append(number)
        places[number].give()

    with ThreadPoolExecutor(count) as pool:
        for number in range(count):
            pool.submit(wait, number)
            until(lambda: _blocked(path) > number)  # noqa: B023
        holder.give()
    assert sorted(served) == list(range(count))
    if kind is Tickets:
        assert served == sorted(served)
    for turn in (holder, *places):
        turn.close()


@pytest.mark.skipif(sys.platform != "linux", reason="a line by numbers is for Linux")
def test_who_just_had_a_turn_does_not_overtake(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "places", Tickets)
    first, second = Turn(path), Turn(path)
    order: list[str] = []
    take(first)
    with ThreadPoolExecutor(1) as pool:

        def wait() -> None:
            take(second)
            order.append("second")
            second.give()

        pool.submit(wait)
        until(lambda: _blocked(path) == 1)
        first.give()
        take(first)
        order.append("first")
        first.give()
    assert order == ["second", "first"]


def test_a_line_of_which_somebody_has_written_over_the_numbers(path: Path) -> None:
    for content in (b"", b"x", b"\xff" * 8, b"\x00" * 7 + b"\x80", b"what is this" * 100):
        path.write_bytes(content)
        first, second = Turn(path), Turn(path)
        take(first)
        with pytest.raises(LedgerUnavailableError):
            take(second, 0.01)
        first.give()
        take(second)
        second.give()
        first.close()
        second.close()


def test_a_place_that_is_given_up_for_good_closes_its_file(path: Path) -> None:
    first, second = Turn(path), Turn(path)
    take(first)
    with pytest.raises(LedgerUnavailableError):
        take(second, 0.01)
    second.close()
    assert second._file is not None
    first.give()
    until(lambda: second._file is None)


def _blocked(path: Path) -> int:
    """How many wait for the lock; where the system does not tell, many."""
    locks = Path("/proc/locks")
    if not locks.exists():
        return 1000
    inode = f":{path.stat().st_ino} "
    return sum("->" in line and inode in line for line in locks.read_text().splitlines())


def test_a_wait_has_an_end_and_leaves_no_lock_behind(path: Path) -> None:
    first, second, third = Turn(path), Turn(path), Turn(path)
    take(first)
    with pytest.raises(LedgerUnavailableError) as caught:
        take(second, 0.02)
    assert caught.value.diagnostics[0].code == "L106"
    first.give()
    until(lambda: not second._asked)
    take(third, WAIT)
    third.give()
    take(second)
    second.give()


def test_who_gave_up_may_come_again_in_his_old_place(path: Path) -> None:
    first, second = Turn(path), Turn(path)
    take(first)
    ushers = set()
    for _ in range(3):
        with pytest.raises(LedgerUnavailableError):
            take(second, 0.01)
        ushers.add(second._usher)
    assert len(ushers) == 1
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(take, second)
        until(lambda: second._wanted)
        first.give()
        waiting.result(WAIT)
    second.give()


def test_the_lock_of_a_killed_process_is_free(path: Path, kind: type) -> None:
    script = f"""
import sys, time
from pathlib import Path
from policydsl.ledger.sqlite import tickets, turns
if sys.platform == "linux":
    turns.places = tickets.{kind.__name__}
turn = turns.Turn(Path({str(path)!r}))
turn.take(time.monotonic() + 10, 10)
print("taken", flush=True)
sys.stdin.read()
"""
    turn = Turn(path)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"taken\n"
        try:
            with pytest.raises(LedgerUnavailableError):
                take(turn, 0.02)
        finally:
            holder.kill()
    take(turn)
    turn.close()


def test_a_child_of_a_fork_does_not_keep_the_lock(path: Path) -> None:
    turn, other = Turn(path), Turn(path)
    take(turn)
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.read(read, 1)
        os._exit(0)
    turn.close()
    take(other, WAIT)
    os.write(write, b".")
    os.waitpid(pid, 0)
    os.close(read)
    os.close(write)
    other.close()


def test_a_line_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        take(Turn(tmp_path / "none" / "queue"))
