"""An engine without functions written for it says what the other says."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.engine.compiled import interpret_policy
from policydsl.testing.mutation.suites import suites

PACKS = Path(__file__).parents[2] / "policies"
FILES = ("cn/pipl", "cn/gbt_45251_2025", "us/reg_f.calls", "kr/personal_debtors", "gb/pecr")


@pytest.mark.parametrize("name", FILES)
def test_decisions_are_the_same(name: str) -> None:
    (suite,), problems = suites([PACKS / f"{name}.test.yaml"])
    assert not problems
    engine = interpret_policy(suite.subject.core)
    assert len(suite.tests) > 10
    for test in suite.tests:
        assert engine.decide(test.request).to_dict() == test.decision.to_dict(), test.name
