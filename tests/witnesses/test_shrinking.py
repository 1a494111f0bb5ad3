"""Requests made smaller still show what they are to show, and nothing more can be taken away."""

from __future__ import annotations

from policydsl.witnesses.search import find, said_by, shrunk
from policydsl.witnesses.witness import Witness, witness
from tests.witnesses.measuring import DAY
from tests.witnesses.test_search import policy

CAP = policy("cap daily at most 3 attempts by voice per person in a calendar day")
LARGE = {
    "at": "2026-03-04T10:17:23.5Z",
    "proposal": {
        "channel": "voice",
        "purpose": "collections",
        "actor": "human",
        "recipient": {"role": "debtor", "id": "P1"},
        "address": {"id": "A1", "place": "home"},
        "debts": ["D1", "D2"],
    },
    "person": {"id": "P1", "time_zones": ["Europe/London"]},
    "debts": [{"id": "D1", "balance": 5}, {"id": "D2"}],
    "consents": [{"id": "k1", "effective_from": "2026-01-01T00:00:00Z"}],
    "events": [
        {
            "id": f"e{number}",
            "kind": "contact" if number < 9 else "payment",
            "at": f"2026-03-04T0{number % 8}:11:12Z",
            "channel": "voice",
            "direction": "outbound",
        }
        for number in range(14)
    ],
}


def is_capped(one: Witness) -> bool:
    return said_by(one.explanation, "house.rules.daily")


def test_whatever_is_not_needed_is_taken_away() -> None:
    small = shrunk(CAP, witness(CAP, LARGE), is_capped)
    assert is_capped(small)
    assert small.request == CAP.request(small.data)
    assert set(small.data) == {"at", "proposal", "person", "events"}
    assert small.data["proposal"] == {"channel": "voice", "purpose": "collections"}
    assert small.data["person"] == {"time_zones": ["Europe/London"]}
    assert len(small.data["events"]) == 3
    for event in small.data["events"]:
        assert set(event) == {"id", "kind", "at", "channel", "direction"}
        assert event["at"].endswith(":00:00Z")


def test_nothing_is_taken_away_for_want_of_which_the_policy_would_not_know() -> None:
    small = shrunk(CAP, witness(CAP, LARGE), lambda one: one.explanation.verdict == "deny")
    assert not small.explanation.missing


def test_what_cannot_be_made_smaller_comes_back() -> None:
    found = witness(CAP, LARGE)
    assert shrunk(CAP, found, lambda one: one.data == LARGE) is found


def test_parties_of_whom_one_thing_is_needed_are_plain_texts() -> None:
    found = witness(CAP, LARGE)
    small = shrunk(CAP, found, lambda one: one.request.recipient[0] == "debtor")
    assert small.data["proposal"]["recipient"] == "debtor"


def test_no_more_than_a_bounded_number_of_requests_is_judged() -> None:
    events = [
        {"id": f"e{number}", "kind": "payment", "at": "2026-03-04T01:00:00Z"}
        for number in range(3_000)
    ]
    judged = 0

    def shows(one: Witness) -> bool:
        nonlocal judged
        judged += 1
        return len(one.request.events) % 2 == 0

    shrunk(CAP, witness(CAP, {**LARGE, "events": events}), shows)
    assert 0 < judged <= 400


def test_what_is_found_comes_back_small() -> None:
    found = find(CAP, is_capped, "house.rules.daily", day=DAY)
    assert found is not None
    assert set(found.data) <= {"at", "proposal", "person", "events"}
    assert len(found.data["events"]) == 3
