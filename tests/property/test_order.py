"""Order and repetition never matter, and the same question has the same answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.explanation import Explanation
from policydsl.core.reference import explain
from policydsl.core.request import Request
from tests.property.differential import Case
from tests.property.generator import cases as random_cases
from tests.property.strategies import cases

T = TypeVar("T")
EXAMPLES = settings(max_examples=150, deadline=None)
SEEDS = st.integers(0, 2**32)


def shuffled(members: Sequence[T], rng: Random) -> tuple[T, ...]:
    return tuple(rng.sample(list(members), len(members)))


def outcome(explanation: Explanation) -> tuple[str, set[tuple[str, str, str]]]:
    """The verdict, and every code with its rule and effect."""
    found = explanation.reasons + explanation.warnings
    return explanation.verdict, {(each.code, each.rule, each.effect) for each in found}


@EXAMPLES
@given(cases(), SEEDS)
def test_the_order_of_a_policys_parts_changes_nothing_at_all(case: Case, seed: int) -> None:
    policy, request = case
    rng = Random(seed)
    other = replace(
        policy,
        roots=shuffled(policy.roots, rng),
        rules=shuffled(policy.rules, rng),
        obligations=shuffled(policy.obligations, rng),
        ladders=shuffled(policy.ladders, rng),
    )
    assert explain(other, request) == explain(policy, request)


@EXAMPLES
@given(cases())
def test_a_rule_written_twice_changes_no_verdict(case: Case) -> None:
    policy, request = case
    twice = replace(
        policy,
        rules=policy.rules * 2,
        ladders=policy.ladders * 2,
        obligations=policy.obligations * 2,
        roots=policy.roots * 2,
    )
    assert outcome(explain(twice, request)) == outcome(explain(policy, request))


def with_events_renamed(request: Request, rng: Random) -> Request:
    """The same events under each other's ids, so that those at one instant change places."""
    names = shuffled([event.id for event in request.events], rng)
    events = [replace(event, id=name) for event, name in zip(request.events, names, strict=True)]
    return replace(request, events=tuple(sorted(events, key=lambda event: (event.at, event.id))))


def with_consents_renamed(request: Request, rng: Random) -> Request:
    """The same consents under each other's ids."""
    names = shuffled([record.id for record in request.consents], rng)
    records = [
        replace(record, id=name) for record, name in zip(request.consents, names, strict=True)
    ]
    return replace(request, consents=tuple(sorted(records, key=lambda record: record.id)))


@EXAMPLES
@given(cases(), SEEDS)
def test_the_order_of_events_at_one_instant_and_of_consents_changes_no_outcome(
    case: Case, seed: int
) -> None:
    policy, request = case
    rng = Random(seed)
    other = with_consents_renamed(with_events_renamed(request, rng), rng)
    assert outcome(explain(policy, other)) == outcome(explain(policy, request))


@EXAMPLES
@given(cases(), SEEDS)
def test_the_order_of_debts_zones_and_approvals_changes_no_verdict(case: Case, seed: int) -> None:
    policy, request = case
    rng = Random(seed)
    debts = request.proposal_debts
    other = replace(
        request,
        zones=shuffled(request.zones, rng),
        approvals=shuffled(request.approvals, rng),
        proposal_debts=None if debts is None else shuffled(debts, rng),
    )
    expected, found = explain(policy, request), explain(policy, other)
    assert found.verdict == expected.verdict
    assert {each.rule for each in found.reasons} == {each.rule for each in expected.reasons}


@EXAMPLES
@given(cases())
def test_the_same_question_has_the_same_answer(case: Case) -> None:
    policy, request = case
    again = replace(request, facts=dict(reversed(request.facts.items())))
    assert explain(policy, again) == explain(policy, request)


_DIGEST = """
import hashlib
from policydsl.core.reference import explain
from tests.property.generator import cases
answers = "".join(repr(explain(*case)) for case in cases("hash", 300))
print(hashlib.sha256(answers.encode()).hexdigest())
"""


def test_answers_do_not_depend_on_the_hash_seed_of_the_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_rules_of_one_policy_have_ids_of_their_own() -> None:
    """What the order of parts relies on: (rank, id) sorts reasons, and no two share an id."""
    for policy, _ in random_cases("ids", 200):
        ids = [part.id for part in (*policy.rules, *policy.ladders, *policy.obligations)]
        assert len(ids) == len(set(ids))
