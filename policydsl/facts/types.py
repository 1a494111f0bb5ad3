"""The types of facts: a closed family, each with its reading and its JSON Schema.

In: raw values, from JSON or Python. Out: exact core values, or a `Problem`; `"5"` is not a number
and `1` is not a flag. `accepts` says whether a core value (a default, a literal) fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from policydsl.core.request import Hours, Preference, Value
from policydsl.facts.moments import (
    DATE_PATTERN,
    EARLIEST,
    INSTANT_PATTERN,
    LATEST,
    parse_date,
    parse_instant,
)
from policydsl.facts.problems import Problem, unknown_value, wrong_type
from policydsl.facts.values import (
    LONGEST_LIST,
    LONGEST_TEXT,
    NUMBER_LIMIT,
    TEXT,
    TEXT_LIST,
    parse_flag,
    parse_label,
    parse_list,
    parse_number,
    parse_text,
)
from policydsl.facts.weekly import (
    EVERY_DAY,
    INTERVAL_PATTERN,
    MOST_INTERVALS,
    WEEKDAYS,
    covered_minutes,
    parse_hours,
    parse_preferences,
)
from policydsl.frozen import frozen

Schema: TypeAlias = dict[str, Any]


@frozen
class Flag:
    """Yes or no."""

    def parse(self, value: object) -> bool | Problem:
        """JSON `true` or `false`."""
        return parse_flag(value)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, bool)

    def json_schema(self) -> Schema:
        """What `parse` takes."""
        return {"type": "boolean"}


@frozen
class Number:
    """An exact number; whole ones are int, others Decimal."""

    def parse(self, value: object) -> int | Decimal | Problem:
        """A JSON number; never a float that is not finite."""
        return parse_number(value)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, int | Decimal) and not isinstance(value, bool)

    def json_schema(self) -> Schema:
        """What `parse` takes; that at most ten decimal places are taken cannot be said."""
        return {
            "type": "number",
            "exclusiveMinimum": -NUMBER_LIMIT,
            "exclusiveMaximum": NUMBER_LIMIT,
        }


@frozen
class TextType:
    """Any text; with `named` not the empty one."""

    named: bool = False

    def parse(self, value: object) -> str | Problem:
        """A JSON string, as it is."""
        return parse_label(value) if self.named else parse_text(value)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, str) and not (self.named and not value)

    def json_schema(self) -> Schema:
        """What `parse` takes."""
        least = {"minLength": 1} if self.named else {}
        return {"type": "string", **least, "maxLength": LONGEST_TEXT}


@frozen
class DateType:
    """A date of the calendar."""

    def parse(self, value: object) -> date | Problem:
        """`YYYY-MM-DD`, or a Python date."""
        return parse_date(value)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, date)

    def json_schema(self) -> Schema:
        """What `parse` takes."""
        return {"type": "string", "format": "date", "pattern": DATE_PATTERN}


@frozen
class InstantType:
    """A moment on the line of time, in microseconds since 1970 UTC."""

    def parse(self, value: object) -> int | Problem:
        """ISO 8601 with an offset or `Z`, or an aware Python datetime."""
        return parse_instant(value)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return Number().accepts(value) and isinstance(value, int) and EARLIEST <= value <= LATEST

    def json_schema(self) -> Schema:
        """What `parse` takes."""
        return {"type": "string", "format": "date-time", "pattern": INSTANT_PATTERN}


@frozen
class OneOf:
    """One of some values; two are the same type when they have the same values.

    `declaration` is what a policy writes before a value to add it (`fact channel : also`).
    """

    values: tuple[str, ...] = field(compare=False)
    declaration: str | None = field(default=None, compare=False)
    members: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", frozenset(self.values))

    def parse(self, value: object) -> str | Problem:
        """A JSON string that is one of the values, letter by letter."""
        if type(value) is str and value in self.members:
            return value
        if not isinstance(value, str):
            return wrong_type(TEXT, value)
        plain = value[:]
        if plain in self.members:
            return plain
        return unknown_value(plain, self.values, self.declaration)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, str) and value in self.members

    def json_schema(self) -> Schema:
        """What `parse` takes."""
        return {"enum": list(self.values)}


@frozen
class SetOf:
    """A set of texts, of some values only or (None) of any."""

    values: tuple[str, ...] | None = field(default=None, compare=False)
    members: frozenset[str] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        members = None if self.values is None else frozenset(self.values)
        object.__setattr__(self, "members", members)

    def parse(self, value: object) -> frozenset[str] | Problem:
        """A JSON list (or a Python set) of texts; repeats count once."""
        item = parse_text if self.values is None else OneOf(self.values).parse
        raw = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        listed = parse_list(raw, TEXT_LIST, item)
        return listed if isinstance(listed, Problem) else frozenset(listed)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, frozenset) and (self.members is None or value <= self.members)

    def json_schema(self) -> Schema:
        """What `parse` takes."""
        items = TextType() if self.values is None else OneOf(self.values)
        return {"type": "array", "items": items.json_schema(), "maxItems": LONGEST_LIST}


@frozen
class HoursType:
    """A weekly table, covering at most so many minutes a week (None: any number)."""

    at_most_weekly_minutes: int | None = None

    def parse(self, value: object) -> Hours | Problem:
        """`{"monday": ["09:00-12:00"], …}` or `{"every_day": ["22:00-08:00"]}`."""
        return parse_hours(value, self.at_most_weekly_minutes)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        if not isinstance(value, Hours):
            return False
        limit = self.at_most_weekly_minutes
        return limit is None or covered_minutes(value) <= limit

    def json_schema(self) -> Schema:
        """What `parse` takes; the weekly bound cannot be said but in words."""
        day: Schema = {"type": "array", "items": _INTERVAL, "maxItems": MOST_INTERVALS}
        return {
            "type": "object",
            "properties": dict.fromkeys((*WEEKDAYS, EVERY_DAY), day),
            "additionalProperties": False,
            "if": {"required": [EVERY_DAY]},
            "then": {"maxProperties": 1},
        }


@frozen
class PreferencesType:
    """What a person ruled out. The vocabulary binds `channels` to those that exist."""

    channels: OneOf | None = field(default=None, compare=False)

    def parse(self, value: object) -> tuple[Preference, ...] | Problem:
        """A JSON list of objects with channels, places, addresses, days, times, from, until."""
        channels: OneOf | TextType = self.channels or TextType(named=True)
        return parse_preferences(value, channels.parse)

    def accepts(self, value: Value) -> bool:
        """Whether a core value is of this type."""
        return isinstance(value, tuple)

    def json_schema(self) -> Schema:
        """What `parse` takes; that `until` lies after `from` cannot be said."""
        channels: OneOf | TextType = self.channels or TextType(named=True)
        label = TextType(named=True).json_schema()
        dimensions: Mapping[str, Schema] = {
            "channels": channels.json_schema(),
            "places": label,
            "addresses": label,
            "days": {"enum": list(WEEKDAYS)},
            "times": _INTERVAL,
        }
        instant = nullable_schema(InstantType().json_schema())
        lists = {name: nullable_schema(_some(item)) for name, item in dimensions.items()}
        wish = {
            "type": "object",
            "properties": {**lists, "from": instant, "until": instant},
            "additionalProperties": False,
            "anyOf": [
                {"required": [name], "properties": {name: {"type": "array"}}} for name in dimensions
            ],
        }
        return {"type": "array", "items": wish, "maxItems": LONGEST_LIST}


Type: TypeAlias = (
    Flag | Number | TextType | DateType | InstantType | OneOf | SetOf | HoursType | PreferencesType
)
"""Every type that a fact can have."""

_INTERVAL: Schema = {"type": "string", "pattern": INTERVAL_PATTERN}


def nullable_schema(schema: Schema) -> Schema:
    """The schema that takes `null` as well."""
    return {"anyOf": [schema, {"type": "null"}]}


def extended(base: OneOf, more: Iterable[str]) -> OneOf:
    """The enumeration with more values behind its own; those that it has change nothing."""
    return OneOf(tuple(dict.fromkeys((*base.values, *more))), base.declaration)


def _some(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": LONGEST_LIST}
