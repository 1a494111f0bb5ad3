"""What words mean: the conditions that policies give names to, and the words of this document.

In: a book. Out: blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.handbook.book import Book
from policydsl.handbook.document import Block, Bullets, Heading, Table
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.voices import Voices, anchor_of
from policydsl.handbook.writing import Code, Line, Voice

MOST_NAMES = 300
"""How many named conditions are explained."""


def glossary(book: Book, voices: Voices) -> Iterator[Block]:
    """Named conditions by policy, then general words."""
    plain = voices.plain
    yield Heading(2, plain.say("Glossary", "术语"), "glossary")
    left = MOST_NAMES
    for chapter in book.chapters:
        for name in sorted(chapter.definitions)[:left]:
            line: Line = (Code(name),)
            if chapter.root is None:
                line = plain.say(
                    "{name} of {policy}",
                    "{policy}中的{name}",
                    name=Code(name),
                    policy=Code(chapter.name),
                )
            yield Heading(3, line, anchor_of(chapter, name))
            meaning = said(chapter.definitions[name], voices.without(chapter, name))
            yield Bullets((meaning,))
        left = max(left - len(chapter.definitions), 0)
    yield Heading(3, plain.say("General words", "通用术语"), "words")
    head = (plain.say("word", "术语"), plain.say("meaning", "含义"))
    yield Table(head, tuple(_words(plain)))


def _words(voice: Voice) -> Iterator[tuple[Line, ...]]:
    yield from (
        _level(voice),
        _dates(voice),
        _consecutive(voice),
        _full(voice),
        _unknown(voice),
        _none(voice),
        _step(voice),
    )


def _level(voice: Voice) -> tuple[Line, Line]:
    return voice.say("contact attempt", "触达尝试"), voice.say(
        "a contact that we made, whatever came of it; submitted, delivered, connected, right-party"
        " contact and conversation each go further and count as those before",
        "我方发起的一次触达，无论结果；已提交、已送达、已接通、本人接通、有效沟通依次递进，后者均计入前者",
    )


def _dates(voice: Voice) -> tuple[Line, Line]:
    return voice.say("date, today", "日期、当日"), voice.say(
        "a date of the calendar on the clock by which the rule is judged",
        "以规则所依据时钟确定的自然日",
    )


def _consecutive(voice: Voice) -> tuple[Line, Line]:
    return voice.say("7 consecutive dates, today included", "含当日连续 7 个自然日"), voice.say(
        "today and the 6 dates before it", "当日及此前 6 个自然日"
    )


def _full(voice: Voice) -> tuple[Line, Line]:
    return voice.say("24 hours", "24 小时"), voice.say(
        "exact to the microsecond; what lies exactly 24 hours back no longer counts",
        "精确到微秒；恰好满 24 小时的事件不再计入",
    )


def _unknown(voice: Voice) -> tuple[Line, Line]:
    return voice.say("unknown", "不明"), voice.say(
        "a fact was left out and has no default, so that nobody can tell; an exception that nobody"
        " can establish does not lift a rule",
        "事实未提供且无默认值，无法判断；无法确认的例外不解除规则",
    )


def _none(voice: Voice) -> tuple[Line, Line]:
    return voice.say("“none”", "“无”"), voice.say(
        "said on purpose: there is no such thing", "明确表示不存在"
    )


def _step(voice: Voice) -> tuple[Line, Line]:
    return voice.say("step of a ladder", "阶梯步骤"), voice.say(
        "a past contact belongs to the step that it names, else to the one that would take it;"
        " after the step's limit is reached it takes no contact",
        "历史触达注明步骤的归入该步骤，未注明的归入其符合条件的步骤；次数用尽的步骤不再采用",
    )
