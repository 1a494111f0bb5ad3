"""Comparisons: the bound itself taken in or left out, yes for no.

In: a site. Out: `<` for `<=`, before for on or before, `is not` for `is`, `any` for `no`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.walking import Site

_OPERATORS: Mapping[str, str] = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "is": "is_not",
    "is_not": "is",
}
_RELATIONS: Mapping[str, str] = {
    "before": "on_or_before",
    "on_or_before": "before",
    "after": "on_or_after",
    "on_or_after": "after",
}
_QUANTIFIERS: Mapping[str, str] = {
    "any": "no",
    "no": "any",
    "at_least": "at_most",
    "at_most": "at_least",
}


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    match node:
        case tree.Compare(_, operator) if operator in _OPERATORS:
            yield replace(node, operator=_OPERATORS[operator])
        case tree.Timing(_, relation):
            yield replace(node, relation=_RELATIONS[relation])
        case tree.Counted(quantifier):
            yield replace(node, quantifier=_QUANTIFIERS[quantifier])
        case tree.Member() | tree.Known() | tree.Within() | tree.During() | tree.Consented():
            yield replace(node, negated=not node.negated)
        case tree.Bare() | tree.RuledOut() if not isinstance(site.parent, tree.Not):
            yield tree.Not(node, node.span)
        case tree.Not(operand):
            yield operand
