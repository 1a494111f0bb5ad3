"""Those that are timed do the same: three contacts a day and person, each confirmed, none more."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from benchmarks.gates import contestants, workload
from benchmarks.gates.clients import ClientError, run
from benchmarks.gates.contestants import (
    ALIKE_TABLES,
    POSTGRESQL_TABLES,
    SQLITE_TABLES,
    ByGate,
    ByPostgresql,
    BySqlite,
    BySqliteAlike,
    Contestant,
)
from tests.postgres import Server

Count = Callable[[], int]
_CONFIRMED = "SELECT count(*) FROM contacts WHERE state='event'"


def by_hand(folder: Path, tables: str, maker: Callable[[str], Contestant]) -> tuple[Any, Count]:
    path = folder / "hand.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"PRAGMA journal_mode=WAL;{tables}")

    def count() -> int:
        with closing(sqlite3.connect(path)) as connection:
            return int(connection.execute(_CONFIRMED).fetchone()[0])

    return maker(str(path)), count


def on_server(server: Server, folder: Path) -> tuple[Any, Count]:
    schema = f"hand_{abs(hash(folder))}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"SET search_path={schema}")
        connection.execute(POSTGRESQL_TABLES)
    contestant = ByPostgresql(f"{server.url}&options=-csearch_path%3D{schema}")

    def count() -> int:
        with psycopg.connect(server.url) as connection:
            row = connection.execute(
                _CONFIRMED.replace("contacts", f"{schema}.contacts")
            ).fetchone()
        assert row is not None
        return int(row[0])

    return contestant, count


@pytest.mark.parametrize("name", ["one table", "alike", "postgresql"])
def test_by_hand_no_more_than_the_cap_is_confirmed(
    name: str,
    tmp_path: Path,
    postgresql_server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if name == "postgresql":
        contestant, count = on_server(postgresql_server, tmp_path)
    elif name == "alike":
        contestant, count = by_hand(tmp_path, ALIKE_TABLES, BySqliteAlike)
    else:
        contestant, count = by_hand(tmp_path, SQLITE_TABLES, BySqlite)
    contestant.one(0, 1)
    contestant.many(0, range(2, 5))
    assert count() == 4
    monkeypatch.setattr(contestants, "person", lambda *_: "P")
    for number in range(10, 15):
        contestant.one(0, number)
    assert count() == 4 + workload.MOST
    contestant._connection.close()


def test_the_gate_confirms_them_too_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = ByGate(f"sqlite:///{tmp_path}/gate.db")
    gate.one(0, 1)
    gate.many(0, range(2, 5))
    same = {**workload.proposal(0, 0), "person": "P"}
    monkeypatch.setattr(contestants, "proposal", lambda *_: same)
    with pytest.raises(AssertionError, match="CAP_REACHED"):
        for number in range(10, 15):
            gate.one(0, number)
    states = [str(entry.state) for entry in gate._gate.store.entries()]
    assert states == ["event"] * (4 + workload.MOST)
    gate._gate.close()


def test_clients_run_together_and_one_that_fails_is_told(tmp_path: Path) -> None:
    found = run("gate", f"sqlite:///{tmp_path}/gate.db", clients=2, contacts=4, batch=2)
    assert found.rate > 0 and found.p50 <= found.p99 <= found.worst_p99
    with pytest.raises(ClientError, match="LedgerUnavailableError"):
        run("gate", f"sqlite:///{tmp_path}/no/such/gate.db", clients=1, contacts=1)
