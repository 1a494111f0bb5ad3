"""When local dates change, and when something leaves a window.

In: frames, and windows. Out: instants after the frame's now before which nothing changes. All of
them are lower bounds: it does no harm to ask again at one at which nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policydsl.core.reference.spans import TimeWindow
from policydsl.core.windows import Rolling
from policydsl.engine.frame import EAST, WEST, Frame
from policydsl.engine.windows import leaver
from policydsl.engine.zones import DAY, FIRST_DAY, LAST_DAY, NEVER

Change: TypeAlias = Callable[[Frame], int]
"""An instant after now before which an answer stays the same, nothing else changing."""

Leaving: TypeAlias = Callable[[Frame, int], int]
"""The same of something that happened at an instant, and of whether it lies inside a window."""


_HELD_BEFORE, _HELD_FROM = (FIRST_DAY + 12) * DAY, (LAST_DAY - 12) * DAY
"""Before and from these instants on dates may be held at the ends of the calendar."""


def never(_: Frame) -> int:
    """Nothing changes."""
    return NEVER


def next_date(frame: Frame, shift: int = 0) -> int:
    """The date of now, or of now moved on by a shift, does not change before."""
    now = frame.now + shift
    zone = frame.zone
    if zone is None:
        return min(now - (now - WEST) % DAY, now - (now + EAST) % DAY) + DAY - shift
    return min(now - zone.wall(now) % DAY + DAY, zone.changes_after(now)) - shift


def passed_anywhere(now: int, day: int) -> int:
    """The first instant after now at which a date begins or ends at an edge of the earth."""
    edges = (day * DAY - EAST, day * DAY + WEST, (day + 1) * DAY - EAST, (day + 1) * DAY + WEST)
    return min([edge for edge in edges if edge > now], default=NEVER)


def reached(frame: Frame, begins: int) -> int:
    """The date that begins at an instant is not reached, nor left again, before."""
    zone, now = frame.zone, frame.now
    if zone is None or now < _HELD_BEFORE or begins > _HELD_FROM:
        return next_date(frame)
    again = zone.goes_back_after(now - 2 * DAY)
    if again <= now:
        return next_date(frame)
    return min(begins, again) if begins > now else again


def comes_again(frame: Frame) -> int:
    """No date comes a second time before; nor does one end that has."""
    if frame.zone is None:
        return NEVER
    again = frame.zone.goes_back_after(frame.now - 2 * DAY)
    return again if again > frame.now else next_date(frame)


def leaving(window: TimeWindow) -> Leaving:
    """When something may leave a window, or come back to it with a date that comes again."""
    if isinstance(window, Rolling):
        micros = window.micros
        return lambda frame, at: at + micros if at + micros > frame.now else NEVER
    leaves = leaver(window)

    def leaves_dates(frame: Frame, at: int) -> int:
        end = leaves(frame, at)
        return next_date(frame) if end is None else reached(frame, end)

    return leaves_dates
