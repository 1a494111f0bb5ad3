"""Where and when cases of time play: zones, and the instants at which their clocks change.

In: nothing. Out: zones with the days on which clocks change, skip a day or move a holiday; horizons;
days at the ends of the calendar and of the engine's tables.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.core.zones import zone_info
from tests.property.pools import EPOCH, instant

MARGINS = (
    2 * MICROS_PER_MINUTE,
    MICROS_PER_MINUTE,
    30 * MICROS_PER_MINUTE,
    3 * MICROS_PER_HOUR,
    MICROS_PER_DAY,
)
CALENDARS = ("CN", "US-FL", "DE", "XX")

CHANGES: dict[str, tuple[date, ...]] = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Sydney": (date(2026, 4, 5), date(2026, 10, 4)),
    "Asia/Kolkata": (date(1942, 9, 1), date(1945, 10, 15)),
    "Pacific/Chatham": (date(2026, 4, 5), date(2026, 9, 27)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Sao_Paulo": (date(2018, 2, 18), date(2018, 11, 4), date(2019, 2, 17)),
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22), date(2025, 2, 23)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 12, 30), date(2012, 4, 1)),
    "Asia/Shanghai": (date(1986, 5, 4), date(1991, 4, 14), date(1991, 9, 15)),
    "America/St_Johns": (date(2009, 11, 1), date(2010, 11, 7), date(2011, 3, 13)),
    "America/Toronto": (date(1919, 3, 31),),
}
"""For each zone the local dates on which its clocks change, in or out of daylight saving.

In Sao Paulo and St. John's clocks went back over midnight, so that a date came twice.
"""

ZONES = tuple(CHANGES)
ORDINARY = (
    date(2026, 2, 14),
    date(2026, 2, 16),
    date(2026, 2, 24),
    date(2026, 9, 30),
    date(2026, 12, 23),
    date(2026, 12, 31),
    date(2026, 5, 29),
    date(2024, 2, 28),
    date(2026, 1, 31),
    date(2026, 7, 15),
)
"""Days before holidays, make-up workdays, ends of months and of calendars, and one of no note."""

EDGES = (
    date(1, 1, 3),
    date(1, 2, 20),
    date(1899, 12, 30),
    date(1900, 1, 1),
    date(2059, 12, 28),
    date(2060, 1, 1),
    date(2061, 3, 5),
    date(9999, 11, 2),
    date(9999, 12, 29),
)
"""The ends of the calendar, and of the years for which the engine keeps tables of zones."""

ORDINARY_YEARS = (instant(date(1901, 1, 1), 0, "UTC"), instant(date(2059, 9, 1), 0, "UTC"))
"""From when to when judging is quick for sixty days on."""

_FIRST, _LAST = (instant(day, 0, "UTC") for day in (date(1, 1, 2), date(9999, 12, 30)))
HORIZONS = (*(400,) * 13, 90, 60, 10, 3, 1, 3660)
"""In days; the first is the usual one."""


@lru_cache(maxsize=256)
def change(zone: str, day: date) -> int:
    """The instant at which the clocks of a zone change on (or next to) a local date."""
    low = instant(day, 0, "UTC") - 2 * MICROS_PER_DAY
    high = low + 4 * MICROS_PER_DAY
    before = _offset(zone, low)
    assert before != _offset(zone, high), (zone, day)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: str, at: int) -> timedelta:
    offset = (EPOCH + timedelta(microseconds=at)).astimezone(zone_info(zone)).utcoffset()
    assert offset is not None
    return offset


def is_near_a_change(at: int, zone: str) -> bool:
    """Whether a zone's clocks change within three days."""
    around = (at - 3 * MICROS_PER_DAY, at + 3 * MICROS_PER_DAY)
    before, after = (_offset(zone, min(max(one, _FIRST), _LAST)) for one in around)
    return before != after
