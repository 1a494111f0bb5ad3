"""Taking times: contestants in turn, the loop's own cost taken off.

In: functions. Out: `Timing`s in microseconds, and `Table`s to print.
"""

from __future__ import annotations

import gc
import os
import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import thread_time_ns
from typing import Any, TypeVar

Input = TypeVar("Input")
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Timing:
    """The least and the median of several rounds, in microseconds."""

    least: float
    median: float


@dataclass(frozen=True, slots=True)
class Table:
    """What a part of the benchmarks found; `notes` say what a reader must know of it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The table with one object for each row."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "notes": list(self.notes)}

    def as_text(self) -> str:
        """The table for a terminal, numbers to the right."""
        cells = [self.columns, *(tuple(map(_shown, row)) for row in self.rows)]
        widths = [max(len(row[i]) for row in cells) for i in range(len(self.columns))]
        lines = [
            "  ".join(
                text.ljust(width) if place == 0 else text.rjust(width)
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        return "\n".join([self.title, *(f"  {line}" for line in lines), *map(_note, self.notes)])


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.2f}" if cell < 100 else f"{cell:.0f}"
    return str(cell)


def _note(text: str) -> str:
    return f"  ({text})"


def interleaved(
    contestants: Mapping[str, Callable[[Input], object]], inputs: Sequence[Input], rounds: int
) -> dict[str, Timing]:
    """The processor time that each contestant takes for one input, over all inputs.

    In each round every contestant runs over all inputs, each time another one first, so that what
    disturbs the machine disturbs all alike; an empty loop runs along, and its least time is taken
    off. A first round, in which caches fill, is not counted.
    """
    taken: dict[str, list[int]] = {name: [] for name in contestants}
    floors = []
    with _undisturbed():
        order = deque(contestants)
        for _ in range(rounds + 1):
            floors.append(_empty_loop(inputs))
            for name in order:
                taken[name].append(_loop(contestants[name], inputs))
            order.rotate()
    floor = min(floors)
    return {
        name: timing((time - floor) / 1000 / len(inputs) for time in times[1:])
        for name, times in taken.items()
    }


def least_of_each(
    contestants: Mapping[str, Callable[[Input], object]], inputs: Sequence[Input], rounds: int
) -> dict[str, list[float]]:
    """The least processor time that each contestant takes for each input, in microseconds.

    Every contestant runs in turn over one input after the other, each round another one first. What
    taking a time costs is taken off. A first round, in which caches fill, is not counted.
    """
    least = {name: [float("inf")] * len(inputs) for name in contestants}
    floor = float("inf")
    with _undisturbed():
        order = deque(contestants)
        for number in range(rounds + 1):
            for index, one in enumerate(inputs):
                floor = min(floor, _loop(_nothing, (one,)))
                for name in order:
                    taken = _loop(contestants[name], (one,))
                    if number:
                        least[name][index] = min(least[name][index], taken)
            order.rotate()
    return {name: [(time - floor) / 1000 for time in times] for name, times in least.items()}


def once_each(contestants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """The processor time of whole calls, in turn; no floor, they are long."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            gc.collect()
            start = thread_time_ns()
            contestant()
            taken[name].append((thread_time_ns() - start) / 1000)
    return {name: timing(times) for name, times in taken.items()}


def timing(times: Iterable[float]) -> Timing:
    """Of the rounds of one contestant."""
    listed = list(times)
    return Timing(min(listed), median(listed))


def machine() -> str:
    """What the figures were taken on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection, as `timeit` does it."""
    gc.collect()
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _loop(contestant: Callable[[Input], object], inputs: Sequence[Input]) -> int:
    start = thread_time_ns()
    for one in inputs:
        contestant(one)
    return thread_time_ns() - start


def _nothing(_: object) -> None:
    """What an input costs to which nothing is done."""


def _empty_loop(inputs: Sequence[Any]) -> int:
    start = thread_time_ns()
    for _ in inputs:
        pass
    return thread_time_ns() - start
