"""Small policies, and what a few cases show of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policydsl.testing import run
from policydsl.testing.coverage import PolicyCoverage

HEAD = """policy house.rules
  otherwise deny
  time zone "Asia/Shanghai"
"""
NOON = "2026-03-04T12:00:00+08:00"
GIVEN = """
tests: house.rules
given:
  person: {id: P1, time_zones: [Asia/Shanghai]}
  proposal: {channel: sms, purpose: servicing, debts: [D1]}
  debts: [{id: D1, due_on: 2026-03-01}]
cases:"""


def covered(folder: Path, rules: str, cases: Sequence[str]) -> PolicyCoverage:
    """The coverage of rules by cases, each the keys of a request; `at` is NOON unless it is said."""
    (folder / "rules.policy").write_text(HEAD + rules, "utf-8")
    rows = [
        ", ".join(
            [f"  - {{name: c{number}"]
            + ([] if keys.startswith("at:") else [f"at: {NOON}"])
            + ([keys] if keys else [])
            + ["expect: {reasons_exclude: [NO_RULE_APPLIES]}}"]
        )
        for number, keys in enumerate(cases)
    ]
    (folder / "rules.test.yaml").write_text("\n".join([GIVEN, *rows]) + "\n", "utf-8")
    report = run([folder], coverage=True)
    wrong = [one for file in report.files for one in file.diagnostics]
    wrong += [one for file in report.files for case in file.outcomes for one in case.diagnostics]
    assert not wrong, [one.message() for one in wrong]
    (coverage,) = report.coverage
    return coverage


def conditions(coverage: PolicyCoverage) -> dict[str, tuple[int, int, int]]:
    """By their text, in how many cases conditions decided yes, no and unknown."""
    return {one.place.text: (one.yes, one.no, one.unknown) for one in coverage.conditions}


def bounds(coverage: PolicyCoverage) -> dict[str, tuple[int, int, int, int]]:
    """By their text, in how many cases bounds were not reached, reached, just not and just."""
    return {
        one.place.text: (one.below, one.reached, one.just_below, one.just_reached)
        for one in coverage.bounds
    }
