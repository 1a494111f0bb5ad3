"""What a policy is compared by: everything that has an id, and what stands beside the rules.

In: a loaded policy. Out: its rules, obligations and ladders by id, without the places where they
were written, and what they say of themselves; its roots, facts and events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar

from policydsl.api import Policy
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Origin, Root, Rule
from policydsl.frozen import frozen
from policydsl.policy.reads import reads_of
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
        return tuple(replace(_unplaced(one), id="") for one in self.rulings)

    @property
    def wording(self) -> tuple[Origin, ...]:
        """What is said of the rulings, wherever they stand."""
        return tuple(replace(one.origin, file="", line=0, column=0) for one in self.rulings)


def pieces(policy: Policy, renamed: Mapping[str, str] | None = None) -> dict[str, Piece]:
    """Everything with an id, in the order of the ids, under its id.

    With `renamed`, under the id that it has in a policy of the new name.
    """
    found: dict[str, list[Ruling]] = {}
    for one in _rulings(policy):
        found.setdefault(one.id, []).append(one)
    made = (Piece(name, tuple(_in_order(rulings))) for name, rulings in found.items())
    by_id = {called(piece.id, renamed or {}): piece for piece in made}
    return dict(sorted(by_id.items()))


def called(name: str, renamed: Mapping[str, str]) -> str:
    """The id of a rule, or the full name of a condition, once its policy has its new name."""
    policy, dot, own = name.rpartition(".")
    return f"{renamed.get(policy, policy)}{dot}{own}"


def renaming(old: Policy, new: Policy) -> dict[str, str]:
    """The new name by the old one, where each is one policy and they are called differently."""
    before, after = ({root.name for root in one.core.roots} for one in (old, new))
    if before == after or len(before) != 1 or len(after) != 1:
        return {}
    return dict(zip(before, after, strict=True))


def facts_read(piece: Piece, policy: Policy) -> frozenset[str]:
    """The full paths of the facts that a piece of a policy may read."""
    kinds = (Rule, Obligation, Ladder)
    rules, duties, ladders = (
        tuple(one for one in piece.rulings if isinstance(one, kind)) for kind in kinds
    )
    alone = CorePolicy((), rules, duties, ladders)  # type: ignore[arg-type]
    return reads_of(alone, policy.vocabulary.fields)


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
