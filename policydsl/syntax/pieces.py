"""Parses one stretch of text from one start symbol.

In: a source, a stretch of it, a start symbol. Out: the node, or the one diagnostic for the first
thing that is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policydsl.diagnostics import Diagnostic, Source, Span, diagnostic
from policydsl.syntax.builder import maker
from policydsl.syntax.driver import Make, Rejected, run
from policydsl.syntax.lexing import Token, scan
from policydsl.syntax.mistakes import Trouble, explain
from policydsl.syntax.place import Refused
from policydsl.syntax.screening import MOST_NESTED
from policydsl.syntax.tables import Tables, tables


def parse_piece(
    start: str,
    source: Source,
    begin: int,
    end: int,
    fixed: Span | None = None,
    make: Make | None = None,
) -> Any | Diagnostic:
    """The node of a start symbol for a stretch of a source, or what is wrong with it.

    With `fixed`, every span in the answer is that one. With `make`, it makes the nodes.
    """
    ready = tables()
    tokens = _not_too_deep(ready, source, begin, end, fixed)
    try:
        return run(ready, start, tokens, end, make or maker(source, fixed))
    except Refused as refused:
        return refused.diagnostic
    except Rejected as rejected:
        return explain(Trouble(ready, start, source, begin, end, fixed, rejected))


def _not_too_deep(
    ready: Tables, source: Source, begin: int, end: int, fixed: Span | None
) -> Iterator[Token]:
    """The tokens, until parentheses and `not` are nested deeper than anyone could follow."""
    depth = negations = 0
    for token in scan(ready, source.text, begin, end):
        kind = token.kinds[0]
        negations = negations + 1 if kind == "NOT" else 0 if kind != "LPAR" else negations
        if kind in ("LPAR", "LBRACE"):
            depth += 1
        elif kind in ("RPAR", "RBRACE"):
            depth = max(0, depth - 1)
        if depth + negations > MOST_NESTED:
            span = fixed or source.span(token.start, token.end)
            raise Refused(diagnostic("E108", span, most=MOST_NESTED, helps=["define"]))
        yield token
