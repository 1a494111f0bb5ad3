"""Deciding on contacts and taking their places, as a function of what a ledger knows.

In: asks, an instant, what was read. Out: what is to be written, and what became of each ask. No
effects: a store calls it once more when it has to begin anew.

Each ask of a batch is decided on its own, in the order given, and sees the places that those before
it took.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from policydsl.api import Policy
from policydsl.diagnostics import diagnostic
from policydsl.engine.decision import Decision
from policydsl.errors import LedgerError, PolicydslError
from policydsl.facts.moments import LATEST, to_micros
from policydsl.facts.problems import clip
from policydsl.frozen import frozen
from policydsl.gate.asking import Ask, contact_of
from policydsl.gate.gathering import (
    Subject,
    lookups_of,
    request_of,
    shared_keys,
    subject_of,
)
from policydsl.gate.keeping import kept_permit
from policydsl.gate.recording import NONE, REQUIRED, Recorder
from policydsl.gate.sight import Sight
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.filing import PERSON, keys_of
from policydsl.ledger.store import Entry, Known, Lookup, Record, State, Wanted, Writes


@frozen
class Outcome:
    """What became of an ask: decided now, or asked before (`replayed`), or refused (`error`).

    `entry` is the place, None when nothing was allowed; `record` the decision's, if there is one;
    `answer` the decision as JSON values, if it was needed already.
    """

    ask: Ask
    decision: Decision | None = None
    entry: Entry | None = None
    replayed: bool = False
    error: PolicydslError | None = None
    record: Record | None = None
    answer: Mapping[str, Any] | None = None


class Moved(Exception):  # noqa: N818  # nothing is wrong: it says where to begin again
    """What is known of a person changed meanwhile, and with it what must be locked."""


@frozen
class Plan:
    """What a batch reads and locks; `lookups` are those of each ask."""

    wanted: Wanted
    locks: frozenset[str]
    lookups: tuple[tuple[Lookup, ...], ...]


class Reserving:
    """How a policy takes places: held for `lease`, and `frees` says whether not counted after."""

    __slots__ = ("_frees", "_horizon", "_lease", "_policy", "_recorder", "_sight", "_writes_all")

    def __init__(
        self,
        policy: Policy,
        sight: Sight,
        recorder: Recorder,
        *,
        lease: timedelta,
        frees: bool,
        horizon: timedelta,
    ) -> None:
        self._policy = policy
        self._sight = sight
        self._recorder = recorder
        self._lease = lease // timedelta(microseconds=1)
        self._frees = frees
        self._writes_all = recorder.mode == REQUIRED
        self._horizon = horizon

    @property
    def needs_facts(self) -> bool:
        """Whether what must be locked depends on what is known of persons."""
        return any(
            source.path.partition(".")[0] in (PERSON, "debt") for source in self._sight.sources[1:]
        )

    def subject(self, ask: Ask, at: int, known: Known) -> Subject:
        """What the request of an ask is about."""
        facts = known.facts.get(ask.person, ())
        tables = self._policy.vocabulary.tables
        return subject_of(at, ask.person, ask.proposal, facts, ask.facts, tables)

    def plan(self, asks: Sequence[Ask], at: int, known: Known) -> Plan:
        """What must be read and locked, as far as is known of the persons now."""
        each = tuple(lookups_of(self._sight, self.subject(ask, at, known)) for ask in asks)
        by_key = {lookup.key: lookup for lookups in each for lookup in lookups}
        return Plan(
            Wanted(
                ids=tuple(ask.key for ask in asks if ask.key is not None),
                lookups=tuple(by_key.values()),
                persons=tuple(dict.fromkeys(ask.person for ask in asks)),
            ),
            frozenset(by_key),
            each,
        )

    def decide(self, ask: Ask, at: int, known: Known) -> tuple[dict[str, Any], Decision]:
        """The request of an ask, and the decision on it."""
        subject = self.subject(ask, at, known)
        lookups = lookups_of(self._sight, subject)
        data = request_of(subject, known.found, lookups, self._policy.vocabulary.tables)
        return data, self._policy.decide(self._policy.request(data), horizon=self._horizon)

    def reserve(
        self, asks: Sequence[Ask], at: int, plan: Plan, known: Known
    ) -> tuple[Writes, tuple[Outcome, ...]]:
        """Decide on each ask and take the places of those that are allowed."""
        found = {key: list(known.found.get(key, ())) for key in plan.locks}
        entries: list[Entry] = []
        records: list[Record] = []
        outcomes: list[Outcome] = []
        for ask, planned in zip(asks, plan.lookups, strict=True):
            assert ask.key is not None
            before = known.entries.get(ask.key)
            if before is not None:
                outcomes.append(_again(ask, before))
                continue
            subject = self.subject(ask, at, known)
            lookups = planned
            if self.needs_facts:
                lookups = lookups_of(self._sight, subject)
                if any(lookup.key not in plan.locks for lookup in lookups):
                    raise Moved
            data = request_of(subject, found, lookups, self._policy.vocabulary.tables)
            outcome = self._one(ask, subject, data, known)
            outcomes.append(outcome)
            if outcome.record is not None and (outcome.entry is not None or self._writes_all):
                records.append(outcome.record)
            if outcome.entry is not None:
                entries.append(outcome.entry)
                for key in outcome.entry.keys:
                    if key in found:
                        found[key].append(outcome.entry)
        return Writes(added=tuple(entries), records=tuple(records)), tuple(outcomes)

    def _one(self, ask: Ask, subject: Subject, data: Mapping[str, Any], known: Known) -> Outcome:
        try:
            request = self._policy.request(data)
        except PolicydslError as error:
            return Outcome(ask, error=error)
        decision = self._policy.decide(request, horizon=self._horizon)
        if not decision.allowed and self._recorder.mode == NONE:
            return Outcome(ask, decision)
        answer = decision.to_dict()
        record = None
        if self._recorder.mode != NONE:
            record = self._recorder.record(data, decision, ask.key, answer)
        entry = None
        if decision.allowed:
            entry = self._place(ask, subject, decision, answer, known.fields)
        return Outcome(ask, decision, entry, record=record, answer=answer)

    def loose(self, ask: Ask, at: int) -> Entry:
        """A contact that was allowed without a ledger, as the entry that it will be there."""
        return self._entry(ask, self.subject(ask, at, Known()), self._sight.fields, None)

    def _place(
        self,
        ask: Ask,
        subject: Subject,
        decision: Decision,
        answer: Mapping[str, Any],
        fields: frozenset[str],
    ) -> Entry:
        until = decision.valid_until
        moment = None if until is None else to_micros(until)
        permit = kept_permit(ask.text, self._policy.digest, moment, answer)
        return self._entry(ask, subject, fields, permit)

    def _entry(
        self, ask: Ask, subject: Subject, fields: frozenset[str], permit: str | None
    ) -> Entry:
        assert ask.key is not None
        event = contact_of(subject, ask.key, self._sight, self._policy.vocabulary)
        keys = {*keys_of(subject.person, event, fields), *shared_keys(self._sight, subject)}
        return Entry(
            id=ask.key,
            person=subject.person,
            kind=event["kind"],
            at=subject.at,
            body=body_text(event),
            keys=tuple(sorted(keys)),
            state=State.RESERVED,
            expires_at=min(subject.at + self._lease, LATEST),
            frees=self._frees,
            permit=permit,
        )


def _again(ask: Ask, entry: Entry) -> Outcome:
    """The same key once more: the same place, if it is the same contact."""
    assert ask.key is not None
    if entry.permit is None or read_body(entry.permit).get("proposal") != ask.text:
        return Outcome(
            ask, error=LedgerError([diagnostic("L110", helps=("new",), key=clip(ask.key))])
        )
    return Outcome(ask, entry=entry, replayed=True)
