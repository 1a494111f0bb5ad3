"""A request under Regulation F, its calls and its consents."""

from __future__ import annotations

from typing import Any

from tests.policies.cases import pack, request

NEW_YORK = "America/New_York"
BASE = {
    "proposal": {
        "id": "c-1",
        "channel": "voice",
        "purpose": "collections",
        "recipient": "debtor",
        "actor": "human",
        "address": {"id": "n-1", "kind": "mobile", "place": "home"},
        "debts": ["D1"],
    },
    "person": {"id": "P1", "time_zones": [NEW_YORK]},
    "debt": {"id": "D1"},
}
NOON = "2026-03-04T12:00:00-05:00"


def decide(at: str = NOON, **changes: Any) -> Any:
    return pack("us/reg_f.policy").decide(request(BASE, at, **changes))


def call(at: str, **changes: Any) -> dict[str, Any]:
    made = {
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        "recipient": "debtor",
        "purpose": "collections",
        "address": "n-1",
        "debts": ["D1"],
        "outcome": "no_answer",
    }
    return {**made, **changes}


def calls(number: int, day: str, **changes: Any) -> list[dict[str, Any]]:
    return [call(f"{day}T{9 + n:02}:00:00-05:00", **changes) for n in range(number)]


def consent(
    covers: str, since: str = "2026-03-01T12:00:00-05:00", **changes: Any
) -> dict[str, Any]:
    given = {
        "channel": "voice",
        "purpose": "collections",
        "recipient": "debtor",
        "given_directly": True,
        "covers": covers,
        "effective_from": since,
    }
    return {**given, **changes}
