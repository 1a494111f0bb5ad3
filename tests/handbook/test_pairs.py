"""Examples: both contacts of a pair were judged as they are said to be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from policydsl.api import load, load_text
from policydsl.handbook.evidence import Evidence, kind_of
from policydsl.handbook.pairs import pair
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import witness

SMALL = Path(__file__).parent / "data" / "small.policy"
DAY = date(2026, 3, 2)


def test_a_pair_is_of_the_rule_and_near() -> None:
    policy = load(SMALL)
    evidence = Evidence(policy, policy.rules, DAY)
    differing: list[int] = []
    for rule in policy.rules:
        found = pair(policy, rule, evidence.by_rule[rule], DAY)
        assert found.stopped is not None, rule
        again = witness(policy, found.stopped.data)
        assert again.explanation == found.stopped.explanation
        assert said_by(again.explanation, rule)
        if found.passed is not None:
            again = witness(policy, found.passed.data)
            assert again.explanation == found.passed.explanation
            assert again.explanation.verdict == "allow"
            assert not said_by(again.explanation, rule)
            one, other = found.stopped.request, found.passed.request
            paths = {*one.facts, *other.facts}
            differing.append(sum(one.facts.get(p) != other.facts.get(p) for p in paths))
    assert len(differing) >= len(policy.rules) - 1
    assert max(differing) <= 2


def test_what_is_allowed_is_allowed_on_the_day() -> None:
    policy = load(SMALL)
    found = Evidence(policy, policy.rules, DAY).allowed()
    assert {("sms", "offer"), ("sms", "reminder"), ("email", "reminder")} <= found.keys()
    for kind, one in found.items():
        assert kind_of(one.data) == kind
        assert policy.explain(policy.request(one.data)).verdict == "allow"


def test_a_policy_that_allows_nothing_has_no_weeks() -> None:
    policy = load_text(
        "policy t\n  otherwise deny\ndeny all_of_it when proposal.channel is known\n"
    )
    assert Evidence(policy, policy.rules, DAY).allowed() == {}


def test_in_a_large_policy_few_rules_are_looked_into() -> None:
    rules = "".join(f'deny r{n} when proposal.reason is "x{n}"\n' for n in range(600))
    policy = load_text(f"policy t\n  otherwise deny\n{rules}")
    evidence = Evidence(policy, policy.rules[:60], DAY)
    assert list(evidence.by_rule) == list(policy.rules[:50])
    assert evidence.left == 10
