"""Regulation F: both sides of every boundary of every rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.cases import owed, pack, request, said, warned

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
        "given_directly": True,
        "covers": covers,
        "effective_from": since,
    }
    return {**given, **changes}


def test_a_call_at_noon_is_allowed() -> None:
    decision = decide()
    assert decision.allowed, said(decision)


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
    [({}, set()), ({"given_directly": False}, {HOURS}), ({"covers": "more_calls"}, {HOURS})],
)
def test_consent_to_hours_is_given_to_the_collector(changes: Any, expected: set[str]) -> None:
    given = {**consent("inconvenient_time"), **changes}
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


INBOUND = call("2026-03-04T22:00:00-05:00", channel="sms", direction="inbound")
ANSWER = call("2026-03-04T22:10:00-05:00", channel="sms")


@pytest.mark.parametrize(
    ("at", "changes", "events", "expected"),
    [
        ("2026-03-04T22:30:00-05:00", {}, [INBOUND], set()),
        ("2026-03-04T22:30:00-05:00", {}, [], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {"channel": "email"}, [INBOUND], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {"reason": "reminder"}, [INBOUND], {HOURS}),
        ("2026-03-04T22:30:00-05:00", {}, [INBOUND, ANSWER], {HOURS}),
        ("2026-03-05T07:59:59-05:00", {}, [INBOUND], set()),
        ("2026-03-05T22:00:00-05:00", {}, [INBOUND], {HOURS}),
    ],
)
def test_one_reply_by_the_same_medium(
    at: str, changes: Any, events: list[Any], expected: set[str]
) -> None:
    proposal = {"channel": "sms", "reason": "reply", **changes}
    assert said(decide(at, proposal=proposal, events=events)) == expected


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
    ],
)
def test_one_talk_to_find_the_consumer(changes: Any, events: list[Any], expected: set[str]) -> None:
    proposal = {"purpose": "location", "recipient": {"role": "third_party", "id": "N1"}, **changes}
    assert said(decide(proposal=proposal, events=events)) == expected


# --- how often -------------------------------------------------------------------------------

SEVEN = "seven_in_seven CAP_REACHED"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (calls(6, "2026-03-03"), set()),
        (calls(7, "2026-03-03"), {SEVEN}),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", outcome="busy"), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", outcome="not_in_service"), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", outcome="wrong_number"), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", outcome=None), {SEVEN}),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", direction="inbound"), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", channel="sms"), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", debts=["D2"]), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", debts=["D1", "D2"]), {SEVEN}),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", recipient="spouse"), set()),
        (calls(6, "2026-03-03") + calls(1, "2026-03-02", address="n-2"), {SEVEN}),
    ],
)
def test_what_counts_among_the_seven_calls(events: list[Any], expected: set[str]) -> None:
    assert said(decide(events=events)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-09T20:59:59.999999-04:00", {SEVEN}), ("2026-03-10T08:00:00-04:00", set())],
)
def test_seven_days_are_dates(at: str, expected: set[str]) -> None:
    """Calls of 3 March count on 3 to 9 March, whatever their hour."""
    assert said(decide(at, events=calls(7, "2026-03-03"))) == expected


def test_seven_calls_are_free_again_on_the_eighth_day() -> None:
    (reason,) = decide(events=calls(7, "2026-03-03")).to_dict()["reasons"]
    measure = reason["measure"]
    assert (measure["used"], measure["limit"]) == (7, 7)
    assert measure["window"] == "7 consecutive days"
    assert measure["frees_at"] == "2026-03-10T04:00:00Z"


def test_texts_are_not_calls() -> None:
    assert decide(proposal={"channel": "sms"}, events=calls(7, "2026-03-03")).allowed


@pytest.mark.parametrize(
    ("given", "events", "expected"),
    [
        (consent("more_calls", "2026-02-26T09:00:00-05:00"), calls(7, "2026-03-03"), set()),
        (consent("more_calls", "2026-02-25T23:00:00-05:00"), calls(7, "2026-03-03"), set()),
        (consent("more_calls", "2026-02-24T23:00:00-05:00"), calls(7, "2026-03-03"), {SEVEN}),
        (
            consent("more_calls", "2026-03-01T09:00:00-05:00", given_directly=False),
            calls(7, "2026-03-03"),
            {SEVEN},
        ),
        (
            consent("more_calls", "2026-03-01T09:00:00-05:00", revoked_at=NOON),
            calls(7, "2026-03-03"),
            set(),
        ),
        (
            consent("more_calls", "2026-03-03T12:30:00-05:00", revoked_at=NOON),
            calls(7, "2026-03-03") + calls(3, "2026-03-02"),
            {SEVEN},
        ),
    ],
)
def test_calls_with_direct_consent_do_not_count(
    given: Any, events: list[Any], expected: set[str]
) -> None:
    assert said(decide(consents=[given], events=events)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-08T20:59:59.999999-04:00", set()), ("2026-03-09T08:00:00-04:00", {SEVEN})],
)
def test_consent_lasts_seven_days_with_its_own(at: str, expected: set[str]) -> None:
    """Given late on 2 March it lasts through the 8th; calls for another purpose count."""
    given = consent("more_calls", "2026-03-02T23:30:00-05:00")
    events = calls(7, "2026-03-03", purpose="legal_notice")
    assert said(decide(at, consents=[given], events=events)) == expected


TALK = "after_conversation COOLDOWN"


@pytest.mark.parametrize("direction", ["outbound", "inbound"])
@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-09T20:59:59.999999-04:00", {TALK}), ("2026-03-10T08:00:00-04:00", set())],
)
def test_seven_days_after_a_conversation(at: str, expected: set[str], direction: str) -> None:
    talk = call("2026-03-03T20:00:00-05:00", reached="conversation", direction=direction)
    assert said(decide(at, events=[talk])) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {TALK}),
        ({"reached": "right_party"}, set()),
        ({"discussed": ["D2"]}, set()),
        ({"debts": ["D2"], "discussed": ["D1", "D2"]}, {TALK}),
        ({"recipient": "spouse"}, set()),
        ({"channel": "chat"}, set()),
    ],
)
def test_what_is_a_conversation_about_this_debt(changes: Any, expected: set[str]) -> None:
    talk = call("2026-03-03T12:00:00-05:00", **{"reached": "conversation", **changes})
    assert said(decide(events=[talk])) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2026-03-03T12:00:01-05:00", set()), ("2026-03-03T11:59:59-05:00", {TALK})],
)
def test_a_conversation_ends_the_consent(since: str, expected: set[str]) -> None:
    talk = call("2026-03-03T12:00:00-05:00", reached="conversation")
    assert said(decide(consents=[consent("more_calls", since)], events=[talk])) == expected


@pytest.mark.parametrize(
    ("ago", "changes", "expected"),
    [
        ("11:55:00", {}, set()),
        ("11:55:01", {}, {"rapid_calls"}),
        ("11:55:01", {"reached": "connected"}, set()),
        ("11:55:01", {"address": "n-2"}, set()),
    ],
)
def test_rapid_calls(ago: str, changes: Any, expected: set[str]) -> None:
    decision = decide(events=[call(f"2026-03-04T{ago}-05:00", **changes)])
    assert decision.allowed and warned(decision) == expected


@pytest.mark.parametrize(("number", "expected"), [(5, set()), (6, {"concentrated_calls"})])
def test_concentrated_calls(number: int, expected: set[str]) -> None:
    events = [call(f"2026-03-04T0{n}:30:00-05:00", debts=["D2"]) for n in range(number)]
    assert warned(decide(events=events)) == expected


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
