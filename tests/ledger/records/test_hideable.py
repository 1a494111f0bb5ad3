"""What a policy lets be hidden, and what not."""

from __future__ import annotations

import pytest

from policydsl.api import load_text
from policydsl.errors import LedgerError
from policydsl.ledger.records.hideable import GROUPS, hidden_by
from tests.ledger.records.support import policy

EVERYTHING = (*GROUPS, "person.name", "proposal.note")
HEAD = "policy t\n  otherwise deny\n  time zone of recipient\n\n"


def refused(rules: str, *names: str) -> list[tuple[str, ...]]:
    """The rule and the field of each refusal, or the name that is none."""
    try:
        hidden_by(load_text(HEAD + rules), names)
    except LedgerError as error:
        return [tuple(str(value) for _, value in one.args) for one in error.diagnostics]
    return []


def test_a_policy_that_only_counts_and_compares_lets_everything_be_hidden() -> None:
    hidden = hidden_by(policy(), EVERYTHING)
    assert hidden.groups == set(GROUPS)
    assert {"person.id", "person.name", "event.note", "consent.note"} <= hidden.paths
    assert hidden.wishes == {"person.wishes"}


@pytest.mark.parametrize("name", ["person.cease", "event.at", "proposal.channel", "nothing", ""])
def test_only_ids_and_free_texts_can_be_hidden(name: str) -> None:
    with pytest.raises(LedgerError) as raised:
        hidden_by(policy(), [name, "person"])
    assert [one.code for one in raised.value.diagnostics] == ["L130"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("person.id", "person"), ("recipient.id", "recipient"), ("adress", "address")],
)
def test_a_path_that_goes_by_another_name_is_told(name: str, meant: str) -> None:
    with pytest.raises(LedgerError) as raised:
        hidden_by(policy(), [name])
    (problem,) = raised.value.diagnostics
    assert [problem.hint_text(hint) for hint in problem.helps] == [f"did you mean `{meant}`?"]


NAME = "fact person.name : text\n"
SECOND = "fact person.alias : text\n"
DENIED = "deny vip\n  when "


@pytest.mark.parametrize(
    ("rules", "names", "expected"),
    [
        (NAME + DENIED + 'person.name starts with "VIP"\n', ["person.name"], "vip"),
        (NAME + DENIED + 'person.name is "Li"\n', ["person.name"], "vip"),
        (NAME + DENIED + 'person.name in {"Li", "Wang"}\n', ["person.name"], "vip"),
        (NAME + SECOND + DENIED + "person.name is person.alias\n", ["person.name"], "vip"),
        (NAME + SECOND + DENIED + "person.name is person.alias\n", ["person.alias"], "vip"),
        ('deny vip\n  when person.id is "P1"\n', ["person"], "vip"),
        ('deny vip\n  when address.id starts with "+1"\n', ["address"], "vip"),
        ("deny vip\n  when recipient.id is person.id\n", ["person"], "vip"),
        ('deny vip\n  when recipient is debtor unless person.id is "P1"\n', ["person"], "vip"),
        (
            'define vip = person.id is "P1"\ndeny rest\n  when not vip\n',
            ["person"],
            "rest",
        ),
        (
            'cap many\n  at most 2 attempts per person in 24 hours where (event.outcome is "busy")\n',
            ["event.outcome"],
            "many",
        ),
        ("cap many\n  at most 2 attempts per creditor in 24 hours\n", ["debt.creditor"], "many"),
        ("cap many\n  at most 2 attempts per creditor in 24 hours\n", ["event.creditor"], "many"),
    ],
)
def test_a_rule_that_reads_what_a_field_says_is_named(
    rules: str, names: list[str], expected: str
) -> None:
    found = refused(rules, *names)
    assert found, rules
    assert {rule for rule, _ in found} == {f"t.{expected}"}


@pytest.mark.parametrize(
    ("rules", "names"),
    [
        (NAME + SECOND + DENIED + "person.name is person.alias\n", ["person.name", "person.alias"]),
        (NAME + DENIED + "person.name is known\n", ["person.name"]),
        ("deny vip\n  when recipient.id is person.id\n", ["person", "recipient"]),
        (
            "cap many\n  at most 2 attempts per creditor in 24 hours\n",
            ["debt.creditor", "event.creditor"],
        ),
        ("cap many\n  at most 2 attempts per campaign in 24 hours\n", ["proposal.campaign"]),
        ("cap many\n  at most 2 attempts per household in 24 hours\n", ["household"]),
        (
            "consent needed\n  require express consent for purpose, address with proof\n",
            ["address", "proof"],
        ),
    ],
)
def test_equality_of_two_hidden_texts_is_no_reading(rules: str, names: list[str]) -> None:
    assert refused(rules, *names) == []


def test_the_calendar_that_a_fact_names_is_read() -> None:
    rules = "quiet hours closed\n  all day on holidays of person.region\n"
    assert refused(rules, "person.region") == [("t.closed", "person.region")]


def test_the_steps_of_ladders_are_read() -> None:
    rules = (
        "ladder dunning per debt\n"
        "  step remind\n    from day 1 past due\n    via sms\n"
        "  step call\n    after remind attempted 2 times\n    via voice\n"
    )
    assert refused(rules, "event.step") == [("t.dunning", "event.step")]
