"""What a conjunction leaves of one fact: the values that it may still have.

In: leaves about one path. Out: `Domain`, empty when they contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from policydsl.core.formula import Compare, KnownFact, Moment, PathRef, When
from policydsl.facts.standard import Field
from policydsl.facts.types import Flag, OneOf
from policydsl.lint.reasoning.nodes import Among, Leaf, Node

_TODAY = Moment("today", True)
_ALL_RELATIONS = frozenset(("before", "same", "after", "none"))
_RELATIONS = {
    "before": frozenset(("before",)),
    "after": frozenset(("after",)),
    "on_or_before": frozenset(("before", "same")),
    "on_or_after": frozenset(("after", "same")),
}


def universe(field: Field | None) -> frozenset[object] | None:
    """Every value that a fact can have, None when they cannot be listed."""
    if field is None:
        return None
    none: tuple[object, ...] = (None,) if field.nullable else ()
    if isinstance(field.type, OneOf):
        return frozenset((*field.type.values, *none))
    return frozenset((True, False, *none)) if isinstance(field.type, Flag) else None


class Domain:
    """The values of one fact that are left, and whether it may be missing."""

    def __init__(self, field: Field | None) -> None:
        self.allowed = universe(field)
        self.excluded: frozenset[object] = frozenset()
        self.low: tuple[int | Decimal, bool] | None = None
        self.high: tuple[int | Decimal, bool] | None = None
        self.prefixes: list[str] = []
        self.may_be_missing = True
        self.may_be_there = True

    def add(self, node: Node) -> None:
        """Take one leaf in."""
        if isinstance(node.atom, KnownFact):
            self.may_be_missing &= not node.holds
            self.may_be_there &= node.holds
            return
        self.may_be_missing &= node.presumed is True
        match node.atom:
            case Among(_, values) if node.holds:
                self.allowed = values if self.allowed is None else self.allowed & values
            case Among(_, values):
                self.excluded |= values
            case Compare(_, operator, int() | Decimal() as number):
                self._bound(operator, number, node.holds)
            case Compare(_, "starts_with", str() as prefix) if node.holds:
                self.prefixes.append(prefix)
            case _:
                pass

    def _bound(self, operator: str, number: int | Decimal, holds: bool) -> None:
        """Bounds as (number, whether it is itself left out)."""
        if not holds:
            operator = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}.get(operator, "")
        if operator in ("gt", "ge", "eq"):
            low = (number, operator == "gt")
            self.low = low if self.low is None else max(self.low, low)
        if operator in ("lt", "le", "eq"):
            high = (number, operator == "lt")
            kept = self.high
            if kept is None or number < kept[0] or (number == kept[0] and high[1]):
                self.high = high

    @property
    def values(self) -> frozenset[object] | None:
        """The values left where they can be listed."""
        if self.allowed is None:
            return None
        left = self.allowed - self.excluded
        for prefix in self.prefixes:
            left = frozenset(one for one in left if isinstance(one, str) and one.startswith(prefix))
        return left

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left, not even to be missing."""
        return not self.may_be_missing and (not self.may_be_there or self._has_no_value)

    @property
    def _has_no_value(self) -> bool:
        if self.values is not None and not self.values:
            return True
        if self.low is not None and self.high is not None:
            low, high = self.low, self.high
            if low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1])):
                return True
        longest = max(self.prefixes, key=len, default="")
        return not all(longest.startswith(prefix) for prefix in self.prefixes)

    def _is_beside(self, number: int | Decimal) -> bool:
        """Whether the bounds leave a number out."""
        is_above = self.low is not None and (
            self.low[0] > number or (self.low[0] == number and self.low[1])
        )
        return is_above or (
            self.high is not None
            and (self.high[0] < number or (self.high[0] == number and self.high[1]))
        )

    def is_within(self, node: Node) -> bool:
        """Whether every value left satisfies a leaf."""
        match node.atom:
            case Among(_, values):
                left = self.values
                if node.holds:
                    return left is not None and left <= values
                return values <= self.excluded or (left is not None and not left & values)
            case Compare(_, "eq", int() | Decimal() as number) if not node.holds:
                return self._is_beside(number)
            case Compare(_, operator, int() | Decimal() as number):
                other = Domain(None)
                other._bound(operator, number, node.holds)
                return _is_above(self.low, other.low) and _is_below(self.high, other.high)
            case _:
                return False


def _is_above(
    own: tuple[int | Decimal, bool] | None, low: tuple[int | Decimal, bool] | None
) -> bool:
    return low is None or (own is not None and own >= low)


def _is_below(
    own: tuple[int | Decimal, bool] | None, high: tuple[int | Decimal, bool] | None
) -> bool:
    if high is None:
        return True
    return own is not None and (own[0] < high[0] or (own[0] == high[0] and own[1] >= high[1]))


def path_of(atom: Leaf | None) -> str | None:
    """The fact that a leaf compares with values, None where there is no such."""
    match atom:
        case Among(path) | KnownFact(path):
            return path
        case Compare(path, _, operand) if not isinstance(operand, PathRef):
            return path
        case _:
            return None


def days_left(leaves: Iterable[Node]) -> tuple[date, date]:
    """The first and the last day that conditions on today leave; first after last when none."""
    first, last = date.min, date.max
    for leaf in leaves:
        match leaf.atom:
            case When(left, relation, Moment(date() as day, True, ())) if left == _TODAY:
                if not leaf.holds:
                    relation = _OPPOSITE[relation]
                if relation == "before":
                    last = min(last, _moved(day, -1))
                elif relation == "on_or_before":
                    last = min(last, day)
                elif relation == "after":
                    first = max(first, _moved(day, 1))
                else:
                    first = max(first, day)
            case _:
                pass
    return first, last


_OPPOSITE = {
    "before": "on_or_after",
    "after": "on_or_before",
    "on_or_before": "after",
    "on_or_after": "before",
}


def _moved(day: date, by: int) -> date:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return day


def relations_left(leaf: Node) -> frozenset[str]:
    """How the two moments of a comparison may lie when it holds, or does not."""
    assert isinstance(leaf.atom, When)
    held = _RELATIONS[leaf.atom.relation]
    return held if leaf.holds else _ALL_RELATIONS - held
