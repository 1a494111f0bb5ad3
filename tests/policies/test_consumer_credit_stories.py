"""The consumer lender's strategy: its tests see every rule at work, and no tier loosens a pack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policydsl.testing import run
from tests.policies.cases import POLICIES, pack

FOLDER = POLICIES / "examples" / "consumer_credit"
POLICY = "cn.consumer_credit.recovery"
TIERS = ("low", "mid", "high")


def test_the_tests_see_every_rule_of_the_lender_block_and_let_pass() -> None:
    report = run([FOLDER], coverage=True)
    assert report.failed == 0
    assert report.passed >= 250
    (coverage,) = report.coverage
    own = [rule for rule in coverage.rules if rule.rule.rpartition(".")[0] == POLICY]
    assert len(own) >= 58
    assert [rule.rule for rule in own if not rule.covered] == []


def law_says(decision: Any) -> set[tuple[str, str]]:
    """The reasons that the packs give."""
    reasons = ((one.rule, one.code) for one in decision.reasons)
    return {(rule, code) for rule, code in reasons if not rule.startswith(POLICY)}


@pytest.mark.parametrize("tier", TIERS)
def test_no_tier_is_looser_than_the_packs(tier: str) -> None:
    strategy = pack("examples/consumer_credit/strategy.policy")
    lines = (FOLDER / "campaign.jsonl").read_text(encoding="utf-8").splitlines()[::10]
    said = 0
    for request in map(json.loads, lines):
        others = [{**debt, "risk_tier": tier} for debt in request.get("debts", ())]
        as_it_is, otherwise = (
            law_says(strategy.decide(one)) for one in (request, {**request, "debts": others})
        )
        assert as_it_is == otherwise
        said += bool(as_it_is)
    assert said >= 10
