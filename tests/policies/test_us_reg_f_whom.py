"""Regulation F, where, whom and by which medium: both sides of every boundary of every rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.cases import said
from tests.policies.reg_f import NOON, call, consent, decide

# --- places, attorneys, cease ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "forbids", "expected"),
    [
        ("work", True, {"workplace INCONVENIENT"}),
        ("work", False, set()),
        ("home", True, set()),
        (None, True, set()),
    ],
)
def test_the_workplace(place: str | None, forbids: bool, expected: set[str]) -> None:
    proposal = {"address": {"id": "n-1", "place": place}}
    assert said(decide(proposal=proposal, person={"employer_forbids": forbids})) == expected


@pytest.mark.parametrize(
    ("debt", "changes", "expected"),
    [
        ({"represented": True}, {}, {"attorney REPRESENTED"}),
        ({"represented": True, "attorney_silent": True}, {}, set()),
        ({"represented": True, "attorney_consents": True}, {}, set()),
        ({"represented": True}, {"recipient": "spouse"}, {"attorney REPRESENTED"}),
        ({"represented": True}, {"recipient": "representative"}, set()),
        ({"represented": False}, {}, set()),
        (
            {"represented": True},
            {"recipient": "third_party", "purpose": "location"},
            {"location_attorney REPRESENTED"},
        ),
    ],
)
def test_attorneys(debt: Any, changes: Any, expected: set[str]) -> None:
    assert said(decide(proposal=changes, debt=debt)) == expected


@pytest.mark.parametrize(
    ("reason", "stops"),
    [
        (None, True),
        ("reminder", True),
        ("cease_confirmation", False),
        ("remedy_notice", False),
    ],
)
def test_cease(reason: str | None, stops: bool) -> None:
    proposal = {"reason": reason}
    everything = said(decide(proposal=proposal, person={"cease": True}))
    assert everything == ({"cease CEASE"} if stops else set())
    one_debt = said(decide(proposal=proposal, debt={"cease": True}))
    assert one_debt == ({"cease_one_debt CEASE"} if stops else set())


# --- third parties ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ("debtor", set()),
        ("spouse", set()),
        ("guardian", set()),
        ("executor", set()),
        ("creditor", set()),
        ("representative", set()),
        ("third_party", {"third_parties THIRD_PARTY"}),
        ("employer", {"third_parties THIRD_PARTY"}),
        ("emergency_contact", {"third_parties THIRD_PARTY"}),
    ],
)
def test_who_may_hear_of_the_debt(recipient: str, expected: set[str]) -> None:
    assert said(decide(proposal={"recipient": recipient})) == expected


ASKED = call(
    "2026-02-02T12:00:00-05:00",
    recipient={"role": "third_party", "id": "N1"},
    purpose="location",
    reached="conversation",
)


@pytest.mark.parametrize(
    ("changes", "events", "expected"),
    [
        ({}, [], set()),
        ({}, [ASKED], {"location_once CAP_REACHED"}),
        ({"reason": "asked_to_call_again"}, [ASKED], set()),
        ({"recipient": {"role": "third_party", "id": "N2"}}, [ASKED], set()),
        ({}, [{**ASKED, "reached": "attempted"}], set()),
        ({}, [{**ASKED, "reached": "connected"}], set()),
        ({}, [{**ASKED, "reached": "right_party"}], {"location_once CAP_REACHED"}),
        ({}, [{**ASKED, "channel": "letter", "reached": "attempted"}], set()),
        (
            {},
            [{**ASKED, "channel": "letter", "reached": "submitted"}],
            {"location_once CAP_REACHED"},
        ),
        ({}, [{**ASKED, "purpose": "collections"}], set()),
    ],
)
def test_one_talk_to_find_the_consumer(changes: Any, events: list[Any], expected: set[str]) -> None:
    proposal = {"purpose": "location", "recipient": {"role": "third_party", "id": "N1"}, **changes}
    assert said(decide(proposal=proposal, events=events)) == expected


def test_consent_to_third_parties_names_them() -> None:
    given = consent("third_parties", recipient="employer")
    assert decide(proposal={"recipient": "employer"}, consents=[given]).allowed
    other = decide(proposal={"recipient": "third_party"}, consents=[given])
    assert said(other) == {"third_parties THIRD_PARTY"}


# --- media -----------------------------------------------------------------------------------

OUT = {"kind": "opt_out", "at": "2026-03-02T12:00:00-05:00", "address": "n-1"}
CONFIRMED = call("2026-03-02T12:01:00-05:00", channel="sms", reason="opt_out_confirmation")


@pytest.mark.parametrize(
    ("changes", "events", "expected"),
    [
        ({"channel": "sms"}, [], {"medium_refused OPTED_OUT"}),
        ({"channel": "voice"}, [], set()),
        ({"channel": "sms", "reason": "required_by_law"}, [], set()),
        ({"channel": "sms", "reason": "opt_out_confirmation"}, [OUT], set()),
        (
            {"channel": "sms", "reason": "opt_out_confirmation"},
            [OUT, CONFIRMED],
            {"one_confirmation CAP_REACHED"},
        ),
        (
            {"channel": "sms", "reason": "opt_out_confirmation"},
            [OUT, CONFIRMED, {**OUT, "at": "2026-03-03T12:00:00-05:00"}],
            set(),
        ),
    ],
)
def test_media_refused(changes: Any, events: list[Any], expected: set[str]) -> None:
    person = {"refused_media": [{"channels": ["sms"]}]}
    assert said(decide(proposal=changes, person=person, events=events)) == expected


@pytest.mark.parametrize("channel", ["voice", "letter", "visit"])
def test_an_opt_out_is_confirmed_electronically(channel: str) -> None:
    proposal = {"channel": channel, "reason": "opt_out_confirmation"}
    person = {"refused_media": [{"channels": [channel]}]}
    assert said(decide(proposal=proposal, person=person)) == {"medium_refused OPTED_OUT"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"channel": "letter"}, set()),
        ({"channel": "letter", "attributes": {"postcard": True}}, {"postcard PROHIBITED"}),
        ({"channel": "social", "attributes": {"visible_to_others": False}}, set()),
        (
            {"channel": "social", "attributes": {"visible_to_others": True}},
            {"public_message PROHIBITED"},
        ),
        ({"channel": "social"}, {"public_message FACT_MISSING"}),
    ],
)
def test_postcards_and_public_messages(changes: Any, expected: set[str]) -> None:
    assert said(decide(proposal=changes)) == expected


# --- disputes --------------------------------------------------------------------------------

DISPUTED = "disputed DISPUTED"


@pytest.mark.parametrize(
    ("sent_at", "reason", "expected"),
    [
        (None, None, {DISPUTED}),
        ("2026-03-04T12:00:00.000001-05:00", None, {DISPUTED}),
        (NOON, None, set()),
        (None, "verification", set()),
    ],
)
def test_disputes(sent_at: str | None, reason: str | None, expected: set[str]) -> None:
    debt = {"disputed_in_writing": True, "verification_sent_at": sent_at}
    assert said(decide(proposal={"reason": reason}, debt=debt)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recipient": "guarantor"}, {DISPUTED}),
        ({"recipient": "creditor"}, set()),
        ({"recipient": "third_party", "purpose": "location"}, {DISPUTED}),
    ],
)
def test_a_dispute_rests_the_whole_collection(changes: Any, expected: set[str]) -> None:
    assert said(decide(proposal=changes, debt={"disputed_in_writing": True})) == expected
