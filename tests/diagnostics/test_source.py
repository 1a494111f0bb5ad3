"""Places in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics import Source, Span


def test_lines_and_columns_count_from_one_in_characters() -> None:
    source = Source("a.policy", "one\n夜间 two\r\nthree")
    assert source.line_count == 3
    assert source.line_column(0) == (1, 1)
    assert source.line_column(3) == (1, 4)
    assert source.line_column(source.text.index("two")) == (2, 4)
    assert source.line_column(source.text.index("three")) == (3, 1)
    assert [source.line_text(line) for line in (1, 2, 3)] == ["one", "夜间 two", "three"]


def test_offsets_outside_the_text_are_clamped() -> None:
    source = Source("a.policy", "ab\n")
    assert source.line_column(-5) == (1, 1)
    assert source.line_column(99) == (2, 1)
    assert source.line_text(2) == ""


@pytest.mark.parametrize("line", [0, 2, -1])
def test_a_line_that_is_not_there(line: int) -> None:
    with pytest.raises(IndexError, match=r"a\.policy"):
        Source("a.policy", "ab").line_text(line)


def test_spans() -> None:
    source = Source("a.policy", "ab cd\nef")
    first, last = Span(source, 3, 5), Span(source, 6, 8)
    assert (first.line, first.column, first.text) == (1, 4, "cd")
    assert last.to(first) == Span(source, 3, 8)
    assert source.span() == Span(source, 0, 8)
    with pytest.raises(ValueError, match="different sources"):
        first.to(Span(Source("b.policy", "ab cd\nef"), 0, 1))


def test_equal_sources_are_equal() -> None:
    one, same, other = Source("a", "x"), Source("a", "x"), Source("a", "y")
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "x"
    assert repr(one) == "Source('a', 1 characters)"


@given(st.text(alphabet="ab夜\r\n\t", max_size=40))
def test_lines_hold_the_whole_text(text: str) -> None:
    source = Source("a", text)
    lines = [source.line_text(line) for line in range(1, source.line_count + 1)]
    assert "\n".join(lines) == text.replace("\r\n", "\n")
    for offset in range(len(text) + 1):
        line, column = source.line_column(offset)
        assert line == text.count("\n", 0, offset) + 1
        assert column == offset - (text.rfind("\n", 0, offset) + 1) + 1
