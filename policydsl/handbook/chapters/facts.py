"""What the caller must supply: facts, events, consents.

In: a book. Out: blocks: tables of everything that a rule may read.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import Consent, Count, Selection
from policydsl.facts.problems import MISSING
from policydsl.facts.standard import Field
from policydsl.facts.types import (
    DateType,
    Flag,
    HoursType,
    InstantType,
    Number,
    OneOf,
    PreferencesType,
    SetOf,
    TextType,
    Type,
)
from policydsl.handbook.book import Book
from policydsl.handbook.document import Block, Heading, Paragraph, Table
from policydsl.handbook.prose.events import events
from policydsl.handbook.prose.names import has_words, path, value
from policydsl.handbook.writing import Code, Line, Voice, plain_text
from policydsl.policy.reads import reads_of
from policydsl.rules.walk import parts, selections

_MOST_VALUES = 24


def facts(book: Book, voice: Voice) -> Iterator[Block]:
    """The facts and the events, each in a table."""
    fields = book.policy.vocabulary.fields
    read = reads_of(book.policy.core, fields)
    yield Heading(2, voice.say("Facts and events", "事实与事件"), "facts")
    yield Paragraph(
        voice.say(
            "Who asks the evaluator supplies these. A fact that is left out and has no default is"
            " unknown, and a rule that needs it then does what it says under “if unknown”.",
            "由调用方提供。未提供且无默认值的事实视为不明，相关规则按“事实不明时”处理。",
        )
    )
    head = (
        voice.say("fact", "事实"),
        voice.say("meaning", "含义"),
        voice.say("values", "取值"),
        voice.say("when left out", "未提供时"),
    )
    needed = [fields[one] for one in sorted(read) if one in fields]
    yield Table(head, tuple(_fact(field, voice) for field in needed))
    counted = _counted(book, voice)
    if counted:
        yield Paragraph(
            voice.say(
                "These events must be sent, as far back as a rule counts them. What is not sent did"
                " not happen.",
                "须报送下列事件，追溯期以规则所需为准；未报送的视为未发生。",
            )
        )
        named = (voice.say("kind", "种类"), voice.say("counted as", "计入方式"))
        yield Table(named, tuple(counted))


def _fact(field: Field, voice: Voice) -> tuple[Line, ...]:
    meaning = path(field.path, voice) if has_words(field.path) else ("–",)
    return (
        (Code(field.path),),
        meaning,
        _values(field.type, field.path, voice),
        _left_out(field, voice),
    )


def _left_out(field: Field, voice: Voice) -> Line:
    if field.required:
        return voice.say("refused", "请求被拒绝")
    if field.default is MISSING:
        return voice.say("unknown", "不明")
    default = field.default
    if default is None or isinstance(default, bool | int | str | frozenset):
        return value(default, field.path, voice)
    return (str(default),)


def _values(kind: Type, of: str, voice: Voice) -> Line:
    match kind:
        case Flag():
            return voice.say("yes or no", "是或否")
        case Number():
            return voice.say("a number", "数值")
        case TextType():
            return voice.say("a text", "文本")
        case DateType():
            return voice.say("a date", "日期")
        case InstantType():
            return voice.say("an instant", "时刻")
        case OneOf(values):
            return _listed(values, of, voice)
        case SetOf(values):
            some = () if values is None else _listed(values, of, voice)
            return (
                voice.say("several of: {some}", "可多选：{some}", some=some)
                if some
                else voice.say("several texts", "多个文本")
            )
        case HoursType():
            return voice.say("a weekly table of hours", "每周时段表")
        case PreferencesType():
            return voice.say("what the person ruled out", "客户排除的时间、地点或渠道")


def _coded(one: str, of: str, voice: Voice) -> Line:
    """A value as requests write it, with its words where they are others."""
    said = value(one, of, voice)
    if voice.lang == "en" or said == (Code(one),):
        return (Code(one),)
    return voice.say("{code}", "{code}（{said}）", code=Code(one), said=said)


def _listed(values: tuple[str, ...], of: str, voice: Voice) -> Line:
    shown = [_coded(one, of, voice) for one in values[:_MOST_VALUES]]
    if len(values) > _MOST_VALUES:
        shown.append(voice.say("{n} more", "另{n}项", n=len(values) - _MOST_VALUES))
    return voice.list_of(shown)


def _counted(book: Book, voice: Voice) -> list[tuple[Line, ...]]:
    """Each kind of event that some rule counts, with how it is counted."""
    found: dict[str, set[Line]] = {}
    for selection in _selections(book):
        found.setdefault(selection.kind, set()).add(events(selection, voice))
    return [
        ((Code(kind),), voice.list_of(sorted(said, key=plain_text)))
        for kind, said in sorted(found.items())
    ]


def _selections(book: Book) -> Iterator[Selection]:
    core = book.policy.core
    formulas = [one for rule in core.rules for one in (rule.applies, rule.core, rule.lifted)]
    for duty in core.obligations:
        formulas += [duty.applies, duty.lifted]
        if duty.after_first is not None:
            yield duty.after_first
    for ladder in core.ladders:
        formulas += [ladder.applies, ladder.lifted, ladder.hold, ladder.stop]
        formulas += [step.when for step in ladder.steps]
        if ladder.reset is not None:
            yield ladder.reset
    for formula in formulas:
        for part in parts(formula):
            if isinstance(part, Count | Consent):
                yield from selections(part)
