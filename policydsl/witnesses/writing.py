"""Drafts as requests write them.

In: a draft, and the fields of a vocabulary. Out: JSON values in the shape of the request reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policydsl.core.windows import MICROS_PER_HOUR
from policydsl.core.zones import zone_info
from policydsl.facts.moments import utc, utc_text
from policydsl.facts.standard import DECLARED, Field
from policydsl.facts.tables import ATTRIBUTES, PARTIES
from policydsl.facts.types import InstantType
from policydsl.witnesses.draft import Draft, Record

_PLAIN = {"recipient": "role", "actor": "kind", "address": "id"}
_BY_ITSELF = ("id", "reached", "debts", "discussed", "person", "reserved")
Json = dict[str, Any]


def to_json(draft: Draft, fields: Mapping[str, Field]) -> Json:
    """The request; what is empty is left out."""
    writer = _Writer(fields, draft.zones[0] if draft.zones else None)
    proposal: Json = {}
    person: Json = {}
    for path, value in draft.facts.items():
        root, *parts = path.split(".")
        if root == "person":
            writer.write(person, parts, path, value)
        else:
            writer.write(proposal, parts if root == "proposal" else [root, *parts], path, value)
    if draft.about is not None:
        proposal["debts"] = list(draft.about)
    if draft.approvals:
        at = writer.instant(draft.at - MICROS_PER_HOUR)
        proposal["approvals"] = [
            {"rule": rule, "role": role, "by": role, "at": at} for rule, role in draft.approvals
        ]
    if draft.zones:
        person["time_zones"] = list(draft.zones)
    data: Json = {"at": writer.instant(draft.at), "proposal": _plainer(proposal)}
    if person:
        data["person"] = person
    for key, records in (
        ("debts", draft.debts),
        ("consents", draft.consents),
        ("events", draft.events),
    ):
        if records:
            data[key] = [writer.record(record) for record in records]
    return data


class _Writer:
    """Writes values by the types of their fields; instants as the clock of a zone shows them."""

    __slots__ = ("_fields", "_zone")

    def __init__(self, fields: Mapping[str, Field], zone: str | None) -> None:
        self._fields = fields
        self._zone = zone

    def record(self, record: Record) -> Json:
        """A debt, a consent or an event."""
        made: Json = {}
        for path, value in record.items():
            if path in _BY_ITSELF:
                made[path] = list(value) if isinstance(value, tuple) else value
            else:
                self.write(made, path.split(".")[1:], path, value)
        return _plainer(made)

    def write(self, made: Json, parts: list[str], path: str, value: object) -> None:
        """One value to where its path says, in the objects on the way."""
        field = self._fields[path]
        if parts[0] in PARTIES and field.root != "consent":
            parts = parts if len(parts) > 1 else [parts[0], _PLAIN[parts[0]]]
        elif field.origin == DECLARED and field.root in ("proposal", "event"):
            parts = [ATTRIBUTES, *parts]
        for part in parts[:-1]:
            made = made.setdefault(part, {})
        made[parts[-1]] = self._value(field, value)

    def instant(self, micros: int) -> str:
        """An instant with its offset."""
        if self._zone is None:
            return utc_text(utc(micros))
        local = utc(micros).astimezone(zone_info(self._zone))
        seconds = local.utcoffset()
        if seconds is None or seconds.total_seconds() % 60:
            return utc_text(utc(micros))
        return local.isoformat()

    def _value(self, field: Field, value: object) -> object:
        if isinstance(field.type, InstantType) and isinstance(value, int):
            return self.instant(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, frozenset):
            return sorted(value)
        if isinstance(value, Decimal):
            plain = float(value)
            return plain if Decimal(str(plain)) == value else value
        return value


def _plainer(made: Json) -> Json:
    """An object with the parties of whom only one thing is said as plain values."""
    for party, plain in _PLAIN.items():
        said = made.get(party)
        if isinstance(said, dict) and set(said) == {plain}:
            made[party] = said[plain]
    return made
