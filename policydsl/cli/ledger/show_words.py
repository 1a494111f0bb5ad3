"""How `policydsl ledger show` says instants, keys and rows.

In: instants in microseconds since 1970 UTC, rows of texts. Out: texts on the person's clock, and
lines with aligned columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.cli.ledger.show_texts import text
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.diagnostics.visible import visible, width
from policydsl.frozen import frozen
from policydsl.pictures.times import length_text, on_clock


@frozen
class Clock:
    """The zone whose clock is shown, and now."""

    zone: str
    now: int
    lang: str

    def absolute(self, instant: int) -> str:
        """`2026-03-04 10:00`, to the minute; the day alone says enough for nobody."""
        try:
            return on_clock(instant, self.zone).strftime("%Y-%m-%d %H:%M")
        except (OverflowError, ValueError):
            return "…"

    def relative(self, instant: int) -> str:
        """`in 3 days 2 h`, `5 min ago`: no finer than it is near."""
        span = abs(instant - self.now)
        unit = MICROS_PER_MINUTE
        if span >= 10 * MICROS_PER_DAY:
            unit = MICROS_PER_DAY
        elif span >= 2 * MICROS_PER_DAY:
            unit = MICROS_PER_HOUR
        whole = span // unit * unit
        if not whole:
            return text("just_now", self.lang)
        length = length_text(whole, self.lang)
        return text("in" if instant > self.now else "ago", self.lang, length=length)

    def both(self, key: str, instant: int, **more: object) -> str:
        """A text with an instant, absolute and relative."""
        shown = {"at": self.absolute(instant), "relative": self.relative(instant)}
        return text(key, self.lang, **shown, **more)


def key_text(key: tuple[tuple[str, str], ...]) -> str:
    """`recipient P1, debt D1`."""
    return ", ".join(f"{name} {visible(value)}" for name, value in key if value)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines whose columns stand below each other; empty columns are left out."""
    if not rows:
        return
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (room - width(cell))
            for cell, room in zip(row, widths, strict=True)
            if room
        ]
        yield f"   {'  '.join(cells)}".rstrip()
