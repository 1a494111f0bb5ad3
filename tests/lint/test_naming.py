"""Which names are alike."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.lint.naming import alike, pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hardship", "hardships"),
        ("person.cease", "person.ceased"),
        ("AgreedHours", "agreedhours"),
        ("agreed_hours", "agreedhours"),
        ("Ab", "ab"),
        ("collections", "colections"),
        ("collections", "collectoins"),
        ("tier_1_late", "tier_1_date"),
        ("已结清债务", "己结清债务"),
        ("客户要求停止", "客户要求止停"),
    ],
)
def test_these_are_taken_for_each_other(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)
    assert list(pairs([one, "nothing_like_it", other])) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tier_1", "tier_2"),
        ("tier_1", "tier_12"),
        ("group_a", "group_b"),
        ("group_a_calls", "group_calls"),
        ("days", "day"),
        ("sms", "mms"),
        ("calls_uk", "calls_us"),
        ("calls_am", "calls_pm"),
        ("ca_night", "ga_night"),
        ("US-CA", "US-GA"),
        ("客户要求停止", "客户请求停止"),
        ("电话每日上限", "电话每周上限"),
        ("短信每周上限", "短信每双周上限"),
        ("collections", "collection_calls"),
        ("person.cease", "debt.cease"),
        ("same", "same"),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert not alike(one, other)
    assert list(pairs([one, other])) == []


names = st.text(alphabet="abA_1é", min_size=1, max_size=8)


@given(st.lists(names, max_size=8))
def test_the_pairs_are_all_that_are_alike(listed: list[str]) -> None:
    once = list(dict.fromkeys(listed))
    expected = {pair for pair in combinations(once, 2) if alike(*pair)}
    found = list(pairs(listed))
    assert len(found) == len(set(found))
    assert set(found) == expected
