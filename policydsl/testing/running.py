"""Running of tests.

In: paths of files and folders. Out: a `Report`: what became of every case and of every step of a
story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from os import PathLike
from pathlib import Path
from time import perf_counter

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.policy.files import is_folder
from policydsl.policy.library import shown_path
from policydsl.testing.coverage import Coverage, PolicyCoverage
from policydsl.testing.judging import outcomes
from policydsl.testing.reading import read_tests
from policydsl.testing.report import FileReport, Report
from policydsl.testing.subjects import Subject, Subjects

SUFFIXES = (".test.yaml", ".test.yml")
"""How the names of test files end."""

MOST_FILES = 10_000
"""How many test files a folder may hold."""


def run(
    paths: Iterable[str | PathLike[str]] = (".",),
    *,
    name_has: str = "",
    coverage: bool = False,
    coverage_all: bool = False,
) -> Report:
    """Run the tests in files, and in folders and below them.

    `name_has` keeps the cases and stories whose name has a text in it, in upper or lower case.
    With `coverage`, the report also says what the tests have seen of each policy that is tested;
    with `coverage_all`, of the policies too that it uses. Never raises for what files hold;
    whatever cannot be run is in the report.
    """
    started = perf_counter()
    runner = _Runner(name_has.casefold(), coverage or coverage_all, coverage_all)
    files: dict[Path, FileReport] = {}
    problems: list[Diagnostic] = []
    for given in paths:
        found = files_in(Path(given))
        if isinstance(found, Diagnostic):
            problems.append(found)
            continue
        for path in found:
            resolved = path.resolve()
            if resolved not in files:
                files[resolved] = runner.run(path)
    return Report(
        files=tuple(files.values()),
        diagnostics=tuple(problems),
        coverage=runner.coverage(),
        seconds=perf_counter() - started,
    )


def files_in(path: Path) -> list[Path] | Diagnostic:
    """The test file, or those in a folder and below, in order; hidden folders are passed over."""
    if not is_folder(path):
        return [path]
    try:
        found = sorted(islice(_below(path), MOST_FILES + 1))
    except OSError as error:
        reason = error.strerror or str(error)
        return diagnostic("E002", file=path.as_posix(), notes=[("system", {"reason": reason})])
    if not found:
        return diagnostic("T102", folder=path.as_posix(), helps=["suffix"])
    if len(found) > MOST_FILES:
        return diagnostic("T116", folder=path.as_posix(), most=f"{MOST_FILES:,}")
    return found


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.test.y*ml"):
        below = path.relative_to(folder).parts
        if path.name.endswith(SUFFIXES) and not any(part.startswith(".") for part in below):
            yield path


class _Runner:
    """Runs files, and remembers policies and what was covered."""

    def __init__(self, name_has: str, coverage: bool, coverage_all: bool) -> None:
        self._name_has = name_has
        self._subjects = Subjects()
        self._covers = coverage
        self._covers_all = coverage_all
        self._coverage: dict[tuple[str, str], Coverage] = {}

    def coverage(self) -> tuple[PolicyCoverage, ...]:
        """What was counted, for each policy tested."""
        return tuple(counts.result() for counts in self._coverage.values())

    def run(self, path: Path) -> FileReport:
        """Run one file."""
        started = perf_counter()
        shown = shown_path(path)
        tests = read_tests(path, shown)
        if tests.tests is None or tests.problems:
            name = None if tests.tests is None else tests.tests[0]
            return FileReport(shown, name, (), tests.problems, perf_counter() - started)
        name, place = tests.tests
        subject = self._subjects.find(name, path.parent, place)
        if not isinstance(subject, Subject):
            return FileReport(shown, name, (), subject, perf_counter() - started)
        counts = None
        if self._covers:
            key = (name, subject.policy.digest)
            if key not in self._coverage:
                self._coverage[key] = Coverage(name, subject.policy, whole=self._covers_all)
            counts = self._coverage[key]
        found = tuple(outcomes(tests, subject, self._name_has, counts))
        return FileReport(shown, name, found, (), perf_counter() - started)
