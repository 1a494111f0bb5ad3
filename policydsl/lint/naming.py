"""Names so alike that one is taken for the other.

In: names. Out: the pairs of them, in the order given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from policydsl.diagnostics.suggest import slips

_SHORTEST = 5
_SHORT_WORD = 3
_LOOK_ALIKE = frozenset(map(frozenset, ("已己", "未末", "账帐", "作做", "象像", "日曰", "催摧")))
"""Characters taken for each other; of others each is a word of its own."""


def alike(one: str, other: str) -> bool:
    """Whether two different names differ by case or underscores, or by one slip of the hand.

    A digit is never a slip: `tier_1` and `tier_2` are meant. Nor is a letter in a word of up to
    three, as in `calls_uk` and `calls_us`, or in a name of fewer than five; nor a Chinese
    character, but for those that look alike: 每日 and 每周 are meant.
    """
    if one == other:
        return False
    if _plain(one) == _plain(other):
        return True
    if min(len(one), len(other)) < _SHORTEST or _digits(one) != _digits(other):
        return False
    if slips(one.casefold(), other.casefold(), 1) != 1:
        return False
    return _short_words(one) == _short_words(other) and not _is_other_word(one, other)


def pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of names that are alike, the earlier one first."""
    listed = list(dict.fromkeys(names))
    near: dict[str, list[int]] = {}
    for number, name in enumerate(listed):
        for key in _near(name):
            near.setdefault(key, []).append(number)
    met = {pair for numbers in near.values() for pair in combinations(numbers, 2)}
    for one, other in sorted(met):
        if alike(listed[one], listed[other]):
            yield listed[one], listed[other]


def _near(name: str) -> frozenset[str]:
    """What a name shares with every name that is alike: itself, or less one letter.

    Digits are never a slip, so names of different digits share nothing.
    """
    plain = name.casefold()
    less = {plain[:at] + plain[at + 1 :] for at in range(len(plain)) if not plain[at].isdigit()}
    return frozenset((plain, _plain(name), *less))


def _plain(name: str) -> str:
    return name.casefold().replace("_", "")


def _digits(name: str) -> str:
    return "".join(sign for sign in name if sign.isdigit())


def _short_words(name: str) -> frozenset[str]:
    words = re.split(r"[\W_]+", name)
    return frozenset(word for word in words if len(word) <= _SHORT_WORD)


def _is_other_word(one: str, other: str) -> bool:
    """Whether names that differ by one slip differ by a character that is a word."""
    signs, others = Counter(one), Counter(other)
    different = frozenset((signs - others) + (others - signs))
    return different not in _LOOK_ALIKE and any(map(_is_word, different))


def _is_word(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" or sign >= "\U00020000"
