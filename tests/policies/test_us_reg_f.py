"""Regulation F, when, and what goes with a contact: both sides of every boundary."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.cases import owed, said, warned
from tests.policies.reg_f import NEW_YORK, NOON, call, consent, decide


def test_a_call_at_noon_is_allowed() -> None:
    decision = decide()
    assert decision.allowed, said(decision)


def test_a_message_that_says_neither_address_nor_reason_is_allowed() -> None:
    assert decide(proposal={"channel": "sms", "address": None}).allowed


# --- hours -----------------------------------------------------------------------------------

HOURS = "inconvenient_hours QUIET_HOURS"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-04T08:00:00-05:00", set()),
        ("2026-03-04T07:59:59.999999-05:00", {HOURS}),
        ("2026-03-04T20:59:59.999999-05:00", set()),
        ("2026-03-04T21:00:00-05:00", {HOURS}),
        ("2026-03-04T00:00:00-05:00", {HOURS}),
        ("2026-03-08T08:00:00-04:00", set()),  # Sunday, the clocks went forward in the night
        ("2026-03-08T07:59:59.999999-04:00", {HOURS}),
    ],
)
@pytest.mark.parametrize("channel", ["voice", "sms", "email"])
def test_hours(at: str, expected: set[str], channel: str) -> None:
    assert said(decide(at, proposal={"channel": channel})) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-04T10:59:59.999999-05:00", {HOURS}),  # before 08:00 in Los Angeles
        ("2026-03-04T11:00:00-05:00", set()),
        ("2026-03-04T20:59:59-05:00", set()),
        ("2026-03-04T21:00:00-05:00", {HOURS}),
    ],
)
def test_hours_hold_in_every_place_the_consumer_may_be(at: str, expected: set[str]) -> None:
    zones = [NEW_YORK, "America/Los_Angeles"]
    assert said(decide(at, person={"time_zones": zones})) == expected


def test_hours_without_a_zone_are_unknown() -> None:
    assert "inconvenient_hours TZ_UNKNOWN" in said(decide(person={"time_zones": []}))


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-04T07:00:00-05:00", set()), ("2026-03-04T06:59:59-05:00", {HOURS})],
)
def test_hours_that_the_consumer_said_suit(at: str, expected: set[str]) -> None:
    assert said(decide(at, person={"convenient_hours": {"every_day": ["07:00-08:00"]}})) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"given_directly": False}, {HOURS}),
        ({"covers": "more_calls"}, {HOURS}),
        ({"recipient": "spouse"}, {HOURS}),
        ({"channel": "sms"}, {HOURS}),
    ],
)
def test_consent_to_hours_is_given_to_the_collector(changes: Any, expected: set[str]) -> None:
    given = {**consent("inconvenient_time_or_place"), **changes}
    assert said(decide("2026-03-04T21:30:00-05:00", consents=[given])) == expected


def test_an_attorney_may_be_called_in_the_evening() -> None:
    evening = "2026-03-04T21:30:00-05:00"
    assert decide(evening, proposal={"recipient": "representative"}).allowed


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("11:59:59.999999", set()),
        ("12:00:00", {"inconvenient INCONVENIENT"}),
        ("13:59:59.999999", {"inconvenient INCONVENIENT"}),
        ("14:00:00", set()),
    ],
)
def test_times_that_the_consumer_named(clock: str, expected: set[str]) -> None:
    wishes = [{"times": ["12:00-14:00"]}]
    assert said(decide(f"2026-03-04T{clock}-05:00", person={"inconvenient": wishes})) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-05T09:59:59.999999-05:00", {"inconvenient INCONVENIENT"}),
        ("2026-03-05T10:00:00-05:00", set()),
    ],
)
def test_a_wish_may_have_an_end(at: str, expected: set[str]) -> None:
    wishes = [{"places": ["home"], "until": "2026-03-05T10:00:00-05:00"}]
    assert said(decide(at, person={"inconvenient": wishes})) == expected


INBOUND = call(
    "2026-03-04T22:00:00-05:00",
    channel="sms",
    direction="inbound",
    attributes={"at_barred_time": True},
)
AT_NOON = {**INBOUND, "at": NOON, "attributes": {"at_barred_time": False}}
UNSAID = {**INBOUND, "attributes": {}}
ANSWER = call("2026-03-04T22:10:00-05:00", channel="sms")


@pytest.mark.parametrize(
    ("at", "changes", "events", "expected"),
    [
        ("2026-03-04T22:30:00-05:00", {}, [INBOUND], set()),
        ("2026-03-04T22:30:00-05:00", {}, [], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {"channel": "email"}, [INBOUND], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {"reason": "reminder"}, [INBOUND], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {}, [INBOUND, ANSWER], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {}, [INBOUND, {**ANSWER, "recipient": "spouse"}], set()),
        ("2026-03-04T22:30:00-05:00", {"recipient": "spouse"}, [INBOUND], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {}, [AT_NOON], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {}, [UNSAID], {HOURS}),
        ("2026-03-05T07:59:59-05:00", {}, [INBOUND], set()),
        ("2026-03-05T22:00:00-05:00", {}, [INBOUND], {HOURS}),
    ],
)
def test_one_reply_by_the_same_medium(
    at: str, changes: Any, events: list[Any], expected: set[str]
) -> None:
    proposal = {"channel": "sms", "reason": "reply", **changes}
    assert said(decide(at, proposal=proposal, events=events)) == expected


# --- duties, dates ---------------------------------------------------------------------------


def test_the_first_communication_and_later_ones() -> None:
    first = owed(decide())
    assert {"say_attempt_to_collect_a_debt", "validation_notice"} <= first
    talk = call("2026-02-02T12:00:00-05:00", reached="conversation")
    later = owed(decide(events=[talk]))
    assert "say_from_a_debt_collector" in later
    assert "say_attempt_to_collect_a_debt" not in later


def test_the_validation_notice_is_due_in_five_days() -> None:
    talk = call("2026-02-02T12:00:00-05:00", reached="conversation")
    late = decide("2026-02-08T12:00:00-05:00", proposal={"channel": "sms"}, events=[talk])
    assert "validation" in warned(late)
    sent = {"kind": "validation_notice", "at": "2026-02-06T12:00:00-05:00", "debts": ["D1"]}
    done = decide("2026-02-08T12:00:00-05:00", proposal={"channel": "sms"}, events=[talk, sent])
    assert "validation" not in warned(done)
    assert "validation_notice" not in owed(done)


def test_a_legal_notice_is_a_communication_too() -> None:
    notice = {"channel": "letter", "purpose": "legal_notice"}
    assert {"say_attempt_to_collect_a_debt", "validation_notice"} <= owed(decide(proposal=notice))


@pytest.mark.parametrize(
    ("channel", "expected"), [("sms", True), ("email", True), ("voice", False)]
)
def test_the_way_out_of_electronic_messages(channel: str, expected: bool) -> None:
    assert ("state_how_to_opt_out" in owed(decide(proposal={"channel": channel}))) is expected


def test_asking_for_the_consumer() -> None:
    asking = {"purpose": "location", "recipient": {"role": "third_party", "id": "N1"}}
    assert {"identify_yourself", "never_mention_the_debt"} <= owed(decide(proposal=asking))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2021-11-29T12:00:00-05:00", {"reg_f NO_RULE_APPLIES"}),
        ("2021-11-30T12:00:00-05:00", set()),
    ],
)
def test_in_force_since(at: str, expected: set[str]) -> None:
    assert said(decide(at)) == expected


def test_other_purposes_are_not_its_business() -> None:
    assert said(decide(proposal={"purpose": "marketing"})) == {"reg_f NO_RULE_APPLIES"}


@pytest.mark.parametrize(
    ("debts", "expected"), [(["D1"], set()), ([], {"names_no_debt PROHIBITED"})]
)
def test_a_contact_names_its_debt(debts: list[str], expected: set[str]) -> None:
    assert said(decide(proposal={"debts": debts})) == expected
