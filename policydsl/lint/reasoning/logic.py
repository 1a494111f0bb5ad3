"""Whether conditions can hold together, and whether one implies another.

In: nodes. Out: proofs. `implies` is about all three truths: where it says yes, the first is never
more true than the second. What is too large to be looked at is not proved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import get_ident

from policydsl.api import Policy
from policydsl.core.formula import Moment, When
from policydsl.facts.vocabulary import Vocabulary
from policydsl.lint.reasoning.domains import Domain, days_left, path_of, relations_left
from policydsl.lint.reasoning.nodes import Counted, Forms, Node
from policydsl.lint.reasoning.windows import count_implies

_MOST_STEPS = 400


class Logic:
    """Proofs about the conditions of one policy."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.forms = Forms(vocabulary)
        self._can: dict[Node, bool] = {}
        self._implied: dict[tuple[Node, Node], bool] = {}
        self._steps = 0

    def can_hold(self, node: Node) -> bool:
        """Whether a condition can be yes; yes when that was not refuted."""
        known = self._can.get(node)
        if known is None:
            self._steps = _MOST_STEPS
            known = self._can[node] = self._is_possible((), (node,))
        return known

    def implies(self, one: Node, other: Node) -> bool:
        """Whether the second holds wherever the first does, and may where the first may."""
        key = (one, other)
        known = self._implied.get(key)
        if known is None:
            self._steps = _MOST_STEPS
            known = self._implied[key] = self._follows((one,), other)
        return known

    def _is_possible(self, leaves: tuple[Node, ...], waiting: Sequence[Node]) -> bool:
        """Whether some choice among the disjunctions leaves no contradiction."""
        self._steps -= 1
        if self._steps < 0:
            return True
        found, choices = _spread(waiting)
        if any(not one.parts for one in choices):
            return False
        held = (*leaves, *found)
        if not self._is_consistent(held):
            return False
        if not choices:
            return True
        first, *rest = sorted(choices, key=lambda one: len(one.parts))
        return any(self._is_possible(held, (part, *rest)) for part in first.parts)

    def _is_consistent(self, leaves: Iterable[Node]) -> bool:
        by_path: dict[str, Domain] = {}
        others: dict[object, list[Node]] = defaultdict(list)
        for leaf in leaves:
            path = path_of(leaf.atom)
            if path is not None:
                domain = by_path.get(path)
                if domain is None:
                    domain = by_path[path] = Domain(self.forms.fields.get(path))
                domain.add(leaf)
            else:
                others[_subject(leaf)].append(leaf)
        if any(domain.is_empty for domain in by_path.values()):
            return False
        return all(_agree(group) for group in others.values())

    def _follows(self, given: tuple[Node, ...], wanted: Node) -> bool:
        self._steps -= 1
        if self._steps < 0:
            return False
        if wanted.kind == "every":
            return all(self._follows(given, part) for part in wanted.parts)
        leaves, choices = _spread(given)
        if any(not one.parts for one in choices) or wanted in leaves or wanted in choices:
            return True
        if wanted.kind == "leaf":
            if self._leaf_follows(leaves, wanted):
                return True
        elif any(self._follows((*leaves, *choices), part) for part in wanted.parts):
            return True
        for choice in choices:
            rest = tuple(one for one in choices if one is not choice)
            if all(self._follows((*leaves, *rest, part), wanted) for part in choice.parts):
                return True
        return False

    def _leaf_follows(self, leaves: Sequence[Node], wanted: Node) -> bool:
        usable = [leaf for leaf in leaves if _is_as_sure(leaf, wanted)]
        path = path_of(wanted.atom)
        if path is not None:
            own = [leaf for leaf in usable if path_of(leaf.atom) == path]
            if not own and not self.forms.is_always_known(path):
                return False
            domain = Domain(self.forms.fields.get(path))
            for leaf in own:
                domain.add(leaf)
            return domain.is_within(wanted)
        if isinstance(wanted.atom, Counted):
            return any(self._count_follows(leaf, wanted) for leaf in usable)
        if isinstance(wanted.atom, When) and wanted.atom.left == Moment("today", True):
            first, last = days_left(usable)
            least, most = days_left((wanted,))
            return (first, last) != (least, most) and least <= first and last <= most
        return False

    def _count_follows(self, given: Node, wanted: Node) -> bool:
        if not isinstance(given.atom, Counted) or not isinstance(wanted.atom, Counted):
            return False
        if given.holds is not wanted.holds:
            return False
        narrow, wide = (given.atom, wanted.atom) if wanted.holds else (wanted.atom, given.atom)
        steps, self._steps = self._steps, min(self._steps, _MOST_STEPS // 4)
        proved = count_implies(narrow, wide, lambda a, b: self._follows((a,), b))
        self._steps = steps - 1
        return proved


def logic_of(policy: Policy) -> Logic:
    """The proofs about a policy; lints that ask one after the other share them."""
    return _logic(policy, get_ident())


@lru_cache(maxsize=2)
def _logic(policy: Policy, thread: int) -> Logic:
    """One for each thread, since the steps of a proof are counted."""
    return Logic(policy.vocabulary)


def _spread(nodes: Iterable[Node]) -> tuple[list[Node], list[Node]]:
    """The leaves and the disjunctions of a conjunction."""
    leaves: list[Node] = []
    choices: list[Node] = []
    for node in nodes:
        if node.kind == "leaf":
            leaves.append(node)
        elif node.kind == "some":
            choices.append(node)
        else:
            for part in node.parts:
                (leaves if part.kind == "leaf" else choices).append(part)
    return leaves, choices


def _is_as_sure(leaf: Node, wanted: Node) -> bool:
    return leaf.presumed is wanted.presumed or (leaf.presumed is None and wanted.presumed is True)


def _subject(leaf: Node) -> object:
    """What leaves must share to contradict each other."""
    match leaf.atom:
        case When(left, _, right):
            dated = left == Moment("today", True) and not isinstance(right.base, str)
            return "today" if dated else ("when", left, right)
        case Counted(count, filters):
            return replace(count, minimum=1), filters
        case _:
            return leaf.atom


def _agree(leaves: Sequence[Node]) -> bool:
    """Whether leaves about one thing, none of them about the value of a fact, can hold together."""
    plain = [leaf for leaf in leaves if leaf.presumed is not True]
    first = leaves[0].atom
    if isinstance(first, Counted):
        held = [
            one.atom.count.minimum for one in plain if one.holds and isinstance(one.atom, Counted)
        ]
        not_held = [
            one.atom.count.minimum
            for one in plain
            if not one.holds and isinstance(one.atom, Counted)
        ]
        return not held or not not_held or max(held) < min(not_held)
    if isinstance(first, When):
        if _subject(leaves[0]) == "today":
            start, end = days_left(plain)
            return start <= end
        sets = [relations_left(leaf) for leaf in plain]
        return not sets or bool(frozenset.intersection(*sets))
    if len(plain) == len(leaves):
        return len({leaf.holds for leaf in leaves}) == 1
    return len({leaf.holds for leaf in leaves}) == 1 or not plain
