"""The files for editors: fresh, and they colour what authors write."""

from __future__ import annotations

import json
import re

import pytest

from policydsl.syntax import highlighting
from policydsl.syntax.keywords import DECLARATIONS, HEAD, KINDS, LADDER, RULE, STEP


def test_the_published_files_are_those_of_this_language() -> None:
    assert json.loads(highlighting.TEXTMATE_FILE.read_text("utf-8")) == highlighting.textmate()
    assert highlighting.VIM_FILE.read_text("utf-8") == highlighting.vim()


def test_the_groups_hold_words_of_the_language_only() -> None:
    words = highlighting.words()
    assert words > highlighting.OPERATORS | highlighting.UNITS
    assert not highlighting.OPERATORS & highlighting.UNITS


def coloured(line: str) -> list[tuple[str, str]]:
    """What an editor does with a line: the first pattern that matches earliest, again and again."""
    patterns = [
        (one.get("name"), one.get("captures"), re.compile(one.get("match") or '"[^"]*"'))
        for one in highlighting.textmate()["patterns"]
    ]
    found, at = [], 0
    while at < len(line):
        hits = [
            (hit.start(), n)
            for n, (_, _, look) in enumerate(patterns)
            if (hit := look.search(line, at))
        ]
        if not hits:
            break
        name, captures, look = patterns[min(hits)[1]]
        hit = look.search(line, at)
        assert hit is not None and hit.end() > at
        if captures:
            found += [(hit[int(n)], one["name"]) for n, one in captures.items()]
        else:
            found.append((hit[0], name))
        at = hit.end()
    return [(text, name.removesuffix(".policydsl")) for text, name in found]


@pytest.mark.parametrize("words", [*KINDS.values(), "step", "policy", *DECLARATIONS])
def test_what_begins_something_is_followed_by_its_name(words: str) -> None:
    (one, kind), (name, what) = coloured(f"  {words} some_name")
    assert (one, name) == (words, "some_name")
    assert kind.startswith(("storage.type", "keyword.declaration"))
    assert what.startswith("entity.name")


@pytest.mark.parametrize(
    "words", sorted({one.words for place in (HEAD, RULE, LADDER, STEP) for one in place.values()})
)
def test_clauses_are_coloured_whole(words: str) -> None:
    assert coloured(f"  {words} x") == [(words, "keyword.control")]


@pytest.mark.parametrize("word", sorted(highlighting.words()))
def test_every_word_is_coloured(word: str) -> None:
    assert [text for text, _ in coloured(f"x {word} y")] == [word]


def test_a_line() -> None:
    assert coloured('at most 3 attempts in 24 hours where (event.kind is "x # y")  # since 2026-01-30') == [
        ("at most", "keyword.control"),
        ("3", "constant.numeric"),
        ("in", "keyword.operator"),
        ("24", "constant.numeric"),
        ("hours", "support.type"),
        ("where", "keyword.other"),
        ("event.kind", "variable.other"),
        ("is", "keyword.operator"),
        ('"x # y"', "string.quoted.double"),
        ("# since 2026-01-30", "comment.line.number-sign"),
    ]  # fmt: skip
    assert coloured("from 09:00 to 12:00, 2026-01-30T09:00:00+08:00 -1.5") == [
        ("from", "keyword.control"),
        ("09:00", "constant.numeric.time"),
        ("to", "keyword.other"),
        ("12:00", "constant.numeric.time"),
        ("2026-01-30T09:00:00+08:00", "constant.numeric.date"),
        ("-1.5", "constant.numeric"),
    ]
