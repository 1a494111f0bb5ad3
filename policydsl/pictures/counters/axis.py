"""The axis of time of one counter: from where its window begins to when all of it is free again.

In: a counter, now, a zone. Out: `Axis`: where an instant lies between 0 and 1, and ticks with the
local dates or times that they show.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR
from policydsl.core.zones import zone_info
from policydsl.facts.moments import LATEST, to_micros
from policydsl.frozen import frozen
from policydsl.gate.standing import Held
from policydsl.pictures.times import on_clock

_MOST_TICKS = 9
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 3, 7, 14, 28, 91, 182, 364, 1820)
_EARLIEST = -62_000_000_000_000_000
"""In the year 5; before it the clocks of some zones show no year at all."""


@frozen
class Axis:
    """The instants from `start` to `end`, in microseconds since 1970 UTC."""

    start: int
    end: int
    zone: str

    def share(self, instant: int) -> float:
        """Where an instant lies: 0 at the start, 1 at the end, held at both."""
        return min(1.0, max(0.0, (instant - self.start) / (self.end - self.start)))

    def ticks(self) -> Iterator[tuple[int, str]]:
        """Instants with their labels, at most about ten."""
        length = self.end - self.start
        hours = next((h for h in _HOURS if length <= _MOST_TICKS * h * MICROS_PER_HOUR), None)
        days = next((d for d in _DAYS if length <= _MOST_TICKS * d * MICROS_PER_DAY), _DAYS[-1])
        local = on_clock(self.start, self.zone)
        midnight = datetime(local.year, local.month, local.day, tzinfo=zone_info(self.zone))
        if hours is not None:
            yield from self._by_hours(to_micros(midnight), hours)
            return
        while (instant := to_micros(midnight)) <= self.end:
            if instant >= self.start:
                yield instant, _day_label(midnight, days)
            midnight = midnight + timedelta(days=days)

    def _by_hours(self, midnight: int, hours: int) -> Iterator[tuple[int, str]]:
        instant = midnight
        while instant <= self.end:
            if instant >= self.start:
                local = on_clock(instant, self.zone)
                shows_day = local.hour == 0 and local.minute == 0
                yield instant, local.strftime("%m-%d" if shows_day else "%H:%M")
            instant += hours * MICROS_PER_HOUR


def _day_label(day: datetime, days: int) -> str:
    return day.strftime("%m-%d") if days < _DAYS[5] else day.date().isoformat()


def axis_of(held: Held, now: int, zone: str) -> Axis:
    """The axis of one counter."""
    events = [one.event.at for one in held.counted]
    begins = [now - MICROS_PER_DAY] if held.since is None and not events else []
    start = min((*begins, *events, *(() if held.since is None else (held.since,))), default=now)
    length = max(now - start, MICROS_PER_HOUR)
    leaving = [one.leaves_at for one in held.counted if one.leaves_at is not None]
    end = max([now + length // 4, *(at + length // 20 for at in leaving)])
    return Axis(max(start - length // 50, _EARLIEST), min(end, LATEST), zone)
