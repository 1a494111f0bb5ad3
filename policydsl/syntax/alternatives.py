"""Finds `channel is voice or visit`, which reads as `channel is voice` or a flag `visit`.

In: a node and the names that stand for conditions. Out: a diagnostic for each bare word after `or`
or `and` that is none of them and follows a comparison with a word.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Set
from typing import Any

from policydsl.diagnostics import Diagnostic, Span, diagnostic
from policydsl.syntax import tree


def bare_alternatives(node: Any, names: Set[str]) -> Iterator[Diagnostic]:
    """The alternatives in a node that lack their left side, in the order of the text.

    `names` are the bare names that stand for conditions: definitions, and facts without a dot.
    """
    for joined in _joined(node):
        found = _trouble(joined, names)
        if found is not None:
            yield found


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
        values=", ".join(value.text for value in values),
        negated=negated,
        helps=["set", "definition"],
    )

