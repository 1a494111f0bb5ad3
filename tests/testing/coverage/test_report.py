"""Counts that add up, shares, and both spellings of a policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl import load
from policydsl.syntax.yaml_printer import print_yaml
from policydsl.testing import run
from policydsl.testing.coverage import PolicyCoverage, Share, together, totals
from tests.policies.cases import POLICIES
from tests.testing.coverage.cases import covered
from tests.testing.coverage.test_kinds import CONSENT, LADDER

RULES = """fact person.a : flag = no
define talking = channel in {voice, visit}
deny d when person.a and talking
cap c at most 2 attempts per person in a calendar day
"""
CASES = ["", "person: {a: true}", "proposal: {channel: voice}"]


def test_counts_of_parts_of_the_tests_add_up_to_those_of_all(tmp_path: Path) -> None:
    whole = covered(tmp_path, RULES, CASES)
    parts = [covered(tmp_path, RULES, [case]) for case in CASES]
    assert together(parts) == (whole,)
    assert whole.cases == 3
    other = covered(tmp_path, RULES + "deny e when channel is push\n", CASES)
    assert together([whole, other]) == (whole, other)


@pytest.mark.parametrize(
    ("covered", "number", "percent", "reached", "missed"),
    [(0, 0, 100.0, 100, None), (2, 3, 200 / 3, 66, 67), (999, 1000, 99.9, 99, 100)],
)
def test_shares(
    covered: int, number: int, percent: float, reached: int, missed: int | None
) -> None:
    share = Share(covered, number)
    assert share.percent == pytest.approx(percent)
    assert share.reaches(reached)
    assert missed is None or not share.reaches(missed)


def test_totals(tmp_path: Path) -> None:
    total = totals([covered(tmp_path, RULES, CASES)])
    assert (total.rules, total.conditions) == (Share(0, 2), Share(0, 5))
    assert (total.bounds, total.close) == (Share(0, 2), Share(0, 2))
    assert not total.reach(1) and total.reach(0)


def counts(coverage: PolicyCoverage) -> dict[str, tuple[object, ...]]:
    """All that was counted of each rule, without places."""
    return {
        rule.rule: (
            (rule.spoke, rule.unknown, rule.passed),
            sorted((one.yes, one.no, one.unknown) for one in rule.conditions),
            sorted(
                (one.below, one.reached, one.just_below, one.just_reached) for one in rule.bounds
            ),
        )
        for rule in coverage.rules
    }


@pytest.mark.parametrize(
    "pack", ["ru/fz_230", "cn/pipl", "fr/demarchage", "us/massachusetts_creditors"]
)
def test_either_spelling_is_seen_alike(tmp_path: Path, pack: str) -> None:
    path = POLICIES / f"{pack}.policy"
    tests = sorted(path.parent.glob(f"{path.stem}.*test.yaml"))
    text = "---\n".join(print_yaml(one) for one in load(path).trees)
    (tmp_path / f"{path.stem}.policy.yaml").write_text(text, "utf-8")
    for test in tests:
        (tmp_path / test.name).write_text(test.read_text("utf-8"), "utf-8")
    (written,) = run(tests, coverage=True).coverage
    (other,) = run([tmp_path], coverage=True).coverage
    same(written, other)


@pytest.mark.parametrize("rules", [LADDER, CONSENT], ids=["ladder", "consent"])
def test_either_spelling_of_a_kind_is_seen_alike(tmp_path: Path, rules: str) -> None:
    cases = ["events: [{at: 2026-03-04T09:00:00+08:00, channel: sms, debts: [D1]}]", ""]
    written = covered(tmp_path, rules, cases)
    text = "---\n".join(print_yaml(one) for one in load(tmp_path / "rules.policy").trees)
    (tmp_path / "rules.policy").unlink()
    (tmp_path / "rules.policy.yaml").write_text(text, "utf-8")
    (other,) = run([tmp_path], coverage=True).coverage
    same(written, other)


def same(written: PolicyCoverage, other: PolicyCoverage) -> None:
    """Everything is counted alike, and of everything there is as much."""
    assert counts(other) == counts(written)
    assert (other.digest, other.cases) == (written.digest, written.cases)
    parts = [(part.name, len(part.conditions), len(part.bounds)) for part in written.parts]
    assert [(part.name, len(part.conditions), len(part.bounds)) for part in other.parts] == parts
