"""Which changes are made of which phrase, by name, and that each of them is a policy that differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.diagnostics import Source
from policydsl.testing.mutation.making import composed, differing, mutants
from policydsl.testing.subjects import Subject, Subjects

HEAD = """policy house.rules
  otherwise deny
fact person.cease : flag = no
fact person.tier : one of low, mid, high
fact debt.balance : number
event promise, cured
"""


def subject_of(folder: Path, rules: str, head: str = HEAD) -> Subject:
    (folder / "rules.policy").write_text(head + rules, "utf-8")
    found = Subjects().find("house.rules", folder, Source("rules.test.yaml", "").span())
    assert isinstance(found, Subject), found
    return found


def names_of(folder: Path, rules: str, where: str) -> list[str]:
    """What is changed in one place, without the place."""
    made = mutants(subject_of(folder, rules))
    return [
        one.name.removeprefix(f"{where}: ") for one in made if one.name.startswith(f"{where}: ")
    ]


COMMON = {"with effect review", "with effect warn", "with if unknown allow"}

PHRASES = [
    pytest.param(
        "quiet hours night from 22:00 to 08:00 on saturday, sunday",
        {
            *("22:00 to 08:00 -> 22:01 to 08:00", "22:00 to 08:00 -> 21:59 to 08:00"),
            *("22:00 to 08:00 -> 23:00 to 08:00", "22:00 to 08:00 -> 21:00 to 08:00"),
            *("22:00 to 08:00 -> 22:00 to 08:01", "22:00 to 08:00 -> 22:00 to 07:59"),
            *("22:00 to 08:00 -> 22:00 to 09:00", "22:00 to 08:00 -> 22:00 to 07:00"),
            *("without on saturday, sunday", "saturday, sunday -> saturday"),
            "saturday, sunday -> sunday",
        },
        id="hours",
    ),
    pytest.param(
        'quiet hours night all day on holidays of "CN" except sunday time zone "Asia/Shanghai"',
        {
            'holidays of "CN" except sunday -> holidays of "CN"',
            'without time zone "Asia/Shanghai"',
            '"Asia/Shanghai" -> of recipient',
            '"Asia/Shanghai" -> "America/New_York"',
        },
        id="days and zones",
    ),
    pytest.param(
        "cap night at most 2 connections by sms, push per person in 7 consecutive days",
        {
            *("2 connections -> 3 connections", "2 connections -> 1 connection"),
            *("without sms", "without push", "push -> push, voice", "without by sms, push"),
            *("person -> debt", "person -> address"),
            *("connections -> deliveries", "connections -> right_party_contacts"),
            "connections -> inbound or outbound connections",
            *(
                "7 consecutive days -> 8 consecutive days",
                "7 consecutive days -> 6 consecutive days",
            ),
            *("7 consecutive days -> 7 rolling days", "7 consecutive days -> a calendar week"),
        },
        id="cap",
    ),
    pytest.param(
        "cooldown night wait 3 full days after refusal per recipient where (event.outcome is rude)",
        {
            *("3 full days -> 4 full days", "3 full days -> 2 full days"),
            *("3 full days -> 3 rolling days", "recipient -> person"),
            *("without where (event.outcome is rude)",),
            "event.outcome is rude -> event.outcome is not rude",
        },
        id="cooldown",
    ),
    pytest.param(
        "consent night require express consent for channel, purpose with proof confirmed"
        " honor revocation within 2 full days",
        {
            *("without express", "express -> written", "without channel", "without purpose"),
            *("without with proof", "without confirmed", "within 2 full days -> at once"),
            *("2 full days -> 3 full days", "2 full days -> 1 full day"),
            "2 full days -> 2 rolling days",
        },
        id="consent",
    ),
]


@pytest.mark.parametrize(("rule", "wanted"), PHRASES)
def test_changes_of_a_rule(tmp_path: Path, rule: str, wanted: set[str]) -> None:
    names = names_of(tmp_path, rule, "night")
    kind = rule.partition(" night")[0]
    clause = rule.partition("night ")[2]
    whole = {f"without {kind} night", *COMMON}
    assert whole <= set(names)
    rest = {name for name in names if name not in whole and clause not in name}
    assert {name for name in rest if not name.startswith("without all day")} == wanted


def test_changes_of_a_condition(tmp_path: Path) -> None:
    rule = (
        "deny night when person.cease and debt.balance >= 100 and not person.tier in {low, mid}"
        " and debt.due_on is before today through debt.due_on + 2 full days"
    )
    names = names_of(tmp_path, rule, "night")
    assert {
        *("deny -> review", "deny -> warn", "person.cease -> not person.cease"),
        *("debt.balance >= 100 -> debt.balance > 100", "100 -> 101", "100 -> 99"),
        "not person.tier in {low, mid} -> person.tier in {low, mid}",
        *("without low", "without mid", "without person.cease", "without debt.balance >= 100"),
        "debt.due_on is before today -> debt.due_on is on or before today",
        *("through -> until", "without + 2 full days"),
    } <= set(names)


def test_changes_of_a_ladder(tmp_path: Path) -> None:
    ladder = """ladder dunning per debt
  take any open step
  step remind
    from day 3 before due until due day
    via push, sms
    at most 2 attempts ever
    at least 2 hours apart
  step call
    after remind attempted 2 times or remind open 3 full days
    via voice
    approval by lead
  hold while person.cease
  stop when debt.balance < 1
  reset after cured
"""
    assert {
        *("without hold while person.cease", "without stop when debt.balance < 1"),
        *("without reset after cured", "any open -> current"),
        "debt.balance < 1 -> debt.balance <= 1",
    } <= set(names_of(tmp_path, ladder, "dunning"))
    assert {
        *(
            "without step remind",
            "day 3 before due -> day 2 before due",
            "due day -> day 1 past due",
        ),
        *("without at most 2 attempts ever", "2 attempts -> 3 attempts", "without push"),
        *("without at least 2 hours apart", "2 hours -> 3 hours", "ever -> a calendar year"),
    } <= set(names_of(tmp_path, ladder, "dunning remind"))
    assert {
        *("without approval by lead", "2 times -> 3 times", "2 times -> 1 time"),
        *("3 full days -> 4 full days", "without remind attempted 2 times"),
    } <= set(names_of(tmp_path, ladder, "dunning call"))


def test_changes_of_what_stands_beside_the_rules(tmp_path: Path) -> None:
    head = HEAD.replace(
        "otherwise deny",
        "effective from 2026-01-01 governs purpose in {a, b} otherwise deny\n"
        "  delivery margin 2 minutes for sms",
    )
    rules = """use us.reg_f when person.region starts with "US"
tighten us.reg_f.seven_in_seven to at most 5
waive us.reg_f.rapid_calls until 2026-12-31 because "tests" approved by "x@example.org"
define busy = at least 2 attempts per person in 24 hours
deny one when busy
deny two when person.cease
exempt alert when purpose is a lifts one
oblige tell when channel is voice must say_who, say_why within 2 full days after first delivery
"""
    names = [one.name for one in mutants(subject_of(tmp_path, rules, head))]
    for wanted in (
        "head: 2026-01-01 -> 2026-01-02",
        "head: deny -> allow",
        "head: without a",
        "head: 2 minutes -> 3 minutes",
        "head: without for sms",
        'use us.reg_f: without when person.region starts with "US"',
        "tighten us.reg_f.seven_in_seven: 5 -> 6",
        "waive us.reg_f.rapid_calls: 2026-12-31 -> 2027-01-01",
        "fact person.cease: no -> yes",
        "define busy: 24 hours -> a calendar day",
        "alert: one -> one, two",
        "tell: without say_why",
        "tell: without within 2 full days after first delivery",
    ):
        assert any(name.startswith(wanted) for name in names), wanted


def test_what_only_gates_read_is_not_changed(tmp_path: Path) -> None:
    rules = "deny one when person.cease\n"
    clauses = "  if ledger unavailable allow\n  if lease expired free\n"
    told = HEAD.replace("  otherwise deny\n", f"  otherwise deny\n{clauses}")
    silent = [one.name for one in mutants(subject_of(tmp_path, rules))]
    assert [one.name for one in mutants(subject_of(tmp_path, rules, told))] == silent


def test_names_are_unique_and_stay_when_lines_move(tmp_path: Path) -> None:
    rules = "deny one when person.cease and person.tier is low\ndeny two when person.cease\n"
    before = [one.name for one in mutants(subject_of(tmp_path, rules))]
    moved = "# a comment\n\n" + rules.replace("and", "\n   and # why\n")
    assert [one.name for one in mutants(subject_of(tmp_path, moved))] == before
    assert len(set(before)) == len(before)


def test_the_edit_of_the_text_is_the_change_of_the_tree(tmp_path: Path) -> None:
    """What is shown is what is tried: the edited text reads as the mutant."""
    rules = (
        "cap night at most 2 attempts by sms, push per person in 7 consecutive days\n"
        "deny cease when person.cease or debt.balance >= 100\n"
    )
    subject = subject_of(tmp_path, rules)
    tried = 0
    for mutant in mutants(subject):
        whole = composed(subject, mutant)
        span = mutant.edit.span
        if whole is None or span.start == span.end:
            continue
        text = span.source.text
        edited = f"{text[: span.start]}{mutant.edit.new}{text[span.end :]}"
        read = subject_of(tmp_path, "", edited)
        assert not differing(whole.core, read.core), mutant.name
        tried += 1
    assert tried > 25
