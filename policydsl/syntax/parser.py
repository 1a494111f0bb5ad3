"""The parser's front door.

In: sources, or stretches of them with a start symbol (`policydsl.syntax.starts`). Out: nodes and
diagnostics; never an exception for what an author wrote.
"""

from __future__ import annotations

from typing import Any

from policydsl.diagnostics import Diagnostic, Source, Span
from policydsl.syntax import tree
from policydsl.syntax.parsed import Parsed
from policydsl.syntax.pieces import parse_piece
from policydsl.syntax.recovery import parse_file
from policydsl.syntax.screening import screen

__all__ = ["Parsed", "parse_file", "parse_phrase", "parse_phrase_text", "parse_policies"]


def parse_policies(source: Source) -> tuple[tuple[tree.Policy, ...], list[Diagnostic]]:
    """All policies of a DSL text, and everything that is wrong with it.

    With diagnostics, the policies hold what could be read all the same; `parse_file` also says
    which names got lost.
    """
    parsed = parse_file(source)
    return parsed.policies, list(parsed.diagnostics)


def parse_phrase(
    start: str, source: Source, begin: int, end: int
) -> tuple[Any | None, list[Diagnostic]]:
    """The node of a start symbol for the text from `begin` up to `end`, spans in the source.

    What comes back for each start symbol is said in `policydsl.syntax.starts`; None when there
    are diagnostics. KeyError for an unknown start symbol.
    """
    unfit = screen(source, begin, end)
    return _answer(unfit or parse_piece(start, source, begin, end))


def parse_phrase_text(start: str, text: str, at: Span) -> tuple[Any | None, list[Diagnostic]]:
    """The same for a text that was unescaped: all its spans are `at`."""
    source = Source(at.source.name, text)
    unfit = screen(source)
    if unfit is not None and unfit.span is not None:
        unfit = Diagnostic(unfit.code, at, unfit.args, helps=unfit.helps)
    return _answer(unfit or parse_piece(start, source, 0, len(text), at))


def _answer(result: Any) -> tuple[Any | None, list[Diagnostic]]:
    return (None, [result]) if isinstance(result, Diagnostic) else (result, [])
