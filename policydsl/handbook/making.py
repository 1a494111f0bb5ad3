"""The handbook of a policy, made.

In: a loaded policy, a language, a date. Out: a `Document`. Nothing in it depends on a clock, a
machine or the order of files, so that two versions of a policy make two documents that differ where
the policies do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policydsl.api import Policy
from policydsl.handbook.book import Book, entries_of, gather
from policydsl.handbook.chapters.changes import changes, exemptions
from policydsl.handbook.chapters.examples import examples
from policydsl.handbook.chapters.facts import facts
from policydsl.handbook.chapters.front import front
from policydsl.handbook.chapters.glossary import glossary
from policydsl.handbook.chapters.packs import packs
from policydsl.handbook.chapters.topics import glance, topics
from policydsl.handbook.chapters.weeks import Weeks
from policydsl.handbook.document import Block, Bullets, Document, Facts
from policydsl.handbook.evidence import Evidence
from policydsl.handbook.voices import Voices
from policydsl.handbook.words import titled
from policydsl.handbook.writing import Voice, trimmed

_SOME_DAY = date(2026, 3, 2)
"""A Monday, for policies that do not say since when they are in force."""

MOST_LINES = 200
"""How many lines of one condition are printed."""


def handbook(
    policy: Policy, lang: str, day: date | None = None, *, packs_in_full: bool = False
) -> Document:
    """The document in a language, `en` or `zh`.

    `day` is the date round which pictures and examples are computed; without one it is the day on
    which the policy comes into force, else a fixed one.
    """
    book = gather(policy)
    voices = Voices(book, lang)
    day = day or _first_day(book)
    anchors = {entry.id: entry.anchor for entry in entries_of(book.roots)}
    shown = entries_of(book.chapters if packs_in_full else book.roots)
    rules = list(dict.fromkeys(entry.id for entry in shown)) or list(policy.rules)
    evidence = Evidence(policy, rules, day)
    weeks = Weeks(evidence, anchors, lang)
    plain = voices.plain
    every = _blocks(book, voices, evidence, weeks, packs_in_full)
    blocks = tuple(_bounded(block, plain) for block in every)
    title = plain.list_of(list(dict.fromkeys(titled(root, plain) for root in book.roots)))
    contents = plain.say("Contents", "目录")
    return Document(lang, title, contents, blocks, weeks.definitions)


def _first_day(book: Book) -> date:
    """The day on which the last version of what was loaded comes into force."""
    return max((root.start for root in book.roots if root.start is not None), default=_SOME_DAY)


def _blocks(
    book: Book, voices: Voices, evidence: Evidence, weeks: Weeks, whole: bool
) -> Iterator[Block]:
    yield from front(book, evidence.day, voices.plain)
    yield from glance(book, voices)
    yield from topics(book, voices, {"hours": weeks.blocks(voices.plain)})
    yield from exemptions(book, voices)
    yield from changes(book, voices)
    yield from packs(book, voices, whole=whole)
    yield from examples(book, evidence, voices)
    yield from facts(book, voices.plain)
    yield from glossary(book, voices)


def _bounded(block: Block, voice: Voice) -> Block:
    """The block without what nobody would read to its end; it says how much that is."""
    if isinstance(block, Facts):
        return Facts(tuple((name, trimmed(of, MOST_LINES, voice)) for name, of in block.rows))
    if isinstance(block, Bullets):
        return Bullets(tuple(trimmed(of, MOST_LINES, voice) for of in block.items))
    return block
