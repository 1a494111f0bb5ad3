"""The legend of an SVG picture.

In: a `Drawing`. Out: what is drawn below its pictures. Lines that are too long for the picture are
cut; pointed at, they are shown in full.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics.visible import visible, width
from policydsl.pictures.markup import label
from policydsl.pictures.texts import text
from policydsl.pictures.week.drawing import Drawing
from policydsl.pictures.week.fills import fill_of, sample, signs
from policydsl.pictures.week.legend import MOST_ENTRIES, Entry, described

MARGIN = 16
FAINT = "#5c5c5c"
_LEFT, _COLUMNS = 50, 124
_LINE_HEIGHT, _BASELINE = 17, 12


def legend(drawing: Drawing, top: int) -> tuple[list[str], int]:
    """What is drawn from `top` on, and where it ends."""
    drawn: list[str] = []
    x, y = MARGIN, top + 6
    for sign, said in signs(drawing):
        drawn += [sample(sign, x, y), label(x + 32, y + _BASELINE, said)]
        x += 56 + 7 * width(said)
    also = [f"▼ {drawing.now}", *([text("bars", drawing.lang)] if drawing.has_bars() else [])]
    for said in also:
        drawn.append(label(x, y + _BASELINE, said))
        x += 24 + 7 * width(said)
    y += 26
    for line, style, fill in _lines(drawing):
        if fill is not None:
            y += 5
            drawn.append(sample(fill, MARGIN, y))
        drawn.append(label(_LEFT, y + _BASELINE, _clipped(line), title=line, **style))
        y += _LINE_HEIGHT
    return drawn, y + 10


def _lines(drawing: Drawing) -> Iterator[tuple[str, dict[str, str], str | None]]:
    """Every line with its style; the first of each rule with its fill."""
    lang, entries = drawing.lang, drawing.legend.entries
    for entry in entries[:MOST_ENTRIES]:
        first, *others = _said(entry, lang)
        yield first, {"font_weight": "bold"}, fill_of(entry)
        yield from ((line, {"fill": FAINT}, None) for line in others)
    if len(entries) > MOST_ENTRIES:
        left = text("more", lang, number=len(entries) - MOST_ENTRIES)
        yield left.strip(), {}, None


def _said(entry: Entry, lang: str) -> Iterator[str]:
    shown = described(entry, lang)
    yield " · ".join(part for part in (entry.mark, shown.code, entry.rule, shown.title) if part)
    yield from (part for part in (shown.message, shown.citation) if part)
    if not entry.leads:
        yield text("bar_only", lang)


def _clipped(line: str) -> str:
    """As much of a line as fits the picture."""
    shown = visible(line[: 2 * _COLUMNS])
    room = _COLUMNS - 1
    for index, character in enumerate(shown):
        room -= width(character)
        if room < 0:
            return shown[:index] + "…"
    return shown if len(line) <= 2 * _COLUMNS else shown + "…"
