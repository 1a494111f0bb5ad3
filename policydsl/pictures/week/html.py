"""A picture of the coming days as a page: words, the picture, what its letters mean, and a table.

In: a `Drawing`. Out: an HTML page that stands alone, for a screen, light or dark, and for paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.engine.decision_json import instant
from policydsl.pictures.markup import element, plain
from policydsl.pictures.texts import text
from policydsl.pictures.times import length_text, offset_text, on_clock, time_text
from policydsl.pictures.week.answers import Answer
from policydsl.pictures.week.drawing import Drawing
from policydsl.pictures.week.fills import fill_of, signs, swatch
from policydsl.pictures.week.legend import MOST_ENTRIES, REVIEW, Entry, described
from policydsl.pictures.week.pieces import Kind, Shown
from policydsl.pictures.week.svg import svg_pictures

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif;
  max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
pre { white-space: pre-wrap; font-size: 13px; }
figure { margin: 1.5rem 0; }
figure svg { max-width: 100%; height: auto; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: start; vertical-align: top; padding: 4px 8px; border-bottom: 1px solid #8886; }
td.when { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.sign { white-space: nowrap; }
td svg { vertical-align: middle; }
@media print { :root { color-scheme: light; } body { margin: 0; max-width: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } tr { break-inside: avoid; } }
"""
_LANGUAGES = {"en": "en", "zh": "zh-CN"}


def html_page(drawing: Drawing, words: Iterable[str]) -> str:
    """The whole page; `words` are texts that stand above the picture, one for each answer."""
    lang = drawing.lang
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", plain(drawing.title)),
        element("style", _STYLE),
    ]
    body = [
        element("h1", plain(drawing.title)),
        *(element("pre", "\n".join(map(plain, said.split("\n")))) for said in words),
        element("figure", svg_pictures(drawing)),
        *legend_parts(drawing),
        *(part for answer in drawing.answers for part in _stretches(drawing, answer)),
    ]
    page = element("head", "\n".join(["", *head, ""])) + "\n"
    page += element("body", "\n".join(["", *body, ""]))
    return f"<!doctype html>\n{element('html', page, lang=_LANGUAGES[lang])}\n"


def legend_parts(drawing: Drawing) -> Iterator[str]:
    """What the letters mean."""
    entries = drawing.legend.entries
    shown = [f"{swatch(fill)} {plain(said)}" for fill, said in signs(drawing)]
    shown.append(f"▼ {plain(drawing.now)}")
    if drawing.has_bars():
        shown.append(plain(text("bars", drawing.lang)))
    yield element("p", "&emsp;".join(shown))
    rows = [_entry(entry, drawing.lang) for entry in entries[:MOST_ENTRIES]]
    if rows:
        yield element("table", "\n".join(["", *rows, ""]))
    if len(entries) > MOST_ENTRIES:
        left = text("more", drawing.lang, number=len(entries) - MOST_ENTRIES)
        yield element("p", plain(left.strip()))


def _entry(entry: Entry, lang: str) -> str:
    shown = described(entry, lang)
    lines = [part for part in (shown.title, shown.message, shown.citation) if part]
    if not entry.leads:
        lines.append(text("bar_only", lang))
    fields = (
        f"{swatch(fill_of(entry))} {element('b', plain(entry.mark))}",
        plain(shown.code),
        element("b", plain(entry.rule)),
        "<br>".join(map(plain, lines)),
    )
    sign, *others = fields
    row = element("td", sign, class_="sign") + "".join(f"<td>{field}</td>" for field in others)
    return element("tr", row)


def _stretches(drawing: Drawing, answer: Answer) -> Iterator[str]:
    """Every stretch of time with one answer, as a table."""
    lang = drawing.lang
    yield element("h2", plain(drawing.heading(answer)))
    names = ("from_time", "until_time", "length", "verdict", "rules")
    head = element(
        "tr", "".join(element("th", plain(text(name, lang)), scope="col") for name in names)
    )
    rows = [_stretch(drawing, one) for one in answer.shown]
    yield element("table", "\n".join([element("thead", head), "<tbody>", *rows, "</tbody>"]))


def _stretch(drawing: Drawing, shown: Shown) -> str:
    marked = [f"{drawing.legend.of(rule).mark} {rule}" for rule in shown.denying]
    marked += [f"{REVIEW} {rule}" for rule in shown.reviewing]
    fields = (
        _time(shown.start, drawing.sheet.zone),
        _time(shown.end, drawing.sheet.zone),
        plain(length_text(shown.end - shown.start, drawing.lang)),
        plain(text(f"kind_{Kind(shown.verdict)}", drawing.lang)),
        "<br>".join(map(plain, marked)),
    )
    when, until, *others = fields
    cells = [element("td", field, class_="when") for field in (when, until)]
    cells += [f"<td>{field}</td>" for field in others]
    return element("tr", "".join(cells))


def _time(at: int, zone: str) -> str:
    """An instant by the clock of a zone, with its distance from UTC."""
    try:
        local = on_clock(at, zone)
    except OverflowError:
        return ""
    shown = f"{local.date().isoformat()} {time_text(local)} {offset_text(local)}"
    return element("time", plain(shown), datetime=instant(at))
