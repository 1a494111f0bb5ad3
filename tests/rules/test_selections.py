"""What is counted: keys, directions, levels, anchors; each on both sides of its boundary."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import codes, judged, reasons, request


def contact(at: str = "2026-03-04T09:00:00+08:00", **more: Any) -> dict[str, Any]:
    return {
        "id": f"e {at}",
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        "debts": ["D1"],
        **more,
    }


DEBTS = [
    {"id": "D1", "creditor": "bank", "bundle": "b1"},
    {"id": "D2", "creditor": "bank", "bundle": "b1"},
    {"id": "D3", "creditor": "shop", "bundle": "b2"},
]
PROPOSAL = {
    "debts": ["D1"],
    "address": "+1",
    "recipient": "debtor",
    "campaign": "spring",
    "template": "t1",
    "attributes": {"topic": "dues"},
}
FACTS = "fact debt.bundle : text\nfact proposal.topic : text\nfact event.bundle : text\n"


def blocks(per: str, **event: Any) -> list[str]:
    """The reasons for a second contact, one such event having been there today."""
    rule = f"{FACTS}cap one at most 1 attempts per {per} in a calendar day"
    made = request(
        proposal=PROPOSAL, person={"household": "h1"}, debts=DEBTS, events=[contact(**event)]
    )
    return reasons(judged(rule, made))


@pytest.mark.parametrize(
    ("per", "same", "other"),
    [
        ("person", {}, {"person": "P2"}),
        ("debt", {}, {"debts": ["D2"]}),
        ("address", {"address": "+1"}, {"address": "+2"}),
        ("recipient", {"recipient": "debtor"}, {"recipient": "spouse"}),
        ("household", {"household": "h1"}, {"household": "h2"}),
        ("creditor", {"debts": ["D2"]}, {"debts": ["D3"]}),
        ("creditor", {"debts": ["D3"], "creditor": "bank"}, {"creditor": "shop"}),
        ("campaign", {"campaign": "spring"}, {"campaign": "fall"}),
        ("template", {"template": "t1"}, {"template": "t2"}),
        ("debt.bundle", {"debts": ["D2"]}, {"debts": ["D3"]}),
        ("proposal.topic", {"attributes": {"topic": "dues"}}, {"attributes": {"topic": "ads"}}),
        ("person, address", {"address": "+1"}, {"address": "+2"}),
    ],
)
def test_keys(per: str, same: dict[str, Any], other: dict[str, Any]) -> None:
    assert (blocks(per, **same), blocks(per, **other)) == (["CAP_REACHED"], [])


@pytest.mark.parametrize("per", ["debt", "creditor", "debt.bundle"])
def test_an_event_without_debts_may_count(per: str) -> None:
    assert blocks(per, debts=None) == ["FACT_MISSING"]


@pytest.mark.parametrize("per", ["address", "campaign", "proposal.topic"])
def test_an_event_without_the_key_may_count(per: str) -> None:
    assert blocks(per) == ["FACT_MISSING"]


@pytest.mark.parametrize(
    ("noun", "outbound", "inbound"),
    [
        ("attempts", ["CAP_REACHED"], []),
        ("inbound attempts", [], ["CAP_REACHED"]),
        ("inbound or outbound attempts", ["CAP_REACHED"], ["CAP_REACHED"]),
    ],
)
def test_directions(noun: str, outbound: list[str], inbound: list[str]) -> None:
    rule = f"cap one at most 1 {noun} per person in a calendar day"
    for direction, expected in (("outbound", outbound), ("inbound", inbound)):
        made = request(events=[contact(direction=direction)])
        assert reasons(judged(rule, made)) == expected


LEVELS = ("attempted", "submitted", "delivered", "connected", "right_party", "conversation")


@pytest.mark.parametrize(
    ("noun", "first"),
    [
        ("attempts", 0),
        ("submissions", 1),
        ("deliveries", 2),
        ("connections", 3),
        ("right_party_contacts", 4),
        ("conversations", 5),
    ],
)
def test_levels_take_in_all_that_got_further(noun: str, first: int) -> None:
    rule = f"cap one at most 1 {noun} per person in a calendar day"
    counted = [
        bool(reasons(judged(rule, request(events=[contact(reached=level)])))) for level in LEVELS
    ]
    assert counted == [place >= first for place in range(6)]


def test_days_with_attempts_count_a_day_once() -> None:
    rule = "cap two at most 2 days with attempts per person in 7 consecutive days"
    same = [contact(f"2026-03-03T{hour:02}:00:00+08:00") for hour in (9, 10, 11)]
    assert reasons(judged(rule, request(events=same))) == []
    also = [*same, contact("2026-03-04T00:00:00+08:00")]
    assert reasons(judged(rule, request(events=also))) == ["CAP_REACHED"]


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        ("in 30 minutes", "2026-03-04T09:30:00.000001+08:00", "2026-03-04T09:30:00+08:00"),
        ("in 2 rolling days", "2026-03-02T10:00:00.000001+08:00", "2026-03-02T10:00:00+08:00"),
        ("in 2 rolling weeks", "2026-02-18T10:00:00.000001+08:00", "2026-02-18T10:00:00+08:00"),
        ("in 3 consecutive days", "2026-03-02T00:00:00+08:00", "2026-03-01T23:59:59+08:00"),
        ("in a calendar week", "2026-03-02T00:00:00+08:00", "2026-03-01T23:59:59+08:00"),
        (
            "in a calendar week starting sunday",
            "2026-03-01T00:00:00+08:00",
            "2026-02-28T23:59:59+08:00",
        ),
        ("in 2 calendar weeks", "2026-02-23T00:00:00+08:00", "2026-02-22T23:59:59+08:00"),
        ("in a calendar month", "2026-03-01T00:00:00+08:00", "2026-02-28T23:59:59+08:00"),
        ("in a calendar quarter", "2026-01-01T00:00:00+08:00", "2025-12-31T23:59:59+08:00"),
        ("in a calendar year", "2026-01-01T00:00:00+08:00", "2025-12-31T23:59:59+08:00"),
        ("in blocks of 24 hours", "2026-03-03T10:00:01+08:00", "2026-03-03T09:59:59+08:00"),
    ],
)
def test_windows(window: str, inside: str, outside: str) -> None:
    rule = f"cap one at most 1 attempts per person {window}"
    assert reasons(judged(rule, request(events=[contact(inside)]))) == ["CAP_REACHED"]
    assert reasons(judged(rule, request(events=[contact(outside)]))) == []


def test_ever_and_since_last() -> None:
    old = [contact("2001-01-01T00:00:00Z")]
    assert reasons(judged("cap a at most 1 attempts per person ever", request(events=old))) == [
        "CAP_REACHED"
    ]
    since = "cap a at most 1 attempts per person since last payment"
    assert reasons(judged(since, request(events=old))) == ["CAP_REACHED"]
    paid = {"id": "p", "kind": "payment", "at": "2002-01-01T00:00:00Z"}
    assert reasons(judged(since, request(events=[*old, paid]))) == []


def test_since_last_of_some_only() -> None:
    rule = (
        "cap a at most 1 attempts per person since last (conversation by voice "
        "where (event.outcome is promise))"
    )
    called = contact("2026-03-01T09:00:00+08:00")
    for outcome, expected in (("promise", []), ("busy", ["CAP_REACHED"])):
        talk = contact("2026-03-02T09:00:00+08:00", reached="conversation", outcome=outcome)
        assert reasons(judged(rule, request(events=[called, talk]))) == expected


def test_after_first_and_before_today() -> None:
    rule = "cap a at most 1 attempts per person ever after first complaint"
    complaint = {"id": "c", "kind": "complaint", "at": "2026-03-02T00:00:00+08:00"}
    before, after = contact("2026-03-01T00:00:00+08:00"), contact("2026-03-03T00:00:00+08:00")
    assert reasons(judged(rule, request(events=[before, complaint]))) == []
    assert reasons(judged(rule, request(events=[after]))) == []
    assert reasons(judged(rule, request(events=[complaint, after]))) == ["CAP_REACHED"]
    rule = "cap a at most 1 attempts per person ever before today"
    assert reasons(judged(rule, request(events=[after]))) == ["CAP_REACHED"]
    assert reasons(judged(rule, request(events=[contact("2026-03-04T00:00:00+08:00")]))) == []


def test_a_declared_event_is_counted_by_its_name() -> None:
    rule = "event promise\ncap one at most 1 promise per person in a calendar day"
    made = {"id": "p", "kind": "promise", "at": "2026-03-04T09:00:00+08:00"}
    assert reasons(judged(rule, request(events=[made]))) == ["CAP_REACHED"]


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("debt.nothing", ["E303"]),
        ("proposal.nothing", ["E303"]),
        ("event.channel", ["E312"]),
        ("nobody", ["E312"]),
    ],
)
def test_a_key_is_a_word_or_a_declared_fact(per: str, expected: list[str]) -> None:
    assert codes(f"cap one at most 1 attempts per {per} in a calendar day") == expected
