"""What stands between two tokens: comments, line ends, blank lines.

In: the text between tokens, or between the scalars of YAML. Out: `Gap`. Nothing else of a text is
lost when it is cut into tokens.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TAB = 8
_LINE_END = re.compile(r"\r\n|\r|\n")


class Comment(NamedTuple):
    """A comment from its `#` on, without white space at its end.

    `column` (from 0) is where it was written; `alone` says that it has a line of its own, `blank`
    that a blank line stands before it.
    """

    text: str
    column: int
    alone: bool
    blank: bool


class Gap(NamedTuple):
    """The space before a token.

    `newline` says that the token is the first of its line, `blank` that the line before it is
    blank. `column` (from 0) is where its line begins behind white space: at the token or, in
    YAML, at the dash before it; 0 if the token is not the first.
    """

    comments: tuple[Comment, ...]
    newline: bool
    blank: bool
    column: int


NOTHING = Gap((), False, False, 0)


def read_gap(text: str, at_start: bool = False) -> Gap:
    """What a gap holds; `at_start` when no token of this line stands before it.

    Whatever is neither white space nor a comment is passed over.
    """
    if "\n" not in text and "\r" not in text and "#" not in text:
        return Gap((), at_start, False, _width(text)) if at_start else NOTHING
    comments: list[Comment] = []
    blank = False
    lines = _LINE_END.split(text)
    for number, line in enumerate(lines[:-1] if "#" not in lines[-1] else lines):
        before, sign, said = line.partition("#")
        if sign:
            alone = at_start or number > 0
            comments.append(Comment(sign + said.rstrip(" \t"), _width(before), alone, blank))
        blank = not sign and (at_start or number > 0)
    return Gap(tuple(comments), at_start or len(lines) > 1, blank, _width(lines[-1]))


def _width(line: str) -> int:
    """The columns before the first sign of a line."""
    return len(line[: len(line) - len(line.lstrip())].expandtabs(TAB))
