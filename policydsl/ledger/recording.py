"""What an application adds to a ledger as it happens: events, consents, facts.

In: a store, mappings such as an import has on its lines. Out: the ledger with all of them, or a
`LedgerError` and none. The same again changes nothing, so a call whose outcome is not known is
simply made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from policydsl.diagnostics import Diagnostic
from policydsl.errors import LedgerError
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.filling import Filling, Rejected
from policydsl.ledger.moving.lines import Lines
from policydsl.ledger.store import Store, Wanted


class Recorded(NamedTuple):
    """How many are new, and how many were there already."""

    added: int = 0
    same: int = 0


def record(
    store: Store,
    lines: Iterable[Mapping[str, Any]],
    *,
    vocabulary: Vocabulary | None,
    known_at: int,
) -> Recorded:
    """Add events, persons, debts and consents; all of them or none.

    Values are those of JSON, or Python's aware datetimes and dates. `known_at` is since when facts
    are known that do not say it, in microseconds since 1970 UTC. `vocabulary` is that of the
    policy; without one, fields that nobody declared are taken as they are where they may stand.

    Raises `LedgerError` with everything that is wrong, each with its place (`$[0].at` is in the
    first); `LedgerUnavailableError` when the ledger cannot be reached.
    """
    given = list(lines)
    wrong: list[Rejected] = []
    batch = Batch("$", range(len(given)), [None] * len(given), given)
    try:
        with store.loading() as loader:
            reader = Lines(vocabulary, known_at, sorted(loader.read(Wanted()).fields))
            filling = Filling(loader, reader, wrong.append)
            filling.reject_waiting(filling.take(batch))
            if wrong:
                raise _WrongError
    except _WrongError:
        raise LedgerError([one for each in wrong for one in _placed(each)]) from None
    return Recorded(filling.added, filling.same)


class _WrongError(Exception):
    """Something cannot be added, so nothing may stay."""


def _placed(rejected: Rejected) -> list[Diagnostic]:
    """What is wrong with one of the lines, with its number in front of every path."""
    place = f"$[{rejected.number}]"
    return [
        replace(found, path=place + (found.path or "$").removeprefix("$"))
        for found in rejected.diagnostics
    ]
