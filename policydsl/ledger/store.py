"""The protocol of a store: what a gate asks of the place where contacts are kept.

In: nothing. Out: the frozen types that go in and come out of a store, and `Store`, the protocol.
Three stores are here (memory, SQLite, PostgreSQL); `policydsl.ledger.contract` holds any other to
what is said here.

A store keeps *entries* (events, their amendments, and places reserved for contacts), *facts* (what
was known of persons, their debts and consents, each version with the instant at which it became
known), and *records* (decisions, chained by hashes). It understands none of them: an entry is found
by its id or by the keys under which it is filed, a fact by its person.

Instants are int microseconds since 1970-01-01T00:00:00Z. Bodies are JSON objects as texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import field
from enum import StrEnum
from typing import Protocol, TypeVar

from policydsl.frozen import frozen

Made = TypeVar("Made")


class State(StrEnum):
    """What an entry is.

    An event is never changed again. The others are places for a contact: `reserved` is taken,
    `expired` was taken and nobody said what became of it (it still counts), `released` is given
    back, and counts no more.
    """

    EVENT = "event"
    RESERVED = "reserved"
    EXPIRED = "expired"
    RELEASED = "released"


@frozen
class Entry:
    """An event, an amendment, or a place reserved for a contact.

    `id` is the event's id; that of a reservation is the key it was reserved with. It is filed
    under each of `keys` (`person=P1`, `address=+1305…`) by `kind` and `at`; an amendment under
    those of the event that it corrects, and by that event's `kind` and `at`, so that both are
    found together.
    `amends` is the id of the corrected event. `expires_at`, `frees` (whether it counts no more
    after that) and `permit` (a JSON object, the gate's own) are those of a reservation.
    """

    id: str
    person: str
    kind: str
    at: int
    body: str
    keys: tuple[str, ...]
    state: State = State.EVENT
    amends: str | None = None
    expires_at: int | None = None
    frees: bool = False
    permit: str | None = None


@frozen
class Fact:
    """One version of what was known of a person, a debt or a consent from `known_at` on.

    `kind` is `person`, `debt` or `consent`; `id` is that of the debt or the consent, or the
    person's own. `body` is the object as a request has it. There is one version for each
    (person, kind, id, known_at).
    """

    person: str
    kind: str
    id: str
    known_at: int
    body: str


@frozen
class Record:
    """A decision as one line of text; `about` is the key of the reservation that it allowed."""

    at: int
    text: str
    about: str | None = None


@frozen
class Linked:
    """A record in its chain: `number` counts from 1 within a `lane`.

    `hash` is `policydsl.ledger.chain.link` of the hash before it (that of the lane's beginning for
    the first) and the text.
    """

    lane: str
    number: int
    hash: str
    record: Record


@frozen
class Lookup:
    """Which entries are wanted by a key: of each kind, those with `at` later than an instant.

    Of a kind that is not named none; None as the instant means all. Released places never.
    """

    key: str
    since: tuple[tuple[str, int | None], ...]


@frozen
class Wanted:
    """What is to be read.

    `ids`: entries by id. `amended`: entries by id with all amendments of them. `lookups`: entries
    by key. `persons`: the newest version of everything known of these; with `known_by`, as it was
    known at that instant. `records`: those about these keys.
    """

    ids: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    persons: tuple[str, ...] = ()
    known_by: int | None = None
    records: tuple[str, ...] = ()


@frozen
class Known:
    """What was read.

    `fields` are those under which entries are filed now. `entries` are by id, amendments among
    them. `found` holds the entries of each lookup's key, ascending by (at, id). `facts` are by
    person, ascending by (kind, id).
    """

    fields: frozenset[str] = frozenset()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    found: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    records: Mapping[str, tuple[Linked, ...]] = field(default_factory=dict)


@frozen
class Writes:
    """What is to be written, all or nothing.

    `added`: entries with new ids. `changed`: entries that are there and no events yet, as they are
    from now on (id and person stay); their keys come on top of those under which they are filed,
    all filings move when kind or at change, and a released entry is filed no more. `filed`:
    further keys, each with the id of the entry to be found by it. `facts`: new versions.
    `records`: in the order in which they are chained.
    """

    added: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    filed: tuple[tuple[str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    records: tuple[Record, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.filed or self.facts or self.records)


class TakenError(Exception):
    """An entry with one of the `ids`, or another version of a fact, is there already."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        super().__init__(self.ids)


@frozen
class Loaded:
    """What became of a batch: how many are new, how many were there with the same content.

    `taken` are the ids of those that are there with another content, which stays.
    """

    added: int = 0
    same: int = 0
    taken: tuple[str, ...] = ()


class Loader(Protocol):
    """A long write in one transaction, for imports."""

    def read(self, wanted: Wanted) -> Known:
        """As `Store.read`; sees what was added."""

    def add(self, entries: Sequence[Entry], facts: Sequence[Fact] = ()) -> Loaded:
        """Add what is not there yet. An entry's content is its person, kind, at, amends and body;
        a fact's its body. Ids given twice within a batch are looked at in their order."""

    def file(self, filed: Sequence[tuple[str, str]]) -> None:
        """File entries under further keys."""


class Store(Protocol):
    """Where entries, facts and records are kept. Safe for threads; safe to use after a fork.

    Every method raises `LedgerUnavailableError` when the store cannot be reached or does not answer
    in time. A write that has returned survives a crash of the process, and with the default
    durability of the machine.
    """

    def read(self, wanted: Wanted) -> Known:
        """What is asked for, all of one instant."""

    def atomically(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Made]],
    ) -> Made:
        """Read, judge, write: nobody who shares a lock comes in between.

        Calls with no lock in common never wait for each other longer than the store's own writing
        takes. `judge` is called again when the store has to begin anew; it has no other effects.
        What it raises comes out, and nothing is written. Raises `TakenError` for an added id, or a
        version of a fact, that is there already; `ValueError` for a changed entry that is an event
        or not there.
        """

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        """Change those of the entries that are reserved now, as `Writes.changed`; their ids.

        Each on its own; a change that becomes an event, or is given back, is durable on return.
        """

    def file_under(
        self, fields: Collection[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        """File all entries, old and new, under these fields too.

        `keys_of` gives the keys of an entry by fields; it is asked for the entries that are there.
        An amendment is asked about as itself, and filed like the event that it corrects.
        """

    def loading(self) -> AbstractContextManager[Loader]:
        """A long write: all of it when the context is left, nothing when it raises."""

    def expired(self, at: int, most: int) -> Sequence[Entry]:
        """Reserved entries whose `expires_at` is at or before an instant, the oldest first."""

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order in which it was added."""

    def facts(self) -> Iterator[Fact]:
        """Every version of every fact in the order in which it was added."""

    def records(self, lane: str | None = None) -> Iterator[Linked]:
        """Every record, lane by lane and in its order."""

    def forget(self, lane: str, through: int) -> None:
        """Remove the records of a lane from its beginning through a number.

        Only for what was archived before, and verified where it lies (by `records.archive`).
        What forbids that records are removed otherwise is told of it within the same
        transaction. The lane goes on: number and hash of the last record removed stay known, see
        `forgotten`, and whoever writes to it goes on behind its head. Removing what is removed
        already does nothing; raises `ValueError` for a number that the lane has not reached.
        """

    def forgotten(self) -> Mapping[str, tuple[int, str]]:
        """Number and hash of the last record removed, of every lane whose beginning was."""

    def close(self) -> None:
        """Give back connections and files."""
