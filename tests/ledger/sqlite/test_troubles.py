"""What a store in SQLite does when the file, the disk or others are in the way."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.contract.frame import (
    check_chains,
    entry_of,
    event,
    found,
    put,
    records,
    reserved,
)
from policydsl.ledger.opening import open_store
from policydsl.ledger.sqlite import store as stores
from policydsl.ledger.sqlite import writer as writers
from policydsl.ledger.sqlite.connections import Opened, Place, connect
from policydsl.ledger.store import Store, Wanted, Writes

TIMEOUT = 0.1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "contacts.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{path}?timeout={TIMEOUT}")
    put(store, event("e0"), records=records(1))
    yield store
    store.close()


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(LedgerUnavailableError) as caught:
        call()
    (found,) = caught.value.diagnostics
    return found.code, found.hint_text(found.helps[0]) if found.helps else found.message()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def writes(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: put(store, event("e1"), records=records(1)),
        lambda: store.settle([event("r1")]),
        lambda: store.file_under(["address"], lambda entry, fields: []),
        lambda: store.loading().__enter__(),
        lambda: store.forget("lane", 1),
    ]


def test_a_file_locked_by_somebody_else(store: Store, path: Path) -> None:
    with locked(path):
        for write in writes(store):
            assert refused(write) == ("L106", f"the ledger did not answer within {TIMEOUT} s")
        assert found(store) == ["e0"]
    put(store, event("e1"), records=records(1))
    assert found(store) == ["e0", "e1"]
    check_chains(list(store.records()))


def test_opening_a_file_that_is_locked(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    opening = lambda: open_store(f"sqlite:///{path}?timeout={TIMEOUT}")  # noqa: E731
    assert refused(opening)[0] == "L106"
    other.execute("ROLLBACK")
    opening().close()
    other.close()


def test_while_one_loads_others_wait_until_their_time_out(store: Store) -> None:
    with store.loading() as loader:
        loader.add([event("e1")])
        assert refused(lambda: put(store, event("e2")))[0] == "L106"
        assert found(store) == ["e0"]
    put(store, event("e2"))
    assert found(store) == ["e0", "e1", "e2"]


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    def judge(known: object) -> tuple[Writes, list[str]]:
        seen: list[list[str]] = []
        reader = threading.Thread(target=lambda: seen.append(found(store)))
        reader.start()
        reader.join()
        return Writes(added=(event("e1"),)), seen[0]

    assert store.atomically(Wanted(), [], judge) == ["e0"]
    assert found(store) == ["e0", "e1"]


def full(pages: int) -> Callable[..., Opened]:
    """Connections to a disk on which there is no room for more pages."""

    def connects(place: Place, **options: bool) -> Opened:
        opened = connect(place, **options)
        opened.connection.execute(f"PRAGMA max_page_count = {pages}")
        return opened

    return connects


def large(name: str) -> list[object]:
    return [event(f"{name}-{number}", body="x" * 4000) for number in range(100)]


def test_a_full_disk(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "connect", full(40))
    store.close()
    assert refused(lambda: put(store, *large("a"), records=records(1))) == (
        "L105",
        "the disk is full",
    )
    assert refused(lambda: load(store)) == ("L105", "the disk is full")
    put(store, event("small"), records=records(1))
    assert found(store) == ["e0", "small"]
    monkeypatch.setattr(writers, "connect", connect)
    store.close()
    put(store, *large("a"), records=records(1))
    assert len(found(store)) == 102
    check_chains(list(store.records()))
    assert len(list(store.records())) == 3


def load(store: Store) -> None:
    with store.loading() as loader:
        loader.add(large("a"))


def test_works_that_share_a_transaction_with_one_that_meets_a_full_disk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "connect", full(40))
    store.close()
    line = store._process().line  # type: ignore[attr-defined]
    with held(line):
        outcomes: dict[str, tuple[str, str]] = {}

        def work(name: str, added: list[object]) -> None:
            outcomes[name] = refused(lambda: put(store, *added, records=records(1)))

        threads = [
            threading.Thread(target=work, args=("small", [event("small")])),
            threading.Thread(target=work, args=("large", large("a"))),
        ]
        for number, thread in enumerate(threads, 2):
            thread.start()
            until(lambda: len(line._waiting) == number)  # noqa: B023
    for thread in threads:
        thread.join()
    assert outcomes == dict.fromkeys(("small", "large"), ("L105", "the disk is full"))
    assert found(store) == ["e0"]


@contextmanager
def held(line: object) -> Iterator[None]:
    """Whoever comes now waits behind a leader that is in the middle of its work's beginning."""
    begun, goes = threading.Event(), threading.Event()
    session = line._session  # type: ignore[attr-defined]
    begin = session.begin

    def waits(deadline: float) -> None:
        begun.set()
        goes.wait(10)
        session.begin = begin
        begin(deadline + 10)

    session.begin = waits

    def lead() -> None:
        with suppress(LedgerUnavailableError):
            line.do(lambda session: None)  # type: ignore[attr-defined]

    leader = threading.Thread(target=lead)
    leader.start()
    begun.wait(10)
    line._timeout = 10.0  # type: ignore[attr-defined]
    try:
        yield
    finally:
        goes.set()
        leader.join()


def until(is_so: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(10_000):
        if is_so():
            return
        waiting.wait(0.001)
    raise AssertionError("it did not happen")


def test_a_file_that_must_not_be_written_to(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(place: Place, **options: bool) -> Opened:
        opened = connect(place, **options)
        opened.connection.execute("PRAGMA query_only = ON")
        return opened

    monkeypatch.setattr(writers, "connect", read_only)
    store.close()
    assert refused(lambda: put(store, event("e1"))) == (
        "L105",
        "the file must not be written to",
    )
    assert found(store) == ["e0"]
    monkeypatch.setattr(writers, "connect", connect)
    store.close()
    put(store, event("e1"))


def test_a_file_that_was_removed_is_not_made_anew(store: Store, path: Path) -> None:
    saved = path.with_name("saved.db")
    store.close()
    put(store, event("e1"))
    path.rename(saved)
    for call in (*writes(store), lambda: found(store), lambda: list(store.entries())):
        code, reason = refused(call)
        assert code == "L105"
        assert reason in ("the file is not there", "the file cannot be opened or made")
    assert not path.exists()
    saved.rename(path)
    assert found(store) == ["e0", "e1"]


def test_a_file_that_was_replaced_is_used(store: Store, path: Path) -> None:
    other = path.with_name("other.db")
    with open_store(f"sqlite:///{other}").loading() as loader:
        loader.add([event("from elsewhere")])
    store.close()
    assert found(store) == ["e0"]
    put(store, event("e1"))
    for name in ("contacts.db-wal", "contacts.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    other.replace(path)
    assert found(store) == ["from elsewhere"]
    put(store, event("e2"))
    assert found(store) == ["e2", "from elsewhere"]


def test_a_damaged_file(store: Store, path: Path) -> None:
    put(store, *large("a"))
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    for call in (lambda: found(store), lambda: put(store, event("e1"))):
        assert refused(call) == ("L105", "the file is damaged")


def test_a_closed_store_is_opened_again_when_it_is_used(store: Store) -> None:
    store.close()
    store.close()
    assert found(store) == ["e0"]
    put(store, event("e1"))
    assert entry_of(store, "e1").at == 1


def test_closing_in_the_middle_of_a_transaction_begins_it_anew(store: Store) -> None:
    calls = []

    def judge(known: object) -> tuple[Writes, int]:
        calls.append(1)
        if len(calls) == 1:
            store.close()
        return Writes(added=(event("e1"),), records=records(1)), len(calls)

    assert store.atomically(Wanted(), [], judge) == 2
    assert found(store) == ["e0", "e1"]
    check_chains(list(store.records()))
    assert len(list(store.records())) == 2


def test_a_load_does_not_live_through_a_fork(store: Store) -> None:
    if not hasattr(os, "fork"):
        return
    with pytest.raises(LedgerUnavailableError, match="forked"), store.loading() as loader:
        loader.add([event("e1")])
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        loader.add([event("e2")])
    assert found(store) == ["e0"]
    put(store, event("e1"))


def test_mistakes_of_a_judge_are_his_own(store: Store) -> None:
    error = sqlite3.OperationalError("of another database")

    def judge(known: object) -> tuple[Writes, None]:
        raise error

    with pytest.raises(sqlite3.OperationalError) as caught:
        store.atomically(Wanted(), [], judge)
    assert caught.value is error
    with pytest.raises(ValueError):
        put(store, event("\ud800"))
    with pytest.raises(OverflowError):
        put(store, event("e1", 1 << 70))
    assert found(store) == ["e0"]


def test_a_store_that_is_forgotten_is_closed(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    put(store, reserved("r1"))
    assert path.with_name("contacts.db-wal").exists()
    del store
    assert not path.with_name("contacts.db-wal").exists()


def test_a_place_without_a_log_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = sqlite3.connect(":memory:")

    class InMemory:
        connection = memory
        lock = threading.RLock()

        def close(self) -> None:
            memory.close()

    monkeypatch.setattr(stores, "connect", lambda place, **options: InMemory())
    code, reason = refused(lambda: open_store(f"sqlite:///{path}"))
    assert code == "L105"
    assert "write-ahead log" in reason


def test_a_log_that_readers_keep_long_is_emptied(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "_COMMITS", 1)
    monkeypatch.setattr(writers, "_LONG_LOG", 100_000)
    log = path.with_name("contacts.db-wal")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entries").fetchall()
    for number in range(2):
        put(store, *large(f"{number}"))
    assert log.stat().st_size > 800_000
    reader.execute("COMMIT")
    put(store, event("e1"))
    assert log.stat().st_size < 100_000
    assert len(found(store)) == 202
    reader.close()
