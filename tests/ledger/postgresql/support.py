"""What the tests of the store in PostgreSQL share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.postgresql.store import PostgresqlStore, open_postgresql
from policydsl.ledger.store import Entry, Lookup, Record, State, Wanted, Writes

KIND = "contact"


@contextmanager
def opened(url: str, timeout: float = 10.0, durability: str = "full") -> Iterator[PostgresqlStore]:
    """A store that is closed in the end."""
    store = open_postgresql(url, timeout=timeout, durability=durability)
    try:
        yield store
    finally:
        store.close()


def event(identity: str, person: str = "P1", at: int = 1, **other: Any) -> Entry:
    """An event of a person, filed under him."""
    keys = other.pop("keys", (f"person={person}",))
    return Entry(identity, person, KIND, at, other.pop("body", "{}"), keys, **other)


def place(identity: str, person: str = "P1", **other: Any) -> Entry:
    """A place reserved for a contact."""
    return event(identity, person, state=State.RESERVED, expires_at=5, permit="{}", **other)


def put(store: PostgresqlStore, *added: Entry, **other: Any) -> None:
    """Write entries and other things in one step, with a record."""
    writes = Writes(added=added, records=(Record(1, "{}", "k"),), **other)
    store.atomically(Wanted(), ["person=P1"], lambda known: (writes, None))


def ids(store: PostgresqlStore, key: str = "person=P1") -> list[str]:
    """The ids of what is found under a key."""
    known = store.read(Wanted(lookups=(Lookup(key, ((KIND, None),)),)))
    return [entry.id for entry in known.found[key]]


@contextmanager
def reports(code: str, words: str = "") -> Iterator[None]:
    """Expects a `LedgerError` with a code, and words in its text."""
    with pytest.raises(LedgerError) as caught:
        yield
    assert [one.code for one in caught.value.diagnostics] == [code]
    assert words in str(caught.value)
