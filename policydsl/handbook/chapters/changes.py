"""What lifts rules, and what was changed of rules that are used.

In: a book. Out: blocks: exemptions, waivers, tightenings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.core.policy import Rule
from policydsl.handbook.book import Book, Chapter, Entry
from policydsl.handbook.document import Block, Facts, Heading, Paragraph, Table
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.prose.rules import demand
from policydsl.handbook.voices import Voices
from policydsl.handbook.words import basis, exemption_anchor, inline
from policydsl.handbook.writing import Code, Line, Term, Voice, Words
from policydsl.rules.lowered import Exemption
from policydsl.syntax import tree


def exemptions(book: Book, voices: Voices) -> Iterator[Block]:
    """Every exemption of the loaded policies."""
    if not any(root.exemptions for root in book.roots):
        return
    yield Heading(2, voices.plain.say("Exemptions", "豁免"), "exemptions")
    yield Paragraph(
        voices.plain.say(
            "An exemption lifts the rules it names, and no other. One that cannot be established"
            " lifts nothing.",
            "豁免仅解除其所列规则；无法确认是否符合豁免的，不予豁免。",
        )
    )
    for root in book.roots:
        for one in root.exemptions:
            yield from exemption(one, root, voices.of(root))


def exemption(one: Exemption, chapter: Chapter, voice: Voice) -> Iterator[Block]:
    """One exemption as a card."""
    name = one.id.rpartition(".")[2]
    line: Line = (Code(name),)
    if one.origin.title is not None:
        line = (*line, " ", Words(one.origin.title))
    yield Heading(3, line, exemption_anchor(one))
    anchors = {entry.id: entry.anchor for entry in chapter.entries}
    lifted = [
        (Term(rule.rpartition(".")[2], anchors[rule]) if rule in anchors else Code(rule),)
        for rule in sorted(set(one.lifts))
    ]
    yield Facts(
        (
            (voice.say("when", "条件"), said(one.when, voice)),
            (voice.say("lifts", "解除规则"), voice.list_of(lifted)),
            (voice.say("basis", "依据"), basis(one.origin.basis, one.origin.citation, voice)),
        )
    )


def changes(book: Book, voices: Voices) -> Iterator[Block]:
    """Waivers, each dated and signed, and what was made stricter."""
    voice = voices.plain
    yield Heading(2, voice.say("Waivers and tightenings", "豁免令与收紧"), "changes")
    waives = sorted({_waive(one) for root in book.roots for one in root.policy.waives})
    if waives:
        yield _waivers(waives, voice)
    else:
        yield Paragraph(voice.say("No rule is waived.", "无豁免令。"))
    stricter = tuple(
        _stricter(entry, voices.of(chapter))
        for chapter in book.chapters
        for entry in chapter.entries
        if entry.before is not None
    )
    if stricter:
        yield Table(
            (
                voice.say("rule", "规则"),
                voice.say("in its own policy", "原规则"),
                voice.say("here", "本策略收紧为"),
            ),
            stricter,
        )
    else:
        yield Paragraph(voice.say("No rule is made stricter.", "未收紧引入的规则。"))


def _waivers(waives: Sequence[tuple[str, str, str, str]], voice: Voice) -> Table:
    head = (
        voice.say("rule", "规则"),
        voice.say("lifted until before", "解除至（不含当日）"),
        voice.say("because", "理由"),
        voice.say("approved by", "批准人"),
    )
    return Table(
        head,
        tuple(
            ((Code(rule),), (until,), (Words(because),), (Words(by),))
            for rule, until, because, by in waives
        ),
    )


def _waive(one: tree.Waive) -> tuple[str, str, str, str]:
    return one.rule.text, one.until.value.isoformat(), one.because.text, one.approved_by.text


def _stricter(entry: Entry, voice: Voice) -> tuple[Line, ...]:
    before, now = (
        inline(demand(node, entry.applies, voice), voice)
        for node in (entry.before, entry.node)
        if isinstance(node, Rule)
    )
    return (Code(entry.id),), before, now
