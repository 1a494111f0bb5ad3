"""Windows and spans in exact words.

In: how long something lasts, over what time events are counted. Out: lines that leave no question
of which date is the last one.
"""

from __future__ import annotations

from typing import assert_never

from policydsl.core.days import CalendarRef
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
    MICROS_PER_SECOND,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    FullDays,
    Rolling,
    Span,
)
from policydsl.handbook.prose.names import path
from policydsl.handbook.writing import Code, Line, Voice

_UNITS = {
    "day": ("calendar day", "自然日"),
    "week": ("calendar week", "自然周"),
    "month": ("calendar month", "自然月"),
    "quarter": ("calendar quarter", "自然季度"),
    "year": ("calendar year", "自然年"),
}
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_LENGTHS = (
    (MICROS_PER_HOUR, "hours", "小时"),
    (MICROS_PER_MINUTE, "minutes", "分钟"),
    (MICROS_PER_SECOND, "seconds", "秒"),
    (1, "microseconds", "微秒"),
)


def several(number: int, en: str, voice: Voice, zh: str) -> Line:
    """`1 day`, `3 days`; the English word in the singular."""
    return voice.say(f"{{n}} {en}" if number == 1 else f"{{n}} {en}s", f"{{n}}{zh}", n=number)


def micros(length: int, voice: Voice) -> Line:
    """An exact length in the largest unit that divides it; of days, so many times 24 hours."""
    if length % MICROS_PER_DAY == 0 and length > MICROS_PER_DAY:
        days = length // MICROS_PER_DAY
        return voice.say("{n} × 24 hours", "{n} × 24 小时", n=days)
    for unit, en, zh in _LENGTHS:
        if length % unit == 0:
            return several(length // unit, en.removesuffix("s"), voice, zh)
    raise AssertionError(length)


def calendar(of: CalendarRef, voice: Voice) -> Line:
    """Whose holidays."""
    if of.id is None:
        return voice.say(
            "the calendar named by {of}", "{of}所指日历", of=path(of.path or "", voice)
        )
    return voice.say("the calendar {of}", "{of}日历", of=Code(of.id))


def length(span: Span, voice: Voice) -> Line:
    """A span by itself: `3 full days`, `5 business days by the calendar CN`."""
    match span:
        case Rolling(exact):
            return micros(exact, voice)
        case ConsecutiveDays(days):
            if days == 1:
                return voice.say("the same day", "当日")
            return voice.say(
                "{n} consecutive days, the first one included", "含首日连续{n}个自然日", n=days
            )
        case FullDays(days):
            return several(days, "full day", voice, "个整日")
        case BusinessDays(days, of):
            counted = several(days, "business day", voice, "个工作日")
            return voice.say(
                "{days} by {of}", "{days}（按{of}）", days=counted, of=calendar(of, voice)
            )
        case CalendarMonths(months):
            return several(months, "calendar month", voice, "个自然月")
        case _:
            assert_never(span)


def lasting(span: Span, voice: Voice) -> Line:
    """How long something lasts after what began it: `through its own date and …`."""
    match span:
        case Rolling(exact):
            return voice.say(
                "for exactly {length} after it", "其后整整{length}内", length=micros(exact, voice)
            )
        case ConsecutiveDays(days):
            if days == 1:
                return voice.say("for the rest of its date", "当日之内")
            after = several(days - 1, "date", voice, "个自然日")
            return voice.say(
                "on its own date and the {after} after it", "当日及其后{after}内", after=after
            )
        case FullDays(days):
            after = several(days, "date", voice, "个自然日")
            return voice.say(
                "on its own date and the {after} after it", "当日及其后{after}内", after=after
            )
        case BusinessDays(days, of, until):
            end = voice.say("begins", "开始") if until else voice.say("is over", "结束")
            return voice.say(
                "until business day {n} after its date, by {of}, {end}",
                "至其后第{n}个工作日（按{of}）{end}为止",
                n=days,
                of=calendar(of, voice),
                end=end,
            )
        case CalendarMonths(months):
            return voice.say(
                "through the same day of the month {months} later, or that month's last day",
                "至{months}后的对应日结束（该月无对应日的，至该月最后一日）",
                months=several(months, "calendar month", voice, "个自然月"),
            )
        case _:
            assert_never(span)


def back(span: Span, voice: Voice) -> Line:
    """The time before now in which an event still counts."""
    match span:
        case Rolling(exact):
            return voice.say(
                "within the last {length}", "最近{length}内", length=micros(exact, voice)
            )
        case ConsecutiveDays(days):
            if days == 1:
                return voice.say("on today's date", "当日内")
            return voice.say(
                "within {n} consecutive dates, today included", "含当日连续{n}个自然日内", n=days
            )
        case FullDays(days):
            return voice.say(
                "today or on one of the {before} before",
                "当日及此前{before}内",
                before=several(days, "date", voice, "个自然日"),
            )
        case BusinessDays() | CalendarMonths():
            return voice.say(
                "so recently that this is not over: {lasting}",
                "且尚在期限内（{lasting}）",
                lasting=lasting(span, voice),
            )
        case _:
            assert_never(span)


def periods(of: CalendarPeriods, voice: Voice) -> Line:
    """`in the current calendar week, which begins on Monday`."""
    unit = voice.word(*_UNITS[of.unit])
    starting: Line = ()
    if of.unit == "week":
        day = WEEKDAYS[voice.lang][of.week_start]
        starting = voice.say(" (from {day})", "（{day}起算）", day=day)
    if of.count == 1:
        return voice.say(
            "in the current {unit}{starting}", "本{unit}内{starting}", unit=unit, starting=starting
        )
    return voice.say(
        "in the current {unit} or the {n} before it{starting}",
        "本{unit}及此前{n}个{unit}内{starting}",
        unit=unit,
        n=of.count - 1,
        starting=starting,
    )
