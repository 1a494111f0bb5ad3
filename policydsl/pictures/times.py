"""Instants and lengths of time as people say them.

In: instants in microseconds since 1970-01-01T00:00:00Z, an IANA zone. Out: `tomorrow 08:00 in
Asia/Shanghai`, `10 h 12 min`, in the reader's language. Seconds are shown when they are not zero;
a local time that the clock shows twice is told apart by its distance from UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from policydsl.core.request import Request
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
    MICROS_PER_SECOND,
)
from policydsl.core.zones import zone_info
from policydsl.pictures.texts import text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}


def first_zone(request: Request) -> str:
    """The zone whose clock is shown: the recipient's first, else UTC."""
    return request.zones[0].name if request.zones else "UTC"


def on_clock(instant: int, zone: str) -> datetime:
    """An instant as a zone's clock shows it, aware; `OverflowError` beyond the calendar."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone_info(zone))


def dated_text(instant: int, zone: str) -> str:
    """`2026-03-05 08:00 Asia/Shanghai`; `OverflowError` beyond the calendar."""
    local = on_clock(instant, zone)
    return f"{local.date().isoformat()} {time_text(local)} {zone}{_which_pass(local)}"


def spoken_text(instant: int, now: int | None, zone: str, lang: str) -> str:
    """`tomorrow 08:00 in Asia/Shanghai`, as said `now`; `OverflowError` beyond the calendar.

    Without `now` the date is always written.
    """
    local = on_clock(instant, zone)
    days = None if now is None else local.toordinal() - on_clock(now, zone).toordinal()
    day = text(("today", "tomorrow")[days], lang) if days in (0, 1) else day_text(local, lang)
    place = zone + _which_pass(local)
    return text("spoken", lang, day=day, time=time_text(local), zone=place)


def day_text(day: datetime, lang: str) -> str:
    """`Monday 2026-03-09`, `2026-03-09 周一`."""
    return text("day", lang, date=day.date().isoformat(), weekday=weekday_text(day.weekday(), lang))


def weekday_text(weekday: int, lang: str) -> str:
    """The name of a weekday, 0 for Monday."""
    return _WEEKDAYS[lang][weekday]


def time_text(local: datetime) -> str:
    """`08:00`, `08:00:30`, `08:00:00.000001`."""
    return local.replace(tzinfo=None).time().isoformat().removesuffix(":00")


def offset_text(local: datetime) -> str:
    """`+08:00`."""
    return local.isoformat().removeprefix(local.replace(tzinfo=None).isoformat())


def local_iso(instant: int, zone: str) -> str | None:
    """`2026-03-05T08:00:00+08:00`; None beyond the calendar."""
    try:
        return on_clock(instant, zone).isoformat()
    except OverflowError:
        return None


def length_text(micros: int, lang: str) -> str:
    """`10 h 12 min`; days of 24 hours from two on; `0 min` for nothing."""
    days = micros // MICROS_PER_DAY if micros >= 2 * MICROS_PER_DAY else 0
    hours, rest = divmod(micros - days * MICROS_PER_DAY, MICROS_PER_HOUR)
    minutes, rest = divmod(rest, MICROS_PER_MINUTE)
    shown = [("days", days), ("hours", hours), ("minutes", minutes)]
    parts = [text(unit, lang, number=number) for unit, number in shown if number]
    if rest:
        seconds, fraction = divmod(rest, MICROS_PER_SECOND)
        after = f".{fraction:06}".rstrip("0") if fraction else ""
        parts.append(text("seconds", lang, number=f"{seconds}{after}"))
    return " ".join(parts) or text("minutes", lang, number=0)


def _which_pass(local: datetime) -> str:
    """How far a clock is from UTC, when it shows this time twice."""
    offset, other = local.utcoffset(), local.replace(fold=1 - local.fold).utcoffset()
    return "" if offset == other else f" (UTC{offset_text(local)})"
