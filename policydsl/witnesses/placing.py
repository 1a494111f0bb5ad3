"""When events must have happened to lie in a window.

In: a window and now. Out: the stretch of time that counts, and instants in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import SinceLast, Window
from policydsl.core.reference.counting import inside
from policydsl.core.reference.facts import Context
from policydsl.core.reference.local import start_of_day, wall_time
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_MINUTE, Blocks, Ever, Rolling
from policydsl.frozen import frozen

_LONGEST = 4_000 * MICROS_PER_DAY
_OPEN_ENDED = 300 * MICROS_PER_DAY


@frozen
class Stretch:
    """From the first to the last instant at which an event counts; microseconds, both included."""

    first: int
    last: int


def stretch_of(window: Window, before_today: bool, context: Context) -> Stretch | None:
    """The stretch of a window that ends now; None when nothing surely lies in it."""
    now = context.now
    last = now
    if before_today:
        if context.zone is None:
            last = now - 2 * MICROS_PER_DAY
        else:
            today = wall_time(now, context.zone).date()
            last = start_of_day(today, context.zone) - 1
    match window:
        case Ever() | SinceLast():
            first = now - _OPEN_ENDED
        case Rolling(micros) | Blocks(micros):
            first = now - micros + 1
        case _:
            if inside(window, now, now, context) is not True:
                return None
            outside, first = now - _LONGEST, now
            while first - outside > 1:
                middle = (first + outside) // 2
                if inside(window, middle, now, context):
                    first = middle
                else:
                    outside = middle
    return Stretch(first, last) if first <= last else None


def places(stretch: Stretch, count: int, distinct_days: bool) -> Iterator[tuple[int, ...]]:
    """Several ways to place events: spread out, as old as may be, new, and on the very edge."""
    first, last = stretch.first, stretch.last
    if distinct_days:
        for end in (last - MICROS_PER_MINUTE, first + (count - 1) * MICROS_PER_DAY):
            yield tuple(end - number * MICROS_PER_DAY for number in range(count))
        return
    minute = min(MICROS_PER_MINUTE, (last - first) // 2)
    oldest = _rounded(first, last)
    step = (last - oldest) // count
    yield tuple(oldest + _whole(number * step) for number in range(count))
    yield tuple(min(oldest + number * minute, last) for number in range(count))
    yield tuple(max(last - (number + 1) * minute, first) for number in range(count))
    yield (first,) * count
    yield (last,) * count


def _whole(length: int) -> int:
    return length // MICROS_PER_MINUTE * MICROS_PER_MINUTE


def _rounded(first: int, last: int) -> int:
    """The first whole minute of a stretch, one of its own instants."""
    rounded = -(-first // MICROS_PER_MINUTE) * MICROS_PER_MINUTE
    return rounded if rounded <= last else first
