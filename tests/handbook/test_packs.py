"""Shipped packs and the example strategy are told without a word of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from policydsl.api import load
from policydsl.handbook.book import gather
from policydsl.handbook.chapters.changes import changes, exemptions
from policydsl.handbook.chapters.facts import facts
from policydsl.handbook.chapters.front import front
from policydsl.handbook.chapters.glossary import glossary
from policydsl.handbook.chapters.packs import packs
from policydsl.handbook.chapters.topics import glance, topics
from policydsl.handbook.document import Block, Bullets, Facts, Heading, Paragraph, Table
from policydsl.handbook.voices import Voices
from policydsl.handbook.writing import Group, Line, Said

POLICIES = Path(__file__).parents[2] / "policies"
STRATEGY = POLICIES / "examples" / "consumer_credit" / "strategy.policy"
PATHS = [STRATEGY, *sorted(POLICIES.glob("??/*.policy"))[::4]]
FOREIGN = {
    "en": re.compile(r"[\u3000-\u9fff\uff00-\uffef]"),
    "zh": re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]"),
}


def lines(of: Said) -> Iterator[Line]:
    if isinstance(of, Group):
        yield of.head
        for item in of.items:
            yield from lines(item)
    else:
        yield of


def told(block: Block) -> Iterator[Line]:
    match block:
        case Facts(rows):
            for name, of in rows:
                yield from (name, *lines(of))
        case Bullets(items):
            for of in items:
                yield from lines(of)
        case Table(head, rows):
            for row in (head, *rows):
                yield from row
        case Paragraph(line) | Heading(_, line, _):
            yield line


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_pack_in_a_language(path: Path, lang: str) -> None:
    book = gather(load(path))
    voices = Voices(book, lang)
    blocks = [
        *front(book, date(2026, 3, 2), voices.plain),
        *glance(book, voices),
        *topics(book, voices, {}),
        *exemptions(book, voices),
        *changes(book, voices),
        *packs(book, voices, whole=True),
        *facts(book, voices.plain),
        *glossary(book, voices),
    ]
    titles = {one.policy.title.text for one in book.roots if one.policy.title is not None}
    prose = ["".join(p for p in line if isinstance(p, str)) for b in blocks for line in told(b)]
    assert len(prose) > 50
    assert not [
        one for one in prose if FOREIGN[lang].search(one.replace("UTC", "")) and one not in titles
    ]
