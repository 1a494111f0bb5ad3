"""Literals against the types of facts: what may stand right of an operator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from policydsl.core.formula import Constant, PathRef
from policydsl.diagnostics import Text, did_you_mean, either
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.standard import DECLARED, Field
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
from policydsl.rules.environment import Environment, Reading
from policydsl.syntax import tree

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAGS = {"yes": True, "no": False}

TYPE_NAMES: dict[type, Text] = {
    Flag: Text("a flag", "是非值"),
    Number: Text("a number", "数字"),
    TextType: Text("a text", "文本"),
    DateType: Text("a date", "日期"),
    InstantType: Text("an instant", "时刻"),
    OneOf: Text("one of several values", "枚举值"),
    SetOf: Text("a set", "集合"),
    HoursType: Text("a weekly table of hours", "每周时段表"),
    PreferencesType: Text("a list of preferences", "偏好列表"),
}


def micros_of(instant: datetime) -> int:
    """An aware datetime as microseconds since 1970 UTC."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def constant(literal: tree.Literal, field: Field, env: Environment) -> Constant:
    """A literal as a value of the field's type; reports what does not fit."""
    match literal, field.type:
        case tree.NoValue(), _:
            if not field.nullable:
                declared = ("declare_none",) if field.origin == DECLARED else ()
                env.report("E307", literal.span, helps=("known", *declared), name=field.path)
            return None
        case tree.Word(text), Flag() if text in _FLAGS:
            return _FLAGS[text]
        case ((tree.Word(text) | tree.Text(text)), OneOf(values)):
            if text not in values:
                _unknown_value(literal, field, values, env)
            return text
        case ((tree.Word(text) | tree.Text(text)), TextType()):
            return text
        case tree.Number(value), Number():
            return value
        case tree.Date(value), DateType():
            return value
        case tree.Instant(value), InstantType():
            return micros_of(value)
        case _:
            mismatch(literal, field, env)
            return None


def mismatch(node: tree.Literal | tree.Path, field: Field, env: Environment) -> None:
    """Report a value that is not of the field's type."""
    env.report("E308", node.span, helps=_write(field.type), name=field.path, kind=type_name(field))


def type_name(field: Field) -> Text:
    """The field's type in words."""
    return TYPE_NAMES[type(field.type)]


def _write(kind: Type) -> tuple[HintSpec, ...]:
    examples = {
        Flag: "flag",
        Number: "number",
        TextType: "text",
        DateType: "date",
        InstantType: "instant",
        SetOf: "set",
        HoursType: "hours",
        PreferencesType: "preferences",
    }
    if isinstance(kind, OneOf):
        return (("values", {"values": either(kind.values[:12])}),)
    return (examples[type(kind)],)


def _unknown_value(
    literal: tree.Word | tree.Text, field: Field, values: tuple[str, ...], env: Environment
) -> None:
    close = did_you_mean(literal.text, values)
    helps: tuple[HintSpec, ...] = tuple(
        ("did_you_mean", {"suggestion": word}) for word in close
    ) or (("values", {"values": either(values[:12])}),)
    env.report("E309", literal.span, helps=helps, value=literal.text, name=field.path)


def operand(
    right: tree.Literal | tree.Path, field: Field, env: Environment, reading: Reading
) -> Constant | PathRef:
    """The right side of a comparison: a literal, or a dotted path of the same type."""
    if not isinstance(right, tree.Path):
        return constant(right, field, env)
    other = env.fact(right, reading)
    if other is None:
        return None
    if type(other.type) is not type(field.type) and not _both_text(other.type, field.type):
        mismatch(right, field, env)
    return PathRef(other.path)


def _both_text(one: Type, other: Type) -> bool:
    return isinstance(one, OneOf | TextType) and isinstance(other, OneOf | TextType)


def channels_of(words: tuple[tree.Word, ...], env: Environment) -> frozenset[str]:
    """The channels that a list names, directly or through definitions."""
    field = env.vocabulary.lookup("proposal.channel")
    assert field is not None and isinstance(field.type, OneOf)
    named: set[str] = set()
    for word in words:
        define = env.definitions.get(word.text)
        if define is not None and isinstance(define.value, tree.Choices):
            for member in define.value.members:
                value = constant(member, field, env)
                named |= {value} if isinstance(value, str) else set()
        elif word.text in field.type.values:
            named.add(word.text)
        else:
            known = (*field.type.values, *_set_names(env))
            close = did_you_mean(word.text, known)
            helps: tuple[HintSpec, ...] = tuple(
                ("did_you_mean", {"suggestion": name}) for name in close
            ) or (("values", {"values": either(field.type.values)}),)
            env.report("E310", word.span, helps=helps, value=word.text)
    return frozenset(named)


def _set_names(env: Environment) -> list[str]:
    return [
        name for name, define in env.definitions.items() if isinstance(define.value, tree.Choices)
    ]
