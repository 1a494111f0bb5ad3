"""Rules in prose as plain lines, to be compared with those of another version.

In: a loaded policy and a language. Out: the lines of every rule by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policydsl.api import Policy
from policydsl.errors import RequestError
from policydsl.handbook.book import gather
from policydsl.handbook.chapters.front import about_root
from policydsl.handbook.chapters.packs import about_pack
from policydsl.handbook.chapters.topics import in_full
from policydsl.handbook.document import Block, Bullets, Facts, Paragraph, Table
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.prose.requests import differences
from policydsl.handbook.voices import Voices
from policydsl.handbook.writing import Group, Said, plain_text
from policydsl.witnesses.witness import Witness

_COLONS = {"en": ": ", "zh": "："}
_TOLD = ("channel", "purpose", "recipient", "actor", "address", "debts")
_OF_DEBTS = ("id", "due_on")


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


def policy_lines(policy: Policy, lang: str) -> dict[str, tuple[str, ...]]:
    """What is said of each policy by its name: what it governs, when what it uses applies."""
    book = gather(policy)
    voices = Voices(book, lang)
    found: dict[str, list[str]] = {}
    for chapter in book.chapters:
        if chapter.root is None:
            rows = about_pack(chapter, book, voices)
        else:
            rows = about_root(chapter, voices.of(chapter))
        found.setdefault(chapter.name, []).extend(_lines(Facts(tuple(rows)), _COLONS[lang]))
    return {name: tuple(lines) for name, lines in found.items()}


def circumstances(policy: Policy, found: Witness, lang: str) -> tuple[str, ...]:
    """What a contact rests on, besides who is contacted, by which channel, for what and when.

    That is what its request says of facts, debts, consents and what happened before.
    """
    try:
        bare = policy.request(_bare(found.data))
    except RequestError:
        return ()
    voice = Voices(gather(policy), lang).plain
    return tuple(map(plain_text, differences(found.request, bare, voice, said=True)))


def _bare(data: Mapping[str, Any]) -> dict[str, Any]:
    person, proposal = data.get("person", {}), data.get("proposal", {})
    debts = [{key: one[key] for key in _OF_DEBTS if key in one} for one in data.get("debts", ())]
    return {
        "at": data["at"],
        "debts": debts,
        "person": {key: person[key] for key in ("id", "time_zones") if key in person},
        "proposal": {key: proposal[key] for key in _TOLD if key in proposal},
    }


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
