"""One test file after the other, by one process.

In: paths of test files. Out: `FileReport`s; policies, once loaded, are remembered, and so is what
was covered.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from policydsl.policy.library import shown_path
from policydsl.testing.coverage import Coverage, PolicyCoverage
from policydsl.testing.judging import outcomes
from policydsl.testing.keeping import Kept
from policydsl.testing.reading import read_tests
from policydsl.testing.report import FileReport
from policydsl.testing.subjects import Subject, Subjects


class Runner:
    """Runs files. `name_has` is folded to lower case; with `kept`, what passed is kept."""

    def __init__(
        self,
        name_has: str,
        *,
        coverage: bool = False,
        coverage_all: bool = False,
        kept: Kept | None = None,
    ) -> None:
        self._name_has = name_has
        self._subjects = Subjects()
        self._covers = coverage
        self._covers_all = coverage_all
        self._coverage: dict[tuple[str, str], Coverage] = {}
        self._kept = kept

    def coverage(self) -> tuple[PolicyCoverage, ...]:
        """What was counted, for each policy tested."""
        return tuple(counts.result() for counts in self._coverage.values())

    def run(self, path: Path) -> FileReport:
        """Run one file."""
        shown = shown_path(path)
        report, places = self._run(path, shown)
        if self._kept is not None:
            self._kept.keep(path, shown, report, places)
        return report

    def _run(self, path: Path, shown: str) -> tuple[FileReport, frozenset[Path]]:
        """The report of a file, and where its policy stood or might have stood."""
        started = perf_counter()
        tests = read_tests(path, shown)
        if tests.tests is None or tests.problems:
            name = None if tests.tests is None else tests.tests[0]
            seconds = perf_counter() - started
            return FileReport(shown, name, (), tests.problems, seconds), frozenset()
        name, place = tests.tests
        subject = self._subjects.find(name, path.parent, place)
        if not isinstance(subject, Subject):
            return FileReport(shown, name, (), subject, perf_counter() - started), frozenset()
        found = tuple(outcomes(tests, subject, self._name_has, self._counts(name, subject)))
        return FileReport(shown, name, found, (), perf_counter() - started), subject.places

    def _counts(self, name: str, subject: Subject) -> Coverage | None:
        if not self._covers:
            return None
        key = (name, subject.policy.digest)
        if key not in self._coverage:
            self._coverage[key] = Coverage(name, subject.policy, whole=self._covers_all)
        return self._coverage[key]
