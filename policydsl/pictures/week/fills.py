"""How pieces of pictures in files are filled: colours with patterns on them.

In: a `Drawing`. Out: the definitions of its patterns, and the fills that refer to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.pictures.markup import element
from policydsl.pictures.texts import text
from policydsl.pictures.week.drawing import Drawing
from policydsl.pictures.week.legend import REVIEW_HUE, Entry
from policydsl.pictures.week.pieces import Kind

LINE = "#c4c4c4"
FILLS = {
    Kind.ALLOW: "#ffffff",
    Kind.REVIEW: "url(#review)",
    Kind.GAP: "url(#gap)",
    Kind.PAST: "#ececec",
}
SAMPLE_WIDTH, SAMPLE_HEIGHT = 24, 14
_PATTERNS = (
    "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    "M-2 6L2 10M0 0L8 8M6 -2L10 2",
    "M4 0V8",
    "M0 4H8",
    "M1 2H4M5 6H8",
    "M4 0V8M0 4H8",
    "",
)
"""What is drawn on the colour of a rule, in a square of 8; not as many as there are colours, so
that a colour that comes again has another pattern."""


def fill_of(entry: Entry) -> str:
    """The fill of a rule's pieces."""
    return FILLS[Kind.REVIEW] if entry.number is None else f"url(#rule-{entry.number})"


def signs(drawing: Drawing) -> Iterator[tuple[str, str]]:
    """The fills that stand for no rule and are there, each with what it means."""
    kinds = drawing.kinds()
    for kind in (Kind.ALLOW, Kind.PAST, Kind.GAP, Kind.REVIEW):
        if kind in kinds:
            yield FILLS[kind], text(f"kind_{kind}", drawing.lang)


def patterns(drawing: Drawing) -> Iterator[str]:
    """The definitions of every fill that is a pattern."""
    yield _pattern("gap", "#dddddd", "M0 8L8 0M0 0L8 8")
    yield _pattern("review", REVIEW_HUE.html, "M2 2h1M6 6h1")
    for entry in drawing.legend.entries:
        if entry.number is not None:
            lines = _PATTERNS[entry.number % len(_PATTERNS)]
            yield _pattern(f"rule-{entry.number}", entry.hue.html, lines)


def _pattern(name: str, colour: str, lines: str) -> str:
    inside = element("rect", width=8, height=8, fill=colour)
    if lines:
        inside += element("path", d=lines, stroke="#000000", stroke_opacity=0.3, fill="none")
    return element("pattern", inside, id=name, width=8, height=8, patternUnits="userSpaceOnUse")


def sample(fill: str, x: float, y: float) -> str:
    """What a legend shows of a fill."""
    box = {"x": x, "y": y, "width": SAMPLE_WIDTH, "height": SAMPLE_HEIGHT}
    return element("rect", **box, fill=fill, stroke=LINE)


def swatch(fill: str) -> str:
    """The same as an element of its own, on a page that holds the picture."""
    size = {"width": SAMPLE_WIDTH + 1, "height": SAMPLE_HEIGHT + 1}
    return element("svg", sample(fill, 0.5, 0.5), **size, aria_hidden="true")
