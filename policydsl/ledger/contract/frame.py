"""What the parts of the contract share: opening a store, entries to put in, short ways to ask.

In: a store. Out: entries, what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from policydsl.ledger.chain import beginning, link
from policydsl.ledger.store import (
    Entry,
    Fact,
    Known,
    Linked,
    Lookup,
    Record,
    State,
    Store,
    Wanted,
    Writes,
)

Made = TypeVar("Made")

WAIT = 30.0
"""How many seconds the contract waits for what must happen."""


class Frame:
    """The frame of a contract."""

    def open_store(self) -> Store:
        """A store on the ledger of this test.

        The ledger is empty when a test begins. Within one test a store that outlives its process
        opens the same ledger each time. Whoever holds a store to the contract gives this method.
        """
        raise NotImplementedError("a contract needs `open_store`, which opens the store it holds")

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """A store that is closed in the end."""
        store = self.open_store()
        try:
            yield store
        finally:
            store.close()


def event(identity: str, at: int = 1, **other: Any) -> Entry:
    """An event of P1, filed under him."""
    values: dict[str, Any] = {
        "person": "P1",
        "kind": "contact",
        "body": f'{{"id":"{identity}","text":"早 \\"é\\"","sum":10.50}}',
        "keys": ("person=P1",),
    }
    return Entry(id=identity, at=at, **(values | other))


def reserved(identity: str, at: int = 1, expires_at: int | None = 100, **other: Any) -> Entry:
    """A place reserved for a contact of P1."""
    values: dict[str, Any] = {"state": State.RESERVED, "permit": '{"of":"gate"}'}
    return event(identity, at, expires_at=expires_at, **(values | other))


def amending(identity: str, target: Entry, **other: Any) -> Entry:
    """An amendment of an event, filed where that is filed."""
    values: dict[str, Any] = {"kind": target.kind, "keys": target.keys, "amends": target.id}
    return event(identity, target.at, **(values | other))


def fact(known_at: int, identity: str = "P1", **other: Any) -> Fact:
    """A version of what is known of P1."""
    values: dict[str, Any] = {"person": "P1", "kind": "person", "body": f'{{"at":{known_at}}}'}
    return Fact(id=identity, known_at=known_at, **(values | other))


def put(store: Store, *added: Entry, **other: Any) -> None:
    """Write entries and other things in one step."""
    store.atomically(Wanted(), ["person=P1"], always(Writes(added=added, **other), made=None))


def always(writes: Writes, made: Made) -> Callable[[Known], tuple[Writes, Made]]:
    """A judge that looks at nothing."""
    return lambda known: (writes, made)


def found(store: Store, key: str = "person=P1", **since: int | None) -> list[str]:
    """The ids of what is found under a key, of all contacts when no kinds are named."""
    lookup = Lookup(key, tuple((since or {"contact": None}).items()))
    return [entry.id for entry in store.read(Wanted(lookups=(lookup,))).found[key]]


def entry_of(store: Store, identity: str) -> Entry:
    """The entry with an id."""
    return store.read(Wanted(ids=(identity,))).entries[identity]


def same(entry: Entry, other: Entry) -> bool:
    """Whether two entries are the same; keys have no order."""
    return _unordered(entry) == _unordered(other)


def _unordered(entry: Entry) -> tuple[Any, ...]:
    return (
        *(entry.id, entry.person, entry.kind, entry.at, entry.body, frozenset(entry.keys)),
        *(entry.state, entry.amends, entry.expires_at, entry.frees, entry.permit),
    )


def records(count: int, about: str | None = None, first: int = 1) -> tuple[Record, ...]:
    """Records with texts of their own."""
    return tuple(
        Record(number, f'{{"decision":{number},"text":"准"}}', about)
        for number in range(first, first + count)
    )


def check_chains(linked: Sequence[Linked]) -> None:
    """Every lane is numbered from 1 without a gap, and every hash fits the one before."""
    heads: dict[str, tuple[int, str]] = {}
    for one in linked:
        number, before = heads.get(one.lane, (0, beginning(one.lane)))
        assert one.number == number + 1, f"{one.lane}: {one.number} follows {number}"
        assert one.hash == link(before, one.record.text), f"{one.lane}: {one.number} does not fit"
        heads[one.lane] = (one.number, one.hash)
