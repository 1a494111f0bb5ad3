"""Facts: missing is unknown, `none` is an answer, and Kleene's truth over both."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policydsl.core.formula import (
    NO,
    YES,
    All,
    Any,
    Compare,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Settled,
)
from tests.core.build import at, on, truth

NOW = at("2026-03-04 10:00")
UNKNOWN: Formula = Compare("person.never_said", "eq", True)


def says(formula: Formula, **facts: object) -> bool | None:
    return truth(formula, NOW, {f"person.{name}": value for name, value in facts.items()})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (All(()), True),
        (Any(()), False),
        (Not(YES), False),
        (Not(UNKNOWN), None),
        (All((YES, UNKNOWN)), None),
        (All((NO, UNKNOWN)), False),
        (Any((YES, UNKNOWN)), True),
        (Any((NO, UNKNOWN)), None),
        (Settled(UNKNOWN, True), True),
        (Settled(UNKNOWN, False), False),
        (Settled(NO, True), False),
        (Settled(YES, False), True),
    ],
)
def test_truth_is_kleenes(formula: Formula, expected: bool | None) -> None:
    assert says(formula) is expected


@pytest.mark.parametrize("operator", ["eq", "lt", "le", "gt", "ge", "in", "starts_with"])
def test_a_missing_fact_is_unknown_under_every_operator(operator: str) -> None:
    operand = frozenset({"a"}) if operator == "in" else "a" if operator != "lt" else 1
    assert says(Compare("person.x", operator, operand)) is None
    assert says(Compare("person.y", operator, PathRef("person.x")), y="a") is None


@pytest.mark.parametrize("operator", ["lt", "le", "gt", "ge", "in", "starts_with"])
def test_none_stands_in_no_order_and_in_no_set(operator: str) -> None:
    operand = frozenset({"a"}) if operator == "in" else "a" if operator == "starts_with" else 1
    assert says(Compare("person.x", operator, operand), x=None) is False
    assert says(Compare("person.y", operator, PathRef("person.x")), x=None, y=operand) is False


def test_none_equals_only_itself() -> None:
    assert says(Compare("person.x", "eq", None), x=None) is True
    assert says(Compare("person.x", "eq", "a"), x=None) is False
    assert says(Compare("person.x", "eq", None), x="a") is False
    assert says(Compare("person.x", "eq", PathRef("person.y")), x=None, y=None) is True


def test_none_is_not_x_is_yes() -> None:
    assert says(Not(Compare("person.x", "eq", "a")), x=None) is True


def test_none_is_known_and_missing_is_not() -> None:
    assert says(KnownFact("person.x"), x=None) is True
    assert says(KnownFact("person.x")) is False


def test_text_is_compared_exactly_without_case_folding() -> None:
    assert says(Compare("person.x", "eq", "Home"), x="home") is False
    assert says(Compare("person.x", "in", frozenset({"Home"})), x="home") is False
    assert says(Compare("person.x", "starts_with", "US"), x="US-FL") is True
    assert says(Compare("person.x", "starts_with", "us"), x="US-FL") is False


@pytest.mark.parametrize(
    ("operator", "below", "same", "above"),
    [
        ("lt", True, False, False),
        ("le", True, True, False),
        ("gt", False, False, True),
        ("ge", False, True, True),
        ("eq", False, True, False),
    ],
)
def test_numbers_are_compared_by_value(operator: str, below: bool, same: bool, above: bool) -> None:
    test = Compare("person.x", operator, Decimal("2.5"))
    assert says(test, x=2) is below
    assert says(test, x=Decimal("2.50")) is same
    assert says(test, x=3) is above


def test_a_set_fact_on_the_right_is_read_from_the_request() -> None:
    test = Compare("proposal.channel", "in", PathRef("person.refused"))
    assert says(test, refused=frozenset({"voice"})) is True
    assert says(test, refused=frozenset({"sms"})) is False
    assert says(test) is None


def test_dates_are_equal_as_dates() -> None:
    assert says(Compare("person.x", "eq", on(2026, 3, 4)), x=on(2026, 3, 4)) is True
    assert says(Compare("person.x", "eq", on(2026, 3, 5)), x=on(2026, 3, 4)) is False


def test_an_operator_that_the_types_do_not_allow_is_a_bug_not_an_answer() -> None:
    with pytest.raises(ValueError, match="between"):
        says(Compare("person.x", "between", 1), x=1)


def test_a_debt_fact_is_read_of_the_debt_in_hand() -> None:
    paid = Compare("debt.paid", "eq", True)
    debts = {"D1": {"debt.paid": True}, "D2": {"debt.paid": False}}
    assert truth(paid, NOW, debt="D1", debts=debts) is True
    assert truth(paid, NOW, debt="D2", debts=debts) is False
    assert truth(paid, NOW, debt="D3", debts=debts) is None
    assert truth(paid, NOW, debt=None, debts=debts) is None


def test_event_and_consent_facts_are_unknown_without_one_in_hand() -> None:
    assert truth(Compare("event.outcome", "eq", "busy"), NOW) is None
    assert truth(Compare("consent.scope", "eq", "A"), NOW) is None
