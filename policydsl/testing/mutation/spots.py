"""What a change of a policy reads: where requests must differ to show it.

In: the changed rules, before and after. Out: `Spots`: paths with values near which they change
their mind, what they count, which consents and approvals they ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from policydsl.core.formula import Compare, Consent, Count, Key, PathRef, Selection
from policydsl.core.policy import CorePolicy, Effect
from policydsl.facts.standard import DERIVED, Field
from policydsl.facts.types import DateType, Flag, InstantType, Number, OneOf, SetOf, TextType
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen

MOST_VALUES = 24


@frozen
class Spots:
    """What requests are varied in.

    `facts` pairs paths with JSON values; `approvals` rules and steps with roles.
    """

    facts: tuple[tuple[str, tuple[Any, ...]], ...]
    counts: tuple[Count, ...]
    selections: tuple[Selection, ...]
    consents: tuple[Consent, ...]
    approvals: tuple[tuple[str, str], ...]


def spots_of(cores: Iterable[CorePolicy], vocabulary: Vocabulary) -> Spots:
    """The spots of some cores together, in a fixed order."""
    nodes = [node for core in cores for node in _nodes(core)]
    values: dict[str, list[Any]] = {}
    for node in nodes:
        for path in _paths(node, vocabulary):
            values.setdefault(path, [])
        if isinstance(node, Compare) and not isinstance(node.operand, PathRef):
            values.setdefault(node.path, []).extend(_near(node.operand))
    facts = []
    for path in sorted(values):
        field = vocabulary.fields.get(path)
        if field is not None and path not in DERIVED:
            found = _unique((*values[path], *_of_type(field)))
            facts.append((path, found[:MOST_VALUES]))
    return Spots(
        tuple(facts),
        tuple(dict.fromkeys(node for node in nodes if isinstance(node, Count))),
        tuple(dict.fromkeys(node for node in nodes if isinstance(node, Selection))),
        tuple(dict.fromkeys(node for node in nodes if isinstance(node, Consent))),
        tuple(dict.fromkeys(_approvals(cores))),
    )


def _unique(values: Iterable[Any]) -> tuple[Any, ...]:
    """Values without repeats; lists are compared too, and `True` is not 1."""
    found: list[Any] = []
    for value in values:
        if not any(type(one) is type(value) and one == value for one in found):
            found.append(value)
    return tuple(found)


def _nodes(node: Any) -> Iterator[Any]:
    if is_dataclass(node):
        yield node
        for one in fields(node):
            yield from _nodes(getattr(node, one.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)


_OF_KEYS = {"person": "person.id", "address": "proposal.address", "recipient": "recipient.id"}


def _paths(node: Any, vocabulary: Vocabulary) -> Iterator[str]:
    """The paths that a node names: every text in it that is one, and those of keys."""
    if isinstance(node, Key) and node.kind in _OF_KEYS:
        yield _OF_KEYS[node.kind]
    for one in fields(node):
        value = getattr(node, one.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and "." in text and text in vocabulary.fields:
                yield text


def _near(operand: Any) -> Iterator[Any]:
    match operand:
        case frozenset():
            yield from sorted(operand)
        case bool() | None | str():
            yield operand
        case int() | Decimal():
            yield from (operand - 1, operand, operand + 1)
        case date():
            yield from ((operand + timedelta(days=by)).isoformat() for by in (-1, 0, 1))


def _of_type(field: Field) -> Iterator[Any]:
    if field.nullable:
        yield None
    match field.type:
        case Flag():
            yield from (True, False)
        case OneOf(values):
            yield from values
        case SetOf(values):
            yield from ([], *([one] for one in values or ()))
        case TextType():
            yield "another"
        case Number():
            yield from (0, 10**6)
        case DateType() | InstantType():
            pass


def _approvals(cores: Iterable[CorePolicy]) -> Iterator[tuple[str, str]]:
    for core in cores:
        for rule in core.rules:
            if rule.approval is not None or rule.effect == Effect.REVIEW:
                yield rule.id, rule.approval or "anybody"
        for ladder in core.ladders:
            for step in ladder.steps:
                if step.approval is not None:
                    yield f"{ladder.id}.{step.name}", step.approval
