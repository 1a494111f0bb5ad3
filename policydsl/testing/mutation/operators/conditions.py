"""Conditions: one part of several left out.

In: a site. Out: an `and` or `or` without one of its operands, a set without one of its values, a
moment without one of its spans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.walking import Site


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    match node:
        case tree.And(operands) | tree.Or(operands):
            for rest in without_one(operands):
                yield rest[0] if len(rest) == 1 else replace(node, operands=rest)
        case tree.Choices(members) if len(members) > 1:
            yield from (replace(node, members=rest) for rest in without_one(members))
        case tree.Moment(_, plus):
            yield from (replace(node, plus=rest) for rest in without_one(plus))
        case tree.AfterSteps(alternatives) if len(alternatives) > 1:
            yield from (replace(node, alternatives=rest) for rest in without_one(alternatives))


def without_one(parts: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The parts without the first, without the second, and so on."""
    for index in range(len(parts)):
        yield (*parts[:index], *parts[index + 1 :])
