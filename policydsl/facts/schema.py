"""The JSON Schema of the requests that a policy needs: the integrator's contract.

In: a vocabulary and the paths that the policy reads. Out: a JSON Schema (draft 2020-12) that says
what stands where, of which type, and what is assumed when it is left out. Fields that the
vocabulary knows but the policy does not read may be given and are not described; names that it
does not know are refused, as `check_request` refuses them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from policydsl.core.request import LEVELS, Value
from policydsl.facts.checking import FIELDS
from policydsl.facts.events import MOST_DEBTS, MOST_EVENTS
from policydsl.facts.moments import utc
from policydsl.facts.problems import MISSING
from policydsl.facts.records import MOST_RECORDS
from policydsl.facts.standard import ALIASES, AMENDMENT, CONTACT, DEBT_COUNT, Field
from policydsl.facts.tables import Slot, Table
from policydsl.facts.types import (
    Flag,
    InstantType,
    Schema,
    TextType,
    Type,
    nullable_schema,
)
from policydsl.facts.values import LONGEST_LIST
from policydsl.facts.vocabulary import Vocabulary
from policydsl.facts.zones import MOST_ZONES

DRAFT = "https://json-schema.org/draft/2020-12/schema"

TIME_ZONES = "person.time_zones"
EVENTS, CONSENTS, DEBTS, APPROVALS = "events", "consents", "debts", "approvals"
PSEUDO_PATHS = frozenset({TIME_ZONES, EVENTS, CONSENTS, DEBTS, APPROVALS})
"""What a policy may read besides facts."""

_ALWAYS_OF_EVENTS = ("channel", "direction", "recipient", "address", "step")
_ALWAYS_OF_CONSENTS = ("level", "effective_to", "confirmed_at", "revoked_at", "proof")
_UNKNOWN = "when left out it is unknown, and rules that read it block"

_label = TextType(named=True).json_schema()
_instant = InstantType().json_schema()


def request_schema(vocabulary: Vocabulary, reads: Collection[str], *, title: str) -> Schema:
    """The schema of requests to a policy that reads these full paths and `PSEUDO_PATHS`.

    KeyError for a path that the vocabulary does not know.
    """
    return _Writer(vocabulary, reads).request(title)


class _Writer:
    """The parts of one schema."""

    def __init__(self, vocabulary: Vocabulary, reads: Collection[str]) -> None:
        self._vocabulary = vocabulary
        self._fields = {path: vocabulary.fields[path] for path in reads if path not in PSEUDO_PATHS}
        self._reads = {ALIASES.get(path, path) for path in reads}

    def request(self, title: str) -> Schema:
        properties: Schema = {
            "at": _described(_instant, "the instant that is judged"),
            "as_known": _nullable(_instant, "ignore what became known later than this"),
            "proposal": self._proposal(),
        }
        if TIME_ZONES in self._reads or self._reads_root("person"):
            properties["person"] = self._person()
        if self._reads_some(DEBTS, "debt"):
            properties["debts"] = _list(self._debt(), MOST_RECORDS)
        if self._reads_some(CONSENTS, "consent"):
            properties["consents"] = _list(self._consent(), MOST_RECORDS)
        if self._reads_some(EVENTS, "event"):
            properties["events"] = _list(self._event(), MOST_EVENTS)
        return {
            "$schema": DRAFT,
            "title": title,
            **_object(properties, ("at", "proposal"), FIELDS),
        }

    def _reads_root(self, root: str) -> bool:
        return any(field.root == root for field in self._fields.values())

    def _reads_some(self, pseudo: str, root: str) -> bool:
        return pseudo in self._reads or self._reads_root(root)

    def _proposal(self) -> Schema:
        table = self._vocabulary.tables.proposal
        properties = self._properties(table, ("id", "channel", "purpose"))
        counts = DEBT_COUNT in self._reads
        if counts or self._reads_some(DEBTS, "debt") or EVENTS in self._reads:
            properties["debts"] = _debt_ids("the debts that the contact is about; [] for none")
        if APPROVALS in self._reads:
            properties["approvals"] = nullable_schema(_list(_APPROVAL, LONGEST_LIST))
        return _closed(table, properties, ("channel", "purpose"))

    def _person(self) -> Schema:
        table = self._vocabulary.tables.person
        properties = self._properties(table, ("id",))
        if TIME_ZONES in self._reads:
            properties["time_zones"] = nullable_schema(_TIME_ZONES)
        return _closed(table, properties)

    def _debt(self) -> Schema:
        table = self._vocabulary.tables.debt
        properties = self._properties(table, ("id",))
        if "debt.due_on" in self._reads:
            properties["days_past_due"] = _nullable(
                {"type": "integer"},
                "instead of `due_on`: days from the due date to the local date of `at`",
            )
        return _closed(table, properties, ("id",))

    def _consent(self) -> Schema:
        table = self._vocabulary.tables.consent
        properties = self._properties(table, ("effective_from", *_ALWAYS_OF_CONSENTS))
        return _closed(table, {"id": _label, **properties}, ("id", "effective_from"))

    def _event(self) -> Schema:
        table = self._vocabulary.tables.event
        read = self._properties(table, ("kind", "at", *_ALWAYS_OF_EVENTS))
        kinds = read["kind"]["enum"]
        read["kind"] = {**read["kind"], "enum": [*kinds, AMENDMENT]}
        reached = _nullable({"enum": list(LEVELS)}, "how far a contact got; attempted if not said")
        properties: Schema = {
            "id": _label,
            **read,
            "debts": _debt_ids("the debts that it was about"),
            "discussed": _debt_ids("the debts that a talk was about"),
            "reached": reached,
            "reserved": _nullable(Flag().json_schema(), "a contact reserved and not confirmed"),
            "person": _nullable(_label, "whom it belongs to, when not the person of the request"),
            "known_at": _nullable(_instant, "when it became known"),
            "amends": _nullable(_label, "the id of the event that this one corrects"),
            "void": _nullable(Flag().json_schema(), "of an amendment: the event did not happen"),
        }
        return {
            **_closed(table, properties, ("id", "at")),
            "allOf": [_amends_or_happens(kinds), _only_contacts_reach()],
        }

    def _properties(self, table: Table, always: Iterable[str] = ()) -> Schema:
        """The fields of a table that are read, and those that are always described."""
        found: Schema = {}
        for key, slot in table.slots.items():
            if isinstance(slot, Table):
                inner = self._inner(slot, key in always)
                if inner is not None:
                    found[key] = inner
            elif slot.path in self._reads or key in always:
                found[key] = self._value(slot)
        return found

    def _inner(self, table: Table, always: bool) -> Schema | None:
        """An object within an object, and the plain value that may stand for it."""
        properties = self._properties(table)
        if TIME_ZONES in self._reads and "time_zones" in table.structure:
            properties["time_zones"] = nullable_schema(_TIME_ZONES)
        if not properties and not always:
            return None
        whole = _closed(table, properties)
        if table.plain is None:
            return whole
        plain = self._value(table.plain)
        about = plain.pop("description")
        return _described({"anyOf": [*plain.pop("anyOf", [plain]), whole]}, about)

    def _value(self, slot: Slot) -> Schema:
        """A single field: its type, what it is, and what is assumed when it is left out."""
        field = self._vocabulary.fields[slot.path]
        schema = field.type.json_schema()
        if slot.null != "refused":
            schema = nullable_schema(schema)
        if field.default is not MISSING:
            schema = {**schema, "default": _json(field.default, field.type)}
        return _described(schema, self._about(field))

    def _about(self, field: Field) -> str:
        known = field.required or field.default is not MISSING or field.root == "event"
        parts = (field.about, "" if known or field.path not in self._reads else _UNKNOWN)
        return "; ".join(part for part in parts if part) or f"`{field.path}`"


def _closed(table: Table, properties: Schema, required: Iterable[str] = ()) -> Schema:
    return _object(properties, required, (*table.slots, *table.structure))


def _object(properties: Schema, required: Iterable[str], names: Iterable[str]) -> Schema:
    """An object of some fields described, and no other names than those known."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "propertyNames": {"enum": sorted(names)},
    }


def _described(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about}


def _nullable(schema: Schema, about: str) -> Schema:
    return _described(nullable_schema(schema), about)


def _list(items: Schema, limit: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": limit}


def _debt_ids(about: str) -> Schema:
    return _nullable(_list(_label, MOST_DEBTS), about)


def _amends_or_happens(kinds: list[str]) -> Schema:
    """An amendment says what it amends; every other event says its kind."""
    return {
        "if": {"required": ["amends"], "properties": {"amends": {"type": "string"}}},
        "else": {
            "required": ["kind"],
            "properties": {"kind": {"enum": kinds}, "void": False},
        },
    }


def _only_contacts_reach() -> Schema:
    return {
        "if": {"required": ["reached"], "properties": {"reached": {"type": "string"}}},
        "then": {"properties": {"kind": {"enum": [CONTACT, AMENDMENT]}}},
    }


def _json(value: Value, kind: Type) -> object:
    """A default as JSON writes it."""
    if isinstance(kind, InstantType) and isinstance(value, int):
        return utc(value).isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


_TIME_ZONES: Schema = {
    "description": "IANA names of the places where the person may be, and how that is known; "
    "when left out the zone is unknown, and rules that read the clock block",
    **_list(
        {
            "anyOf": [
                _label,
                {
                    "type": "object",
                    "properties": {"zone": _label, "source": nullable_schema(_label)},
                    "required": ["zone"],
                    "additionalProperties": False,
                },
            ]
        },
        MOST_ZONES,
    ),
}

_APPROVAL: Schema = {
    "type": "object",
    "properties": {"rule": _label, "role": _label, "at": _instant, "by": _label},
    "required": ["rule", "role", "at", "by"],
    "additionalProperties": False,
}
