"""The rules of the loaded policies by topic: at a glance, then each in full.

In: a book. Out: blocks. Topics stand in a fixed order, rules in the order of their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from policydsl.core.formula import YES
from policydsl.core.policy import Ladder, Obligation, Rule
from policydsl.handbook.book import Book, Chapter, Entry
from policydsl.handbook.chapters.cards import card
from policydsl.handbook.chapters.ladder_cards import ladder
from policydsl.handbook.document import Block, Heading, Paragraph, Table
from policydsl.handbook.prose import ladders, rules
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.voices import Voices
from policydsl.handbook.words import basis, in_force, inline, kind, link
from policydsl.handbook.writing import Code, Line, Voice, Words

Owned = tuple[Chapter, Entry]
MOST_CARDS = 400
"""How many rules of the loaded policies are described in full."""

TOPICS = (
    ("hours", ("quiet_hours", "contact_hours"), "Hours", "时段"),
    ("caps", ("cap", "gap", "cooldown"), "Caps, gaps and cooldowns", "频次、间隔与冷却期"),
    ("consent", ("consent",), "Consent", "同意"),
    ("prohibitions", ("deny", "review", "warn"), "Prohibitions and reviews", "禁止与审批"),
    ("ladders", ("ladder",), "Ladders", "阶梯"),
    ("duties", ("oblige",), "Duties", "义务"),
)


def owned(chapters: Sequence[Chapter]) -> list[Owned]:
    """Every entry with the policy that it stands in."""
    return [(chapter, entry) for chapter in chapters for entry in chapter.entries]


def glance(book: Book, voices: Voices) -> Iterator[Block]:
    """All rules of the loaded policies in tables."""
    yield Heading(2, voices.plain.say("At a glance", "规则一览"), "glance")
    for name, kinds, en, zh in TOPICS:
        found = [one for one in owned(book.roots) if one[1].origin.kind in kinds]
        if found:
            yield Heading(3, voices.plain.say(en, zh), f"glance-{name}")
            yield overview(found[:MOST_CARDS], voices)


def overview(found: Sequence[Owned], voices: Voices, *, linked: bool = True) -> Table:
    """A table of rules: which, what it demands, where it applies, on what it rests."""
    plain = voices.plain
    head = (
        plain.say("rule", "规则"),
        plain.say("what it demands", "要求"),
        plain.say("where", "适用"),
        plain.say("basis", "依据"),
    )
    rows = []
    several = Counter(entry.id for _, entry in found)
    for chapter, entry in found:
        voice = voices.of(chapter)
        name: Line = link(entry, chapter.name) if linked else (Code(entry.id),)
        if entry.origin.title is not None:
            name = (*name, " ", Words(entry.origin.title))
        if several[entry.id] > 1:
            dates = in_force(chapter.start, chapter.end, plain)
            name = plain.say("{name}, {dates}", "{name}，{dates}", name=name, dates=dates)
        rows.append(
            (
                name,
                demand(entry, voice),
                where(entry, voice),
                basis(entry.origin.basis, entry.origin.citation, voice),
            )
        )
    return Table(head, tuple(rows))


def demand(entry: Entry, voice: Voice) -> Line:
    """What a rule demands, on one line."""
    node = entry.node
    match node:
        case Rule():
            if rules.is_all_condition(node):
                return rules.effect_of(node.effect, voice)
            return inline(rules.demand(node, entry.applies, voice), voice)
        case Obligation():
            return inline(ladders.duties(node, voice), voice)
        case Ladder():
            return voice.say(
                "{kind} of {n} steps", "{kind}，共{n}步", kind=kind(entry, voice), n=len(node.steps)
            )


def where(entry: Entry, voice: Voice) -> Line:
    """Where a rule applies, on one line."""
    if entry.applies == YES:
        return voice.say("everywhere", "全部触达")
    return inline(said(entry.applies, voice), voice)


def topics(book: Book, voices: Voices, extra: dict[str, tuple[Block, ...]]) -> Iterator[Block]:
    """Every rule of the loaded policies in full; `extra` opens a topic."""
    left = MOST_CARDS
    for name, kinds, en, zh in TOPICS:
        found = [one for one in owned(book.roots) if one[1].origin.kind in kinds]
        before = extra.get(name, ())
        if not found and not before:
            continue
        yield Heading(2, voices.plain.say(en, zh), name)
        yield from before
        for chapter, entry in found[:left]:
            yield from in_full(chapter, entry, voices)
        if len(found) > left:
            yield left_out(len(found) - left, voices.plain)
        left = max(left - len(found), 0)


def in_full(chapter: Chapter, entry: Entry, voices: Voices) -> Iterator[Block]:
    """One rule, whatever its kind."""
    voice = voices.of(chapter)
    make = ladder if isinstance(entry.node, Ladder) else card
    yield from make(entry, chapter, voice)


def left_out(number: int, voice: Voice) -> Paragraph:
    """The note that says how many rules are not described in full."""
    return Paragraph(
        voice.say(
            "{n} more rules are not described in full here; the tables name them.",
            "另有{n}条规则未逐条展开，见规则一览。",
            n=number,
        ),
        note=True,
    )
