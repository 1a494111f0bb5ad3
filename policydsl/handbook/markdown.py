"""A document as Markdown: the same blocks, pictures in letters; for diffs and for forges.

In: a `Document`. Out: text in which everything that an author wrote is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never
from urllib.parse import quote

from policydsl.diagnostics.visible import visible
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
from policydsl.handbook.writing import Code, Group, Line, Mark, Piece, Said, Strong, Term, Words

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")
_OPENING = re.compile(r"^(\s*)([-+=]|\d+[.)])")
_FENCE = "```"
_COLONS = {"en": ": ", "zh": "："}


def markdown(document: Document) -> str:
    """The whole text, ending with a line end."""
    parts = [f"# {_line(document.title)}"]
    listed = False
    for block in document.blocks:
        if isinstance(block, Heading) and not listed:
            parts.append("\n".join(_contents(document)))
            listed = True
        parts.append(_block(block, document.lang))
    return "\n\n".join(parts) + "\n"


def _contents(document: Document) -> Iterator[str]:
    yield f"**{_line(document.contents)}**\n"
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            yield f"- [{_line(block.line)}](#{quote(block.anchor)})"


def _block(block: Block, lang: str) -> str:
    match block:
        case Heading(level, line, anchor):
            return f'<a id="{quote(anchor)}"></a>\n\n{"#" * level} {_line(line)}'
        case Paragraph(line):
            return _opened(_line(line))
        case Bullets(items):
            return "\n".join(_list(items, ""))
        case Facts(rows):
            return "\n".join(_facts(rows, _COLONS[lang]))
        case Table(head, rows):
            ruled = [_row(head), "|" + " --- |" * len(head)]
            return "\n".join([*ruled, *map(_row, rows)])
        case Picture(_, text, caption):
            shown = "\n".join(map(visible, text.split("\n"))).replace(_FENCE, "'''")
            return f"{_FENCE}text\n{shown}\n{_FENCE}\n\n{_line(caption)}"
        case Signatures(labels, columns):
            head = ((" ",), *columns)
            ruled = [_row(head), "|" + " --- |" * len(head)]
            return "\n".join([*ruled, *(_row((label, *((),) * len(columns))) for label in labels)])
        case _:
            assert_never(block)


def _row(cells: tuple[Line, ...]) -> str:
    return "|" + "".join(f" {_line(cell)} |" for cell in cells)


def _facts(rows: tuple[tuple[Line, Said], ...], colon: str) -> Iterator[str]:
    for name, said in rows:
        label = f"**{_line(name)}**"
        if isinstance(said, Group):
            yield f"- {label}{colon}{_line(said.head)}".rstrip()
            yield from _list(said.items, "  ")
        else:
            yield f"- {label}{colon}{_line(said)}"


def _list(items: tuple[Said, ...], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group):
            yield f"{indent}- {_opened(_line(item.head))}"
            yield from _list(item.items, indent + "  ")
        else:
            yield f"{indent}- {_opened(_line(item))}"


def _opened(text: str) -> str:
    """The text, not taken for a list or a heading at its start."""
    return _OPENING.sub(lambda found: f"{found[1]}\\{found[2]}", text)


def _line(line: Line) -> str:
    return "".join(map(_piece, line))


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return _escaped(piece)
        case Code(text):
            shown = visible(text)
            return f"`{shown}`" if "`" not in shown and "|" not in shown else _escaped(shown)
        case Words(text):
            return f"“{_escaped(text)}”"
        case Term(text, anchor):
            return f"[{_escaped(text)}](#{quote(anchor)})"
        case Strong(text):
            return f"**{_escaped(text)}**"
        case Mark(_, text):
            return f"`{text}`"
        case _:
            assert_never(piece)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text))
