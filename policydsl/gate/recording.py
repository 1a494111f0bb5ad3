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
from typing import Any, Protocol

from policydsl.api import Policy
from policydsl.engine.decision import Decision
from policydsl.ledger.records.record import RESERVE, record_of
from policydsl.ledger.store import Record

REQUIRED, BEST_EFFORT, NONE = "required", "best effort", "none"
MODES = (REQUIRED, BEST_EFFORT, NONE)
MOST_HELD = 10_000


class Hiding(Protocol):
    """Puts other names in place of what tells of a person."""

    def record_of(
        self,
        policy: Policy,
        data: Mapping[str, Any],
        decision: Decision,
        *,
        key: str | None,
        horizon: timedelta,
        kind: str = RESERVE,
    ) -> Record:
        """As `policydsl.ledger.records.record.record_of`, under other names."""


class Recorder:
    """Makes the records of one gate, and holds those that wait. Safe for threads and forks."""

    __slots__ = ("_held", "_hiding", "_horizon", "_lock", "_lost", "_pid", "_policy", "mode")

    def __init__(
        self, policy: Policy, mode: str, horizon: timedelta, hiding: Hiding | None
    ) -> None:
        self.mode = mode
        self._policy = policy
        self._horizon = horizon
        self._hiding = hiding
        self._lock = Lock()
        self._begin()

    def _begin(self) -> None:
        self._held: deque[Record] = deque()
        self._lost = 0
        self._pid = os.getpid()

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
        policy, horizon, hiding = self._policy, self._horizon, self._hiding
        try:
            if hiding is not None:
                return hiding.record_of(policy, data, decision, key=key, horizon=horizon)
            return record_of(policy, data, decision, key=key, horizon=horizon, answer=answer)
        except Exception:
            if self.mode == REQUIRED:
                raise
            self._count_lost(1)
            return None

    @property
    def waiting(self) -> int:
        """How many records wait."""
        return len(self._held)

    def hold(self, records: Sequence[Record]) -> None:
        """Keep records until something is written; the oldest are lost when there are too many."""
        with self._lock:
            self._forget_parent()
            self._held.extend(records)
            while len(self._held) > MOST_HELD:
                self._held.popleft()
                self._lost += 1

    def take(self) -> tuple[Record, ...]:
        """The records that wait; whoever takes them writes them, or gives them back."""
        if not self._held:
            return ()
        with self._lock:
            self._forget_parent()
            taken = tuple(self._held)
            self._held.clear()
            return taken

    def _count_lost(self, number: int) -> None:
        with self._lock:
            self._lost += number

    def _forget_parent(self) -> None:
        """After a fork the parent's records are the parent's to write."""
        if self._pid != os.getpid():
            self._begin()
