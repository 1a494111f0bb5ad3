"""Reading entries, facts and records from the tables.

In: what is wanted. Out: `Known`. The caller opens the transaction, so that all is of one instant.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any

from policydsl.ledger.sqlite.schema import NUMBERS
from policydsl.ledger.store import Entry, Fact, Known, Linked, Lookup, Record, State, Wanted

COLUMNS = "id, person, kind, at, body, keys, state, amends, expires_at, frees, permit"
_JOINED = ", ".join(f"e.{name}" for name in COLUMNS.split(", "))
_BEFORE_ALL = -(1 << 63)
_AFTER_ALL = (1 << 63) - 1
_AT_ONCE = 400
_STATES: dict[str, State] = {state.value: state for state in State}

_FIELDS = "SELECT name FROM fields"
_NEWEST = """SELECT f.kind, f.id, f.known_at, f.body FROM (
    SELECT seq, max(known_at) FROM facts WHERE person = ? AND known_at <= ? GROUP BY kind, id
) AS newest CROSS JOIN facts AS f ON f.seq = newest.seq ORDER BY f.kind, f.id"""
_LINKED = "l.name, r.number, r.hash, r.at, r.text, r.about"
_ABOUT = f"""SELECT {_LINKED} FROM records AS r JOIN lanes AS l ON l.id = r.lane
WHERE r.about = ? ORDER BY r.at, r.place"""
_LANES = "SELECT id, name FROM lanes WHERE id > ? ORDER BY id"
_RECORDS = f"""SELECT {_LINKED} FROM records AS r JOIN lanes AS l ON l.id = r.lane
WHERE r.place > ? AND r.place < ? ORDER BY r.place LIMIT ?"""
_FORGOTTEN = """SELECT l.name, f.number, f.hash FROM forgotten AS f
JOIN lanes AS l ON l.id = f.lane ORDER BY l.id"""
_PAGE = 500


def read(connection: sqlite3.Connection, wanted: Wanted) -> Known:
    """What is asked for."""
    execute = connection.execute
    fields = execute(_FIELDS).fetchall()
    return Known(
        fields=frozenset([name for (name,) in fields]) if fields else _NO_FIELDS,
        entries=_by_id(connection, wanted) if wanted.ids or wanted.amended else {},
        found=_found(connection, wanted.lookups) if wanted.lookups else {},
        facts={person: _newest(connection, person, wanted.known_by) for person in wanted.persons},
        records={
            about: tuple([_linked(row) for row in execute(_ABOUT, (about,))])
            for about in wanted.records
        },
    )


_NO_FIELDS: frozenset[str] = frozenset()


def entry_of(row: Sequence[Any]) -> Entry:
    """The entry of a row with `COLUMNS`."""
    identity, person, kind, at, body, keys, state, amends, expires_at, frees, permit = row
    return Entry(
        identity,
        person,
        kind,
        at,
        body,
        keys_in(keys),
        _STATES[state],
        amends,
        expires_at,
        frees == 1,
        permit,
    )


@lru_cache(4096)
def keys_in(text: str) -> tuple[str, ...]:
    """The keys of an entry, as its row has them."""
    return tuple(json.loads(text))


def expired(connection: sqlite3.Connection, at: int, most: int) -> list[Entry]:
    """Reserved entries whose lease ended at or before an instant, the oldest first."""
    statement = f"""SELECT {COLUMNS} FROM entries WHERE state = 'reserved' AND expires_at <= ?
    ORDER BY expires_at, seq LIMIT ?"""
    return [entry_of(row) for row in connection.execute(statement, (at, most))]


def entries_after(connection: sqlite3.Connection, seq: int) -> list[tuple[int, Entry]]:
    """The next entries after a row, with their rows' numbers."""
    statement = f"SELECT seq, {COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT {_PAGE}"
    return [(row[0], entry_of(row[1:])) for row in connection.execute(statement, (seq,))]


def facts_after(connection: sqlite3.Connection, seq: int) -> list[tuple[int, Fact]]:
    """The next versions of facts after a row, with their rows' numbers."""
    statement = f"""SELECT seq, person, kind, id, known_at, body FROM facts
    WHERE seq > ? ORDER BY seq LIMIT {_PAGE}"""
    return [(row[0], Fact(*row[1:])) for row in connection.execute(statement, (seq,))]


def lanes(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The lanes by their numbers, in the order in which they began."""
    return connection.execute(_LANES, (0,)).fetchall()


def records_after(connection: sqlite3.Connection, lane: int, number: int) -> list[Linked]:
    """The next records of a lane after one of them."""
    place = lane << NUMBERS
    rows = connection.execute(_RECORDS, (place + number, place + (1 << NUMBERS), _PAGE))
    return [_linked(row) for row in rows]


def forgotten(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Number and hash of the last record removed, of every lane whose beginning was."""
    return {name: (number, linked) for name, number, linked in connection.execute(_FORGOTTEN)}


def _by_id(connection: sqlite3.Connection, wanted: Wanted) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for column, ids in (
        ("id", dict.fromkeys((*wanted.ids, *wanted.amended))),
        ("amends", dict.fromkeys(wanted.amended)),
    ):
        for some in _batches(ids, _AT_ONCE):
            for row in connection.execute(_entries_by(column, len(some)), some):
                found[row[0]] = entry_of(row)
    return found


@lru_cache(256)
def _entries_by(column: str, count: int) -> str:
    return f"SELECT {COLUMNS} FROM entries WHERE {column} IN ({','.join('?' * count)})"


def _found(
    connection: sqlite3.Connection, lookups: Sequence[Lookup]
) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    triples: list[tuple[str, str, int]] = []
    for key, since in {(lookup.key, lookup.since) for lookup in lookups}:
        found[key] = []
        triples += [(key, kind, _BEFORE_ALL if at is None else at) for kind, at in since]
    for some in _batches(triples, _AT_ONCE):
        values = [value for triple in some for value in triple]
        for row in connection.execute(_filed_under(len(some)), values):
            found[row[0]].append(entry_of(row[1:]))
    if len(found) < len(lookups):
        for key, some in found.items():
            found[key] = list({entry.id: entry for entry in some}.values())
    return {key: tuple(sorted(some, key=_by_instant)) for key, some in found.items()}


_by_instant = attrgetter("at", "id")


@lru_cache(256)
def _filed_under(count: int) -> str:
    values = ",".join(["(?,?,?)"] * count)
    return f"""WITH wanted (key, kind, since) AS (VALUES {values})
SELECT f.key, {_JOINED} FROM wanted AS w
CROSS JOIN filings AS f ON f.key = w.key AND f.kind = w.kind AND f.at > w.since
CROSS JOIN entries AS e ON e.seq = f.seq"""


def _newest(connection: sqlite3.Connection, person: str, known_by: int | None) -> tuple[Fact, ...]:
    latest = _AFTER_ALL if known_by is None else known_by
    rows = connection.execute(_NEWEST, (person, latest))
    return tuple([Fact(person, *row) for row in rows])


def _linked(row: Sequence[Any]) -> Linked:
    lane, number, linked, at, text, about = row
    return Linked(lane, number, linked, Record(at, text, about))


def _batches(values: Iterable[Any], most: int) -> Iterator[list[Any]]:
    iterator = iter(values)
    while some := list(islice(iterator, most)):
        yield some
