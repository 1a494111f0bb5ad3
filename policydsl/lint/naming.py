"""Names so alike that one is taken for the other.

In: names. Out: the pairs of them, in the order given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from policydsl.diagnostics.suggest import slips

_SHORTEST = 5


def alike(one: str, other: str) -> bool:
    """Whether two different names differ by case or underscores, or by one slip of the hand.

    A digit is never a slip: `tier_1` and `tier_2` are meant. Nor is a word of one letter, as in
    `group_a`, nor a letter in a name of fewer than five.
    """
    if one == other:
        return False
    if _plain(one) == _plain(other):
        return True
    if min(len(one), len(other)) < _SHORTEST or _digits(one) != _digits(other):
        return False
    if slips(one.casefold(), other.casefold(), 1) != 1:
        return False
    return _short_words(one) == _short_words(other)


def pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of names that are alike, the earlier one first."""
    listed = list(dict.fromkeys(names))
    for one, other in combinations(listed, 2):
        if alike(one, other):
            yield one, other


def _plain(name: str) -> str:
    return name.casefold().replace("_", "")


def _digits(name: str) -> str:
    return "".join(sign for sign in name if sign.isdigit())


def _short_words(name: str) -> frozenset[str]:
    return frozenset(word for part in name.split(".") for word in part.split("_") if len(word) == 1)
