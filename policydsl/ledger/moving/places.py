"""What a line says of the reservation that an event was, or still is.

In: the object under `gate`. Out: the state of an entry, and what the gate keeps with it. So a
ledger that is moved still knows which keys were answered, and which places are taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.diagnostics import Text
from policydsl.facts.moments import parse_instant, utc, utc_text
from policydsl.facts.objects import is_object, needed, optional
from policydsl.facts.problems import Problem, unknown_field, wrong_type
from policydsl.facts.types import OneOf
from policydsl.facts.undeclared import wrong_with
from policydsl.facts.values import parse_flag
from policydsl.frozen import frozen
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.store import Entry, State

GATE = "gate"

_FIELDS = ("state", "expires_at", "frees", "permit")
_STATES = OneOf((State.RESERVED.value, State.EXPIRED.value, State.RELEASED.value))
_OWNER = Text("a reservation", "预留")
_OBJECT = Text("an object", "对象")
_DEEPER = -6
"""A permit holds a decision, and is nested more deeply than facts are."""


@frozen
class Place:
    """The part of an entry that only reservations have."""

    state: State = State.EVENT
    expires_at: int | None = None
    frees: bool = False
    permit: str | None = None


NO_PLACE = Place()


def read_place(raw: object, is_open: bool, problems: list[Problem]) -> Place:
    """What is said under `gate`. `is_open`: it has a state, since it is no event (yet)."""
    inner: list[Problem] = []
    place = NO_PLACE
    if is_object(raw, inner):
        inner.extend(unknown_field(key, _OWNER, _FIELDS) for key in raw if key not in _FIELDS)
        state = State.EVENT
        if is_open:
            state = State(needed(raw, "state", _STATES.parse, inner) or State.RESERVED)
        elif "state" in raw:
            inner.append(Problem("R111", {"owner": _OWNER, "field": "state"}).under("state"))
        place = Place(
            state=state,
            expires_at=optional(raw, "expires_at", parse_instant, inner),
            frees=optional(raw, "frees", parse_flag, inner) is True,
            permit=optional(raw, "permit", _parse_permit, inner),
        )
        if state is State.RESERVED and place.expires_at is None and not inner:
            needed(raw, "expires_at", parse_instant, inner)
    problems.extend(problem.under(GATE) for problem in inner)
    return place


def _parse_permit(value: object) -> str | Problem:
    if not isinstance(value, Mapping):
        return wrong_type(_OBJECT, value)
    problem = wrong_with(value, _DEEPER)
    if problem is not None:
        return problem
    try:
        return body_text(value)
    except (TypeError, ValueError):
        return Problem("L120")


def write_place(entry: Entry) -> dict[str, Any]:
    """What goes under `gate` for an entry; nothing for an event that was never reserved."""
    said: dict[str, Any] = {}
    if entry.state is not State.EVENT:
        said["state"] = entry.state.value
    if entry.expires_at is not None:
        said["expires_at"] = utc_text(utc(entry.expires_at))
    if entry.frees:
        said["frees"] = True
    if entry.permit is not None:
        said["permit"] = read_body(entry.permit)
    return said
