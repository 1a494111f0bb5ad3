"""Events: levels, order, duplicates, amendments, and from when they are looked at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.core.request import LEVELS, Event
from tests.facts.samples import AT, MICROS, checked, event, wrong

LATER = "2026-03-04T10:00:00.000001Z"


def events(*raw: dict[str, Any], **rest: Any) -> tuple[Event, ...]:
    return checked(None, events=list(raw), **rest).events


def ids(*raw: dict[str, Any], **rest: Any) -> list[str]:
    return [one.id for one in events(*raw, **rest)]


def test_everything_an_event_can_say() -> None:
    (one,) = events(
        event(
            "e1",
            at=AT,
            channel="voice",
            direction="outbound",
            actor="human",
            recipient={"role": "debtor", "id": "P1", "place": "home", "time_zones": ["anything"]},
            address={"id": "+1", "kind": "mobile"},
            debts=["D1", "D1"],
            discussed=["D2"],
            reached="connected",
            outcome="busy",
            step="call",
            person="P9",
            reserved=True,
            campaign=None,
            purpose="x",
            attributes={"automated": True, "topic": "rates"},
        )
    )
    assert (one.kind, one.at, one.level, one.direction) == ("contact", MICROS, 4, "outbound")
    assert (one.channel, one.address, one.recipient) == ("voice", "+1", ("debtor", "P1"))
    assert (one.debts, one.discussed, one.step) == (("D1",), ("D2",), "call")
    assert (one.person, one.reserved) == ("P9", True)
    assert one.values == {
        "event.kind": "contact",
        "event.at": MICROS,
        "event.channel": "voice",
        "event.direction": "outbound",
        "event.actor": "human",
        "event.recipient": "debtor",
        "event.recipient.id": "P1",
        "event.recipient.place": "home",
        "event.address": "+1",
        "event.address.kind": "mobile",
        "event.outcome": "busy",
        "event.step": "call",
        "event.campaign": None,
        "event.purpose": "x",
        "event.topic": "rates",
        "event.automated": True,
        "event.submitted": True,
        "event.delivered": True,
        "event.connected": True,
        "event.right_party": False,
        "event.conversation": False,
    }


def test_what_is_not_said_is_absent() -> None:
    silent = dict.fromkeys(
        ("channel", "direction", "recipient", "address", "debts", "step", "person")
    )
    (one,) = events(event("e1", **silent, reached=None, known_at=None, reserved=None, amends=None))
    assert one == events(event("e1"))[0]
    assert (one.level, one.channel, one.recipient, one.debts) == (1, None, (None, None), None)
    assert "event.channel" not in one.values
    assert one.values["event.automated"] is False


@pytest.mark.parametrize(("level", "name"), list(enumerate(LEVELS, start=1)))
def test_levels_include_those_before_them(level: int, name: str) -> None:
    (one,) = events(event("e1", reached=name))
    assert one.level == level
    flags = [one.values[f"event.{other}"] for other in LEVELS[1:]]
    assert flags == [number <= level for number in range(2, 7)]


def test_other_kinds_have_no_level() -> None:
    (one,) = events(event("e1", kind="payment"))
    assert one.level == 0
    assert one.values["event.submitted"] is False


def test_only_events_until_now_in_order_without_the_proposals_own() -> None:
    request = checked(
        {"id": "own"},
        events=[
            event("late", at=LATER),
            event("b", at=AT),
            event("a", at=AT),
            event("own"),
            event("z"),
        ],
    )
    assert [one.id for one in request.events] == ["z", "a", "b"]


def test_events_of_the_person_of_the_request() -> None:
    mine, other = events(event("e1", person="P1"), event("e2", person="P2"), person={"id": "P1"})
    assert (mine.person, other.person) == (None, "P2")


def test_what_became_known_later() -> None:
    known = event("e1", known_at=AT)
    unknown = event("e2", known_at=LATER)
    assert ids(known, unknown) == ["e1"]
    assert ids(known, unknown, as_known=LATER) == ["e1", "e2"]
    assert ids(known, unknown, as_known="2026-03-04T09:00:00Z") == []


def test_the_same_event_twice_counts_once() -> None:
    assert ids(event("e1"), event("e1")) == ["e1"]
    assert ids(
        event("e1", at="2026-03-01T10:00:00Z"), event("e1", at="2026-03-01T18:00+08:00")
    ) == ["e1"]
    assert wrong(None, events=[event("e1"), event("e1", channel="sms")]) == [
        ("R141", "$.events[1].id")
    ]
    assert wrong(None, events=[event("e1"), event("e1", known_at=AT)]) == [
        ("R141", "$.events[1].id")
    ]


def amendment(
    identity: str, amends: str, at: str = "2026-03-02T10:00:00Z", **rest: Any
) -> dict[str, Any]:
    return {"id": identity, "amends": amends, "at": at, **rest}


def test_an_amendment_changes_what_it_gives() -> None:
    (one,) = events(
        event(
            "e1", channel="voice", reached="submitted", attributes={"topic": "a", "automated": True}
        ),
        amendment("a1", "e1", kind="amendment", reached="connected", attributes={"topic": "b"}),
    )
    assert (one.id, one.level, one.channel) == ("e1", 4, "voice")
    assert (one.values["event.topic"], one.values["event.automated"]) == ("b", True)


def test_the_latest_amendment_wins_whatever_the_order() -> None:
    first = amendment("a2", "e1", reached="delivered", outcome="x")
    second = amendment("a1", "e1", at="2026-03-03T10:00:00Z", reached="connected")
    for raw in ([event("e1"), first, second], [second, first, event("e1")]):
        (one,) = events(*raw)
        assert (one.level, one.values["event.outcome"]) == (4, "x")


def test_an_amendment_made_or_known_later_changes_nothing_yet() -> None:
    for late in (
        amendment("a1", "e1", at=LATER, void=True),
        amendment("a1", "e1", known_at=LATER, void=True),
    ):
        assert ids(event("e1"), late) == ["e1"]
        assert ids(event("e1"), late, as_known=LATER) == []


def test_taken_away_and_given_back() -> None:
    void = amendment("a1", "e1", void=True)
    again = amendment("a2", "e1", at="2026-03-03T10:00:00Z", void=False)
    assert ids(event("e1"), void) == []
    assert ids(event("e1"), void, dict(void)) == []
    assert ids(event("e1"), void, again) == ["e1"]


def test_given_to_somebody_else() -> None:
    (one,) = events(event("e1", kind="refusal"), amendment("a1", "e1", person="P2", kind="payment"))
    assert (one.person, one.kind) == ("P2", "payment")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ([amendment("a1", "e1")], [("R143", "$.events[0].amends")]),
        (
            [event("e1"), amendment("a1", "e1"), amendment("a2", "a1")],
            [("R144", "$.events[2].amends")],
        ),
        ([event("e1"), amendment("e1", "e1")], [("R141", "$.events[1].id")]),
        ([amendment("e1", "e2"), event("e1"), event("e2")], [("R141", "$.events[1].id")]),
        (
            [event("e1"), amendment("a", "e1"), amendment("a", "e1", void=True)],
            [("R141", "$.events[2].id")],
        ),
        ([event("e1"), amendment("a1", "e1", channel="fax")], [("R113", "$.events[1].channel")]),
        ([event("e1"), {"amends": "e1"}], [("R110", "$.events[1]"), ("R110", "$.events[1]")]),
        ([event("e1"), amendment("a1", "e1", at=None)], [("R114", "$.events[1].at")]),
        ([event("e1"), amendment("a1", "e1", void="yes")], [("R112", "$.events[1].void")]),
        ([event("e1"), {"id": "a1", "amends": 5, "at": AT}], [("R112", "$.events[1].amends")]),
        (
            [event("e1", reached="connected"), amendment("a1", "e1", kind="payment")],
            [("R145", "$.events[1].reached")],
        ),
        # The event is at fault; that its amendment finds nothing to amend follows from it.
        ([event("e1", channel="fax"), amendment("a1", "e1")], [("R113", "$.events[0].channel")]),
    ],
)
def test_amendments_that_are_wrong(raw: list[Any], expected: list[tuple[str, str]]) -> None:
    assert wrong(None, events=raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, [("R110", ""), ("R110", ""), ("R110", "")]),
        (
            {"id": None, "kind": None, "at": None},
            [("R114", ".kind"), ("R114", ".at"), ("R114", ".id")],
        ),
        ({"id": "e1", "kind": "amendment", "at": AT}, [("R110", "")]),
        (event("e1", kind=["contact"]), [("R112", ".kind")]),
        (event("e1", reached="reached"), [("R113", ".reached")]),
        (event("e1", reached=4), [("R112", ".reached")]),
        (event("e1", kind="payment", reached="connected"), [("R145", ".reached")]),
        (event("e1", void=None), [("R148", ".void")]),
        (event("e1", connected=True), [("R111", ".connected")]),
        (event("e1", debts="D1"), [("R112", ".debts")]),
        (event("e1", reserved=1), [("R112", ".reserved")]),
        (event("e1", known_at="now"), [("R120", ".known_at")]),
        (event("e1", person=""), [("R128", ".person")]),
        (event("e1", attributes={"automated": None}), [("R114", ".attributes.automated")]),
        (event("e1", recipient={"place": 5}), [("R112", ".recipient.place")]),
    ],
)
def test_events_that_are_wrong(raw: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert wrong(None, events=[raw]) == [(code, f"$.events[0]{path}") for code, path in expected]


RAW = st.lists(
    st.one_of(
        st.builds(
            event,
            st.sampled_from(["e1", "e2", "e3"]),
            at=st.sampled_from(["2026-03-01T10:00:00Z", AT]),
            reached=st.sampled_from(LEVELS),
        ),
        st.builds(
            amendment,
            st.sampled_from(["a1", "a2"]),
            st.sampled_from(["e1", "e2"]),
            at=st.sampled_from(["2026-03-02T10:00:00Z", AT]),
            void=st.booleans(),
        ),
    ),
    max_size=5,
    unique_by=lambda raw: raw["id"],
)


@given(RAW, st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing(raw: list[dict[str, Any]], random: Any) -> None:
    there = {one["id"] for one in raw}
    raw = [one for one in raw if one.get("amends", one["id"]) in there]
    shuffled = [*raw, *raw]
    random.shuffle(shuffled)
    assert events(*shuffled) == events(*raw)
