"""The store in the memory of the process: for tests, and as the model of the others.

In: nothing but the calls. Out: `MemoryStore`. Nothing outlives the process; after a fork the child
has a copy of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar
from uuid import uuid4
from weakref import WeakSet

from policydsl.ledger.memory_contents import Contents
from policydsl.ledger.store import Entry, Fact, Known, Linked, Loaded, State, Wanted, Writes
from policydsl.ledger.unavailable import timed_out

Made = TypeVar("Made")


class MemoryStore:
    """A store in memory. Writers are served one at a time, and wait at most `timeout` seconds."""

    def __init__(self, *, timeout: float = 5.0) -> None:
        self._timeout = timeout
        self._writing = threading.RLock()
        self._touching = threading.RLock()
        self._contents = Contents(uuid4().hex)
        _STORES.add(self)

    def read(self, wanted: Wanted) -> Known:
        """What is asked for, all of one instant; does not wait for writers."""
        with self._touching:
            return self._contents.read(wanted)

    def atomically(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Made]],
    ) -> Made:
        """Read, judge, write; the locks do not matter, as one writes at a time."""
        with self._writer():
            writes, made = judge(self.read(wanted))
            with self._touching:
                self._contents.check(writes)
                self._contents.write(writes)
            return made

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        """Change those of the entries that are reserved now; their ids."""
        settled = []
        with self._writer(), self._touching:
            for entry in changed:
                now = self._contents.entries.get(entry.id)
                if now is not None and now.state is State.RESERVED:
                    self._contents.write(Writes(changed=(entry,)))
                    settled.append(entry.id)
        return frozenset(settled)

    def file_under(
        self, fields: Collection[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        """File all entries, old and new, under these fields too."""
        with self._writer():
            new = frozenset(fields) - self._contents.fields
            if new:
                contents = self._contents.copy()
                contents.file_under(new, keys_of)
                self._contents = contents

    @contextmanager
    def loading(self) -> Iterator[_MemoryLoader]:
        """A long write: all of it when the context is left, nothing when it raises."""
        with self._writer():
            contents = self._contents.copy()
            yield _MemoryLoader(contents)
            self._contents = contents

    def expired(self, at: int, most: int) -> Sequence[Entry]:
        """Reserved entries whose `expires_at` is at or before an instant, the oldest first."""
        with self._touching:
            found = [
                (entry.expires_at, number, entry)
                for number, entry in enumerate(self._contents.entries.values())
                if entry.state is State.RESERVED
                and entry.expires_at is not None
                and entry.expires_at <= at
            ]
        return [entry for _, _, entry in sorted(found)[:most]]

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order in which it was added."""
        with self._touching:
            return iter(list(self._contents.entries.values()))

    def facts(self) -> Iterator[Fact]:
        """Every version of every fact in the order in which it was added."""
        with self._touching:
            return iter(list(self._contents.facts.values()))

    def records(self, lane: str | None = None) -> Iterator[Linked]:
        """Every record; all are in one lane."""
        with self._touching:
            found = list(self._contents.records)
        return iter([one for one in found if lane in (None, one.lane)])

    def forget(self, lane: str, through: int) -> None:
        """Remove the records of the lane from its beginning through a number."""
        with self._writer(), self._touching:
            self._contents.forget(lane, through)

    def forgotten(self) -> Mapping[str, tuple[int, str]]:
        """Number and hash of the last record removed, if any was."""
        with self._touching:
            removed = self._contents.removed
            return {} if removed is None else {self._contents.lane: removed}

    def close(self) -> None:
        """Nothing is to be given back."""

    @contextmanager
    def _writer(self) -> Iterator[None]:
        lock = self._writing
        if not lock.acquire(timeout=self._timeout):
            raise timed_out(self._timeout)
        try:
            yield
        finally:
            lock.release()

    def stop(self) -> None:
        """Let nothing be changed until `go`, so that a fork copies nothing half-changed."""
        self._touching.acquire()

    def go(self, *, child: bool) -> None:
        """Undo `stop`; who was writing in the parent is not there in its child."""
        self._touching.release()
        if child:
            self._writing = threading.RLock()


class _MemoryLoader:
    """Loads into a copy, which nobody else sees yet."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def read(self, wanted: Wanted) -> Known:
        """As `Store.read`; sees what was added."""
        return self._contents.read(wanted)

    def add(self, entries: Sequence[Entry], facts: Sequence[Fact] = ()) -> Loaded:
        """Add what is not there yet."""
        return self._contents.load(entries, facts)

    def file(self, filed: Sequence[tuple[str, str]]) -> None:
        """File entries under further keys."""
        self._contents.check(Writes(filed=tuple(filed)))
        self._contents.write(Writes(filed=tuple(filed)))


_STORES: WeakSet[MemoryStore] = WeakSet()
_STOPPED: list[MemoryStore] = []


def _before_fork() -> None:
    _STOPPED[:] = _STORES
    for store in _STOPPED:
        store.stop()


def _in_parent() -> None:
    while _STOPPED:
        _STOPPED.pop().go(child=False)


def _in_child() -> None:
    while _STOPPED:
        _STOPPED.pop().go(child=True)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_in_parent, after_in_child=_in_child)
