"""Weeks as the evaluator sees them, and what the letters in the pictures mean.

In: contacts that are allowed, a date. Out: blocks, and the definitions that the pictures need.
Contacts whose weeks are the same share a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from policydsl.core.zones import zone_info
from policydsl.facts.moments import EPOCH
from policydsl.handbook.document import Block, Heading, Paragraph, Picture, Table
from policydsl.handbook.evidence import Evidence, Kind
from policydsl.handbook.prose.names import channels, value
from policydsl.handbook.writing import Code, Line, Mark, Term, Voice, Words, plain_text
from policydsl.pictures.times import first_zone
from policydsl.pictures.week.answers import Answer, answer
from policydsl.pictures.week.clock import Sheet, sheet
from policydsl.pictures.week.drawing import Drawing
from policydsl.pictures.week.fills import FILLS, fill_of, signs, swatch
from policydsl.pictures.week.legend import MOST_ENTRIES, Entry, described
from policydsl.pictures.week.svg import svg_definitions, svg_weeks
from policydsl.pictures.week.text import GLYPHS, picture
from policydsl.witnesses.witness import Witness

MOST_PICTURES = 12
"""How many different weeks are drawn."""

_DAYS = 7
_HORIZON = timedelta(days=_DAYS + 3)
_COLUMNS = 80
_LETTERS = {fill: GLYPHS[kind] for kind, fill in FILLS.items()}
Same = tuple[tuple[Kind, ...], Witness]
"""The channels and purposes of one week, and a contact that has it."""


class Weeks:
    """The pictures of a policy's week; `definitions` go into the document once."""

    __slots__ = ("_anchors", "_drawing", "_left", "_same")

    def __init__(self, evidence: Evidence, anchors: Mapping[str, str], lang: str) -> None:
        found = evidence.allowed()
        self._anchors = anchors
        self._drawing: Drawing | None = None
        self._same: Sequence[Same] = ()
        self._left = 0
        if found:
            zone = first_zone(next(iter(found.values())).request)
            rows = sheet(_midnight(evidence.day, zone), zone, _DAYS)
            same = _grouped(evidence, found, rows)
            self._same, self._left = same[:MOST_PICTURES], max(len(same) - MOST_PICTURES, 0)
            asked = (replace(one.request, at=rows.at) for _, one in self._same)
            answers = [answer(evidence.policy, request, _HORIZON, rows.until) for request in asked]
            self._drawing = Drawing(answers, rows, lang)

    @property
    def definitions(self) -> str:
        """SVG that all pictures refer to."""
        return "" if self._drawing is None else svg_definitions(self._drawing)

    def blocks(self, voice: Voice) -> tuple[Block, ...]:
        """The pictures, then what is in them."""
        drawing = self._drawing
        if drawing is None:
            line = voice.say(
                "No contact was found that the policy allows, so there is no picture of a week.",
                "未找到可放行的示例触达，故无每周图示。",
            )
            return (Paragraph(line, note=True),)
        head = Heading(3, voice.say("Example weeks", "一周图示"), "weeks")
        return (head, *self._pictures(drawing, voice))

    def _pictures(self, drawing: Drawing, voice: Voice) -> Iterator[Block]:
        yield Paragraph(
            voice.say(
                "Example contacts, judged by the evaluator at every instant of a week. White is"
                " allowed; a letter names the rule that blocks, of several the one that lifts last."
                " Contacts whose weeks are the same share a picture.",
                "由判定程序对示例触达逐时判定。白色为可触达；字母表示拦截的规则，"
                "多条规则同时拦截的，标示最后解除者。时段相同的触达合并为一图。",
            )
        )
        headings = [_heading(number, drawing, voice) for number in range(1, len(self._same) + 1)]
        svgs = svg_weeks(drawing, headings)
        for number, (kinds, _) in enumerate(self._same):
            shown = _text(drawing, drawing.answers[number], headings[number])
            yield Picture(svgs[number], shown, _caption(kinds, number + 1, voice))
        if self._left:
            yield Paragraph(
                voice.say("{n} more weeks are not drawn.", "另有{n}种时段未绘出。", n=self._left),
                note=True,
            )
        yield self._legend(drawing, voice)

    def _legend(self, drawing: Drawing, voice: Voice) -> Table:
        rows: list[tuple[Line, ...]] = [
            ((Mark(swatch(fill), _LETTERS[fill]),), (said,), ()) for fill, said in signs(drawing)
        ]
        rows += [self._entry(entry, voice) for entry in drawing.legend.entries[:MOST_ENTRIES]]
        head = (
            voice.say("sign", "图例"),
            voice.say("rule", "规则"),
            voice.say("reason code", "原因代码"),
        )
        return Table(head, tuple(rows))

    def _entry(self, entry: Entry, voice: Voice) -> tuple[Line, ...]:
        told = described(entry, voice.lang)
        anchor = self._anchors.get(entry.rule)
        name: Line = (Code(entry.rule) if anchor is None else Term(entry.rule, anchor),)
        if told.title:
            name = (*name, " ", Words(told.title))
        return (Mark(swatch(fill_of(entry)), entry.mark),), name, (Code(told.code),)


def _grouped(evidence: Evidence, found: Mapping[Kind, Witness], rows: Sheet) -> list[Same]:
    """The contacts by their weeks, in the order of channels and purposes."""
    span = timedelta(microseconds=rows.until - rows.at)
    by_week: dict[object, list[Kind]] = {}
    order = evidence.policy.vocabulary.enumerations["channel"]
    for kind in sorted(found, key=lambda kind: (order.index(kind[0]), kind[1])):
        request = replace(found[kind].request, at=rows.at)
        by_week.setdefault(evidence.policy.timeline(request, span), []).append(kind)
    return [(tuple(kinds), found[kinds[0]]) for kinds in by_week.values()]


def _heading(number: int, drawing: Drawing, voice: Voice) -> str:
    zone = drawing.sheet.zone
    line = voice.say("Week {n}, local time in {zone}", "图{n}：{zone}当地时间", n=number, zone=zone)
    return plain_text(line)


def _text(drawing: Drawing, shown: Answer, heading: str) -> str:
    lines = picture(
        shown, drawing.sheet, drawing.legend, _COLUMNS, drawing.lang, False, marks_now=False
    )
    return "\n".join([heading, *lines[1:]])


def _caption(kinds: Sequence[Kind], number: int, voice: Voice) -> Line:
    """`Week 1: collections by voice or SMS; …`: which contacts have this week."""
    by_purpose: dict[str, list[str]] = {}
    for channel, purpose in kinds:
        by_purpose.setdefault(purpose, []).append(channel)
    lines = [
        voice.say(
            "{purpose} by {by}",
            "{purpose}（{by}）",
            purpose=value(purpose, "proposal.purpose", voice),
            by=channels(names, voice),
        )
        for purpose, names in sorted(by_purpose.items())
    ]
    line = lines[0]
    for other in lines[1:]:
        line = voice.say("{line}; {other}", "{line}；{other}", line=line, other=other)
    return voice.say("Week {n}: {line}", "图{n}：{line}", n=number, line=line)


def _midnight(day: date, zone: str) -> int:
    """The first instant of a local date, in microseconds."""
    return (datetime.combine(day, time(), zone_info(zone)) - EPOCH) // timedelta(microseconds=1)
