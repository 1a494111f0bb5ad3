"""The truth of a formula, and what is missing when it has none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Constant,
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
from policydsl.core.reference import absences
from policydsl.core.reference.clock import (
    all_of,
    any_of,
    clock_holds,
    is_during,
    is_ruled_out,
    negate,
)
from policydsl.core.reference.consents import consent_holds, tests
from policydsl.core.reference.counting import lacking_keys, tally
from policydsl.core.reference.facts import MISSING, Context, Missing, read
from policydsl.core.reference.moments import recent_holds, when_holds
from policydsl.core.request import Value


def holds(formula: Formula, context: Context) -> bool | None:
    """Yes, no, or unknown (None)."""
    match formula:
        case Not(operand):
            return negate(holds(operand, context))
        case All(operands):
            return all_of(holds(operand, context) for operand in operands)
        case Any(operands):
            return any_of(holds(operand, context) for operand in operands)
        case Settled(operand, otherwise):
            truth = holds(operand, context)
            return otherwise if truth is None else truth
        case Compare():
            return _compare(formula, context)
        case KnownFact(path):
            return read(path, context) is not MISSING
        case Clock():
            return clock_holds(formula, context)
        case During(path):
            return is_during(path, context)
        case RuledOut(path):
            return is_ruled_out(path, context)
        case When():
            return when_holds(formula, context)
        case Recent():
            return recent_holds(formula, context)
        case Count():
            return _count(formula, context)
        case Consent():
            return consent_holds(formula, context, holds)
        case _:
            assert_never(formula)


def _count(count: Count, context: Context) -> bool | None:
    if lacking_keys(count.keys, context):
        return None
    counted = tally(count, context, holds)
    if counted.sure >= count.minimum:
        return True
    return None if counted.possible >= count.minimum else False


def _compare(compare: Compare, context: Context) -> bool | None:
    left = read(compare.path, context)
    right: Value | Constant | Missing
    if isinstance(compare.operand, PathRef):
        right = read(compare.operand.path, context)
    else:
        right = compare.operand
    if isinstance(left, Missing) or isinstance(right, Missing):
        return None
    return _related(compare.operator, left, right)


def _related(operator: str, left: object, right: object) -> bool:
    if operator == "eq":
        return left == right
    if left is None or right is None:
        return False
    match operator, left, right:
        case "in", str(), frozenset():
            return left in right
        case "starts_with", str(), str():
            return left.startswith(right)
        case "lt", int() | Decimal(), int() | Decimal():
            return left < right
        case "le", int() | Decimal(), int() | Decimal():
            return left <= right
        case "gt", int() | Decimal(), int() | Decimal():
            return left > right
        case "ge", int() | Decimal(), int() | Decimal():
            return left >= right
    raise ValueError(operator)


def missing(formula: Formula, context: Context) -> frozenset[str]:
    """The facts whose absence leaves a formula unknown; empty when it is not unknown."""
    if holds(formula, context) is not None:
        return frozenset()
    match formula:
        case Not(operand) | Settled(operand, _):
            return missing(operand, context)
        case All(operands) | Any(operands):
            return frozenset().union(*(missing(operand, context) for operand in operands))
        case Count():
            return _missing_in_count(formula, context)
        case Consent():
            return _missing_in_consent(formula, context)
        case _:
            return absences.in_atom(formula, context)


def _missing_in_count(count: Count, context: Context) -> frozenset[str]:
    """The keys that the proposal lacks; else the events that may count."""
    lacking = lacking_keys(count.keys, context)
    if lacking:
        return frozenset(lacking)
    unsure = tally(count, context, holds).maybe_events
    named = frozenset(f"event:{event.id}" for event in unsure)
    if count.distinct_days or count.before_today:
        named |= absences.of_zone(context)
    return named | absences.in_window(count.window, context) if named else named


def _missing_in_consent(consent: Consent, context: Context) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for record in context.request.consents:
        if all_of(test.holds for test in tests(consent, record, context, holds)) is not None:
            continue
        inner = replace(context, consent=record)
        names |= missing(consent.where, inner) | {f"consent:{record.id}"}
        for span in (consent.given_within, consent.lasting, consent.grace):
            names |= frozenset() if span is None else absences.in_window(span, context)
        names |= frozenset(
            path for _, path in consent.fields if read(path, context) in (MISSING, None)
        )
    return names
