"""Requests that differ in one declared fact.

In: a request in JSON form, and a field. Out: the same request with two values of that fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from policydsl.facts.standard import Field
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

Json = Mapping[str, Any]
_PLAIN = {"recipient": "role", "actor": "kind", "address": "id"}
_LISTS = {"debt": "debts", "event": "events", "consent": "consents"}


def both(data: Json, field: Field) -> tuple[Json, Json]:
    """The request with one value of a declared fact, and with another."""
    one, other = _values(field, data["at"])
    return with_fact(data, field.path, one), with_fact(data, field.path, other)


def written(data: Json, field: Field) -> Any:
    """A value that a request may write for a field, and that is not its default."""
    return next(value for value in _values(field, data["at"]) if value != field.default)


def _values(field: Field, at: str) -> tuple[Any, Any]:
    """Two different values that requests may write for a field."""
    match field.type:
        case Flag():
            return True, False
        case Number():
            return 0, 1000
        case TextType():
            return "one", "another"
        case DateType():
            return "2020-01-01", "2040-01-01"
        case InstantType():
            return at, "2040-01-01T00:00:00Z"
        case OneOf(values=values):
            return values[0], values[-1]
        case SetOf(values=values):
            return [], [values[0] if values else "one"]
        case HoursType():
            return {"monday": ["09:00-10:00"]}, {"friday": ["20:00-21:00"]}
        case PreferencesType():
            return [], [{"days": list(_WEEK)}]
    raise AssertionError(field.type)


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def with_fact(data: Json, path: str, value: Any) -> Json:
    """The request with a value of a declared fact; what the fact is about is added if need be."""
    root, *parts = path.split(".")
    if root == "person":
        return {**data, "person": _put(data.get("person") or {}, parts, value)}
    proposal = data["proposal"]
    if root == "proposal":
        return {**data, "proposal": _put(proposal, ["attributes", *parts], value)}
    if root in _PLAIN:
        said = proposal.get(root)
        party = said if isinstance(said, Mapping) else {} if said is None else {_PLAIN[root]: said}
        return {**data, "proposal": {**proposal, root: _put(party, parts, value)}}
    first, *rest = data.get(_LISTS[root]) or [_record(root, data)]
    within = ["attributes", *parts] if root == "event" else parts
    changed = {**data, _LISTS[root]: [_put(first, within, value), *rest]}
    if root == "debt" and not proposal.get("debts"):
        changed["proposal"] = {**proposal, "debts": [first["id"]]}
    return changed


def _put(record: Json, parts: Sequence[str], value: Any) -> Json:
    first, *rest = parts
    if not rest:
        return {**record, first: value}
    return {**record, first: _put(record.get(first) or {}, rest, value)}


def _record(root: str, data: Json) -> Json:
    """The least that an event, a consent or a debt must say."""
    before = (datetime.fromisoformat(data["at"]) - timedelta(days=1)).isoformat()
    if root == "debt":
        return {"id": "D1"}
    if root == "event":
        return {"id": "e1", "kind": "contact", "at": before, "channel": data["proposal"]["channel"]}
    return {"id": "k1", "effective_from": before}
