"""Searches in generated policies: nothing is raised, and what is found is so."""

from __future__ import annotations

import pytest

from policydsl.core.reference import explain
from policydsl.witnesses.search import candidates, find, said_by
from tests.witnesses.generated import generated_policy
from tests.witnesses.measuring import DAY

SEEDS = tuple(f"witness {number}" for number in range(8))
_EVERY = 7


@pytest.mark.parametrize("seed", SEEDS)
def test_candidates_are_judged_as_the_reference_judges_them(seed: str) -> None:
    policy = generated_policy(seed)
    for rule in policy.rules:
        for number, one in enumerate(candidates(policy, rule, day=DAY, most=120)):
            if number % _EVERY == 0:
                assert one.explanation == explain(policy.core, one.request), (rule, one.data)


def test_most_rules_of_generated_policies_speak_and_are_silent_somewhere() -> None:
    rules = speaking = silent = 0
    for seed in SEEDS:
        policy = generated_policy(seed)
        for rule in policy.rules:
            said = {
                said_by(one.explanation, rule)
                for one in candidates(policy, rule, day=DAY, most=150)
            }
            rules += 1
            speaking += True in said
            silent += False in said
    assert rules > 20
    assert speaking / rules > 0.8
    assert silent / rules > 0.8


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_what_is_found_and_made_smaller_still_shows_it(seed: str) -> None:
    policy = generated_policy(seed)
    for rule in policy.rules:
        found = find(
            policy,
            lambda one, rule=rule: said_by(one.explanation, rule),  # type: ignore[misc]
            rule,
            day=DAY,
            most=200,
        )
        if found is not None:
            assert said_by(explain(policy.core, policy.request(found.data)), rule)
