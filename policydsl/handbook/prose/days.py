"""Kinds of days and hours of the clock, in words.

In: `Days`, `HoursLine`. Out: lines.
"""

from __future__ import annotations

from typing import assert_never

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    DayBefore,
    Days,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.core.formula import HoursLine
from policydsl.handbook.prose.spans import WEEKDAYS, calendar
from policydsl.handbook.writing import Line, Voice

_WHOLE_DAY = ((0, 1440),)


def days(of: Days, voice: Voice) -> Line:
    """`Monday to Friday`, `public holidays by the calendar CN except Sunday`."""
    match of:
        case EveryDay():
            return voice.say("every day", "每日")
        case Weekdays(named):
            return _weekdays(sorted(named), voice)
        case Holidays(ref):
            return voice.say("public holidays by {of}", "{of}的法定节假日", of=calendar(ref, voice))
        case BusinessDates(ref):
            return voice.say("business days by {of}", "{of}的工作日", of=calendar(ref, voice))
        case DayBefore(inner):
            return voice.say("the day before {inner}", "{inner}的前一日", inner=days(inner, voice))
        case AnyOfDays(members):
            return voice.all_of([days(member, voice) for member in members])
        case DaysExcept(some, others):
            return voice.say(
                "{some} except {others}",
                "{some}，但{others}除外",
                some=days(some, voice),
                others=days(others, voice),
            )
        case _:
            assert_never(of)


def _weekdays(named: list[int], voice: Voice) -> Line:
    names = WEEKDAYS[voice.lang]
    first, last = named[0], named[-1]
    if len(named) > 2 and last - first + 1 == len(named):
        return voice.say(
            "{first} to {last}", "{first}至{last}", first=names[first], last=names[last]
        )
    return voice.list_of([(names[day],) for day in named])


def hours_line(of: HoursLine, voice: Voice) -> Line:
    """`from 22:00 to 08:00 of the next day, every day`."""
    on = days(of.days, voice)
    if of.intervals == _WHOLE_DAY:
        return voice.say("all day: {on}", "{on}全天", on=on)
    times = voice.list_of([_interval(start, end, voice) for start, end in of.intervals])
    if isinstance(of.days, EveryDay):
        return voice.say("every day from {times}", "每日{times}", times=times)
    return voice.say("from {times}: {on}", "{on}{times}", times=times, on=on)


def _interval(start: int, end: int, voice: Voice) -> Line:
    if end <= start:
        return voice.say(
            "{start} to {end} of the next day",
            "{start} 至次日 {end}",
            start=clock(start),
            end=clock(end),
        )
    return voice.say("{start} to {end}", "{start} 至 {end}", start=clock(start), end=clock(end))


def clock(minute: int) -> str:
    """What a clock shows so many minutes after midnight."""
    return f"{minute // 60:02}:{minute % 60:02}"
