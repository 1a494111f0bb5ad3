"""Rules and steps: dropped, milder, or letting pass what is unknown.

In: a site. Out: nothing in its place; `warn` or `review` for a rule that denies; the rule with `if
unknown allow`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.walking import REMOVED, Site

_KINDS: Mapping[str, tuple[str, ...]] = {
    "deny": ("review", "warn"),
    "review": ("deny", "warn"),
    "warn": ("deny",),
}
_WITH_EFFECT = ("quiet_hours", "contact_hours", "cap", "gap", "cooldown", "consent")
_MAY_BE_UNKNOWN = (*_KINDS, *_WITH_EFFECT)


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    if isinstance(node, tree.Clause) and isinstance(node.value, tree.Step):
        yield REMOVED
    if not isinstance(node, tree.Rule):
        return
    yield REMOVED
    yield from (replace(node, kind=kind) for kind in _KINDS.get(node.kind, ()))
    said = {clause.keyword for clause in node.clauses}
    if node.kind in _WITH_EFFECT and "effect" not in said:
        yield from (_with(node, "effect", effect) for effect in ("review", "warn"))
    if node.kind in _MAY_BE_UNKNOWN and "if_unknown" not in said:
        yield _with(node, "if_unknown", "allow")


def _with(rule: tree.Rule, keyword: str, word: str) -> tree.Rule:
    """The rule with one clause more, which stands where its name does."""
    place = rule.name.span
    added = tree.Clause(keyword, tree.Word(word, place), place, place)
    return replace(rule, clauses=(*rule.clauses, added))
