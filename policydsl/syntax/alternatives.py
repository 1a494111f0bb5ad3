"""Finds `channel is voice or visit`, which reads as `channel is voice` or a flag `visit`.

In: policies. Out: a diagnostic for each bare word after `or` or `and` that follows a comparison
with a word and is no definition of its policy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from policydsl.diagnostics import Diagnostic, Span, diagnostic, in_order
from policydsl.syntax import tree
from policydsl.syntax.parsed import Parsed


def settled(parsed: Parsed) -> Parsed:
    """The same without the rules and definitions that hold such alternatives, which it reports."""
    found: list[Diagnostic] = []
    policies: list[tree.Policy] = []
    lost = parsed.lost
    for policy in parsed.policies:
        troubles = tuple(bare_alternatives(policy, lost))
        if troubles:
            found.extend(troubles)
            spans = [trouble.span for trouble in troubles if trouble.span is not None]
            wrong = [part for part in _parts(policy) if any(part.holds(span) for span in spans)]
            lost |= {part.name for part in wrong if part.name is not None}
            policy = _without(policy, {id(part.node) for part in wrong})
        policies.append(policy)
    return Parsed(tuple(policies), in_order([*parsed.diagnostics, *found]), lost)


class _Part(NamedTuple):
    """A part of a policy that may be left out, and the name that goes with it."""

    node: tree.Use | tree.Define | tree.Rule
    name: str | None

    def holds(self, span: Span) -> bool:
        return self.node.span.start <= span.start < self.node.span.end


def _parts(policy: tree.Policy) -> Iterator[_Part]:
    yield from (_Part(use, None) for use in policy.uses)
    yield from (_Part(define, define.name.text) for define in policy.defines)
    yield from (_Part(rule, rule.name.text) for rule in policy.rules)


def bare_alternatives(policy: tree.Policy, lost: Set[str] = frozenset()) -> Iterator[Diagnostic]:
    """The alternatives in a policy that lack their left side, in the order of the text.

    `lost` are names that may be definitions, though the policy does not have them.
    """
    names = {define.name.text for define in policy.defines}
    names |= {fact.path.text for fact in policy.facts} | lost
    for joined in _joined((policy.head, policy.uses, policy.defines, policy.rules)):
        found = _trouble(joined, names)
        if found is not None:
            yield found


def _without(policy: tree.Policy, wrong: Set[int]) -> tree.Policy:
    return dataclasses.replace(
        policy,
        uses=tuple(node for node in policy.uses if id(node) not in wrong),
        defines=tuple(node for node in policy.defines if id(node) not in wrong),
        rules=tuple(node for node in policy.rules if id(node) not in wrong),
    )


def _joined(node: Any) -> Iterator[tree.Or | tree.And]:
    """Every `Or` and `And` below a node."""
    if isinstance(node, tuple):
        for item in node:
            yield from _joined(item)
    elif dataclasses.is_dataclass(node) and not isinstance(node, Span):
        if isinstance(node, tree.Or | tree.And):
            yield node
        for name in getattr(node, "__match_args__", ()):
            yield from _joined(getattr(node, name))


def _trouble(joined: tree.Or | tree.And, names: Set[str]) -> Diagnostic | None:
    first = joined.operands[0]
    if not isinstance(first, tree.Compare) or not isinstance(first.right, tree.Word):
        return None
    values: list[tree.Word | tree.Path] = [first.right]
    for operand in joined.operands[1:]:
        if isinstance(operand, tree.Bare) and len(operand.path.parts) == 1:
            if operand.path.text not in names:
                values.append(operand.path)
                continue
        break
    if len(values) == 1:
        return None
    word = "or" if isinstance(joined, tree.Or) else "and"
    negated = "not " if first.operator == "is_not" else ""
    return diagnostic(
        "E214",
        first.span.to(values[-1].span),
        value=values[1].text,
        word=word,
        left=first.left.text,
        braces="{" + ", ".join(value.text for value in values) + "}",
        negated=negated,
        helps=["set", "definition"],
    )
