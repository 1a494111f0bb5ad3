"""Decision records as a gate makes them: always, as far as possible, or not at all.

In: decisions. Out: `Record`s, to be written with what they allow. `required`: every decision is
written in the transaction that it belongs to, and without its record nothing is allowed. `best
effort`: what allows is written the same way, the rest is held in memory until something else is
written; what is lost on the way is counted.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import timedelta
from threading import Lock
from typing import Any
from weakref import WeakSet

from policydsl.api import Policy
from policydsl.engine.decision import Decision
from policydsl.ledger.records.hiding import Hiding
from policydsl.ledger.records.record import RESERVE, record_of
from policydsl.ledger.store import Record

REQUIRED, BEST_EFFORT, NONE = "required", "best effort", "none"
MODES = (REQUIRED, BEST_EFFORT, NONE)
UNAVAILABLE = "unavailable"
"""What a record tells of a decision that was made without the ledger, which reserved nothing."""

MOST_HELD = 10_000
_AT_ONCE = 200
"""How many records that wait a transaction takes along: the first after an outage ends in time."""


class Recorder:
    """Makes the records of one gate, and holds those that wait. Safe for threads and forks."""

    __slots__ = (
        *("__weakref__", "_held", "_hiding", "_horizon", "_lock", "_lost", "_policy", "mode"),
    )

    def __init__(
        self, policy: Policy, mode: str, horizon: timedelta, hiding: Hiding | None
    ) -> None:
        self.mode = mode
        self._policy = policy
        self._horizon = horizon
        self._hiding = hiding
        self.begin()
        _RECORDERS.add(self)

    @property
    def lost(self) -> int:
        """How many records of this process were lost."""
        return self._lost

    def record(
        self,
        data: Mapping[str, Any],
        decision: Decision,
        key: str | None,
        answer: Mapping[str, Any],
    ) -> Record | None:
        """The record of a decision; None where one could not be made.

        `answer` is the decision as JSON values. When records are required, whatever keeps one from
        being made is raised.
        """
        try:
            return self._made(data, decision, key, RESERVE, answer)
        except Exception:
            if self.mode == REQUIRED:
                raise
            self._lose(1)
            return None

    def note_unavailable(
        self, data: Mapping[str, Any], decision: Decision, key: str | None
    ) -> None:
        """Hold the record of a decision that was made without the ledger, until it is there."""
        if self.mode == NONE:
            return
        try:
            self.hold([self._made(data, decision, key, UNAVAILABLE, None)])
        except Exception:
            self._lose(1)

    def _made(
        self,
        data: Mapping[str, Any],
        decision: Decision,
        key: str | None,
        kind: str,
        answer: Mapping[str, Any] | None,
    ) -> Record:
        policy, horizon, hiding = self._policy, self._horizon, self._hiding
        if hiding is not None:
            return hiding.record_of(policy, data, decision, key=key, horizon=horizon, kind=kind)
        return record_of(policy, data, decision, key=key, horizon=horizon, kind=kind, answer=answer)

    @property
    def waiting(self) -> int:
        """How many records wait."""
        return len(self._held)

    def hold(self, records: Sequence[Record]) -> None:
        """Keep records until something is written; the oldest are lost when there are too many."""
        with self._lock:
            self._held.extend(records)
            self._lose_oldest()

    def give_back(self, records: Sequence[Record]) -> None:
        """Keep records that were taken and not written; they are still the oldest."""
        with self._lock:
            self._held.extendleft(reversed(records))
            self._lose_oldest()

    def _lose_oldest(self) -> None:
        while len(self._held) > MOST_HELD:
            self._held.popleft()
            self._lost += 1

    def take(self) -> tuple[Record, ...]:
        """The oldest records that wait; whoever takes them writes them, or gives them back."""
        if not self._held:
            return ()
        with self._lock:
            number = min(len(self._held), _AT_ONCE)
            return tuple([self._held.popleft() for _ in range(number)])

    def _lose(self, number: int) -> None:
        with self._lock:
            self._lost += number

    def begin(self) -> None:
        """Begin without records; after a fork, those of the parent are the parent's to write."""
        self._lock = Lock()
        self._held: deque[Record] = deque()
        self._lost = 0


_RECORDERS: WeakSet[Recorder] = WeakSet()


def _after_fork() -> None:
    for recorder in list(_RECORDERS):
        recorder.begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
