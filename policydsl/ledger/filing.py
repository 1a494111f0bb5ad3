"""Under which keys an event is filed, so that a counter finds it again.

In: an event as a request has it, the fields in use. Out: keys such as `person=P1`. Every event is
filed under its person; under anything else (its address, a household) only when some policy counts
by it over several persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PERSON = "person"
_LISTS = {"debt": ("debts", "discussed")}
_OBJECTS = {"address": "id", "recipient": "id"}


def key(field: str, value: str) -> str:
    """The key of one value of a field."""
    return f"{field}={value}"


def keys_of(person: str, event: Mapping[str, Any], fields: Iterable[str]) -> tuple[str, ...]:
    """The keys of an event of a person, sorted; only texts and numbers make keys.

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
    return [str(value)] if isinstance(value, str | int) and not isinstance(value, bool) else []
