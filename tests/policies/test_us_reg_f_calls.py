"""Regulation F, how often: both sides of every boundary of the call frequencies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.cases import said, warned
from tests.policies.reg_f import NOON, call, calls, consent, decide

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
            consent("more_calls", "2026-03-01T09:00:00-05:00", recipient="spouse"),
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
