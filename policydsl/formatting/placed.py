"""The comments of a text with their places in it.

In: a text of either spelling that is without errors. Out: its comments in their order, those
inside phrases of YAML included. From them formatting proves that it lost none, and translating
finds where each belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policydsl.diagnostics import Source
from policydsl.formatting.gaps import Gap
from policydsl.formatting.units import gaps_of
from policydsl.formatting.yaml_gaps import GappedDocument
from policydsl.formatting.yaml_scalars import comments_inside, header_comment
from policydsl.syntax.lexing import Token


class Placed(NamedTuple):
    """A comment between what ends at `before` and what begins at `after`, both offsets.

    `alone` says that it has a line of its own, `deeper` that it is indented more than what follows
    and so belongs to what precedes.
    """

    text: str
    before: int
    after: int
    alone: bool
    deeper: bool


def policy_comments(tokens: Sequence[Token], text: str) -> Iterator[Placed]:
    """The comments between the tokens of a DSL text."""
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    for gap, end, start in zip(gaps_of(tokens, text), ends, starts, strict=True):
        if gap.comments:
            yield from _placed(gap, end, start, is_last=start == len(text))


def yaml_comments(source: Source, documents: Iterable[GappedDocument]) -> Iterator[Placed]:
    """The comments in these documents of a source."""
    for document in documents:
        before = document.begin
        named = zip(document.scalars, document.kinds, document.gaps, strict=False)
        for scalar, kind, gap in named:
            yield from _placed(gap, before, scalar.begin)
            inside = [header_comment(source, scalar), *comments_inside(scalar, kind)]
            for text in filter(None, inside):
                yield Placed(text, scalar.begin, scalar.begin, alone=True, deeper=False)
            before = scalar.end
        yield from _placed(document.gaps[-1], before, document.end, is_last=True)


def _placed(gap: Gap, before: int, after: int, *, is_last: bool = False) -> Iterator[Placed]:
    column = 0 if is_last else gap.column
    for comment in gap.comments:
        deeper = comment.alone and comment.column > column
        yield Placed(comment.text, before, after, comment.alone, deeper)
