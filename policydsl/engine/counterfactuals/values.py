"""Values with which a record of consent meets a condition.

In: a condition (`where`) in core form, the request. Out: a value for each field that the condition
compares. Only what must hold is looked at; a choice between alternatives is not made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any as Anything

from policydsl.core.formula import (
    All,
    Any,
    Compare,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Recent,
    When,
)
from policydsl.core.request import Request, Value
from policydsl.engine.counterfactuals.changes import SUPPOSED
from policydsl.facts.records import local_date
from policydsl.facts.standard import ANY
from policydsl.facts.types import DateType, Flag, InstantType, OneOf, TextType
from policydsl.facts.vocabulary import Vocabulary

_CONSENT = "consent."
_FIXED = ("consent.effective_from", "consent.effective_to", "consent.revoked_at")
"""A consent supposed to be given begins now, does not end and is not taken back."""

_NEGATED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
_MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq"}
_BESIDE = {"lt": -1, "le": 0, "ge": 0, "gt": 1}


class Conditions:
    """The request and the debt that conditions may speak of."""

    __slots__ = ("_debt", "_request", "_vocabulary")

    def __init__(self, request: Request, debt: Mapping[str, Value], vocabulary: Vocabulary) -> None:
        self._request = request
        self._debt = debt
        self._vocabulary = vocabulary

    def of(self, where: Formula) -> dict[str, Value]:
        """A value for each field of a record, by path, as far as the condition tells."""
        values: dict[str, Value] = {}
        exact: set[str] = set()
        for literal, wanted in _literals(where, True):
            for path, value, is_exact in self._values(literal, wanted):
                if path not in values or (is_exact and path not in exact):
                    values[path] = value
                if is_exact:
                    exact.add(path)
        return {path: value for path, value in values.items() if path not in _FIXED}

    def _values(self, literal: Formula, wanted: bool) -> Iterator[tuple[str, Value, bool]]:
        match literal:
            case Compare(path, operator, operand):
                if isinstance(operand, PathRef) and operator in _MIRRORED:
                    if not path.startswith(_CONSENT):
                        operator = _MIRRORED[operator]
                        path, operand = operand.path, PathRef(path)
                if path.startswith(_CONSENT):
                    yield from self._compared(path, operator, operand, wanted)
            case KnownFact(path) if wanted and path not in self._vocabulary.tables.consent_defaults:
                yield from self._some(path)
            case Recent(path) if wanted:
                yield from self._some(path)
            case When(left, _, right) if wanted:
                for base in (left.base, right.base):
                    if isinstance(base, str):
                        yield from self._some(base)

    def _compared(
        self, path: str, operator: str, operand: Anything, wanted: bool
    ) -> Iterator[tuple[str, Value, bool]]:
        if isinstance(operand, PathRef):
            facts = self._debt if operand.path.startswith("debt.") else self._request.facts
            if operand.path not in facts:
                return
            operand = facts[operand.path]
        if operator in _NEGATED and isinstance(operand, int | Decimal):
            step = _BESIDE[operator if wanted else _NEGATED[operator]]
            yield path, operand + step, False
        elif operator == "in" and isinstance(operand, frozenset):
            chosen = sorted(operand) if wanted else self._others(path, operand)
            yield from ((path, value, False) for value in chosen[:1])
        elif operator == "eq" and not wanted:
            others = self._others(path, frozenset([operand]))
            yield from ((path, value, False) for value in others[:1])
        elif operator in ("eq", "starts_with") and wanted:
            yield path, operand, operator == "eq"

    def _others(self, path: str, excluded: frozenset[Anything]) -> list[Value]:
        """Values of a field but for some, where there are few."""
        kind = self._vocabulary.fields[path].type
        values: tuple[Value, ...] = ()
        if isinstance(kind, Flag):
            values = (True, False)
        elif isinstance(kind, OneOf):
            values = tuple(value for value in kind.values if value != ANY)
        return [value for value in values if value not in excluded]

    def _some(self, path: str) -> Iterator[tuple[str, Value, bool]]:
        """Any value for a field of a record; a date or an instant is that of now."""
        field = self._vocabulary.fields.get(path)
        if field is None or not path.startswith(_CONSENT):
            return
        match field.type:
            case DateType():
                zones = self._request.zones
                zone = zones[0].name if zones else None
                yield path, local_date(self._request.at, zone), False
            case InstantType():
                yield path, self._request.at, False
            case TextType():
                yield path, SUPPOSED, False
            case _:
                yield from ((path, value, False) for value in self._others(path, frozenset())[:1])


def _literals(formula: Formula, wanted: bool) -> Iterator[tuple[Formula, bool]]:
    """The atoms that must be true (or not) for a formula to be."""
    match formula:
        case Not(operand):
            yield from _literals(operand, not wanted)
        case All(operands) | Any(operands):
            if isinstance(formula, All) is wanted or len(operands) == 1:
                for operand in operands:
                    yield from _literals(operand, wanted)
        case _:
            yield formula, wanted
