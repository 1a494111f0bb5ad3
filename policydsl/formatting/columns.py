"""Puts what belongs together into one column, and joins lines to a text.

In: lines. Out: the text. In a table, which is facts one below the other, the colons stand in one
column, and so do the comments at the ends of its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policydsl.diagnostics.visible import width
from policydsl.formatting.lines import WIDTH, Line

COMMENT_WIDTH = 120
"""A comment is not moved into a column that would make its line longer than this."""

BEFORE_COMMENT = 3
"""The least number of spaces before a comment at the end of a line."""


def written(lines: Sequence[Line]) -> str:
    """The text of the lines, with a line end at its end."""
    for run in _tables(lines):
        _align_heads(run)
        _align_comments([line for line in run if line.comment])
    for line in lines:
        if line.comment and not line.table:
            line.text += " " * BEFORE_COMMENT + line.comment
    parts: list[str] = []
    for number, line in enumerate(lines):
        if line.blank and number:
            parts.append("")
        parts.append(" " * line.indent + line.text)
    return "\n".join(parts) + "\n"


def _tables(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines of one kind of table with neither a blank line nor a comment's own between them."""
    run: list[Line] = []
    for line in lines:
        if run and (line.blank or line.alone or line.table != run[-1].table):
            yield run
            run = []
        if line.table and not line.alone:
            run.append(line)
    if run:
        yield run


def _align_heads(run: Sequence[Line]) -> None:
    """Heads of a table made equally wide; a line that would get too long keeps its own width."""
    members = [line for line in run if line.head]
    fitting = [line for line in members if width(line.head) + 1 + width(line.text) <= WIDTH]
    column = max((width(line.head) for line in fitting), default=0)
    for line in members:
        space = column - width(line.head)
        if column + 1 + width(line.text) > WIDTH:
            space = 0
        line.text = f"{line.head}{' ' * space} {line.text}"


def _align_comments(run: Sequence[Line]) -> None:
    """Comments in one column; a line that would get too long keeps its own."""
    ends = [line.indent + width(line.text) + BEFORE_COMMENT for line in run]
    sizes = [width(line.comment) for line in run]
    places = [end for end, size in zip(ends, sizes, strict=True) if end + size <= COMMENT_WIDTH]
    column = max(places, default=0)
    for line, end, size in zip(run, ends, sizes, strict=True):
        space = 0 if column + size > COMMENT_WIDTH else max(0, column - end)
        line.text += " " * (BEFORE_COMMENT + space) + line.comment
