"""The run: every mutant of every policy against its tests.

In: paths of tests, and how much is wanted. Out: a `MutationReport`. Mutants are tried in the order
in which they are written, by several processes when asked; what comes out does not depend on how
many. Broken off, it says what was found so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from os import PathLike
from time import perf_counter

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.frozen import frozen
from policydsl.testing.mutation.judges import Judge
from policydsl.testing.mutation.making import Mutant, changeable, mutants
from policydsl.testing.mutation.report import (
    Fate,
    Mutation,
    MutationReport,
    PolicyMutation,
    Verdict,
)
from policydsl.testing.mutation.suites import Suite, suites
from policydsl.testing.mutation.workers import Workers
from policydsl.testing.reading import Survivor

Progress = Callable[[str, int, int, int], None]
"""Told of a policy how many of its mutants are done, of how many, and how many survived."""


class NoSuchRuleError(ValueError):
    """No policy under test has a rule, definition or declaration of a name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(name)


@frozen
class _Wanted:
    """Which mutants are wanted of each policy."""

    about: str | None
    most: int | None

    @property
    def is_all(self) -> bool:
        return self.about is None and self.most is None


def mutate(
    paths: Iterable[str | PathLike[str]] = (".",),
    *,
    name_has: str = "",
    rule: str | None = None,
    most: int | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> MutationReport:
    """Change the policies whose tests lie in some paths, and run their tests on every mutant.

    `name_has` keeps the tests with a text in their name; `rule` the mutants of one rule, definition
    or fact, by its short or full name; `most` is how many mutants are tried of a policy, evenly
    spread over it. `jobs` is the number of processes, at least 1. A policy of which a test fails is
    refused. Raises `NoSuchRuleError`, `ValueError` for numbers out of range.
    """
    if jobs < 1 or (most is not None and most < 1):
        raise ValueError("jobs and most are at least 1")
    started = perf_counter()
    given = [str(path) for path in paths]
    found, problems = suites(given, name_has)
    about = None if rule is None else _short(rule, found)
    report = MutationReport(
        policies=(),
        diagnostics=problems,
        refused=tuple((one.subject.name, tuple(one.failed)) for one in found if one.failed),
    )
    sound = [(number, suite) for number, suite in enumerate(found) if not suite.failed]
    wanted = _Wanted(about, most)
    with Workers(given, name_has, jobs) as workers:
        for number, suite in sound:
            if about is None or about in changeable(suite.subject):
                report = _with_policy(report, workers, number, suite, wanted, progress)
            if report.interrupted:
                break
    return replace(report, seconds=perf_counter() - started)


def _short(rule: str, found: Sequence[Suite]) -> str:
    """The name under which mutants of a rule go, from its short or full name."""
    known: dict[str, None] = {}
    for suite in found:
        for name in changeable(suite.subject):
            if rule in (name, f"{suite.subject.name}.{name}"):
                return name
            known[name] = None
    raise NoSuchRuleError(rule, tuple(known))


def _with_policy(
    report: MutationReport,
    workers: Workers,
    number: int,
    suite: Suite,
    wanted: _Wanted,
    progress: Progress | None,
) -> MutationReport:
    """The report with one policy more."""
    made = mutants(suite.subject)
    asked = [n for n, one in enumerate(made) if wanted.about in (None, one.about)]
    chosen = _spread(asked, wanted.most)
    reasons = {one.mutant: one for one in suite.explained}
    judge = Judge(suite, made)
    done: list[Mutation] = []
    survived = 0
    try:
        for index, verdict in zip(chosen, workers.judged(number, judge, chosen), strict=True):
            mutation = _mutation(made[index], verdict, reasons)
            done.append(mutation)
            survived += mutation.fate == Fate.SURVIVED
            if progress is not None:
                progress(suite.subject.name, len(done), len(chosen), survived)
    except KeyboardInterrupt:
        report = replace(report, interrupted=True)
    left_out = len(asked) - len(done)
    policy = PolicyMutation(suite.subject.name, tuple(done), len(suite.tests), left_out)
    unused: list[Diagnostic] = []
    if wanted.is_all and not report.interrupted:
        unused = list(_unused(suite.explained, done))
    return replace(
        report,
        policies=(*report.policies, policy),
        diagnostics=(*report.diagnostics, *unused),
    )


def _spread(asked: list[int], most: int | None) -> list[int]:
    """Those to try, evenly spread when there are more than wanted."""
    if most is None or len(asked) <= most:
        return asked
    return [asked[index * len(asked) // most] for index in range(most)]


def _mutation(mutant: Mutant, verdict: Verdict, reasons: dict[str, Survivor]) -> Mutation:
    explained = reasons.get(mutant.name)
    because = explained.because if explained and verdict.fate == Fate.SURVIVED else ""
    return Mutation(mutant.name, mutant.edit, verdict, because)


def _unused(explained: Iterable[Survivor], done: Sequence[Mutation]) -> Iterable[Diagnostic]:
    """Explanations of mutants that do not survive."""
    fates = {one.name: one.fate for one in done}
    for one in explained:
        fate = fates.get(one.mutant)
        if fate != Fate.EXPLAINED:
            hint = "killed" if fate == Fate.KILLED else "unknown"
            yield diagnostic("T141", one.span, helps=[hint], name=one.mutant)
