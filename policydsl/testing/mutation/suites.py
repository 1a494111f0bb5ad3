"""The tests of each policy, written out once.

In: paths of test files and folders. Out: a `Suite` for each policy: the tests that judge it, in all
files that were given, and the mutants that they explain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from policydsl.diagnostics import Diagnostic
from policydsl.policy.library import shown_path
from policydsl.testing.judging import Judged, outcomes
from policydsl.testing.reading import Survivor, WrittenTests, read_tests
from policydsl.testing.running import files_in
from policydsl.testing.subjects import Subject, Subjects


@dataclass(slots=True)
class Suite:
    """All tests of one policy. `failed` are the files of which some test did not pass."""

    subject: Subject
    files: dict[str, WrittenTests] = field(default_factory=dict)
    tests: list[Judged] = field(default_factory=list)
    explained: list[Survivor] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def suites(
    paths: Iterable[str | PathLike[str]], name_has: str = ""
) -> tuple[list[Suite], tuple[Diagnostic, ...]]:
    """The suites of some paths in the order in which they are found, and what cannot be run."""
    subjects = Subjects()
    found: dict[tuple[str, str], Suite] = {}
    problems: list[Diagnostic] = []
    for path in _files(paths, problems):
        tests = read_tests(path, shown_path(path))
        if tests.tests is None or tests.problems:
            problems += tests.problems
            continue
        subject = subjects.find(tests.tests[0], path.parent, tests.tests[1])
        if not isinstance(subject, Subject):
            problems += subject
            continue
        suite = found.setdefault((subject.name, subject.policy.digest), Suite(subject))
        _add(suite, tests, name_has.casefold())
    return list(found.values()), tuple(problems)


def _files(paths: Iterable[str | PathLike[str]], problems: list[Diagnostic]) -> Iterable[Path]:
    """The files of some paths, each once."""
    files: dict[Path, Path] = {}
    for given in paths:
        found = files_in(Path(given))
        if isinstance(found, Diagnostic):
            problems.append(found)
            continue
        for path in found:
            files.setdefault(path.resolve(), path)
    return files.values()


def _add(suite: Suite, tests: WrittenTests, name_has: str) -> None:
    name = tests.source.name
    done = outcomes(tests, suite.subject, name_has, None, suite.tests.append)
    if not all(outcome.passed for outcome in done):
        suite.failed.append(name)
    suite.files[name] = tests
    suite.explained += tests.survivors
