"""Where a node lies, and how its maker says no.

In: the extent of a production. Out: `Place`, from which a node takes its span, and `Refused`, which
carries the diagnostic for a phrase that parses but cannot mean anything.
"""

from __future__ import annotations

from policydsl.diagnostics import Diagnostic, Source, Span
from policydsl.syntax.driver import Extent


class Refused(Exception):  # noqa: N818 - not a failure of the program
    """A phrase that parses and is wrong all the same; ends the parse of its piece."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class Place:
    """The extent of a production in its source.

    `fixed` is the one place that everything is said to stand at, for texts that were unescaped and
    whose offsets would mean nothing to the author.
    """

    __slots__ = ("_extent", "_fixed", "_source")

    def __init__(self, source: Source, extent: Extent, fixed: Span | None) -> None:
        self._source = source
        self._extent = extent
        self._fixed = fixed

    @property
    def span(self) -> Span:
        """All of the production."""
        return self._fixed or Span(self._source, self._extent.start, self._extent.end)

    @property
    def keywords(self) -> Span:
        """The words that the production begins with."""
        return self._fixed or Span(self._source, self._extent.start, self._extent.lead)

    @property
    def text(self) -> str:
        """The production as written, white space made single spaces."""
        return " ".join(self._source.text[self._extent.start : self._extent.end].split())
