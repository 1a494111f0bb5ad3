"""Formulas in a form that can be compared: negations at the leaves, equal parts one object.

In: formulas of the core. Out: `Node`s, of which two are the same object when the formulas say the
same up to order, repetition, double negation, and how a set is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any as AnyValue
from typing import TypeAlias

from policydsl.core.formula import (
    All,
    Any,
    Atom,
    Compare,
    Count,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Selection,
    Settled,
    SinceLast,
)
from policydsl.facts.problems import MISSING
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen


@frozen
class Among:
    """A fact is one of these values; `none` is one of them where it is written."""

    path: str
    values: frozenset[object]


@frozen
class Counted:
    """A count whose filters are nodes, so that equal ones are found equal."""

    count: Count
    filters: tuple[Node, ...]


_OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}

Leaf: TypeAlias = Among | Counted | Atom


class Node:
    """A conjunction (`every`), a disjunction (`some`), or a `leaf`.

    A leaf holds where its atom is `holds`; what is unknown stays so with `presumed` None, and is
    yes or no else. `number` is in the order of making.
    """

    __slots__ = ("atom", "holds", "kind", "number", "parts", "presumed")

    def __init__(
        self,
        kind: str,
        number: int,
        parts: tuple[Node, ...] = (),
        atom: Leaf | None = None,
        holds: bool = True,
        presumed: bool | None = None,
    ) -> None:
        self.kind = kind
        self.number = number
        self.parts = parts
        self.atom = atom
        self.holds = holds
        self.presumed = presumed


class Forms:
    """Makes the nodes of one policy; `fields` are the facts that its formulas read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.fields = vocabulary.fields
        self._nodes: dict[tuple[AnyValue, ...], Node] = {}
        self._read: dict[tuple[int, bool, bool | None], tuple[Formula, Node]] = {}
        self.yes = self._made("every", ())
        self.no = self._made("some", ())

    def node(self, formula: Formula) -> Node:
        """The node of a formula."""
        return self._node(formula, True, None)

    def negated(self, formula: Formula) -> Node:
        """The node of its negation."""
        return self._node(formula, False, None)

    def every(self, nodes: Iterable[Node]) -> Node:
        """All of some nodes."""
        return self._joined("every", nodes)

    def some(self, nodes: Iterable[Node]) -> Node:
        """Any of some nodes."""
        return self._joined("some", nodes)

    def among(self, path: str, values: frozenset[object], holds: bool = True) -> Node:
        """A fact is one of some values, or is not."""
        return self._leaf(Among(path, values), holds, None)

    def is_always_known(self, path: str) -> bool:
        """Whether every request says it: the field is required, or has a default."""
        field = self.fields.get(path)
        if field is None or field.root not in ("proposal", "person"):
            return False
        return field.required or field.default is not MISSING

    def _node(self, formula: Formula, holds: bool, presumed: bool | None) -> Node:
        key = (id(formula), holds, presumed)
        known = self._read.get(key)
        if known is None:
            known = self._read[key] = (formula, self._build(formula, holds, presumed))
        return known[1]

    def _build(self, formula: Formula, holds: bool, presumed: bool | None) -> Node:
        match formula:
            case Not(operand):
                return self._node(operand, not holds, presumed)
            case Settled(operand, otherwise):
                return self._node(operand, holds, otherwise if holds else not otherwise)
            case All(operands) | Any(operands):
                kind = "every" if isinstance(formula, All) is holds else "some"
                return self._joined(kind, [self._node(one, holds, presumed) for one in operands])
            case _:
                return self._leaf(self._plain(formula), holds, presumed)

    def _plain(self, atom: Atom) -> Leaf:
        match atom:
            case Compare(path, "eq", None | bool() | str() as value):
                return Among(path, frozenset((value,)))
            case Compare(path, "in", frozenset() as values):
                return Among(path, frozenset(values))
            case Count():
                return Counted(
                    _bare(atom), tuple(self.node(one.where) for one in _selections(atom))
                )
            case _:
                return atom

    def _leaf(self, atom: Leaf, holds: bool, presumed: bool | None) -> Node:
        if isinstance(atom, Compare) and not holds and self._is_number(atom):
            atom, holds = replace(atom, operator=_OPPOSITE[atom.operator]), True
        if isinstance(atom, Among) and self.is_always_known(atom.path):
            presumed = None
        if isinstance(atom, KnownFact):
            presumed = None
            if self.is_always_known(atom.path):
                return self.yes if holds else self.no
        key = ("leaf", atom, holds, presumed)
        found = self._nodes.get(key)
        if found is None:
            found = Node("leaf", len(self._nodes), (), atom, holds, presumed)
            self._nodes[key] = found
        return found

    def _is_number(self, atom: Compare) -> bool:
        """Whether a comparison of numbers can be turned round: one with `none` is no either way."""
        field = self.fields.get(atom.path)
        is_plain = field is not None and not field.nullable
        return is_plain and atom.operator in _OPPOSITE and not isinstance(atom.operand, PathRef)

    def _joined(self, kind: str, nodes: Iterable[Node]) -> Node:
        flat: dict[Node, None] = {}
        for node in nodes:
            flat.update(dict.fromkeys(node.parts if node.kind == kind else (node,)))
        other = self.no if kind == "every" else self.yes
        if other in flat:
            return other
        if len(flat) > 1:
            flat = dict.fromkeys(self._merged(kind, flat))
        if len(flat) == 1:
            return next(iter(flat))
        return self._made(kind, tuple(sorted(flat, key=_number)))

    def _merged(self, kind: str, flat: Iterable[Node]) -> Iterable[Node]:
        """The parts with those about the values of one fact made one."""
        sets: dict[tuple[str, bool, bool | None], list[Node]] = {}
        rest = []
        for node in flat:
            if isinstance(node.atom, Among):
                sets.setdefault((node.atom.path, node.holds, node.presumed), []).append(node)
            else:
                rest.append(node)
        for (path, holds, presumed), nodes in sets.items():
            if len(nodes) == 1:
                rest.append(nodes[0])
                continue
            values = [one.atom.values for one in nodes if isinstance(one.atom, Among)]
            united = (kind == "some") is holds
            joined = frozenset.union(*values) if united else frozenset.intersection(*values)
            rest.append(self._leaf(Among(path, joined), holds, presumed))
        return rest

    def _made(self, kind: str, parts: tuple[Node, ...]) -> Node:
        key = (kind, *(id(part) for part in parts))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(kind, len(self._nodes), parts)
        return found


def _number(node: Node) -> int:
    return node.number


def _selections(count: Count) -> list[Selection]:
    found = [count.selection]
    if isinstance(count.window, SinceLast):
        found.append(count.window.selection)
    if count.after_first is not None:
        found.append(count.after_first)
    return found


def _bare(count: Count) -> Count:
    """The count without its filters, which stand beside it."""
    window, after = count.window, count.after_first
    if isinstance(window, SinceLast):
        window = SinceLast(_unfiltered(window.selection))
    return replace(
        count,
        selection=_unfiltered(count.selection),
        window=window,
        after_first=None if after is None else _unfiltered(after),
    )


def _unfiltered(selection: Selection) -> Selection:
    return replace(selection, where=All(()))
