"""In how many cases a rule spoke, was unknown, and let pass."""

from __future__ import annotations

from pathlib import Path

from policydsl.testing import run
from tests.testing.cases import GIVEN, NOON, ran


def test_coverage_counts_what_rules_did(tmp_path: Path) -> None:
    text = f"""{GIVEN}
cases:
  - {{name: passes, at: {NOON}, expect: {{allowed: true}}}}
  - {{name: night, at: 2026-03-04T22:00:00+08:00, expect: {{reasons: [night]}}}}
  - {{name: no zone, at: {NOON}, without: [person.time_zones], expect: {{allowed: false}}}}
  - {{name: letter, at: {NOON}, proposal: {{channel: letter}}, expect: {{reasons: [never_by_letter]}}}}
  - {{name: another purpose, at: {NOON}, proposal: {{purpose: marketing}}, expect: {{reasons: [NO_RULE_APPLIES]}}}}
  - {{name: fails and counts, at: {NOON}, events: [{{at: 2026-03-04T11:00:00+08:00, channel: sms}}], expect: {{allowed: false}}}}
  - {{name: refused, at: noon, expect: {{allowed: false}}}}
"""
    ran(tmp_path, text)
    (policy,) = run([tmp_path], coverage=True).coverage
    assert (policy.policy, policy.cases) == ("house.rules", 5)
    told = {rule.rule.removeprefix("house.rules."): rule for rule in policy.rules}
    counts = {
        name: (rule.effect, rule.spoke, rule.unknown, rule.passed) for name, rule in told.items()
    }
    assert counts == {
        "night": ("deny", 1, 1, 3),
        "weekly": ("deny", 0, 0, 4),
        "cease": ("deny", 0, 0, 5),
        "disputed": ("deny", 0, 0, 5),
        "never_by_letter": ("deny", 1, 0, 4),
        "often": ("warn", 1, 0, 4),
        "identify": ("oblige", 4, 0, 1),
        "dunning": ("ladder", 0, 1, 4),
    }
    assert {name for name, rule in told.items() if rule.covered} == {
        "night",
        "never_by_letter",
        "often",
        "identify",
    }
    assert run([tmp_path]).coverage == ()


def test_a_rule_of_another_channel_or_another_time_did_not_let_pass(tmp_path: Path) -> None:
    policy = """
policy house.rules
  otherwise deny
  time zone "Asia/Shanghai"
fact person.cease : flag = no
deny calls when channel is voice and person.cease
deny later effective from 2027-01-01 when person.cease
deny dunning when purpose is not servicing and person.cease
deny either when (channel is voice or purpose is servicing) and not person.cease
"""
    text = f"""
tests: house.rules
cases:
  - {{name: x, at: {NOON}, proposal: {{channel: sms, purpose: servicing}}, expect: {{reasons: [either]}}}}
"""
    file = ran(tmp_path, text, policy)
    assert not file.diagnostics, [one.message() for one in file.diagnostics]
    (covered,) = run([tmp_path], coverage=True).coverage
    assert [
        (one.rule, one.effect, one.spoke, one.unknown, one.passed) for one in covered.rules
    ] == [
        ("house.rules.calls", "deny", 0, 0, 0),
        ("house.rules.dunning", "deny", 0, 0, 0),
        ("house.rules.either", "deny", 1, 0, 0),
        ("house.rules.later", "deny", 0, 0, 0),
    ]


USED = """
policy house.top
  otherwise deny
use house.used
tighten house.used.weekly to at most 1

policy house.used
  governs purpose is servicing
  otherwise deny
deny push when channel is push
cap weekly at most 2 attempts per person in 7 consecutive days

policy house.beside
  otherwise allow
deny email when channel is email
"""


def test_only_the_rules_of_the_policy_tested_are_counted_unless_all_are_asked_for(
    tmp_path: Path,
) -> None:
    row = f"- {{name: x, at: {NOON}, proposal: {{channel: push, purpose: servicing}}, expect: {{allowed: false}}}}"
    ran(tmp_path, f"tests: house.top\ncases:\n  {row}\n", USED)
    (own,) = run([tmp_path], coverage=True).coverage
    assert (own.rules, [part.name for part in own.parts]) == ((), ["house.top"])
    (whole,) = run([tmp_path], coverage_all=True).coverage
    assert {rule.rule: rule.spoke for rule in whole.rules} == {
        "house.used.push": 1,
        "house.used.weekly": 0,
    }
    assert [part.name for part in whole.parts] == ["house.top", "house.used"]
