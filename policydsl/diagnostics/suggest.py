"""Names that an author may have meant.

In: a word and the names that exist. Out: the nearest of them, in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 64


def did_you_mean(word: str, candidates: Iterable[str], limit: int = 1) -> tuple[str, ...]:
    """The candidates that are a few slips of the hand away from the word, nearest first.

    A slip is a letter too many, too few, another, or two swapped; one slip is forgiven for every
    three letters, and at least one. Upper and lower case count as the same. Ties go by
    alphabet. Words over 64 characters get no suggestion, so the work stays small.
    """
    if not word or len(word) > _LONGEST:
        return ()
    cutoff = max(1, len(word) // 3)
    wanted = word.casefold()
    found: list[tuple[int, str]] = []
    for candidate in set(candidates):
        if candidate == word or abs(len(candidate) - len(word)) > cutoff:
            continue
        distance = _distance(wanted, candidate.casefold())
        # A suggestion that shares no letter with the word (`a` for `b`) helps nobody.
        if distance <= cutoff and distance < max(len(word), len(candidate)):
            found.append((distance, candidate))
    return tuple(candidate for _, candidate in sorted(found)[:limit])


def slips(one: str, other: str, most: int) -> int:
    """How many slips of the hand lie between two words; of more than `most`, one more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    return min(_distance(one, other), most + 1)


def _distance(left: str, right: str) -> int:
    """Damerau-Levenshtein distance in its restricted form (optimal string alignment)."""
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        current = [i]
        for j, b in enumerate(right, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]
