"""The tables, their versions, and files that are something else."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.contract.frame import event, fact, found, put, records, reserved
from policydsl.ledger.opening import open_store
from policydsl.ledger.sqlite import schema


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "contacts.db"


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(LedgerError) as caught:
        open_store(f"sqlite:///{path}")
    (found,) = caught.value.diagnostics
    return found.code, found.hint_text(found.helps[0])


def execute(path: Path, *statements: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        rows = [connection.execute(statement).fetchall() for statement in statements]
        return rows[-1]
    finally:
        connection.close()


def test_a_new_file_has_the_newest_tables(path: Path) -> None:
    open_store(f"sqlite:///{path}").close()
    assert execute(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert execute(path, "PRAGMA application_id") == [(schema.APPLICATION,)]
    assert execute(path, "PRAGMA journal_mode") == [("wal",)]


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.touch()
    open_store(f"sqlite:///{path}").close()
    assert execute(path, "PRAGMA application_id") == [(schema.APPLICATION,)]


def test_a_newer_ledger_is_not_touched(path: Path) -> None:
    open_store(f"sqlite:///{path}").close()
    execute(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    code, versions = refused(path)
    assert code == "L103"
    assert "99" in versions
    assert str(len(schema.MIGRATIONS)) in versions
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("CREATE TABLE photos (a)", "it holds `photos`"),
        ("PRAGMA application_id = 7", "it belongs to another program"),
        ("PRAGMA user_version = 1", "it belongs to another program"),
    ],
)
def test_another_database_is_not_touched(path: Path, statement: str, reason: str) -> None:
    execute(path, "PRAGMA application_id = 0", "VACUUM", statement)
    before = path.read_bytes()
    assert refused(path) == ("L104", reason)
    assert path.read_bytes() == before


def test_another_file_is_not_touched(path: Path) -> None:
    text = b"person,kind,at\nP1,contact,2026-01-01T00:00:00Z\n" * 100
    path.write_bytes(text)
    assert refused(path) == ("L104", "it is not a SQLite file")
    assert path.read_bytes() == text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}' WHERE id = 'e1'",
        "UPDATE entries SET at = at + 1 WHERE id = 'e1'",
        "UPDATE entries SET state = 'released' WHERE id = 'e1'",
        "DELETE FROM entries WHERE id = 'e1'",
        "DELETE FROM entries WHERE id = 'r1'",
        "UPDATE facts SET body = '{}'",
        "DELETE FROM facts",
        "UPDATE records SET text = '{}'",
        "DELETE FROM records",
        "DELETE FROM records WHERE number = 1",
        "UPDATE lanes SET name = 'a'",
        "DELETE FROM lanes",
    ],
)
def test_what_was_written_stays(path: Path, statement: str) -> None:
    store = open_store(f"sqlite:///{path}")
    put(store, event("e1"), reserved("r1"), facts=(fact(1),), records=records(2))
    store.close()
    with pytest.raises(sqlite3.IntegrityError):
        execute(path, statement)


def test_only_what_was_archived_is_removed(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    put(store, records=records(4))
    store.forget(next(iter(store.records())).lane, 2)
    store.close()
    for statement in ("DELETE FROM records", "DELETE FROM forgotten"):
        with pytest.raises(sqlite3.IntegrityError):
            execute(path, statement)
    with pytest.raises(sqlite3.IntegrityError):
        execute(path, "UPDATE forgotten SET number = 1")


def test_a_ledger_of_an_older_version_is_brought_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{path}")
    put(store, event("e1"))
    store.close()
    later = (
        *schema.MIGRATIONS,
        ("ALTER TABLE entries ADD COLUMN source TEXT",),
        ("CREATE TABLE second (a)", "INSERT INTO second VALUES (3)"),
    )
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(open_store, [f"sqlite:///{path}"] * 6))
    assert [found(store) for store in stores] == [["e1"]] * 6
    for store in stores:
        store.close()
    assert execute(path, "PRAGMA user_version") == [(len(later),)]
    assert execute(path, "SELECT a FROM second") == [(3,)]


def test_a_step_that_fails_leaves_the_older_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(f"sqlite:///{path}").close()
    first = len(schema.MIGRATIONS)
    broken = (*schema.MIGRATIONS, ("CREATE TABLE second (a)", "CREATE TABLE second (a)"))
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(LedgerError):
        open_store(f"sqlite:///{path}")
    assert execute(path, "PRAGMA user_version") == [(first,)]
    assert execute(path, "SELECT 1 FROM sqlite_schema WHERE name = 'second'") == []
