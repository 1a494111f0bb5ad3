"""One line of a source with what is marked in it.

In: a span and the other places on the same line. Out: the line as it is shown and the lines of
carets below it, aligned by columns, so that Chinese text and emoji stay above their carets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from policydsl.diagnostics.source import Span
from policydsl.diagnostics.visible import visible_character, width
from policydsl.frozen import frozen

WIDEST = 100
"""Columns of a source line that are shown; of a longer line, the part around the span."""


@frozen
class Mark:
    """A place on the shown line: columns from 0, the end left out."""

    start: int
    end: int


@frozen
class Snippet:
    """A line as shown, `text`, cut out of the line around the span it was made for.

    `columns[i]` is the column of the character `first + i` of the line.
    """

    line: int
    text: str
    first: int
    columns: tuple[int, ...]

    def mark(self, span: Span) -> Mark | None:
        """Where the span stands on the shown line, None when it is not there.

        A span that goes on to further lines is marked to the end of the line; an empty one is
        marked with one caret.
        """
        line, start = _start(span)
        start -= self.first
        if line != self.line or not 0 <= start < len(self.columns):
            return None
        end = min(start + _length_on_line(span), len(self.columns) - 1)
        left = self.columns[start]
        return Mark(left, max(self.columns[max(start, end)], left + 1))


def snippet(span: Span) -> Snippet:
    """The line that the span starts on, as it is shown."""
    line, start = _start(span)
    whole = span.source.line_text(line)
    # Cut roughly by characters first: a line may have a million of them.
    low, high = max(0, start - WIDEST), start + 2 * WIDEST
    cells = [_cell(character) for character in whole[low:high]]
    columns = list(accumulate(map(width, cells), initial=0))
    focus = min(start - low, len(cells))
    focus_end = min(focus + _length_on_line(span), len(cells))
    first, last = _window(columns, focus, focus_end, at_start=low == 0)
    before = "…" if low + first > 0 else ""
    after = "…" if low + last < len(whole.rstrip()) else ""
    shift = len(before) - columns[first]
    return Snippet(
        line=line,
        text=(before + "".join(cells[first:last]) + after).rstrip(),
        first=low + first,
        columns=tuple(at + shift for at in columns[first : last + 1]),
    )


def _window(columns: list[int], start: int, end: int, *, at_start: bool) -> tuple[int, int]:
    """Which cells to show: first and last (left out), at most `WIDEST` columns of them."""
    left_edge, total = columns[start], columns[-1]
    focus = min(max(columns[end] - left_edge, 1), WIDEST)
    if at_start and left_edge + focus <= WIDEST:
        left = 0
    else:
        left = max(0, left_edge - (WIDEST - focus) // 2)
        left = min(left, max(0, total - WIDEST), left_edge)
    return bisect_left(columns, left), bisect_right(columns, left + WIDEST) - 1


def _start(span: Span) -> tuple[int, int]:
    """The line that the span starts on, and the character (from 0) of that line.

    A span may start at the line end itself, even between its two characters.
    """
    line, column = span.source.line_column(span.start)
    return line, min(column - 1, len(span.source.line_text(line)))


def _length_on_line(span: Span) -> int:
    """How many characters of the span stand on the line that it starts on."""
    line, start = _start(span)
    rest = len(span.source.line_text(line).rstrip()) - start
    return max(min(span.end - span.start, rest), 0)


def _cell(character: str) -> str:
    return " " if character == "\t" else visible_character(character)
