"""Expressions of the tree as formulas of the core, every type checked on the way."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from policydsl.core.formula import (
    All,
    Any,
    Compare,
    During,
    Formula,
    KnownFact,
    Moment,
    Not,
    PathRef,
    Recent,
    RuledOut,
    When,
)
from policydsl.core.windows import Rolling
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.standard import Field
from policydsl.facts.types import (
    DateType,
    Flag,
    HoursType,
    InstantType,
    Number,
    OneOf,
    PreferencesType,
    SetOf,
    TextType,
    Type,
)
from policydsl.rules.constants import (
    TYPE_NAMES,
    constant,
    micros_of,
    mismatch,
    operand,
    type_name,
)
from policydsl.rules.durations import number, span_of
from policydsl.rules.environment import Environment, Reading, nothing
from policydsl.rules.requirements import consent_of
from policydsl.rules.selections import count_of
from policydsl.syntax import tree
from policydsl.syntax.screening import MOST_NESTED

_ORDER = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def lower(expression: tree.Expression, env: Environment, reading: Reading) -> Formula:
    """The formula of an expression."""
    match expression:
        case tree.Or(operands):
            return Any(tuple(lower(one, env, reading) for one in operands))
        case tree.And(operands):
            return All(tuple(lower(one, env, reading) for one in operands))
        case tree.Not(inner):
            return Not(lower(inner, env, reading))
        case tree.Bare(path):
            return _bare(path, env, reading)
        case tree.Compare():
            return _compare(expression, env, reading)
        case tree.Member():
            return _member(expression, env, reading)
        case tree.Known(path, negated):
            field = env.fact(path, reading)
            return nothing() if field is None else _maybe_not(KnownFact(field.path), negated)
        case tree.Timing():
            return When(
                moment_of(expression.left, env, reading),
                expression.relation,
                moment_of(expression.right, env, reading),
            )
        case tree.Within():
            return _within(expression, env, reading)
        case tree.During(path, negated):
            field = _typed(path, HoursType, env, reading)
            return nothing() if field is None else _maybe_not(During(field.path), negated)
        case tree.RuledOut(path):
            field = _typed(path, PreferencesType, env, reading)
            return nothing() if field is None else RuledOut(field.path)
        case tree.Counted():
            return _counted(expression, env, reading)
        case tree.Consented(negated, requirement):
            return _maybe_not(_consent(requirement, env, reading), negated)
        case _:
            assert_never(expression)


def _maybe_not(formula: Formula, negated: bool) -> Formula:
    return Not(formula) if negated else formula


def _bare(path: tree.Path, env: Environment, reading: Reading) -> Formula:
    found = env.resolve(path, reading)
    if found is None:
        return nothing()
    if isinstance(found, tree.Define):
        return _definition(found, path, env, reading)
    if not isinstance(found.type, Flag):
        env.report("E313", path.span, helps=("compare",), name=path.text, kind=type_name(found))
    return Compare(found.path, "eq", True)


def _definition(
    define: tree.Define, used: tree.Path, env: Environment, reading: Reading
) -> Formula:
    """A definition stands for its expression; each is lowered once for each kind of place."""
    name = define.name.text
    if isinstance(define.value, tree.Choices):
        labels = ((define.name.span, "defined"),)
        env.report("E314", used.span, helps=("in",), labels=labels, name=name)
        return nothing()
    if name in env.open_definitions:
        chain = " → ".join([*env.open_definitions[env.open_definitions.index(name) :], name])
        env.report("E315", define.name.span, helps=("break",), name=name, chain=chain)
        return nothing()
    key = (name, reading)
    if key not in env.lowered:
        if len(env.open_definitions) == MOST_NESTED:
            return _too_deep(define, env)
        env.lowered[key] = _lower_definition(define, define.value, env, reading)
    formula, depth = env.lowered[key]
    env.depth = max(env.depth, depth)
    return formula


def _lower_definition(
    define: tree.Define, value: tree.Expression, env: Environment, reading: Reading
) -> tuple[Formula, int]:
    """The formula of a definition, and how many definitions stand in each other there."""
    around, env.depth = env.depth, 0
    env.open_definitions.append(define.name.text)
    formula = lower(value, env, reading)
    env.open_definitions.pop()
    depth, env.depth = env.depth + 1, around
    return (formula, depth) if depth <= MOST_NESTED else (_too_deep(define, env), 0)


def _too_deep(define: tree.Define, env: Environment) -> Formula:
    name = define.name.text
    env.report("E336", define.name.span, helps=("flatten",), name=name, most=MOST_NESTED)
    return nothing()


def _compare(compare: tree.Compare, env: Environment, reading: Reading) -> Formula:
    if compare.operator == "starts_with":
        text = _typed(compare.left, TextType, env, reading)
        if text is None:
            return nothing()
        return Compare(text.path, "starts_with", operand(compare.right, text, env, reading))
    field = env.fact(compare.left, reading)
    if field is None:
        return nothing()
    if compare.operator in ("is", "is_not"):
        value = operand(compare.right, field, env, reading)
        return _maybe_not(Compare(field.path, "eq", value), compare.operator == "is_not")
    if not isinstance(field.type, Number):
        helps: tuple[HintSpec, ...] = (
            ("dates",) if isinstance(field.type, DateType | InstantType) else ("is",)
        )
        kind = type_name(field)
        env.report("E316", compare.left.span, helps=helps, name=field.path, kind=kind)
        return nothing()
    value = operand(compare.right, field, env, reading)
    return Compare(field.path, _ORDER[compare.operator], value)


def _member(member: tree.Member, env: Environment, reading: Reading) -> Formula:
    field = env.fact(member.left, reading)
    if field is None:
        return nothing()
    return _maybe_not(_is_member(field, member.right, env, reading), member.negated)


def _is_member(
    field: Field, right: tree.Choices | tree.Path, env: Environment, reading: Reading
) -> Formula:
    if isinstance(right, tree.Path):
        define = env.definitions.get(right.text)
        if define is None:
            return _in_set_fact(field, right, env, reading)
        if not isinstance(define.value, tree.Choices):
            labels = ((define.name.span, "defined"),)
            env.report("E317", right.span, labels=labels, name=right.text)
            return nothing()
        right = define.value
    values = [constant(literal, field, env) for literal in right.members]
    if all(isinstance(value, str) for value in values):
        return Compare(field.path, "in", frozenset(str(value) for value in values))
    return Any(tuple(Compare(field.path, "eq", value) for value in values))


def _in_set_fact(field: Field, right: tree.Path, env: Environment, reading: Reading) -> Formula:
    if len(right.parts) == 1:
        env.report("E318", right.span, helps=("define", "braces"), name=right.text)
        return nothing()
    found = _typed(right, SetOf, env, reading)
    if found is None:
        return nothing()
    if not isinstance(field.type, OneOf | TextType):
        mismatch(right, field, env)
    return Compare(field.path, "in", PathRef(found.path))


def _typed(path: tree.Path, wanted: type[Type], env: Environment, reading: Reading) -> Field | None:
    """The field of a path that must be of a type; None after reporting."""
    field = env.fact(path, reading)
    if field is None or isinstance(field.type, wanted):
        return field
    kind = type_name(field)
    env.report("E306", path.span, name=path.text, kind=kind, wanted=TYPE_NAMES[wanted])
    return None


def moment_of(moment: tree.Moment, env: Environment, reading: Reading) -> Moment:
    """A date or an instant, moved on."""
    plus = tuple(span_of(duration, env) for duration in moment.plus)
    base, is_date = _moment_base(moment.base, env, reading)
    dated = is_date
    for duration, span in zip(moment.plus, plus, strict=True):
        if isinstance(span, Rolling) and dated:
            env.report("E319", duration.span, helps=("days",))
            return Moment("now", False)
        dated = dated or not isinstance(span, Rolling)
    return Moment(base, is_date, plus)


def _moment_base(
    base: tree.Path | tree.Date | tree.Instant, env: Environment, reading: Reading
) -> tuple[str | date | int, bool]:
    if isinstance(base, tree.Date):
        return base.value, True
    if isinstance(base, tree.Instant):
        return micros_of(base.value), False
    if base.text in ("now", "today"):
        return base.text, base.text == "today"
    field = env.fact(base, reading)
    if field is None:
        return "now", False
    if not isinstance(field.type, DateType | InstantType):
        env.report("E320", base.span, name=base.text, kind=type_name(field))
        return "now", False
    return field.path, isinstance(field.type, DateType)


def _within(within: tree.Within, env: Environment, reading: Reading) -> Formula:
    field = env.fact(within.left, reading)
    if field is None:
        return nothing()
    if not isinstance(field.type, DateType | InstantType):
        env.report("E320", within.left.span, name=within.left.text, kind=type_name(field))
        return nothing()
    span = span_of(within.duration, env)
    is_date = isinstance(field.type, DateType)
    if is_date and isinstance(span, Rolling):
        env.report("E319", within.duration.span, helps=("days",))
        return nothing()
    return _maybe_not(Recent(field.path, is_date, span), within.negated)


def _counted(counted: tree.Counted, env: Environment, reading: Reading) -> Formula:
    if reading is not Reading.PROPOSAL:
        env.report("E321", counted.span, helps=("define",))
        return nothing()
    minimum = 1
    if counted.number is not None and not (counted.quantifier == "at_most" and not counted.number):
        minimum = number(counted.number, counted.span, env)
    if counted.quantifier == "at_most":
        minimum = minimum + 1 if counted.number else 1
    count = count_of(counted.counting, minimum, env, lower)
    return _maybe_not(count, counted.quantifier in ("no", "at_most"))


def _consent(requirement: tree.Requirement, env: Environment, reading: Reading) -> Formula:
    if reading is Reading.CONSENT:
        env.report("E322", requirement.span)
        return nothing()
    if reading is not Reading.PROPOSAL and requirement.as_of is None:
        env.report("E323", requirement.span, helps=("as_of",))
    return consent_of(requirement, env, lower, at_event=reading is not Reading.PROPOSAL)
