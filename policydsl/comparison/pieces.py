"""What a policy is compared by: everything that has an id, and what stands beside the rules.

In: a loaded policy. Out: its rules, obligations and ladders by id, without the places where they
were written, and what they say of themselves; its roots, facts and events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias, TypeVar

from policydsl.api import Policy
from policydsl.core.policy import Ladder, Obligation, Origin, Root, Rule
from policydsl.frozen import frozen
from policydsl.syntax.printer_phrases import fact_type, phrase

Ruling: TypeAlias = Rule | Obligation | Ladder
"""What has an id and says something about contacts."""

_Placed = TypeVar("_Placed", bound=Rule | Obligation | Ladder | Root)
_NOWHERE = Origin("", "", 0, 0)


@frozen
class Piece:
    """All that goes by one id: in several versions of a policy, or through exemptions, several.

    `meaning` is without what authors say about a rule; `wording` is that.
    """

    id: str
    rulings: tuple[Ruling, ...]

    @property
    def meaning(self) -> tuple[Ruling, ...]:
        """The rulings, wherever they stand and whatever they are called."""
        return tuple(_unplaced(one) for one in self.rulings)

    @property
    def wording(self) -> tuple[Origin, ...]:
        """What is said of the rulings, wherever they stand."""
        return tuple(replace(one.origin, file="", line=0, column=0) for one in self.rulings)


def pieces(policy: Policy) -> dict[str, Piece]:
    """Everything with an id, in the order of the ids."""
    found: dict[str, list[Ruling]] = {}
    for one in _rulings(policy):
        found.setdefault(one.id, []).append(one)
    return {name: Piece(name, tuple(_in_order(found[name]))) for name in sorted(found)}


def roots(policy: Policy) -> dict[str, tuple[Root, ...]]:
    """What the policy governs and answers to the rest, by the names of its roots, unplaced."""
    found: dict[str, tuple[Root, ...]] = {}
    for one in sorted(policy.core.roots, key=lambda root: (root.name, root.version)):
        root = replace(_unplaced(one), version="")
        found[one.name] = (*found.get(one.name, ()), root)
    return found


def facts(policy: Policy) -> dict[str, str]:
    """Every fact declared, with its type and default as they are written."""
    found: dict[str, str] = {}
    for one in (fact for tree in policy.trees for fact in tree.facts):
        default = "" if one.default is None else f" = {phrase(one.default)}"
        found[phrase(one.path)] = fact_type(one.type) + default
    return dict(sorted(found.items()))


def _rulings(policy: Policy) -> Iterator[Ruling]:
    core = policy.core
    yield from core.rules
    yield from core.obligations
    yield from core.ladders


def _in_order(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Versions by their dates; what is equal in that, by what it says."""
    return sorted(rulings, key=lambda one: (str(one.origin.since), repr(_unplaced(one))))


def _unplaced(one: _Placed) -> _Placed:
    return replace(one, origin=_NOWHERE)
