"""Judging of tests: each case and each step of a story against its policy.

In: a test file and the policy that it tests. Out: an `Outcome` for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from policydsl.core.request import Request
from policydsl.diagnostics import Diagnostic, Span, diagnostic
from policydsl.engine.decision import Decision
from policydsl.errors import RequestError
from policydsl.frozen import frozen
from policydsl.testing.comparing import compared
from policydsl.testing.coverage import NO_RULE, Coverage
from policydsl.testing.expansion import Budget, CannotExpandError, request_of
from policydsl.testing.expecting import Expectation, expectation_of
from policydsl.testing.reading import Written, WrittenTests
from policydsl.testing.report import Mismatch, Outcome
from policydsl.testing.stories import Telling
from policydsl.testing.subjects import Subject
from policydsl.testing.values import Item, found_at, plain, size

MOST_WRONG = 200
"""After so many tests of a file that are wrong in themselves, the others are not run."""

_UNKNOWN_FIELD = "R111"


@frozen
class Judged:
    """A test that was judged.

    `data` is its request in JSON form with everything written out, `request` the same, checked.
    `sent`: the contact is made, so it must be allowed.
    """

    name: str
    span: Span
    data: Any
    request: Request
    expectation: Expectation
    sent: bool
    decision: Decision


def outcomes(
    tests: WrittenTests,
    subject: Subject,
    name_has: str,
    coverage: Coverage | None,
    tell: Callable[[Judged], None] | None = None,
) -> Iterator[Outcome]:
    """What becomes of every case and step whose name, or whose story's, has a text in it.

    `name_has` is folded to lower case. Decisions are counted in `coverage`, and `tell` is told
    what was judged. It ends when the requests are too large together, or when `MOST_WRONG` tests
    are wrong in themselves.
    """
    judge = _Judge(tests, subject, coverage, tell)
    wrong = 0
    for outcome in judge.all(name_has):
        yield outcome
        wrong += bool(outcome.diagnostics)
        if wrong == MOST_WRONG:
            break


class _Judge:
    """Judges the tests of one file."""

    def __init__(
        self,
        tests: WrittenTests,
        subject: Subject,
        coverage: Coverage | None,
        tell: Callable[[Judged], None] | None,
    ) -> None:
        self._tests = tests
        self._tell = tell
        self._source = tests.source
        self._subject = subject
        self._coverage = coverage
        self._budget = Budget(tests.source)
        self._answering = {
            root.name for root in subject.core.roots if root.otherwise in ("deny", "review")
        }
        self._all_block = len(self._answering) == len(subject.core.roots)

    def all(self, name_has: str) -> Iterator[Outcome]:
        """What becomes of the cases, then of the stories; it ends when too much was asked for."""
        for case in self._tests.cases:
            if name_has in case.name.casefold() and not self._budget.is_spent:
                yield self.case(case)
        for story in self._tests.stories:
            if name_has in story.name.casefold() and not self._budget.is_spent:
                yield from self.story(story)

    def case(self, case: Written) -> Outcome:
        """What becomes of a case."""
        if case.problems:
            return Outcome(case.name, case.span, case.problems)
        try:
            request = request_of(case, self._tests.given, self._budget)
            return self._judged(case, case.name, request)
        except CannotExpandError as error:
            return Outcome(case.name, case.span, (error.diagnostic,))

    def story(self, story: Written) -> Iterator[Outcome]:
        """What becomes of the steps that propose a contact; it ends at a step that is wrong."""
        if story.problems:
            yield Outcome(story.name, story.span, story.problems)
            return
        telling = Telling(story, self._tests.given, self._budget)
        judged = False
        for step in story.steps:
            name = f"{story.name} › {step.name or _time_of(step)}"
            problems = (*step.problems, *telling.wrong_with(step, self._source))
            if problems:
                yield Outcome(name, step.span, problems)
                return
            try:
                request = telling.tell(step)
                if request is None:
                    continue
                outcome = self._judged(step, name, request)
            except CannotExpandError as error:
                yield Outcome(name, step.span, (error.diagnostic,))
                return
            sent = step.keys.get("sent")
            if sent is not None and outcome.allowed:
                telling.send(request, sent)
            yield outcome
            judged = True
            if outcome.diagnostics:
                return
        if not judged:
            yield Outcome(story.name, story.span, (_expects_nothing(story),))

    def _judged(self, written: Written, name: str, item: Item) -> Outcome:
        """What becomes of a request; raises `CannotExpandError` when it is one too many."""
        self._budget.spend(size(item), item)
        outcome = Outcome(name, written.span)
        expectation, problems = self._expectation(written)
        data = plain(item)
        try:
            request = self._subject.policy.request(data)
        except RequestError as error:
            problems += self._placed(error.diagnostics, item)
            return replace(outcome, diagnostics=tuple(problems))
        if problems:
            return replace(outcome, diagnostics=tuple(problems))
        decision = self._subject.policy.decide(request)
        if self._coverage is not None:
            self._coverage.add(request, decision.explanation)
        sent = "sent" in written.keys
        if self._tell is not None:
            span = written.span
            self._tell(Judged(name, span, data, request, expectation, sent, decision))
        mismatches = compared(expectation, decision, request, self._subject)
        if sent and not decision.allowed:
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

    def _placed(self, found: Iterable[Diagnostic], item: Item) -> list[Diagnostic]:
        """What is wrong with a request, where that was written; of a repeated event, once."""
        placed: dict[tuple[str, Span | None], Diagnostic] = {}
        for one in found:
            span = None
            if one.path is not None:
                here = found_at(item, one.path)
                is_key = one.code == _UNKNOWN_FIELD
                span = here.key_span(self._source) if is_key else here.span(self._source)
            placed.setdefault((one.code, span), replace(one, span=span))
        return list(placed.values())

    def _is_ungoverned(self, decision: Decision) -> bool:
        if self._all_block and self._answering.isdisjoint(decision.blocking):
            return False
        return any(reason.code == NO_RULE for reason in decision.reasons)


def _expects_nothing(written: Written) -> Diagnostic:
    return diagnostic("T130", written.span, helps=["expect"])


def _time_of(step: Written) -> str:
    at = step.keys.get("at")
    return "" if at is None else str(at.value)
