"""Generated policies and requests, as an engineer would have them.

In: a core policy, a checked request. Out: a `Policy` whose vocabulary has every generated path, and
JSON values that say what the request says, as far as JSON can: what a request may not say is left
out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policydsl.api import Policy
from policydsl.core.policy import CorePolicy
from policydsl.core.request import LEVELS, ConsentRecord, Event, Hours, Preference, Request, Value
from policydsl.facts.moments import EARLIEST, LATEST, utc, utc_text
from policydsl.facts.standard import STANDARD
from policydsl.facts.types import (
    DateType,
    Flag,
    HoursType,
    InstantType,
    Number,
    PreferencesType,
    SetOf,
    TextType,
    Type,
)
from policydsl.facts.vocabulary import Declaration, EventKind, Vocabulary
from policydsl.facts.weekly import WEEKDAYS
from policydsl.policy.composition import ComposedPolicy
from tests.property.pools import KINDS, NULLABLE, TYPES

_TYPES: Mapping[str, Type] = {
    "flag": Flag(),
    "number": Number(),
    "text": TextType(),
    "date": DateType(),
    "instant": InstantType(),
    "set": SetOf(),
    "hours": HoursType(),
    "wishes": PreferencesType(),
}


def _vocabulary() -> Vocabulary:
    standard = Vocabulary.standard()
    declared = [
        Declaration(path, _TYPES[kind], *([None] if path in NULLABLE else []))
        for path, kind in TYPES.items()
        if path not in standard.fields
    ]
    declared.append(Declaration("event.tags", SetOf()))  # what events say of `person.tags`
    kinds = [EventKind(kind) for kind in KINDS if kind not in standard.event_kinds]
    made, refused = standard.with_declarations([*declared, *kinds])
    assert not refused, refused
    return made


VOCABULARY = _vocabulary()


def policy_of(core: CorePolicy) -> Policy:
    """A generated policy."""
    return Policy(ComposedPolicy(core, VOCABULARY, ()), ())


def raw(request: Request) -> dict[str, Any]:
    """A generated request in its JSON form."""
    facts = request.facts
    proposal = _objects(facts, "proposal", "recipient", "actor", "address")
    person = _objects(facts, "person")
    role, identity = request.recipient
    if request.recipient != (None, None):
        proposal["recipient"] = _some(role=role, id=identity)
    if isinstance(proposal.get("address"), dict) or "address.place" in facts:
        proposal["address"] = _some(
            id=facts.get("proposal.address"), place=facts.get("address.place")
        )
    if request.proposal_debts is not None:
        proposal["debts"] = list(request.proposal_debts)
    proposal["approvals"] = [
        {"rule": one.rule, "role": one.role, "by": one.by, "at": _instant(one.at)}
        for one in request.approvals
    ]
    proposal.setdefault("channel", "letter")
    proposal.setdefault("purpose", "nothing")
    person |= _some(id=request.person)
    person["time_zones"] = [{"zone": one.name, "source": one.source} for one in request.zones]
    return {
        "at": _instant(request.at),
        "proposal": proposal,
        "person": person,
        "debts": [{**_objects(of, "debt"), "id": name} for name, of in request.debts.items()],
        "consents": [_consent(record) for record in request.consents],
        "events": [_event(event) for event in request.events],
    }


def _event(event: Event) -> dict[str, Any]:
    values = {
        path: value
        for path, value in event.values.items()
        if path.partition(".")[2] not in (*LEVELS, "at", "kind", "channel", "step")
    }
    role, identity = event.recipient
    found = _some(
        direction=event.direction,
        channel=event.channel,
        address=event.address,
        recipient=_some(role=role, id=identity) or None,
        person=event.person,
        debts=None if event.debts is None else list(event.debts),
        discussed=None if event.discussed is None else list(event.discussed),
        step=event.step,
        reached=LEVELS[event.level - 1] if event.level else None,
        reserved=event.reserved or None,
    )
    named = {"id": event.id, "kind": event.kind, "at": _instant(event.at)}
    return {**_objects(values, "event"), **found, **named}


def _consent(record: ConsentRecord) -> dict[str, Any]:
    found = _some(
        effective_to=_maybe(record.effective_to),
        confirmed_at=_maybe(record.confirmed_at),
        revoked_at=_maybe(record.revoked_at),
        proof=record.proof,
    )
    named = {
        "id": record.id,
        "level": record.level,
        "effective_from": _instant(record.effective_from),
    }
    return {**_objects(record.values, "consent"), **found, **named}


def _objects(values: Mapping[str, Value], *roots: str) -> dict[str, Any]:
    """The values of some roots, where their paths say."""
    made: dict[str, Any] = {}
    for path, value in values.items():
        root, *parts = path.split(".")
        if root not in roots or path == "address.place":
            continue
        if value is None and not VOCABULARY.fields[path].nullable:
            continue
        declared = VOCABULARY.fields[path].origin != STANDARD
        inside = made
        if declared and root in ("proposal", "event"):
            inside = made.setdefault("attributes", {})
        inside[".".join(parts)] = _plain(path, value)
    return made


def _plain(path: str, value: Value) -> Any:
    match value:
        case frozenset():
            return sorted(value)
        case date():
            return value.isoformat()
        case Hours():
            return {
                WEEKDAYS[day]: _intervals(intervals)
                for day, intervals in enumerate(value.days)
                if _intervals(intervals)
            }
        case tuple():
            return [_wish(one) for one in value]
        case int() if isinstance(VOCABULARY.fields[path].type, InstantType):
            return _instant(value)
    return value


def _wish(wish: Preference) -> dict[str, Any]:
    dimensions: dict[str, Any] = {
        "channels": wish.channels and sorted(wish.channels),
        "places": wish.places and sorted(wish.places),
        "addresses": wish.addresses and sorted(wish.addresses),
        "days": wish.days and [WEEKDAYS[day] for day in sorted(wish.days)],
        "times": _intervals(wish.intervals or ()) or None,
    }
    if not any(dimensions.values()):
        dimensions["places"] = ["nowhere"]
    start, end = wish.start, wish.end
    if start is not None and end is not None and end <= start:
        end = None
    return _some(**dimensions, until=_maybe(end), **{"from": _maybe(start)})


def _intervals(intervals: tuple[tuple[int, int], ...]) -> list[str]:
    return [
        f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        for start, end in intervals
        if start != end
    ]


def _some(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _maybe(micros: int | None) -> str | None:
    return None if micros is None else _instant(micros)


def _instant(micros: int) -> str:
    return utc_text(utc(min(max(micros, EARLIEST), LATEST)))
