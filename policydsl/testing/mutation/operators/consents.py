"""Consents: another level, one demand less.

In: a site. Out: requirements without one of their demands, or with the next lower or higher level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.operators.conditions import without_one
from policydsl.testing.mutation.walking import Site

_LEVELS: Mapping[str | None, tuple[str | None, ...]] = {
    None: ("express",),
    "express": (None, "written"),
    "written": ("express",),
}
_DEMANDS: Mapping[str, Any] = {
    "with_proof": False,
    "confirmed": False,
    "given_within": None,
    "lasting": None,
    "ending_after": None,
    "where": None,
    "as_of": None,
}


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    if not isinstance(node, tree.Requirement):
        return
    yield from (replace(node, level=level) for level in _LEVELS[node.level])
    if len(node.fields) > 1:
        yield from (replace(node, fields=rest) for rest in without_one(node.fields))
    for demand, none in _DEMANDS.items():
        if getattr(node, demand) != none:
            yield replace(node, **{demand: none})
    if isinstance(node.honor, tree.Duration):
        yield replace(node, honor="at_once")
