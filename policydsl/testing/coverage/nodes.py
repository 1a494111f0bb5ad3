"""Conditions as they were written, each judged where it decides.

In: formulas with their places. Out: `Node`s. `truth` is the truth of one in a context; `look` is
called where the node decides, and notes this and what its parts say where they decide in turn.

A part of a conjunction decides where no other part is no, a part of a disjunction where no other
is yes: there its own answer is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from policydsl.core.formula import Formula
from policydsl.core.reference.clock import all_of, any_of, negate
from policydsl.core.reference.facts import Context
from policydsl.frozen import frozen
from policydsl.testing.coverage.seen import Condition, Sight, presuming


class Look(Protocol):
    """Something in a condition that is worth a look where the condition decides."""

    def look(self, context: Context, sight: Sight) -> None:
        """Note what it says."""
        ...


class Node(Look, Protocol):
    """A condition, whole or in part."""

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Yes, no, or unknown."""
        ...


@frozen
class Atom:
    """A formula that is judged as one. `details` are looked at wherever it decides."""

    formula: Formula
    condition: Condition | None
    details: tuple[Look, ...] = ()
    presumes: bool = False

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """The truth of the formula."""
        return sight.holds(self.formula, presuming(context) if self.presumes else context)

    def look(self, context: Context, sight: Sight) -> None:
        """Note it and its details."""
        if self.condition is not None:
            sight.decides(self.condition, self.truth(context, sight))
        for detail in self.details:
            detail.look(presuming(context) if self.presumes else context, sight)


@frozen
class Junction:
    """A conjunction (`is_all`) or a disjunction."""

    is_all: bool
    parts: tuple[Node, ...]
    condition: Condition | None = None

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Kleene's."""
        truths = (part.truth(context, sight) for part in self.parts)
        return all_of(truths) if self.is_all else any_of(truths)

    def look(self, context: Context, sight: Sight) -> None:
        """Note it, and each part where no other settles the answer."""
        if self.condition is not None:
            sight.decides(self.condition, self.truth(context, sight))
        look_at(self.parts, self.is_all, context, sight)


def look_at(parts: Sequence[Node], is_all: bool, context: Context, sight: Sight) -> None:
    """Look at the parts of a conjunction or a disjunction that decide."""
    settling: Node | None = None
    for part in parts:
        truth = part.truth(context, sight)
        if truth is not None and truth is not is_all:
            if settling is not None:
                return
            settling = part
    for part in parts if settling is None else (settling,):
        part.look(context, sight)


@frozen
class Negation:
    """`not`, written or meant (`unless`)."""

    operand: Node
    condition: Condition | None = None

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Kleene's."""
        return negate(self.operand.truth(context, sight))

    def look(self, context: Context, sight: Sight) -> None:
        """Note it and what it negates."""
        if self.condition is not None:
            sight.decides(self.condition, self.truth(context, sight))
        self.operand.look(context, sight)


@frozen
class Named:
    """A condition that stands elsewhere, and the places that use it by a name."""

    conditions: tuple[Condition, ...]
    node: Node

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """That of what it stands for."""
        return self.node.truth(context, sight)

    def look(self, context: Context, sight: Sight) -> None:
        """Note the use, and look at what it stands for."""
        for condition in self.conditions:
            sight.decides(condition, self.truth(context, sight))
        self.node.look(context, sight)


def conjunction(parts: Iterable[Node]) -> Junction:
    """A conjunction that nobody wrote as such: the clauses of a rule."""
    return Junction(True, tuple(parts))


def disjunction(parts: Iterable[Node]) -> Junction:
    """A disjunction that nobody wrote as such: what may lift a rule."""
    return Junction(False, tuple(parts))
