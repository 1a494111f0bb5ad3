"""Cases: what they share, what is written short, and what is wrong with one stays with that one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policydsl.testing import expansion, judging
from tests.testing.cases import GIVEN, NOON, POLICY, case, codes, fields, outcomes, ran


def used(folder: Path, events: str, more: str = "") -> str:
    """How much of the cap some events use up: the number with which the case passes."""
    for number in range(4):
        keys = f"events: {events}\n{more}expect: {{counters: [{{rule: weekly, used: {number}}}]}}"
        outcome = case(folder, keys)
        if not fields(outcome):
            return str(number)
    return "more"


# --- givens ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "reasons"),
    [
        ("", []),
        ("person: {cease: true}", ["cease"]),
        ("person: {time_zones: [America/New_York]}", ["night"]),
        ("debts: [{id: D1, due_on: 2026-02-01}]", ["disputed"]),
        ("without: [person.time_zones]", ["night", "dunning"]),
        ("without: [debts, proposal.debts]", ["disputed", "dunning"]),
        ("proposal: {debts: []}", []),
        ("without: debts", ["disputed", "dunning"]),
        ("proposal: {channel: push}", []),
    ],
)
def test_a_case_stands_over_what_is_given(tmp_path: Path, keys: str, reasons: list[str]) -> None:
    expect = f"expect: {{reasons: [{', '.join(reasons)}]}}"
    assert fields(case(tmp_path, f"{keys}\n{expect}")) == []


def test_values_are_what_they_look_like(tmp_path: Path) -> None:
    policy = """
policy house.rules
  otherwise deny
fact person.flag : flag
fact person.amount : number
fact person.count : number
fact person.word : text = none
deny all when person.flag and person.amount is 1.5 and person.count is 7
  and person.word is "no" and address.id is "+13055550100"
"""
    text = """
tests: house.rules
cases:
  - name: every kind
    at: 2026-03-04T12:00:00Z
    proposal: {channel: voice, purpose: servicing, address: +13055550100}
    person: {flag: true, amount: 1.5, count: 7, word: no}
    expect: {reasons: [all]}
"""
    file = ran(tmp_path, text, policy)
    assert not file.diagnostics, [one.message() for one in file.diagnostics]
    (outcome,) = file.outcomes
    assert outcome.passed, [one.message() for one in outcome.diagnostics] or outcome.mismatches


@pytest.mark.parametrize(
    "path", ["person.cease", "person.id.x", "proposal.debts.0", "persons", "", "."]
)
def test_what_is_not_given_cannot_be_left_out(tmp_path: Path, path: str) -> None:
    outcome = case(tmp_path, f"without: ['{path}']\nexpect: {{allowed: true}}")
    assert codes(outcome) == ["T112"]


def test_a_case_may_give_anew_what_it_leaves_out(tmp_path: Path) -> None:
    keys = "without: [person]\nperson: {id: P1}\nexpect: {reasons: [night, dunning]}"
    assert fields(case(tmp_path, keys)) == []


# --- events ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("[]", "0"),
        ("[{at: 2026-03-03T12:00:00+08:00, channel: sms}]", "1"),
        ("[{at: 2026-03-03T12:00:00+08:00, channel: sms, direction: inbound}]", "0"),
        ("[{at: 2026-03-03T12:00:00+08:00, channel: sms, kind: contact, id: x}]", "1"),
        ("[{at: 2026-03-03T12:00:00+08:00, kind: payment}]", "0"),
        ("[{repeat: 3, every: 1 hour, from: 2026-03-03T09:00:00+08:00, channel: sms}]", "3"),
        ("[{repeat: 1, from: 2026-03-03T09:00:00+08:00, channel: sms}]", "1"),
        ("[{repeat: 3, every: 1 day, from: 2026-02-25T09:00:00+08:00, channel: sms}]", "2"),
        ("[{repeat: 3, every: 24 hours, from: 2026-02-25T09:00:00+08:00, channel: sms}]", "2"),
        ("[{repeat: 3, every: 1440 minutes, from: 2026-02-25T09:00:00+08:00, channel: sms}]", "2"),
        ("[{repeat: 3, every: 86400 seconds, from: 2026-02-25T09:00:00+08:00, channel: sms}]", "2"),
        ("[{repeat: 3, every: 2 weeks, from: 2026-02-03T09:00:00+08:00, channel: sms}]", "1"),
        (
            "[{id: e1, at: 2026-03-03T12:00:00+08:00, channel: sms},"
            " {at: 2026-03-03T13:00:00+08:00, channel: sms},"
            " {id: e2, at: 2026-03-03T14:00:00+08:00, channel: sms}]",
            "3",
        ),
        (
            "[{id: a, at: 2026-03-03T12:00:00+08:00, channel: sms},"
            " {kind: amendment, at: 2026-03-03T13:00:00+08:00, amends: a, void: true}]",
            "0",
        ),
    ],
)
def test_events_are_written_out(tmp_path: Path, events: str, expected: str) -> None:
    assert used(tmp_path, events) == expected


def test_a_template_is_for_events_of_its_kind(tmp_path: Path) -> None:
    two = "[{at: 2026-03-03T12:00:00+08:00}, {at: 2026-03-03T13:00:00+08:00, channel: voice}"
    template = "event: {channel: push}\n"
    assert used(tmp_path, f"{two}]", template) == "1"
    assert (
        used(tmp_path, f"{two}, {{kind: payment, at: 2026-03-03T13:00:00+08:00}}]", template) == "1"
    )
    assert codes(case(tmp_path, f"events: {two}]\nexpect: {{allowed: true}}")) == []


def test_shared_events_may_lie_after_a_case(tmp_path: Path) -> None:
    text = GIVEN + (
        "  events: [{repeat: 2, every: 1 day, from: 2026-03-02T09:00:00+08:00, channel: sms}]\n"
        "cases:\n"
        "  - {name: before, at: 2026-03-02T08:00:00+08:00, expect: {counters: [{rule: weekly, used: 0}]}}\n"
        "  - {name: between, at: 2026-03-02T12:00:00+08:00, expect: {counters: [{rule: weekly, used: 1}]}}\n"
        "  - {name: after, at: 2026-03-03T12:00:00+08:00, expect: {counters: [{rule: weekly, used: 2}]}}\n"
    )
    assert all(outcome.passed for outcome in outcomes(tmp_path, text))


def test_an_event_at_the_moment_itself_is_seen(tmp_path: Path) -> None:
    assert used(tmp_path, f"[{{at: {NOON}, channel: sms}}]") == "1"
    assert used(tmp_path, "[{at: 2026-03-04T04:00:00Z, channel: sms}]") == "1"


# --- what is wrong stays with its case -------------------------------------------------------


def test_one_bad_case_does_not_hide_the_others(tmp_path: Path) -> None:
    text = GIVEN + (
        "cases:\n"
        "  - {name: good, at: 2026-03-04T12:00:00+08:00, expect: {allowed: true}}\n"
        "  - {name: no such key, att: 2026-03-04T12:00:00+08:00, expect: {allowed: true}}\n"
        "  - {name: twice, at: 2026-03-04T12:00:00+08:00, person: {id: P1, id: P2}, expect: {allowed: true}}\n"
        "  - {name: no offset, at: 2026-03-04 12:00, expect: {allowed: true}}\n"
        "  - {name: no such field, at: 2026-03-04T12:00:00+08:00, person: {ceased: true}, expect: {allowed: true}}\n"
        "  - {name: refused at two places, at: 2026-03-04T12:00:00+08:00, proposal: {channel: fax}, events: [5], expect: {allowed: true}}\n"
        "  - {name: no time, expect: {allowed: true}}\n"
        "  - a text\n"
        "  - {name: good too, at: 2026-03-04T12:00:00+08:00, expect: {allowed: true}}\n"
    )
    found = outcomes(tmp_path, text)
    assert [codes(outcome) for outcome in found] == [
        [],
        ["E621"],
        ["E620"],
        ["R121"],
        ["R111"],
        ["R113", "R112"],
        ["R110"],
        ["E623"],
        [],
    ]
    assert [outcome.passed for outcome in found].count(True) == 2


def test_what_is_wrong_with_a_request_is_underlined(tmp_path: Path) -> None:
    outcome = case(
        tmp_path,
        "person: {ceased: true}\n"
        "events:\n"
        "  - {at: 2026-03-03T12:00:00+08:00, channel: sms}\n"
        "  - {at: yesterday, channel: sms}\n"
        "  - {repeat: 2, every: 1 day, from: 2026-03-01T12:00:00+08:00, channel: smoke}\n"
        "proposal: {address: {kind: 5}}\n"
        "expect: {allowed: true}",
    )
    underlined = [one.span.text for one in outcome.diagnostics if one.span is not None]
    assert underlined == ["5", "ceased", "yesterday", "smoke"]
    assert all(one.span is not None for one in outcome.diagnostics)


def test_what_comes_from_givens_is_underlined_there(tmp_path: Path) -> None:
    text = GIVEN.replace("id: P1", "idd: P1") + (
        "cases:\n  - {name: x, at: 2026-03-04T12:00:00+08:00, expect: {allowed: true}}\n"
    )
    (outcome,) = outcomes(tmp_path, text)
    (found,) = outcome.diagnostics
    assert found.span is not None
    assert (found.span.text, found.span.line) == ("idd", 4)


@pytest.mark.parametrize(
    ("purpose", "expect", "wrong"),
    [
        ("marketing", "{allowed: false}", ["T134"]),
        ("marketing", "{reasons: [NO_RULE_APPLIES]}", []),
        ("marketing", "{reasons_include: [{code: NO_RULE_APPLIES, rule: house.rules}]}", []),
        ("collections", "{allowed: true}", []),
    ],
)
@pytest.mark.parametrize("otherwise", ["deny", "review", "allow"])
def test_a_case_that_no_policy_governs_proves_nothing(
    tmp_path: Path, purpose: str, expect: str, wrong: list[str], otherwise: str
) -> None:
    text = (
        GIVEN
        + f"cases:\n  - {{name: x, at: {NOON}, proposal: {{purpose: {purpose}}}, expect: {expect}}}\n"
    )
    policy = POLICY.replace("otherwise deny", f"otherwise {otherwise}")
    (outcome,) = outcomes(tmp_path, text, policy)
    assert codes(outcome) == wrong
    assert outcome.passed == (not wrong)


# --- bounds ----------------------------------------------------------------------------------

LONG = "[{repeat: 10000, every: 1 minute, from: 2026-02-01T00:00:00+08:00, channel: voice}]"


def test_requests_may_not_be_too_large_together(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(expansion, "MOST_VALUES", 2_000)
    short = LONG.replace("10000", "50")
    row = f"  - {{name: x, at: {NOON}, events: {short}, expect: {{allowed: true}}}}\n"
    found = outcomes(tmp_path, f"{GIVEN}cases:\n" + row * 20)
    assert codes(found[-1]) == ["T110"]
    assert len(found) < 20
    assert all(outcome.passed for outcome in found[:-1])


def test_what_is_given_counts_for_every_case(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(expansion, "MOST_VALUES", 2_000)
    row = f"  - {{name: x, at: {NOON}, expect: {{allowed: true}}}}\n"
    text = f"{GIVEN}  events: {LONG.replace('10000', '50')}\ncases:\n" + row * 20
    found = outcomes(tmp_path, text)
    assert codes(found[-1]) == ["T110"]
    assert len(found) < 20


def test_after_many_wrong_tests_the_rest_is_not_run(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(judging, "MOST_WRONG", 3)
    wrong = f"  - {{name: x, at: {NOON}, expect: {{}}}}\n"
    differs = f"  - {{name: x, at: {NOON}, expect: {{allowed: false}}}}\n"
    found = outcomes(tmp_path, f"{GIVEN}cases:\n" + (differs * 5 + wrong) * 5)
    assert len(found) == 18


@pytest.mark.parametrize(
    "event",
    [
        "{repeat: 10001, every: 1 day, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: -1, every: 1 day, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: true, every: 1 day, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 1.5, every: 1 day, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: two, every: 1 day, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: 0 days, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: 1 hour 30 minutes, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: 3600, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: [1 day], from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: 999999999 weeks, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: 999999999 days, from: 2026-03-01T12:00:00+08:00}",
        "{repeat: 2, every: 1 day, from: 2026-03-01}",
        "{repeat: 2, every: 1 day, from: 9999-12-30T23:00:00-12:00}",
        "{repeat: 2, every: 1 day, from: {}}",
        "{repeat: {}, every: {}, from: {}}",
        "{repeat: null, every: null}",
        "[]",
        "null",
    ],
)
def test_no_event_breaks_a_run(tmp_path: Path, event: str) -> None:
    outcome = case(tmp_path, f"events: [{event}]\nexpect: {{allowed: true}}")
    assert codes(outcome)
