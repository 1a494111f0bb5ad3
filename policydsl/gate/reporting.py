"""What became of a contact: confirmed, amended, given back.

In: keys of reservations and ids of events, and what is known of them. Out: the ledger changed. A
report on a contact that was made is never refused because it comes late, twice or out of order:
what happened is recorded, and the same report again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from policydsl.core.request import LEVELS
from policydsl.diagnostics import diagnostic, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.errors import LedgerError, RequestError
from policydsl.facts.events import read_event
from policydsl.facts.moments import utc, utc_text
from policydsl.facts.problems import Problem, clip
from policydsl.facts.values import parse_flag, parse_text
from policydsl.facts.vocabulary import Vocabulary
from policydsl.gate.keeping import given_back, moment_of
from policydsl.ledger.amending import amendment, in_order, merged
from policydsl.ledger.bodies import body_text, read_bodies, read_body
from policydsl.ledger.filing import keys_of
from policydsl.ledger.store import Entry, Known, State, Store, TakenError, Wanted, Writes

Made = TypeVar("Made")
REPORTED = (
    *("reached", "outcome", "address", "recipient", "actor", "channel", "purpose", "person"),
    *("debts", "discussed", "step", "attributes", "void"),
)
"""What a report may say of a contact, in the words of events."""

_ATTRIBUTES = "attributes"
_STAYS = frozenset({"reached", "outcome"})
"""What may change without a contact being filed elsewhere."""
_TRIES = 5


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
        moment = None if at is None else moment_of(at)
        if held is not None and changes.keys() <= _STAYS:
            if self._store.settle([self._event_of(held, changes, moment)]):
                return
        self._report(key, changes, moment, lowers=False)

    def add(self, contact: Entry, changes: Mapping[str, Any], at: datetime | None) -> None:
        """A contact was made that was allowed without a ledger, which knows nothing of it.

        It may know it all the same: it was reported before, or the ledger took its place and its
        answer was lost. Raises `LedgerError` when the key is that of somebody else's contact.
        """
        self._check_fields(changes)
        moment = None if at is None else moment_of(at)
        event = replace(self._event_of(contact, changes, moment), expires_at=None, frees=False)

        def judge(known: Known) -> tuple[Writes, bool]:
            there = known.entries.get(contact.id)
            if there is not None:
                if there.person != contact.person:
                    raise LedgerError([diagnostic("L110", helps=("new",), key=clip(contact.id))])
                return Writes(), False
            if changes.get("void") is True:
                return Writes(), True
            keys = keys_of(event.person, read_body(event.body), known.fields)
            return Writes(added=(replace(event, keys=_together(event.keys, keys)),)), True

        if not self._change(Wanted(ids=(contact.id,)), contact.id, judge):
            self._report(contact.id, changes, moment, lowers=False)

    def confirm_all(
        self, held: Sequence[Entry], changes: Mapping[str, Any], at: datetime | None
    ) -> None:
        """Many contacts that went the same way, in one order, so that nobody waits in a circle."""
        self._check_fields(changes)
        moment = None if at is None else moment_of(at)
        settled: frozenset[str] = frozenset()
        if changes.keys() <= _STAYS:
            in_order = sorted(held, key=lambda entry: entry.id)
            settled = self._store.settle(
                [self._event_of(entry, changes, moment) for entry in in_order]
            )
        for entry in held:
            if entry.id not in settled:
                self._report(entry.id, changes, moment, lowers=False)

    def amend(
        self, key: str, changes: Mapping[str, Any], at: datetime | None, *, lowers: bool
    ) -> None:
        """More is known of a contact. Without `lowers` it never got less far than was known."""
        self._check_fields(changes)
        moment = moment_of(self._clock() if at is None else at)
        self._report(key, changes, moment, lowers=lowers, amends=True)

    def release(self, key: str, reason: str, held: Entry | None) -> None:
        """The contact reserved under a key was not made."""
        text = parse_text(reason)
        if isinstance(text, Problem):
            raise RequestError([text.diagnostic("reason")])
        if held is not None and self._store.settle([self._released(held, text)]):
            return

        def judge(known: Known) -> tuple[Writes, None]:
            entry = _reserved_or_event(known, key)
            if entry.state is State.EVENT:
                raise LedgerError([diagnostic("L112", helps=("void",), key=clip(key))])
            if entry.state is State.RELEASED:
                return Writes(), None
            return Writes(changed=(self._released(entry, text),)), None

        self._change(Wanted(ids=(key,)), key, judge)

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
                if entry.state is State.RELEASED:
                    return Writes(), None
                return Writes(changed=(self._released(entry, "void"),)), None
            event = self._event_of(entry, changes, None if amends else at)
            keys = keys_of(event.person, read_body(event.body), known.fields)
            return Writes(changed=(replace(event, keys=_together(event.keys, keys)),)), None

        self._change(Wanted(amended=(key,)), key, judge)

    def _change(
        self, wanted: Wanted, key: str, judge: Callable[[Known], tuple[Writes, Made]]
    ) -> Made:
        """Change one entry; anew when another report on it came in between.

        `TakenError`: the id of what is added was given away meanwhile. `ValueError`: the contact
        was confirmed meanwhile, which takes no lock.
        """
        for _ in range(_TRIES):
            try:
                return self._store.atomically(wanted, (_lock(key),), judge)
            except (TakenError, ValueError):
                continue
        return self._store.atomically(wanted, (_lock(key),), judge)

    def _event_of(self, entry: Entry, changes: Mapping[str, Any], at: int | None) -> Entry:
        """The event that a reserved contact becomes."""
        void = {name: value for name, value in changes.items() if name != "void"}
        body = merged(read_body(entry.body), [void])
        body["known_at"] = self._now()
        if at is not None:
            body["at"] = utc_text(utc(at))
        if not _tells_level_only(changes):
            self._check(body)
        return replace(
            entry,
            at=entry.at if at is None else at,
            state=State.EVENT,
            body=body_text(body),
        )

    def _released(self, entry: Entry, reason: str) -> Entry:
        permit = given_back(entry.permit, reason, self._now())
        return replace(entry, state=State.RELEASED, permit=permit)

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
        self._check(
            {name: value for name, value in merged(now, [changes]).items() if name != "void"}
        )
        news = {name: value for name, value in changes.items() if _is_news(now, name, value)}
        if not lowers and "reached" in news and _level(news) <= _level(now):
            del news["reached"]
        if not news:
            return Writes()
        moment = moment_of(self._clock()) if at is None else at
        identity = f"{entry.id}~{uuid4().hex}"
        return amendment(entry, before, identity, news, moment, known.fields)

    def _check_fields(self, changes: Mapping[str, Any]) -> None:
        wrong = sorted(set(changes) - set(REPORTED))
        if wrong:
            raise LedgerError(
                [diagnostic("L114", helps=_meant(name), field=clip(name)) for name in wrong]
            )
        void = parse_flag(changes.get("void", False))
        if isinstance(void, Problem):
            raise RequestError([void.diagnostic("$.event.void")])

    def _check(self, event: Mapping[str, Any]) -> None:
        problems: list[Problem] = []
        read_event(event, self._vocabulary.tables, problems)
        if problems:
            raise RequestError([problem.diagnostic("$.event") for problem in problems])

    def _now(self) -> str:
        return utc_text(utc(moment_of(self._clock())))


def _tells_level_only(changes: Mapping[str, Any]) -> bool:
    """Whether nothing is new of a contact, which was checked as a proposal, but how far it got."""
    reached = changes.get("reached")
    return len(changes) == 1 and isinstance(reached, str) and reached in LEVELS


def _meant(name: str) -> list[HintSpec]:
    close = did_you_mean(name, REPORTED)
    if close:
        return [("did_you_mean", {"suggestion": word}) for word in close]
    return [("allowed", {"fields": ", ".join(f"`{field}`" for field in REPORTED)})]


def _lock(key: str) -> str:
    return f"entry={key}"


def _together(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*some, *others}))


def _reserved_or_event(known: Known, key: str) -> Entry:
    entry = known.entries.get(key)
    if entry is None or entry.amends is not None:
        raise LedgerError([diagnostic("L111", key=clip(key))])
    return entry


def _is_news(now: Mapping[str, Any], name: str, value: object) -> bool:
    known = now.get(name)
    if name == "void":
        return value is not (known is True)
    if name == _ATTRIBUTES and isinstance(known, Mapping) and isinstance(value, Mapping):
        return any(known.get(key, known) != one for key, one in value.items())
    return known != value


def _level(event: Mapping[str, Any]) -> int:
    """How far a contact got; one that does not say was attempted."""
    return LEVELS.index(event.get("reached") or LEVELS[0])
