"""A picture of a ladder in letters, for where there are no pictures.

In: a `LadderDrawing`. Out: a text: a row for a step, a column for a day on which a step opens or
closes.
"""

from __future__ import annotations

from policydsl.diagnostics.visible import visible, width
from policydsl.pictures.ladder.drawing import Bar, LadderDrawing, day_text

_COLUMN = 6


def ladder_text(drawing: LadderDrawing) -> str:
    """The picture; `=` is open, `>` goes on, `.` is not open."""
    ticks = drawing.ticks()
    names = [f"{number}. {visible(bar.name)}" for number, bar in enumerate(drawing.bars, 1)]
    margin = max(map(width, [*names, visible(drawing.axis)]), default=0)
    lines = []
    if ticks:
        days = "".join(f"{day_text(day):<{_COLUMN}}" for day in ticks)
        lines.append(f"{_padded(visible(drawing.axis), margin)}  {days}".rstrip())
    for name, bar in zip(names, drawing.bars, strict=True):
        shown = _bar(bar, ticks) if drawing.is_placed(bar) else ""
        parts = [_padded(name, margin), shown, visible(bar.channels)]
        if bar.approval is not None:
            parts.append(f"✓ {visible(bar.approval)}")
        lines.append("  ".join(part for part in parts if part))
    return "\n".join([*lines, *map(visible, drawing.notes)])


def _bar(bar: Bar, ticks: tuple[int, ...]) -> str:
    drawn = ""
    for day in ticks:
        is_open = (bar.start is None or bar.start.days <= day) and (
            bar.end is None or day < bar.end.days
        )
        drawn += ("=" if is_open else ".") * _COLUMN
    return drawn[:-1] + ">" if drawn and bar.end is None else drawn


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
