"""GB/T 45251-2025: both sides of every boundary of every rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.cases import owed, pack, request, said

BASE = {
    "proposal": {
        "id": "c-1",
        "channel": "voice",
        "purpose": "collections",
        "recipient": "debtor",
        "actor": "human",
        "address": {"id": "n-1", "kind": "mobile"},
        "debts": ["D1"],
    },
    "person": {"id": "P1"},
    "debt": {"id": "D1"},
}
NOON = "2026-03-04T12:00:00+08:00"
NIGHT = "night QUIET_HOURS"
CONTACT = {"role": "emergency_contact", "id": "N1"}


def decide(at: str = NOON, **changes: Any) -> Any:
    return pack("cn/gbt_45251_2025.policy").decide(request(BASE, at, **changes))


def call(at: str, **changes: Any) -> dict[str, Any]:
    made = {
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        "recipient": "debtor",
        "actor": "human",
        "address": "n-1",
        "debts": ["D1"],
        "reached": "connected",
    }
    return {**made, **changes}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-04T21:59:59.999999+08:00", set()),
        ("2026-03-04T22:00:00+08:00", {NIGHT}),
        ("2026-03-05T00:00:00+08:00", {NIGHT}),
        ("2026-03-05T07:59:59.999999+08:00", {NIGHT}),
        ("2026-03-05T08:00:00+08:00", set()),
        ("2026-03-04T14:00:00Z", {NIGHT}),  # 22:00 in Beijing
        ("2026-03-07T12:00:00+08:00", set()),  # Saturday
        ("2026-02-17T12:00:00+08:00", set()),  # Spring Festival
    ],
)
@pytest.mark.parametrize("channel", ["voice", "sms", "visit", "letter"])
def test_hours(at: str, expected: set[str], channel: str) -> None:
    assert said(decide(at, proposal={"channel": channel})) == expected


def test_hours_are_those_of_beijing_in_xinjiang_too() -> None:
    in_xinjiang = {"time_zones": ["Asia/Urumqi"], "region": "CN-XJ"}
    assert decide("2026-03-04T08:30:00+08:00", person=in_xinjiang).allowed


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("22:29:59.999999", set()), ("22:30:00", {NIGHT}), ("22:00:00", set())],
)
def test_agreed_hours(clock: str, expected: set[str]) -> None:
    agreed = {"agreed_hours": {"every_day": ["20:00-22:30"]}}
    assert said(decide(f"2026-03-04T{clock}+08:00", person=agreed)) == expected


@pytest.mark.parametrize(
    ("recipient", "expected"), [("debtor", set()), ("guarantor", {NIGHT}), ("co_borrower", {NIGHT})]
)
def test_agreed_hours_are_those_of_the_debtor(recipient: str, expected: set[str]) -> None:
    agreed = {"agreed_hours": {"every_day": ["20:00-22:30"]}}
    at = "2026-03-04T22:15:00+08:00"
    assert said(decide(at, proposal={"recipient": recipient}, person=agreed)) == expected


THREE = "connected_daily CAP_REACHED"


def today(number: int, **changes: Any) -> list[dict[str, Any]]:
    return [call(f"2026-03-04T{n + 8:02}:00:00+08:00", **changes) for n in range(number)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (today(2), set()),
        (today(3), {THREE}),
        (today(3, actor="bot"), {THREE}),
        (today(3, actor="prerecorded"), set()),
        (today(3, reached="attempted"), set()),
        (today(3, direction="inbound"), set()),
        (today(3, channel="sms"), set()),
        (today(3, address="n-2", debts=["D2"]), {THREE}),
        ([*today(2), call("2026-03-03T23:59:59+08:00")], set()),
        ([*today(2), call("2026-03-04T00:00:00+08:00")], {THREE}),
    ],
)
def test_three_connected_calls_a_day(events: list[Any], expected: set[str]) -> None:
    assert said(decide(events=events)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-04T21:59:59.999999+08:00", {THREE}), ("2026-03-05T08:00:00+08:00", set())],
)
def test_the_day_is_that_of_beijing(at: str, expected: set[str]) -> None:
    assert said(decide(at, events=today(3))) == expected


def test_a_message_is_not_a_call() -> None:
    assert decide(proposal={"channel": "sms"}, events=today(3)).allowed


def test_a_prerecorded_notice_is_not_limited() -> None:
    assert decide(proposal={"actor": "prerecorded"}, events=today(3)).allowed


THIRD = "third_persons THIRD_PARTY"


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ("debtor", set()),
        ("guarantor", set()),
        ("co_borrower", set()),
        ({"role": "spouse"}, {THIRD}),
        ({"role": "spouse", "liable": True}, set()),
        ("third_party", {THIRD}),
        ("emergency_contact", {THIRD}),
        ("named_contact", {THIRD}),
        ("employer", {THIRD}),
    ],
)
def test_collect_from_the_debtor_only(recipient: Any, expected: set[str]) -> None:
    assert said(decide(proposal={"recipient": recipient})) == expected


ASKING = {"recipient": CONTACT, "purpose": "location"}


@pytest.mark.parametrize("state", ["lost_contact", "deceased", "incapacitated"])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"recipient": {"role": "third_party"}}, {THIRD}),
        ({"purpose": "collections"}, {THIRD}),
        ({"purpose": "legal_notice"}, {THIRD}),
    ],
)
def test_when_a_named_contact_may_be_spoken_to(
    state: str, changes: Any, expected: set[str]
) -> None:
    assert said(decide(proposal={**ASKING, **changes}, person={state: True})) == expected
    assert said(decide(proposal={**ASKING, **changes})) == {THIRD}


@pytest.mark.parametrize(
    ("who", "expected"),
    [(CONTACT, {"contact_refused CEASE"}), ({"role": "emergency_contact", "id": "N2"}, set())],
)
def test_a_refusal_of_a_contact_is_for_ever(who: Any, expected: set[str]) -> None:
    refusal = {"kind": "refusal", "at": "2025-03-01T12:00:00+08:00", "recipient": who}
    decision = decide(proposal=ASKING, person={"lost_contact": True}, events=[refusal])
    assert said(decision) == expected
    assert decision.verdict == ("deny" if expected else "allow")


def test_a_refusal_of_the_debtor_is_another_matter() -> None:
    refusal = {"kind": "refusal", "at": "2026-03-01T12:00:00+08:00", "recipient": "debtor"}
    assert decide(events=[refusal]).allowed


@pytest.mark.parametrize(
    ("state", "expected"),
    [("deceased", {"deceased DECEASED"}), ("incapacitated", {"incapacitated PROHIBITED"})],
)
def test_collection_from_the_debtor_ends(state: str, expected: set[str]) -> None:
    assert said(decide(person={state: True})) == expected
    assert decide(proposal={"recipient": "guarantor"}, person={state: True}).allowed


def test_a_contact_never_hears_of_the_debt() -> None:
    asking = decide(proposal=ASKING, person={"lost_contact": True})
    assert "never_disclose_the_debt" in owed(asking)
    assert "never_disclose_the_debt" not in owed(decide())


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-02-27T12:00:00+08:00", {"gbt_45251_2025 NO_RULE_APPLIES"}),
        ("2025-02-28T12:00:00+08:00", set()),
    ],
)
def test_in_force_since(at: str, expected: set[str]) -> None:
    assert said(decide(at)) == expected
