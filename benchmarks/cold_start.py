"""Starting: what a command costs before it does anything.

In: how thorough to be. Out: a table. Whole processes run in turn, from start to exit.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter_ns

from benchmarks.measure import Cell, Table, Timing, timing
from benchmarks.reference_policy import TEXT

_READ_TABLES = "from policydsl.syntax.tables import tables; tables()"


@dataclass(frozen=True, slots=True)
class Process:
    """Wall times, and the least processor time, in milliseconds."""

    wall: Timing
    processor: float


def run(rounds: int) -> Table:
    """Measure each command `rounds` times, in turn."""
    taken = in_turn(_commands(), rounds)
    base = taken["python -c pass"]
    return Table(
        "cold start: milliseconds of a whole process",
        ("command", "least", "median", "least above python", "median above python", "processor"),
        tuple(_row(name, one, base) for name, one in taken.items()),
        (
            f"wall time, {rounds} interleaved rounds",
            "processor: the least processor time, which other work on the machine hardly changes",
        ),
    )


def _commands() -> Mapping[str, Sequence[str]]:
    tool = str(Path(sys.executable).with_name("policydsl"))
    return {
        "python -c pass": (sys.executable, "-c", "pass"),
        "import lark": (sys.executable, "-c", "import lark"),
        "read the parse tables": (sys.executable, "-c", _READ_TABLES),
        "import lark, read the tables": (sys.executable, "-c", f"import lark; {_READ_TABLES}"),
        "import policydsl": (sys.executable, "-c", "import policydsl"),
        "policydsl --help": (tool, "--help"),
        "policydsl check small.policy": (tool, "check", str(TEXT)),
    }


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Process]:
    """Whole processes, from start to exit, each command once a round.

    A first round, which reads the files into memory, is not counted.
    """
    walls: dict[str, list[float]] = {name: [] for name in commands}
    processors: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start, used = perf_counter_ns(), _used_by_children()
            subprocess.run(command, check=True, capture_output=True)
            if number:
                walls[name].append((perf_counter_ns() - start) / 1_000_000)
                processors[name].append(_used_by_children() - used)
    return {name: Process(timing(walls[name]), min(processors[name])) for name in commands}


def _used_by_children() -> float:
    """Milliseconds of processor time of all processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (usage.ru_utime + usage.ru_stime) * 1000


def _row(name: str, one: Process, base: Process) -> tuple[Cell, ...]:
    wall, its_base = one.wall, base.wall
    above = wall.least - its_base.least, wall.median - its_base.median
    return name, wall.least, wall.median, *above, one.processor
