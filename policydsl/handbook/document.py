"""A document before it is printed: blocks of lines, tables and pictures.

In: nothing. Out: frozen types that the chapters make and `html` and `markdown` print.
"""

from __future__ import annotations

from typing import TypeAlias

from policydsl.frozen import frozen
from policydsl.handbook.writing import Line, Said


@frozen
class Heading:
    """The head of a chapter (level 2) or of one rule, step or picture (3).

    `anchor` is where links lead; chapters with one are listed at the start.
    """

    level: int
    line: Line
    anchor: str


@frozen
class Paragraph:
    """A line of running text; a `note` is set apart."""

    line: Line
    note: bool = False


@frozen
class Bullets:
    """Lines and groups, one under the other."""

    items: tuple[Said, ...]


@frozen
class Facts:
    """Labels, each with what is so."""

    rows: tuple[tuple[Line, Said], ...]


@frozen
class Table:
    """Rows under a head; every row has as many cells as the head."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@frozen
class Picture:
    """A picture as SVG, and the same in letters for where there are no pictures."""

    svg: str
    text: str
    caption: Line


@frozen
class Signatures:
    """Places to sign, each with its label."""

    labels: tuple[Line, ...]
    columns: tuple[Line, ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Picture | Signatures


@frozen
class Document:
    """Everything, in order; `definitions` is SVG that the pictures refer to."""

    lang: str
    title: Line
    contents: Line
    blocks: tuple[Block, ...]
    definitions: str = ""
