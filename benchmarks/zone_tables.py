"""The clocks of the hand-written function.

In: an instant and zones. Out: dates, and instants at which days start. A zone's offsets are sorted
lists to be searched by bisection, built once from the zone data; where the offset is steady, it is
found by the bucket of the instant.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from policydsl.core.request import Zone
from policydsl.core.zones import zone_info

DAY = 86_400_000_000
HOUR = DAY // 24
SIX_DAYS = 6 * DAY
MORNING, EVENING = 8 * HOUR, 22 * HOUR
FOREVER = 1 << 63
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime(2000, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_LAST = (datetime(2050, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_SETTLED = 60 * DAY
"""For so long after a date came twice or not at all, a day's start does not say all."""

BUCKET_BITS = 40
"""Instants are looked up by 2 ** 40 microseconds, 12.7 days."""

ZoneTable: TypeAlias = tuple[int, int, list[int], list[int]]
"""From when and until when it serves, the instants from which an offset holds, the offsets."""

_TABLES: dict[str, ZoneTable] = {}
STEADY: dict[str, dict[int, int | None]] = {}
"""By zone, what `steady_offsets` says; filled by `by_bisection`."""


def steady_offsets(table: ZoneTable) -> dict[int, int | None]:
    """By bucket, the offset, or None if it changes there or did within eight days before."""
    serves_from, serves_until, since, offsets = table
    steady: dict[int, int | None] = {}
    for bucket in range((serves_from >> BUCKET_BITS) + 1, serves_until >> BUCKET_BITS):
        start, end = bucket << BUCKET_BITS, (bucket + 1) << BUCKET_BITS
        index = bisect_right(since, start - 8 * DAY)
        is_steady = index == len(since) or end <= since[index]
        steady[bucket] = offsets[index - 1] if is_steady else None
    return steady


def build(name: str) -> ZoneTable:
    """The table of a zone from 2000 to 2050."""
    zone = zone_info(name)
    since, offsets = [_FIRST], [_offset(_FIRST, zone)]
    for day in range(_FIRST, _LAST, DAY):
        while offsets[-1] != _offset(day, zone):
            start = _change(max(day - DAY, since[-1]), day, zone)
            since.append(start)
            offsets.append(_offset(start, zone))
    serves_from = _FIRST + _SETTLED
    for at, before, after in zip(since[1:], offsets, offsets[1:], strict=False):
        last_date, first_date = (at - 1 + before) // DAY, (at + after) // DAY
        if not last_date <= first_date <= last_date + 1:
            serves_from = at + _SETTLED
    return serves_from, _LAST - DAY, since, offsets


def start_of_day(day: int, after: int, since: list[int], offsets: list[int]) -> int:
    """The first instant of a date (days since 1970), looking back from entry `after`."""
    midnight = day * DAY
    index = after
    while since[index] >= midnight - offsets[index]:
        index -= 1
    start = midnight - offsets[index]
    return start if index == after else min(start, since[index + 1])


def _offset(instant: int, zone: ZoneInfo) -> int:
    utc = _EPOCH + timedelta(microseconds=instant)
    offset = utc.astimezone(zone).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


def _change(before: int, after: int, zone: ZoneInfo) -> int:
    """The first instant after `before` with another offset, if there is one change till `after`."""
    old = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


def in_several_zones(now: int, zones: tuple[Zone, ...]) -> tuple[bool, int, int, int, int] | None:
    """Night anywhere, the first and last date, the earliest start of today and of the week.

    None where the tables do not serve.
    """
    is_night, first_day, last_day = False, FOREVER, -FOREVER
    midnight = week = now
    bucket = now >> BUCKET_BITS
    for zone in zones:
        offset = STEADY[zone.name].get(bucket) if zone.name in STEADY else None
        if offset is None:
            found = by_bisection(now, zone.name)
            if found is None:
                return None
            day, clock, today, week_here = found
        else:
            wall = now + offset
            day = wall // DAY
            clock = wall - day * DAY
            today = now - clock
            week_here = today - SIX_DAYS
        if not MORNING <= clock < EVENING:
            is_night = True
        if day < first_day:
            first_day = day
        if day > last_day:
            last_day = day
        if today < midnight:
            midnight = today
        if week_here < week:
            week = week_here
    return is_night, first_day, last_day, midnight, week


def by_bisection(now: int, zone: str) -> tuple[int, int, int, int] | None:
    """The date, the time of day, the start of today and of the week; near a change of offset."""
    if zone not in _TABLES:
        _TABLES[zone] = build(zone)
        STEADY[zone] = steady_offsets(_TABLES[zone])
    serves_from, serves_until, since, offsets = _TABLES[zone]
    if not serves_from <= now < serves_until:
        return None
    index = bisect_right(since, now) - 1
    day, clock = divmod(now + offsets[index], DAY)
    today = start_of_day(day, index, since, offsets)
    return day, clock, today, start_of_day(day - 6, index, since, offsets)
