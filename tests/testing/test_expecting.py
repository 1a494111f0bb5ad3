"""What `expect` compares: exactly the fields it names, and each of them truly."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.testing import ABSENT
from policydsl.testing.comparing import agrees, paired
from tests.testing.cases import case, codes, fields, outcomes

SPENT = "events: [{repeat: 2, every: 1 hour, from: 2026-03-04T10:30:00+08:00, channel: sms}]\n"
"""Two messages an hour apart, half an hour before noon: the cap is spent, `often` warns."""

AS_IT_IS = [
    "verdict: defer",
    "allowed: false",
    "next_eligible_at: 2026-03-11T08:00:00+08:00",
    "next_eligible_at: 2026-03-10T19:00:00-05:00",
    "next_eligible_at: 2026-03-11T00:00:00Z",
    "valid_until: null",
    "waits_for: null",
    "waits_for: []",
    "missing: []",
    "reasons: [CAP_REACHED]",
    "reasons: [weekly]",
    "reasons: CAP_REACHED",
    "reasons: [house.rules.weekly]",
    "reasons: [{effect: deny, basis: house, citation: null, approval: null, missing: []}]",
    "reasons: [{lifts_at: 2026-03-11T00:00:00+08:00}]",
    "reasons: [{measure: {used: 2, limit: 2, key: {person: P1}, frees_at: 2026-03-11T00:00:00+08:00}}]",
    "reasons: [{message: {zh: 每人连续 7 日内推送、短信触达尝试最多 2 次}}]",
    "reasons_include: [{code: CAP_REACHED}, {rule: weekly}]",
    "reasons_include: []",
    "reasons_exclude: [QUIET_HOURS, night, {rule: weekly, measure: {used: 1}}]",
    "warnings: [often]",
    "warnings_include: [{rule: often, effect: warn}]",
    "warnings_exclude: [weekly]",
    "obligations: [say_why, say_who_calls]",
    "obligations: [{duty: say_why, rule: identify, due_at: null}, say_who_calls]",
    "obligations_include: [say_why]",
    "obligations_exclude: [{duty: say_why, due_at: 2026-03-11T00:00:00Z}]",
    "counters: [{rule: weekly, used: 2, possible: 2}]",
    "counters: []",
    "counters_exclude: [{rule: weekly, used: 1}]",
    "ladders: [{ladder: dunning, key: {debt: D1}, step: remind, position: 1, opens: {call: 2026-04-02T00:00:00+08:00}}]",
    "ladders: [dunning]",
]
NOT_AS_IT_IS = [
    ("verdict: deny", "verdict"),
    ("allowed: true", "allowed"),
    ("next_eligible_at: 2026-03-11T00:00:00+08:00", "next_eligible_at"),
    ("next_eligible_at: null", "next_eligible_at"),
    ("valid_until: 2026-03-11T00:00:00Z", "valid_until"),
    ("waits_for: [event]", "waits_for"),
    ("missing: [person.cease]", "missing"),
    ("reasons: []", "reasons"),
    ("reasons: [QUIET_HOURS]", "reasons reasons"),
    ("reasons: [CAP_REACHED, QUIET_HOURS]", "reasons"),
    ("reasons: [CAP_REACHED, weekly]", "reasons"),
    ("reasons: [{code: CAP_REACHED, effect: warn}]", "reasons"),
    ("reasons: [{lifts_at: null}]", "reasons"),
    ("reasons: [{lifts_at: 2026-03-11T00:00:00Z}]", "reasons"),
    ("reasons: [{measure: {used: 3}}]", "reasons"),
    ("reasons: [{measure: {key: {person: P2}}}]", "reasons"),
    ("reasons: [{measure: {step: null}}]", "reasons"),
    ("reasons: [{missing: [person.cease]}]", "reasons"),
    ("reasons_include: [night]", "reasons_include"),
    ("reasons_exclude: [{measure: {limit: 2}}]", "reasons_exclude"),
    ("warnings: []", "warnings"),
    ("warnings_include: [weekly]", "warnings_include"),
    ("warnings_exclude: [often]", "warnings_exclude"),
    ("obligations: [say_why]", "obligations"),
    ("obligations: []", "obligations obligations"),
    ("obligations_include: [{duty: say_why, due_at: 2026-03-11T00:00:00Z}]", "obligations_include"),
    ("obligations_exclude: [say_why]", "obligations_exclude"),
    ("counters: [{rule: weekly, used: 1}]", "counters"),
    ("counters_exclude: [weekly]", "counters_exclude"),
    ("ladders: [{ladder: dunning, step: call}]", "ladders"),
    ("ladders: [{ladder: dunning, opens: {call: null}}]", "ladders"),
]


@pytest.mark.parametrize("expect", AS_IT_IS)
def test_what_is_so_passes(tmp_path: Path, expect: str) -> None:
    assert fields(case(tmp_path, f"{SPENT}expect: {{{expect}}}")) == []


@pytest.mark.parametrize(("expect", "differing"), NOT_AS_IT_IS)
def test_what_is_not_so_fails(tmp_path: Path, expect: str, differing: str) -> None:
    assert fields(case(tmp_path, f"{SPENT}expect: {{{expect}}}")) == differing.split()


def test_what_it_waits_for(tmp_path: Path) -> None:
    stopped = "person: {cease: true}\nexpect:\n  waits_for: "
    assert (
        fields(case(tmp_path, stopped + "[{for: fact, rule: cease, names: [person.cease]}]")) == []
    )
    assert fields(case(tmp_path, stopped + "[fact]")) == []
    assert fields(case(tmp_path, stopped + "[event]")) == ["waits_for", "waits_for"]
    assert fields(case(tmp_path, stopped + "null")) == ["waits_for"]


def test_lists_are_compared_whole(tmp_path: Path) -> None:
    unknown = "without: [debts, person.time_zones]\nexpect:\n  missing: "
    assert fields(case(tmp_path, f"{unknown}[debt.disputed, debt.due_on, person.time_zones]")) == []
    assert fields(case(tmp_path, f"{unknown}[person.time_zones, debt.due_on, debt.disputed]")) == []
    for other in (
        "[]",
        "[debt.disputed]",
        "[debt.disputed, debt.due_on, debt.due_on]",
        "[debt.disputed, debt.due_on, person.time_zones, at]",
    ):
        assert fields(case(tmp_path, f"{unknown}{other}")) == ["missing"]


def test_a_flag_is_no_number(tmp_path: Path) -> None:
    once = "events: [{at: 2026-03-03T12:00:00+08:00, channel: sms}]\nexpect:\n  "
    assert fields(case(tmp_path, f"{once}counters: [{{used: 1}}]")) == []
    assert fields(case(tmp_path, f"{once}counters: [{{used: true}}]")) == ["counters"]


def test_every_field_that_differs_is_told(tmp_path: Path) -> None:
    expect = "{verdict: allow, reasons: [night], next_eligible_at: null, warnings: [often]}"
    outcome = case(tmp_path, f"{SPENT}expect: {expect}")
    told = [(one.field, one.expected, one.got) for one in outcome.mismatches]
    assert told == [
        ("verdict", "allow", "defer"),
        ("reasons", {"rule": "house.rules.night"}, ABSENT),
        ("reasons", ABSENT, {"rule": "house.rules.weekly", "code": "CAP_REACHED"}),
        ("next_eligible_at", None, "2026-03-11T00:00:00Z"),
    ]


def test_what_was_got_stands_beside_what_was_meant(tmp_path: Path) -> None:
    meant = "{rule: weekly, measure: {used: 1}, lifts_at: 2026-03-10T12:00:00-05:00}"
    outcome = case(tmp_path, f"{SPENT}expect: {{reasons: [{meant}]}}")
    (mismatch,) = outcome.mismatches
    assert mismatch.got == {
        "rule": "house.rules.weekly",
        "measure": {"used": 2},
        "lifts_at": "2026-03-10T11:00:00-05:00",
    }


@pytest.mark.parametrize(
    ("expect", "wrong"),
    [
        ("{verdict: yes}", ["T133"]),
        ("{allowed: yes}", ["T133"]),
        ("{allowed: 'true'}", ["T133"]),
        ("{next_eligible_at: 2026-03-11T00:00:00}", ["R121"]),
        ("{next_eligible_at: tomorrow}", ["R120"]),
        ("{reasons: [{lifts_at: 2026-13-11T00:00:00Z}]}", ["R120"]),
        ("{reasons: [{measure: {frees_at: 5}}]}", ["R112"]),
        ("{reasons: [{measure: {use: 5}}]}", ["E621"]),
        ("{reasons: [{measure: {step: dial}}]}", ["T133"]),
        ("{reasons: [{effect: allow}]}", ["T133"]),
        ("{reasons: [{code: weekly}]}", ["T133"]),
        ("{reasons: [{rule: CAP_REACHED}]}", ["T131"]),
        ("{reasons: [{rule: null}]}", ["T131"]),
        ("{reasons: [5]}", ["T135"]),
        ("{reasons: null}", ["T135"]),
        ("{warnings: [{lifts_at: null}]}", ["E621"]),
        ("{obligations_exclude: [greet]}", ["T133"]),
        ("{ladders: [{ladder: dunning, opens: {dial: null}}]}", ["E621"]),
        ("{ladders: [{ladder: dunning, step: dial}]}", ["T133"]),
        ("{waits_for: [patience]}", ["T133"]),
        ("{verdicts: allow}", ["E621"]),
        ("[verdict]", ["T130"]),
        ("allow", ["T130"]),
        (f"{{reasons: [{'weekly, ' * 201}]}}", ["R150"]),
        (f"{{reasons: [{'weakly, ' * 50}]}}", ["T131"] * 20),
    ],
)
def test_what_no_decision_says_is_an_error(tmp_path: Path, expect: str, wrong: list[str]) -> None:
    outcome = case(tmp_path, f"expect: {expect}")
    assert codes(outcome) == wrong
    assert all(one.span is not None for one in outcome.diagnostics)


def test_a_short_name_is_that_of_the_policy_tested(tmp_path: Path) -> None:
    """Here the policy used has a rule of the same name."""
    policy = """
policy house.rules
  otherwise deny
use house.law
deny stop when channel is voice

policy house.law
deny stop when channel is push
deny only_here when channel is push
"""
    text = """
tests: house.rules
given: {proposal: {purpose: servicing}}
cases:
  - {name: own, at: 2026-03-04T12:00:00Z, proposal: {channel: voice}, expect: {reasons: [stop]}}
  - {name: used, at: 2026-03-04T12:00:00Z, proposal: {channel: push}, expect: {reasons: [law.stop, only_here]}}
"""
    own, used = outcomes(tmp_path, text, policy)
    assert own.passed and used.passed


VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 1), max_size=2)


@given(st.lists(VALUES, max_size=4), st.lists(VALUES, max_size=4))
def test_as_many_entries_are_paired_as_can_be(expected: list[Any], got: list[Any]) -> None:
    pairs = paired(expected, got)
    assert all(agrees(expected[index], got[number]) for number, index in pairs.items())
    assert len(set(pairs.values())) == len(pairs)
    places = [*range(len(got)), *[None] * len(expected)]
    best = max(
        sum(
            number is not None and agrees(one, got[number])
            for one, number in zip(expected, chosen, strict=False)
        )
        for chosen in set(permutations(places, len(expected)))
    )
    assert len(pairs) == best
