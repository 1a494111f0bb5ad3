"""Requests as JSON text: exact, unambiguous, and safe."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.facts.reading import read_request


def codes(text: str) -> list[tuple[str, str | None]]:
    data, found = read_request(text)
    assert data is None and found
    return [(one.code, one.path) for one in found]


def test_numbers_are_exact() -> None:
    data, found = read_request('{"a": 0.1, "b": 12, "c": 1e2, "d": -0, "e": 1E2}')
    assert found == []
    assert data == {"a": Decimal("0.1"), "b": 12, "c": Decimal(100), "d": 0, "e": Decimal(100)}


@pytest.mark.parametrize(
    "text", ["9" * 5000, "-" + "9" * 101, "0." + "1" * 200, "1e99999999999999999999", "Infinity"]
)
def test_numbers_that_no_fact_can_be(text: str) -> None:
    data, found = read_request(f"[{text}]")
    assert found == [] and isinstance(data, list)
    assert abs(data[0]) == float("inf")


def test_keys_given_twice() -> None:
    assert codes('{"a": 1, "b": {"c": [{"d e": 1, "d e": 2}]}, "a": 3}') == [
        ("R102", "$.a"),
        ("R102", '$.b.c[0]["d e"]'),
    ]
    assert codes('{"a": {"x": 1, "x": 2}, "a": 1}') == [("R102", "$.a")]
    many = ", ".join(f'"k{number}": 1, "k{number}": 2' for number in range(60))
    assert len(codes(f"{{{many}}}")) == 51


def test_a_hundred_thousand_objects_below_a_deep_one() -> None:
    deep = '{"' + "k" * 60 + '": '
    text = deep * 200 + "[" + "{}, " * 100_000 + '{"a": 1, "a": 1}]' + "}" * 200
    assert [code for code, _ in codes(text)] == ["R102"]


@pytest.mark.parametrize("text", ["[" * 10_000_000, '{"a":' * 1_000_000])
def test_nested_too_deeply(text: str) -> None:
    assert codes(text) == [("R104", None)]


@given(st.text(alphabet='{}[]",:0123456789eE+-.tfn \\u\ud800', max_size=30))
def test_nothing_raises(text: str) -> None:
    read_request(text)
