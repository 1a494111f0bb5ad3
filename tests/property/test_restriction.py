"""Restricting a policy never allows more: the verdict stays or grows stricter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.formula import NO, YES, All, Count
from policydsl.core.policy import CorePolicy, Ladder, Rule
from policydsl.core.reference import explain
from policydsl.core.request import Request
from tests.property.differential import Case
from tests.property.strategies import cases, formulas, ladders, rules

EXAMPLES = settings(max_examples=200, deadline=None)
STRICTNESS = ("allow", "review", "deny")


def is_no_looser(policy: CorePolicy, than: CorePolicy, request: Request) -> bool:
    found, expected = (explain(each, request).verdict for each in (policy, than))
    return STRICTNESS.index(found) >= STRICTNESS.index(expected)


@EXAMPLES
@given(cases(), rules("p.added"))
def test_another_rule_allows_no_more(case: Case, rule: Rule) -> None:
    policy, request = case
    assert is_no_looser(replace(policy, rules=(*policy.rules, rule)), policy, request)


@EXAMPLES
@given(cases(), ladders("p.added"))
def test_another_ladder_allows_no_more(case: Case, ladder: Ladder) -> None:
    policy, request = case
    assert is_no_looser(replace(policy, ladders=(*policy.ladders, ladder)), policy, request)


def tightened(rule: Rule) -> Rule:
    """Caught by one event fewer."""
    if not isinstance(rule.core, Count) or rule.core.minimum == 1:
        return rule
    return replace(rule, core=replace(rule.core, minimum=rule.core.minimum - 1))


@EXAMPLES
@given(cases())
def test_a_lower_limit_allows_no_more(case: Case) -> None:
    policy, request = case
    stricter = replace(policy, rules=tuple(tightened(rule) for rule in policy.rules))
    assert is_no_looser(stricter, policy, request)


@EXAMPLES
@given(cases())
def test_without_exemptions_no_more_is_allowed(case: Case) -> None:
    policy, request = case
    rules = tuple(replace(rule, lifted=NO) for rule in policy.rules)
    ladders = tuple(replace(ladder, lifted=NO) for ladder in policy.ladders)
    assert is_no_looser(replace(policy, rules=rules, ladders=ladders), policy, request)


@EXAMPLES
@given(cases())
def test_without_conditions_no_more_is_allowed(case: Case) -> None:
    """Of rules that are no stricter unknown than caught: `if unknown deny` of a review is."""
    policy, request = case
    rules = tuple(replace(rule, on_unknown=rule.effect.value) for rule in policy.rules)
    plain = replace(policy, rules=rules)
    stricter = replace(policy, rules=tuple(replace(rule, applies=YES) for rule in rules))
    assert is_no_looser(stricter, plain, request)


@EXAMPLES
@given(cases(), st.data())
def test_one_more_condition_forbids_no_more(case: Case, data: st.DataObject) -> None:
    policy, request = case
    more = data.draw(formulas(depth=1))
    rules = tuple(
        replace(rule, applies=All((rule.applies, more)), on_unknown="allow")
        for rule in policy.rules
    )
    assert is_no_looser(policy, replace(policy, rules=rules), request)
