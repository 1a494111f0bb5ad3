"""The keys of persons."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from policydsl.errors import LedgerError, LedgerUnavailableError
from policydsl.ledger.records.pseudonyms import KEY_BYTES, Pseudonyms


def key_in_process(path: Path, person: str) -> bytes:
    with closing(Pseudonyms(path)) as keys:
        return keys.key_for(person)


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    with closing(Pseudonyms(path)) as keys:
        one, other = keys.key_for("P1"), keys.key_for("P2")
        assert len(one) == KEY_BYTES
        assert one != other
        assert keys.key_for("P1") == one
    assert key_in_process(path, "P1") == one
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_does_not_name_persons(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    with closing(Pseudonyms(path)) as keys:
        keys.key_for("a person's name")
        files = list(tmp_path.iterdir())
        assert not any(b"a person's name" in file.read_bytes() for file in files)


def test_a_destroyed_key_is_nowhere_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    with closing(Pseudonyms(path)) as keys, closing(Pseudonyms(path)) as other:
        made = {person: keys.key_for(person) for person in map(str, range(50))}
        assert other.key_for("7") == made["7"]
        assert any(made["7"] in file.read_bytes() for file in tmp_path.iterdir())
        assert keys.destroy("7")
        assert not any(made["7"] in file.read_bytes() for file in tmp_path.iterdir())
        assert any(made["8"] in file.read_bytes() for file in tmp_path.iterdir())
        assert not keys.destroy("7")
        assert other.key_for("7") != made["7"]
        assert other.key_for("8") == made["8"]


def test_a_key_is_not_destroyed_while_somebody_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    with closing(Pseudonyms(path, timeout=0.05)) as keys:
        keys.key_for("P1")
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM keys").fetchone()
            with pytest.raises(LedgerUnavailableError):
                keys.destroy("P1")
        keys.destroy("P1")


def test_threads_and_processes_get_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    context = get_context("fork")
    with closing(Pseudonyms(path)) as keys:
        barrier = threading.Barrier(8)

        def ask(_: int) -> bytes:
            barrier.wait()
            return keys.key_for("P1")

        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(ask, range(8)))
        with context.Pool(2) as processes:
            found.update(processes.starmap(key_in_process, [(path, "P1")] * 4))
        assert len(found) == 1


def test_keys_after_a_fork(tmp_path: Path) -> None:
    with closing(Pseudonyms(tmp_path / "keys")) as keys:
        one = keys.key_for("P1")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, keys.key_for("P1") + keys.key_for("P2"))
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(reading, 1000) == one + keys.key_for("P2")
        assert keys.key_for("P1") == one
        os.close(reading)
        os.close(writing)


def test_processes_make_the_file_together(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    with get_context("fork").Pool(4) as processes:
        found = processes.starmap(key_in_process, [(path, "P1")] * 16, chunksize=1)
    assert len(set(found)) == 1


def test_a_file_of_something_else_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_text("no database at all, but long enough to look at " * 40)
    database = tmp_path / "database"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE photos (name TEXT)")
    for other in (path, database):
        before = other.read_bytes()
        with pytest.raises(LedgerError) as raised:
            Pseudonyms(other)
        assert [one.code for one in raised.value.diagnostics] == ["L132"]
        assert other.read_bytes() == before


def test_a_file_that_is_not_there_is_made_only_when_it_may_be(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as raised:
        Pseudonyms(tmp_path / "keys", create=False)
    assert [one.code for one in raised.value.diagnostics] == ["L132"]
    assert not list(tmp_path.iterdir())
    with pytest.raises(LedgerUnavailableError):
        Pseudonyms(tmp_path / "no folder" / "keys")


def test_somebody_who_writes_is_waited_for_only_so_long(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    with closing(Pseudonyms(path, timeout=0.05)) as keys:
        one = keys.key_for("P1")
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            assert keys.key_for("P1") == one
            with pytest.raises(LedgerUnavailableError):
                keys.key_for("P2")
        keys.key_for("P2")
