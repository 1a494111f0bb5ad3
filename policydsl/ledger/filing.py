"""Under which keys an event is filed, so that a counter finds it again.

In: an event as a request has it, the fields in use. Out: keys such as `person=P1`. Every event is
filed under its person; under anything else (its address, a household) only when some policy counts
by it over several persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from policydsl.facts.moments import utc_text
from policydsl.facts.problems import Problem
from policydsl.facts.values import parse_number

PERSON = "person"
_LISTS = {"debt": ("debts", "discussed")}
_OBJECTS = {"address": "id", "recipient": "id"}


def key(field: str, value: str) -> str:
    """The key of one value of a field."""
    return f"{field}={value}"


def keys_of(person: str, event: Mapping[str, Any], fields: Iterable[str]) -> tuple[str, ...]:
    """The keys of an event of a person, sorted.

    `fields` are `address`, `recipient` (by id), `debt`, a standard field of events such as
    `household`, or the name of a declared one.
    """
    found = {key(PERSON, person)}
    if isinstance(other := event.get(PERSON), str):
        found.add(key(PERSON, other))
    for field in fields:
        found.update(key(field, value) for value in values_of(event, field))
    return tuple(sorted(found))


def values_of(event: Mapping[str, Any], field: str) -> list[str]:
    """What an event says of a field, as texts."""
    if field in _LISTS:
        lists = (event.get(name) for name in _LISTS[field])
        return [one for each in lists if isinstance(each, list) for one in each if one]
    value = event.get(field)
    if field in _OBJECTS and isinstance(value, Mapping):
        value = value.get(_OBJECTS[field])
    elif field == "recipient":
        return []
    attributes = event.get("attributes")
    if value is None and isinstance(attributes, Mapping):
        value = attributes.get(field)
    return key_texts(value)


def key_texts(value: object) -> list[str]:
    """A value as texts that are the same for the same value, a list's one by one."""
    match value:
        case str():
            return [value]
        case bool():
            return ["true" if value else "false"]
        case int() | float() | Decimal():
            number = parse_number(value)
            if isinstance(number, Problem):
                return []
            return [str(number) if isinstance(number, int) else f"{number.normalize():f}"]
        case datetime():
            return [] if value.utcoffset() is None else [utc_text(value.astimezone(UTC))]
        case date():
            return [value.isoformat()]
        case list() | tuple():
            plain = (one for one in value if not isinstance(one, list | tuple))
            return [text for one in plain for text in key_texts(one)]
        case _:
            return []
