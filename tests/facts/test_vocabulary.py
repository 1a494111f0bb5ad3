"""Which declarations stand, and what they add."""

from __future__ import annotations

import pytest

from policydsl.facts.problems import MISSING
from policydsl.facts.standard import DECLARED, STANDARD
from policydsl.facts.types import (
    Flag,
    HoursType,
    InstantType,
    Number,
    OneOf,
    PreferencesType,
    SetOf,
    TextType,
)
from policydsl.facts.vocabulary import Also, Declaration, Declared, EventKind, Refusal, Vocabulary
from tests.facts.samples import DECLARATIONS, VOCABULARY

STANDARD_ONE = Vocabulary.standard()


def refused(*declarations: Declared) -> list[tuple[str, str | None]]:
    _, refusals = STANDARD_ONE.with_declarations(declarations)
    return [(refusal.reason, refusal.other) for refusal in refusals]


def test_what_is_there_without_being_declared() -> None:
    channel = STANDARD_ONE.lookup("proposal.channel")
    assert channel is not None and channel.required and channel.origin == STANDARD
    assert channel.root == "proposal"
    reason = STANDARD_ONE.lookup("proposal.reason")
    assert reason is not None and reason.nullable and reason.default is MISSING
    connected = STANDARD_ONE.lookup("event.connected")
    assert connected is not None and connected.type == Flag()
    assert STANDARD_ONE.lookup("person.cease") is None
    assert {"event.campaign", "consent.purpose", "event.address.place"} <= set(STANDARD_ONE.names())
    assert STANDARD_ONE.event_kinds == (
        *("contact", "payment", "refusal", "complaint", "opt_out", "skipped"),
    )


def test_declared_facts() -> None:
    cease = VOCABULARY.lookup("person.cease")
    assert cease is not None
    assert (cease.type, cease.default, cease.nullable, cease.origin) == (
        Flag(),
        False,
        False,
        DECLARED,
    )
    hours = VOCABULARY.lookup("person.agreed_hours")
    assert hours is not None and hours.nullable and hours.default is None


def test_enumerations_grow_everywhere() -> None:
    assert VOCABULARY.enumerations["channel"][-1] == "kiosk"
    for path in ("proposal.channel", "event.channel", "consent.channel"):
        field = VOCABULARY.lookup(path)
        assert field is not None and isinstance(field.type, OneOf)
        assert "kiosk" in field.type.values
        assert ("any" in field.type.values) == path.startswith("consent.")
    wishes = VOCABULARY.lookup("person.wishes")
    assert wishes is not None and isinstance(wishes.type, PreferencesType)
    assert wishes.type.channels is not None and "kiosk" in wishes.type.channels.values
    assert "promise" in VOCABULARY.event_kinds
    assert refused(Declaration("proposal.actor", Also(("robot",)))) == []


def test_events_carry_and_consents_cover_what_proposals_have() -> None:
    topic = VOCABULARY.lookup("event.topic")
    assert topic is not None and topic.nullable and topic.default is MISSING
    assert VOCABULARY.lookup("consent.topic") is not None
    assert VOCABULARY.lookup("event.actor.licensed") is not None
    own, refusals = STANDARD_ONE.with_declarations(
        [Declaration("event.topic", Number()), Declaration("proposal.topic", TextType())]
    )
    field = own.lookup("event.topic")
    assert refusals == () and field is not None and field.type == Number()


def test_a_consent_may_be_for_any() -> None:
    scope = VOCABULARY.lookup("consent.scope")
    assert scope is not None and scope.type == OneOf(("local", "global", "any"))


@pytest.mark.parametrize(
    ("path", "reason", "other"),
    [
        ("channel", "root", None),
        ("person", "root", None),
        ("person.", "root", None),
        ("customer.x", "root", None),
        ("person.time_zones", "reserved", None),
        ("debt.days_past_due", "reserved", None),
        ("proposal.attributes.x", "reserved", None),
        ("event.attempted", "reserved", None),
        ("consent.id", "reserved", None),
        ("proposal.channel", "standard", "proposal.channel"),
        ("event.connected", "standard", "event.connected"),
        ("proposal.address.x", "inside", "proposal.address"),
        ("event.recipient.x", "inside", "event.recipient"),
    ],
)
def test_paths_that_cannot_be_declared(path: str, reason: str, other: str | None) -> None:
    assert refused(Declaration(path, TextType())) == [(reason, other)]


def test_declared_twice() -> None:
    flag = Declaration("person.x", Flag(), False)
    assert refused(flag, flag) == []
    assert refused(flag, Declaration("person.x", Flag())) == [("twice", "person.x")]
    assert refused(flag, Declaration("person.x", Number(), 0)) == [("twice", "person.x")]
    assert (
        refused(
            Declaration("person.y", OneOf(("a", "b"))), Declaration("person.y", OneOf(("b", "a")))
        )
        == []
    )
    assert refused(
        Declaration("person.z", HoursType(10)), Declaration("person.z", HoursType(11))
    ) == [("twice", "person.z")]


def test_one_path_inside_another() -> None:
    outer, inner = Declaration("person.a.b", Flag()), Declaration("person.a.b.c", Flag())
    assert refused(outer, inner) == [("inside", "person.a.b")]
    assert refused(inner, outer) == [("inside", "person.a.b.c")]
    assert refused(Declaration("person.ab", Flag()), Declaration("person.a.b", Flag())) == []


def test_defaults_of_the_wrong_type() -> None:
    assert refused(Declaration("person.x", Flag(), 1)) == [("default", None)]
    assert refused(Declaration("person.x", OneOf(("a",)), "b")) == [("default", None)]
    assert refused(Declaration("person.x", InstantType(), "now")) == [("default", None)]
    assert refused(Declaration("person.x", SetOf(), frozenset({"a"}))) == []


def test_what_cannot_grow() -> None:
    assert refused(Declaration("purpose", Also(("x",)))) == [("enumeration", None)]
    assert refused(EventKind("amendment")) == [("reserved", None)]
    assert refused(EventKind("payment"), EventKind("cured")) == []


def test_the_order_of_declarations_does_not_matter() -> None:
    turned, _ = STANDARD_ONE.with_declarations(reversed(DECLARATIONS))
    assert dict(turned.fields) == dict(VOCABULARY.fields)
    stepwise = STANDARD_ONE
    for declaration in DECLARATIONS:
        stepwise, _ = stepwise.with_declarations([declaration])
    assert dict(stepwise.fields) == dict(VOCABULARY.fields)


def test_a_refusal_names_its_declaration() -> None:
    wrong = Declaration("x.y", Flag())
    assert STANDARD_ONE.with_declarations([wrong])[1] == (Refusal(wrong, "root"),)
