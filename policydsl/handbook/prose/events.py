"""Events that are counted, in words: which, whose, over what time.

In: selections, keys, windows, counts. Out: lines and groups. Filters of events are conditions; how
these are said is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, assert_never

from policydsl.core.formula import YES, Count, Formula, Key, Selection, SinceLast, Window
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.handbook.prose.names import channels, path
from policydsl.handbook.prose.spans import back, micros, periods
from policydsl.handbook.writing import Code, Group, Line, Said, Voice

Tell: TypeAlias = Callable[[Formula, Voice], Said]
"""`conditions.said`, handed in."""

_LEVELS = (
    ("contact attempt", "contact attempts", "触达尝试"),
    ("submitted contact", "submitted contacts", "已提交的触达"),
    ("delivered contact", "delivered contacts", "已送达的触达"),
    ("connected contact", "connected contacts", "已接通的触达"),
    ("right-party contact", "right-party contacts", "本人接通"),
    ("conversation", "conversations", "有效沟通"),
)
_KINDS = {
    "payment": ("payment", "payments", "还款"),
    "refusal": ("refusal", "refusals", "拒绝沟通"),
    "complaint": ("complaint", "complaints", "投诉"),
    "opt_out": ("opt-out", "opt-outs", "退订"),
    "skipped": ("skipped step", "skipped steps", "跳过的步骤"),
}
_INBOUND_ZH = (
    "主动联系",
    "已提交的主动联系",
    "已送达的主动联系",
    "已接通的主动联系",
    "本人主动联系",
    "主动联系形成的有效沟通",
)
_DIRECTIONS = {
    "outbound": ("", ""),
    "inbound": ("inbound ", ""),
    None: ("inbound or outbound ", "任一方发起的"),
}
_KEYS = {
    "person": ("person", "客户"),
    "debt": ("debt", "债务"),
    "address": ("address", "联系方式"),
    "recipient": ("recipient", "接收人"),
}
_MEASURES = {"person": "位", "debt": "笔", "recipient": "位"}
_FIELD_KEYS = {
    "person.household": ("household", "住户"),
    "debt.creditor": ("creditor", "债权人"),
    "proposal.campaign": ("campaign", "营销活动"),
    "proposal.template": ("template", "模板"),
}


def events(of: Selection, voice: Voice, *, plural: bool = True) -> Line:
    """`inbound conversations by SMS or voice`, without its filter."""
    direction = voice.word(*_DIRECTIONS[of.direction if of.level else "outbound"])
    by: Line = ()
    if of.channels is not None:
        by = voice.say(" by {by}", "{by}", by=channels(of.channels, voice))
    noun = _noun(of, voice, plural)
    return voice.say(
        "{direction}{noun}{by}", "{direction}{by}{noun}", direction=direction, noun=noun, by=by
    )


def _noun(of: Selection, voice: Voice, plural: bool) -> Line:
    named = _LEVELS[of.level - 1] if of.level else _KINDS.get(of.kind)
    if named is not None:
        zh = _INBOUND_ZH[of.level - 1] if of.level and of.direction == "inbound" else named[2]
        return (voice.word(named[1 if plural else 0], zh),)
    what = "events" if plural else "event"
    return voice.say("{kind} " + what, "{kind}事件", kind=Code(of.kind))


def one_event(of: Selection, voice: Voice) -> Line:
    """`a refusal`, `an inbound conversation by voice`."""
    said = events(of, voice, plural=False)
    first = said[0] if isinstance(said[0], str) else said[0].text
    article = "an" if first[:1].lower() in "aeiou" else "a"
    return voice.say(article + " {said}", "{said}", said=said)


def relation(of: Selection) -> str:
    """How English joins events to whom they are counted for: contacts with, complaints of."""
    return "with" if of.level else "of"


def keys(of: Iterable[Key], voice: Voice) -> Line:
    """`the same person and address`."""
    named = [_key(key, voice) for key in of]
    return voice.say("the same {keys}", "同一{keys}", keys=voice.all_of(named))


def each_key(of: Iterable[Key], voice: Voice) -> Line:
    """`each person and address`."""
    named = [
        voice.say("{key}", f"每{_MEASURES.get(key.kind, '个')}{{key}}", key=_key(key, voice))
        for key in of
    ]
    return voice.say("each {keys}", "{keys}", keys=voice.all_of(named))


def _key(key: Key, voice: Voice) -> Line:
    named = _KEYS.get(key.kind) or _FIELD_KEYS.get(key.path)
    return path(key.path, voice) if named is None else (voice.word(*named),)


def window(of: Window, voice: Voice) -> Line:
    """`within the last 24 hours`, `in the current calendar day`."""
    match of:
        case Rolling() | ConsecutiveDays() | FullDays() | BusinessDays() | CalendarMonths():
            return back(of, voice)
        case CalendarPeriods():
            return periods(of, voice)
        case Blocks(length):
            return voice.say(
                "in the current block of {length}, which the first counted event after the end of"
                " the block before has opened",
                "当前{length}区块内（由前一区块结束后的首个计入事件开启）",
                length=micros(length, voice),
            )
        case SinceLast(selection):
            return voice.say(
                "since the last {event}, or ever if there was none",
                "自上次{event}以来（从未发生的，自始计算）",
                event=events(selection, voice, plural=False),
            )
        case Ever():
            return voice.say("ever", "自始累计")
        case _:
            assert_never(of)


def when_counted(of: Count, voice: Voice) -> Line:
    """The window, and what of it is left out."""
    line = window(of.window, voice)
    if of.before_today:
        line = voice.say("{line}, today left out", "{line}（不含当日）", line=line)
    if of.after_first is not None:
        line = voice.say(
            "{line}, only after the first {event}",
            "{line}（仅计首次{event}之后）",
            line=line,
            event=events(of.after_first, voice, plural=False),
        )
    return line


def count(of: Count, holds: bool, voice: Voice, tell: Tell) -> Said:
    """`there were at least 3 contact attempts by voice with the same person …`."""
    single = of.minimum == 1
    amount = _amount(of.minimum, holds, voice)
    what = events(of.selection, voice, plural=not single or not holds)
    if of.distinct_days:
        what = voice.say(
            "dates with {what}" if not single or not holds else "date with {what}",
            "有{what}的日期",
            what=events(of.selection, voice),
        )
    en = f"there {{be}} {{amount}} {{what}} {relation(of.selection)} {{keys}} {{when}}"
    zh = "{when}，{keys}的{what}{amount}" + ("天" if of.distinct_days else "次")
    if not holds and single:
        zh = "{when}，{keys}无{what}"
    line = voice.say(
        en,
        zh,
        be="was" if holds and single else "were",
        amount=amount,
        what=what,
        keys=keys(of.keys, voice),
        when=when_counted(of, voice),
    )
    return with_filters(line, list(filters(of, voice, tell)), voice)


def _amount(minimum: int, holds: bool, voice: Voice) -> Line:
    if minimum == 1:
        return voice.say("at least one", "至少 1 ") if holds else voice.say("no", "")
    if holds:
        return voice.say("at least {n}", "至少 {n} ", n=minimum)
    return voice.say("fewer than {n}", "少于 {n} ", n=minimum)


def filters(of: Count, voice: Voice, tell: Tell) -> Iterator[tuple[Line, Said]]:
    """Each filter in a count: a line that says of what, and the condition."""
    if of.selection.where != YES:
        yield voice.say("counted only when", "仅计入"), tell(of.selection.where, voice)
    if isinstance(of.window, SinceLast) and of.window.selection.where != YES:
        event = events(of.window.selection, voice, plural=False)
        head = voice.say("the last {event} is one for which", "上次{event}须符合", event=event)
        yield head, tell(of.window.selection.where, voice)
    if of.after_first is not None and of.after_first.where != YES:
        event = events(of.after_first, voice, plural=False)
        head = voice.say("the first {event} is one for which", "首次{event}须符合", event=event)
        yield head, tell(of.after_first.where, voice)


def with_filters(line: Line, found: Sequence[tuple[Line, Said]], voice: Voice) -> Said:
    """A line with its filter behind it, or with several under it."""
    if not found:
        return line
    if len(found) == 1:
        (head, said) = found[0]
        return under(
            voice.say("{line}; {head}", "{line}；{head}", line=line, head=head), said, voice
        )
    return Group(
        voice.say("{line}; this holds of them:", "{line}；并且：", line=line),
        tuple(under(head, said, voice) for head, said in found),
    )


def under(head: Line, said: Said, voice: Voice) -> Said:
    """`head: condition`; a list of conditions stands under the head."""
    if isinstance(said, Group):
        inner = voice.say("{head}: {of}", "{head}：{of}", head=head, of=said.head)
        return Group(inner, said.items)
    return voice.say("{head}: {said}", "{head}：{said}", head=head, said=said)


def selection(of: Selection, voice: Voice, tell: Tell) -> Said:
    """One event with its filter: `a refusal`."""
    line = one_event(of, voice)
    if of.where == YES:
        return line
    head = voice.say("one for which", "须符合")
    return with_filters(line, [(head, tell(of.where, voice))], voice)
