"""One mutant against the tests of its policy.

In: a suite and a mutant. Out: what becomes of it. A test is asked only if it may notice: if what is
changed says anything else to its request, or if it looks ahead in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.core.explanation import Explanation
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine, interpret_policy
from policydsl.errors import RequestError
from policydsl.facts.checking import check_request
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.policy.composition import ComposedPolicy
from policydsl.testing.comparing import compared
from policydsl.testing.judging import Judged
from policydsl.testing.mutation.ahead import ahead_of, looks_ahead
from policydsl.testing.mutation.certainty import without_needless
from policydsl.testing.mutation.making import Mutant, composed, differing, members_of, only
from policydsl.testing.mutation.report import Fate
from policydsl.testing.mutation.suites import Suite

_MANY = 8
"""A mutant that changes more rules than this is noticed by almost any test."""


@frozen
class Changed:
    """A mutant composed.

    `ids` are the rules that come out otherwise; `before` and `after` are the policy and the mutant
    with these alone. `vocabulary` is the mutant's, None when it is the policy's too.
    """

    ids: frozenset[str]
    core: CorePolicy
    before: Engine
    after: Engine
    vocabulary: Vocabulary | None

    def request(self, data: object, request: Request) -> Request:
        """A request as the mutant reads it; raises `RequestError` if it does not."""
        if self.vocabulary is None:
            return request
        checked, problems = check_request(data, self.vocabulary)
        if checked is None:
            raise RequestError(problems)
        return checked


class Trials:
    """Tries mutants on the tests of one suite."""

    def __init__(self, suite: Suite) -> None:
        self._suite = suite
        self._core = suite.subject.core
        self._known: tuple[frozenset[str], list[Explanation]] = frozenset(), []
        self._ahead = [
            ahead_of(test, self._core) if looks_ahead(test.expectation, self._core) else 0
            for test in suite.tests
        ]

    def change(self, mutant: Mutant) -> Changed | Fate:
        """The mutant composed; else `UNSOUND` or the `SAME`."""
        whole = composed(self._suite.subject, mutant)
        if whole is None:
            return Fate.UNSOUND
        vocabulary = self._vocabulary(whole)
        mine = self._suite.subject.policy.vocabulary
        core = without_needless(whole.core, self._core, mine)
        ids = differing(self._core, core)
        if vocabulary is not None:
            ids |= {name for name, _ in members_of(self._core)}
        if not ids:
            return Fate.SAME
        before, after = only(self._core, ids), only(core, ids)
        engines = interpret_policy(before), interpret_policy(after)
        return Changed(ids, core, *engines, vocabulary)

    def _vocabulary(self, whole: ComposedPolicy) -> Vocabulary | None:
        mine = self._suite.subject.policy.vocabulary
        return None if whole.vocabulary.declared == mine.declared else whole.vocabulary

    def killer(self, change: Changed) -> str | None:
        """The name of the first test that fails on the mutant; None when all pass."""
        engine: Engine | None = None
        for test in self._asked(change):
            engine = engine or interpret_policy(change.core)
            if fails(test, engine, change, self._suite):
                return test.name
        return None

    def nearest(self, change: Changed) -> list[Judged]:
        """The tests, those first to whose request what is changed speaks."""
        return sorted(self._suite.tests, key=lambda test: not _speaks(test, change.ids))

    def _asked(self, change: Changed) -> Iterator[Judged]:
        """The tests that may notice, those first to whose request the change itself says more.

        Where much is changed, looking at it alone costs more than asking every test.
        """
        if len(change.ids) > _MANY:
            yield from self.nearest(change)
            return
        tests, later = self._suite.tests, []
        for test, before, ahead in zip(tests, self._said(change), self._ahead, strict=True):
            if _explained(change, test) != before:
                yield test
            elif ahead != 0:
                later.append((test, ahead))
        for test, ahead in later:
            if ahead is None or not _is_same(change, test, ahead):
                yield test

    def _said(self, change: Changed) -> Sequence[Explanation]:
        """What is changed said before to each test."""
        if self._known[0] != change.ids:
            said = [change.before.explain(test.request) for test in self._suite.tests]
            self._known = change.ids, said
        return self._known[1]


def _explained(change: Changed, test: Judged) -> Explanation | None:
    try:
        return change.after.explain(change.request(test.data, test.request))
    except RequestError:
        return None


def _is_same(change: Changed, test: Judged, ahead: int) -> bool:
    """Whether what is changed says the same to a test for so long."""
    try:
        changed = change.request(test.data, test.request)
    except RequestError:
        return False
    return change.before.timeline(test.request, ahead) == change.after.timeline(changed, ahead)


def _speaks(test: Judged, ids: frozenset[str]) -> bool:
    """Whether one of some rules says anything in a decision."""
    said = test.decision.explanation
    spoken = {one.rule for one in (*said.reasons, *said.warnings)}
    spoken |= {one.rule for one in said.obligations} | {one.rule for one in said.counters}
    spoken |= {one.ladder for one in said.ladders}
    return not ids.isdisjoint(spoken)


def fails(test: Judged, engine: Engine, change: Changed, suite: Suite) -> bool:
    """Whether a test fails on a mutant."""
    try:
        request = change.request(test.data, test.request)
    except RequestError:
        return True
    decision = engine.decide(request)
    if test.sent and not decision.allowed:
        return True
    return bool(compared(test.expectation, decision, request, suite.subject))
