"""One source of choices for two generators: `random.Random` for speed, Hypothesis for shrinking.

In: a `Random`, or Hypothesis's `draw`. Out: an object that picks; the first option, the lowest
number and `False` are what Hypothesis shrinks to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """What the generators choose with."""

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""

    def number(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""

    def chance(self, percent: int) -> bool:
        """Yes in about `percent` of a hundred cases."""


class RandomChoices:
    """Choices out of a seeded generator."""

    def __init__(self, rng: Random) -> None:
        self._random = rng.random

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._random() * len(options))]

    def number(self, low: int, high: int) -> int:
        return low + int(self._random() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        return self._random() * 100 < percent


class DrawnChoices:
    """Choices that Hypothesis makes, records and shrinks."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw

    def pick(self, options: Sequence[T]) -> T:
        chosen: T = options[self.number(0, len(options) - 1)]
        return chosen

    def number(self, low: int, high: int) -> int:
        drawn: int = self._draw(st.integers(low, high))
        return drawn

    def chance(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent


def some(choices: Choices, options: Sequence[T], low: int, high: int) -> list[T]:
    """From `low` to `high` of the options, each at most once, in their order."""
    left = list(range(len(options)))
    wanted = min(choices.number(low, high), len(left))
    taken = [left.pop(choices.number(0, len(left) - 1)) for _ in range(wanted)]
    return [options[index] for index in sorted(taken)]


def maybe(choices: Choices, percent: int, value: T) -> T | None:
    """The value in some cases, else None."""
    return value if choices.chance(percent) else None
