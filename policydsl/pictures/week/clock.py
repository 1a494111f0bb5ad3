"""The local dates of a zone as rows of a picture.

In: an instant and a zone. Out: rows from the local date of the instant on, each a wall clock from
00:00 to 24:00 with the instants that it shows.

Where clocks go forward, a row has a gap: those times are on no clock. Where they go back, times
come twice: the row of the date shows them the first time, and a row after it, `again`, the second
time, and nothing else. A date that is skipped is a row that is all gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policydsl.core.windows import MICROS_PER_DAY
from policydsl.engine.zones import EARLIEST, FIRST_DAY, LAST_DAY, LATEST, ZONES
from policydsl.frozen import frozen

DAY = MICROS_PER_DAY
_AROUND = 2 * DAY
"""More than the clock of any zone differs from UTC."""


@frozen
class Run:
    """A stretch of time through which the clock runs on one date.

    `start` and `end` are instants, `end` left out; `wall` is what the clock shows at `start`, in
    microseconds since its midnight.
    """

    start: int
    end: int
    wall: int


@frozen
class Row:
    """A local date, as days since 1970-01-01, or what of it the clock shows once more."""

    day: int
    again: bool
    runs: tuple[Run, ...]

    def wall_of(self, instant: int) -> int | None:
        """What the clock of the row shows at an instant, None when that is not on the row."""
        for run in self.runs:
            if run.start <= instant < run.end:
                return run.wall + instant - run.start
        return None


@frozen
class Sheet:
    """The rows of a picture; `until` is the instant at which the last of their dates is over."""

    zone: str
    at: int
    until: int
    rows: tuple[Row, ...]


def sheet(at: int, zone: str, days: int) -> Sheet:
    """The rows of `days` local dates, from the date at the instant `at` on.

    Fewer where the calendar ends.
    """
    first = min(max((at + _offset(zone, at)) // DAY, FIRST_DAY), LAST_DAY)
    runs: dict[int, list[Run]] = {day: [] for day in range(first, min(first + days, LAST_DAY + 1))}
    for day, run in _runs(zone, at - _AROUND, at + days * DAY + _AROUND):
        if day in runs:
            runs[day].append(run)
    rows = [row for day, found in runs.items() for row in _rows(day, found)]
    until = max((run.end for row in rows for run in row.runs), default=at)
    return Sheet(zone, at, until, tuple(rows))


def _offset(zone: str, instant: int) -> int:
    return ZONES[zone].offset(min(max(instant, EARLIEST), LATEST))


def _runs(zone: str, start: int, end: int) -> Iterator[tuple[int, Run]]:
    """Every stretch on one date and with one distance from UTC, with the date; in order."""
    for begins, ends, offset in _steady(zone, start, end):
        while begins < ends:
            day, wall = divmod(begins + offset, DAY)
            stop = min(ends, begins + DAY - wall)
            yield day, Run(begins, stop, wall)
            begins = stop


def _steady(zone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Stretches through which the clock is not changed: from, until, distance from UTC."""
    while start < end:
        until = min(ZONES[zone].changes_after(start), end)
        yield start, until, _offset(zone, start)
        start = until


def _rows(day: int, runs: list[Run]) -> Iterator[Row]:
    """The date's own row, then a row for what its clock shows a second time (or a third)."""
    again = False
    while runs or not again:
        shown: list[Run] = []
        left: list[Run] = []
        for run in runs:
            fits, repeats = _parted(run, shown)
            shown += fits
            left += repeats
        yield Row(day, again, tuple(shown))
        runs, again = left, True


def _parted(run: Run, shown: list[Run]) -> tuple[list[Run], list[Run]]:
    """What of a run shows times that `shown` has not, and what shows those that it has."""
    edges = {run.wall, run.wall + run.end - run.start}
    for one in shown:
        edges |= {one.wall, one.wall + one.end - one.start}
    inside = sorted(edge for edge in edges if run.wall <= edge <= run.wall + run.end - run.start)
    fits: list[Run] = []
    repeats: list[Run] = []
    for wall, stop in pairwise(inside):
        start = run.start + wall - run.wall
        covered = any(one.wall <= wall < one.wall + one.end - one.start for one in shown)
        (repeats if covered else fits).append(Run(start, start + stop - wall, wall))
    return fits, repeats
