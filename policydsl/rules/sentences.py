"""A rule in one sentence of English and one of Chinese, for a rule whose author says nothing.

In: core nodes. Out: `Sentence`. The numbers and words come from what the rule means, so a
sentence cannot say something else than the rule does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policydsl.core.formula import Count, HoursLine, Key, Selection, SinceLast, Window
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.core.words import noun, window_words


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same thing in both languages."""

    en: str
    zh: str


_NOUNS = {
    "attempt": "触达尝试",
    "submission": "已提交的触达",
    "delivery": "已送达的触达",
    "connection": "接通",
    "right_party_contact": "本人接通",
    "conversation": "有效沟通",
    "payment": "还款",
    "refusal": "拒绝沟通",
    "complaint": "投诉",
    "opt_out": "退订",
}
_CHANNELS = {
    "voice": "电话",
    "sms": "短信",
    "email": "邮件",
    "push": "推送",
    "in_app": "应用内消息",
    "chat": "聊天消息",
    "letter": "信函",
    "visit": "上门",
    "social": "社交媒体",
}
_KEYS = {
    "person": "每人",
    "debt": "每笔债务",
    "address": "每个联系方式",
    "recipient": "每个接收人",
}
_UNITS = {
    "day": "自然日",
    "week": "自然周",
    "month": "自然月",
    "quarter": "自然季度",
    "year": "自然年",
}


def events(selection: Selection) -> Sentence:
    """`inbound or outbound conversations by sms, voice`."""
    word = noun(selection.kind, selection.level)
    direction = {"inbound": ("inbound ", "客户来电的"), None: ("", "")}.get(
        selection.direction, ("", "")
    )
    by_en = by_zh = ""
    if selection.channels is not None:
        names = sorted(selection.channels)
        by_en = " by " + ", ".join(names)
        by_zh = "、".join(_CHANNELS.get(name, name) for name in names)
    return Sentence(
        f"{direction[0]}{word.replace('_', ' ')}s{by_en}",
        f"{direction[1]}{by_zh}{_NOUNS.get(word, word)}",
    )


def keys(of: Iterable[Key]) -> Sentence:
    """`per person, address`."""
    named = tuple(of)
    words = [key.kind if key.kind != "field" else key.path for key in named]
    zh = [_KEYS.get(key.kind, f"每个 {key.path} ") for key in named]
    return Sentence("per " + ", ".join(words), "、".join(zh))


def window(of: Window) -> Sentence:
    """A window in words: `in 7 consecutive days`."""
    words = window_words(of)
    if isinstance(of, Ever | SinceLast):
        return Sentence(words, "累计" if isinstance(of, Ever) else f"自上次 {words[11:]} 以来")
    article = "a " if words.startswith("calendar ") else ""
    return Sentence(f"in {article}{words}", _window_zh(of))


def _window_zh(of: Window) -> str:
    match of:
        case Rolling(micros):
            return f"最近 {_length_zh(micros)}内"
        case Blocks(micros):
            return f"自首次起每 {_length_zh(micros)}内"
        case ConsecutiveDays(days):
            return f"连续 {days} 日内"
        case FullDays(days):
            return f"{days} 个整日内"
        case BusinessDays(days):
            return f"{days} 个工作日内"
        case CalendarMonths(months):
            return f"{months} 个自然月内"
        case CalendarPeriods(unit, count):
            return f"每{_UNITS[unit]}" if count == 1 else f"每 {count} 个{_UNITS[unit]}"
        case _:
            return ""


def length(micros: int) -> Sentence:
    """An exact length: `4 hours`."""
    return Sentence(window_words(Rolling(micros)), _length_zh(micros))


def _length_zh(micros: int) -> str:
    if micros % MICROS_PER_DAY == 0 and micros > MICROS_PER_DAY:
        return f"{micros // MICROS_PER_DAY} 个 24 小时"
    if micros % MICROS_PER_HOUR == 0:
        return f"{micros // MICROS_PER_HOUR} 小时"
    return f"{micros // MICROS_PER_MINUTE} 分钟"


def cap(count: Count) -> Sentence:
    """`at most 6 attempts by voice per address in a calendar day`."""
    what, whom, when = events(count.selection), keys(count.keys), window(count.window)
    days = ("days with ", "天数") if count.distinct_days else ("", "")
    return Sentence(
        f"at most {count.minimum} {days[0]}{what.en} {whom.en} {when.en}",
        f"{whom.zh}{when.zh}{what.zh}{days[1]}最多 {count.minimum} 次",
    )


def hours(lines: Iterable[HoursLine]) -> str:
    """`22:00 to 08:00, 12:00 to 14:00`."""
    intervals = [interval for line in lines for interval in line.intervals]
    return ", ".join(f"{_clock(start)} to {_clock(end)}" for start, end in intervals)


def hours_zh(lines: Iterable[HoursLine]) -> str:
    """The same in Chinese; an interval over midnight says so."""
    intervals = [interval for line in lines for interval in line.intervals]
    return "、".join(
        f"{_clock(start)} 至{'次日' if end <= start else ''} {_clock(end)}"
        for start, end in intervals
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
