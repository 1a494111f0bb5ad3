"""Names that a policy mentions.

In: nodes of the tree. Out: every word and path in them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from policydsl.diagnostics import Span
from policydsl.syntax import tree


def nodes(part: Any) -> Iterator[Any]:
    """A node and every node below it; of tuples, all members."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if type(one) is tuple:
            waiting.extend(one)
            continue
        kind: Any = type(one)
        below = _below(kind)
        if below is not None:
            yield one
            waiting.extend([getattr(one, name) for name in below])


@cache
def _below(kind: type[Any]) -> tuple[str, ...] | None:
    """What stands below a node of a kind, places left out; None for what is no node."""
    if not dataclasses.is_dataclass(kind) or kind is Span:
        return None
    return tuple(one.name for one in dataclasses.fields(kind) if one.compare)


def mentioned(parts: Iterable[Any]) -> frozenset[str]:
    """The texts of all words and paths, and the nouns that are counted."""
    found: set[str] = set()
    for part in parts:
        for one in nodes(part):
            if isinstance(one, tree.Word | tree.Path):
                found.add(one.text)
            elif isinstance(one, tree.Noun):
                found.add(one.event)
    return frozenset(found)


def said(policy: tree.Policy) -> Iterator[Any]:
    """What of a policy asks for something: all but what it declares."""
    yield from (policy.head, policy.uses, policy.tightens, policy.waives)
    for rule in policy.rules:
        yield rule.clauses
