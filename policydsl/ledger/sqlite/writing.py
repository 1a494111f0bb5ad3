"""Writing entries, facts and records into the tables.

In: `Writes`, the head of this connection's lane. Out: rows, and the new head. The caller opens the
transaction and undoes it when something is raised.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple
from uuid import uuid4

from policydsl.ledger.chain import beginning, link
from policydsl.ledger.sqlite.reading import keys_in
from policydsl.ledger.sqlite.schema import NUMBERS
from policydsl.ledger.store import Entry, Fact, Record, State, TakenError, Writes

ADD_ENTRY = """INSERT INTO entries
(seq, id, person, kind, at, body, keys, state, amends, expires_at, frees, permit)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_FACT = "INSERT INTO facts (person, kind, id, known_at, body) VALUES (?, ?, ?, ?, ?)"
FILE = "INSERT INTO filings (key, kind, at, seq) VALUES (?, ?, ?, ?)"
REFILE = "INSERT OR IGNORE INTO filings (key, kind, at, seq) VALUES (?, ?, ?, ?)"
_UNFILE = "DELETE FROM filings WHERE key = ? AND kind = ? AND at = ? AND seq = ?"
_NOW = "SELECT seq, kind, at, keys, state FROM entries WHERE id = ?"
_CHANGE = """UPDATE entries SET kind = ?, at = ?, body = ?, keys = ?, state = ?, amends = ?,
expires_at = ?, frees = ?, permit = ? WHERE seq = ?"""
_SET_KEYS = "UPDATE entries SET keys = ? WHERE seq = ?"
_IS_THERE = "SELECT 1 FROM entries WHERE id = ?"
_ADD_LANE = "INSERT INTO lanes (name) VALUES (?)"
_ADD_RECORD = "INSERT INTO records (place, hash, at, about, text) VALUES (?, ?, ?, ?, ?)"
_LANE = "SELECT id FROM lanes WHERE name = ?"
_HASH = "SELECT hash FROM records WHERE place = ?"
_REMOVED = "SELECT number FROM forgotten WHERE lane = ?"
_FORGET = """INSERT INTO forgotten (lane, number, hash) VALUES (?, ?, ?)
ON CONFLICT (lane) DO UPDATE SET number = excluded.number, hash = excluded.hash"""
_REMOVE = "DELETE FROM records WHERE place > ? AND place <= ?"
_TAKEN = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


class Head(NamedTuple):
    """The last record of a lane: its place, and its hash."""

    place: int
    hash: str


def write(connection: sqlite3.Connection, writes: Writes, head: Head | None) -> Head | None:
    """Write all; the new head of the lane, which begins with its first record.

    Raises `TakenError` and `ValueError` as `Store.atomically` says.
    """
    if writes.added:
        _add(connection, writes.added)
    for entry in writes.changed:
        if not _change(connection, entry, _NO_EVENT):
            raise ValueError(f"{entry.id!r} is not there, or an event")
    if writes.filed:
        file_further(connection, writes.filed)
    if writes.facts:
        _add_facts(connection, writes.facts)
    if writes.records:
        return _record(connection, writes.records, head)
    return head


def settle(connection: sqlite3.Connection, changed: Iterable[Entry]) -> frozenset[str]:
    """Change those of the entries that are reserved now; their ids."""
    return frozenset([entry.id for entry in changed if _change(connection, entry, _RESERVED)])


def entry_row(seq: int | None, entry: Entry) -> tuple[Any, ...]:
    """What `ADD_ENTRY` takes: plain values, which `sqlite3` takes at once."""
    return (
        seq,
        entry.id,
        entry.person,
        entry.kind,
        entry.at,
        entry.body,
        keys_text(entry.keys),
        entry.state._value_,  # without the detour of `value`
        entry.amends,
        entry.expires_at,
        1 if entry.frees else 0,
        entry.permit,
    )


def file_further(connection: sqlite3.Connection, filed: Iterable[tuple[str, str]]) -> None:
    """File entries under further keys, each with the id of one; `ValueError` for one not there."""
    keys: dict[str, list[str]] = {}
    for key, identity in filed:
        keys.setdefault(identity, []).append(key)
    for identity, further in keys.items():
        row = connection.execute(_NOW, (identity,)).fetchone()
        if row is None:
            raise ValueError(f"{identity!r} is not there")
        seq, kind, at, now, state = row
        every = tuple(dict.fromkeys((*keys_in(now), *further)))
        connection.execute(_SET_KEYS, (keys_text(every), seq))
        if state != State.RELEASED:
            connection.executemany(REFILE, [(key, kind, at, seq) for key in further])


def forget(connection: sqlite3.Connection, lane: str, through: int) -> None:
    """Remove the records of a lane through a number; `ValueError` when it has no such record."""
    row = connection.execute(_LANE, (lane,)).fetchone()
    if row is not None:
        (number,) = row
        removed = connection.execute(_REMOVED, (number,)).fetchone()
        if through <= (removed[0] if removed else 0):
            return
        place = (number << NUMBERS) + through
        row = connection.execute(_HASH, (place,)).fetchone()
    if row is None:
        raise ValueError(f"lane {lane!r} has no record {through}")
    connection.execute(_FORGET, (number, through, row[0]))
    connection.execute(_REMOVE, (number << NUMBERS, place))


@lru_cache(4096)
def keys_text(keys: tuple[str, ...]) -> str:
    """Keys as a row has them: a list as JSON."""
    return f"[{','.join([encode_basestring(key) for key in keys])}]"


def _add(connection: sqlite3.Connection, added: Sequence[Entry]) -> None:
    execute = connection.execute
    for number, entry in enumerate(added):
        try:
            seq = execute(ADD_ENTRY, entry_row(None, entry)).lastrowid
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode not in _TAKEN:
                raise
            others = [one.id for one in added[number + 1 :]]
            there = [one for one in others if execute(_IS_THERE, (one,)).fetchone()]
            raise TakenError([entry.id, *there]) from None
        if entry.state is not State.RELEASED:
            for key in entry.keys:
                execute(REFILE, (key, entry.kind, entry.at, seq))


def _add_facts(connection: sqlite3.Connection, facts: Sequence[Fact]) -> None:
    for fact in facts:
        try:
            connection.execute(
                ADD_FACT, (fact.person, fact.kind, fact.id, fact.known_at, fact.body)
            )
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode not in _TAKEN:
                raise
            raise TakenError([fact.id]) from None


_NO_EVENT = frozenset({State.RESERVED, State.EXPIRED, State.RELEASED})
_RESERVED = frozenset({State.RESERVED})


def _change(connection: sqlite3.Connection, entry: Entry, allowed: frozenset[State]) -> bool:
    execute = connection.execute
    row = execute(_NOW, (entry.id,)).fetchone()
    if row is None or row[4] not in allowed:
        return False
    seq, kind, at, keys, state = row
    before = keys_in(keys)
    after = before
    if entry.keys != before:
        after = tuple(dict.fromkeys((*before, *entry.keys)))
        keys = keys_text(after)
    _, _, _, kind_now, at_now, body, _, *others = entry_row(seq, entry)
    execute(_CHANGE, (kind_now, at_now, body, keys, *others, seq))
    filed = _filings(before, kind, at, seq, state)
    files = _filings(after, entry.kind, entry.at, seq, entry.state)
    if filed != files:
        connection.executemany(_UNFILE, filed)
        connection.executemany(REFILE, files)
    return True


def _filings(
    keys: tuple[str, ...], kind: str, at: int, seq: int, state: str
) -> list[tuple[str, str, int, int]]:
    return [] if state == State.RELEASED else [(key, kind, at, seq) for key in keys]


def _record(connection: sqlite3.Connection, records: Sequence[Record], head: Head | None) -> Head:
    if head is None:
        name = uuid4().hex
        lane = connection.execute(_ADD_LANE, (name,)).lastrowid
        assert lane is not None
        head = Head(lane << NUMBERS, beginning(name))
    place, before = head
    for record in records:
        place, before = place + 1, link(before, record.text)
        row = (place, before, record.at, record.about, record.text)
        connection.execute(_ADD_RECORD, row)
    return Head(place, before)
