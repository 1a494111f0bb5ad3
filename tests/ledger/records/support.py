"""A policy, its requests, and a ledger with reservations and their records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from policydsl.api import Policy, load_text
from policydsl.facts.moments import parse_instant, to_micros
from policydsl.ledger.bodies import body_text
from policydsl.ledger.records.record import record_of
from policydsl.ledger.store import Entry, Linked, Record, State, Store, Wanted, Writes

HORIZON = timedelta(days=400)
START = datetime(2026, 3, 4, 2, tzinfo=UTC)

POLICY = """\
policy t.records "A test"
  otherwise deny
  governs purpose is collections

fact person.name : text
fact person.wishes : preferences = none
fact proposal.note : text = none

cap weekly
  at most 2 attempts by sms per person in 7 consecutive days

cap one_address
  at most 5 attempts per address in 7 rolling days

deny rest
  when ruled out by person.wishes
"""


def policy(more: str = "") -> Policy:
    """A policy with two caps and preferences, and more rules."""
    return load_text(POLICY + more)


def request(key: str = "k1", events: int = 0, about: str = "P1", **parts: Any) -> dict[str, Any]:
    """A request by sms to a person who was contacted so often, an hour before each."""
    past = [
        {
            "id": f"e{number}",
            "kind": "contact",
            "at": text(START - timedelta(hours=number)),
            "channel": "sms",
            "direction": "outbound",
            "address": "+1305",
            "recipient": {"role": "debtor", "id": about},
            "person": about,
        }
        for number in range(1, events + 1)
    ]
    return {
        "at": text(START),
        "proposal": {
            "id": key,
            "channel": "sms",
            "purpose": "collections",
            "address": "+1305",
            "recipient": {"role": "debtor", "id": about},
            **parts.pop("proposal", {}),
        },
        "person": {"id": about, "time_zones": ["Asia/Shanghai"], **parts.pop("person", {})},
        "events": past,
        **parts,
    }


def text(moment: datetime) -> str:
    """An instant as a request writes it."""
    return moment.isoformat()


def record(
    of: Policy, data: dict[str, Any], key: str | None = "k1", kind: str = "reserve"
) -> Record:
    """The record of what a policy says to a request."""
    decision = of.decide(data, horizon=HORIZON)
    return record_of(of, data, decision, key=key, horizon=HORIZON, kind=kind)


def entry(key: str, person: str = "P1", state: State = State.RESERVED) -> Entry:
    """The place that was reserved under a key."""
    at = to_micros(START)
    body = body_text({"id": key, "kind": "contact"})
    return Entry(key, person, "contact", at, body, (f"person={person}",), state, permit="{}")


def put(store: Store, *entries: Entry, records: Sequence[Record] = ()) -> None:
    """Write entries and records in one step."""
    writes = Writes(added=entries, records=tuple(records))
    store.atomically(Wanted(), ["person=P1"], lambda known: (writes, None))


def reserve(store: Store, of: Policy, key: str, **parts: Any) -> Linked:
    """A contact that is allowed, reserved with its record, which comes back."""
    data = request(key, **parts)
    made = record(of, data, key)
    assert made.about == key
    put(store, entry(key), records=[made])
    (linked,) = store.read(Wanted(records=(key,))).records[key]
    return linked


def refuse(store: Store, of: Policy, key: str, **parts: Any) -> None:
    """A contact that is denied: its record alone."""
    made = record(of, request(key, events=2, **parts), key)
    assert made.about is None
    put(store, records=[made])


def later(days: int) -> str:
    """An instant some days after the start, as a request writes it."""
    return text(START + timedelta(days=days))


def micros(moment: str) -> int:
    """An instant in microseconds."""
    found = parse_instant(moment)
    assert isinstance(found, int)
    return found
