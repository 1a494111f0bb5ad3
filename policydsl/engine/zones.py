"""The local clock of a zone by bisection in a table of offsets.

In: an IANA name. Out: `ZoneTable`, whose answers equal those of `zoneinfo` for every instant. All
numbers are integers: instants in microseconds since 1970 UTC, days since 1970-01-01.

Local dates are not monotone in the instant: where clocks go back over midnight, a date comes twice.
`day_range` says so exactly, instead of a single bound. Near the ends of the calendar instants and
dates are held, as `policydsl.core.reference.local` holds them.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_SECOND
from policydsl.core.zones import zone_info
from policydsl.engine.tzdata import clock_changes

DAY = MICROS_PER_DAY
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
FIRST_DAY = 1 - EPOCH_ORDINAL
LAST_DAY = date.max.toordinal() - EPOCH_ORDINAL

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = (FIRST_DAY + 2) * DAY
LATEST = (LAST_DAY - 2) * DAY
ALWAYS = -(1 << 63)
NEVER = 1 << 62
STRETCH = 40
"""As a power of two: about 13 days, in microseconds."""
TABLE_BEGINS = (date(1900, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY
TABLE_ENDS = (date(2060, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY
_STEP = 14 * DAY
"""Changes that recur for ever are further apart than this."""
_SLACK = 2 * DAY
"""More than two clocks of one zone ever differ."""


class RareError(Exception):
    """A date comes twice or not at all nearby: no bound says which instants are of it."""


class ZoneTable:
    """The offsets of one zone.

    `starts[i]` is the instant from which `offsets[i]` holds; the table serves instants before
    `until`, `zoneinfo` itself those after. `steady` holds what `settle` has found for stretches of
    2 to the `STRETCH` microseconds within which clocks do not change; it is only ever added to.
    `skipped` are the dates that no instant has, `backs` the instants at which a date comes again.
    """

    __slots__ = ("backs", "name", "offsets", "skipped", "starts", "steady", "until", "zone")

    def __init__(self, name: str) -> None:
        self.name = name
        self.zone = zone_info(name)
        self.starts, self.offsets = _segments(self.zone, clock_changes(name))
        self.until = TABLE_ENDS
        self.steady: dict[int, tuple[int, int, int]] = {}
        self.skipped = _skipped(self.starts, self.offsets)
        self.backs = _backs(self.starts, self.offsets)

    def settle(self, now: int) -> tuple[int, int, int]:
        """The offset at `now`, and from when until when midnights by it are where dates begin.

        Raises `RareError` while a date may be coming twice, and outside the table.
        """
        if not TABLE_BEGINS <= now < self.until:
            raise RareError
        index = bisect_right(self.starts, now) - 1
        start, offset = self.starts[index], self.offsets[index]
        settled = start + _SLACK
        if now < settled:
            if index and (start - 1 + self.offsets[index - 1]) // DAY > (start + offset) // DAY:
                raise RareError
            return offset, NEVER, NEVER
        stretch = now >> STRETCH
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.until
        if settled <= stretch << STRETCH and (stretch + 1) << STRETCH <= end:
            self.steady[stretch] = offset, settled, end - _SLACK
        return offset, settled, end - _SLACK

    def date_start(self, day: int) -> int:
        """The instant from which on dates are `day` or later, and before which none is.

        Raises `RareError` where there is no such instant.
        """
        maybe_from, sure_from = self.day_range(day)
        if maybe_from != sure_from:
            raise RareError
        return maybe_from

    def opened_day(self, day: int) -> int:
        """The local date at the first instant that has reached `day`: later where it is skipped."""
        if day not in self.skipped:
            return day
        return self.day(self.start_of_day(day))

    def offset(self, instant: int) -> int:
        """How far the local clock is ahead of UTC."""
        if EARLIEST <= instant < self.until:
            return self.offsets[bisect_right(self.starts, instant) - 1]
        return offset_of(self.zone, instant)

    def changes_after(self, instant: int) -> int:
        """An instant after `instant` before which the offset does not change."""
        if instant < EARLIEST:
            return EARLIEST
        if instant < self.until:
            index = bisect_right(self.starts, instant)
            return self.starts[index] if index < len(self.starts) else self.until
        if instant >= LATEST:
            return NEVER
        after = min(instant + _STEP, LATEST)
        same = offset_of(self.zone, after) == offset_of(self.zone, instant)
        return after if same else _change(self.zone, instant, after)

    def goes_back_after(self, instant: int) -> int:
        """An instant after `instant` before which no local date comes a second time."""
        if instant >= self.until:
            return self.changes_after(instant)
        index = bisect_right(self.backs, instant)
        return self.backs[index] if index < len(self.backs) else self.until

    def day(self, instant: int) -> int:
        """The local date."""
        return self.wall(instant) // DAY

    def wall(self, instant: int) -> int:
        """What the local clock shows, in microseconds since its 1970."""
        if EARLIEST <= instant < self.until:
            return instant + self.offsets[bisect_right(self.starts, instant) - 1]
        instant = min(max(instant, EARLIEST), LATEST)
        return instant + self.offset(instant)

    def start_of_day(self, day: int) -> int:
        """The first instant at which the local date has reached `day`."""
        midnight = min(max(day, FIRST_DAY + 4), LAST_DAY - 4) * DAY
        if (offset := self._only_offset(midnight)) is not None:
            return midnight - offset
        for start, end, offset in self._around(midnight):
            reached = max(start, midnight - offset)
            if reached < end:
                return reached
        raise AssertionError("every date is reached")

    def day_range(self, day: int) -> tuple[int, int]:
        """From when on the date may be `day` or later, and from when on it surely is.

        The two differ only where clocks went back over the start of `day`, and at the ends of the
        calendar.
        """
        if not FIRST_DAY + 9 < day < LAST_DAY - 9:
            return ALWAYS, NEVER
        midnight = day * DAY
        if (offset := self._only_offset(midnight)) is not None:
            return midnight - offset, midnight - offset
        first = surely = None
        for start, end, offset in self._around(midnight):
            reached = max(start, midnight - offset)
            if reached >= end:
                surely = None
                continue
            if first is None:
                first = reached
            if surely is None or reached > start:
                surely = reached
        assert first is not None and surely is not None
        return first, surely

    def _only_offset(self, midnight: int) -> int | None:
        """The offset that holds throughout the days around an instant, if one does."""
        index = bisect_right(self.starts, midnight - _SLACK)
        end = self.starts[index] if index < len(self.starts) else self.until
        return self.offsets[index - 1] if midnight + _SLACK < end else None

    def _around(self, midnight: int) -> list[tuple[int, int, int]]:
        """The stretches of one offset near an instant: from, until, offset; the last is open."""
        low, high = midnight - _SLACK, midnight + _SLACK
        if high < self.until:
            first = max(bisect_right(self.starts, low) - 1, 0)
            last = bisect_right(self.starts, high) - 1
            bounds = self.starts[first : last + 1]
            offsets = self.offsets[first : last + 1]
        else:
            bounds, offsets = _probe(self.zone, low, min(high, LATEST))
        return list(zip(bounds, [*bounds[1:], NEVER], offsets, strict=True))


def _segments(zone: ZoneInfo, changes: list[int]) -> tuple[list[int], list[int]]:
    """The instants from which an offset holds, and the offsets, from ever until the table ends."""
    starts, offsets = [ALWAYS], [offset_of(zone, EARLIEST)]
    for change in changes:
        start = change * MICROS_PER_SECOND
        _append(starts, offsets, start, offset_of(zone, start))
    tail_starts, tail_offsets = _probe(zone, max(starts[-1], 0), TABLE_ENDS)
    for start, offset in zip(tail_starts, tail_offsets, strict=True):
        _append(starts, offsets, start, offset)
    return starts, offsets


def _skipped(starts: list[int], offsets: list[int]) -> frozenset[int]:
    """The dates that no instant has, where clocks went forward by a day."""
    days: set[int] = set()
    for start, before, after in zip(starts[1:], offsets, offsets[1:], strict=False):
        days.update(range((start - 1 + before) // DAY + 1, (start + after) // DAY))
    return frozenset(days)


def _backs(starts: list[int], offsets: list[int]) -> list[int]:
    """The instants at which clocks go back over a midnight."""
    changes = zip(starts[1:], offsets, offsets[1:], strict=False)
    return [
        start
        for start, before, after in changes
        if (start - 1 + before) // DAY > (start + after) // DAY
    ]


def _append(starts: list[int], offsets: list[int], start: int, offset: int) -> None:
    if offset != offsets[-1]:
        starts.append(start)
        offsets.append(offset)


def _probe(zone: ZoneInfo, low: int, high: int) -> tuple[list[int], list[int]]:
    """Like `_segments`, between two instants, by asking `zoneinfo`."""
    starts, offsets = [low], [offset_of(zone, low)]
    while low < high:
        after = min(low + _STEP, high)
        offset = offset_of(zone, after)
        if offset != offsets[-1]:
            starts.append(_change(zone, low, after))
            offsets.append(offset)
        low = after
    return starts, offsets


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first instant, of a whole second, at which the offset differs from that at `before`."""
    old = offset_of(zone, before)
    low, high = before // MICROS_PER_SECOND, after // MICROS_PER_SECOND + 1
    while high - low > 1:
        middle = (low + high) // 2
        if offset_of(zone, middle * MICROS_PER_SECOND) == old:
            low = middle
        else:
            high = middle
    return high * MICROS_PER_SECOND


class ZoneTables(dict[str, ZoneTable]):
    """Tables by name, each made when it is first asked for; never more than there are zones."""

    __slots__ = ()

    def __missing__(self, name: str) -> ZoneTable:
        table = self[name] = ZoneTable(name)
        return table


ZONES = ZoneTables()


def offset_of(zone: ZoneInfo, instant: int) -> int:
    """The offset that `zoneinfo` gives, in microseconds."""
    utc = _EPOCH + timedelta(microseconds=instant)
    offset = utc.astimezone(zone).utcoffset()
    assert offset is not None
    return (offset.days * 86_400 + offset.seconds) * MICROS_PER_SECOND


def to_date(day: int) -> date | None:
    """A day number as a date; None beyond the ends of the calendar."""
    return date.fromordinal(day + EPOCH_ORDINAL) if FIRST_DAY <= day <= LAST_DAY else None


def to_day(day: date) -> int:
    """A date as a day number."""
    return day.toordinal() - EPOCH_ORDINAL
