"""Running policy tests: against the bare decisions that they make.

In: how many cases. Out: a table with the time of the bare calls, of the run, and of a second run in
which nothing changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import policydsl
from benchmarks.measure import Table
from policydsl.project.cache import NO_CACHE, open_cache
from policydsl.testing import run as run_tests
from policydsl.testing.judging import Judged, outcomes
from policydsl.testing.reading import read_tests
from policydsl.testing.subjects import Subject, Subjects

_EXAMPLE = Path(policydsl.__file__).parents[1] / "policies" / "examples" / "consumer_credit"
_TESTS = _EXAMPLE / "strategy.test.yaml"
_MILLI = 1000
_LONG_AGO = 1_700_000_000


class WrongAnswerError(Exception):
    """A run did not pass, so its time means nothing."""


def run(cases: int, rounds: int) -> Table:
    """Measure at least `cases` cases: copies of the worked example's own test file."""
    policy = policydsl.load(_EXAMPLE / "strategy.policy")
    judged = _judged()
    copies = -(-cases // len(judged))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, copies)
        count = copies * len(judged)
        bare = copies * min(_bare(policy, judged) for _ in range(rounds + 1))
        whole = min(_run(folder, count, None) for _ in range(rounds))
        _run(folder, count, folder)
        again = min(_run(folder, count, folder) for _ in range(rounds))
    row = (count, bare, whole, whole / bare, again, again / bare)
    return Table(
        "policy tests: milliseconds of processor time",
        ("cases", "bare decisions", "run", "run / bare", "unchanged", "unchanged / bare"),
        (row,),
        (
            f"least of {rounds} rounds, one process; {copies} copies of {len(judged)} cases",
            "bare: policy.decide(mapping) and the fields that the case compares, all loaded before",
            "run: read the files, load the policy, judge, compare; limit 3 times the bare ones",
        ),
    )


def _judged() -> list[Judged]:
    """What the cases of the file ask for, and which fields they compare."""
    tests = read_tests(_TESTS, _TESTS.name)
    assert tests.tests is not None
    subject = Subjects().find(tests.tests[0], _TESTS.parent, tests.tests[1])
    assert isinstance(subject, Subject)
    found: list[Judged] = []
    for _ in outcomes(tests, subject, "", None, found.append):
        pass
    return found


def _bare(policy: policydsl.Policy, judged: Sequence[Judged]) -> float:
    """Milliseconds of the decisions of one file."""
    started = process_time()
    for one in judged:
        decision = policy.decide(one.data)
        for expected in one.expectation.fields:
            getattr(decision, expected.field, None)
    return (process_time() - started) * _MILLI


def _run(folder: Path, count: int, cached: Path | None) -> float:
    started = process_time()
    cache = NO_CACHE if cached is None else open_cache(cached)
    report = run_tests([folder], cache=cache)
    taken = (process_time() - started) * _MILLI
    if report.passed != count or report.exit_code:
        raise WrongAnswerError(f"{report.passed} of {count} passed")
    return taken


def _write(folder: Path, copies: int) -> None:
    shutil.copy(_EXAMPLE / "strategy.policy", folder)
    for number in range(copies):
        shutil.copy(_TESTS, folder / f"part{number:03}.test.yaml")
    for path in (*folder.iterdir(), folder):
        os.utime(path, (_LONG_AGO, _LONG_AGO))  # what changes during a run is not kept
