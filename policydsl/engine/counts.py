"""Counting, exactly: how many events surely count, how many may, and which.

In: `Count` atoms. Out: tallies of a frame. The verdict alone does not need these
(`policydsl.engine.counting_code`); they serve explanations and the windows that are rarely written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from policydsl.core.formula import Count, Key, SinceLast, Window
from policydsl.core.request import Event
from policydsl.core.windows import MICROS_PER_DAY, Blocks, Ever
from policydsl.engine.frame import Frame, Truth, both
from policydsl.engine.selections import (
    EventTest,
    Judged,
    MakeTest,
    after_first,
    after_last,
    lacking_keys,
    select,
    selector,
)
from policydsl.engine.windows import Range, leaver, place, ranger
from policydsl.engine.zones import ALWAYS, NEVER
from policydsl.frozen import frozen

_EVERYTHING: Range = (ALWAYS, ALWAYS, None)
Walk: TypeAlias = Callable[[Frame, int], list[Judged]]
FrameRange: TypeAlias = Callable[[Frame], Range]


@frozen
class Tally:
    """Events that surely count and events that may, oldest first, and both numbers."""

    sure_events: Sequence[Event]
    maybe_events: Sequence[Event]
    sure: int
    possible: int


class Counter:
    """One `Count` atom, made ready to be counted."""

    __slots__ = (
        "_after_first",
        "_leaves",
        "_make_walk",
        "_range",
        "_select",
        "_walk",
        "count",
        "lacking",
    )

    def __init__(
        self, count: Count, make_test: MakeTest, make_walk: Callable[[], Walk], presumes: bool
    ) -> None:
        self.count = count
        self._make_walk = make_walk
        self._walk: Walk | None = None
        self.lacking = lacking_keys(count.keys)
        self._select = selector(count.selection, count.keys, make_test, presumes)
        self._after_first = None
        if count.after_first is not None:
            self._after_first = selector(count.after_first, count.keys, make_test)
        self._range = window_range(count.window, count.keys, make_test)
        self._leaves = None
        if not isinstance(count.window, Ever | SinceLast | Blocks):
            self._leaves = leaver(count.window)

    def holds(self, frame: Frame) -> Truth:
        """The truth of the atom."""
        if self.lacking(frame):
            return None
        tally = self.tally(frame)
        if tally.sure >= self.count.minimum:
            return True
        return None if tally.possible >= self.count.minimum else False

    def tally(self, frame: Frame) -> Tally:
        """The tally; remembered unless an event or a consent is in hand."""
        if frame.event is not None or frame.consent is not None:
            return self._count(frame)
        known = frame.memo.get(self)
        if known is None:
            known = frame.memo[self] = self._count(frame)
        assert isinstance(known, Tally)
        return known

    def _count(self, frame: Frame) -> Tally:
        narrowed = self._narrowed(frame)
        window = self.count.window
        if self._may_walk(frame) and not narrowed and not isinstance(window, Blocks):
            return make_tally(self._walked(frame), self.count.distinct_days, frame)
        is_selected = self._select(frame)
        if isinstance(window, Blocks):
            judged = in_block(_all(frame, is_selected, narrowed), window.micros, frame.now)
        else:
            judged = within(frame, is_selected, [self._range(frame), *narrowed])
        return make_tally(judged, self.count.distinct_days, frame)

    def _may_walk(self, frame: Frame) -> bool:
        return frame.event is None and frame.consent is None and not self.lacking(frame)

    def _walked(self, frame: Frame) -> list[Judged]:
        """The events of the count, by the quick walk."""
        where = self._range(frame)
        maybe_from, sure_from, _ = where
        if self._walk is None:
            self._walk = self._make_walk()
        judged = self._walk(frame, maybe_from)
        if maybe_from == sure_from:
            return judged
        placed = [(event, both(truth, place(where, event.at))) for event, truth in judged]
        return [item for item in placed if item[1] is not False]

    def _narrowed(self, frame: Frame) -> list[Range]:
        """What `after first` and `before today` demand of an instant."""
        ranges: list[Range] = []
        if self._after_first is not None:
            ranges.append(after_first(select(self._after_first, frame)))
        if self.count.before_today:
            ranges.append(_before_today(frame))
        return ranges

    def frees_at(self, frame: Frame) -> int | None:
        """When the event leaves whose going brings the count below its minimum."""
        count = self.count
        if isinstance(count.window, Ever | SinceLast) or count.before_today:
            return None
        tally = self.tally(frame)
        if tally.sure < count.minimum or tally.maybe_events:
            return None
        events = tally.sure_events
        if isinstance(count.window, Blocks):
            return events[0].at + count.window.micros
        assert self._leaves is not None
        surplus = tally.sure - count.minimum
        if not count.distinct_days:
            return self._leaves(frame, events[surplus].at)
        if frame.zone is None:
            return None
        last_of_day = {frame.zone.day(event.at): event.at for event in events}
        return self._leaves(frame, list(last_of_day.values())[surplus])


def window_range(window: Window, keys: tuple[Key, ...], make_test: MakeTest) -> FrameRange:
    """The range of a window, now; everything for blocks, which only `in_block` can tell."""
    if isinstance(window, Blocks):
        return lambda _: _EVERYTHING
    if isinstance(window, SinceLast):
        select_in = selector(window.selection, keys, make_test)
        return lambda frame: after_last(select(select_in, frame))
    range_of = ranger(window)
    return lambda frame: range_of(frame, frame.now)


def within(frame: Frame, is_selected: EventTest, ranges: list[Range]) -> list[Judged]:
    """The events selected that lie or may lie in all ranges, oldest first."""
    begin = max([maybe_from for maybe_from, _, _ in ranges], default=ALWAYS)
    begin_surely = max([sure_from for _, sure_from, _ in ranges], default=ALWAYS)
    judged: list[Judged] = []
    for event in reversed(frame.events):
        at = event.at
        if at < begin:
            break
        truth = is_selected(event)
        if truth is False:
            continue
        if at < begin_surely:
            for where in ranges:
                truth = both(truth, place(where, at))
            if truth is False:
                continue
        judged.append((event, truth))
    judged.reverse()
    return judged


def _all(frame: Frame, is_selected: EventTest, ranges: list[Range]) -> list[Judged]:
    """Every event that is selected and may lie in the ranges, oldest first."""
    judged: list[Judged] = []
    for event in frame.events:
        truth = is_selected(event)
        if truth is not False:
            for where in ranges:
                truth = both(truth, place(where, event.at))
        if truth is not False:
            judged.append((event, truth))
    return judged


def _before_today(frame: Frame) -> Range:
    zone, now = frame.zone, frame.now
    if zone is None:
        long_ago = now - 2 * MICROS_PER_DAY
        return ALWAYS, NEVER, lambda instant: True if instant <= long_ago else None
    today = zone.day(now)
    return ALWAYS, NEVER, lambda instant: zone.day(instant) < today


def in_block(judged: list[Judged], width: int, now: int) -> list[Judged]:
    """The events, oldest first, of the block that now lies in.

    An event that may count leaves the blocks themselves unsure.
    """
    if any(truth is None for _, truth in judged):
        return [(event, None) for event, _ in judged if event.at > now - width]
    block: list[Judged] = []
    for event, truth in judged:
        if block and event.at >= block[0][0].at + width:
            block = []
        block.append((event, truth))
    return block if block and now < block[0][0].at + width else []


def make_tally(judged: list[Judged], distinct_days: bool, frame: Frame) -> Tally:
    """The pair of counts over judged events; local dates instead of events when asked."""
    sure = [event for event, truth in judged if truth]
    maybe = [event for event, truth in judged if truth is None]
    if not distinct_days:
        return Tally(sure, maybe, len(sure), len(sure) + len(maybe))
    if frame.zone is None:
        return Tally(sure, maybe, min(len(sure), 1), len(sure) + len(maybe))
    days = {frame.zone.day(event.at) for event in sure}
    possible = days | {frame.zone.day(event.at) for event in maybe}
    return Tally(sure, maybe, len(days), len(possible))
