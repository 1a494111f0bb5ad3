"""What a picture of a ladder shows.

In: steps by their days, everything else in words. Out: `LadderDrawing`.
"""

from __future__ import annotations

from policydsl.core.policy import DayPoint
from policydsl.frozen import frozen


@frozen
class Bar:
    """A step: open from `start` to `end`, None for as long as the picture is wide.

    `lines` stand under it; `waits` are the names of the steps that it waits for, `days` says in
    words when it is open.
    """

    name: str
    start: DayPoint | None
    end: DayPoint | None
    days: str
    channels: str
    lines: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    approval: str | None = None


@frozen
class LadderDrawing:
    """A ladder: its steps in order, and what holds, ends or resets it, in words.

    `title` is for who cannot see the picture, `axis` what the days are counted from.
    """

    title: str
    axis: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()

    @property
    def anchor(self) -> str | None:
        """What most days are counted from; None without days."""
        anchors = [
            point.anchor for bar in self.bars for point in (bar.start, bar.end) if point is not None
        ]
        return max(dict.fromkeys(anchors), key=anchors.count, default=None)

    def ticks(self) -> tuple[int, ...]:
        """Every day on which a step opens or closes, ascending."""
        anchor = self.anchor
        return tuple(
            sorted(
                {
                    point.days
                    for bar in self.bars
                    for point in (bar.start, bar.end)
                    if point is not None and point.anchor == anchor
                }
            )
        )

    def is_placed(self, bar: Bar) -> bool:
        """Whether the days of a step are those of the axis."""
        return all(point is None or point.anchor == self.anchor for point in (bar.start, bar.end))


def day_text(day: int) -> str:
    """`-3`, `0`, `+4`."""
    return f"{day:+}" if day else "0"
