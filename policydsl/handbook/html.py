"""A document as one page of HTML: no script, nothing fetched; for screens and for paper.

In: a `Document`. Out: HTML in which everything that an author wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never
from urllib.parse import quote

from policydsl.handbook.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Signatures,
    Table,
)
from policydsl.handbook.html_style import STYLE
from policydsl.handbook.writing import (
    Code,
    Group,
    Line,
    Mark,
    Piece,
    Said,
    Strong,
    Term,
    Words,
    plain_text,
)
from policydsl.pictures.markup import element, plain

_LANGUAGES = {"en": "en", "zh": "zh-CN"}
_RULE = 3


def html(document: Document) -> str:
    """The whole page."""
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _tag("title", plain(plain_text(document.title))),
        _tag("style", STYLE),
    ]
    body = [
        *([document.definitions] if document.definitions else []),
        _tag("h1", line_html(document.title)),
        *_sections(document),
    ]
    page = _tag("head", "\n".join(["", *head, ""])) + "\n"
    page += _tag("body", "\n".join(["", *body, ""]))
    return f"<!doctype html>\n{_tag('html', page, lang=_LANGUAGES[document.lang])}\n"


def _sections(document: Document) -> Iterator[str]:
    """The blocks; what belongs to a heading of a rule stands with it in a section."""
    waiting: list[str] = []
    listed = False
    for block in document.blocks:
        if isinstance(block, Heading):
            if waiting:
                yield _tag("section", "\n".join(["", *waiting, ""]))
            waiting = []
            if block.level < _RULE:
                if not listed:
                    yield _contents(document)
                    listed = True
                yield _block(block)
            else:
                waiting.append(_block(block))
        elif waiting:
            waiting.append(_block(block))
        else:
            yield _block(block)
    if waiting:
        yield _tag("section", "\n".join(["", *waiting, ""]))


def _contents(document: Document) -> str:
    found = [one for one in document.blocks if isinstance(one, Heading) and one.level < _RULE]
    links = [_tag("li", _link(line_html(one.line), one.anchor)) for one in found]
    listed = _tag("ol", "\n".join(["", *links, ""]))
    return _tag("nav", _tag("h2", line_html(document.contents)) + "\n" + listed)


def _link(inside: str, anchor: str) -> str:
    return _tag("a", inside, href=f"#{quote(anchor)}")


def _block(block: Block) -> str:
    match block:
        case Heading(level, line, anchor):
            return _tag(f"h{level}", line_html(line), id=anchor)
        case Paragraph(line, note):
            return _tag("p", line_html(line), **({"class_": "note"} if note else {}))
        case Bullets(items):
            return _list(items)
        case Facts(rows):
            parts = [_tag("dt", line_html(name)) + _tag("dd", _said(said)) for name, said in rows]
            return _tag("dl", "\n".join(["", *parts, ""]))
        case Table():
            return _table(block)
        case Picture(svg, _, caption):
            return _tag("figure", svg + "\n" + _tag("figcaption", line_html(caption)))
        case Signatures():
            return _signatures(block)
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    head = "".join(_tag("th", line_html(cell), scope="col") for cell in table.head)
    rows = [
        _tag("tr", "".join(f"<td>{line_html(cell)}</td>" for cell in row)) for row in table.rows
    ]
    body = [_tag("thead", _tag("tr", head)), "<tbody>", *rows, "</tbody>"]
    inner = _tag("table", "\n".join(["", *body, ""]))
    return _tag("div", inner, class_="table")


def _signatures(block: Signatures) -> str:
    head = "".join(_tag("th", line_html(cell), scope="col") for cell in ((), *block.columns))
    empty = "<td></td>" * len(block.columns)
    rows = [_tag("tr", _tag("th", line_html(label), scope="row") + empty) for label in block.labels]
    body = [_tag("thead", _tag("tr", head)), "<tbody>", *rows, "</tbody>"]
    return _tag("table", "\n".join(["", *body, ""]), class_="signatures")


def _said(said: Said) -> str:
    if isinstance(said, Group):
        return line_html(said.head) + _list(said.items)
    return line_html(said)


def _list(items: tuple[Said, ...]) -> str:
    parts = [_tag("li", _said(item)) for item in items]
    return _tag("ul", "\n".join(["", *parts, ""]))


def line_html(line: Line) -> str:
    """A line with its marks."""
    return "".join(map(_piece, line))


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return plain(piece)
        case Code(text):
            return _tag("code", _breakable(plain(text)))
        case Words(text):
            return _tag("q", plain(text))
        case Term(text, anchor):
            return _link(_breakable(plain(text)), anchor)
        case Strong(text):
            return _tag("strong", plain(text))
        case Mark(svg, text):
            return f"{svg} {plain(text)}" if text.isalnum() else svg
        case _:
            assert_never(piece)


def _breakable(shown: str) -> str:
    """A long name that may be broken behind its underscores and dots."""
    return shown.replace("_", "_<wbr>").replace(".", ".<wbr>")


def _tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """An element that is closed even when nothing is in it."""
    made = element(name, inside, **attributes)
    return made if inside else f"{made.removesuffix('/>')}></{name}>"
