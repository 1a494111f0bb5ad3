"""Which clauses a rule takes: one mistake is one message."""

from __future__ import annotations

import pytest

from tests.support import HEAD, codes, composed, diagnostics


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("cap daily at least 4 hours between attempts per person", ["E401"]),
        ("gap apart at most 3 attempts per person in a calendar day", ["E401"]),
        ("cooldown rest from 22:00 to 08:00", ["E401"]),
        ("consent ask must tell", ["E401"]),
        ("quiet hours night at most 3 attempts per person in a calendar day", ["E401"]),
        ("contact hours day all day on saturday", ["E401"]),
        ("oblige tell lifts night", ["E401"]),
        ("exempt all when channel is voice must tell", ["E401"]),
        ("deny x from 22:00 to 08:00", ["E401"]),
        ("review x lifts night", ["E401"]),
        ("cap daily", ["E403"]),
        ("gap apart", ["E403"]),
        ("cooldown rest", ["E403"]),
        ("consent ask", ["E403"]),
        ("quiet hours night", ["E403"]),
        ("contact hours day", ["E403"]),
        ("oblige tell", ["E403"]),
        ("exempt all", ["E403", "E403"]),
        ("ladder l", ["E403", "E403"]),
        ("deny x", ["E415"]),
        ("review x", ["E415"]),
        ("warn x", ["E415"]),
    ],
)
def test_what_is_missing_is_not_reported_beside_what_is_misplaced(
    rule: str, expected: list[str]
) -> None:
    assert codes(rule) == expected


def test_a_gap_says_between_what() -> None:
    found = codes("gap apart at least 4 hours apart")
    assert len(found) == 1


def test_what_is_written_twice_shows_both_places() -> None:
    found = diagnostics(f"{HEAD}deny x when channel is voice when channel is sms")
    assert [one.code for one in found] == ["E402"]
    assert [label.span.start for label in found[0].labels] < [found[0].span.start]  # type: ignore[union-attr]


def test_the_date_of_the_last_check_is_written_once() -> None:
    once = HEAD + "  checked 2026-03-02\n"
    assert codes("", once) == []
    assert codes("", once + "  checked 2026-03-03\n") == ["E402"]


@pytest.mark.parametrize(
    ("clauses", "basis"),
    [
        ("", "house"),
        ("basis house", "house"),
        ('basis law cite act "3"', "law"),
        ("basis presumption as reported cite act", "presumption as reported"),
        ("basis house as reported cite act", "house as reported"),
    ],
)
def test_what_a_rule_rests_on_is_in_the_words_of_the_clause(clauses: str, basis: str) -> None:
    rules = f'source act = "Act"\ndeny x when channel is voice {clauses}'
    assert [one.origin.basis for one in composed(HEAD + rules).core.rules] == [basis]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("law as reported", ["E412"]),
        ("house as reported", ["E412"]),
        ("lore as reported", ["E410"]),
        ("lore", ["E410"]),
    ],
)
def test_what_was_reported_was_reported_somewhere(basis: str, expected: list[str]) -> None:
    assert codes(f"deny x when channel is voice basis {basis}") == expected


@pytest.mark.parametrize(
    "clause",
    [
        "from 12:00 to 13:00",
        "all day on sunday",
        "during person.naps",
    ],
)
def test_hours_repeat(clause: str) -> None:
    fact = "fact person.naps : hours = none\n"
    assert codes(f"{fact}quiet hours night from 22:00 to 08:00 {clause} {clause}") == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("quiet hours x during person.region", ["E306"]),
        ("quiet hours x during person.nothing", ["E303"]),
        ("quiet hours x from 22:00 to 08:00 judged at person.region", ["E306"]),
        ("quiet hours x all day on holidays of person.since", ["E306"]),
        ("quiet hours x all day on holidays of person.nothing", ["E303"]),
        ('quiet hours x all day on business days of "XX"', ["E305"]),
        ("gap x at least 2 full days between attempts per person", ["E405"]),
        ("gap x at least 2 calendar months between attempts per person", ["E405"]),
        ("cap x at most 0 attempts per person ever", ["E404"]),
        ("cooldown x wait 2 full days after inbound payment per person", ["E406"]),
        ("cap x at most 2 days with payments per person ever", ["E406"]),
    ],
)
def test_facts_and_numbers_fit(rule: str, expected: list[str]) -> None:
    assert codes(f"fact person.since : date = none\n{rule}") == expected
