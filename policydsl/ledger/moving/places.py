"""What a line says of the reservation that an event was, or still is.

In: the object under `gate`. Out: the state of an entry, and what the gate keeps with it. So a
ledger that is moved still knows which keys were answered, and which places are taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.diagnostics import Text
from policydsl.facts.moments import EARLIEST, LATEST, parse_instant, utc, utc_text
from policydsl.facts.objects import is_object, needed, optional
from policydsl.facts.problems import Problem, unknown_field, wrong_type
from policydsl.facts.reading import read_request
from policydsl.facts.types import OneOf
from policydsl.facts.undeclared import wrong_with
from policydsl.facts.values import parse_flag
from policydsl.frozen import frozen
from policydsl.ledger.store import Entry, State

GATE = "gate"

_FIELDS = ("state", "expires_at", "frees", "permit")
_STATES = OneOf((State.RESERVED.value, State.EXPIRED.value, State.RELEASED.value))
_OWNER = Text("a reservation", "预留")
_PERMIT = Text("a permit as a ledger exports it", "台账导出的许可")
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
    """The permit as the gate wrote it: its fields keep their order, so it is kept as a text."""
    if not isinstance(value, str):
        return wrong_type(_PERMIT, value)
    kept = _object_in(value)
    if kept is None or wrong_with(kept, _DEEPER) is not None:
        return wrong_type(_PERMIT, value)
    until = kept.get("valid_until")
    is_sound = (
        _object_in(kept.get("proposal")) is not None
        and isinstance(kept.get("policy"), str)
        and isinstance(kept.get("answer"), Mapping)
        and (until is None or (type(until) is int and EARLIEST <= until <= LATEST))
    )
    return value if is_sound else wrong_type(_PERMIT, value)


def _object_in(text: object) -> Mapping[str, object] | None:
    """The object that a text of JSON holds; None when it holds none."""
    data, found = read_request(text) if isinstance(text, str) else (None, [])
    return data if isinstance(data, Mapping) and not found else None


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
        said["permit"] = entry.permit
    return said
