"""Rendering to text, compared in full."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics import Diagnostic, Source, Span, diagnostic
from policydsl.diagnostics.render_text import explain, render, summary
from policydsl.diagnostics.visible import visible, width

HOUSE = Source(
    "policies/house.policy",
    "\n" * 13 + "  at most 5 attempts by voice per debt in 7 days\n",
)
WEEK = {"text": "7 days", "number": "7", "hours": "168"}


def find(source: Source, text: str, last: bool = False) -> Span:
    at = source.text.rindex(text) if last else source.text.index(text)
    return Span(source, at, at + len(text))


def seven_days(source: Source, text: str = "7 days") -> Diagnostic:
    return diagnostic("E203", find(source, text), **WEEK)


def test_the_layout() -> None:
    found = diagnostic(
        "E203", find(HOUSE, "7 days"), helps=["consecutive", "rolling", "week"], **WEEK
    )
    assert render([found]) == (
        "error[E203]: `7 days` can mean three things\n"
        "  --> policies/house.policy:14:43\n"
        "   |\n"
        "14 |   at most 5 attempts by voice per debt in 7 days\n"
        "   |                                           ^^^^^^\n"
        "help: `7 consecutive days` counts local calendar dates, today included\n"
        "help: `7 rolling days` is the last 168 hours\n"
        "help: `a calendar week` is Monday to Sunday on the person's clock\n"
    )
    assert render([found], lang="zh") == (
        "错误[E203]：`7 days` 有三种可能的含义\n"
        "  --> policies/house.policy:14:43\n"
        "   |\n"
        "14 |   at most 5 attempts by voice per debt in 7 days\n"
        "   |                                           ^^^^^^\n"
        "建议：`7 consecutive days` 按当地日历日计算，包含当天\n"
        "建议：`7 rolling days` 指最近 168 小时\n"
        "建议：`a calendar week` 指对方当地时间的周一至周日\n"
    )


def test_several_and_those_without_a_place() -> None:
    missing = diagnostic(
        "E001", file="a.policy", helps=[("did_you_mean", {"suggestion": "b.policy"})]
    )
    request = diagnostic("E203", path="facts.person", notes=["week"], **WEEK)
    assert render([missing, request]) == (
        "error[E001]: there is no file or folder `a.policy`\n"
        "help: did you mean `b.policy`?\n"
        "\n"
        "error[E203]: `7 days` can mean three things\n"
        "  --> facts.person\n"
        "note: `a calendar week` is Monday to Sunday on the person's clock\n"
    )
    assert render([]) == ""


def test_chinese_text_stays_above_its_carets() -> None:
    source = Source("催收.policy", 'cap 夜间 "静默" at most 7 days e\u0301 静默时段\n')
    assert render([seven_days(source), seven_days(source, "静默时段")]) == (
        "error[E203]: `7 days` can mean three things\n"
        " --> 催收.policy:1:21\n"
        "  |\n"
        '1 | cap 夜间 "静默" at most 7 days e\u0301 静默时段\n'
        "  |                         ^^^^^^\n"
        "\n"
        "error[E203]: `7 days` can mean three things\n"
        " --> 催收.policy:1:31\n"
        "  |\n"
        '1 | cap 夜间 "静默" at most 7 days e\u0301 静默时段\n'
        "  |                                  ^^^^^^^^\n"
    )


def test_tabs_count_as_one_space() -> None:
    source = Source("a.policy", "\t\tin 7 days\t\r\n")
    assert render([seven_days(source)]) == (
        "error[E203]: `7 days` can mean three things\n"
        " --> a.policy:1:6\n"
        "  |\n"
        "1 |   in 7 days\n"
        "  |      ^^^^^^\n"
    )


def test_control_characters_cannot_reach_the_terminal() -> None:
    source = Source("a\x1b.policy", "\x1b[31m\u202e 7 days\x7f\n")
    found = diagnostic("E203", find(source, "7 days"), text="7\x1b\ndays")
    assert render([found]) == (
        "error[E203]: `7␛␊days` can mean three things\n"
        " --> a␛.policy:1:8\n"
        "  |\n"
        "1 | ␛[31m<U+202E> 7 days␡\n"
        "  |               ^^^^^^\n"
    )


def test_of_a_long_line_the_part_around_the_span() -> None:
    source = Source("a.policy", "x" * 300 + " 7 days " + "y" * 300)
    assert render([seven_days(source)]) == (
        "error[E203]: `7 days` can mean three things\n"
        " --> a.policy:1:302\n"
        "  |\n"
        f"1 | …{'x' * 46} 7 days {'y' * 46}…\n"
        f"  | {' ' * 48}^^^^^^\n"
    )
    at_start = Source("a.policy", "in 7 days " + "夜" * 300)
    assert render([seven_days(at_start)]).splitlines()[3:] == [
        f"1 | in 7 days {'夜' * 45}…",
        "  |    ^^^^^^",
    ]
    at_end = Source("a.policy", "x" * 300 + " 7 days")
    assert render([seven_days(at_end)]).splitlines()[3:] == [
        f"1 | …{'x' * 93} 7 days",
        f"  | {' ' * 95}^^^^^^",
    ]


def test_a_span_longer_than_the_window() -> None:
    source = Source("a.policy", "x" * 10 + "y" * 400)
    found = diagnostic("E203", Span(source, 10, 410), text="y")
    assert render([found]).splitlines()[3:] == [
        f"1 | …{'y' * 100}…",
        f"  |  {'^' * 100}",
    ]


def test_a_span_of_several_lines_shows_the_first() -> None:
    source = Source("a.policy", "cap x  \n  at most\n")
    assert render([diagnostic("E203", Span(source, 4, 17), text="x")]).splitlines()[2:] == [
        "  |",
        "1 | cap x",
        "  |     ^",
    ]


@pytest.mark.parametrize(("text", "at", "line"), [("", 0, 1), ("ab", 2, 1), ("ab\r\n", 4, 2)])
def test_an_empty_span_gets_one_caret(text: str, at: int, line: int) -> None:
    shown = render([diagnostic("E203", Span(Source("a", text), at, at), text="x")]).splitlines()
    assert shown[1].startswith(f" --> a:{line}:")
    assert shown[-1].count("^") == 1


def test_labels_here_on_another_line_and_in_another_file() -> None:
    source = Source("a.policy", "cap 夜间 in 7 days\n" + "#\n" * 8 + "cap 夜间 in 8 days\n")
    other = Source("b.policy", "use a\n")
    span = find(source, "7 days")
    found = diagnostic(
        "E203",
        span,
        labels=[
            (span, "rolling"),
            (find(source, "夜间"), "week"),
            (find(source, "8 days"), "week"),
            (find(source, "夜间", last=True), "week"),
            (find(other, "a"), "consecutive"),
        ],
        helps=["week"],
        **WEEK,
    )
    assert render([found]) == (
        "error[E203]: `7 days` can mean three things\n"
        "  --> a.policy:1:11\n"
        "   |\n"
        "1  | cap 夜间 in 7 days\n"
        "   |             ^^^^^^ `7 rolling days` is the last 168 hours\n"
        "   |     ---- `a calendar week` is Monday to Sunday on the person's clock\n"
        "  ::: a.policy:10:11\n"
        "   |\n"
        "10 | cap 夜间 in 8 days\n"
        "   |             ------ `a calendar week` is Monday to Sunday on the person's clock\n"
        "   |     ---- `a calendar week` is Monday to Sunday on the person's clock\n"
        "  ::: b.policy:1:5\n"
        "   |\n"
        "1  | use a\n"
        "   |     - `7 consecutive days` counts local calendar dates, today included\n"
        "help: `a calendar week` is Monday to Sunday on the person's clock\n"
    )


def test_a_request_shows_its_path_beside_the_place() -> None:
    source = Source("request.json", '{"at": "7 days"}')
    found = diagnostic("E203", find(source, "7 days"), path="at", **WEEK)
    assert " --> request.json:1:9 (at)\n" in render([found])


def test_colours_only_when_asked() -> None:
    found = diagnostic("E203", find(HOUSE, "7 days"), helps=["week"], notes=["week"], **WEEK)
    coloured = render([found], colour=True)
    assert coloured.startswith("\x1b[1;31merror[E203]\x1b[0m\x1b[1m: `7 days`")
    assert "\x1b[1;31m^^^^^^\x1b[0m" in coloured
    assert "\x1b" not in render([found])


def test_the_summary() -> None:
    error = seven_days(HOUSE)
    assert summary([error, error]) == "2 errors"
    assert summary([error], "zh") == "1 个错误"
    assert summary([]) == "nothing to report"
    assert summary([], "zh") == "没有问题"


def test_explain() -> None:
    assert explain("E006") == (
        "error[E006]: `…` holds no policy\n"
        "\n"
        "The file is empty, or holds only white space and comments. An empty policy would allow everything or nothing, and neither should happen by accident. Begin with `policy`, a name, and a title.\n"
        "\n"
        "example:\n"
        "\n"
        "    # to be written\n"
    )
    assert explain("E006", "zh").startswith("错误[E006]：`…` 中没有策略\n")
    with pytest.raises(KeyError):
        explain("E999")


def test_width() -> None:
    assert width("abc") == 3
    assert width("夜a") == 3
    assert width("e\u0301") == 1
    assert visible("夜\u200b\ta") == "夜<U+200B>␉a"
    assert visible("\ud800") == "<U+D800>"


texts = st.text(alphabet="ab \t\r\n夜\u0301\u202e\x1b", max_size=12)
lines = st.one_of(texts, texts.map(lambda text: text * 40))


@given(lines, st.data())
def test_the_caret_stands_under_what_is_meant(text: str, data: st.DataObject) -> None:
    source = Source("a", text)
    offsets = st.integers(0, len(text))
    start, end = sorted((data.draw(offsets), data.draw(offsets)))
    at = data.draw(offsets)
    found = diagnostic(
        "E203", Span(source, start, end), labels=[(Span(source, at, len(text)), "week")], text="x"
    )
    shown = render([found]).splitlines()
    gutter = shown[2].index("|") + 2
    line, carets = shown[3][gutter:], shown[4][gutter:]
    assert all(character.isprintable() for row in shown for character in row)
    assert sum(row.count(" `a calendar week`") for row in shown) == 1
    assert width(line) <= 102
    at_column = carets.index("^")
    if start < end and not text[start].isspace() and text[start] in "ab夜":
        column = 0
        for character in line:
            if column == at_column and width(character):
                assert character == text[start]
            column += 2 if east_asian_width(character) in "WF" else width(character)
