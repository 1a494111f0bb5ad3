"""A picture of a ladder as SVG: a row for a step, a bar over the days on which it is open.

In: a `LadderDrawing`. Out: SVG that stands alone: no script, no font, nothing fetched. Everything
that an author wrote is escaped. The distances of the days are drawn by their square roots, so that
the first days are not lost beside the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import sqrt
from typing import Any

from policydsl.diagnostics.visible import visible, width
from policydsl.frozen import frozen
from policydsl.pictures.ladder.drawing import Bar, LadderDrawing, day_text
from policydsl.pictures.markup import element, label, plain

_WIDTH, _LEFT, _RIGHT = 960, 204, 940
_HEAD, _BAR, _LINE, _PAD = 50, 26, 16, 18
_NARROWEST, _LAST = 34, 190
_INK, _FAINT = "#1a1a1a", "#5c5c5c"
_FILLS = ("#56b4e9", "#8fd0c0", "#e6c35c", "#f0a35e", "#e58a76", "#d58fb8")
_FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
_SMALL = 6.6
"""Pixels a column of small letters."""


@frozen
class _Row:
    """A step with its number, and where it is drawn."""

    number: int
    bar: Bar
    top: int
    left: float
    right: float

    @property
    def middle(self) -> int:
        """The height of the middle of its bar."""
        return self.top + _BAR // 2


def ladder_svg(drawing: LadderDrawing) -> str:
    """The picture."""
    places = _places(drawing.ticks())
    rows, bottom = _rows(drawing, places)
    body = [*_axis(drawing, places, bottom)]
    by_name = {row.bar.name: row for row in rows}
    for row in rows:
        body += _arrows(row, by_name)
    for row in rows:
        body += _row(row)
    height = bottom
    for note in drawing.notes:
        body.append(_fitted(16, height + 14, note, _WIDTH - 32))
        height += _LINE + 2
    height += 10
    return element(
        "svg",
        "\n".join(
            ["", element("rect", width=_WIDTH, height=height, fill="#ffffff"), *body, ""],
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        role="img",
        aria_label=drawing.title,
        font_family=_FONT,
        font_size=12,
        fill=_INK,
    )


def _places(ticks: tuple[int, ...]) -> Mapping[int, float]:
    """How far right each day is."""
    first, last = _LEFT + 20.0, _RIGHT - float(_LAST)
    weights = [sqrt(after - before) for before, after in pairwise(ticks)]
    room = max(last - first - _NARROWEST * len(weights), 0.0)
    narrow = min(float(_NARROWEST), (last - first) / max(len(weights), 1))
    places: dict[int, float] = {}
    for number, day in enumerate(ticks):
        places[day] = round(first, 1)
        if number < len(weights):
            first += narrow + room * weights[number] / sum(weights)
    return places


def _rows(drawing: LadderDrawing, places: Mapping[int, float]) -> tuple[list[_Row], int]:
    """Every step with its place, and where the last one ends."""
    rows = []
    top = _HEAD if places else _PAD
    for number, bar in enumerate(drawing.bars, 1):
        placed = drawing.is_placed(bar)
        left = places[bar.start.days] if placed and bar.start is not None else float(_LEFT)
        right = places[bar.end.days] if placed and bar.end is not None else float(_RIGHT)
        rows.append(_Row(number, bar, top, left, max(right, left + 6)))
        top += _BAR + max(_LINE * len(bar.lines), 2 * _LINE - 6) + _PAD
    return rows, top


def _axis(drawing: LadderDrawing, places: Mapping[int, float], bottom: int) -> Iterator[str]:
    """The days at the top, and a line down each."""
    if not places:
        return
    yield label(16, 32, drawing.axis, fill=_FAINT, font_size=11)
    for day, x in places.items():
        yield label(x, 32, day_text(day), text_anchor="middle", font_size=11, fill=_FAINT)
        due = day == 0
        yield element(
            "path",
            d=f"M{x} 38V{bottom - 8}",
            stroke="#000000",
            stroke_opacity=0.45 if due else 0.14,
            stroke_dasharray="none" if due else "3 3",
        )


def _row(row: _Row) -> Iterator[str]:
    """The name at the left, the bar, its channels in it, and what is said under it."""
    bar = row.bar
    name = f"{row.number}. {bar.name}"
    yield _fitted(16, row.top + 17, name, _LEFT - 24, font_weight="bold")
    for number, line in enumerate(_wrapped(bar.days, _LEFT - 24)):
        y = row.top + _BAR + 8 + 14 * number
        yield _fitted(16, y, line, _LEFT - 24, fill=_FAINT, font_size=11)
    fill = _FILLS[(row.number - 1) % len(_FILLS)]
    hint = element("title", plain(f"{name}: {bar.days}"))
    yield element("path", hint, d=_shape(row), fill=fill, stroke=_INK, stroke_opacity=0.5)
    x = row.left + 8
    inside = 7 * width(visible(bar.channels)) + 16 <= row.right - row.left
    if not inside:
        x = row.right + 8
    seal = _seal(bar)
    wanted = 7 * width(visible(bar.channels)) + 12 + (7 * width(seal) if seal else 0)
    if x + wanted > _RIGHT:
        x = max(_LEFT + 6.0, min(x, _RIGHT - wanted))
    halo = {} if inside and x >= row.left else _HALO
    yield _fitted(x, row.top + 17, bar.channels, _RIGHT - x, **halo)
    if seal:
        after = x + 7 * width(visible(bar.channels)) + 12
        yield label(after, row.top + 17, seal, font_weight="bold", **halo)
    for number, line in enumerate(bar.lines):
        y = row.top + _BAR + 12 + number * _LINE
        room = _SMALL * width(visible(line))
        start = max(_LEFT + 4.0, min(row.left + 4, _RIGHT - room))
        yield _fitted(start, y, line, _RIGHT - start, font_size=11, **_HALO)


_HALO: dict[str, Any] = {
    "stroke": "#ffffff",
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}


def _seal(bar: Bar) -> str:
    return "" if bar.approval is None else f"✓ {visible(bar.approval)}"


def _shape(row: _Row) -> str:
    """A box; what has no end points onwards, what has no beginning has a notch."""
    left, right, top, foot = row.left, row.right, row.top, row.top + _BAR
    begin = "" if row.bar.start is not None else f"L{left + 8} {row.middle}"
    if row.bar.end is not None:
        return f"M{left} {top}H{right}V{foot}H{left}{begin}z"
    return f"M{left} {top}H{right - 10}L{right} {row.middle}L{right - 10} {foot}H{left}{begin}z"


def _arrows(row: _Row, by_name: Mapping[str, _Row]) -> Iterator[str]:
    """From each step that this one waits for: down from its bar, then across to this one."""
    for number, name in enumerate(row.bar.waits):
        before = by_name.get(name)
        if before is None or before is row:
            continue
        x = min(before.left + 12 + 7 * number, before.right - 2)
        down = before.top < row.top
        start = before.top + _BAR if down else before.top
        if row.left <= x <= row.right:
            tip = row.top if down else row.top + _BAR
            yield _stroke(f"M{x} {start}V{tip}")
            yield element("path", d=f"M{x} {tip}l-4 {-6 if down else 6}h8z", fill=_INK)
        else:
            side, turn = (row.left, -6) if x < row.left else (row.right, 6)
            yield _stroke(f"M{x} {start}V{row.middle}H{side}")
            yield element("path", d=f"M{side} {row.middle}l{turn} -4v8z", fill=_INK)


def _stroke(d: str) -> str:
    return element("path", d=d, fill="none", stroke=_INK, stroke_width=1.4)


def _wrapped(said: str, room: float) -> list[str]:
    """A text on at most two lines, broken at a space or between wide characters."""
    columns = int(room / _SMALL)
    if width(said) <= columns:
        return [said]
    break_at = used = 0
    for index, character in enumerate(said):
        used += width(character)
        if used > columns:
            break
        if character == " " or width(character) == 2:
            break_at = index + 1
    return [said[:break_at].rstrip(), said[break_at:].lstrip()] if break_at else [said]


def _fitted(x: float, y: float, said: str, room: float, **style: Any) -> str:
    """A text, cut where the picture ends; pointed at, it is shown in full."""
    size = style.get("font_size", 12)
    column = _SMALL if size == 11 else 7.2
    shown = visible(said)
    if width(shown) * column > room:
        left = int(room / column) - 1
        cut = ""
        for character in shown:
            left -= width(character)
            if left < 0:
                break
            cut += character
        shown = f"{cut}…"
    return label(round(x, 1), y, shown, title=said, **style)
