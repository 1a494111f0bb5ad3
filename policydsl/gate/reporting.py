"""What became of a contact: confirmed, amended, given back.

In: keys of reservations and ids of events, and what is known of them. Out: the ledger changed. A
report on a contact that was made is never refused because it comes late, twice or out of order:
what happened is recorded, and the same report again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from policydsl.core.request import LEVELS
from policydsl.diagnostics import diagnostic
from policydsl.errors import LedgerError, RequestError
from policydsl.facts.events import read_event
from policydsl.facts.moments import to_micros, utc, utc_text
from policydsl.facts.problems import Problem, clip
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.amending import amendment, in_order, merged
from policydsl.ledger.bodies import body_text, read_bodies, read_body
from policydsl.ledger.filing import keys_of
from policydsl.ledger.store import Entry, Known, State, Store, Wanted, Writes

REPORTED = (
    *("reached", "outcome", "address", "recipient", "actor", "channel", "purpose", "person"),
    *("debts", "discussed", "step", "attributes", "void"),
)
"""What a report may say of a contact, in the words of events."""

_ATTRIBUTES = "attributes"


class Reports:
    """Reports on contacts, checked against the events that a policy knows."""

    __slots__ = ("_clock", "_store", "_vocabulary")

    def __init__(self, store: Store, vocabulary: Vocabulary, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._clock = clock

    def confirm(
        self, key: str, changes: Mapping[str, Any], at: datetime | None, held: Entry | None
    ) -> None:
        """The contact reserved under a key was made. `held` is its entry as it was reserved."""
        self._check_fields(changes)
        moment = None if at is None else to_micros(at)
        if held is not None and self._store.settle([self._event_of(held, changes, moment)]):
            return
        self._report(key, changes, moment, lowers=False)

    def add(self, contact: Entry, changes: Mapping[str, Any], at: datetime | None) -> None:
        """A contact was made that was allowed without a ledger, which knows nothing of it."""
        self._check_fields(changes)
        moment = None if at is None else to_micros(at)
        event = self._event_of(contact, changes, moment)

        def judge(known: Known) -> tuple[Writes, bool]:
            if contact.id in known.entries:
                return Writes(), False
            keys = keys_of(event.person, read_body(event.body), known.fields)
            return Writes(added=(replace(event, keys=keys, expires_at=None),)), True

        wanted = Wanted(ids=(contact.id,))
        if not self._store.atomically(wanted, (_lock(contact.id),), judge):
            self._report(contact.id, changes, moment, lowers=False)

    def confirm_all(
        self, held: Sequence[Entry], changes: Mapping[str, Any], at: datetime | None
    ) -> None:
        """Many contacts that went the same way."""
        self._check_fields(changes)
        moment = None if at is None else to_micros(at)
        events = [self._event_of(entry, changes, moment) for entry in held]
        settled = self._store.settle(events)
        for entry in held:
            if entry.id not in settled:
                self._report(entry.id, changes, moment, lowers=False)

    def amend(
        self, key: str, changes: Mapping[str, Any], at: datetime | None, *, lowers: bool
    ) -> None:
        """More is known of a contact. Without `lowers` it never got less far than was known."""
        self._check_fields(changes)
        moment = to_micros(self._clock() if at is None else at)
        self._report(key, changes, moment, lowers=lowers, amends=True)

    def release(self, key: str, reason: str, held: Entry | None) -> None:
        """The contact reserved under a key was not made."""
        given_back = {"reason": reason, "at": self._now()}
        if held is not None and self._store.settle([_released(held, given_back)]):
            return

        def judge(known: Known) -> tuple[Writes, None]:
            entry = _reserved_or_event(known, key)
            if entry.state is State.EVENT:
                raise LedgerError([diagnostic("L112", helps=("void",), key=clip(key))])
            if entry.state is State.RELEASED:
                return Writes(), None
            return Writes(changed=(_released(entry, given_back),)), None

        self._store.atomically(Wanted(ids=(key,)), (_lock(key),), judge)

    def _report(
        self,
        key: str,
        changes: Mapping[str, Any],
        at: int | None,
        *,
        lowers: bool,
        amends: bool = False,
    ) -> None:
        def judge(known: Known) -> tuple[Writes, None]:
            entry = _reserved_or_event(known, key)
            if entry.state is State.EVENT:
                return self._amended(entry, known, changes, at, lowers), None
            if changes.get("void") is True:
                given_back = {"reason": "void", "at": self._now()}
                return Writes(changed=(_released(entry, given_back),)), None
            event = self._event_of(entry, changes, None if amends else at)
            keys = {*event.keys, *keys_of(event.person, read_body(event.body), known.fields)}
            return Writes(changed=(replace(event, keys=tuple(sorted(keys))),)), None

        self._store.atomically(Wanted(amended=(key,)), (_lock(key),), judge)

    def _event_of(self, entry: Entry, changes: Mapping[str, Any], at: int | None) -> Entry:
        """The event that a reserved contact becomes."""
        void = {name: value for name, value in changes.items() if name != "void"}
        body = merged(read_body(entry.body), [void])
        body["known_at"] = self._now()
        if at is not None:
            body["at"] = utc_text(utc(at))
        self._check(body)
        return replace(
            entry,
            at=entry.at if at is None else at,
            state=State.EVENT,
            body=body_text(body),
        )

    def _amended(
        self,
        entry: Entry,
        known: Known,
        changes: Mapping[str, Any],
        at: int | None,
        lowers: bool,
    ) -> Writes:
        before = in_order([one for one in known.entries.values() if one.amends == entry.id])
        now = merged(read_body(entry.body), read_bodies(one.body for one in before))
        news = {name: value for name, value in changes.items() if _is_news(now, name, value)}
        if not lowers and 0 < _level(news) <= _level(now):
            del news["reached"]
        if not news:
            return Writes()
        after = merged(now, [news])
        after.pop("void", None)
        self._check(after)
        moment = to_micros(self._clock()) if at is None else at
        identity = f"{entry.id}~{len(before) + 1}"
        return amendment(entry, before, identity, news, moment, known.fields)

    def _check_fields(self, changes: Mapping[str, Any]) -> None:
        wrong = sorted(set(changes) - set(REPORTED))
        if wrong:
            listed = ", ".join(f"`{name}`" for name in REPORTED)
            helps = (("allowed", {"fields": listed}),)
            raise LedgerError([diagnostic("L114", helps=helps, field=clip(name)) for name in wrong])

    def _check(self, event: Mapping[str, Any]) -> None:
        problems: list[Problem] = []
        read_event(event, self._vocabulary.tables, problems)
        if problems:
            raise RequestError([problem.diagnostic("$.event") for problem in problems])

    def _now(self) -> str:
        return utc_text(utc(to_micros(self._clock())))


def _lock(key: str) -> str:
    return f"entry={key}"


def _reserved_or_event(known: Known, key: str) -> Entry:
    entry = known.entries.get(key)
    if entry is None or entry.amends is not None:
        raise LedgerError([diagnostic("L111", key=clip(key))])
    return entry


def _released(entry: Entry, given_back: Mapping[str, str]) -> Entry:
    permit = {**read_body(entry.permit or "{}"), "released": given_back}
    return replace(entry, state=State.RELEASED, permit=body_text(permit))


def _is_news(now: Mapping[str, Any], name: str, value: object) -> bool:
    known = now.get(name)
    if name == _ATTRIBUTES and isinstance(known, Mapping) and isinstance(value, Mapping):
        return any(known.get(key, known) != one for key, one in value.items())
    return known != value and not (name == "void" and value is False and known is None)


def _level(event: Mapping[str, Any]) -> int:
    """How far a contact got; 0 when it does not say."""
    reached = event.get("reached")
    return LEVELS.index(reached) + 1 if reached in LEVELS else 0
