"""Lines of prose, and the voice that writes them in one of two languages.

In: templates, English beside Chinese, and what goes into them. Out: `Line`s: texts with the ids,
the author's words and the terms in them kept apart, so that each way of printing can mark and
escape them; and `Group`s, conditions that are lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TypeAlias

from policydsl.diagnostics.visible import visible
from policydsl.facts.standard import Field
from policydsl.frozen import frozen


@frozen
class Code:
    """An id, a code or a field's name, as a policy or a request writes it."""

    text: str


@frozen
class Words:
    """The author's words, or a text that a rule compares with; printed in quotes."""

    text: str


@frozen
class Term:
    """Something that the document explains elsewhere, at an anchor."""

    text: str
    anchor: str


@frozen
class Strong:
    """What the eye should find first."""

    text: str


@frozen
class Mark:
    """A sign of a legend: as SVG, and the same as a letter."""

    svg: str
    text: str


Piece: TypeAlias = str | Code | Words | Term | Strong | Mark
Line: TypeAlias = tuple[Piece, ...]
Part: TypeAlias = Line | Piece | int


@frozen
class Group:
    """A line and what belongs under it, each a line or a group."""

    head: Line
    items: tuple[Said, ...]


Said: TypeAlias = Line | Group

_PLACE = re.compile(r"\{(\w+)\}")
_WIDE = re.compile(r"[\u3400-\u9fff]")
_NARROW = re.compile(r"[A-Za-z0-9]")
_NO_FIELDS: Mapping[str, Field] = {}
_NO_TERMS: Mapping[object, Term] = {}


@frozen
class Voice:
    """The language, the fields that facts are read by, and the conditions that have a name.

    `terms` maps formulas to where the document says what they mean.
    """

    lang: str
    fields: Mapping[str, Field] = field(default_factory=lambda: _NO_FIELDS)
    terms: Mapping[object, Term] = field(default_factory=lambda: _NO_TERMS)

    def say(self, en: str, zh: str, /, **parts: Part) -> Line:
        """One of two templates, filled; a part is a line, a piece of one, or a number."""
        template = en if self.lang == "en" else zh
        found: list[Piece] = []
        for number, text in enumerate(_PLACE.split(template)):
            if number % 2:
                part = parts[text]
                found += part if isinstance(part, tuple) else [_piece(part)]
            else:
                found.append(text)
        return self.joined(found)

    def word(self, en: str, zh: str, /) -> str:
        """One of two words."""
        return en if self.lang == "en" else zh

    def joined(self, pieces: Iterable[Piece]) -> Line:
        """Pieces as one line, with a space where Chinese meets letters or digits."""
        made: list[Piece] = []
        for piece in pieces:
            if piece == "":
                continue
            if made and self.lang == "zh" and _meet(made[-1], piece):
                made.append(" ")
            made.append(piece)
        return _merged(made)

    def all_of(self, lines: Sequence[Line]) -> Line:
        """`a, b and c`."""
        return self._listed(lines, " and ", "和")

    def any_of(self, lines: Sequence[Line]) -> Line:
        """`a, b or c`."""
        return self._listed(lines, " or ", "或")

    def list_of(self, lines: Sequence[Line]) -> Line:
        """`a, b, c`."""
        return self._listed(lines, ", ", "、")

    def _listed(self, lines: Sequence[Line], en: str, zh: str) -> Line:
        found: list[Piece] = []
        for number, line in enumerate(lines):
            if number:
                last = number == len(lines) - 1
                found.append(self.word(en if last else ", ", zh if last else "、"))
            found += line
        return self.joined(found)


def _piece(part: Piece | int) -> Piece:
    return str(part) if isinstance(part, int) else part


def _merged(pieces: Iterable[Piece]) -> Line:
    """The same with texts that follow each other made one."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece != "":
            made.append(piece)
    return tuple(made)


def _meet(before: Piece, after: Piece) -> bool:
    """Whether a wide character and a narrow one would touch."""
    last, first = _shown(before)[-1:], _shown(after)[:1]
    wide, narrow = _WIDE.match, _NARROW.match
    return bool((wide(last) and narrow(first)) or (narrow(last) and wide(first)))


def _shown(piece: Piece) -> str:
    """A piece by what stands at its edges; quotes are no letters."""
    if isinstance(piece, str):
        return piece
    return "" if isinstance(piece, Words) else "x" if isinstance(piece, Code) else piece.text


def plain_text(line: Line) -> str:
    """A line without marks, safe to print."""
    return "".join(
        f"“{visible(piece.text)}”" if isinstance(piece, Words) else visible(_text(piece))
        for piece in line
    )


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.text


def capital(line: Line) -> Line:
    """The line with a capital letter at its start, where that is a text."""
    if line and isinstance(line[0], str):
        return (line[0][:1].upper() + line[0][1:], *line[1:])
    return line


def trimmed(said: Said, most: int, voice: Voice) -> Said:
    """The same with so many lines at most, and a line that says how many are left out."""
    return _trimmed(said, most, voice)[0]


def _trimmed(said: Said, most: int, voice: Voice) -> tuple[Said, int]:
    """What fits, and how many lines it takes."""
    if not isinstance(said, Group):
        return said, 1
    used = 1
    items: list[Said] = []
    for item in said.items:
        if used >= most:
            break
        shown, lines = _trimmed(item, most - used, voice)
        items.append(shown)
        used += lines
    left = len(said.items) - len(items)
    if left:
        items.append(voice.say("{n} more lines are left out", "另有{n}项从略", n=left))
    return Group(said.head, tuple(items)), used
