"""The banking association's guideline: both sides of every boundary of every rule."""

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
        "address": {"id": "n-1", "kind": "mobile", "origin": "contract"},
        "debts": ["D1"],
    },
    "person": {"id": "P1"},
    "debt": {"id": "D1"},
}
NOON = "2026-03-04T12:00:00+08:00"
NIGHT = "night QUIET_HOURS"


def decide(at: str = NOON, **changes: Any) -> Any:
    return pack("cn/cba_2026.policy").decide(request(BASE, at, **changes))


def call(at: str, **changes: Any) -> dict[str, Any]:
    made = {
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        "recipient": "debtor",
        "address": "n-1",
        "debts": ["D1"],
    }
    return {**made, **changes}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-04T21:59:59.999999+08:00", set()),
        ("2026-03-04T22:00:00+08:00", {NIGHT}),
        ("2026-03-05T07:59:59.999999+08:00", {NIGHT}),
        ("2026-03-05T08:00:00+08:00", set()),
    ],
)
@pytest.mark.parametrize("channel", ["voice", "visit", "sms"])
def test_hours(at: str, expected: set[str], channel: str) -> None:
    assert said(decide(at, proposal={"channel": channel})) == expected


def consent(**changes: Any) -> dict[str, Any]:
    given = {
        "channel": "any",
        "purpose": "collections",
        "covers_night": True,
        "effective_from": "2026-03-01T12:00:00+08:00",
    }
    return {**given, **changes}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (consent(), set()),
        (consent(covers_night=False), {NIGHT}),
        (consent(purpose="servicing"), {NIGHT}),
        (consent(channel="sms"), {NIGHT}),
        (consent(effective_to="2026-03-04T23:00:00.000001+08:00"), set()),
        (consent(effective_to="2026-03-04T23:00:00+08:00"), {NIGHT}),
        (consent(revoked_at="2026-03-04T23:00:00+08:00"), {NIGHT}),
    ],
)
def test_the_debtor_may_consent_to_the_night(given: Any, expected: set[str]) -> None:
    assert said(decide("2026-03-04T23:00:00+08:00", consents=[given])) == expected


@pytest.mark.parametrize(("clock", "expected"), [("22:29:59.999999", set()), ("22:30:00", {NIGHT})])
def test_agreed_hours(clock: str, expected: set[str]) -> None:
    agreed = {"agreed_hours": {"every_day": ["22:00-22:30"]}}
    assert said(decide(f"2026-03-04T{clock}+08:00", person=agreed)) == expected


@pytest.mark.parametrize(
    ("recipient", "expected"), [("debtor", set()), ("guarantor", {NIGHT}), ("co_borrower", {NIGHT})]
)
def test_the_night_opens_to_the_debtor_alone(recipient: str, expected: set[str]) -> None:
    night, proposal = "2026-03-04T22:15:00+08:00", {"recipient": recipient}
    agreed = {"agreed_hours": {"every_day": ["22:00-22:30"]}}
    assert said(decide(night, proposal=proposal, person=agreed)) == expected
    assert said(decide(night, proposal=proposal, consents=[consent()])) == expected


SIX = "unanswered_daily CAP_REACHED"


def today(number: int, **changes: Any) -> list[dict[str, Any]]:
    return [call(f"2026-03-04T{n + 6:02}:00:00+08:00", **changes) for n in range(number)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (today(5), set()),
        (today(6), {SIX}),
        (today(5) + today(1, reached="connected"), set()),
        (today(5) + today(1, address="n-2"), set()),
        (today(5) + today(1, direction="inbound"), set()),
        (today(5) + today(1, channel="sms"), set()),
        (today(5) + today(1, debts=["D2"]), {SIX}),
        ([*today(5), call("2026-03-03T23:59:59.999999+08:00")], set()),
        ([*today(5), call("2026-03-04T00:00:00+08:00")], {SIX}),
    ],
)
def test_six_unanswered_calls_to_a_number_a_day(events: list[Any], expected: set[str]) -> None:
    assert said(decide(events=events)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-04T21:59:59.999999+08:00", {SIX}), ("2026-03-05T08:00:00+08:00", set())],
)
def test_the_day_is_that_of_beijing(at: str, expected: set[str]) -> None:
    assert said(decide(at, events=today(6))) == expected


def test_another_frequency_may_be_agreed_with_the_debtor() -> None:
    agreed = {"agreed_frequency": True}
    assert decide(person=agreed, events=today(6)).allowed
    guarantor = decide(proposal={"recipient": "guarantor"}, person=agreed, events=today(6))
    assert said(guarantor) == {SIX}


THIRD = "unrelated_persons THIRD_PARTY"


@pytest.mark.parametrize(
    ("recipient", "reason", "lost", "expected"),
    [
        ("debtor", None, False, set()),
        ("guarantor", None, False, set()),
        ({"role": "spouse", "debt_related": True}, None, False, set()),
        ({"role": "spouse"}, None, False, {THIRD}),
        ({"role": "third_party", "offered_to_pay": True}, None, False, set()),
        ("emergency_contact", "pass_message", False, {THIRD}),
        ("emergency_contact", "pass_message", True, set()),
        ("emergency_contact", "ask_for_contact_details", True, set()),
        ("emergency_contact", "reminder", True, {THIRD}),
        ("emergency_contact", None, True, {THIRD}),
    ],
)
def test_unrelated_persons(
    recipient: Any, reason: str | None, lost: bool, expected: set[str]
) -> None:
    proposal = {"recipient": recipient, "reason": reason}
    assert said(decide(proposal=proposal, person={"lost_contact": lost})) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"id": "n-1", "origin": "bureau"}, set()),
        ({"id": "n-1", "origin": "other"}, {"contact_data_source SUPPRESSED"}),
        ({"id": "n-1"}, {"contact_data_source FACT_MISSING"}),
    ],
)
def test_the_source_of_contact_data(address: Any, expected: set[str]) -> None:
    assert said(decide(proposal={"address": address})) == expected


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("human", set()),
        ({"kind": "human", "outside": True, "listed": True}, set()),
        ({"kind": "human", "outside": True, "listed": False}, {"unlisted_agency PROHIBITED"}),
        ({"kind": "human", "outside": True}, {"unlisted_agency FACT_MISSING"}),
    ],
)
def test_agencies(actor: Any, expected: set[str]) -> None:
    assert said(decide(proposal={"actor": actor})) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"attributes": {"offers_loan": True}}, {"new_loan_to_repay PROHIBITED"}),
        ({"attributes": {"offers_loan": False}}, set()),
        (
            {"channel": "social", "attributes": {"visible_to_others": True}},
            {"public_posting PROHIBITED"},
        ),
        ({"channel": "social", "attributes": {"visible_to_others": False}}, set()),
    ],
)
def test_bans(changes: Any, expected: set[str]) -> None:
    assert said(decide(proposal=changes)) == expected


def test_duties() -> None:
    assert owed(decide()) == {"name_the_institution", "record_call"}
    known = call("2026-02-01T12:00:00+08:00", reached="connected")
    assert owed(decide(events=[known])) == {"record_call"}
    visit = owed(decide(proposal={"channel": "visit"}))
    assert {"send_two_collectors", "show_identity", "ask_before_entering"} <= visit
    asking = {"recipient": "emergency_contact", "reason": "pass_message"}
    assert "never_mention_finances" in owed(decide(proposal=asking, person={"lost_contact": True}))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-01-29T12:00:00+08:00", {"cba_2026 NO_RULE_APPLIES"}),
        ("2026-01-30T12:00:00+08:00", set()),
    ],
)
def test_in_force_since(at: str, expected: set[str]) -> None:
    assert said(decide(at)) == expected
