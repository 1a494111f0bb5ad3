"""The tables of a ledger in SQLite, version by version.

In: a connection to a file. Out: the file as the newest version has it, or a `LedgerError`: the file
is something else, or was made by a newer program; then nothing in it is changed.

An entry keeps its keys as a JSON list, for those who read it; `filings` is the index by them. The
row of a record is numbered by its lane and its place in it, so that each lane lies in order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from policydsl.diagnostics import Text, diagnostic
from policydsl.errors import LedgerError

APPLICATION = 0x506F6C4C
"""What `PRAGMA application_id` says of a ledger."""

NUMBERS = 32
"""How many bits of a record's place are its number in its lane."""

_FIRST = (
    """CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    keys TEXT NOT NULL,
    state TEXT NOT NULL,
    amends TEXT,
    expires_at INTEGER,
    frees INTEGER NOT NULL,
    permit TEXT
)""",
    "CREATE INDEX entries_amends ON entries (amends) WHERE amends IS NOT NULL",
    "CREATE INDEX entries_leases ON entries (expires_at) WHERE state = 'reserved'",
    """CREATE TABLE filings (
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (key, kind, at, seq)
) WITHOUT ROWID""",
    """CREATE TABLE facts (
    seq INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    known_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (person, kind, id, known_at)
)""",
    "CREATE TABLE lanes (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    f"""CREATE TABLE records (
    place INTEGER PRIMARY KEY,
    lane INTEGER AS (place >> {NUMBERS}),
    number INTEGER AS (place & {(1 << NUMBERS) - 1}),
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    about TEXT,
    text TEXT NOT NULL
)""",
    """CREATE TABLE forgotten (
    lane INTEGER PRIMARY KEY REFERENCES lanes,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
)""",
    "CREATE INDEX records_about ON records (about) WHERE about IS NOT NULL",
    "CREATE TABLE fields (name TEXT PRIMARY KEY) WITHOUT ROWID",
    """CREATE TRIGGER events_stay
BEFORE UPDATE OF seq, id, person, kind, at, body, state, amends, expires_at, frees, permit
ON entries WHEN old.state = 'event'
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    """CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
    *(
        f"""CREATE TRIGGER {table}_stay_{verb.lower()} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'one of the {table} is never changed'); END"""
        for table, verb in (
            ("facts", "UPDATE"),
            ("facts", "DELETE"),
            ("records", "UPDATE"),
            ("lanes", "UPDATE"),
            ("lanes", "DELETE"),
            ("forgotten", "DELETE"),
        )
    ),
    """CREATE TRIGGER forgotten_stay_update BEFORE UPDATE ON forgotten
WHEN new.lane <> old.lane OR new.number < old.number
BEGIN SELECT RAISE(ABORT, 'what was forgotten stays so'); END""",
    """CREATE TRIGGER records_stay_delete BEFORE DELETE ON records
WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE lane = old.lane AND number >= old.number)
BEGIN SELECT RAISE(ABORT, 'a record is deleted only when it was archived'); END""",
)

NO_DATABASE = Text("it is not a SQLite file", "不是 SQLite 文件")
_OTHER_PROGRAM = Text("it belongs to another program", "属于其他程序")

MIGRATIONS: tuple[Sequence[str], ...] = (_FIRST,)
"""The statements that lead from each version to the next; a version once released stays."""


def is_current(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a file has the newest tables; False when it is new or has older ones.

    `name` is how messages call the file. Raises `LedgerError` for anything else.
    """
    application = _one(connection, "PRAGMA application_id")
    version = _one(connection, "PRAGMA user_version")
    tables = connection.execute("SELECT name FROM sqlite_schema LIMIT 4").fetchall()
    if application == APPLICATION and version > 0:
        if version > len(MIGRATIONS):
            known = len(MIGRATIONS)
            helps = [("versions", {"found": version, "known": known})]
            raise LedgerError([diagnostic("L103", helps=helps)])
        return bool(version == len(MIGRATIONS))
    if application or version or tables:
        held = ", ".join(f"`{table}`" for (table,) in tables[:3]) + (", …" if tables[3:] else "")
        raise no_ledger(
            name, Text(f"it holds {held}", f"其中有 {held}") if held else _OTHER_PROGRAM
        )
    return False


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Bring a file to the newest version, each step in a transaction of its own.

    Safe when several processes do it at once.
    """
    while not is_current(connection, name):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not is_current(connection, name):
                version = int(_one(connection, "PRAGMA user_version"))
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def no_ledger(name: str, reason: Text = NO_DATABASE) -> LedgerError:
    """What is there is something else."""
    return LedgerError([diagnostic("L104", url=name, helps=[("reason", {"reason": reason})])])


def _one(connection: sqlite3.Connection, statement: str) -> int:
    (value,) = connection.execute(statement).fetchone()
    return int(value)
