"""A picture of the coming days as SVG: a row for a date, drawn to the microsecond.

In: a `Drawing`. Out: SVG that stands alone: no script, no font, nothing fetched. Everything that an
author or a caller wrote is escaped. Each rule has a colour, a pattern and a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.pictures.markup import element, label, plain
from policydsl.pictures.texts import text
from policydsl.pictures.week.answers import Answer
from policydsl.pictures.week.clock import DAY, Row
from policydsl.pictures.week.drawing import Drawing
from policydsl.pictures.week.fills import FILLS, LINE, fill_of, patterns
from policydsl.pictures.week.legend import REVIEW
from policydsl.pictures.week.pieces import Kind, Piece, hours_text, open_time, pieces
from policydsl.pictures.week.svg_legend import FAINT, MARGIN, legend

_WIDTH, _LEFT, _DAY_WIDTH = 960, 130, 720
_HEAD, _PITCH, _HEIGHT = 46, 28, 22
_BAR, _MOST_BARS = 4, 3
_LETTER_FITS = 12
_FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"


def svg_file(drawing: Drawing) -> str:
    """The pictures with their legend, as a file."""
    title = label(MARGIN, 24, drawing.title, font_size=15, font_weight="bold")
    drawn, height = _pictures(drawing, 34)
    explained, bottom = legend(drawing, height)
    return _svg(drawing, [title, *drawn, *explained], bottom) + "\n"


def svg_pictures(drawing: Drawing) -> str:
    """The pictures without their legend, as an element for a page."""
    return _svg(drawing, *_pictures(drawing, 0))


def svg_definitions(drawing: Drawing) -> str:
    """The patterns that `svg_weeks` refer to, as an element that shows nothing."""
    inside = element("defs", "".join(patterns(drawing)))
    return element("svg", inside, class_="definitions", width=0, height=0, aria_hidden="true")


def svg_weeks(drawing: Drawing, headings: Sequence[str]) -> list[str]:
    """A picture for each answer, as elements for a page that has the definitions; without now.

    Each has a heading.
    """
    height = _HEAD + len(drawing.sheet.rows) * _PITCH + 4
    made = []
    told = zip(drawing.answers, headings, drawing.open_times(), strict=True)
    for answer, heading, times in told:
        body = [
            element("rect", width=_WIDTH, height=height, fill="#ffffff"),
            *_picture(drawing, answer, 0, heading, marks_now=False),
        ]
        made.append(
            element(
                "svg",
                "\n".join(["", *body, ""]),
                viewBox=f"0 0 {_WIDTH} {height}",
                width=_WIDTH,
                height=height,
                role="img",
                aria_label=times,
                font_family=_FONT,
                font_size=12,
                fill="#1a1a1a",
            )
        )
    return made


def _svg(drawing: Drawing, drawn: Sequence[str], height: int) -> str:
    """The element, with a title and a description for who cannot see it."""
    body = [
        element("title", plain(drawing.title), id="title"),
        element("desc", "\n".join(map(plain, drawing.open_times())), id="desc"),
        element("defs", "".join(patterns(drawing))),
        element("rect", width=_WIDTH, height=height, fill="#ffffff"),
        *drawn,
    ]
    return element(
        "svg",
        "\n".join(["", *body, ""]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        role="img",
        aria_labelledby="title desc",
        font_family=_FONT,
        font_size=12,
        fill="#1a1a1a",
    )


def _pictures(drawing: Drawing, top: int) -> tuple[list[str], int]:
    """A picture for each answer, one below the other, and where the last one ends."""
    drawn: list[str] = []
    for answer in drawing.answers:
        drawn.append(
            element(
                "g", "\n".join(["", *_picture(drawing, answer, top, drawing.heading(answer)), ""])
            )
        )
        top += _HEAD + len(drawing.sheet.rows) * _PITCH + 10
    return drawn, top


def _picture(
    drawing: Drawing, answer: Answer, top: int, heading: str, *, marks_now: bool = True
) -> Iterator[str]:
    """Heading, hours, rows, and where now is."""
    yield label(MARGIN, top + 16, heading, font_weight="bold")
    for hour in range(0, 25, 3):
        x = _x(hour * DAY // 24)
        yield label(x, top + 38, f"{hour:02}", fill=FAINT, text_anchor="middle", font_size=11)
    yield label(_x(DAY) + 14, top + 38, text("open", drawing.lang).strip(), fill=FAINT)
    for number, row in enumerate(drawing.sheet.rows):
        y = top + _HEAD + number * _PITCH
        found = pieces(row, answer.shown, drawing.sheet.at)
        yield from _row(drawing, row, found, y)
        now = row.wall_of(drawing.sheet.at)
        if now is not None and marks_now:
            yield _now(_x(now), y)


def _x(wall: int) -> float:
    """How far right a time of the wall clock is."""
    return round(_LEFT + wall * _DAY_WIDTH / DAY, 3)


def _size(start: int, end: int) -> float:
    return round(_x(end) - _x(start), 3)


def _row(drawing: Drawing, row: Row, found: Sequence[Piece], y: int) -> Iterator[str]:
    style = {"font_style": "italic", "fill": FAINT} if row.again else {}
    yield label(_LEFT - 10, y + 15, drawing.row_label(row), text_anchor="end", **style)
    for piece in found:
        if piece.kind is not Kind.NONE:
            yield from _piece(drawing, row, piece, y)
    if not row.again:
        for hour in range(1, 24):
            d = f"M{_x(hour * DAY // 24)} {y}v{_HEIGHT}"
            yield element("path", d=d, stroke="#000000", stroke_opacity=0.12)
    framed = [(run.wall, run.wall + run.end - run.start) for run in row.runs]
    for start, end in framed if row.again else [(0, DAY)]:
        box = {"x": _x(start), "y": y, "width": _size(start, end), "height": _HEIGHT}
        yield element("rect", **box, fill="none", stroke=LINE)
    yield label(_x(DAY) + 14, y + 15, hours_text(open_time(found)), fill=FAINT)


def _piece(drawing: Drawing, row: Row, piece: Piece, y: int) -> Iterator[str]:
    """A box that says what it is when pointed at; its letter where that fits."""
    x, size = _x(piece.start), _size(piece.start, piece.end)
    entry = None if piece.rule is None else drawing.legend.of(piece.rule)
    fill = FILLS[piece.kind] if entry is None else fill_of(entry)
    hint = element("title", plain(drawing.hint(row, piece)))
    yield element("rect", hint, x=x, y=y, width=size, height=_HEIGHT, fill=fill)
    yield from _bars(drawing, piece, x, size, y + _HEIGHT)
    mark = entry.mark if entry is not None else REVIEW if piece.kind is Kind.REVIEW else None
    if mark is not None and size >= _LETTER_FITS:
        yield label(
            round(x + size / 2, 3),
            y + 15,
            mark,
            text_anchor="middle",
            font_weight="bold",
            stroke="#ffffff",
            stroke_width=3,
            paint_order="stroke",
            pointer_events="none",
        )


def _bars(drawing: Drawing, piece: Piece, x: float, size: float, bottom: int) -> Iterator[str]:
    """A bar at the foot for each further rule that denies, for as many as fit."""
    if piece.shown is None or piece.kind is not Kind.DENY:
        return
    others = [rule for rule in piece.shown.denying if rule != piece.rule]
    for number, rule in enumerate(others[:_MOST_BARS], 1):
        box = {"x": x, "y": bottom - number * _BAR, "width": size, "height": _BAR}
        hue = drawing.legend.of(rule).hue
        yield element("rect", **box, fill=hue.html, stroke="#ffffff", stroke_width=0.5)


def _now(x: float, y: int) -> str:
    """A line down the row, with a triangle on it."""
    return element(
        "path", d=f"M{x} {y - 1}l-5 -6h10zV{y + _HEIGHT}", fill="#1a1a1a", stroke="#1a1a1a"
    )
