"""A picture of the coming days for a terminal: a row for a date, a letter for half an hour.

In: rows with their pieces, a legend, how wide the terminal is. Out: lines. Cells are ASCII, so that
they are one column wide in every terminal and every encoding; colours only add to the letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.core.windows import MICROS_PER_MINUTE
from policydsl.diagnostics.visible import visible, width
from policydsl.engine.zones import to_date
from policydsl.frozen import frozen
from policydsl.pictures.texts import text
from policydsl.pictures.times import on_clock, time_text, weekday_text
from policydsl.pictures.week.answers import Answer
from policydsl.pictures.week.clock import DAY, Row, Sheet
from policydsl.pictures.week.legend import MOST_ENTRIES, REVIEW_HUE, Entry, Hue, Legend, described
from policydsl.pictures.week.pieces import Cell, Kind, cells, hours_text, open_time, pieces

GLYPHS = {
    Kind.ALLOW: ".",
    Kind.REVIEW: "?",
    Kind.MIXED: "/",
    Kind.GAP: "-",
    Kind.PAST: " ",
    Kind.NONE: " ",
}
_EXPLAINED = (Kind.ALLOW, Kind.MIXED, Kind.GAP, Kind.REVIEW)
_HALF_HOUR, _HOUR = 30, 60
_SPACE = "  "
_TOTAL_WIDTH = 6
_LAYOUTS = (
    (_HALF_HOUR, "{weekday} {date}", True),
    (_HALF_HOUR, "{weekday} {date}", False),
    (_HALF_HOUR, "{date}", False),
    (_HALF_HOUR, "{short}", False),
    (_HOUR, "{weekday} {date}", True),
    (_HOUR, "{date}", False),
    (_HOUR, "{short}", False),
)


@frozen
class _Layout:
    """How a picture fits a terminal: minutes a cell, how dates are written, totals or not."""

    minutes: int
    label: str
    totals: bool

    @property
    def columns(self) -> int:
        """The columns of the clock."""
        return DAY // (self.minutes * MICROS_PER_MINUTE)


def picture(
    answer: Answer,
    sheet: Sheet,
    legend: Legend,
    columns: int,
    lang: str,
    colour: bool,
    *,
    marks_now: bool = True,
) -> list[str]:
    """The picture of one answer in a terminal of so many columns."""
    layout, labels = _fitting(sheet, columns, lang)
    margin = max(map(width, labels.values()))
    channel = visible(str(answer.request.facts["proposal.channel"]))
    lines = [text("pictured", lang, channel=channel, zone=sheet.zone)]
    lines.append(_header(layout, margin, lang))
    for row in sheet.rows:
        found = pieces(row, answer.shown, sheet.at)
        label = text("again", lang) if row.again else labels[row.day]
        drawn = "".join(_cell(cell, legend, colour) for cell in cells(found, layout.minutes))
        shown = f"{_SPACE}{hours_text(open_time(found)):>{_TOTAL_WIDTH}}" if layout.totals else ""
        lines.append(f"{_right(label, margin)}{_SPACE}{drawn}{shown}".rstrip())
        now = row.wall_of(sheet.at)
        if now is not None and marks_now:
            column = now // (layout.minutes * MICROS_PER_MINUTE)
            lines.append(_now(column, margin, layout, sheet, lang))
    if answer.never_open is not None:
        lines.append(text(answer.never_open, lang))
    if answer.judged_until < sheet.until:
        lines.append(text("cut_short", lang))
    return lines


def legend_lines(
    answers: Sequence[Answer], sheet: Sheet, legend: Legend, columns: int, lang: str, colour: bool
) -> Iterator[str]:
    """What the letters of pictures mean: those of no rule that are there, then each rule."""
    minutes = _fitting(sheet, columns, lang)[0].minutes
    kinds = {
        cell.kind
        for answer in answers
        for row in sheet.rows
        for cell in cells(pieces(row, answer.shown, sheet.at), minutes)
    }
    for kind in _EXPLAINED:
        if kind in kinds:
            yield f"{GLYPHS[kind]}  {text(f'kind_{kind}', lang, minutes=minutes)}"
    for entry in legend.entries[:MOST_ENTRIES]:
        yield from _entry(entry, lang, colour)
    left = len(legend.entries) - MOST_ENTRIES
    if left > 0:
        yield text("more", lang, number=left).strip()


def _entry(entry: Entry, lang: str, colour: bool) -> Iterator[str]:
    mark = painted(entry.mark, entry.hue) if colour else entry.mark
    shown = described(entry, lang)
    yield f"{mark}  {shown.code}  {visible(entry.rule)}  {visible(shown.title)}".rstrip()
    if shown.message:
        yield f"   {visible(shown.message)}"
    if shown.citation:
        yield f"   {visible(shown.citation)}"
    if not entry.leads:
        yield f"   {text('never_drawn', lang)}"


def _fitting(sheet: Sheet, columns: int, lang: str) -> tuple[_Layout, dict[int, str]]:
    """The fullest layout that fits, else the smallest; with the labels of the dates."""
    for minutes, label, totals in _LAYOUTS:
        layout = _Layout(minutes, label, totals)
        labels = {row.day: _label(row, label, lang) for row in sheet.rows}
        needed = max(map(width, labels.values())) + len(_SPACE) + layout.columns
        if needed + (len(_SPACE) + _TOTAL_WIDTH) * totals <= columns:
            break
    return layout, labels


def _label(row: Row, template: str, lang: str) -> str:
    day = to_date(row.day)
    assert day is not None
    iso = day.isoformat()
    weekday = weekday_text(day.weekday(), lang)[:3]
    return template.format(weekday=weekday, date=iso, short=iso[5:])


def _header(layout: _Layout, margin: int, lang: str) -> str:
    every = 3 if layout.minutes == _HALF_HOUR else 6
    hours = "".join(
        f"{hour:02}".ljust(every * layout.columns // 24) for hour in range(0, 24, every)
    )
    total = f"{_SPACE}{text('open', lang)}" if layout.totals else ""
    return f"{' ' * margin}{_SPACE}{hours}{total}".rstrip()


def _cell(cell: Cell, legend: Legend, colour: bool) -> str:
    glyph = GLYPHS[cell.kind] if cell.rule is None else legend.of(cell.rule).mark
    if not colour:
        return glyph
    if cell.rule is not None:
        return painted(glyph, legend.of(cell.rule).hue)
    if cell.kind is Kind.REVIEW:
        return painted(glyph, REVIEW_HUE)
    return f"\x1b[2m{glyph}\x1b[0m" if cell.kind in (Kind.ALLOW, Kind.GAP) else glyph


def painted(glyph: str, hue: Hue) -> str:
    """A glyph on its colour."""
    return f"\x1b[{97 if hue.is_dark else 30};48;5;{hue.terminal}m{glyph}\x1b[0m"


def _now(column: int, margin: int, layout: _Layout, sheet: Sheet, lang: str) -> str:
    """The line under a row that points at now."""
    said = text("now", lang, time=time_text(on_clock(sheet.at, sheet.zone)))
    before = margin + len(_SPACE) + column
    if column > layout.columns // 2:
        return f"{_right(said, before - 1)} ^"
    return f"{' ' * before}^ {said}"


def _right(label: str, columns: int) -> str:
    return " " * (columns - width(label)) + label
