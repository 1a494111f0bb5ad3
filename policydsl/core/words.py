"""Windows and the values of keys in words, for the `window` and the `key` of a measure."""

from __future__ import annotations

from dataclasses import fields

from policydsl.core.formula import SinceLast, Window
from policydsl.core.request import LEVELS, Preference, Value
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

_CONTACTS = (
    "attempt",
    "submission",
    "delivery",
    "connection",
    "right_party_contact",
    "conversation",
)
assert len(_CONTACTS) == len(LEVELS)


def window_words(window: Window) -> str:
    """`7 consecutive days`, `24 hours`, `calendar day`, `since last cured`, `ever`, …"""
    match window:
        case Rolling(micros):
            return length_words(micros)
        case ConsecutiveDays(days):
            return _several(days, "consecutive day")
        case FullDays(days):
            return _several(days, "full day")
        case BusinessDays(days, calendar, until):
            of = calendar.path if calendar.id is None else f'"{calendar.id}"'
            if until:
                return f"until business day {days} of {of}"
            return f"{_several(days, 'full business day')} of {of}"
        case CalendarMonths(months):
            return _several(months, "calendar month")
        case CalendarPeriods(unit, count, _):
            return f"calendar {unit}" if count == 1 else _several(count, f"calendar {unit}")
        case Blocks(micros):
            return f"blocks of {length_words(micros)}"
        case SinceLast(selection):
            return f"since last {noun(selection.kind, selection.level)}"
        case Ever():
            return "ever"


def length_words(micros: int) -> str:
    """`90 minutes`, `24 hours`, `7 rolling days`: the largest unit that divides it."""
    if micros % MICROS_PER_DAY == 0 and micros > MICROS_PER_DAY:
        return _several(micros // MICROS_PER_DAY, "rolling day")
    if micros % MICROS_PER_HOUR == 0:
        return _several(micros // MICROS_PER_HOUR, "hour")
    return _several(micros // MICROS_PER_MINUTE, "minute")


def value_words(value: Value) -> str:
    """A value as a text that is the same for the same value; the members of a set sorted."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(_preference_words(one) for one in value)
    return str(value)


def _preference_words(preference: Preference) -> str:
    said = [(one.name, getattr(preference, one.name)) for one in fields(preference)]
    return ", ".join(
        f"{name} {sorted(value) if isinstance(value, frozenset) else value}"
        for name, value in said
        if value is not None
    )


def noun(kind: str, level: int) -> str:
    """The word for an event kind, or for how far a contact got."""
    return _CONTACTS[level - 1] if kind == "contact" else kind


def _several(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
