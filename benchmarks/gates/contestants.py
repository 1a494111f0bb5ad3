"""Who is timed: the gate, and the same transactions as SQL written by hand.

In: where the ledger is. Out: contestants with one method for one contact (reserve, then confirm)
and one for a hundred. The hand-written ones keep rows of the same size, with a record of the
decision in the same transaction, an index by person, and the same durability; they know nothing but
this one cap.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import psycopg

from benchmarks.gates.workload import AT, DAY, MOST, key, person, policy, proposal
from policydsl import Gate
from policydsl.facts.moments import to_micros

NOW = to_micros(AT)
BODY = "x" * 900
"""As large as an entry of the gate with its permit."""

RECORD = "x" * 850
_HASH = "0" * 64

TABLES = """
CREATE TABLE contacts(id TEXT PRIMARY KEY, person TEXT, at BIGINT, state TEXT, body TEXT);
CREATE INDEX by_person ON contacts(person, at);
CREATE TABLE records(number {serial}, hash TEXT, body TEXT);
"""
SQLITE_TABLES = TABLES.format(serial="INTEGER PRIMARY KEY")
POSTGRESQL_TABLES = TABLES.format(serial="BIGSERIAL PRIMARY KEY")


class Contestant(Protocol):
    """One client."""

    def one(self, client: int, number: int) -> None:
        """Reserve and confirm one contact."""

    def many(self, client: int, numbers: Sequence[int]) -> None:
        """Reserve and confirm a batch."""


class ByGate:
    """The gate, as anybody would use it."""

    def __init__(self, url: str, *, records: str = "required") -> None:
        self._gate = Gate(policy(), url, timeout=60, records=records)

    def one(self, client: int, number: int) -> None:
        permit = self._gate.reserve(proposal(client, number), at=AT, key=key(client, number))
        if not permit.allowed:
            raise AssertionError(f"not allowed: {permit.codes}")
        permit.confirm("submitted")

    def many(self, client: int, numbers: Sequence[int]) -> None:
        wanted = {key(client, number): proposal(client, number) for number in numbers}
        permits = self._gate.reserve_many(wanted, at=AT)
        if not all(permit.allowed for permit in permits):
            raise AssertionError("not allowed")
        self._gate.confirm_many(permits, "submitted")


class BySqlite:
    """SQLite by hand."""

    def __init__(self, path: str, durability: str = "full") -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._connection.execute("PRAGMA journal_mode=WAL")
        level = "FULL" if durability == "full" else "NORMAL"
        self._connection.execute(f"PRAGMA synchronous={level}")

    def one(self, client: int, number: int) -> None:
        execute, identity = self._connection.execute, key(client, number)
        execute("BEGIN IMMEDIATE")
        self._reserve(client, number)
        execute("COMMIT")
        self._confirm(identity)

    def many(self, client: int, numbers: Sequence[int]) -> None:
        for work in (self._reserve, lambda client, number: self._confirm(key(client, number))):
            self._connection.execute("BEGIN IMMEDIATE")
            for number in numbers:
                work(client, number)
            self._connection.execute("COMMIT")

    def _reserve(self, client: int, number: int) -> None:
        execute, identity = self._connection.execute, key(client, number)
        whom = person(client, number)
        (made,) = execute(
            "SELECT count(*) FROM contacts WHERE person=? AND at>? AND state<>'released'",
            (whom, NOW - DAY),
        ).fetchone()
        if made < MOST:
            row = (identity, whom, NOW, "reserved", BODY)
            execute("INSERT INTO contacts VALUES(?,?,?,?,?)", row)
            execute("INSERT INTO records(hash,body) VALUES(?,?)", (_HASH, RECORD))

    def _confirm(self, identity: str) -> None:
        self._connection.execute(
            "UPDATE contacts SET state='event', body=? WHERE id=? AND state='reserved'",
            (BODY, identity),
        )


ALIKE_TABLES = """
CREATE TABLE contacts(seq INTEGER PRIMARY KEY, id TEXT UNIQUE, person TEXT, kind TEXT, at INTEGER,
  state TEXT, keys TEXT, body TEXT);
CREATE TABLE filings(key TEXT, kind TEXT, at INTEGER, seq INTEGER, PRIMARY KEY(key, kind, at, seq))
  WITHOUT ROWID;
CREATE TABLE facts(person TEXT, kind TEXT, id TEXT, known_at INTEGER, body TEXT,
  PRIMARY KEY(person, kind, id, known_at));
CREATE TABLE fields(name TEXT PRIMARY KEY);
CREATE TABLE records(number INTEGER PRIMARY KEY, hash TEXT, about TEXT, body TEXT);
CREATE INDEX by_about ON records(about);
"""


class BySqliteAlike(BySqlite):
    """SQLite by hand, with the statements that a ledger needs which keeps more than one count.

    It looks whether the key was used, reads what is known of the person and the bodies of his
    events, files the contact under a key, and finds the record of a contact by an index.
    """

    def _reserve(self, client: int, number: int) -> None:
        execute, identity = self._connection.execute, key(client, number)
        whom = f"person={person(client, number)}"
        execute("SELECT name FROM fields").fetchall()
        if execute("SELECT * FROM contacts WHERE id=?", (identity,)).fetchone():
            return
        execute("SELECT * FROM facts WHERE person=?", (whom,)).fetchall()
        made = execute(
            "SELECT c.* FROM filings f JOIN contacts c ON c.seq=f.seq"
            " WHERE f.key=? AND f.kind='contact' AND f.at>?",
            (whom, NOW - DAY),
        ).fetchall()
        if len(made) < MOST:
            row = (identity, whom, "contact", NOW, "reserved", "[]", BODY)
            added = execute(
                "INSERT INTO contacts(id,person,kind,at,state,keys,body) VALUES(?,?,?,?,?,?,?)", row
            )
            execute("INSERT INTO filings VALUES(?,'contact',?,?)", (whom, NOW, added.lastrowid))
            execute("INSERT INTO records(hash,about,body) VALUES(?,?,?)", (_HASH, identity, RECORD))


class ByPostgresql:
    """PostgreSQL by hand: one lock for the person, two round trips to reserve, one to confirm."""

    def __init__(self, url: str, durability: str = "full") -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        if durability != "full":
            self._connection.execute("SET synchronous_commit=off")

    def one(self, client: int, number: int) -> None:
        connection, identity = self._connection, key(client, number)
        whom = person(client, number)
        with connection.pipeline():
            connection.execute("BEGIN")
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (whom,))
            counted = connection.execute(
                "SELECT count(*) FROM contacts WHERE person=%s AND at>%s AND state<>'released'",
                (whom, NOW - DAY),
            )
            made = counted.fetchone()
            if made is not None and made[0] < MOST:
                row = (identity, whom, NOW, "reserved", BODY)
                connection.execute("INSERT INTO contacts VALUES(%s,%s,%s,%s,%s)", row)
                connection.execute("INSERT INTO records(hash,body) VALUES(%s,%s)", (_HASH, RECORD))
            connection.execute("COMMIT")
        connection.execute(
            "UPDATE contacts SET state='event', body=%s WHERE id=%s AND state='reserved'",
            (BODY, identity),
        )

    def many(self, client: int, numbers: Sequence[int]) -> None:
        connection = self._connection
        whom = [person(client, number) for number in numbers]
        keys = [key(client, number) for number in numbers]
        with connection.pipeline():
            connection.execute("BEGIN")
            connection.execute(
                "SELECT pg_advisory_xact_lock(h) FROM (SELECT hashtextextended(p, 0) AS h"
                " FROM unnest(%s::text[]) AS p ORDER BY 1) AS each",
                (whom,),
            )
            counted = connection.execute(
                "SELECT person, count(*) FROM contacts WHERE person=ANY(%s) AND at>%s"
                " AND state<>'released' GROUP BY person",
                (whom, NOW - DAY),
            )
            made = dict(counted.fetchall())
            free = [one for one in zip(keys, whom, strict=True) if made.get(one[1], 0) < MOST]
            connection.execute(
                "INSERT INTO contacts SELECT k, p, %s, 'reserved', %s"
                " FROM unnest(%s::text[], %s::text[]) AS u(k, p)",
                (NOW, BODY, [one[0] for one in free], [one[1] for one in free]),
            )
            connection.execute(
                "INSERT INTO records(hash,body) SELECT %s, %s FROM unnest(%s::text[])",
                (_HASH, RECORD, keys),
            )
            connection.execute("COMMIT")
        connection.execute(
            "UPDATE contacts SET state='event', body=%s WHERE id=ANY(%s) AND state='reserved'",
            (BODY, keys),
        )


MAKERS: dict[str, Callable[..., Any]] = {
    "gate": ByGate,
    "sqlite": BySqlite,
    "sqlite alike": BySqliteAlike,
    "postgresql": ByPostgresql,
}
