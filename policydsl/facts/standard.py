"""The facts that every policy may read without declaring them.

In: the values of the enumerations and the kinds of events. Out: `Field` values. What a proposal
may carry, an event may carry too, because an event is a proposal that came true, and a consent
may name, because consent is given for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policydsl.core.request import LEVELS, Value
from policydsl.facts.problems import MISSING, Missing
from policydsl.facts.types import (
    DateType,
    Flag,
    InstantType,
    Number,
    OneOf,
    TextType,
    Type,
    extended,
)
from policydsl.frozen import frozen

STANDARD = "standard"
DECLARED = "declared"
ANY = "any"
"""In a consent: matches every value."""

ENUMERATIONS: Mapping[str, tuple[str, ...]] = {
    "channel": (*("voice", "sms", "email", "push", "in_app", "chat", "letter", "visit", "social"),),
    "recipient": (
        *("debtor", "co_borrower", "guarantor", "spouse", "representative", "third_party"),
        *("emergency_contact", "employer"),
    ),
    "actor": ("human", "bot", "prerecorded"),
}
EVENT_KINDS = ("contact", "payment", "refusal", "complaint", "opt_out", "skipped")
"""`skipped`: a step of a ladder was passed over."""

CONTACT = "contact"
AMENDMENT = "amendment"
DIRECTIONS = OneOf(("outbound", "inbound"))
CONSENT_LEVELS = OneOf(("implied", "express", "written"))
LEVEL_FLAGS = tuple(f"event.{level}" for level in LEVELS[1:])
DEBT_COUNT = "proposal.debt_count"
"""How many debts the proposal names; unknown when it does not say."""

DERIVED = frozenset((*LEVEL_FLAGS, DEBT_COUNT))
"""Fields that follow from others and are never given themselves."""


@frozen
class Field:
    """A fact that a policy may read.

    `path` is full (`proposal.channel`). `required`: a request without it is refused. `default`
    is its value when it is left out; `MISSING`: it is unknown then. `nullable`: JSON `null` means
    `none`. `origin` is `standard` or `declared`. `about` says in a few words what it is.
    """

    path: str
    type: Type
    required: bool = False
    default: Value | Missing = MISSING
    nullable: bool = False
    origin: str = STANDARD
    about: str = ""

    @property
    def root(self) -> str:
        """The first part of the path."""
        return self.path.partition(".")[0]


_TEXT = TextType()
_NAME = TextType(named=True)


def standard_fields(
    enumerations: Mapping[str, tuple[str, ...]], event_kinds: tuple[str, ...]
) -> tuple[Field, ...]:
    """Every standard field, under the enumerations and event kinds that a policy works with."""
    types = {name: OneOf(values, f"fact {name} : also") for name, values in enumerations.items()}
    proposal = tuple(_proposal(types))
    kinds = OneOf(event_kinds, "event")
    carried = tuple(field for field in proposal if field.path not in ("proposal.id", DEBT_COUNT))
    return (
        *proposal,
        *_parties(types),
        *_subjects(),
        *_event(types, kinds),
        *(carried_by_event(field) for field in carried if not _known_to_events(field)),
        *_consent(),
        *(covered_by_consent(field) for field in carried),
    )


def carried_by_event(field: Field) -> Field:
    """An event's side of a field of proposals."""
    return _mirror(field, "event")


def covered_by_consent(field: Field) -> Field:
    """A consent's side of a field of proposals; an enumeration takes `any` as well."""
    mirrored = replace(_mirror(field, "consent"), nullable=False)
    if not isinstance(field.type, OneOf):
        return mirrored
    return replace(mirrored, type=extended(field.type, (ANY,)))


def _mirror(field: Field, root: str) -> Field:
    name = field.path.partition(".")[2]
    return replace(field, path=f"{root}.{name}", required=False, default=MISSING)


def _known_to_events(field: Field) -> bool:
    return field.path.partition(".")[2] in ("channel", "recipient", "actor", "address")


def _proposal(types: Mapping[str, OneOf]) -> Iterator[Field]:
    yield Field("proposal.channel", types["channel"], required=True, about="by which channel")
    yield Field("proposal.purpose", _NAME, required=True, about="what the contact is for")
    yield Field(DEBT_COUNT, Number(), about="derived from `debts`: how many it names")
    optional: tuple[tuple[str, Type, str], ...] = (
        ("id", _NAME, "the proposal's own id; an event with this id does not count"),
        ("recipient", types["recipient"], "the role of the person aimed at"),
        ("actor", types["actor"], "who or what makes the contact"),
        ("address", _NAME, "the number, mail address, device or place used"),
        ("reason", _TEXT, "the occasion of the contact"),
        ("template", _TEXT, "the template of the message"),
        ("campaign", _TEXT, "the campaign that the contact belongs to"),
    )
    for name, kind, about in optional:
        yield Field(f"proposal.{name}", kind, nullable=True, about=about)


def _parties(types: Mapping[str, OneOf]) -> Iterator[Field]:
    """What the object forms of recipient, actor and address say, of proposals and of events."""
    parts: tuple[tuple[str, Type, str], ...] = (
        ("recipient.id", _NAME, "the id of the person aimed at"),
        ("recipient.role", types["recipient"], "the same as `proposal.recipient`"),
        ("actor.kind", types["actor"], "the same as `proposal.actor`"),
        ("actor.firm", _TEXT, "the firm that makes the contact"),
        ("address.id", _NAME, "the same as `proposal.address`"),
        ("address.kind", _TEXT, "what sort of address it is, such as `mobile`"),
        ("address.place", _TEXT, "where the address reaches the person, such as `work`"),
    )
    for path, kind, about in parts:
        yield Field(path, kind, nullable=True, about=about)
        if path not in ALIASES:
            yield Field(f"event.{path}", kind, nullable=True, about=about)


ALIASES: Mapping[str, str] = {
    "recipient.role": "proposal.recipient",
    "actor.kind": "proposal.actor",
    "address.id": "proposal.address",
}
"""Paths that read what a plain value says, by the path of that value."""


def _subjects() -> Iterator[Field]:
    yield Field("person.id", _NAME, about="the person's id")
    yield Field("person.region", _TEXT, about="where the person lives, such as `US-FL`")
    yield Field("person.household", _TEXT, about="the household whose contacts are counted")
    yield Field("debt.id", _NAME, required=True, about="the debt's id")
    yield Field("debt.due_on", DateType(), about="the date on which the debt fell due")
    yield Field("debt.creditor", _TEXT, about="whose debt it is")


def _event(types: Mapping[str, OneOf], kinds: OneOf) -> Iterator[Field]:
    yield Field("event.kind", kinds, required=True, about="what happened")
    yield Field("event.at", InstantType(), required=True, about="when it happened")
    optional: tuple[tuple[str, Type, str], ...] = (
        ("channel", types["channel"], "by which channel"),
        ("direction", DIRECTIONS, "who started it"),
        ("recipient", types["recipient"], "the role of the person aimed at"),
        ("actor", types["actor"], "who or what made the contact"),
        ("address", _NAME, "the address used"),
        ("outcome", _TEXT, "what came of it"),
        ("step", _NAME, "the step of the ladder that it took"),
        ("household", _TEXT, "the household it is counted for"),
        ("creditor", _TEXT, "the creditor it is counted for"),
    )
    for name, kind, about in optional:
        yield Field(f"event.{name}", kind, about=about)
    for path in LEVEL_FLAGS:
        yield Field(path, Flag(), default=False, about="derived from `reached`")


def _consent() -> Iterator[Field]:
    yield Field(
        "consent.level", CONSENT_LEVELS, default="implied", about="how plainly it was given"
    )
    yield Field("consent.effective_from", InstantType(), required=True, about="when it starts")
    for name, about in (
        ("effective_to", "when it ends (left out)"),
        ("confirmed_at", "when a second act at the address confirmed it"),
        ("revoked_at", "when it was taken back"),
    ):
        yield Field(f"consent.{name}", InstantType(), default=None, nullable=True, about=about)
    yield Field("consent.proof", _TEXT, default=None, nullable=True, about="what shows it")
