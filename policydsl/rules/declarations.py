"""Declarations of a policy: sources, facts, events, definitions.

In: trees. Out: `Vocabulary` and tables of names, with what is wrong in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from policydsl.diagnostics import Diagnostic, Span, Text, diagnostic
from policydsl.facts import types
from policydsl.facts.problems import MISSING
from policydsl.facts.standard import Field
from policydsl.facts.vocabulary import Also, Declaration, Declared, EventKind, Refusal, Vocabulary
from policydsl.frozen import frozen
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
            env.report("E326", define.name.span, helps=("rename",), name=define.name.text)
    return env


def _by_name(nodes: Iterable[NamedNode], what: Text, env: Environment) -> dict[str, NamedNode]:
    found: dict[str, NamedNode] = {}
    for node in nodes:
        first = found.setdefault(node.name.text, node)
        if first is not node:
            labels = ((first.name.span, "first"),)
            env.report("E327", node.name.span, labels=labels, name=node.name.text, what=what)
    return found


@frozen
class _Written:
    """A declaration, its node, and the name of the policy that it stands in."""

    declared: Declared
    node: tree.Fact | tree.EventKind
    policy: str

    @property
    def name(self) -> str:
        """The full path of a fact, or the kind of an event."""
        return self.node.name.text if isinstance(self.node, tree.EventKind) else self.node.path.text

    @property
    def place(self) -> Span:
        """Where the name stands."""
        return self.node.name.span if isinstance(self.node, tree.EventKind) else self.node.path.span


def vocabulary_of(policies: Iterable[tree.Policy], found: list[Diagnostic]) -> Vocabulary:
    """The vocabulary of policies that are loaded together, the first one's declarations first."""
    written: list[_Written] = []
    for policy in policies:
        env = Environment(policy, Vocabulary.standard())
        name = policy.name.text
        written += [_Written(EventKind(kind.name.text), kind, name) for kind in policy.events]
        written += [_Written(_declaration(fact, env), fact, name) for fact in policy.facts]
        found += env.found
    declared = (one.declared for one in written)
    vocabulary, refusals = Vocabulary.standard().with_declarations(declared)
    found += [_refused(refusal, written) for refusal in refusals]
    return vocabulary


def _declaration(fact: tree.Fact, env: Environment) -> Declaration:
    kind = _type(fact.type, env)
    if isinstance(kind, Also):
        return Declaration(fact.path.text, kind)
    if fact.default is None:
        return Declaration(fact.path.text, kind)
    if isinstance(fact.default, tree.NoValue):
        return Declaration(fact.path.text, kind, None)
    reported = len(env.found)
    value = constant(fact.default, Field(fact.path.text, kind), env)
    fits = value is not None and len(env.found) == reported
    return Declaration(fact.path.text, kind, value if fits else MISSING)


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


_REASONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "root": ("E328", ("roots",)),
    "reserved": ("E329", ("rename",)),
    "standard": ("E330", ("remove",)),
    "twice": ("E331", ()),
    "inside": ("E332", ()),
    "enumeration": ("E334", ("one_of",)),
}
"""The code and helps of each refusal; a default that does not fit never gets to be refused."""


def _refused(refusal: Refusal, written: list[_Written]) -> Diagnostic:
    """What is wrong with a declaration.

    Of two that contradict each other the later one is wrong, but a policy answers for what it
    says of the facts of a policy that it uses; users come first.
    """
    here = next(one for one in written if one.declared is refusal.declaration)
    code, helps = _REASONS[refusal.reason]
    there = next((one for one in written if one is not here and one.name == refusal.other), None)
    if there is None:
        other = refusal.other or ""
        return diagnostic(code, here.place, helps=helps, name=here.name, other=other)
    if there.policy != here.policy:
        here, there = there, here
        if refusal.reason == "twice" and _type_of(here) == _type_of(there):
            code = "E335"
    labels = [(there.place, "first")]
    return diagnostic(code, here.place, labels=labels, name=here.name, other=there.name)


def _type_of(written: _Written) -> types.Type | Also | None:
    return None if isinstance(written.declared, EventKind) else written.declared.type
