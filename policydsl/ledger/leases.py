"""The end of leases: places that were reserved, and of which nobody said what became.

In: a store and an instant. Out: how many were marked. A place that ends keeps counting, since a
send of which nothing is known is a send; only one reserved under a policy that says
`if lease expired free` is given back. Counters see the end of such a lease at once, marked or not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from policydsl.ledger.store import Entry, State, Store

_BATCH = 500


class Ended(NamedTuple):
    """How many places go on counting, and how many were given back."""

    counting: int = 0
    freed: int = 0


def expire(store: Store, at: int) -> Ended:
    """Mark all leases that ended at or before an instant, in microseconds since 1970 UTC."""
    counting = freed = 0
    while due := store.expired(at, _BATCH):
        settled = store.settle([ended(entry) for entry in due])
        freed += sum(entry.frees for entry in due if entry.id in settled)
        counting += sum(not entry.frees for entry in due if entry.id in settled)
    return Ended(counting, freed)


def ended(entry: Entry) -> Entry:
    """A reserved entry as it is when its lease has ended."""
    return replace(entry, state=State.RELEASED if entry.frees else State.EXPIRED)
