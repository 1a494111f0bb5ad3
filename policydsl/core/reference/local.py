"""Instants and the local clock.

An instant is an int of microseconds since 1970-01-01T00:00:00Z. The local clock is computed from
the instant, so a wall-clock reading is never ambiguous. Going back, a local midnight that falls
into a spring gap is the first real instant after it, and one that comes twice is the first.

Dates end with the years 1 and 9999. An instant that a span or a hostile fact puts within days of
those ends, or beyond, is read as the last one that still has neighbours on every clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR
from policydsl.core.zones import zone_info

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EAST = 14 * MICROS_PER_HOUR
_WEST = -12 * MICROS_PER_HOUR
_FIRST_DAY, _LAST_DAY = date(1, 1, 5), date(9999, 12, 27)
_FIRST = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
LAST = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
"""The last instant that has neighbours on every clock."""


def wall_time(instant: int, zone: str) -> datetime:
    """The date and time that a clock in the zone shows, without zone."""
    utc = _EPOCH + timedelta(microseconds=_held(instant))
    return utc.astimezone(zone_info(zone)).replace(tzinfo=None, fold=0)


def offset(instant: int, zone: str) -> int:
    """By how many microseconds a clock in the zone is ahead of UTC."""
    utc = _EPOCH.replace(tzinfo=None) + timedelta(microseconds=_held(instant))
    return (wall_time(instant, zone) - utc) // timedelta(microseconds=1)


def offset_changes(zone: str, start: int, end: int) -> list[int]:
    """Every instant in (start, end] at which the clock of a zone jumps, ascending.

    Found by looking once a day: no clock has ever jumped twice within one.
    """
    found = []
    for before in range(start, end, MICROS_PER_DAY):
        after = min(before + MICROS_PER_DAY, end)
        if offset(before, zone) != offset(after, zone):
            found.append(_jump_between(before, after, zone))
    return found


def _jump_between(before: int, after: int, zone: str) -> int:
    while after - before > 1:
        middle = (before + after) // 2
        if offset(middle, zone) == offset(after, zone):
            after = middle
        else:
            before = middle
    return after


def micros_of_day(wall: datetime) -> int:
    """Microseconds on the wall clock since its midnight."""
    return ((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1_000_000 + wall.microsecond


def dates(instant: int, zone: str | None) -> tuple[date, date]:
    """The first and the last date that it may be; they differ only when the zone is unknown."""
    if zone is not None:
        here = wall_time(instant, zone).date()
        return here, here
    return _utc_date(instant + _WEST), _utc_date(instant + _EAST)


def start_of_day(day: date, zone: str) -> int:
    """The first instant from which on the local date has reached `day`."""
    midnight = datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time())
    aware = midnight.replace(tzinfo=zone_info(zone))
    instant = (aware - _EPOCH) // timedelta(microseconds=1)
    if wall_time(instant, zone) == midnight:
        return instant
    return _first_reaching(midnight, zone, instant + MICROS_PER_DAY)


def _first_reaching(midnight: datetime, zone: str, reached: int) -> int:
    """Search back from an instant that has reached `midnight` to the first that has."""
    not_reached = reached - 2 * MICROS_PER_DAY
    while reached - not_reached > 1:
        middle = (reached + not_reached) // 2
        if wall_time(middle, zone) >= midnight:
            reached = middle
        else:
            not_reached = middle
    return reached


def _utc_date(instant: int) -> date:
    return (_EPOCH + timedelta(microseconds=_held(instant))).date()


def _held(instant: int) -> int:
    return min(max(instant, _FIRST), LAST)
