"""The marks of a picture of counters, and the line that explains them."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics.visible import width
from policydsl.pictures.counters.texts import text
from policydsl.pictures.markup import element, label, plain

FAINT, FREE, FULL = "#5c5c5c", "#0072b2", "#d55e00"
"""The colours of what is beside the point, of a limit with places left, and of one without."""

_RADIUS = 5
_COLUMN = 7


def dot(
    x: float, y: float, hue: str, hint: str, *, is_sure: bool = True, is_place: bool = False
) -> str:
    """What counts; only its outline for what may count, dashed for a place that is reserved."""
    style = {"fill": hue, "stroke": "#ffffff", "stroke_width": 1}
    if not is_sure or is_place:
        style = {"fill": "#ffffff", "stroke": hue, "stroke_width": 2}
    dashes = {"stroke_dasharray": "2.5 1.6"} if is_place else {}
    return _circle(x, y, _RADIUS, hint, **style, **dashes)


def ring(x: float, y: float, hue: str, hint: str) -> str:
    """Where something leaves the window."""
    return _circle(x, y, _RADIUS - 1, hint, fill="none", stroke=hue, stroke_width=1.5, opacity=0.75)


def _circle(x: float, y: float, radius: float, hint: str, **style: object) -> str:
    return element("circle", element("title", plain(hint)), cx=x, cy=y, r=radius, **style)


def legend(left: int, top: int, lang: str) -> Iterator[str]:
    """A line that says what the marks mean."""
    x: float = left + 5
    marks: tuple[tuple[str, dict[str, bool]], ...] = (
        ("counts", {}),
        ("may_count", {"is_sure": False}),
        ("place", {"is_place": True}),
    )
    for name, kind in marks:
        said = text(name, lang)
        yield dot(x, top, FREE, said, **kind)
        yield label(x + 11, top + 4, said, fill=FAINT)
        x += 34 + width(said) * _COLUMN
    said = text("leaves", lang)
    yield ring(x, top, FREE, said)
    yield label(x + 11, top + 4, said, fill=FAINT)
    x += 34 + width(said) * _COLUMN
    yield element("rect", x=x - 5, y=top - 6, width=18, height=12, fill="#dbe9f6")
    yield label(x + 19, top + 4, text("window", lang), fill=FAINT)
