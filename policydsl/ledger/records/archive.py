"""Rotation: old records leave the store for files, and the lanes go on.

In: a store, an instant, a folder. Out: the parts written. What was written is read again and
followed link by link before anything is removed from the store; a crash in between leaves a record
in both places, never in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from pathlib import Path

from policydsl.errors import LedgerError
from policydsl.ledger.records.archived import Part, part_path, records_of, write_part
from policydsl.ledger.records.chaining import Chain
from policydsl.ledger.store import Linked, Store

MOST_IN_A_PART = 20_000
"""Records in one file, so that no file and no transaction gets too large."""


def archive(
    store: Store,
    before: int,
    folder: Path,
    progress: Callable[[int], None] | None = None,
) -> list[Part]:
    """Move the records decided before an instant (microseconds) to files in a folder.

    Of each lane its beginning goes, up to the first record that is not older. `progress` is told
    how many records were written. Raises `LedgerError` with L134 for a lane that does not hold,
    which stays as it is, `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    forgotten = store.forgotten()
    made: list[Part] = []
    done = 0
    for lane in _lanes(store):
        chain = Chain(lane, *forgotten.get(lane, (0, None)))
        while (part := _measured(store, chain, before, folder)) is not None:
            write_part(folder, part, _wanted(store, lane, part.last))
            _verify(part)
            store.forget(lane, part.last)
            made.append(part)
            done += part.last - part.first + 1
            if progress is not None:
                progress(done)
    return made


def _lanes(store: Store) -> list[str]:
    return list(dict.fromkeys(linked.lane for linked in store.records()))


def _measured(store: Store, chain: Chain, before: int, folder: Path) -> Part | None:
    """How much of a lane is to go next, followed link by link; None when nothing is."""
    first, start = chain.number + 1, chain.hash
    older = takewhile(lambda one: one.record.at < before, store.records(chain.lane))
    for linked in islice(older, MOST_IN_A_PART):
        _raise(chain, linked)
    if chain.number < first:
        return None
    path = part_path(folder, chain.lane, first, chain.number)
    return Part(path, chain.lane, first, chain.number, start)


def _wanted(store: Store, lane: str, last: int) -> Iterator[Linked]:
    return takewhile(lambda one: one.number <= last, store.records(lane))


def _verify(part: Part) -> None:
    chain = Chain(part.lane, part.first - 1, part.before)
    for linked in records_of(part):
        _raise(chain, linked)


def _raise(chain: Chain, linked: Linked) -> None:
    broken = chain.follow(linked)
    if broken is not None:
        raise LedgerError([broken])
