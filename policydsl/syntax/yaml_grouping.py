"""The one thing in which YAML differs: what is said under one key stands together.

In: a policy. Out: the same policy with its repeating clauses, facts and tightenings side by side,
each group where its first member stood. Order among them has no meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import TypeVar

from policydsl.syntax import tree

Item = TypeVar("Item")


def grouped(policy: tree.Policy) -> tree.Policy:
    """The policy as it comes back after it was written in YAML."""
    return replace(
        policy,
        head=_clauses(policy.head),
        facts=_flat(groups(policy.facts, lambda fact: fact.path.text)),
        rules=tuple(replace(rule, clauses=_clauses(rule.clauses)) for rule in policy.rules),
        tightens=_flat(groups(policy.tightens, lambda tighten: tighten.rule.text)),
    )


def groups(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[list[Item]]:
    """The items by key, in the order in which each key comes first."""
    found: dict[Hashable, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return list(found.values())


def _clauses(clauses: tuple[tree.Clause, ...]) -> tuple[tree.Clause, ...]:
    return tuple(
        replace(clause, value=replace(clause.value, clauses=_clauses(clause.value.clauses)))
        if isinstance(clause.value, tree.Step)
        else clause
        for clause in _flat(groups(clauses, lambda clause: clause.keyword))
    )


def _flat(grouped_items: list[list[Item]]) -> tuple[Item, ...]:
    return tuple(item for group in grouped_items for item in group)
