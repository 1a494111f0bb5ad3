"""A case that would kill a mutant.

In: a mutant that survived. Out: a `Kill`, found among requests next to those of the tests, made
small, written as a case, and verified: the policy passes the case and the mutant does not, and the
reference says of both what the engine says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from policydsl.core.reference import explain
from policydsl.diagnostics import Source
from policydsl.engine.compiled import interpret_policy
from policydsl.facts.moments import utc
from policydsl.testing.judging import Judged, outcomes
from policydsl.testing.mutation.looking import Looker
from policydsl.testing.mutation.making import Mutant
from policydsl.testing.mutation.neighbours import neighbours, smaller
from policydsl.testing.mutation.report import Kill
from policydsl.testing.mutation.spots import Spots, spots_of
from policydsl.testing.mutation.suites import Suite
from policydsl.testing.mutation.telling import expectation
from policydsl.testing.mutation.trying import Changed, Trials, fails
from policydsl.testing.mutation.writing import case_text
from policydsl.testing.reading import WrittenTests, parse_tests
from policydsl.testing.values import plain
from policydsl.witnesses.search import candidates

MOST_TRIED = 5_000
"""How many requests are looked at for one mutant."""

MOST_TRIED_MORE = 600
"""How many, once one is found that shows the change in numbers or in what is unknown only."""

_MOST_BASES = 8
_MOST_ROUND_EDGES = 400
_MOST_SMALLER = 400
NOTE = "what the policy says now: check that it is what the law wants"


def kill(suite: Suite, trials: Trials, mutant: Mutant, change: Changed) -> tuple[Kill | None, int]:
    """A case that would kill a mutant, None if none is found; and how many requests were tried."""
    subject = suite.subject
    looker = Looker(change, subject.core, subject.policy.vocabulary)
    spots = spots_of(looker.cores, subject.policy.vocabulary)
    best: Kill | None = None
    most = 0
    for base, data in _candidates(suite, trials.nearest(change), spots, change):
        if looker.tried >= (MOST_TRIED_MORE if best else MOST_TRIED):
            break
        found, difference = looker.telling(data)
        if difference <= most:
            continue
        file = suite.files[base.span.source.name]
        given = {} if file.given is None else plain(file.given)
        small = _smallest(looker, found, difference, given)
        case = _case(small, given, suite, file, mutant, change)
        if case is not None:
            best, most = case, difference
        if most >= looker.goal:
            break
    return best, looker.tried


def _candidates(
    suite: Suite, bases: list[Judged], spots: Spots, change: Changed
) -> Iterator[tuple[Judged, Any]]:
    """The requests of tests, those next to them, those round the edges of what is changed.

    At last those next to the neighbours of the nearest tests.
    """
    chosen = bases[:_MOST_BASES]
    for base in bases:
        yield base, base.data
    around = [(base, neighbours(base.data, spots)) for base in chosen]
    while around:
        left = []
        for base, near in around:
            part = list(islice(near, 50))
            yield from ((base, data) for data in part)
            if part:
                left.append((base, near))
        around = left
    policy, day = suite.subject.policy, utc(bases[0].request.at).date()
    for rule in sorted(change.ids.intersection(policy.rules)):
        for found in candidates(policy, rule, day=day, most=_MOST_ROUND_EDGES):
            yield bases[0], found.data
    for base in chosen[:3]:
        for data in neighbours(base.data, spots):
            yield from ((base, further) for further in neighbours(data, spots))


def _smallest(looker: Looker, found: Any, difference: int, given: Mapping[str, Any]) -> Any:
    """The request without whatever is not needed for as much of a difference."""
    most = looker.tried + _MOST_SMALLER
    again = True
    while again and looker.tried < most:
        again = False
        for data in smaller(found, dict(given)):
            if looker.difference(data) >= difference:
                found, again = data, True
                break
            if looker.tried >= most:
                break
    return found


def _case(
    data: Any,
    given: dict[str, Any],
    suite: Suite,
    file: WrittenTests,
    mutant: Mutant,
    change: Changed,
) -> Kill | None:
    """The request as a case, if the policy passes it and the mutant does not."""
    policy = suite.subject.policy
    request = policy.request(data)
    before = policy.decide(request)
    after = interpret_policy(change.core).decide(change.request(data, request))
    expected = expectation(before.to_dict(), after.to_dict(), suite.subject)
    if not expected:
        return None
    text = case_text(f"kills {mutant.name}", data, given, expected, NOTE)
    judged = _judged(text, suite, file)
    return Kill(file.source.name, text) if judged and _tells(judged, suite, change) else None


def _judged(text: str, suite: Suite, file: WrittenTests) -> Judged | None:
    """The case as the policy judges it; None unless it passes."""
    whole = f"tests: {suite.subject.name}\ncases:\n{text}"
    tests = replace(parse_tests(Source(file.source.name, whole)), given=file.given)
    told: list[Judged] = []
    done = list(outcomes(tests, suite.subject, "", None, told.append))
    return told[0] if told and not tests.problems and all(one.passed for one in done) else None


def _tells(judged: Judged, suite: Suite, change: Changed) -> bool:
    """Whether the mutant fails a case, and the reference agrees with the engine on both."""
    engine = interpret_policy(change.core)
    if not fails(judged, engine, change, suite):
        return False
    request = judged.request
    changed = change.request(judged.data, request)
    core = suite.subject.core
    return explain(core, request) == suite.subject.policy.explain(request) and (
        explain(change.core, changed) == engine.explain(changed)
    )
