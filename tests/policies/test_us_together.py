"""The packs of the United States used together, each where it belongs."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import policydsl
from tests.policies.cases import POLICIES

STATES = {
    "US-FL": ("florida_collections", "florida_solicitations"),
    "US-LA": ("louisiana_solicitations",),
    "US-MD": ("maryland_solicitations",),
    "US-MS": ("mississippi_solicitations",),
    "US-NE": ("nebraska_solicitations",),
    "US-OK": ("oklahoma_solicitations",),
    "US-TX": ("texas_solicitations",),
    "US-UT": ("utah_solicitations",),
    "US-WA": ("washington_collections", "washington_solicitations"),
}
FEDERAL = ("tcpa", "can_spam")
ELSEWHERE = ("reg_f", "massachusetts_collectors", "massachusetts_creditors", "new_york_city")


def root() -> str:
    """A policy that uses each pack where it belongs, and for whom it binds."""
    lines = ["policy lender.us", "  otherwise deny"]
    lines += [f"use us.{name}" for name in FEDERAL]
    lines += [
        f'use us.{name} when person.region starts with "{state}"'
        for state, names in STATES.items()
        for name in names
    ]
    lines += [
        "fact person.in_new_york_city : flag = no",
        "fact actor.collects_own_debts : flag = no",
        'define in_massachusetts = person.region starts with "US-MA"',
        "use us.new_york_city when person.in_new_york_city",
        "use us.reg_f when not actor.collects_own_debts",
        "use us.massachusetts_collectors when in_massachusetts and not actor.collects_own_debts",
        "use us.massachusetts_creditors when in_massachusetts and actor.collects_own_debts",
    ]
    return "\n".join(lines)


@cache
def lender() -> Any:
    return policydsl.load_text(root())


def decide(at: str, region: str | None, **changes: Any) -> Any:
    proposal = {
        "channel": "voice",
        "purpose": "collections",
        "recipient": "debtor",
        "actor": "human",
        "address": {
            "id": "n-1",
            "kind": "mobile",
            "place": "home",
            "on_national_registry": False,
            "registry_copy_of": "2026-11-01",
        },
        "attributes": {"autodialed": False, "selected_and_dialed": False, "topic": "cards"},
        "debts": ["D1"],
    }
    person = {"id": "P1", "time_zones": ["America/New_York"]}
    person |= {} if region is None else {"region": region}
    request = {
        "at": at,
        "proposal": {**proposal, **changes.pop("proposal", {})},
        "person": {**person, **changes.pop("person", {})},
        "debts": [{"id": "D1"}],
        "consents": [],
        "events": [{"id": f"e{n}", **event} for n, event in enumerate(changes.pop("events", []))],
    }
    assert not changes
    return lender().decide(request)


def blocking(decision: Any) -> set[str]:
    return {reason.rule.removeprefix("us.") for reason in decision.reasons}


def test_every_pack_is_among_them() -> None:
    named = {*FEDERAL, *ELSEWHERE, *(name for names in STATES.values() for name in names)}
    assert {path.stem for path in (POLICIES / "us").glob("*.policy")} == named


SALE = {"purpose": "marketing"}
EVENING = "2026-11-18T20:30:00-05:00"
SUNDAY = "2026-11-15T11:00:00-05:00"


@pytest.mark.parametrize(
    ("at", "region", "expected"),
    [
        (EVENING, "US-NY", set()),
        (EVENING, "US-FL", {"florida_solicitations.day"}),
        (EVENING, "US-MD", {"maryland_solicitations.day"}),
        (EVENING, "US-OK", {"oklahoma_solicitations.day"}),
        (EVENING, "US-WA", {"washington_solicitations.day"}),
        (EVENING, "US-LA", {"louisiana_solicitations.day"}),
        (EVENING, "US-MS", set()),  # 19:30 Central time
        (EVENING, "US-TX", set()),
        (SUNDAY, "US-TX", {"texas_solicitations.calls"}),
        (SUNDAY, "US-LA", {"louisiana_solicitations.day"}),
        (SUNDAY, "US-MS", {"mississippi_solicitations.day"}),
        (SUNDAY, "US-FL", set()),
    ],
)
def test_a_sales_call_is_judged_by_its_state(at: str, region: str, expected: set[str]) -> None:
    assert blocking(decide(at, region, proposal=SALE)) == expected


def test_where_the_state_is_not_known_all_states_hold() -> None:
    assert {"florida_solicitations.day", "maryland_solicitations.day"} <= blocking(
        decide(EVENING, None, proposal=SALE)
    )


def called(number: int) -> list[dict[str, Any]]:
    one = {
        "kind": "contact",
        "channel": "voice",
        "direction": "outbound",
        "recipient": "debtor",
        "purpose": "collections",
        "debts": ["D1"],
        "outcome": "no_answer",
        "address": {"id": "n-1", "kind": "mobile", "place": "home"},
    }
    return [{**one, "at": f"2026-11-1{4 + n}T12:00:00-05:00"} for n in range(number)]


NOON = "2026-11-18T12:00:00-05:00"


@pytest.mark.parametrize(
    ("region", "city", "number", "expected"),
    [
        ("US-NY", False, 4, set()),
        ("US-NY", True, 2, set()),
        ("US-NY", True, 3, {"new_york_city.three_in_seven"}),
        ("US-MA", False, 1, set()),
        ("US-MA", False, 2, {"massachusetts_collectors.two_in_seven"}),
        ("US-WA", False, 2, set()),
        ("US-WA", False, 3, {"washington_collections.three_a_week"}),
        ("US-FL", False, 4, set()),
    ],
)
def test_calls_of_a_collector_are_counted_by_the_strictest(
    region: str, city: bool, number: int, expected: set[str]
) -> None:
    person = {"in_new_york_city": city}
    assert blocking(decide(NOON, region, person=person, events=called(number))) == expected


def test_a_creditor_is_judged_by_what_binds_creditors() -> None:
    own = {"actor": {"kind": "human", "collects_own_debts": True}}
    expected = {"massachusetts_creditors.debtor_in_seven"}
    assert blocking(decide(NOON, "US-MA", proposal=own, events=called(2))) == expected
    night = "2026-11-18T21:30:00-05:00"
    assert blocking(decide(night, "US-NY")) == {"reg_f.inconvenient_hours"}
    assert blocking(decide(night, "US-NY", proposal=own)) == set()
