"""A request, put together from a proposal and what a ledger knows.

In: the proposal, what was read, what the caller knows better. Out: the request as JSON values, and
before that what must be read for it.

Whatever the ledger holds has happened: a contact, a refusal, a complaint, an opt-out or the
revocation of a consent that another's clock put later than `at` counts as of `at`, and everything
that is there is known. A clock that runs behind can so make an answer stricter, and never let a
contact slip through. Other events, such as payments, may speak for a contact, and are not there
before their time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policydsl.facts.events import MOST_DEBTS
from policydsl.facts.moments import parse_instant, utc, utc_text
from policydsl.facts.problems import Problem
from policydsl.facts.standard import CONTACT
from policydsl.facts.tables import Tables
from policydsl.facts.values import parse_label
from policydsl.frozen import frozen
from policydsl.gate.pruning import known_fields
from policydsl.gate.sight import Sight
from policydsl.ledger.bodies import read_bodies
from policydsl.ledger.filing import PERSON, key, key_texts
from policydsl.ledger.store import Entry, Fact, Lookup, State

LISTS = ("debts", "consents", "events")
_CLAMPED = frozenset({CONTACT, "refusal", "complaint", "opt_out"})
"""Kinds that only ever speak against a contact."""


@frozen
class Subject:
    """What a request is about, before its events are known.

    `proposal` is without its person. `person`, `debts` and `consents` are the facts, those of the
    caller on top; `events` what the caller adds.
    """

    at: int
    person: str
    proposal: Mapping[str, Any]
    facts: Mapping[str, Any]
    debts: Sequence[Mapping[str, Any]]
    consents: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]] = ()


def subject_of(
    at: int,
    person: str,
    proposal: Mapping[str, Any],
    known: Sequence[Fact],
    given: Mapping[str, Any],
    tables: Tables,
) -> Subject:
    """The facts of a ledger, as far as the policy knows them, and those of the caller together.

    `given` has the shape of a request: fields of `person` replace those known, a debt's too; a
    consent with the same id is replaced as a whole; events come on top.
    """
    if not known and not given:
        return Subject(at, person, proposal, {"id": person}, (), ())
    bodies = read_bodies([fact.body for fact in known])
    by_kind: dict[str, list[dict[str, Any]]] = {PERSON: [], "debt": [], "consent": []}
    by_table = {PERSON: tables.person, "debt": tables.debt, "consent": tables.consent}
    for fact, body in zip(known, bodies, strict=True):
        by_kind[fact.kind].append(known_fields(body, by_table[fact.kind]))
    facts: dict[str, Any] = {}
    for body in (*by_kind[PERSON], given.get(PERSON, {})):
        facts.update(body)
    debts: dict[object, dict[str, Any]] = {}
    for body in (*by_kind["debt"], *given.get("debts", ())):
        debts[body.get("id")] = {**debts.get(body.get("id"), {}), **body}
    consents = {body.get("id"): body for body in (*by_kind["consent"], *given.get("consents", ()))}
    facts["id"] = person
    return Subject(
        at=at,
        person=person,
        proposal=proposal,
        facts=facts,
        debts=tuple(debts.values()),
        consents=tuple(consents.values()),
        events=tuple(given.get("events", ())),
    )


def lookups_of(sight: Sight, subject: Subject) -> tuple[Lookup, ...]:
    """What must be read for a request; the keys are also what nobody else may touch meanwhile."""
    spans: dict[str, dict[str, int | None]] = {}
    for source in sight.sources:
        for value in values_of(source.path, subject):
            wanted = spans.setdefault(key(source.field, value), {})
            for kind, span in source.spans:
                wanted[kind] = None if span is None else subject.at - span
    return tuple(
        Lookup(name, tuple(sorted(since.items()))) for name, since in sorted(spans.items())
    )


def shared_keys(sight: Sight, subject: Subject) -> frozenset[str]:
    """The keys besides the person under which a contact is counted.

    It must be found by each, also where its event cannot say so: one about debts of two creditors
    may count for either.
    """
    return frozenset(
        key(source.field, value)
        for source in sight.sources[1:]
        for value in values_of(source.path, subject)
    )


def values_of(path: str, subject: Subject) -> list[str]:
    """The values that a request has for the path of a key, as texts.

    What no request may hold has none; it is refused with the request.
    """
    found = [one for value in said_of(path, subject) for one in _each(value)]
    if len(found) > MOST_DEBTS:
        return []
    return [text for text in key_texts(found) if not isinstance(parse_label(text), Problem)]


def said_of(path: str, subject: Subject) -> list[object]:
    """What a request says for the path of a key, as it says it; of each debt that it names."""
    root, _, name = path.partition(".")
    if root == "debt":
        named = subject.proposal.get("debts")
        about = named if isinstance(named, list | tuple) else ()
        return [debt.get(name) for debt in subject.debts if debt.get("id") in about]
    if root == PERSON:
        return [subject.facts.get(name)]
    if root == "recipient":
        recipient = subject.proposal.get("recipient")
        return [recipient.get(name)] if isinstance(recipient, Mapping) else []
    return [_of_proposal(subject.proposal, name)]


def _of_proposal(proposal: Mapping[str, Any], name: str) -> object:
    value = proposal.get(name)
    if name == "address" and isinstance(value, Mapping):
        value = value.get("id")
    attributes = proposal.get("attributes")
    if value is None and isinstance(attributes, Mapping):
        value = attributes.get(name)
    return value


def _each(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def request_of(
    subject: Subject,
    found: Mapping[str, Sequence[Entry]],
    lookups: Iterable[Lookup],
    tables: Tables,
) -> dict[str, Any]:
    """The request as JSON values: the subject, and every event found by its lookups.

    An amendment of a place that counts no more says nothing.
    """
    each = {entry.id: entry for lookup in lookups for entry in found.get(lookup.key, ())}
    counting = {name: entry for name, entry in each.items() if _counts(entry, subject.at)}
    entries = [one for one in counting.values() if one.amends is None or one.amends in counting]
    bodies = read_bodies([entry.body for entry in entries]) if entries else ()
    events = [known_fields(body, tables.event) for body in bodies]
    at = utc_text(utc(subject.at))
    latest = subject.at
    for entry, event in zip(entries, events, strict=True):
        if entry.state is not State.EVENT:
            event["reserved"] = True
        if entry.amends is not None or "known_at" in event:
            latest = max(latest, _known_since(event))
        if entry.at > subject.at and entry.kind in _CLAMPED and entry.amends is None:
            event["at"] = at
    data: dict[str, Any] = {"at": at}
    if latest > subject.at:
        data["as_known"] = utc_text(utc(latest))
    return {
        **data,
        "proposal": dict(subject.proposal),
        PERSON: dict(subject.facts),
        "debts": [dict(debt) for debt in subject.debts],
        "consents": [_revoked_by(consent, subject.at) for consent in subject.consents],
        "events": [*events, *map(dict, subject.events)],
    }


def _revoked_by(consent: Mapping[str, Any], at: int) -> dict[str, Any]:
    """A consent whose revocation is known was taken back by now, whatever a clock says."""
    revoked = parse_instant(consent.get("revoked_at"))
    if isinstance(revoked, Problem) or revoked <= at:
        return dict(consent)
    return {**consent, "revoked_at": utc_text(utc(at))}


def _counts(entry: Entry, at: int) -> bool:
    """A place is free again when its lease has ended, if it was reserved so."""
    lapsed = entry.expires_at is not None and entry.expires_at <= at
    return not (entry.frees and entry.state is State.RESERVED and lapsed)


def _known_since(event: Mapping[str, Any]) -> int:
    moments = (parse_instant(event[name]) for name in ("at", "known_at") if name in event)
    return max(moment for moment in moments if isinstance(moment, int))
