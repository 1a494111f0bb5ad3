"""Texts and places in them.

In: a text and the name it is shown under. Out: `Source` and `Span`, from which every diagnostic
says where it stands. Offsets count characters from 0; lines and columns count from 1.
"""

from __future__ import annotations

from bisect import bisect_right

from policydsl.frozen import frozen


class Source:
    """One text that a user wrote, with the name he knows it by.

    Two sources are equal when name and text are equal.
    """

    __slots__ = ("_starts", "name", "text")

    name: str
    text: str
    _starts: tuple[int, ...] | None

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts = None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Source):
            return NotImplemented
        return self.name == other.name and self.text == other.text

    def __hash__(self) -> int:
        return hash((self.name, self.text))

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"

    @property
    def line_count(self) -> int:
        """How many lines there are; an empty text has one."""
        return len(self._line_starts())

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1, in characters) of an offset; clamped to the text."""
        offset = min(max(offset, 0), len(self.text))
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its end; IndexError when there is no such line."""
        starts = self._line_starts()
        if not 1 <= line <= len(starts):
            raise IndexError(f"no line {line} in {self.name}")
        end = starts[line] if line < len(starts) else len(self.text)
        text = self.text[starts[line - 1] : end]
        if text.endswith("\r\n"):
            return text[:-2]
        return text.removesuffix("\n")

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The span from start to end; without arguments the whole text."""
        return Span(self, start, len(self.text) if end is None else end)

    def _line_starts(self) -> tuple[int, ...]:
        # Computed once, and only for texts that have something to report.
        if self._starts is None:
            starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = tuple(starts)
        return self._starts


@frozen
class Span:
    """A stretch of a source: character offsets, `start` included, `end` left out."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line (from 1) that the span starts on."""
        return self.source.line_column(self.start)[0]

    @property
    def column(self) -> int:
        """The column (from 1, in characters) that the span starts at."""
        return self.source.line_column(self.start)[1]

    @property
    def text(self) -> str:
        """The text inside the span, exactly as written."""
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The smallest span that holds this one and another of the same source."""
        if other.source is not self.source and other.source != self.source:
            raise ValueError("spans of different sources cannot be joined")
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))
