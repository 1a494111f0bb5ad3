"""The memory that a loaded policy takes.

In: nothing. Out: a table. Each figure comes from a process of its own: first everything is imported
and a small policy loaded, then the big one, and the difference is the big one's.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.big_policy import text
from benchmarks.measure import Table

SIZES = (100, 1000)
_MIB = 2**20
_PROGRAM = """
import gc, sys, tracemalloc
from pathlib import Path

import policydsl

def resident():
    pages = Path("/proc/self/statm").read_text().split()[1]
    import resource
    return int(pages) * resource.getpagesize()

small, big, how = sys.argv[1:]
kept = policydsl.load(small)
gc.collect()
if how == "traced":
    tracemalloc.start()
before = tracemalloc.get_traced_memory()[0] if how == "traced" else resident()
policy = policydsl.load(big)
gc.collect()
print((tracemalloc.get_traced_memory()[0] if how == "traced" else resident()) - before)
"""


def run(sizes: tuple[int, ...] = SIZES) -> Table:
    """Measure policies of `sizes` rules."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small.policy")
        small.write_text(text(9), encoding="utf-8")
        rows = []
        for rules in sizes:
            big = Path(folder, f"rules_{rules}.policy")
            big.write_text(text(rules), encoding="utf-8")
            traced, resident = _measure(small, big, "traced"), _measure(small, big, "resident")
            rows.append((rules, traced / _MIB, resident / _MIB, traced / rules / 1024))
    return Table(
        "memory: MiB of a loaded policy above the baseline",
        ("rules", "objects", "resident", "KiB per rule"),
        tuple(rows),
        (
            "baseline: everything imported and a policy of nine rules loaded",
            "objects by tracemalloc; resident also holds what loading left unused",
        ),
    )


def _measure(small: Path, big: Path, how: str) -> int:
    command = [sys.executable, "-c", _PROGRAM, str(small), str(big), how]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
