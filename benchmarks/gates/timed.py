"""`python -m benchmarks gate`: the gate against SQL by hand, on SQLite and PostgreSQL.

In: how much. Out: tables: contacts per second, how long the client waits that fares worst, what the
size of the table costs, and how fast events are brought in.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from benchmarks.gates import growing, importing
from benchmarks.gates.clients import Run, run
from benchmarks.gates.contestants import ALIKE_TABLES, POSTGRESQL_TABLES, SQLITE_TABLES
from benchmarks.measure import Cell, Table
from tests.postgres import Server, private_server

CLIENTS = (1, 8, 32)
BATCH = 100
_COLUMNS = (
    *("clients", "by hand /s", "gate /s", "ratio", "p50 ms", "p99 ms", "worst p99 / p50"),
    "by hand",
)
_ALIKE = "with a ledger's statements"
_NOTES = (
    "a contact is one reserve and one confirm, each durable on return; clients are processes",
    "by hand is one table and one count; "
    f"{_ALIKE}: the key looked up, facts and bodies read, filed and found by indexes",
    "ratio: contacts per second by hand over those of the gate; the waits are those of the gate",
    "the last column is the worst p99 over p50 by hand, where whoever asks first is served first",
)

Places = Callable[[], tuple[str, str]]
"""Makes a new place for the hand-written SQL and one for the gate."""


def tables(contacts: int, rounds: int, history: int, events: int) -> Iterator[Table]:
    """All tables: `contacts` of a run, `history` rows of the large ledger, `events` to import."""
    with tempfile.TemporaryDirectory() as folder:
        yield _compared("SQLite", "sqlite", _sqlite(Path(folder)), contacts, rounds)
        relaxed = {"durability": "relaxed"}
        yield _relaxed(_sqlite(Path(folder)), contacts, rounds, relaxed)
        yield growing.table(Path(folder), history)
        yield importing.table(Path(folder), events)
    with private_server(fsync=True) as server:
        yield _compared("PostgreSQL", "postgresql", _postgresql(server), contacts, rounds)


def _compared(title: str, by_hand: str, places: Places, contacts: int, rounds: int) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for batch in (1, BATCH):
        for clients in CLIENTS:
            # A batch is cheap: more of them, or the start of the processes is all that is timed.
            each = max(contacts * (5 if batch > 1 else 1) // clients, 2 * batch)
            hand, gate = _best(by_hand, places, clients, each, batch, rounds)
            name = f"{clients}" if batch == 1 else f"{clients}, batches of {batch}"
            rows.append(_row(name, hand, gate))
            if by_hand == "sqlite" and (clients, batch) in ((1, 1), (1, BATCH)):
                hand, gate = _best("sqlite alike", places, clients, each, batch, rounds)
                rows.append(_row(f"{name}, {_ALIKE}", hand, gate))
    return Table(f"Gate: contacts on {title}, fully durable", _COLUMNS, tuple(rows), _NOTES)


def _relaxed(places: Places, contacts: int, rounds: int, options: dict[str, str]) -> Table:
    def relaxed() -> tuple[str, str]:
        hand, gate = places()
        return hand, f"{gate}?durability=relaxed"

    hand, gate = _best("sqlite", relaxed, 1, contacts, 1, rounds, options)
    title = "Gate: contacts on SQLite, relaxed (safe from crashes of the process, not from power)"
    return Table(title, _COLUMNS, (_row("1", hand, gate),))


def _best(
    by_hand: str,
    places: Places,
    clients: int,
    contacts: int,
    batch: int,
    rounds: int,
    options: dict[str, str] | None = None,
) -> tuple[Run, Run]:
    """The fastest round of each, in turn."""
    hands, gates = [], []
    for _ in range(rounds):
        hand, gate = places()
        place = f"{hand}-alike" if by_hand == "sqlite alike" else hand
        hands.append(run(by_hand, place, clients, contacts, batch, **(options or {})))
        gates.append(run("gate", gate, clients, contacts, batch))
    return max(hands, key=lambda one: one.rate), max(gates, key=lambda one: one.rate)


def _row(name: str, hand: Run, gate: Run) -> tuple[Cell, ...]:
    return (
        name,
        round(hand.rate),
        round(gate.rate),
        hand.rate / gate.rate,
        gate.p50 / 1000,
        gate.p99 / 1000,
        gate.worst_p99 / gate.p50,
        hand.worst_p99 / hand.p50,
    )


def _sqlite(folder: Path) -> Places:
    def places() -> tuple[str, str]:
        name = uuid4().hex
        hand = folder / f"hand-{name}.db"
        with closed(sqlite3.connect(hand)) as connection:
            connection.executescript(f"PRAGMA journal_mode=WAL;{SQLITE_TABLES}")
        with closed(sqlite3.connect(f"{hand}-alike")) as connection:
            connection.executescript(f"PRAGMA journal_mode=WAL;{ALIKE_TABLES}")
        return str(hand), f"sqlite:///{folder}/gate-{name}.db"

    return places


def _postgresql(server: Server) -> Places:
    def places() -> tuple[str, str]:
        name = f"hand_{uuid4().hex}"
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
            connection.execute(f"SET search_path={name}")
            connection.execute(POSTGRESQL_TABLES)
        mark = "&" if "?" in server.url else "?"
        return f"{server.url}{mark}options=-csearch_path%3D{name}", server.new_url()

    return places


@contextmanager
def closed(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A connection that is closed in the end."""
    try:
        yield connection
    finally:
        connection.close()


def parts(quick: bool) -> Iterator[Table]:
    """The tables of `python -m benchmarks gate`."""
    if quick:
        return tables(contacts=200, rounds=1, history=100_000, events=50_000)
    return tables(contacts=2000, rounds=3, history=10_000_000, events=1_000_000)
