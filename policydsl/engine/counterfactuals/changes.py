"""Changes that could turn the verdict of a contact.

In: nothing. Out: frozen types: what is to change, and the request so changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from policydsl.core.request import Approval, ConsentRecord, Request
from policydsl.engine.plans import by_channel
from policydsl.engine.timeline.search import moved
from policydsl.facts.moments import to_micros, utc_text
from policydsl.frozen import frozen

SUPPOSED = "what-if"
"""Who approved, what proves a consent, and the id of one, where it does not matter."""


@frozen
class WaitUntil:
    """Make the contact at a later instant, in UTC; nothing else changes until then."""

    kind: ClassVar[str] = "wait"
    until: datetime

    def applied_to(self, request: Request) -> Request:
        """The request, judged then."""
        return moved(request, to_micros(self.until))

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {"kind": self.kind, "until": utc_text(self.until)}


@frozen
class OtherChannel:
    """Use another channel; address and template stay as they are."""

    kind: ClassVar[str] = "channel"
    channel: str

    def applied_to(self, request: Request) -> Request:
        """The request by that channel."""
        return by_channel(request, self.channel)

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {"kind": self.kind, "channel": self.channel}


@frozen
class NewApproval:
    """A yes of a human to one rule, or to one step of a ladder (`ladder.step`).

    `role` is who must give it, None for anybody.
    """

    kind: ClassVar[str] = "approval"
    rule: str
    role: str | None

    def applied_to(self, request: Request) -> Request:
        """The request with the approval, given at its own instant."""
        approval = Approval(self.rule, self.role or SUPPOSED, request.at, SUPPOSED)
        return replace(request, approvals=(*request.approvals, approval))

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {"kind": self.kind, "rule": self.rule, "role": self.role}


@frozen
class NewConsent:
    """A consent, given at the instant of the request.

    `fields` is what it must be for, `conditions` what else it must say, both as (name, value) with
    values as Python has them. `raw` is a record that meets all of it, as a request writes it, and
    `record` the same checked.
    """

    kind: ClassVar[str] = "consent"
    fields: tuple[tuple[str, Any], ...]
    conditions: tuple[tuple[str, Any], ...]
    level: str
    with_proof: bool
    confirmed: bool
    raw: Mapping[str, Any]
    record: ConsentRecord

    def applied_to(self, request: Request) -> Request:
        """The request with the record."""
        consents = (*request.consents, self.record)
        return replace(request, consents=tuple(sorted(consents, key=lambda one: one.id)))

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {
            "kind": self.kind,
            "level": self.level,
            "for": {name: _json(value) for name, value in self.fields},
            "with_proof": self.with_proof,
            "confirmed": self.confirmed,
            "where": {name: _json(value) for name, value in self.conditions},
            "record": _json(self.raw),
        }


Part: TypeAlias = OtherChannel | NewApproval | NewConsent | WaitUntil
_ORDER = ("channel", "approval", "consent", "wait")


@frozen
class Change:
    """A smallest change with which a contact would be allowed: all of its parts together."""

    parts: tuple[Part, ...]

    @property
    def kind(self) -> str:
        """`wait`, `channel`, `consent`, `approval`, or two of them as in `consent+wait`."""
        return "+".join(dict.fromkeys(part.kind for part in self.parts))

    def applied_to(self, request: Request) -> Request:
        """The request with the change; the policy's own `request` must have made it."""
        for part in self.parts:
            request = part.applied_to(request)
        return request

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values; instants in UTC, as `2026-03-08T05:00:00Z`."""
        return {"kind": self.kind, "parts": [part.to_dict() for part in self.parts]}


def change_of(*parts: Part) -> Change:
    """Parts as one change, in their fixed order."""
    return Change(tuple(sorted(parts, key=lambda part: _ORDER.index(part.kind))))


def _json(value: Any) -> Any:
    """A Python value as JSON has it."""
    match value:
        case Mapping():
            return {name: _json(one) for name, one in value.items()}
        case datetime():
            return utc_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case frozenset():
            return sorted(value)
        case _:
            return value
