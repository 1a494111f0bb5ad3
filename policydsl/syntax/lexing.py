"""From text to tokens.

In: a text and the stretch of it to read. Out: tokens one after the other, white space and comments
left out. A word comes with every terminal that it can be; the parser takes the first that fits, so
`inbound` is never `in`, and most keywords may be names. Nothing is refused here: what fits nowhere
comes out as a token of its own kind, for the parser to stop at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policydsl.syntax.tables import Tables

_NAME = ("NAME",)


class Token(NamedTuple):
    """A piece of text, offsets in the source, and the terminals it can be, best first."""

    kinds: tuple[str, ...]
    text: str
    start: int
    end: int


def scan(tables: Tables, text: str, begin: int, end: int) -> Iterator[Token]:
    """The tokens between two offsets of a text, lazily."""
    match = tables.pattern.match
    ignored = tables.ignored
    words = tables.words
    at = begin
    while at < end:
        found = match(text, at, end)
        if found is None:  # pragma: no cover - the last shape takes any character
            raise AssertionError(f"nothing matches at {at}")
        kind, start, at = str(found.lastgroup), at, found.end()
        if kind in ignored:
            continue
        written = found.group()
        kinds: tuple[str, ...] = (kind,)
        if kind == "NAME" and written in words:
            kinds = tuple(
                name
                for name, look in words[written]
                if look is None or look.match(text, start, end)
            )
            kinds += _NAME
        yield Token(kinds, written, start, at)
