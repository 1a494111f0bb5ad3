"""From raw requests to checked ones: what is read, what is filled in, what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from policydsl.core.request import Approval, Zone
from policydsl.facts.checking import check_request
from policydsl.facts.vocabulary import Vocabulary
from tests.facts.samples import AT, MICROS, VOCABULARY, checked, event, smallest, wrong


def test_the_smallest_request() -> None:
    request = checked()
    assert request.at == MICROS
    assert request.facts == {
        "proposal.channel": "voice",
        "proposal.purpose": "servicing",
        "proposal.topic": None,
        "person.cease": False,
        "person.agreed_hours": None,
        "person.wishes": None,
        "actor.licensed": False,
    }
    assert request.proposal_debts is None
    assert (request.person, request.recipient, request.debts) == (None, (None, None), {})
    assert (request.zones, request.events, request.consents, request.approvals) == ((), (), (), ())


def test_everything_a_proposal_can_say() -> None:
    request = checked(
        {
            "id": "c-1",
            "reason": None,
            "template": "t",
            "campaign": None,
            "recipient": {
                "role": "spouse",
                "id": "P7",
                "place": "home",
                "time_zones": ["Asia/Tokyo"],
            },
            "actor": {"kind": "bot", "firm": "agency", "licensed": True},
            "address": {"id": "+1305", "kind": "mobile", "place": None},
            "debts": ["D2", "D1", "D2"],
            "attributes": {"topic": "rates"},
        },
        person={"id": "P1", "time_zones": ["America/New_York"], "contact": {"tier": "high"}},
    )
    expected = {
        "proposal.id": "c-1",
        "proposal.reason": None,
        "proposal.template": "t",
        "proposal.campaign": None,
        "proposal.recipient": "spouse",
        "recipient.role": "spouse",
        "recipient.id": "P7",
        "recipient.place": "home",
        "proposal.actor": "bot",
        "actor.kind": "bot",
        "actor.firm": "agency",
        "actor.licensed": True,
        "proposal.address": "+1305",
        "address.id": "+1305",
        "address.kind": "mobile",
        "address.place": None,
        "proposal.topic": "rates",
        "person.contact.tier": "high",
        "person.id": "P1",
    }
    assert expected.items() <= request.facts.items()
    assert request.recipient == ("spouse", "P7")
    assert request.person == "P1"
    assert request.proposal_debts == ("D2", "D1")
    assert request.zones == (Zone("Asia/Tokyo", "given"),)


def test_plain_values_and_none() -> None:
    request = checked({"recipient": "debtor", "actor": None, "address": "+1", "debts": []})
    assert request.recipient == ("debtor", None)
    assert request.facts["recipient.role"] == "debtor"
    assert request.facts["proposal.actor"] is None and request.facts["actor.kind"] is None
    assert request.facts["address.id"] == "+1"
    assert request.proposal_debts == ()
    assert checked({"debts": None}).proposal_debts is None


def test_the_recipients_zones_stand_in_for_the_persons() -> None:
    person = {"time_zones": ["America/New_York"]}
    assert checked({"recipient": "debtor"}, person=person).zones[0].name == "America/New_York"
    assert checked({"recipient": {"time_zones": None}}, person=person).zones != ()
    assert checked({"recipient": {"time_zones": []}}, person=person).zones == ()


def test_python_values() -> None:
    request, found = check_request(
        {
            **smallest(person={"score": 1.5, "languages": {"zh"}, "born": date(1980, 2, 29)}),
            "at": datetime(2026, 3, 4, 10, tzinfo=UTC),
            "events": ({"id": "e1", "kind": "payment", "at": datetime(2026, 3, 1, tzinfo=UTC)},),
        },
        VOCABULARY,
    )
    assert found == [] and request is not None
    assert request.at == MICROS
    assert request.facts["person.score"] == Decimal("1.5")
    assert request.facts["person.languages"] == frozenset({"zh"})
    assert request.facts["person.born"] == date(1980, 2, 29)
    assert len(request.events) == 1


def test_debts() -> None:
    request = checked(
        debts=[
            {"id": "D1", "due_on": "2026-02-20", "risk_tier": "low", "promise_until": AT},
            {"id": "D2", "days_past_due": 5, "creditor": "bank"},
            {"id": "D3", "due_on": "2026-03-09", "days_past_due": -5},
            {"id": "D4", "days_past_due": None},
        ]
    )
    assert request.debts == {
        "D1": {
            "debt.id": "D1",
            "debt.due_on": date(2026, 2, 20),
            "debt.risk_tier": "low",
            "debt.promise_until": MICROS,
        },
        "D2": {
            "debt.id": "D2",
            "debt.due_on": date(2026, 2, 27),
            "debt.creditor": "bank",
            "debt.promise_until": None,
        },
        "D3": {"debt.id": "D3", "debt.due_on": date(2026, 3, 9), "debt.promise_until": None},
        "D4": {"debt.id": "D4", "debt.promise_until": None},
    }


@pytest.mark.parametrize(
    ("zones", "due_on"),
    [
        ([], date(2026, 3, 4)),
        (["Asia/Tokyo"], date(2026, 3, 5)),
        (["America/New_York", "Asia/Tokyo"], date(2026, 3, 4)),
    ],
)
def test_days_past_due_count_from_the_persons_date(zones: list[str], due_on: date) -> None:
    data = smallest(person={"time_zones": zones}, debts=[{"id": "D1", "days_past_due": 0}])
    request, _ = check_request({**data, "at": "2026-03-04T20:00:00Z"}, VOCABULARY)
    assert request is not None and request.debts["D1"]["debt.due_on"] == due_on


def test_consents() -> None:
    start = "1970-01-01T00:00:00Z"
    bare = {"id": "k2", "effective_from": start}
    full = {
        "id": "k1",
        "effective_from": start,
        "effective_to": AT,
        "confirmed_at": start,
        "revoked_at": None,
        "level": "written",
        "proof": "form 7",
        "channel": "any",
        "purpose": None,
        "scope": "any",
        "recipient": "debtor",
    }
    first, second = checked(consents=[bare, full, dict(bare)]).consents
    assert (first.id, first.effective_to, first.confirmed_at, first.revoked_at) == (
        "k1",
        MICROS,
        0,
        None,
    )
    assert (first.level, first.proof) == ("written", "form 7")
    assert first.values["consent.channel"] == "any"
    assert "consent.purpose" not in first.values
    assert first.values["consent.revoked_at"] is None
    assert (second.id, second.level, second.proof) == ("k2", "implied", None)


def test_approvals_made_later_do_not_count() -> None:
    early = {"rule": "p.r", "role": "legal", "at": AT, "by": "A"}
    late = {**early, "at": "2026-03-04T10:00:00.000001Z"}
    assert checked({"approvals": [early, late]}).approvals == (
        Approval("p.r", "legal", MICROS, "A"),
    )


@pytest.mark.parametrize(
    ("proposal", "rest", "expected"),
    [
        ({}, {"person": None}, [("R114", "$.person")]),
        ({}, {"events": None}, [("R114", "$.events")]),
        ({}, {"consents": "k1"}, [("R112", "$.consents")]),
        ({}, {"debts": [None]}, [("R114", "$.debts[0]")]),
        ({}, {"debts": [{}]}, [("R110", "$.debts[0]")]),
        ({}, {"debts": [{"id": ""}]}, [("R128", "$.debts[0].id")]),
        (
            {},
            {"debts": [{"id": "D", "days_past_due": 1.5}]},
            [("R112", "$.debts[0].days_past_due")],
        ),
        (
            {},
            {"debts": [{"id": None, "due_on": None}]},
            [("R114", "$.debts[0].id"), ("R114", "$.debts[0].due_on")],
        ),
        ({}, {"person": {"contact": "high"}}, [("R112", "$.person.contact")]),
        ({}, {"person": {"contact": {"tier": "mid"}}}, [("R113", "$.person.contact.tier")]),
        ({}, {"person": {"contact": {"teir": "low"}}}, [("R111", "$.person.contact.teir")]),
        ({}, {"person": {"region": None}}, [("R114", "$.person.region")]),
        ({}, {"persons": {}}, [("R111", "$.persons")]),
        ({}, {"person": {"time_zones": ["UTC"]}}, [("R124", "$.person.time_zones[0]")]),
        ({"channel": None}, {}, [("R114", "$.proposal.channel")]),
        ({"recipient": {"role": "boss"}}, {}, [("R113", "$.proposal.recipient.role")]),
        (
            {"recipient": {"time_zones": ["x"]}},
            {},
            [("R125", "$.proposal.recipient.time_zones[0]")],
        ),
        ({"recipient": ["debtor"]}, {}, [("R112", "$.proposal.recipient")]),
        ({"actor": "robot"}, {}, [("R113", "$.proposal.actor")]),
        ({"attributes": None}, {}, [("R114", "$.proposal.attributes")]),
        (
            {"attributes": {"topic": 5, "x": 1}},
            {},
            [("R112", "$.proposal.attributes.topic"), ("R111", "$.proposal.attributes.x")],
        ),
        ({"debts": "D1"}, {}, [("R112", "$.proposal.debts")]),
        ({"debts": ["D1", 5]}, {}, [("R112", "$.proposal.debts[1]")]),
        ({"approvals": [5]}, {}, [("R112", "$.proposal.approvals[0]")]),
        ({"approvals": [{"rul": "x"}]}, {}, [("R111", "$.proposal.approvals[0].rul")]),
        ({"approvals": [{"role": "x"}]}, {}, [("R110", "$.proposal.approvals[0]")]),
        ({5: 6}, {}, [("R111", "$.proposal[5]")]),
        (
            {},
            {"consents": [5, {"id": "k"}]},
            [("R112", "$.consents[0]"), ("R110", "$.consents[1]")],
        ),
        (
            {},
            {"consents": [{"effective_from": AT, "level": "oral"}]},
            [("R113", "$.consents[0].level"), ("R110", "$.consents[0]")],
        ),
        ({}, {"as_known": "now"}, [("R120", "$.as_known")]),
        ({}, {"debts": [{}] * 10_001}, [("R150", "$.debts")]),
    ],
)
def test_what_is_refused(
    proposal: dict[Any, Any], rest: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert wrong(proposal, **rest) == expected


def test_what_is_always_needed() -> None:
    def codes(data: object) -> list[tuple[str, str | None]]:
        request, found = check_request(data, VOCABULARY)
        assert request is None
        return [(one.code, one.message()) for one in found]

    assert codes([]) == [("R112", "expected an object, found a list")]
    assert codes(object()) == [("R112", "expected an object, found a Python `object`")]
    assert codes({}) == [("R110", "`at` is missing"), ("R110", "`proposal` is missing")]
    assert codes({"at": AT, "proposal": {}}) == [
        ("R110", "`channel` is missing"),
        ("R110", "`purpose` is missing"),
    ]
    assert codes({"at": AT, "proposal": 5}) == [
        ("R112", "expected an object, found the number `5`")
    ]


def test_all_errors_at_once_in_the_order_of_the_request() -> None:
    assert wrong(
        {"channel": "vioce", "recipient": "boss"},
        person={"cease": "no", "time_zones": ["EST"]},
        debts=[{"id": "D1"}, {"id": "D1"}],
        consents=[{"id": "k1"}],
        events=[event("e1", at="yesterday")],
    ) == [
        ("R113", "$.proposal.channel"),
        ("R113", "$.proposal.recipient"),
        ("R112", "$.person.cease"),
        ("R124", "$.person.time_zones[0]"),
        ("R140", "$.debts[1].id"),
        ("R120", "$.events[0].at"),
        ("R110", "$.consents[0]"),
    ]


@pytest.mark.parametrize(
    "rest",
    [
        {"person": {f"x{number}": 1 for number in range(100_000)}},
        {"events": [5] * 100_000},
        {"debts": [5] * 10_000},
        {"consents": [5] * 10_000},
        {f"x{number}": 1 for number in range(100_000)},
    ],
)
def test_errors_are_bounded(rest: dict[str, Any]) -> None:
    found = wrong(None, **rest)
    assert len(found) == 51 and found[-1] == ("R199", None)


def test_exactly_as_many_errors_as_are_shown() -> None:
    assert len(wrong(None, person={f"x{number}": 1 for number in range(50)})) == 50


def test_a_request_that_holds_itself() -> None:
    data = smallest()
    data["person"] = data["proposal"]["attributes"] = data
    assert check_request(data, VOCABULARY)[0] is None


def test_undeclared_facts_are_refused_by_the_standard_vocabulary() -> None:
    request, found = check_request(smallest(person={"cease": True}), Vocabulary.standard())
    assert request is None and [one.path for one in found] == ["$.person.cease"]
