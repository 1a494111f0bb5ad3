"""The checked request: what the evaluators read.

In: nothing; `policydsl.facts` makes these out of JSON, with every value checked, defaults filled
in, duplicates dropped and amendments applied. Out: frozen types.

A value that is absent is missing (unknown); None is `none` (absent on purpose). Instants are int
microseconds since 1970-01-01T00:00:00Z; dates are `datetime.date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from policydsl.frozen import frozen

LEVELS: tuple[str, ...] = (
    "attempted",
    "submitted",
    "delivered",
    "connected",
    "right_party",
    "conversation",
)
"""How far a contact got; level n is `LEVELS[n - 1]`, and each includes those before it."""


@frozen
class Hours:
    """A weekly table: for each weekday (0 Monday) its (start, end) minutes, half-open.

    end <= start crosses midnight and belongs to the day it starts on.
    """

    days: tuple[tuple[tuple[int, int], ...], ...]


@frozen
class Preference:
    """One thing a person ruled out; None in a field means it does not matter.

    `days` are weekdays, `intervals` minutes of the local clock on those days, `start` and `end`
    the instants between which the wish holds (end left out).
    """

    channels: frozenset[str] | None = None
    places: frozenset[str] | None = None
    addresses: frozenset[str] | None = None
    days: frozenset[int] | None = None
    intervals: tuple[tuple[int, int], ...] | None = None
    start: int | None = None
    end: int | None = None


Preferences: TypeAlias = tuple[Preference, ...]
Value: TypeAlias = bool | int | Decimal | str | date | frozenset[str] | Hours | Preferences | None


@frozen
class Zone:
    """A candidate zone of the recipient and where it is known from."""

    name: str
    source: str


@frozen
class Event:
    """Something that happened to this person at or before the request's `at`.

    `level` is 1 to 6 for contacts, 0 for other kinds. None means absent for the fields that may
    be: `direction`, `channel`, `address`, `debts`, `discussed`, `step`. `recipient` is a role and
    an id, each possibly None. `person` None means the person of the request. `values` holds every
    field that a filter may read, by full path (`event.outcome`), level flags (`event.connected`)
    included. `reserved`: a reservation neither confirmed nor released.
    """

    id: str
    kind: str
    at: int
    level: int = 0
    direction: str | None = None
    channel: str | None = None
    address: str | None = None
    recipient: tuple[str | None, str | None] = (None, None)
    person: str | None = None
    debts: tuple[str, ...] | None = None
    discussed: tuple[str, ...] | None = None
    step: str | None = None
    reserved: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)


@frozen
class ConsentRecord:
    """A consent given, with its life; instants in microseconds, None where not said.

    `level` is `implied`, `express` or `written`. `values` holds every field by full path
    (`consent.channel`, `consent.purpose`, declared ones); a field absent there matches nothing.
    """

    id: str
    effective_from: int
    effective_to: int | None = None
    confirmed_at: int | None = None
    revoked_at: int | None = None
    level: str = "implied"
    proof: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


@frozen
class Approval:
    """A human's yes: for one rule or step (`rule` its full id), by a role, at an instant.

    `rule` of a ladder step is the ladder's id, a dot and the step's name.
    """

    rule: str
    role: str
    at: int
    by: str


@frozen
class Request:
    """A proposal with all that is known when it is judged.

    `facts` holds proposal, recipient, actor, address and person facts by full path
    (`proposal.channel`, `recipient.place`, `person.cease`). `debts` maps the id of each debt
    known to its facts (`debt.due_on`). `proposal_debts` None means not said; () means about none.
    `zones` () means unknown. `events` ascend by (at, id), none after `at`, none with the
    proposal's own id; `consents` ascend by id.
    """

    at: int
    facts: Mapping[str, Value]
    person: str | None = None
    recipient: tuple[str | None, str | None] = (None, None)
    proposal_debts: tuple[str, ...] | None = ()
    debts: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    events: tuple[Event, ...] = ()
    consents: tuple[ConsentRecord, ...] = ()
    approvals: tuple[Approval, ...] = ()
