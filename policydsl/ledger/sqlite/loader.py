"""Long writes: imports, and filing old entries under new fields.

In: a connection in a transaction, batches. Out: rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from policydsl.ledger.sqlite import reading, writing
from policydsl.ledger.sqlite.reading import COLUMNS, entry_of
from policydsl.ledger.sqlite.writer import Writer
from policydsl.ledger.store import Entry, Fact, Known, Loaded, State, Wanted

_ADD_NEW = f"{writing.ADD_ENTRY} ON CONFLICT (id) DO NOTHING"
_ADD_NEW_FACT = f"{writing.ADD_FACT} ON CONFLICT (person, kind, id, known_at) DO NOTHING"
_LAST = "SELECT coalesce(max(seq), 0) FROM entries"
_NEW = "SELECT seq FROM entries WHERE seq > ?"
_CONTENT = "SELECT person, kind, at, amends, body FROM entries WHERE id = ?"
_VERSION = "SELECT body FROM facts WHERE person = ? AND kind = ? AND id = ? AND known_at = ?"
_ADD_FIELD = "INSERT OR IGNORE INTO fields (name) VALUES (?)"
_SET_KEYS = "UPDATE entries SET keys = ? WHERE seq = ?"
_PAGE = 1000
_TARGETS = f"""SELECT seq, {COLUMNS} FROM entries AS e WHERE seq > ? AND (amends IS NULL
OR NOT EXISTS (SELECT 1 FROM entries AS t WHERE t.id = e.amends)) ORDER BY seq LIMIT {_PAGE}"""
_AMENDMENTS = f"""SELECT seq, {COLUMNS} FROM entries WHERE amends IN (
SELECT id FROM entries WHERE seq BETWEEN ? AND ?)"""


class SqliteLoader:
    """Adds in batches; each batch costs few statements."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def read(self, wanted: Wanted) -> Known:
        """As `Store.read`; sees what was added."""
        with self._writer.using() as connection:
            return reading.read(connection, wanted)

    def add(self, entries: Sequence[Entry], facts: Sequence[Fact] = ()) -> Loaded:
        """Add what is not there yet."""
        with self._writer.using() as connection:
            first, second = _add(connection, entries), _add_facts(connection, facts)
        return Loaded(
            first.added + second.added, first.same + second.same, first.taken + second.taken
        )

    def file(self, filed: Sequence[tuple[str, str]]) -> None:
        """File entries under further keys."""
        with self._writer.using() as connection:
            writing.file_further(connection, filed)


def _add(connection: sqlite3.Connection, entries: Sequence[Entry]) -> Loaded:
    (before,) = connection.execute(_LAST).fetchone()
    rows = [writing.entry_row(seq, entry) for seq, entry in enumerate(entries, before + 1)]
    added = connection.executemany(_ADD_NEW, rows).rowcount if rows else 0
    if added == len(rows):
        _file(connection, enumerate(entries, before + 1))
        return Loaded(added)
    new = {seq for (seq,) in connection.execute(_NEW, (before,))}
    numbered = list(enumerate(entries, before + 1))
    _file(connection, (one for one in numbered if one[0] in new))
    taken = []
    for seq, entry in numbered:
        if seq not in new:
            content = (entry.person, entry.kind, entry.at, entry.amends, entry.body)
            if connection.execute(_CONTENT, (entry.id,)).fetchone() != content:
                taken.append(entry.id)
    return Loaded(added, len(rows) - added - len(taken), tuple(taken))


def _file(connection: sqlite3.Connection, numbered: Iterable[tuple[int, Entry]]) -> None:
    connection.executemany(
        writing.FILE,
        [
            (key, entry.kind, entry.at, seq)
            for seq, entry in numbered
            if entry.state is not State.RELEASED
            for key in entry.keys
        ],
    )


def _add_facts(connection: sqlite3.Connection, facts: Sequence[Fact]) -> Loaded:
    added = same = 0
    taken = []
    for fact in facts:
        version = (fact.person, fact.kind, fact.id, fact.known_at)
        if connection.execute(_ADD_NEW_FACT, (*version, fact.body)).rowcount:
            added += 1
        elif connection.execute(_VERSION, version).fetchone() == (fact.body,):
            same += 1
        else:
            taken.append(fact.id)
    return Loaded(added, same, tuple(taken))


def file_under(
    connection: sqlite3.Connection,
    fields: frozenset[str],
    keys_of: Callable[[Entry, frozenset[str]], Sequence[str]],
) -> None:
    """File every entry under the keys of new fields: each event with its amendments, all alike."""
    connection.executemany(_ADD_FIELD, [(field,) for field in sorted(fields)])
    after = 0
    while rows := connection.execute(_TARGETS, (after,)).fetchall():
        groups: dict[str, list[tuple[int, Entry]]] = {}
        for row in rows + connection.execute(_AMENDMENTS, (after + 1, rows[-1][0])).fetchall():
            entry = entry_of(row[1:])
            groups.setdefault(entry.amends or entry.id, []).append((row[0], entry))
        for alike in groups.values():
            _file_alike(connection, alike, fields, keys_of)
        after = rows[-1][0]


def _file_alike(
    connection: sqlite3.Connection,
    group: Sequence[tuple[int, Entry]],
    fields: frozenset[str],
    keys_of: Callable[[Entry, frozenset[str]], Sequence[str]],
) -> None:
    keys: dict[str, Any] = {}
    for _, entry in group:
        keys.update(dict.fromkeys(keys_of(entry, fields)))
    for seq, entry in group:
        every = tuple(dict.fromkeys((*entry.keys, *keys)))
        if len(every) > len(entry.keys):
            connection.execute(_SET_KEYS, (writing.keys_text(every), seq))
            if entry.state is not State.RELEASED:
                connection.executemany(
                    writing.REFILE, [(key, entry.kind, entry.at, seq) for key in keys]
                )
