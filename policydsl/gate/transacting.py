"""The transactions of a gate: what is read, locked, decided and written, and what is tried again.

In: asks and an instant. Out: outcomes, with everything durable that they promise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from policydsl.diagnostics import Text
from policydsl.engine.decision import Decision
from policydsl.gate.asking import Ask
from policydsl.gate.recording import BEST_EFFORT, Recorder
from policydsl.gate.reserving import Moved, Outcome, Plan, Reserving
from policydsl.ledger.store import Known, Record, Store, TakenError, Wanted, Writes
from policydsl.ledger.unavailable import unreachable

Made = TypeVar("Made")
_TRIES = 5


class Transactions:
    """What one gate does with its store."""

    __slots__ = ("_recorder", "_reserving", "_store")

    def __init__(self, store: Store, reserving: Reserving, recorder: Recorder) -> None:
        self._store = store
        self._reserving = reserving
        self._recorder = recorder

    def reserve(self, asks: Sequence[Ask], at: int) -> tuple[Outcome, ...]:
        """Decide on asks and take their places, in one transaction.

        What is known of the persons may change before it is locked, and a key may be taken
        meanwhile by another person's contact; then it is all begun anew, a few times.
        """
        for _ in range(_TRIES):
            plan = self._plan(asks, at)

            def judge(known: Known, plan: Plan = plan) -> tuple[Writes, tuple[Outcome, ...]]:
                return self._reserving.reserve(asks, at, plan, known)

            try:
                outcomes = self._write(plan.wanted, plan.locks, judge)
            except (Moved, TakenError):
                continue
            self._hold_back(outcomes)
            return outcomes
        raise unreachable(
            Text("what is known of the persons changed each time", "相关人员的信息每次都发生了变化")
        )

    def _hold_back(self, outcomes: Sequence[Outcome]) -> None:
        """Keep the records of denials where only what allows is written at once."""
        if self._recorder.mode == BEST_EFFORT:
            self._recorder.hold(
                [one.record for one in outcomes if one.record is not None and one.entry is None]
            )

    def look(self, ask: Ask, at: int) -> tuple[dict[str, Any], Decision]:
        """The request of an ask, and the decision on it; nothing is written."""
        return self._reserving.decide(ask, at, self._store.read(self._plan((ask,), at).wanted))

    def flush(self) -> None:
        """Write the records that wait."""
        while self._recorder.waiting:
            self._write(Wanted(), (), lambda _: (Writes(), None))

    def _plan(self, asks: Sequence[Ask], at: int) -> Plan:
        known = Known()
        if self._reserving.needs_facts:
            persons = tuple(dict.fromkeys(ask.person for ask in asks))
            known = self._store.read(Wanted(persons=persons))
        return self._reserving.plan(asks, at, known)

    def _write(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Made]],
    ) -> Made:
        """One transaction, which takes the records that wait along."""
        held = self._recorder.take()
        if not held:
            return self._store.atomically(wanted, locks, judge)
        try:
            return self._store.atomically(wanted, locks, lambda known: _with(held, judge(known)))
        except BaseException:
            self._recorder.give_back(held)
            raise


def _with(held: tuple[Record, ...], judged: tuple[Writes, Made]) -> tuple[Writes, Made]:
    writes, made = judged
    return (
        Writes(
            added=writes.added,
            changed=writes.changed,
            filed=writes.filed,
            facts=writes.facts,
            records=held + writes.records,
        ),
        made,
    )
