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
from policydsl.errors import LedgerError, LedgerUnavailableError, PolicydslError, RequestError
from policydsl.facts.problems import clip
from policydsl.gate.asking import Ask, read_ask, read_id, read_key
from policydsl.gate.keeping import moment_of
from policydsl.gate.permit import Permit
from policydsl.gate.recording import MODES, REQUIRED, Recorder
from policydsl.gate.reporting import Reports
from policydsl.gate.reserving import Outcome, Reserving
from policydsl.gate.sight import sight_of
from policydsl.gate.transacting import Transactions
from policydsl.gate.unavailable import ALLOW, DENY, answer_without_ledger
from policydsl.ledger.bodies import read_body
from policydsl.ledger.filing import keys_of
from policydsl.ledger.leases import Ended, expire
from policydsl.ledger.opening import open_store
from policydsl.ledger.recording import Recorded, record
from policydsl.ledger.records.hiding import Hiding
from policydsl.ledger.store import Entry, Known, Store, Wanted

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
        self._clock = clock
        if self._sight.fields:
            try:
                self.store.file_under(self._sight.fields, _keys_of_entry)
            except BaseException:
                if self._owns:
                    self.store.close()
                raise

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
        ask = read_ask(proposal, facts, read_key(key))
        (permit,) = self._reserve((ask,), moment_of(at))
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
        moment = moment_of(at)
        permits: dict[str, Permit] = {}
        asks: list[Ask] = []
        given = facts or {}
        if not given.keys() <= proposals.keys():
            unknown = sorted(map(repr, given.keys() - proposals.keys()))
            raise ValueError(f"facts are given for {', '.join(unknown)}, which nobody proposes")
        for key, proposal in proposals.items():
            try:
                asks.append(read_ask(proposal, given.get(key), read_key(key)))
            except PolicydslError as error:
                permits[key] = _refused(self, Ask(key, "", {}, {}, ""), error)
        for start in range(0, len(asks), self._batch):
            for permit in self._reserve(asks[start : start + self._batch], moment):
                permits[permit.key] = permit
        return [permits[key] for key in proposals]

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
        return self._transactions.look(read_ask(proposal, facts, None), moment_of(at))[1]

    def request(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        facts: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The request that `decide` judges, as JSON values: all that the policy can see."""
        return self._transactions.look(read_ask(proposal, facts, None), moment_of(at))[0]

    def permit(self, key: str) -> Permit | None:
        """The permit of a key, such as a callback brings; None when nothing is reserved under it.

        Raises `LedgerUnavailableError`.
        """
        key = read_id(key)
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
        self._reports.confirm(read_id(key), {"reached": reached, **changes}, at, None)

    def confirm_many(
        self,
        permits: Iterable[Permit],
        reached: str = "attempted",
        *,
        at: datetime | None = None,
        **changes: Any,
    ) -> None:
        """Contacts that were made and got equally far, in as few transactions as `reserve_many`."""
        report = {"reached": reached, **changes}
        made = [(permit, _entry_of(permit)) for permit in permits]
        held = [(permit, entry) for permit, entry in made if not permit.loose]
        for start in range(0, len(held), self._batch):
            part = held[start : start + self._batch]
            self._reports.confirm_all([entry for _, entry in part], report, at)
            for permit, _ in part:
                permit.reported(report)
        for permit, entry in made:
            if permit.loose:
                self._reports.add(entry, report, at)
                permit.reported(report)

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
        self._reports.amend(read_id(key), changes, at, lowers=correct)

    def release(self, key: str, reason: str) -> None:
        """The contact reserved under a key was not made: see `Permit.release`."""
        self._reports.release(read_id(key), reason, None)

    def record(
        self, lines: Iterable[Mapping[str, Any]], *, known_at: datetime | None = None
    ) -> Recorded:
        """Add events, persons, debts and consents as they become known; all of them or none.

        Each line has the shape of a line of an import: a `type` (`event`, the default, `person`,
        `debt`, `consent`) and the fields that a request has for it. The same again changes
        nothing. `known_at`, by default now, is since when facts are known that do not say it.
        Raises `LedgerError` with everything that is wrong, `LedgerUnavailableError`.
        """
        moment = moment_of(self._clock() if known_at is None else known_at)
        return record(self.store, lines, vocabulary=self.policy.vocabulary, known_at=moment)

    def expire(self, at: datetime) -> Ended:
        """Mark the places whose lease ended at or before `at`; returns how many count, and not."""
        return expire(self.store, moment_of(at))

    @property
    def records_lost(self) -> int:
        """How many decision records of this process were lost.

        Where records are required, only such as were made while the ledger was unavailable.
        """
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
        entry = _entry_of(permit)
        if permit.loose:
            self._reports.add(entry, changes, at)
        else:
            self._reports.confirm(permit.key, changes, at, entry)

    def amend_permit(
        self, permit: Permit, changes: Mapping[str, Any], at: datetime | None, *, correct: bool
    ) -> None:
        """`Permit.amend`."""
        entry = _entry_of(permit)
        if permit.loose and permit.state is None:
            self._reports.add(entry, changes, None)
        else:
            self._reports.amend(permit.key, changes, at, lowers=correct)

    def release_permit(self, permit: Permit, reason: str) -> None:
        """`Permit.release`."""
        entry = _entry_of(permit)
        if not permit.loose:
            self._reports.release(permit.key, reason, entry)

    def recheck(self, permit: Permit, at: datetime) -> Decision:
        """`Permit.recheck`."""
        return self._transactions.look(permit.ask, moment_of(at))[1]

    def _reserve(self, asks: Sequence[Ask], at: int) -> list[Permit]:
        try:
            outcomes = self._transactions.reserve(asks, at)
        except LedgerUnavailableError:
            return [self._without_ledger(ask, at) for ask in asks]
        except LedgerError as error:
            if len(asks) == 1:
                return [_refused(self, asks[0], error)]
            return [permit for ask in asks for permit in self._reserve((ask,), at)]
        return [self._permit(outcome) for outcome in outcomes]

    def _permit(self, outcome: Outcome) -> Permit:
        ask, entry, decision = outcome.ask, outcome.entry, outcome.decision
        if outcome.error is not None:
            return _refused(self, ask, outcome.error)
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
            data, decision = self._reserving.decide(ask, at, Known())
        except RequestError as error:
            return _refused(self, ask, error)
        self._recorder.note_unavailable(data, decision, ask.key)
        answer, until = answer_without_ledger(self.policy, decision, at, word)
        if not answer["allowed"]:
            return Permit(self, ask, answer)
        entry = self._reserving.loose(ask, at)
        return Permit(self, ask, answer, entry=entry, valid_until=until, loose=True)


def _refused(gate: Gate, ask: Ask, error: PolicydslError) -> Permit:
    return Permit(gate, ask, {"verdict": "deny", "reasons": []}, error=error)


def _entry_of(permit: Permit) -> Entry:
    if permit.entry is None:
        raise LedgerError([diagnostic("L119", key=clip(permit.key))])
    return permit.entry


def _keys_of_entry(entry: Entry, fields: frozenset[str]) -> tuple[str, ...]:
    return keys_of(entry.person, read_body(entry.body), fields)
