"""The safety pass: what is refused, where, and that both YAML parsers agree."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics import Source
from policydsl.syntax import yaml_events
from policydsl.syntax.recovery import MOST_ERRORS
from policydsl.syntax.yaml_events import read_documents
from policydsl.syntax.yaml_nodes import Document, Listing, Mapping, Node, Refused, Scalar

LOADERS = [yaml.BaseLoader, yaml_events.FAST_LOADER]

# Text, and for each problem its code and the underlined text.
BROKEN: list[tuple[str, list[tuple[str, str]]]] = [
    ("]\n", [("E601", "]")]),
    ("a: b\n}\n", [("E601", "}")]),
    ("a: - b\n", [("E601", "-")]),
    ("a: |x\n  b\n", [("E601", "x")]),
    ("a: b\n... x\n", [("E601", "x")]),
    ("a:\n\t- b\n", [("E602", "\t")]),
    ("\ta: b\n", [("E602", "\t")]),
    ("a: >\n\tb\n", [("E602", "\t")]),
    ("r:\n  - cap: x\n    in: y\n\tby: z\n", [("E602", "\t")]),
    ("a: 'x\n", [("E603", "'")]),
    ('a: "x\nb: y\n', [("E603", '"')]),
    ("a: 'x\n---\nb: c\n", [("E603", "'")]),
    ("a: [x, y\nb: c\n", [("E604", "[")]),
    ("a: {x: y\n", [("E604", "{")]),
    ("a: [x}]\n", [("E604", "[")]),
    ("a: b: c\n", [("E605", ":")]),
    ("a: b\nfoo bar\nc: d\n", [("E606", "foo bar")]),
    ("a\nb: c\n", [("E607", "b: c")]),
    ("a: b\n  c: d\n", [("E607", "c: d")]),
    (" a: b\nc: d\n", [("E607", "c: d")]),
    (" a: b\nc: d", [("E607", "c: d")]),
    ("a:\n  - b\n - c\n", [("E607", "- c")]),
    ("- a\nb: c\n", [("E607", "b: c")]),
    ("a: @x\n", [("E608", "@")]),
    ("a: %x\n", [("E608", "%")]),
    ('a: "US" is\n', [("E609", "i")]),
    ("a: {b: c} d\n", [("E609", "d")]),
    ('a: "\\q"\n', [("E617", "\\q")]),
    ('a: "\\xZZ"\n', [("E617", "\\x")]),
    ('a: "\\UFFFFFFFF"\n', [("E617", "\\U")]),
    ("a: *x\n", [("E610", "*x")]),
    ("a: *\n", [("E610", "*")]),
    ("a: *x y\n", [("E610", "*x"), ("E601", "y")]),
    ("a: &x b\n", [("E611", "&x")]),
    ("a: &\n", [("E611", "&")]),
    ("a: [&x]\n", [("E611", "&x")]),
    ("a: !t &x [b]\n", [("E612", "!t"), ("E611", "&x")]),
    ("a: !!python/object:x {}\n", [("E612", "!!python/object:x")]),
    ("a: !<x\n", [("E612", "!<x")]),
    ("a:\n  <<: {b: c}\n  d: e\n", [("E613", "<<")]),
    ("%YAML 1.1\n---\na: b\n", [("E614", "%YAML 1.1")]),
    ("%TAG ! tag:x\n---\na: b\n", [("E614", "%TAG ! tag:x")]),
    ("%YAML 2.0\n---\na: b\n", [("E614", "%YAML 2.0")]),
    ("%FOO\n---\na: b\n", [("E614", "%FOO")]),
    ("%YAML 1." + "9" * 5000 + "\n---\na: b\n", [("E614", "%YAML 1." + "9" * 5000)]),
    ("a: b\n...\n%YAML 1.1\n---\nc: d\n", [("E614", "%YAML 1.1")]),
    ("a: " + "[" * 30 + "]" * 30, [("E615", "[")]),
    ("a: " + "- " * 30, [("E601", "-")]),
    ("- " * 30, [("E615", "-")]),
    ("a: x\u202ey\n", [("E007", "\u202e")]),
    ("a: \0\n", [("E008", "\0")]),
    ("a: \ufffe\n", [("E008", "\ufffe")]),
    ("a: b\u2028c\n", [("E008", "\u2028")]),
    ('a: "x\\u202ey"\n', [("E007", '"x\\u202ey"')]),
    ('a: "\\0"\n', [("E008", '"\\0"')]),
    ("a: *" + "x" * 60 + "\n", [("E610", "*" + "x" * 60)]),
]


def codes(text: str, loader: type) -> list[tuple[str, str]]:
    _, problems = read_documents(Source("p.yaml", text), loader)
    return [(problem.code, problem.span.text) for problem in problems if problem.span]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[text[:20] for text, _ in BROKEN])
def test_what_is_refused(text: str, expected: list[tuple[str, str]], loader: type) -> None:
    assert codes(text, loader) == expected


def plain(node: Node | None) -> Any:
    """Nodes as Python values."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {plain(key): plain(value) for key, value in node.pairs}
    return node


def read(text: str, loader: type = yaml_events.FAST_LOADER) -> list[Document]:
    documents, problems = read_documents(Source("p.yaml", text), loader)
    assert problems == []
    return documents


def test_values_stay_text() -> None:
    text = "a: no\nb: 8:00\nc: 3.10\nd: 2026-01-30\ne: ~\nf: 0x10\n~: true\n"
    [document] = read(text)
    assert plain(document.root) == {
        "a": "no", "b": "8:00", "c": "3.10", "d": "2026-01-30", "e": "~", "f": "0x10", "~": "true",
    }  # fmt: skip


def spans(node: Node, text: str) -> list[str]:
    """Every node's own text."""
    own = [text[node.begin : node.end]]
    if isinstance(node, Listing):
        return own + [found for item in node.items for found in spans(item, text)]
    if isinstance(node, Mapping):
        return own + [found for pair in node.pairs for item in pair for found in spans(item, text)]
    return own


@pytest.mark.parametrize("loader", LOADERS)
def test_places(loader: type) -> None:
    text = (
        "\ufeffa: é😀 x\r\n'b': |\r\n  x\r\n  y\r\n\r\n# c\r\nc:\r\n- [1, {d: 2}]\r\n-   e: f\r\n"
    )
    [document] = read(text, loader)
    assert document.root is not None
    assert spans(document.root, text) == [
        text[1:].rstrip(), "a", "é😀 x", "'b'", "|\r\n  x\r\n  y",
        "c", "- [1, {d: 2}]\r\n-   e: f", "[1, {d: 2}]", "1", "{d: 2}", "d", "2", "e: f", "e", "f",
    ]  # fmt: skip


def test_a_refused_value_leaves_its_neighbours() -> None:
    documents, _ = read_documents(Source("p.yaml", "a: *x\nb: c\n"))
    [document] = documents
    assert not document.is_sound
    assert isinstance(document.root, Mapping)
    assert isinstance(document.root.pairs[0][1], Refused)
    assert plain(document.root.pairs[1][1]) == "c"


def test_documents_before_a_broken_one_are_kept() -> None:
    documents, problems = read_documents(
        Source("p.yaml", "a: b\n---\nc: &x d\n---\ne: 'f\n---\ng: h\n")
    )
    assert [problem.code for problem in problems] == ["E611", "E603"]
    assert [document.is_sound for document in documents] == [True, False, False]
    assert [plain(document.root) for document in documents] == [{"a": "b"}, {"c": "d"}, None]


def test_nothing() -> None:
    assert read("") == []
    assert read("# only a comment\n") == []
    assert [plain(document.root) for document in read("---\n---\n")] == ["", ""]


LAUGHS = "a0: &a0 lol\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)

HOSTILE = {
    "billion laughs": (LAUGHS, "E610"),
    "deep flow sequences": ("a: " + "[" * 10_000, "E615"),
    "somewhat deep flow sequences": ("a: " + "[" * 900, "E615"),
    "deep flow mappings": ("{a: " * 10_000, "E615"),
    "deep block sequences": ("- " * 10_000, "E615"),
    "deep keys": ("? " * 10_000, "E615"),
    "many values": ("a: [" + "x, " * 250_000 + "]", "E616"),
    "many aliases": ("[" + "*a, " * 100_000 + "]", "E610"),
    "many anchors": ("[" + "&a , " * 100_000 + "]", "E611"),
    "many control characters": ("\0" * 1_000_000, "E008"),
    "a long key": ("a" * 1_000_000 + ": b", "E607"),
    "a long anchor": ("&" + "a" * 1_000_000 + " b", "E611"),
    "quotes": ("'" * 100_001, "E603"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_texts_are_answered(text: str, code: str) -> None:
    _, problems = read_documents(Source("p.yaml", text))
    assert 1 <= len(problems) <= MOST_ERRORS
    assert code in {problem.code for problem in problems}, problems


def test_brackets_in_texts_and_comments_may_be_left_open() -> None:
    [document] = read("a: ':-[' # :-[\nb: '" + "[" * 998 + "'\n")
    assert plain(document.root) == {"a": ":-[", "b": "[" * 998}


PIECES = st.sampled_from(
    ["a", "b: ", "- ", "[", "]", "{", "}", ", ", "\n", "  ", "'", '"', "\\", "|", ">", "&x", "*x", "!t", "%Y", "---\n",
     "...\n", "? ", "# c", "<<", "\r\n", "😀", "中", "\\x41", "@"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_read_or_refused_alike_by_both_parsers(text: str) -> None:
    source = Source("p.yaml", text)
    (one, problems), (other, others) = (read_documents(source, loader) for loader in LOADERS)
    # The parser in C lets a comment follow `|` and `>` at once.
    assert bool(problems) == bool(others) or re.search(r"[|>]#", text)
    for problem in (*problems, *others):
        assert problem.span is not None
        assert 0 <= problem.span.start <= problem.span.end <= len(text) + 1
    if not problems and not others:
        assert one == other


@pytest.mark.parametrize("text", ["a: b\t\n", "a:\tb\n", "-\tb\n"])
def test_the_parser_in_python_takes_fewer_tabs(text: str) -> None:
    assert codes(text, yaml.BaseLoader) == [("E602", "\t")]


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    for loader in LOADERS:
        read_documents(Source("p.yaml", text), loader)
