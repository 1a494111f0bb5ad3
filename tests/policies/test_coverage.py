"""What the tests of our own policies have seen of them: a floor, so that it does not get less."""

from __future__ import annotations

from policydsl.testing import run
from policydsl.testing.coverage import totals
from tests.policies.cases import POLICIES

RULES, CONDITIONS, BOUNDS, NEAR_BY = 100, 90, 90, 80


def test_the_tests_of_our_policies_have_seen_this_much_of_them() -> None:
    report = run([POLICIES], coverage=True)
    assert report.exit_code == 0
    total = totals(report.coverage)
    assert total.rules.number >= 395
    assert total.conditions.number >= 2250
    assert total.bounds.number >= 440
    assert total.rules.reaches(RULES)
    assert total.conditions.reaches(CONDITIONS)
    assert total.bounds.reaches(BOUNDS)
    assert total.close.reaches(NEAR_BY)
