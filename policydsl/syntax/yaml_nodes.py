"""What a YAML text is made of, reduced to what policies may use.

In: nothing. Out: frozen nodes with character offsets. Values are the text the author wrote, never
a number, a date or a truth value: `no`, `8:00` and `3.10` stay text.
"""

from __future__ import annotations

from typing import TypeAlias

from policydsl.frozen import frozen

PLAIN = ""
LITERAL = "|"
FOLDED = ">"


@frozen
class Scalar:
    """A text; `style` is `PLAIN`, `'`, `"`, `LITERAL` or `FOLDED`. `end` is left out."""

    text: str
    style: str
    begin: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Nothing was written at all; `""` is a text of no characters."""
        return not self.text and self.style == PLAIN


@frozen
class Listing:
    """`[a, b]`, or items on lines that begin with `-`."""

    items: tuple[Node, ...]
    begin: int
    end: int


@frozen
class Mapping:
    """`{a: b}`, or lines `a: b`. Pairs are in the order written, repeated keys included."""

    pairs: tuple[tuple[Node, Node], ...]
    begin: int
    end: int


@frozen
class Refused:
    """What was refused already; nothing more is said about it."""

    begin: int
    end: int


Node: TypeAlias = Scalar | Listing | Mapping | Refused


@frozen
class Document:
    """One YAML document; `root` is None when reading had to stop inside it.

    `is_sound` is false when something in it was refused.
    """

    root: Node | None
    is_sound: bool
    begin: int
    end: int
