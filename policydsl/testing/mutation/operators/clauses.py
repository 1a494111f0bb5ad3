"""Clauses: dropped, or saying something else.

In: a site. Out: the same without a clause; `through` for `until`; another effect, another answer to
what is unknown, another way of a ladder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.walking import REMOVED, Site

_ONE_OF_ITS_KIND = ("at_most", "at_least", "wait", "require", "lifts", "via", "per", "otherwise")
_SWAPPED: Mapping[str, str] = {
    "until": "through",
    "through": "until",
    "effective_until": "effective_through",
    "effective_through": "effective_until",
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "effect": ("deny", "review", "warn"),
    "if_unknown": ("deny", "review", "allow"),
    "otherwise": ("deny", "allow"),
    "take": ("current", "any"),
    "on_block": ("wait", "skip", "stop"),
}


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    if not isinstance(node, tree.Clause) or isinstance(node.value, tree.Step):
        return
    needed = node.keyword in _ONE_OF_ITS_KIND and not isinstance(site.parent, tree.Step)
    if not needed and node.keyword != "via":
        yield REMOVED
    if node.keyword in _SWAPPED and isinstance(node.value, tree.Date | tree.Moment):
        yield replace(node, keyword=_SWAPPED[node.keyword])
    if isinstance(node.value, tree.Word):
        for word in _WORDS.get(node.keyword, ()):
            if word != node.value.text:
                yield replace(node, value=replace(node.value, text=word))
