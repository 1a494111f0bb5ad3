"""Of our own packs, nearly every rule is shown speaking, alone, and letting pass."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import policydsl
from policydsl.core.reference import explain
from policydsl.core.reference.judgement import judge
from policydsl.witnesses.search import candidates, find, said_by
from tests.witnesses.measuring import DAY, POLICIES, Measured, measured, of_all

SAMPLE = (
    "us/reg_f.policy",
    "cn/gbt_45251_2025.policy",
    "cn/marketing_messages.policy",
    "es/commercial_calls.policy",
    "gb/pecr.policy",
    "ru/fz_230.policy",
    "us/massachusetts_creditors.policy",
    "examples/first/reminder.policy",
)
STRATEGY = "examples/consumer_credit/strategy.policy"
OF_THE_STRATEGY = (
    "cn.consumer_credit.recovery.trace_only_when_lost",
    "cn.consumer_credit.recovery.weekly_budget",
    "cn.consumer_credit.recovery.data_sharing",
    "cn.consumer_credit.recovery.answer_complaint",
)


def share(rows: Sequence[Measured], name: str) -> float:
    return sum(bool(getattr(row, name)) for row in rows) / len(rows)


def test_nearly_every_rule_of_a_sample_of_packs_is_shown() -> None:
    rows = of_all(POLICIES / path for path in SAMPLE)
    assert len(rows) > 60
    assert share(rows, "speaks") >= 0.97
    assert share(rows, "passes") >= 0.97
    assert share(rows, "alone") >= 0.95


def test_rules_of_a_whole_strategy_are_shown_alone() -> None:
    policy = policydsl.load(POLICIES / STRATEGY)
    for rule in OF_THE_STRATEGY:
        row = measured(policy, rule)
        assert row.speaks and row.alone and row.passes, row


@pytest.mark.parametrize("path", SAMPLE[:2])
def test_what_is_found_is_what_the_reference_says(path: str) -> None:
    policy = policydsl.load(POLICIES / path)
    for rule in policy.rules:
        found = find(policy, lambda one, rule=rule: said_by(one.explanation, rule), rule, day=DAY)  # type: ignore[misc]
        assert found is not None
        assert said_by(judge(policy.core, policy.request(found.data)), rule)


def test_candidates_are_judged_as_the_reference_judges_them() -> None:
    policy = policydsl.load(POLICIES / SAMPLE[0])
    rule = "us.reg_f.seven_in_seven"
    found = list(candidates(policy, rule, day=DAY, most=1200))
    assert len(found) > 50
    for one in found[::5]:
        assert one.request == policy.request(one.data)
        assert one.explanation == explain(policy.core, one.request)
