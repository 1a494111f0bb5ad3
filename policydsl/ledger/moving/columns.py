"""The columns of a table, and the fields that they hold.

In: the names of columns, what the user says of them. Out: `Column`s: where a value goes in the
object of a line, and how a text in a cell is read. A column is called like the path of its field
(`id`, `attributes.topic`); `attributes.score:json` holds values of JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from policydsl.diagnostics import Text, diagnostic
from policydsl.errors import LedgerError
from policydsl.facts.problems import Problem, clip, wrong_type
from policydsl.facts.reading import read_request
from policydsl.facts.tables import ATTRIBUTES, Slot, Table
from policydsl.facts.types import Flag, HoursType, InstantType, Number, PreferencesType, SetOf
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.ledger.bodies import body_text
from policydsl.ledger.moving.lines import FIELDS, KNOWN_AT, TYPE
from policydsl.ledger.moving.local_times import Clock
from policydsl.ledger.moving.places import GATE

JSON_SUFFIX = ":json"
LIST_SIGN = ";"
LISTS = ("debts", "discussed", "time_zones")
FLAGS = ("reserved", "void")

_SIMPLE = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_OBJECT = Text("an object", "对象")

Read = Callable[[str], object]


@frozen
class Column:
    """One column: its place in a row, the steps to its field, and whether it holds JSON."""

    place: int
    steps: tuple[str, ...]
    is_json: bool = False


@frozen
class Naming:
    """What the user says of columns: the field of each by its name, and those to leave out."""

    fields: Mapping[str, str]
    ignored: Collection[str] = ()


def columns_of(
    header: Sequence[str], naming: Naming, vocabulary: Vocabulary, file: str
) -> tuple[Column, ...]:
    """The columns of a header; raises `LedgerError` (L123) for one that cannot be."""
    absent = [name for name in (*naming.fields, *naming.ignored) if name not in header]
    if absent:
        raise refused(file, "absent", absent[0])
    found: dict[str, Column] = {}
    for place, name in enumerate(header):
        if name in naming.ignored:
            continue
        field = naming.fields.get(name, name)
        plain = field.removesuffix(JSON_SUFFIX)
        if not plain or plain in found:
            raise refused(file, "twice" if plain else "empty", plain)
        found[plain] = Column(place, tuple(plain.split(".")), plain != field)
    if TYPE not in found:
        for column in found.values():
            if not _is_of_events(column.steps, vocabulary):
                raise refused(file, "unknown", header[column.place])
    return tuple(found.values())


def refused(file: str, key: str, column: str) -> LedgerError:
    """A file that cannot be imported because of one of its columns."""
    return LedgerError([diagnostic("L123", file=file, helps=[(key, {"column": clip(column)})])])


def _is_of_events(steps: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether an event can have the field; what is in its attributes is looked at line by line."""
    table = vocabulary.tables.event
    return steps[0] in table.structure or steps[0] in table.slots or steps[0] == GATE


class Cells:
    """Reads the cells of a table by the types of their fields."""

    def __init__(self, vocabulary: Vocabulary, clock: Clock) -> None:
        self._vocabulary = vocabulary
        self._clock = clock
        tables = vocabulary.tables
        self._tables = {
            "event": tables.event,
            "place": tables.event,
            "person": tables.person,
            "debt": tables.debt,
            "consent": tables.consent,
        }
        self._readers: dict[tuple[str, tuple[str, ...]], Read] = {}

    def object_of(self, columns: Sequence[Column], row: Sequence[str]) -> dict[str, Any] | Problem:
        """The object that a row holds; empty cells are left out."""
        kind = next((row[one.place] for one in columns if one.steps == (TYPE,)), "") or "event"
        data: dict[str, Any] = {}
        for column in columns:
            cell = row[column.place]
            if not cell:
                continue
            value = _json(cell) if column.is_json else self._read(kind, column.steps, cell)
            if isinstance(value, Problem):
                return under(value, column.steps)
            problem = put(data, column.steps, value)
            if problem is not None:
                return problem
        return data

    def _read(self, kind: str, steps: tuple[str, ...], cell: str) -> object:
        reader = self._readers.get((kind, steps))
        if reader is None:
            reader = self._readers[kind, steps] = self._reader(kind, steps)
        return reader(cell)

    def _reader(self, kind: str, steps: tuple[str, ...]) -> Read:
        name = steps[-1]
        if steps == (KNOWN_AT,) or steps == (GATE, "expires_at"):
            return self._clock.read
        if (len(steps) == 1 and name in FLAGS) or steps == (GATE, "frees"):
            return _flag
        if len(steps) == 1 and name in LISTS:
            return _list
        path = _path(self._tables.get(kind), steps[1:] if steps[0] == FIELDS else steps)
        field = None if path is None else self._vocabulary.lookup(path)
        match None if field is None else field.type:
            case Flag():
                return _flag
            case Number():
                return _number
            case SetOf():
                return _list
            case HoursType() | PreferencesType():
                return _json
            case InstantType():
                return self._clock.read
            case _:
                return str


def _path(table: Table | None, steps: Sequence[str]) -> str | None:
    """The full path of the field to which steps lead; None when nobody declared it."""
    slot: Slot | Table | None = table
    for step in steps:
        slot = slot.slots.get(step) if isinstance(slot, Table) else None
    return slot.path if isinstance(slot, Slot) else None


def put(data: dict[str, Any], steps: Sequence[str], value: object) -> Problem | None:
    """Puts a value where the steps lead; a problem when something else is in the way."""
    inner = data
    for count, step in enumerate(steps[:-1]):
        inner = inner.setdefault(step, {})
        if not isinstance(inner, dict):
            return under(wrong_type(_OBJECT, inner), steps[: count + 1])
    if steps[-1] in inner:
        return under(wrong_type(_OBJECT, value), steps)
    inner[steps[-1]] = value
    return None


def under(problem: Problem, steps: Sequence[str]) -> Problem:
    """The problem of a value, seen from the top of the object in which steps lead to it."""
    for step in reversed(steps):
        problem = problem.under(step)
    return problem


def _flag(cell: str) -> object:
    return {"true": True, "false": False}.get(cell.lower(), cell)


def _number(cell: str) -> object:
    if _NUMBER.fullmatch(cell) is None:
        return cell
    return Decimal(cell) if "." in cell else int(cell)


def _list(cell: str) -> object:
    return [part.strip() for part in cell.split(LIST_SIGN) if part.strip()]


def _json(cell: str) -> object:
    data, found = read_request(cell, "cell")
    return Problem("L120") if found else data


_PARTED = (ATTRIBUTES, "recipient", "actor", "address", GATE)


def is_simple(name: str) -> bool:
    """Whether a column can be called by a name."""
    return _SIMPLE.fullmatch(name) is not None


def values_of(data: Mapping[str, Any]) -> dict[str, object]:
    """What an object holds by the paths of columns."""
    values: dict[str, object] = {}
    for key, value in data.items():
        if key in _PARTED and isinstance(value, Mapping) and value:
            if all(map(is_simple, value)):
                values.update((f"{key}.{name}", inner) for name, inner in value.items())
                continue
        values[key] = value
    return values


def plain_cell(path: str, value: object) -> str | None:
    """A value as a cell that is read again as the same; None when it must be written as JSON."""
    if isinstance(value, str):
        return value or None
    if path in LISTS and isinstance(value, list) and value and all(map(_is_item, value)):
        return LIST_SIGN.join(value)
    if path in (*FLAGS, f"{GATE}.frees") and isinstance(value, bool):
        return str(value).lower()
    return None


def json_cell(value: object) -> str:
    """A value as a cell of a column of JSON."""
    return body_text({"": value})[len('{"":') : -1]


def _is_item(value: object) -> bool:
    return isinstance(value, str) and value == value.strip() != "" and LIST_SIGN not in value
