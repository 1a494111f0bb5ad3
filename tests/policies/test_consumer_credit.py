"""The consumer lender's strategy: its stories, day by day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.cases import owed, pack, request, said

BASE = {
    "proposal": {
        "id": "c-1",
        "channel": "voice",
        "purpose": "collections",
        "recipient": {"role": "debtor", "id": "P1"},
        "actor": "human",
        "address": {"id": "n-1", "kind": "mobile", "origin": "contract"},
        "debts": ["D1"],
        "attributes": {
            "started_by": "schedule",
            "started_on_rule": "recovery",
            "lawful_basis": "contract",
        },
        "approvals": [
            {
                "rule": "cn.consumer_credit.recovery.recovery.agent_call",
                "role": "call_reviewer",
                "at": "2026-01-05T09:00:00Z",
                "by": "w.li",
            }
        ],
    },
    "person": {"id": "P1", "time_zones": ["Asia/Shanghai"]},
    "debt": {
        "id": "D1",
        "due_on": "2026-02-01",
        "risk_tier": "mid",
        "balance": 3_000,
        "paid": False,
        "disputed": False,
    },
}
NOON = "2026-03-04T12:00:00+08:00"  # a Wednesday, day 31 past due
STEP = "cn.consumer_credit.recovery.recovery"


def decide(at: str = NOON, **changes: Any) -> Any:
    strategy = pack("examples/consumer_credit/strategy.policy")
    return strategy.decide(request(BASE, at, **changes))


def contact(at: str, channel: str = "voice", **changes: Any) -> dict[str, Any]:
    made = {
        "kind": "contact",
        "at": at,
        "channel": channel,
        "direction": "outbound",
        "recipient": {"role": "debtor", "id": "P1"},
        "actor": "human" if channel == "voice" else "bot",
        "purpose": "collections",
        "address": "n-1",
        "debts": ["D1"],
    }
    return {**made, **changes}


def happened(kind: str, at: str, **changes: Any) -> dict[str, Any]:
    return {"kind": kind, "at": at, "debts": ["D1"], **changes}


def approval(step: str, role: str) -> dict[str, Any]:
    return {"rule": f"{STEP}.{step}", "role": role, "at": "2026-03-01T09:00:00Z", "by": "w.li"}


def test_a_call_by_an_agent_is_allowed() -> None:
    decision = decide()
    assert decision.allowed, said(decision)
    assert {"state_identity", "record_contact", "record_call"} <= owed(decision)


# --- the ladder by day -----------------------------------------------------------------------

NOT_YET = {"recovery STEP_NOT_REACHED"}
SMS = {"channel": "sms", "actor": "bot"}
BOT = {"actor": "bot"}


@pytest.mark.parametrize(
    ("due_on", "changes", "expected"),
    [
        ("2026-03-08", {**SMS, "purpose": "servicing"}, NOT_YET),  # four days before
        ("2026-03-07", {**SMS, "purpose": "servicing"}, set()),
        ("2026-03-04", {**SMS, "purpose": "servicing"}, set()),
        ("2026-03-03", {**SMS, "purpose": "servicing"}, NOT_YET),
        ("2026-03-04", SMS, NOT_YET),
        ("2026-03-03", SMS, set()),
        ("2026-02-02", SMS, set()),  # day 30
        ("2026-02-01", SMS, NOT_YET),
        ("2026-02-25", BOT, NOT_YET),  # reminders open for six days
        ("2026-02-24", BOT, NOT_YET),
        ("2026-02-23", BOT, set()),
        ("2026-02-22", {}, NOT_YET),  # day 10
        ("2026-02-21", {}, set()),
        ("2026-02-21", {"channel": "chat"}, NOT_YET),
    ],
)
def test_steps_open_by_day(due_on: str, changes: Any, expected: set[str]) -> None:
    assert said(decide(proposal=changes, debt={"due_on": due_on})) == expected


@pytest.mark.parametrize(("number", "expected"), [(1, NOT_YET), (2, set())])
def test_two_reminders_open_the_robot_call(number: int, expected: set[str]) -> None:
    sent = [contact(f"2026-03-0{n + 1}T10:00:00+08:00", "sms") for n in range(number)]
    assert said(decide(proposal=BOT, debt={"due_on": "2026-02-28"}, events=sent)) == expected


@pytest.mark.parametrize(
    ("due_on", "tier", "expected"),
    [
        ("2026-02-03", "low", NOT_YET),  # day 29
        ("2026-02-02", "low", set()),
        ("2026-02-03", "mid", set()),
        ("2026-02-03", "high", set()),
    ],
)
def test_low_risk_is_called_later(due_on: str, tier: str, expected: set[str]) -> None:
    assert said(decide(debt={"due_on": due_on, "risk_tier": tier})) == expected


@pytest.mark.parametrize(
    ("channel", "step", "role", "due_on"),
    [
        ("visit", "visit", "field_manager", "2026-01-15"),
        ("letter", "notice", "legal", "2026-01-01"),
    ],
)
def test_a_human_must_say_yes(channel: str, step: str, role: str, due_on: str) -> None:
    purpose = "legal_notice" if step == "notice" else "collections"
    proposal = {"channel": channel, "purpose": purpose}
    debt = {"due_on": due_on, "risk_tier": "high"}
    at = "2026-03-04T10:00:00+08:00"
    waiting = decide(at, proposal=proposal, debt=debt)
    assert (waiting.verdict, said(waiting)) == ("review", {"recovery APPROVAL_REQUIRED"})
    wrong_role = {**proposal, "approvals": [approval(step, "intern")]}
    assert decide(at, proposal=wrong_role, debt=debt).verdict == "review"
    approved = {**proposal, "approvals": [approval(step, role)]}
    assert decide(at, proposal=approved, debt=debt).allowed


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("08:59:59.999999", {"visits QUIET_HOURS"}),
        ("09:00:00", set()),
        ("11:59:59.999999", set()),
        ("12:00:00", {"visits QUIET_HOURS"}),
        ("13:59:59.999999", {"visits QUIET_HOURS"}),
        ("14:00:00", set()),
        ("17:59:59.999999", set()),
        ("18:00:00", {"visits QUIET_HOURS"}),
    ],
)
def test_visiting_hours(clock: str, expected: set[str]) -> None:
    proposal = {"channel": "visit", "approvals": [approval("visit", "field_manager")]}
    debt = {"due_on": "2026-01-15", "risk_tier": "high"}
    assert said(decide(f"2026-03-04T{clock}+08:00", proposal=proposal, debt=debt)) == expected


# --- promises, disputes, hardship ------------------------------------------------------------

HELD = {"recovery LADDER_HELD"}
PROMISE = happened("promise", "2026-03-01T10:00:00+08:00")
BROKEN = happened("promise_broken", "2026-03-03T10:00:00+08:00")
BROKEN_BEFORE = happened("promise_broken", "2026-02-10T10:00:00+08:00")


@pytest.mark.parametrize(
    ("until", "events", "expected"),
    [
        ("2026-03-04T12:00:00.000001+08:00", [PROMISE], HELD),
        ("2026-03-04T12:00:00+08:00", [PROMISE], set()),
        ("2026-03-10T12:00:00+08:00", [PROMISE, BROKEN], set()),
        ("2026-03-10T12:00:00+08:00", [BROKEN_BEFORE, PROMISE], HELD),
        (None, [PROMISE], set()),
    ],
)
def test_promises(until: str | None, events: list[Any], expected: set[str]) -> None:
    assert said(decide(debt={"promise_until": until}, events=events)) == expected


@pytest.mark.parametrize(
    ("changes", "reason", "expected"),
    [
        ({"disputed": True}, None, {"disputed DISPUTED"}),
        ({"disputed": True}, "dispute_answer", set()),
        ({"plan": True}, None, {"payment_plan HOLD"}),
        ({"plan": True, "plan_broken": True}, None, set()),
        ({"moratorium": True}, None, {"moratorium HOLD"}),
        ({"moratorium": True, "moratorium_until": "2026-03-04"}, None, {"moratorium HOLD"}),
        ({"moratorium": True, "moratorium_until": "2026-03-03"}, None, set()),
        ({"paid": True}, None, {"recovery LADDER_STOPPED"}),
        ({"transferred": True}, None, {"recovery LADDER_STOPPED"}),
    ],
)
def test_states_of_the_debt(changes: Any, reason: str | None, expected: set[str]) -> None:
    assert said(decide(proposal={"reason": reason}, debt=changes)) == expected


def test_hardship_leaves_the_offer_of_relief() -> None:
    assert said(decide(person={"hardship": True})) == {"hardship HARDSHIP"}
    relief = {"purpose": "relief", "channel": "letter"}
    assert said(decide(proposal=relief)) == {"relief_for_those_in_need PROHIBITED"}
    offer = decide(proposal=relief, person={"hardship": True})
    assert offer.allowed
    assert "explain_relief" in owed(offer)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # A complaint on Wednesday 4 March: five business days end with Wednesday 11 March.
        ("2026-03-11T21:59:59+08:00", {"after_complaint COOLDOWN"}),
        ("2026-03-12T08:00:00+08:00", set()),
    ],
)
def test_after_a_complaint(at: str, expected: set[str]) -> None:
    complaint = {"kind": "complaint", "at": "2026-03-04T12:00:00+08:00"}
    answered = {"kind": "complaint_answered", "at": "2026-03-05T12:00:00+08:00"}
    assert said(decide(at, events=[complaint, answered])) == expected
    assert said(decide(at, events=[complaint])) == {*expected, "open_complaint HOLD"}


def test_make_up_workdays_are_business_days() -> None:
    """28 February 2026 is a Saturday on which China works."""
    complaint = {"kind": "complaint", "at": "2026-02-24T12:00:00+08:00"}
    answered = {"kind": "complaint_answered", "at": "2026-02-25T12:00:00+08:00"}
    monday = decide("2026-03-02T21:59:59+08:00", events=[complaint, answered])
    assert said(monday) == {"after_complaint COOLDOWN"}
    assert decide("2026-03-03T08:00:00+08:00", events=[complaint, answered]).allowed


# --- packs made stricter, own clock, budgets -------------------------------------------------


@pytest.mark.parametrize(("number", "expected"), [(1, set()), (2, {"connected_daily CAP_REACHED"})])
def test_two_connected_calls_instead_of_three(number: int, expected: set[str]) -> None:
    talks = [
        contact(f"2026-03-04T{8 + 2 * n:02}:00:00+08:00", reached="connected")
        for n in range(number)
    ]
    assert said(decide(debt={"risk_tier": "high"}, events=talks)) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("09:59:59.999999", {"own_clock QUIET_HOURS"}),  # 07:59:59 in Urumqi
        ("10:00:00", set()),
        ("21:59:59.999999", set()),
        ("22:00:00", {"night QUIET_HOURS", "own_clock QUIET_HOURS"}),
    ],
)
def test_the_own_clock_of_xinjiang(clock: str, expected: set[str]) -> None:
    zones = {"time_zones": ["Asia/Shanghai", "Asia/Urumqi"]}
    assert said(decide(f"2026-03-04T{clock}+08:00", person=zones)) == expected


def test_without_a_time_zone_nobody_is_called() -> None:
    assert said(decide(person={"time_zones": []})) == {"own_clock TZ_UNKNOWN"}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [("10:30:00.000001", {"between_calls MIN_GAP"}), ("10:30:00", set())],
)
def test_ninety_minutes_between_calls(minutes: str, expected: set[str]) -> None:
    assert said(decide(events=[contact(f"2026-03-04T{minutes}+08:00")])) == expected


@pytest.mark.parametrize(("number", "expected"), [(4, set()), (5, {"daily_budget CAP_REACHED"})])
def test_the_budget_over_all_channels(number: int, expected: set[str]) -> None:
    channels = ("push", "in_app", "chat", "email", "sms")
    events = [
        contact(f"2026-03-04T{n + 2:02}:00:00+08:00", channel)
        for n, channel in enumerate(channels[:number])
    ]
    assert said(decide(events=events)) == expected


def test_a_requested_call_back_is_not_budgeted() -> None:
    asked = contact(
        "2026-03-04T11:30:00+08:00", direction="inbound", actor=None, reached="conversation"
    )
    rang = contact("2026-03-04T11:00:00+08:00")
    del asked["actor"]
    call_back = {"reason": "requested_callback"}
    assert said(decide(events=[rang])) == {"between_calls MIN_GAP"}
    assert said(decide(proposal=call_back, events=[rang])) == {"between_calls MIN_GAP"}
    assert decide(proposal=call_back, events=[rang, asked]).allowed


def test_a_call_back_goes_to_who_called_and_comes_from_a_person() -> None:
    asked = contact("2026-03-04T11:30:00+08:00", direction="inbound", reached="conversation")
    rang = contact("2026-03-04T11:00:00+08:00")
    call_back = {"reason": "requested_callback"}
    guarantor = decide(proposal={**call_back, "recipient": "guarantor"}, events=[rang, asked])
    assert "between_calls MIN_GAP" in said(guarantor)
    refuses = {"refuses_automation": True}
    robot = decide(proposal={**call_back, **BOT}, person=refuses, events=[rang, asked])
    assert said(robot) == {"people_not_bots OPTED_OUT", "between_calls MIN_GAP"}


# --- named contacts, agreed hours ------------------------------------------------------------

NAMED = {"role": "named_contact", "id": "N1"}
TRACE = {"purpose": "location", "recipient": NAMED, "reason": "ask_for_contact_details"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"recipient": "guarantor"}, {"trace_only_when_lost THIRD_PARTY"}),
        ({"reached": "connected"}, {"trace_only_when_lost THIRD_PARTY"}),
    ],
)
def test_three_dials_to_the_debtor_open_the_named_contact(changes: Any, expected: set[str]) -> None:
    dials = [contact(f"2026-03-0{n}T10:00:00+08:00", **changes) for n in (1, 2, 3)]
    debt = {"due_on": "2026-01-15"}
    decision = decide(proposal=TRACE, person={"lost_contact": True}, debt=debt, events=dials)
    assert said(decision) == expected


@pytest.mark.parametrize(
    ("recipient", "expected"), [("debtor", set()), ("guarantor", {"own_clock QUIET_HOURS"})]
)
def test_agreed_hours_open_the_night_to_the_debtor_alone(
    recipient: str, expected: set[str]
) -> None:
    agreed = {"agreed_hours": {"every_day": ["22:00-22:30"]}}
    proposal = {**SMS, "purpose": "servicing", "recipient": recipient}
    night = "2026-03-04T22:15:00+08:00"
    debt = {"due_on": "2026-03-04"}
    assert said(decide(night, proposal=proposal, person=agreed, debt=debt)) == expected


def test_other_purposes_are_refused() -> None:
    assert said(decide(proposal={"purpose": "survey"})) == {"recovery NO_RULE_APPLIES"}
