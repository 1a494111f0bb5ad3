"""Rules in prose as plain lines, to be compared with those of another version.

In: a loaded policy and a language. Out: the lines of every rule by its id.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.api import Policy
from policydsl.handbook.book import gather
from policydsl.handbook.chapters.topics import in_full
from policydsl.handbook.document import Block, Bullets, Facts, Paragraph, Table
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.voices import Voices
from policydsl.handbook.writing import Group, Said, plain_text

_COLONS = {"en": ": ", "zh": "："}


def rule_lines(policy: Policy, lang: str) -> dict[str, tuple[str, ...]]:
    """What the policy says of every rule, duty and ladder, those of used policies included.

    A line is a thought, what belongs under it is indented by two spaces; titles and pictures are
    left out. Versions of one rule follow each other in the order of their dates. `lang` is `en` or
    `zh`.
    """
    book = gather(policy)
    voices = Voices(book, lang)
    found: dict[str, list[str]] = {}
    for chapter in book.chapters:
        for entry in chapter.entries:
            lines = found.setdefault(entry.id, [])
            for block in in_full(chapter, entry, voices):
                lines += _lines(block, _COLONS[lang])
    return {name: tuple(lines) for name, lines in found.items()}


def definition_lines(policy: Policy, lang: str) -> dict[str, tuple[str, ...]]:
    """What the names mean that the policies define, by the policy's name and their own."""
    book = gather(policy)
    voices = Voices(book, lang)
    return {
        f"{chapter.name}.{name}": tuple(_said(said(formula, voices.without(chapter, name)), "", ""))
        for chapter in book.chapters
        for name, formula in sorted(chapter.definitions.items())
    }


def _lines(block: Block, colon: str) -> Iterator[str]:
    match block:
        case Facts(rows):
            for name, of in rows:
                yield from _said(of, "", plain_text(name) + colon)
        case Bullets(items):
            for item in items:
                yield from _said(item, "", "")
        case Table(_, rows):
            for row in rows:
                yield " | ".join(map(plain_text, row))
        case Paragraph(line):
            yield plain_text(line)
        case _:
            return


def _said(of: Said, indent: str, before: str) -> Iterator[str]:
    if not isinstance(of, Group):
        yield f"{indent}{before}{plain_text(of)}"
        return
    yield f"{indent}{before}{plain_text(of.head)}".rstrip()
    for item in of.items:
        yield from _said(item, indent + "  ", "")
