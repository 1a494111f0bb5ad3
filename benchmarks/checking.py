"""Reading policies: generated files of hundreds and thousands of rules.

In: how thorough to be. Out: a table with the time of each stage, and how the whole grows.
"""

from __future__ import annotations

from functools import partial

from benchmarks.big_policy import text
from benchmarks.measure import Cell, Table, once_each
from policydsl.core.policy import CorePolicy
from policydsl.diagnostics import Source, has_errors
from policydsl.engine.compiled import compile_policy
from policydsl.policy.files import PolicyFile
from policydsl.policy.loading import check_files, load_files
from policydsl.syntax.parser import parse_file

SIZES = (500, 1000, 2000)
_NAME = "big.policy"
_MILLI = 1000


def run(rounds: int, sizes: tuple[int, ...] = SIZES) -> Table:
    """Measure files of `sizes` rules."""
    _row(20, 1)
    return Table(
        "reading policies: milliseconds for one file",
        ("rules", "lines", "parse", "check", "load", "compile", "check per rule", "lines/s"),
        tuple(_row(size, rounds) for size in sizes),
        (
            f"least processor time of {rounds} rounds",
            "check parses, types and composes; load is check and digest; compile makes the engine",
            "lines/s of the parser alone",
        ),
    )


def _row(rules: int, rounds: int) -> tuple[Cell, ...]:
    written = text(rules)
    source = Source(_NAME, written)
    core = _load(source)
    taken = once_each(
        {
            "parse": partial(parse_file, source),
            "check": partial(_check, source),
            "load": partial(_load, source),
            "compile": partial(compile_policy, core),
        },
        rounds,
    )
    parse, check, load, compiling = (one.least / _MILLI for one in taken.values())
    lines = written.count("\n")
    return rules, lines, parse, check, load, compiling, check / rules, int(lines / parse * _MILLI)


def _check(source: Source) -> None:
    found = check_files([PolicyFile(parse_file(source), None)], (), None)
    assert not has_errors(found), found


def _load(source: Source) -> CorePolicy:
    composed, diagnostics = load_files([PolicyFile(parse_file(source), None)])
    assert composed is not None, diagnostics
    return composed.core
