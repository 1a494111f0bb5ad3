"""The policies that are used: under which conditions, and what their rules demand.

In: a book. Out: blocks: a table for each, or with `in_full` every rule as a card.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import YES, All, Formula
from policydsl.handbook.book import Book, Chapter
from policydsl.handbook.chapters.changes import exemption
from policydsl.handbook.chapters.topics import MOST_CARDS, in_full, left_out, overview, owned
from policydsl.handbook.document import Block, Facts, Heading, Paragraph
from policydsl.handbook.prose.conditions import every, said
from policydsl.handbook.voices import Voices
from policydsl.handbook.words import in_force
from policydsl.handbook.writing import Code, Line, Said, Term, Voice, Words
from policydsl.syntax import tree

MOST_ROWS = 2000
"""How many rules of used policies the tables name."""


def packs(book: Book, voices: Voices, *, whole: bool) -> Iterator[Block]:
    """Every policy that is used, by name."""
    if not book.packs:
        return
    plain = voices.plain
    yield Heading(2, plain.say("The policies it uses", "引用的规则包"), "packs")
    yield Paragraph(
        plain.say(
            "Their rules are added to the rules above. They only prohibit or add duties; they never"
            " allow what another rule blocks.",
            "规则包的规则与前述规则一并适用，只增加禁止与义务，不放行其他规则禁止的触达。",
        )
    )
    rows, cards = MOST_ROWS, MOST_CARDS
    for chapter in book.packs:
        yield Heading(3, _name(chapter), f"pack:{chapter.name}{_since(chapter)}")
        yield Facts(tuple(about_pack(chapter, book, voices)))
        found = owned([chapter])
        if found:
            yield overview(found[:rows], voices, linked=whole)
        if whole:
            for _, entry in found[:cards]:
                yield from in_full(chapter, entry, voices)
            for one in chapter.exemptions:
                yield from exemption(one, chapter, voices.of(chapter))
        if len(found) > rows:
            yield left_out(len(found) - rows, plain)
        rows, cards = max(rows - len(found), 0), max(cards - len(found), 0)


def _name(chapter: Chapter) -> Line:
    line: Line = (Code(chapter.name),)
    title = chapter.policy.title
    return line if title is None else (*line, " ", Words(title.text))


def _since(chapter: Chapter) -> str:
    return "" if chapter.start is None else f"@{chapter.start.isoformat()}"


def about_pack(chapter: Chapter, book: Book, voices: Voices) -> Iterator[tuple[Line, Said]]:
    """Its version, its sources, and when its rules apply at all."""
    plain = voices.plain
    texts = {one.keyword: one.value for one in chapter.policy.head}
    version, checked = texts.get("version"), texts.get("checked")
    if isinstance(version, tree.Text):
        yield plain.say("version", "版本"), (Words(version.text),)
    yield plain.say("in force", "生效"), in_force(chapter.start, chapter.end, plain)
    if isinstance(checked, tree.Date):
        day = checked.value.isoformat()
        yield plain.say("compared with its sources", "与原文核对"), (day,)
    if chapter.policy.sources:
        named = [(Words(one.title.text),) for one in chapter.policy.sources]
        yield plain.say("sources", "来源"), plain.list_of(named)
    yield plain.say("applies when", "适用条件"), _gate(chapter, book, voices)


def _gate(chapter: Chapter, book: Book, voices: Voices) -> Said:
    """When its rules apply at all, in the names that the policies loaded give to conditions."""
    if chapter.gate == YES:
        return voices.plain.say("always", "始终")
    voice: Voice = voices.of(book.roots[0]) if book.roots else voices.plain
    parts = chapter.gate.operands if isinstance(chapter.gate, All) else (chapter.gate,)
    return every([_part(part, book, voice) for part in parts], voice)


def _part(part: Formula, book: Book, voice: Voice) -> Said:
    """One condition of a gate; that of a policy that was loaded is told where that is."""
    for root in book.roots:
        if part == root.gate and part != YES:
            name = Term(root.name, "governs")
            return voice.say("{name} governs the contact", "触达受{name}管辖", name=name)
    return said(part, voice)
