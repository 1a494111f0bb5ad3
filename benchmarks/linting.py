"""Checking with lints: how much they add to reading, and what is left when nothing changed.

In: how thorough to be. Out: a table of a file of a thousand rules and of the packs; in neither is
anything to be found, for each finding costs the search for its request besides.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.big_policy import text
from benchmarks.measure import Cell, Table, once_each
from policydsl.lint.checking import Task, check
from policydsl.lint.running import lint
from policydsl.policy.files import read_file
from policydsl.policy.library import shipped_packs
from policydsl.policy.listing import listed
from policydsl.policy.loading import check_files, read_paths
from policydsl.project.cache import open_cache
from policydsl.project.settings import LintSettings

TODAY = date(2026, 3, 4)
_MILLI = 1000
_SETTINGS = LintSettings()
_ASKED = """
deny asks_for_a_debt
  when debt_count < 1
  cite law "section 0"
"""


class FindingsError(Exception):
    """There is something to be found where nothing should be."""


def clean_text(rules: int) -> str:
    """A big policy, always the same for the same number, in which no lint finds anything."""
    written = text(rules - 1) + _ASKED
    for line, instead in (
        (" on monday to friday\n", "\n"),
        ("honor revocation at once\n", "given within last 24 calendar months\n"),
        (" per debt\n  when purpose is collections and ", _LADDER),
    ):
        written = written.replace(line, instead)
    lines = [line for line in written.splitlines(True) if not _is_unused(line, written)]
    return "".join(lines)


_LADDER = (
    ' per debt\n  cite law "section 1"\n  stop when any payment per debt ever\n'
    "  when purpose is collections and "
)


def _is_unused(line: str, written: str) -> bool:
    """Whether a line declares a fact that nothing reads."""
    if not line.startswith("fact "):
        return False
    path = line.split()[1]
    ends = (" ", "\n", ")", ",")
    return all(written.count(f"{path}{end}") == (end == " ") for end in ends)


def run(rounds: int, sizes: tuple[int, ...] = (1000,)) -> Table:
    """Measure files of `sizes` rules, and the packs."""
    rows = [_row(f"{size} rules", clean_text(size), rounds) for size in sizes]
    rows.append(_row("packs", shipped_packs(), rounds))
    return Table(
        "checking with lints: milliseconds",
        ("what", "parse", "check", "with lints", "again", "lints / parse", "again / parse"),
        tuple(rows),
        (
            f"least processor time of {rounds} rounds; nothing is found in any of them",
            "with lints is everything, without a cache; again is the second run with one",
        ),
    )


def _row(name: str, what: str | Path, rounds: int) -> tuple[Cell, ...]:
    with _written(what) as path:
        _expect_nothing(path)
        folder = Path(tempfile.mkdtemp())
        try:
            _again(path, folder)
            taken = once_each(
                {
                    "parse": partial(_parse, path),
                    "check": partial(_check, path),
                    "lints": partial(_lint, path),
                    "again": partial(_again, path, folder),
                },
                rounds,
            )
        finally:
            shutil.rmtree(folder)
    parse, checking, linting, again = (one.least / _MILLI for one in taken.values())
    return name, parse, checking, linting, again, linting / parse, again / parse


@contextmanager
def _written(what: str | Path) -> Iterator[Path]:
    """A folder that is there, or a file with a text while it is needed."""
    if isinstance(what, Path):
        yield what
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.policy"
        path.write_text(what, "utf-8")
        yield path


def _expect_nothing(path: Path) -> None:
    files, folders = read_paths([path])
    found = lint(files, folders, _SETTINGS, TODAY)
    if found:
        raise FindingsError(f"{path}: {found[0].diagnostic.message()}")


def _parse(path: Path) -> None:
    found, _ = listed([path])
    for one in found:
        read_file(one.path, one.shown)


def _check(path: Path) -> None:
    files, folders = read_paths([path])
    check_files(files, folders, TODAY)


def _lint(path: Path) -> None:
    files, folders = read_paths([path])
    lint(files, folders, _SETTINGS, TODAY)


def _again(path: Path, folder: Path) -> None:
    found, folders = listed([path])
    check(Task(found, folders, _SETTINGS, TODAY, open_cache(folder), lambda *_: None))
