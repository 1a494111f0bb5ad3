"""Tables of hours in one sentence of English and one of Chinese.

In: the clock of a rule. Out: `Sentence`s that say its hours, its days, and what they are read of.
"""

from __future__ import annotations

from typing import assert_never

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    Days,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.core.formula import Clock, HoursLine
from policydsl.rules.sentences import Sentence, weekday_zh

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHOLE_DAY = ((0, 1440),)


def quiet(clock: Clock) -> Sentence:
    """`no contact from 22:00 to 08:00 on saturday, sunday`."""
    when = _table(clock)
    return Sentence(f"no contact {when.en}", f"{_spaced(when.zh)}不得联系")


def open_hours(clock: Clock) -> Sentence:
    """`contact only from 09:00 to 12:00 on business days of "CN"`."""
    when = _table(clock)
    en, zh = f"contact only {when.en}", f"仅可在 {_spaced(when.zh)}联系"
    if clock.closed is None:
        return Sentence(en, zh)
    closed = days(clock.closed)
    return Sentence(f"{en}, and not on {closed.en}", f"{zh}，{closed.zh}除外")


def _table(clock: Clock) -> Sentence:
    parts = [_line(line) for line in clock.lines]
    parts += [Sentence(f"during {path}", f"{path} 所列时段") for path in clock.during]
    en, zh = "; ".join(part.en for part in parts), "；".join(part.zh for part in parts)
    if clock.at is None:
        return Sentence(en, zh)
    return Sentence(f"{en}, judged at {clock.at}", f"{zh}（按 {clock.at} 判断）")


def _line(line: HoursLine) -> Sentence:
    whole = line.intervals == _WHOLE_DAY
    intervals = [(_clock(start), _clock(end), end <= start) for start, end in line.intervals]
    en = "from " + ", ".join(f"{start} to {end}" for start, end, _ in intervals)
    zh = "、".join(f"{start} 至{'次日' if over else ''} {end}" for start, end, over in intervals)
    if isinstance(line.days, EveryDay):
        return Sentence(en, zh)
    on = days(line.days)
    if whole:
        return Sentence(f"all day on {on.en}", f"{on.zh}全天")
    return Sentence(f"{en} on {on.en}", f"{on.zh} {zh}")


def days(which: Days) -> Sentence:
    """`monday to friday`, `holidays of "CN"`, `business days of "CN" except monday`, …"""
    match which:
        case EveryDay():
            return Sentence("every day", "每天")
        case Weekdays(named):
            return _weekdays(sorted(named))
        case Holidays(calendar):
            return Sentence(f"holidays of {_calendar(calendar)}", f"{_calendar(calendar)} 节假日")
        case BusinessDates(calendar):
            name = _calendar(calendar)
            return Sentence(f"business days of {name}", f"{name} 工作日")
        case DayBefore(inner):
            said = days(inner)
            return Sentence(f"day before {said.en}", f"{said.zh}前一日")
        case AnyOfDays(members):
            all_said = [days(member) for member in members]
            return Sentence(
                ", ".join(one.en for one in all_said), "、".join(one.zh for one in all_said)
            )
        case DaysExcept(included, excluded):
            some, others = days(included), days(excluded)
            return Sentence(f"{some.en} except {others.en}", f"{some.zh}（{others.zh}除外）")
        case _:
            assert_never(which)


def _weekdays(named: list[int]) -> Sentence:
    first, last = named[0], named[-1]
    if len(named) > 2 and last - first + 1 == len(named):
        return Sentence(
            f"{_WEEKDAYS[first]} to {_WEEKDAYS[last]}", f"{weekday_zh(first)}至{weekday_zh(last)}"
        )
    return Sentence(
        ", ".join(_WEEKDAYS[day] for day in named), "、".join(weekday_zh(day) for day in named)
    )


def _calendar(calendar: CalendarRef) -> str:
    return f'"{calendar.id}"' if calendar.path is None else calendar.path


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _spaced(text: str) -> str:
    """The text and a space where Latin letters or digits meet Chinese."""
    return f"{text} " if text[-1:].isascii() else text
