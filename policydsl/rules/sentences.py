"""A rule in one sentence of English and one of Chinese, for a rule whose author says nothing.

In: core nodes. Out: `Sentence`. The numbers and words come from what the rule means, so a
sentence cannot say something else than the rule does.
"""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core.formula import YES, Count, Key, Selection, SinceLast, Window
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
    Span,
)
from policydsl.core.words import noun, window_words
from policydsl.frozen import frozen


@frozen
class Sentence:
    """The same thing in both languages."""

    en: str
    zh: str


_CERTAIN = Sentence(" that meet its condition", "符合条件的")
_NOUNS = {
    "attempt": Sentence("attempts", "触达尝试"),
    "submission": Sentence("submissions", "已提交的触达"),
    "delivery": Sentence("deliveries", "已送达的触达"),
    "connection": Sentence("connections", "接通"),
    "right_party_contact": Sentence("right party contacts", "本人接通"),
    "conversation": Sentence("conversations", "有效沟通"),
    "payment": Sentence("payments", "还款"),
    "refusal": Sentence("refusals", "拒绝沟通"),
    "complaint": Sentence("complaints", "投诉"),
    "opt_out": Sentence("opt outs", "退订"),
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
    "person.id": Sentence("person", "每人"),
    "proposal.debts": Sentence("debt", "每笔债务"),
    "proposal.address": Sentence("address", "每个联系方式"),
    "proposal.recipient": Sentence("recipient", "每个接收人"),
    "person.household": Sentence("household", "每户"),
    "debt.creditor": Sentence("creditor", "每个债权人"),
    "proposal.campaign": Sentence("campaign", "每个营销活动"),
    "proposal.template": Sentence("template", "每个模板"),
}
_DIRECTIONS = {
    "outbound": Sentence("", ""),
    "inbound": Sentence("inbound ", "客户发起的"),
    None: Sentence("inbound or outbound ", "任一方发起的"),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {
    "day": "自然日",
    "week": "自然周",
    "month": "自然月",
    "quarter": "自然季度",
    "year": "自然年",
}


def events(selection: Selection) -> Sentence:
    """`inbound or outbound conversations by sms, voice`."""
    what = _noun(selection)
    direction = _DIRECTIONS[selection.direction if selection.level else "outbound"]
    by_en = by_zh = ""
    if selection.channels is not None:
        names = sorted(selection.channels)
        by_en = " by " + ", ".join(names)
        by_zh = "、".join(_CHANNELS.get(name, name) for name in names)
    kind = Sentence("", "") if selection.where == YES else _CERTAIN
    return Sentence(
        f"{direction.en}{what.en}{by_en}{kind.en}", f"{kind.zh}{direction.zh}{by_zh}{what.zh}"
    )


def _noun(selection: Selection) -> Sentence:
    """The events in the plural; an event that a policy declares has but its name."""
    word = noun(selection.kind, selection.level)
    return _NOUNS.get(word, Sentence(word, f" {word} "))


def keys(of: Iterable[Key]) -> Sentence:
    """`per person, address`."""
    named = [_KEYS.get(key.path, Sentence(key.path, f"每个 {key.path} ")) for key in of]
    return Sentence("per " + ", ".join(one.en for one in named), "、".join(one.zh for one in named))


def window(of: Window) -> Sentence:
    """A window in words: `in 7 consecutive days`."""
    words = window_words(of)
    match of:
        case Ever():
            return Sentence(words, "累计")
        case SinceLast(selection):
            return Sentence(words, f"自上次{_noun(selection).zh}以来")
        case Rolling(micros):
            return Sentence(f"in {words}", f"最近 {_length_zh(micros)}内")
        case ConsecutiveDays(days):
            return Sentence(f"in {words}", f"连续 {days} 日内")
        case Blocks(micros):
            return Sentence(f"in {words}", f"自首次起每 {_length_zh(micros)}内")
        case CalendarPeriods(unit, count, week_start):
            article = "a " if count == 1 else ""
            zh = f"每{_UNITS[unit]}" if count == 1 else f"每 {count} 个{_UNITS[unit]}"
            starting = ("", "")
            if week_start:
                day = _WEEKDAYS[week_start]
                starting = (f" starting {day}", f"（自{weekday_zh(week_start)}起算）")
            return Sentence(f"in {article}{words}{starting[0]}", zh + starting[1])
        case _:
            return Sentence(f"in {words}", span_zh(of))


def weekday_zh(day: int) -> str:
    """The weekday, 0 for Monday."""
    return f"周{'一二三四五六日'[day]}"


def span(of: Span) -> Sentence:
    """How long something lasts after it began: `for 7 consecutive days`, `until business day …`."""
    words = window_words(of)
    is_until = isinstance(of, BusinessDays) and of.until
    return Sentence(words if is_until else f"for {words}", span_zh(of))


def span_zh(of: Span) -> str:
    """The same in Chinese, to stand after 之后."""
    match of:
        case Rolling(micros):
            return f" {_length_zh(micros)}内"
        case ConsecutiveDays(days):
            return f"连续 {days} 日内（含当日）"
        case FullDays(days):
            return f" {days} 个整日内"
        case BusinessDays(days, calendar, until):
            named = calendar.path if calendar.id is None else f'"{calendar.id}"'
            return f"至 {named} 第 {days} 个工作日前" if until else f" {named} {days} 个工作日内"
        case CalendarMonths(months):
            return f" {months} 个自然月内"


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
    days, unit = ("days with ", "天") if count.distinct_days else ("", "次")
    en, zh = "", ""
    if count.after_first is not None:
        first = events(count.after_first)
        en, zh = f" after the first of {first.en}", f"首次{first.zh}之后"
    if count.before_today:
        en, zh = f"{en} before today", f"{zh}今日之前"
    return Sentence(
        f"at most {count.minimum} {days}{what.en} {whom.en} {when.en}{en}",
        f"{whom.zh}{when.zh}{zh}{what.zh}最多 {count.minimum} {unit}",
    )
