"""Facts whose policy is not at hand.

In: the tables of a vocabulary. Out: tables that take fields which nobody declared, where a policy
could have declared them, with any value of JSON that is not too large.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from policydsl.diagnostics import Text
from policydsl.facts.moments import parse_instant
from policydsl.facts.problems import Problem, wrong_type
from policydsl.facts.tables import ATTRIBUTES, Table, Tables
from policydsl.facts.values import LONGEST_LIST, parse_label, parse_number, parse_text, too_many

DEEPEST = 6
"""Lists and objects within one another that a value may have."""

_JSON = Text("a value of JSON", "JSON 值")
_FLAT = Text("a value that is nested less deeply", "嵌套层数更少的值")


def taking_undeclared(tables: Tables) -> Tables:
    """The tables with undeclared fields of persons, debts, consents and attributes of events."""
    attributes = tables.event.slots[ATTRIBUTES]
    assert isinstance(attributes, Table)
    slots = {**tables.event.slots, ATTRIBUTES: _open(attributes)}
    return replace(
        tables,
        person=_open(tables.person),
        debt=_open(tables.debt),
        consent=_open(tables.consent),
        event=replace(tables.event, slots=slots),
    )


def _open(table: Table) -> Table:
    return replace(table, others=wrong_with)


def wrong_with(value: object, depth: int = 0) -> Problem | None:
    """What is wrong with a value that may be anything; None when nothing is."""
    parsed: object
    match value:
        case None | bool():
            return None
        case str():
            parsed = parse_text(value)
        case int() | float() | Decimal():
            parsed = parse_number(value)
        case datetime():
            parsed = parse_instant(value)
        case date():
            return None
        case list() | tuple() | Mapping():
            return _wrong_inside(value, depth)
        case _:
            return wrong_type(_JSON, value)
    return parsed if isinstance(parsed, Problem) else None


def _wrong_inside(
    value: list[object] | tuple[object, ...] | Mapping[object, object], depth: int
) -> Problem | None:
    if len(value) > LONGEST_LIST:
        return too_many(tuple(value), LONGEST_LIST)
    if depth == DEEPEST:
        return wrong_type(_FLAT, value)
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in pairs:
        name = parse_label(key) if isinstance(value, Mapping) else None
        problem = name if isinstance(name, Problem) else wrong_with(item, depth + 1)
        if problem is not None:
            return problem.under(key)
    return None
