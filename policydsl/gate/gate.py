"""The gate: what stands before every send.

In: a policy, a ledger, and proposals. Out: `Permit`s. `reserve` decides and takes every place that
the contact needs in one step that nobody can come between; `confirm`, `amend` and `release` say
what became of it. The clock that counts is handed in (`at`); the gate's own only stamps when a
report became known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from policydsl.api import Policy, micros_of
from policydsl.core.outlook import DEFAULT_HORIZON_DAYS
from policydsl.diagnostics import diagnostic
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import to_datetime
from policydsl.errors import LedgerError, LedgerUnavailableError, RequestError
from policydsl.facts.moments import to_micros
from policydsl.facts.problems import clip
from policydsl.gate.asking import Ask, read_ask
from policydsl.gate.permit import Permit
from policydsl.gate.recording import MODES, REQUIRED, Hiding, Recorder
from policydsl.gate.reporting import Reports
from policydsl.gate.reserving import Outcome, Reserving
from policydsl.gate.sight import sight_of
from policydsl.gate.transacting import Transactions
from policydsl.gate.unavailable import ALLOW, DENY, answer_without_ledger
from policydsl.ledger.bodies import read_body
from policydsl.ledger.filing import keys_of
from policydsl.ledger.leases import Ended, expire
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Entry, Store, Wanted

LEASE = timedelta(minutes=15)
LONGEST_LEASE = timedelta(days=30)
BATCH = 100
TIMEOUT = 5.0
"""Seconds that a call waits for the ledger at most."""
_HORIZON = timedelta(days=DEFAULT_HORIZON_DAYS)


def _now() -> datetime:
    return datetime.now(UTC)


class Gate:
    """A policy and its ledger. Safe for threads, and to use after a fork.

    `ledger` is a URL (`sqlite:///contacts.db`, `postgresql://…`, `memory:`), or a store of one's
    own, which is then not closed with the gate. `lease` is how long a permit may be used, up to 30
    days. `records` is `required` (no record, no permit), `best effort` or `none`; `hiding` writes
    them under other names. `timeout`, in seconds, bounds every wait for the ledger. `batch` is how
    many contacts `reserve_many` decides in one transaction. `clock` stamps reports.

    Raises `LedgerError` for a ledger that cannot be used, `LedgerUnavailableError` for one that
    does not answer, `ValueError` for a number out of range.
    """

    def __init__(
        self,
        policy: Policy,
        ledger: str | Store,
        *,
        lease: timedelta = LEASE,
        horizon: timedelta = _HORIZON,
        records: str = REQUIRED,
        hiding: Hiding | None = None,
        timeout: float = TIMEOUT,
        batch: int = BATCH,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        if not timedelta(0) < lease <= LONGEST_LEASE:
            raise ValueError(f"lease must be more than 0 and at most {LONGEST_LEASE.days} days")
        if records not in MODES:
            raise ValueError(f"records must be one of {', '.join(MODES)}")
        if batch < 1:
            raise ValueError("batch must be at least 1")
        micros_of(horizon, "horizon")
        self.policy = policy
        self._owns = isinstance(ledger, str)
        self.store = open_store(ledger, timeout=timeout) if isinstance(ledger, str) else ledger
        self._sight = sight_of(policy.core, policy.vocabulary)
        self._recorder = Recorder(policy, records, horizon, hiding)
        self._reserving = Reserving(
            policy,
            self._sight,
            self._recorder,
            lease=lease,
            frees=policy.when_lease_expired == "free",
            horizon=horizon,
        )
        self._transactions = Transactions(self.store, self._reserving, self._recorder)
        self._reports = Reports(self.store, policy.vocabulary, clock)
        self._batch = batch
        if self._sight.fields:
            self.store.file_under(self._sight.fields, _keys_of_entry)

    def reserve(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        key: str,
        facts: Mapping[str, Any] | None = None,
    ) -> Permit:
        """Decide on a contact, and when it is allowed take every place that it needs.

        `proposal` is that of a request with `person`, an id; `at` is now; `facts` is what the
        caller knows better than the ledger, in the shape of a request. `key` (1 to 500 characters)
        is the contact's own: the same key with the same proposal gives the same permit again,
        whatever happened in between. A contact that is not allowed takes nothing, and its key is
        free.

        A ledger that cannot be reached gives an answer by the policy (deny, unless it says
        otherwise) with the reason `LEDGER_UNAVAILABLE`. Raises `RequestError` for a request that
        the policy cannot judge, `LedgerError` for a key used for another contact, or a proposal
        without a person, `ValueError` for a naive `at`.
        """
        ask = read_ask(proposal, facts, key)
        (permit,) = self._reserve((ask,), to_micros(at))
        if permit.error is not None:
            raise permit.error
        return permit

    def reserve_many(
        self,
        proposals: Mapping[str, Mapping[str, Any]],
        *,
        at: datetime,
        facts: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> list[Permit]:
        """As `reserve`, for many contacts by their keys; the permits are in the same order.

        Each is decided on its own, and sees the places that those before it took. What is wrong
        with one is the `error` of its permit, which is denied; the others are not touched by it.
        """
        moment = to_micros(at)
        permits: list[Permit] = []
        asks: list[Ask] = []
        given = facts or {}
        for key, proposal in proposals.items():
            asks.append(read_ask(proposal, given.get(key), key))
            if len(asks) == self._batch:
                permits += self._reserve(asks, moment)
                asks = []
        return permits + self._reserve(asks, moment) if asks else permits

    def decide(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        facts: Mapping[str, Any] | None = None,
    ) -> Decision:
        """What the policy says now, without taking a place or writing a record.

        Raises `LedgerUnavailableError`, and as `reserve`.
        """
        return self._transactions.look(read_ask(proposal, facts, None), to_micros(at))[1]

    def request(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        facts: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The request that `decide` judges, as JSON values: all that the policy can see."""
        return self._transactions.look(read_ask(proposal, facts, None), to_micros(at))[0]

    def permit(self, key: str) -> Permit | None:
        """The permit of a key, such as a callback brings; None when nothing is reserved under it.

        Raises `LedgerUnavailableError`.
        """
        entry = self.store.read(Wanted(ids=(key,))).entries.get(key)
        if entry is None or entry.permit is None:
            return None
        proposal = read_body(read_body(entry.permit)["proposal"])
        ask = read_ask(proposal, None, key)
        return self._permit(Outcome(ask, entry=entry, replayed=True))

    def confirm(
        self,
        key: str,
        reached: str = "attempted",
        *,
        outcome: str | None = None,
        at: datetime | None = None,
        **changes: Any,
    ) -> None:
        """The contact reserved under a key was made: see `Permit.confirm`."""
        if outcome is not None:
            changes["outcome"] = outcome
        self._reports.confirm(key, {"reached": reached, **changes}, at, None)

    def confirm_many(
        self,
        permits: Iterable[Permit],
        reached: str = "attempted",
        *,
        at: datetime | None = None,
        **changes: Any,
    ) -> None:
        """Contacts that were made and got equally far, in as few transactions as `reserve_many`."""
        held: list[Entry] = []
        for permit in permits:
            if permit.entry is None:
                self.confirm_permit(permit, {"reached": reached, **changes}, at)
            else:
                held.append(permit.entry)
            permit.state = "confirmed"
        for start in range(0, len(held), self._batch):
            part = held[start : start + self._batch]
            self._reports.confirm_all(part, {"reached": reached, **changes}, at)

    def amend(
        self, key: str, *, at: datetime | None = None, correct: bool = False, **changes: Any
    ) -> None:
        """More is known of a contact, or of any event by its id.

        `changes` are fields of events: `reached`, `outcome`, `person`, `address`, `discussed`,
        `attributes`, `void` (it never happened) and others. How far a contact got only grows, so
        that reports may come in any order; `correct` also lowers it. On a contact that is not
        confirmed yet it is its confirmation. The same again changes nothing. `at` is when this
        became known. Raises as `Permit.confirm`.
        """
        self._reports.amend(key, changes, at, lowers=correct)

    def release(self, key: str, reason: str) -> None:
        """The contact reserved under a key was not made: see `Permit.release`."""
        self._reports.release(key, reason, None)

    def expire(self, at: datetime) -> Ended:
        """Mark the places whose lease ended at or before `at`; returns how many count, and not."""
        return expire(self.store, to_micros(at))

    @property
    def records_lost(self) -> int:
        """How many decision records of this process were lost; 0 unless by `best effort`."""
        return self._recorder.lost

    def flush(self) -> None:
        """Write the records that are held in memory. Raises `LedgerUnavailableError`."""
        self._transactions.flush()

    def close(self) -> None:
        """Write what is held, and give back what the gate opened."""
        try:
            self.flush()
        finally:
            if self._owns:
                self.store.close()

    def __enter__(self) -> Gate:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def confirm_permit(
        self, permit: Permit, changes: Mapping[str, Any], at: datetime | None
    ) -> None:
        """`Permit.confirm`."""
        if permit.entry is None:
            raise LedgerError([diagnostic("L119", key=clip(permit.key))])
        if permit.loose:
            self._reports.add(permit.entry, changes, at)
        else:
            self._reports.confirm(permit.key, changes, at, permit.entry)

    def release_permit(self, permit: Permit, reason: str) -> None:
        """`Permit.release`."""
        if permit.entry is None:
            raise LedgerError([diagnostic("L119", key=clip(permit.key))])
        if not permit.loose:
            self._reports.release(permit.key, reason, permit.entry)

    def recheck(self, permit: Permit, at: datetime) -> Decision:
        """`Permit.recheck`."""
        return self._transactions.look(permit.ask, to_micros(at))[1]

    def _reserve(self, asks: Sequence[Ask], at: int) -> list[Permit]:
        try:
            outcomes = self._transactions.reserve(asks, at)
        except LedgerUnavailableError:
            return [self._without_ledger(ask, at) for ask in asks]
        return [self._permit(outcome) for outcome in outcomes]

    def _permit(self, outcome: Outcome) -> Permit:
        ask, entry, decision = outcome.ask, outcome.entry, outcome.decision
        if outcome.error is not None:
            return Permit(self, ask, {"verdict": "deny", "reasons": []}, error=outcome.error)
        if decision is not None:
            until = decision.valid_until if entry is not None else None
            answer = outcome.answer
            return Permit(self, ask, answer, decision=decision, entry=entry, valid_until=until)
        assert entry is not None and entry.permit is not None
        kept = read_body(entry.permit)
        until = to_datetime(kept["valid_until"])
        return Permit(self, ask, kept["answer"], entry=entry, valid_until=until, replayed=True)

    def _without_ledger(self, ask: Ask, at: int) -> Permit:
        word = self.policy.when_ledger_unavailable
        if word == ALLOW and self._recorder.mode == REQUIRED:
            word = DENY
        try:
            answer = answer_without_ledger(self.policy, ask, at, word)
        except RequestError as error:
            return Permit(self, ask, {"verdict": "deny", "reasons": []}, error=error)
        if not answer["allowed"]:
            return Permit(self, ask, answer)
        entry = self._reserving.loose(ask, at)
        return Permit(self, ask, answer, entry=entry, loose=True)


def _keys_of_entry(entry: Entry, fields: frozenset[str]) -> tuple[str, ...]:
    return keys_of(entry.person, read_body(entry.body), fields)
