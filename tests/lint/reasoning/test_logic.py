"""What is proved about conditions is so in every request: never more than the reference says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policydsl
from policydsl.api import Policy
from policydsl.core.formula import (
    All,
    Any,
    Compare,
    Formula,
    KnownFact,
    Moment,
    Not,
    Settled,
    When,
)
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import Request
from policydsl.lint.reasoning.logic import Logic

EXAMPLES = settings(max_examples=80, deadline=None)
POLICY = """policy demo
  otherwise deny
fact person.tier : one of low, mid, high
fact person.lawyer : text = none
fact person.age : number
fact person.cease : flag
fact person.vip : flag = no
"""
MISSING = object()
VALUES: dict[str, tuple[object, ...]] = {
    "proposal.channel": ("voice", "sms"),
    "person.tier": ("low", "high", MISSING),
    "person.lawyer": ("A", "AB", None),
    "person.age": (2, 3, 5, MISSING),
    "person.cease": (True, False, MISSING),
    "person.vip": (True, False),
}
_TODAY = Moment("today", True)
DAYS = tuple(date(2026, 3, day) for day in (3, 4, 5))
RELATIONS = ("before", "after", "on_or_before", "on_or_after")
ATOMS: st.SearchStrategy[Formula] = st.one_of(
    st.sampled_from(
        [
            Compare("proposal.channel", "eq", "voice"),
            Compare("proposal.channel", "in", frozenset(("voice", "sms"))),
            Compare("person.tier", "eq", "low"),
            Compare("person.tier", "in", frozenset(("low", "mid"))),
            Compare("person.lawyer", "eq", None),
            Compare("person.lawyer", "eq", "A"),
            Compare("person.lawyer", "starts_with", "A"),
            Compare("person.lawyer", "starts_with", "AB"),
            Compare("person.cease", "eq", True),
            Compare("person.vip", "eq", True),
            KnownFact("person.age"),
            KnownFact("person.vip"),
            KnownFact("person.tier"),
        ]
    ),
    st.builds(
        Compare,
        st.just("person.age"),
        st.sampled_from(["lt", "le", "gt", "ge", "eq"]),
        st.integers(2, 5),
    ),
    st.builds(
        When,
        st.just(_TODAY),
        st.sampled_from(RELATIONS),
        st.builds(Moment, st.sampled_from(DAYS), st.just(True)),
    ),
)
FORMULAS: st.SearchStrategy[Formula] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda parts: Any(tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(Settled, inner, st.booleans()),
    ),
    max_leaves=7,
)
_ORDER = {False: 0, None: 1, True: 2}
_NOON = 1772625600_000_000
"""Noon of 2026-03-04 in UTC."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policydsl.load_text(POLICY)


def contexts() -> Iterator[Context]:
    for values in product(*VALUES.values()):
        facts = {
            path: value for path, value in zip(VALUES, values, strict=True) if value is not MISSING
        }
        request = Request(_NOON, facts)  # type: ignore[arg-type]  # values of the facts' types
        yield Context(request, _NOON, None, "Etc/UTC")


CONTEXTS = tuple(contexts())


@EXAMPLES
@given(one=FORMULAS, other=FORMULAS)
def test_what_is_implied_is_at_least_as_true_everywhere(
    policy: Policy, one: Formula, other: Formula
) -> None:
    logic = Logic(policy.vocabulary)
    if logic.implies(logic.forms.node(one), logic.forms.node(other)):
        for context in CONTEXTS:
            assert _ORDER[holds(one, context)] <= _ORDER[holds(other, context)]


@EXAMPLES
@given(one=FORMULAS)
def test_what_cannot_hold_holds_nowhere(policy: Policy, one: Formula) -> None:
    logic = Logic(policy.vocabulary)
    if not logic.can_hold(logic.forms.node(one)):
        assert not any(holds(one, context) for context in CONTEXTS)


@EXAMPLES
@given(one=FORMULAS, other=FORMULAS)
def test_the_same_node_is_the_same_truth(policy: Policy, one: Formula, other: Formula) -> None:
    logic = Logic(policy.vocabulary)
    if logic.forms.node(one) is logic.forms.node(other):
        assert all(holds(one, context) is holds(other, context) for context in CONTEXTS)


@EXAMPLES
@given(one=FORMULAS, other=FORMULAS)
def test_order_and_double_negation_make_no_difference(
    policy: Policy, one: Formula, other: Formula
) -> None:
    forms = Logic(policy.vocabulary).forms
    assert forms.node(All((one, other))) is forms.node(All((other, one, Not(Not(one)))))
    assert forms.negated(Any((one, other))) is forms.node(All((Not(other), Not(one))))


def test_what_is_settled_twice_is_what_the_inner_says(policy: Policy) -> None:
    forms = Logic(policy.vocabulary).forms
    young = Compare("person.age", "lt", 3)
    assert forms.node(Settled(Settled(young, True), False)) is forms.node(Settled(young, True))
    assert forms.node(Settled(Not(Settled(young, True)), True)) is forms.node(
        Not(Settled(young, True))
    )


PROVED = [
    ("channel is sms", "channel in {sms, voice}"),
    ("person.age < 3", "person.age <= 3"),
    ("person.age < 3 and channel is sms", "channel is not voice"),
    ("channel is sms or channel is voice", "channel in {voice, visit, sms}"),
    ("person.age < 3", "person.age is not 3"),
    ("person.tier not in {low, mid}", "person.tier is high"),
    ("person.cease and (channel is sms or person.vip)", "person.vip or channel is sms"),
    ("at least 3 attempts per person in 24 hours", "any attempts per person in 48 hours"),
    (
        "any conversations by voice per person, address in a calendar day",
        "any attempts per person in 7 consecutive days",
    ),
    ("today is before 2026-03-04", "today is before 2026-04-04"),
    ("no attempts per person in 48 hours", "no attempts per person in 24 hours"),
]
UNPROVED = [
    ("channel in {sms, voice}", "channel is sms"),
    ("person.age <= 3", "person.age < 3"),
    ("person.age <= 3", "person.age is not 3"),
    ("person.age < 3", "person.age is not 2"),
    ("channel is sms", "person.tier is low or person.tier is not low"),
    ("any attempts per person in 24 hours", "any deliveries per person in 24 hours"),
    ("any attempts per address in 24 hours", "any attempts per person in 24 hours"),
    ("any attempts per person in a calendar day", "any attempts per person in 24 hours"),
    ("any attempts per person in 24 hours", "any attempts per person in a calendar day"),
    ("any attempts per person in blocks of 24 hours", "any attempts by sms per person in 24 hours"),
]


@pytest.mark.parametrize(("one", "other"), PROVED)
def test_what_a_reader_sees_is_proved(one: str, other: str) -> None:
    assert _implied(one, other)


@pytest.mark.parametrize(("one", "other"), UNPROVED)
def test_what_is_not_so_is_not_proved(one: str, other: str) -> None:
    assert not _implied(one, other)


def _implied(one: str, other: str) -> bool:
    policy = policydsl.load_text(f"{POLICY}deny one when {one}\ndeny other when {other}\n")
    rules = {rule.id: rule for rule in policy.core.rules}
    logic = Logic(policy.vocabulary)
    nodes = [logic.forms.node(rules[f"demo.{name}"].applies) for name in ("one", "other")]
    return logic.implies(*nodes)


IMPOSSIBLE = [
    "channel is sms and channel is voice",
    "person.age < 3 and person.age > 5",
    "person.cease and not person.cease",
    "(channel is sms or channel is voice) and channel not in {sms, voice, visit}",
    "person.tier not in {low, mid} and person.tier is not high",
    "today is before 2026-01-01 and today is after 2026-02-01",
    "at least 3 attempts per person ever and at most 2 attempts per person ever",
    "person.lawyer is none and person.lawyer is not none",
    "now is before 2026-01-01T00:00:00Z and now is on or after 2026-01-01T00:00:00Z",
]


@pytest.mark.parametrize("condition", IMPOSSIBLE)
def test_what_a_reader_sees_is_refuted(condition: str) -> None:
    policy = policydsl.load_text(f"{POLICY}deny one when {condition}\n")
    logic = Logic(policy.vocabulary)
    assert not logic.can_hold(logic.forms.node(policy.core.rules[0].applies))


def test_a_condition_too_large_to_look_at_can_hold() -> None:
    """Twenty either-ors, of which no choice is possible, are not gone through one by one."""
    pairs = " and ".join(
        f"(person.age > {number + 10} or person.tier is mid)" for number in range(20)
    )
    condition = f"{pairs} and person.age < 5 and person.tier is low"
    policy = policydsl.load_text(f"{POLICY}deny one when {condition}\n")
    logic = Logic(policy.vocabulary)
    assert not logic.can_hold(logic.forms.node(policy.core.rules[0].applies))
    names = [f"fact person.f{number} : flag" for number in range(24)]
    wide = " and ".join(
        f"((person.f{n} or person.f{(n + 1) % 24}) and not (person.f{n} and person.f{(n + 5) % 24}))"
        for n in range(24)
    )
    policy = policydsl.load_text("\n".join([POLICY, *names, f"deny one when {wide}\n"]))
    logic = Logic(policy.vocabulary)
    assert logic.can_hold(logic.forms.node(policy.core.rules[0].applies))
