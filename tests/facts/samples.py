"""What the tests of facts share: a policy's declarations, and the smallest request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.core.request import Request
from policydsl.facts.checking import check_request
from policydsl.facts.types import (
    DateType,
    Flag,
    HoursType,
    InstantType,
    Number,
    OneOf,
    PreferencesType,
    SetOf,
    TextType,
)
from policydsl.facts.vocabulary import Also, Declaration, Declared, EventKind, Vocabulary

DECLARATIONS: tuple[Declared, ...] = (
    Declaration("person.cease", Flag(), False),
    Declaration("person.score", Number()),
    Declaration("person.agreed_hours", HoursType(28 * 60), None),
    Declaration("person.wishes", PreferencesType(), None),
    Declaration("person.languages", SetOf()),
    Declaration("person.contact.tier", OneOf(("low", "high"))),
    Declaration("person.born", DateType()),
    Declaration("proposal.topic", TextType(), None),
    Declaration("recipient.place", TextType()),
    Declaration("actor.licensed", Flag(), False),
    Declaration("debt.risk_tier", OneOf(("low", "mid", "high"))),
    Declaration("debt.promise_until", InstantType(), None),
    Declaration("event.automated", Flag(), False),
    Declaration("consent.scope", OneOf(("local", "global"))),
    Declaration("channel", Also(("kiosk",))),
    EventKind("promise"),
)


def vocabulary() -> Vocabulary:
    made, refusals = Vocabulary.standard().with_declarations(DECLARATIONS)
    assert refusals == ()
    return made


VOCABULARY = vocabulary()

AT = "2026-03-04T10:00:00Z"
MICROS = 1_772_618_400_000_000


def smallest(proposal: Mapping[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
    """The smallest request, with more in its proposal or beside it."""
    return {
        "at": AT,
        "proposal": {"channel": "voice", "purpose": "servicing", **(proposal or {})},
        **rest,
    }


def checked(proposal: Mapping[str, Any] | None = None, **rest: Any) -> Request:
    """The request, which must be fine."""
    request, found = check_request(smallest(proposal, **rest), VOCABULARY)
    assert found == [] and request is not None, [(one.path, one.message()) for one in found]
    return request


def wrong(proposal: Mapping[str, Any] | None = None, **rest: Any) -> list[tuple[str, str | None]]:
    """The codes and paths of what is wrong with a request, which cannot be fine."""
    request, found = check_request(smallest(proposal, **rest), VOCABULARY)
    assert request is None and found
    return [(one.code, one.path) for one in found]


def event(identity: str, at: str = "2026-03-01T10:00:00Z", **rest: Any) -> dict[str, Any]:
    """A contact, or with `kind` something else."""
    return {"id": identity, "kind": "contact", "at": at, **rest}
