"""Declarations of a policy: sources, facts, events, definitions.

In: trees. Out: `Vocabulary` and tables of names, with what is wrong in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from policydsl.diagnostics import Diagnostic, Text, diagnostic
from policydsl.facts import types
from policydsl.facts.problems import MISSING
from policydsl.facts.standard import Field
from policydsl.facts.vocabulary import Also, Declaration, Declared, EventKind, Refusal, Vocabulary
from policydsl.rules.constants import constant
from policydsl.rules.environment import Environment
from policydsl.syntax import tree

_MINUTES_PER_HOUR = 60


class _Named(Protocol):
    @property
    def name(self) -> tree.Word: ...


NamedNode = TypeVar("NamedNode", bound=_Named)


def environment_of(policy: tree.Policy, vocabulary: Vocabulary) -> Environment:
    """The environment in which the rules of a policy are lowered."""
    env = Environment(policy, vocabulary)
    env.sources = _by_name(policy.sources, Text("source", "来源"), env)
    env.definitions = _by_name(policy.defines, Text("definition", "定义"), env)
    _by_name(policy.rules, Text("rule", "规则"), env)
    fields = set(env.proposal_fields())
    for define in policy.defines:
        if define.name.text in fields:
            env.report("E326", define.name.span, name=define.name.text)
    return env


def _by_name(nodes: Iterable[NamedNode], what: Text, env: Environment) -> dict[str, NamedNode]:
    found: dict[str, NamedNode] = {}
    for node in nodes:
        first = found.setdefault(node.name.text, node)
        if first is not node:
            labels = ((first.name.span, "first"),)
            env.report("E327", node.name.span, labels=labels, name=node.name.text, what=what)
    return found


def vocabulary_of(policies: Iterable[tree.Policy], found: list[Diagnostic]) -> Vocabulary:
    """The vocabulary of policies that are loaded together, the first one's declarations first."""
    written: list[tuple[Declared, tree.Fact | tree.EventKind]] = []
    for policy in policies:
        env = Environment(policy, Vocabulary.standard())
        written += [(EventKind(kind.name.text), kind) for kind in policy.events]
        written += [(_declaration(fact, env), fact) for fact in policy.facts]
        found += env.found
    vocabulary, refusals = Vocabulary.standard().with_declarations(one for one, _ in written)
    for refusal in refusals:
        nodes = [node for one, node in written if one is refusal.declaration]
        found.append(_refused(refusal, nodes[0], written))
    return vocabulary


def _declaration(fact: tree.Fact, env: Environment) -> Declaration:
    kind = _type(fact.type, env)
    if isinstance(kind, Also):
        return Declaration(fact.path.text, kind)
    if fact.default is None:
        return Declaration(fact.path.text, kind)
    if isinstance(fact.default, tree.NoValue):
        return Declaration(fact.path.text, kind, None)
    field = Field(fact.path.text, kind)
    value = constant(fact.default, field, env)
    return Declaration(fact.path.text, kind, MISSING if value is None else value)


def _type(kind: tree.FactType, env: Environment) -> types.Type | Also:
    values = tuple(word.text for word in kind.values)
    simple: dict[str, types.Type] = {
        "flag": types.Flag(),
        "number": types.Number(),
        "text": types.TextType(),
        "date": types.DateType(),
        "instant": types.InstantType(),
        "preferences": types.PreferencesType(),
    }
    if kind.name in simple:
        return simple[kind.name]
    if kind.name == "also":
        return Also(values)
    if kind.name == "one_of":
        return types.OneOf(tuple(dict.fromkeys(values)))
    if kind.name == "set_of":
        return types.SetOf(tuple(dict.fromkeys(values)) or None)
    bound = kind.at_most_weekly
    if bound is None:
        return types.HoursType()
    minutes = bound.number * (_MINUTES_PER_HOUR if bound.unit == "hours" else 1)
    if bound.unit not in ("hours", "minutes"):
        env.report("E405", bound.span, helps=("exact",))
    return types.HoursType(minutes)


_REASONS = {
    "root": "E328",
    "reserved": "E329",
    "standard": "E330",
    "twice": "E331",
    "inside": "E332",
    "default": "E333",
    "enumeration": "E334",
}


def _refused(
    refusal: Refusal,
    node: tree.Fact | tree.EventKind,
    written: list[tuple[Declared, tree.Fact | tree.EventKind]],
) -> Diagnostic:
    if isinstance(node, tree.EventKind):
        return diagnostic("E329", node.span, name=node.name.text)
    others = [
        other
        for one, other in written
        if isinstance(other, tree.Fact) and other.path.text == refusal.other and other is not node
    ]
    labels = [(others[0].path.span, "first")] if others and refusal.reason == "twice" else []
    code = _REASONS[refusal.reason]
    if refusal.reason == "inside":
        return diagnostic(code, node.path.span, name=node.path.text, other=refusal.other or "")
    return diagnostic(code, node.path.span, labels=labels, name=node.path.text)
