"""Consents that would let a contact through: what they must say, and no more than that."""

from __future__ import annotations

from typing import Any

import pytest

import policydsl
from tests.engine.what_if_cases import NIGHT, NOON, OPEN, QUIET, changes, consent, kinds, parts
from tests.support import HEAD, request


@pytest.mark.parametrize("others", [[], [{"id": "what-if-1", "effective_from": NOON}]])
def test_a_consent(others: list[dict[str, Any]]) -> None:
    rules = OPEN + "consent m require express consent for channel, purpose\n"
    (change,) = found = changes(rules, request(NOON, consents=others))
    assert parts(found) == [consent("express", channel="voice", purpose="collections")]
    record = change.to_dict()["parts"][0]["record"]
    assert record == {
        "id": f"what-if-{len(others) + 1}",
        "effective_from": "2026-03-04T04:00:00Z",
        "channel": "voice",
        "purpose": "collections",
        "level": "express",
    }
    allowed = policydsl.load_text(HEAD + rules).decide(request(NOON, consents=[*others, record]))
    assert allowed.allowed, "the record is what a request may say"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("with proof", {"with_proof": True}),
        ("confirmed", {"confirmed": True}),
        ("given within last 3 full days", {}),
        ("lasting at most 1 calendar year", {}),
        ("ending after (complaint per person)", {}),
        ("honor revocation within 10 full days", {}),
        ("where (consent.direct)", {"where": {"direct": True}}),
        ("where (not consent.direct)", {"where": {"direct": False}}),
        ("where (consent.tier is not low)", {"where": {"tier": "high"}}),
        ("where (consent.tier in {high, top})", {"where": {"tier": "high"}}),
        ("where (consent.tier not in {low, high})", {"where": {"tier": "top"}}),
        ("where (consent.amount > 5)", {"where": {"amount": 6}}),
        ("where (consent.amount >= 5 and consent.amount < 6)", {"where": {"amount": 5}}),
        ("where (not consent.amount > 5.5)", {"where": {"amount": 5.5}}),
        ("where (consent.amount < 5)", {"where": {"amount": 4}}),
        ("where (consent.amount >= person.limit)", {"where": {"amount": 70}}),
        ("where (person.limit <= consent.amount)", {"where": {"amount": 70}}),
        ("where (consent.amount >= 3 and consent.amount is 7)", {"where": {"amount": 7}}),
        ('where (consent.lender is "a" or consent.tier is high)', None),
        ('where (consent.lender in {"b", "a"})', {"where": {"lender": "a"}}),
        ('where (consent.lender starts with "loan-")', {"where": {"lender": "loan-"}}),
        ("where (consent.lender is known)", {"where": {"lender": "what-if"}}),
        ("where (consent.lender is debt.creditor)", {"where": {"lender": "bank"}}),
        ("where (consent.level is written)", {"level": "written"}),
        ("where (consent.signed_on is after 2026-01-01)", {"where": {"signed_on": "2026-03-05"}}),
        ("where (consent.signed_on is within last 9 full days)", {"where": {"signed_on": "2026-03-05"}}),
        ("where (consent.seen_at is on or before now)", {"where": {"seen_at": "2026-03-04T16:30:00Z"}}),
        ("where (consent.seen_at is before 2026-01-01)", None),
        ("where (consent.amount > 5 and consent.amount < 5)", None),
        ("where (consent.amount >= person.unknown)", None),
        ("where (consent.tier is known)", {"where": {"tier": "low"}}),
        ("where (consent.direct is known)", {"where": {"direct": True}}),
        ("where (consent.amount is known)", None),
        ("where (consent.amount > 999999999999999999)", None),
        ("where (consent.amount is not known)", {}),
        ("where (not (consent.direct or consent.tier is low))", {"where": {"direct": False, "tier": "high"}}),
        ('where (consent.lender is not "a")', None),
        ('where (not consent.lender starts with "a")', None),
        ("where (consent.level is not written)", {}),
        ("where (consent.proof is known)", {}),
        ('where (consent.proof is "signed")', {"with_proof": True}),
        ("where (consent.amount >= person.limit and consent.signed_on is before debt.due_on)", None),
        ("where (consent.terms.version is 3)", {"where": {"terms.version": 3}}),
        ("and_scope", {"for": {"channel": "voice", "scope": ["mail"]}}),
    ],
)  # fmt: skip
def test_what_else_a_consent_must_be(asked: str, shown: dict[str, Any] | None) -> None:
    rules = (
        OPEN
        + "fact consent.direct : flag\nfact consent.tier : one of low, high, top\n"
        + "fact consent.amount : number\nfact consent.lender : text\n"
        + "fact consent.signed_on : date\nfact consent.seen_at : instant\n"
        + "fact consent.terms.version : number\n"
        + "fact person.limit : number\nfact person.unknown : number\n"
        + "fact consent.scope : set of mail, calls\nfact proposal.scope : text\n"
        + f"consent m\n  require express consent for channel {asked}\n".replace(" and_", ", ")
    )
    data = request(
        "2026-03-05T00:30:00+08:00",
        person={"limit": 70},
        proposal={"debts": ["D1"], "attributes": {"scope": "mail"}},
        debts=[{"id": "D1", "creditor": "bank"}],
    )
    found = changes(rules, data)
    if shown is None:
        assert found == ()
    else:
        assert parts(found) == [{**consent("express", channel="voice"), **shown}]


def test_a_consent_that_lifts_a_rule() -> None:
    rules = OPEN + QUIET + "  unless live written consent for channel\n"
    found = changes(rules, request(NIGHT))
    assert kinds(found) == ["wait", "consent"]
    assert parts(found)[1] == consent("written", channel="voice")


def test_a_consent_that_a_ladder_waits_for() -> None:
    rules = (
        OPEN
        + "ladder l per person\n  hold while no live consent for purpose\n"
        + "  step call\n    via voice\n    at most 3 attempts ever\n"
    )
    assert parts(changes(rules)) == [consent("implied", purpose="collections")]
    rules = (
        OPEN
        + "ladder l per person\n  step call\n    via voice\n    when live consent for channel\n"
        + "    at most 3 attempts ever\n"
    )
    assert parts(changes(rules)) == [consent("implied", channel="voice")]


def test_a_consent_with_which_a_policy_governs() -> None:
    rules = HEAD.replace("otherwise", "governs live consent for channel\n  otherwise")
    policy = policydsl.load_text(rules)
    found = [change.kind for change in policy.what_if(request())]
    assert found == ["consent"]


def test_a_consent_for_what_is_not_known_cannot_be_had() -> None:
    assert changes(OPEN + "consent m require consent for address\n") == ()


def test_a_consent_as_of_an_event_comes_too_late() -> None:
    rules = (
        OPEN + "cap c\n  at most 1 attempt per person in 24 hours\n"
        "  where (no live consent for channel as of event.at)\n"
    )
    events = [{"id": "e", "kind": "contact", "at": NOON, "channel": "voice"}]
    assert kinds(changes(rules, request(NOON, events=events))) == ["wait"]


def test_either_of_two_consents() -> None:
    rules = (
        OPEN + "deny m when channel is voice\n"
        "  unless live express consent for channel or live written consent for purpose\n"
    )
    assert parts(changes(rules)) == [
        consent("express", channel="voice"),
        consent("written", purpose="collections"),
    ]


def test_a_consent_that_asks_for_more_than_another_is_not_given() -> None:
    rules = (
        OPEN + "deny m when channel is voice\n"
        "  unless live written consent for channel, purpose with proof\n"
        "    or live express consent for channel\n"
    )
    assert parts(changes(rules)) == [consent("express", channel="voice")]


def test_one_consent_meets_several_rules() -> None:
    rules = (
        OPEN
        + "consent a require express consent for channel\n"
        + "consent b require written consent for purpose with proof\n"
        + "deny c when channel is voice unless live consent for channel\n"
    )
    assert parts(changes(rules)) == [
        {**consent("written", channel="voice", purpose="collections"), "with_proof": True}
    ]


def test_consents_that_cannot_be_one_are_several_and_no_more_than_needed() -> None:
    rules = (
        OPEN
        + "fact consent.form : one of paper, web, phone\n"
        + "consent a require consent for channel where (consent.form is paper)\n"
        + "consent b require consent for channel where (consent.form is web)\n"
        + "deny c when channel is voice\n"
        + "  unless live consent for channel where (consent.form is phone)\n"
        + "    or live consent for channel\n"
    )
    (change,) = changes(rules)
    forms = [part["where"]["form"] for part in change.to_dict()["parts"]]
    assert (change.kind, sorted(forms)) == ("consent", ["paper", "web"])
    unless = "  unless live consent for purpose where (consent.form is paper)\n"
    found = changes(rules.replace("deny c", f"{unless}deny c"))
    assert parts(found) == [
        {
            **consent("implied", channel="voice", purpose="collections"),
            "where": {"form": "paper"},
        }
    ]


def test_a_consent_for_each_debt() -> None:
    rules = (
        OPEN
        + "fact consent.lender : text\n"
        + "consent m require consent for channel where (consent.lender is debt.creditor)\n"
    )
    debts = [{"id": "D1", "creditor": "a"}, {"id": "D2", "creditor": "b"}]
    data = request(proposal={"debts": ["D1", "D2"]}, debts=debts)
    (change,) = changes(rules, data)
    assert [part["where"]["lender"] for part in change.to_dict()["parts"]] == ["a", "b"]
