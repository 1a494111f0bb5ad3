"""Makes declarations and policies.

In: names, types, rules. Out: the nodes that a file consists of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics import diagnostic, did_you_mean
from policydsl.syntax import tree
from policydsl.syntax.builder_counting import MOST
from policydsl.syntax.builder_literals import counted
from policydsl.syntax.phrases import PolicyHead, Tightened, TypedFact
from policydsl.syntax.place import Place, Refused

_FIELDS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "sources": tree.Source,
        "uses": tree.Use,
        "facts": tree.Fact,
        "events": tree.EventKind,
        "defines": tree.Define,
        "rules": tree.Rule,
        "tightens": tree.Tighten,
        "waives": tree.Waive,
    }
)
PLAIN_TYPES = ("flag", "number", "text", "date", "instant", "hours", "preferences")


def source(place: Place, name: tree.Word, title: tree.Text) -> tree.Source:
    return tree.Source(name, title, place.span)


def use_body(place: Place, name: tree.Path, when: tree.Expression | None = None) -> tree.Use:
    return tree.Use(name, when, place.span)


def use(place: Place, body: tree.Use) -> tree.Use:
    return tree.Use(body.name, body.when, place.span)


def fact(place: Place, path: tree.Path, typed: TypedFact) -> tree.Fact:
    return tree.Fact(path, typed.type, typed.default, place.span)


def fact_type(
    place: Place, type_: tree.FactType, default: tree.Literal | tree.Path | None = None
) -> TypedFact:
    if isinstance(default, tree.Path):
        raise Refused(diagnostic("E224", default.span, name=default.text, helps=["value"]))
    return TypedFact(type_, default)


def plain_type(place: Place, name: tree.Word) -> tree.FactType:
    if name.text not in PLAIN_TYPES:
        near = did_you_mean(name.text, PLAIN_TYPES)
        helps = [("did_you_mean", {"suggestion": near[0]})] if near else []
        raise Refused(diagnostic("E215", name.span, name=name.text, helps=[*helps, "types"]))
    return tree.FactType(name.text, (), None, place.span)


def type_with_values(name: str, place: Place, values: tuple[tree.Word, ...]) -> tree.FactType:
    return tree.FactType(name, values, None, place.span)


def hours_type(place: Place, at_most: tree.Duration | None = None) -> tree.FactType:
    return tree.FactType("hours", (), at_most, place.span)


def events(place: Place, names: tuple[tree.Word, ...]) -> tuple[tree.EventKind, ...]:
    return tuple(tree.EventKind(name, name.span) for name in names)


def define(place: Place, name: tree.Word, value: tree.Expression | tree.Choices) -> tree.Define:
    return tree.Define(name, value, place.span)


def to_at_most(place: Place, number: tree.Number) -> Tightened:
    counted(number, 0, MOST)
    return Tightened("at_most", number)


def to_length(keyword: str, place: Place, length: tree.Duration) -> Tightened:
    return Tightened(keyword, length)


def tighten(place: Place, rule: tree.Path, to: Tightened) -> tree.Tighten:
    return tree.Tighten(rule, to.keyword, to.value, place.span)


def waive(
    place: Place, rule: tree.Path, until: tree.Date, because: tree.Text, approved_by: tree.Text
) -> tree.Waive:
    return tree.Waive(rule, until, because, approved_by, place.span)


def policy_head(place: Place, name: tree.Path, *rest: Any) -> PolicyHead:
    title = rest[0] if rest and isinstance(rest[0], tree.Text) else None
    return PolicyHead(name, title, rest[1:] if title else rest)


def policy(place: Place, head: PolicyHead, *declared: Any) -> tree.Policy:
    return tree.Policy(head.name, head.title, head.clauses, **_sorts(declared), span=place.span)


def extended(policy: tree.Policy, declared: Any) -> tree.Policy:
    """A policy with one more declaration, which stands after all others."""
    more = _sorts((declared,))
    grown = {sort: getattr(policy, sort) + nodes for sort, nodes in more.items() if nodes}
    return replace(policy, **grown, span=policy.span.to(_last(declared).span))


def _sorts(declared: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    """Declarations by the field of a policy that they belong to, in the order written."""
    nodes = [node for item in declared for node in (item if isinstance(item, tuple) else (item,))]
    return {
        field: tuple(node for node in nodes if isinstance(node, kind))
        for field, kind in _FIELDS.items()
    }


def _last(declared: Any) -> Any:
    return declared[-1] if isinstance(declared, tuple) else declared


def file(place: Place, *policies: tree.Policy) -> tuple[tree.Policy, ...]:
    return policies


ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "source": source,
        "use_body": use_body,
        "use": use,
        "fact": fact,
        "fact_type": fact_type,
        "plain_type": plain_type,
        "one_of": partial(type_with_values, "one_of"),
        "set_of": partial(type_with_values, "set_of"),
        "also": partial(type_with_values, "also"),
        "hours_type": hours_type,
        "events": events,
        "define": define,
        "to_at_most": to_at_most,
        "to_at_least": partial(to_length, "at_least"),
        "to_wait": partial(to_length, "wait"),
        "tighten": tighten,
        "waive": waive,
        "policy_head": policy_head,
        "policy": policy,
        "file": file,
    }
)
