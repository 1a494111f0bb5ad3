"""Formulas as Python expressions that are true or false.

In: a formula and a question: does it surely hold (`must`), or may it hold? Out: an expression
without a third value. Kleene's logic falls apart into these two: a conjunction may hold when every
part may, a negation may hold when its operand need not, and so on; so that a missing fact costs
nothing but a default in a look-up.
"""

from __future__ import annotations

from decimal import Decimal

from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Settled,
    When,
)
from policydsl.engine.code_clocks import clock_expression, when_expression
from policydsl.engine.code_place import OTHER, Place
from policydsl.engine.frame import MISSING

TRUE, FALSE = "True", "False"
_DEEPEST = 16
_ORDERS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def expression(formula: Formula, must: bool, place: Place, depth: int = 0) -> str:
    """Whether a formula surely holds, or may hold."""
    if depth > _DEEPEST:
        return exact_expression(formula, must, place)
    match formula:
        case Not(operand):
            return negation(expression(operand, not must, place, depth + 1))
        case All(operands):
            ordered = sorted(operands, key=cost)
            return conjunction([expression(one, must, place, depth + 1) for one in ordered])
        case Any(operands):
            ordered = sorted(operands, key=cost)
            return disjunction([expression(one, must, place, depth + 1) for one in ordered])
        case Settled(operand, otherwise):
            return expression(operand, not otherwise, place, depth + 1)
        case Compare():
            return _compare(formula, must, place)
        case KnownFact(path):
            return f"({place.read(path, place.missing())} is not {place.missing()})"
        case Clock() | When() if not place.asks_clock:
            return exact_expression(formula, must, place)
        case Clock():
            return clock_expression(formula, must, place) or exact_expression(formula, must, place)
        case When():
            return when_expression(formula, must, place) or exact_expression(formula, must, place)
        case During(path):
            exact = exact_expression(formula, must, place)
            return f"({place.read(path, place.missing())} is not None and {exact})"
        case RuledOut(path):
            exact = exact_expression(formula, must, place)
            return f"({place.read(path, place.missing())} and {exact})"
        case Recent() | Count() | Consent():
            return exact_expression(formula, must, place)


def exact_expression(formula: Formula, must: bool, place: Place, is_core: bool = False) -> str:
    """The answer by way of the exact test."""
    return f"({place.exactly(formula, is_core)} {'is True' if must else 'is not False'})"


def conjunction(parts: list[str]) -> str:
    """All of some expressions."""
    if FALSE in parts:
        return FALSE
    return _joined(" and ", [part for part in parts if part != TRUE], TRUE)


def disjunction(parts: list[str]) -> str:
    """Any of some expressions."""
    if TRUE in parts:
        return TRUE
    return _joined(" or ", [part for part in parts if part != FALSE], FALSE)


def _joined(word: str, parts: list[str], empty: str) -> str:
    unique = list(dict.fromkeys(parts))
    return empty if not unique else unique[0] if len(unique) == 1 else f"({word.join(unique)})"


def negation(part: str) -> str:
    """The opposite of an expression."""
    return {TRUE: FALSE, FALSE: TRUE}.get(part, f"(not {part})")


def cost(formula: Formula) -> int:
    """Roughly how long a formula takes, to ask the cheapest first."""
    match formula:
        case Not(operand) | Settled(operand, _):
            return cost(operand)
        case All(operands) | Any(operands):
            return sum(cost(one) for one in operands)
        case Compare() | KnownFact():
            return 1
        case When() | Clock():
            return 3
        case During() | RuledOut():
            return 9
        case Recent() | Consent():
            return 30
        case Count():
            return 60


def _compare(compare: Compare, must: bool, place: Place) -> str:
    if isinstance(compare.operand, PathRef):
        return exact_expression(compare, must, place)
    folded = _fold(compare, must, place)
    if folded is not None:
        return folded
    operand = compare.operand
    match compare.operator, operand:
        case "eq", None:
            default = place.missing() if must else None
            return f"({place.read(compare.path, default)} is None)"
        case "eq", _:
            name = place.code.constant(operand)
            return f"({place.read(compare.path, None if must else name)} == {name})"
        case "in", frozenset() if operand:
            default = place.missing() if must else place.code.constant(min(operand))
            return f"({place.read(compare.path, default)} in {place.code.constant(operand)})"
        case ("lt" | "le" | "gt" | "ge") as order, int() | Decimal():
            return _ordered(compare.path, _ORDERS[order], operand, must, place)
    return exact_expression(compare, must, place)


def _ordered(path: str, sign: str, operand: int | Decimal, must: bool, place: Place) -> str:
    value = place.code.fresh("v")
    name = place.code.constant(operand)
    present = f"({value} is not None and {value} {sign} {name})"
    if must:
        read = place.read(path)
        return f"(({value} := {read}) is not None and {value} {sign} {name})"
    missing = place.missing()
    return f"(({value} := {place.read(path, missing)}) is {missing} or {present})"


def _fold(compare: Compare, must: bool, place: Place) -> str | None:
    """The answer where the value is known when the code is written."""
    if compare.path not in place.folded or compare.operator not in ("eq", "in"):
        return None
    value = place.folded[compare.path]
    if value is MISSING:
        return FALSE if must else TRUE
    if value is OTHER:
        return FALSE
    if compare.operator == "eq":
        return TRUE if value == compare.operand else FALSE
    is_in = isinstance(compare.operand, frozenset) and value in compare.operand
    return TRUE if is_in else FALSE
