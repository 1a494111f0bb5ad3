"""The import: batches of lines into a ledger.

In: a store, batches, and how to go about wrong lines. Out: `Brought`, how many lines are new, how
many were there, and which were refused. By default all lines go in together, or none of them.
What is there already is not added twice, so an import that broke off is simply begun anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from itertools import chain

from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.filling import Filling, Rejected, Waiting
from policydsl.ledger.moving.lines import Lines
from policydsl.ledger.store import Loader, Store, Wanted

MOST_REJECTS = 100
"""Refused lines that are kept; after so many an import that fails anyway looks no further."""
MOST_WAITING = 100_000
"""Corrections that may come before their events."""


@frozen
class Brought:
    """What became of the lines.

    `is_done`: all are in the ledger but those refused. `is_whole`: every line was looked at.
    `added` and `same` are what is in the ledger by now: without `is_done` that are whole parts
    before the one that failed. `rejects` are the first `MOST_REJECTS` of those `refused`.
    """

    lines: int = 0
    added: int = 0
    same: int = 0
    refused: int = 0
    rejects: tuple[Rejected, ...] = ()
    is_done: bool = True
    is_whole: bool = True


def _tell_nobody(batch: Batch) -> None:
    pass


@frozen
class Manner:
    """How an import goes about it.

    `known_at`: since when facts are known that do not say it, in microseconds since 1970 UTC.
    `part`: commit when so many lines are read; None: all at once. `skip`: takes each refused line,
    and the others go in; None: with one refused line nothing goes in. `tell` hears of each batch.
    """

    vocabulary: Vocabulary | None
    known_at: int
    part: int | None = None
    skip: Callable[[Rejected], None] | None = None
    tell: Callable[[Batch], None] = field(default=_tell_nobody)


class _FailedError(Exception):
    """A line was refused, so nothing may stay."""


def bring(store: Store, batches: Iterable[Batch], manner: Manner) -> Brought:
    """Bring batches into a store.

    Raises `LedgerUnavailableError` when the store is lost on the way, and whatever reading raises;
    then nothing of the part in hand is there.
    """
    pieces = batches if manner.part is None else _cut(batches, manner.part)
    return _Bringing(store, manner).run(iter(pieces))


def _cut(batches: Iterable[Batch], most: int) -> Iterator[Batch]:
    """The same lines in batches of at most so many."""
    for batch in batches:
        for start in range(0, len(batch.texts), most):
            part = slice(start, start + most)
            data = None if batch.data is None else batch.data[part]
            yield replace(batch, numbers=batch.numbers[part], texts=batch.texts[part], data=data)


class _Bringing:
    """One import."""

    def __init__(self, store: Store, manner: Manner) -> None:
        self._store = store
        self._manner = manner
        self._result = Brought()
        self._lines: Lines | None = None
        self._fields: frozenset[str] = frozenset()
        self._read = self._refused = 0
        self._rejects: list[Rejected] = []
        self._waiting: list[Waiting] = []

    def run(self, batches: Iterator[Batch]) -> Brought:
        while (first := next(batches, None)) is not None:
            if not self._fill(chain((first,), batches)):
                return self._now(is_done=False, is_whole=next(batches, None) is None)
        if self._waiting and not self._fill(iter(()), is_last=True):
            return self._now(is_done=False, is_whole=True)
        return self._now(is_done=True, is_whole=True)

    def _fill(self, batches: Iterator[Batch], *, is_last: bool = False) -> bool:
        """Fill one part, which ends with the batches when there are no parts; False: it failed."""
        try:
            with self._store.loading() as loader:
                filling = Filling(loader, self._lines_for(loader), self._refuse)
                is_last |= self._take(filling, batches)
                if is_last:
                    filling.reject_waiting(filling.correct(self._waiting))
                    self._waiting = []
                if self._refused and self._manner.skip is None:
                    raise _FailedError
        except _FailedError:
            return False
        added, same = self._result.added + filling.added, self._result.same + filling.same
        self._result = replace(self._result, added=added, same=same)
        return True

    def _take(self, filling: Filling, batches: Iterator[Batch]) -> bool:
        """Whether the batches are at their end."""
        begun = self._read
        for batch in batches:
            self._read += len(batch.texts)
            self._waiting.extend(filling.take(batch))
            if len(self._waiting) > MOST_WAITING:
                filling.reject_waiting(self._waiting[MOST_WAITING:])
                del self._waiting[MOST_WAITING:]
            self._manner.tell(batch)
            if self._manner.skip is None and self._refused >= MOST_REJECTS:
                raise _FailedError
            if self._manner.part is not None and self._read - begun >= self._manner.part:
                return False
        return True

    def _lines_for(self, loader: Loader) -> Lines:
        """A reader of lines for the fields by which the ledger files entries now."""
        fields = loader.read(Wanted()).fields
        if self._lines is None or fields != self._fields:
            self._fields = fields
            self._lines = Lines(self._manner.vocabulary, self._manner.known_at, sorted(fields))
        return self._lines

    def _refuse(self, rejected: Rejected) -> None:
        self._refused += 1
        if len(self._rejects) < MOST_REJECTS:
            self._rejects.append(rejected)
        if self._manner.skip is not None:
            self._manner.skip(rejected)

    def _now(self, *, is_done: bool, is_whole: bool) -> Brought:
        return replace(
            self._result,
            lines=self._read,
            refused=self._refused,
            rejects=tuple(self._rejects),
            is_done=is_done,
            is_whole=is_whole,
        )
