"""Judging of tests: each case and each step of a story against its policy.

In: a test file and the policy that it tests. Out: an `Outcome` for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policydsl.diagnostics import Diagnostic, Source, diagnostic
from policydsl.engine.decision import Decision
from policydsl.errors import RequestError
from policydsl.testing.comparing import compared
from policydsl.testing.coverage import NO_RULE, Coverage
from policydsl.testing.expansion import Budget, CannotExpandError, request_of
from policydsl.testing.expecting import Expectation, expectation_of
from policydsl.testing.reading import TestFile, Written
from policydsl.testing.report import Mismatch, Outcome
from policydsl.testing.stories import Telling
from policydsl.testing.subjects import Subject
from policydsl.testing.values import Item, found_at, plain

_UNKNOWN_FIELD = "R111"


def outcomes(
    tests: TestFile, subject: Subject, name_has: str, coverage: Coverage | None
) -> Iterator[Outcome]:
    """What becomes of every case and step whose name, or whose story's, has a text in it.

    `name_has` is folded to lower case. Decisions are counted in `coverage`. It ends at a test that
    has too many events.
    """
    judge = _Judge(tests.source, subject, coverage)
    budget = Budget(tests.source)
    for case in tests.cases:
        if name_has in case.name.casefold() and not budget.is_spent:
            yield judge.case(case, tests.given, budget)
    for story in tests.stories:
        if name_has in story.name.casefold() and not budget.is_spent:
            yield from judge.story(story, tests.given, budget)


class _Judge:
    """Judges the tests of one file."""

    def __init__(self, source: Source, subject: Subject, coverage: Coverage | None) -> None:
        self._source = source
        self._subject = subject
        self._coverage = coverage
        self._answering = {
            root.name for root in subject.core.roots if root.otherwise in ("deny", "review")
        }
        self._all_block = len(self._answering) == len(subject.core.roots)

    def case(self, case: Written, given: Item | None, budget: Budget) -> Outcome:
        """What becomes of a case."""
        if case.problems:
            return Outcome(case.name, case.span, case.problems)
        try:
            request = request_of(case, given, budget)
        except CannotExpandError as error:
            return Outcome(case.name, case.span, (error.diagnostic,))
        return self._judged(case, case.name, request)

    def story(self, story: Written, given: Item | None, budget: Budget) -> Iterator[Outcome]:
        """What becomes of the steps that propose a contact; it ends at a step that is wrong."""
        if story.problems:
            yield Outcome(story.name, story.span, story.problems)
            return
        if not any("proposal" in step.keys or step.problems for step in story.steps):
            yield Outcome(story.name, story.span, (_expects_nothing(story),))
            return
        telling = Telling(story, given, budget)
        for step in story.steps:
            name = f"{story.name} › {step.name or _time_of(step)}"
            problems = (*step.problems, *telling.wrong_with(step, self._source))
            if problems:
                yield Outcome(name, step.span, problems)
                return
            try:
                request = telling.tell(step)
            except CannotExpandError as error:
                yield Outcome(name, step.span, (error.diagnostic,))
                return
            if request is None:
                continue
            outcome = self._judged(step, name, request)
            sent = step.keys.get("sent")
            if sent is not None and outcome.allowed:
                telling.send(request, sent)
            yield outcome
            if outcome.diagnostics:
                return

    def _judged(self, written: Written, name: str, item: Item) -> Outcome:
        """What becomes of a request."""
        outcome = Outcome(name, written.span)
        expectation, problems = self._expectation(written)
        try:
            request = self._subject.policy.request(plain(item))
        except RequestError as error:
            problems += [self._placed(one, item) for one in error.diagnostics]
            return replace(outcome, diagnostics=tuple(problems))
        if problems:
            return replace(outcome, diagnostics=tuple(problems))
        decision = self._subject.policy.decide(request)
        if self._coverage is not None:
            self._coverage.add(request, decision.explanation)
        mismatches = compared(expectation, decision, request, self._subject)
        if "sent" in written.keys and not decision.allowed:
            mismatches += (Mismatch("sent", "allow", decision.verdict),)
        proves_nothing: tuple[Diagnostic, ...] = ()
        if not expectation.mentions(NO_RULE) and self._is_ungoverned(decision):
            proves_nothing = (diagnostic("T134", written.span, helps=["expect"]),)
        kept = (decision, request) if mismatches or proves_nothing else (None, None)
        return Outcome(name, written.span, proves_nothing, mismatches, decision.allowed, *kept)

    def _expectation(self, written: Written) -> tuple[Expectation, list[Diagnostic]]:
        expect = written.keys.get("expect")
        if expect is not None:
            return expectation_of(expect, self._subject, self._source)
        if "sent" in written.keys:
            return Expectation(()), []
        return Expectation(()), [_expects_nothing(written)]

    def _placed(self, found: Diagnostic, item: Item) -> Diagnostic:
        """What is wrong with a request, where that was written."""
        if found.path is None:
            return found
        here = found_at(item, found.path)
        is_key = found.code == _UNKNOWN_FIELD
        return replace(
            found, span=here.key_span(self._source) if is_key else here.span(self._source)
        )

    def _is_ungoverned(self, decision: Decision) -> bool:
        if self._all_block and self._answering.isdisjoint(decision.blocking):
            return False
        return any(reason.code == NO_RULE for reason in decision.reasons)


def _expects_nothing(written: Written) -> Diagnostic:
    return diagnostic("T130", written.span, helps=["expect"])


def _time_of(step: Written) -> str:
    at = step.keys.get("at")
    return "" if at is None else str(at.value)
