"""Names that an author may have meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics import did_you_mean

NAMES = ("voice", "visit", "sms", "email", "push", "letter", "attempts", "静默时段")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("vioce", ("voice",)),
        ("attemps", ("attempts",)),
        ("SMS", ("sms",)),
        ("静黙时段", ("静默时段",)),
        ("fax", ()),
        ("voice", ()),
        ("", ()),
        ("x" * 65, ()),
    ],
)
def test_suggestions(word: str, expected: tuple[str, ...]) -> None:
    assert did_you_mean(word, NAMES) == expected


def test_order_and_limit() -> None:
    assert did_you_mean("cap_c", ["cap_b", "cap_a", "cap_cc"], limit=2) == ("cap_a", "cap_b")
    assert did_you_mean("cap_c", ["cap_ccc", "cap_b"], limit=5) == ("cap_b",)
    assert did_you_mean("a", ["b", "c"]) == ()


@given(st.text(max_size=70), st.lists(st.text(max_size=70)))
def test_suggestions_are_candidates_and_do_not_depend_on_order(
    word: str, candidates: list[str]
) -> None:
    found = did_you_mean(word, candidates, limit=3)
    assert set(found) <= set(candidates) - {word}
    assert found == did_you_mean(word, reversed(candidates), limit=3)
