"""Reads whole files, and goes on after errors.

In: a source. Out: the policies in it and everything that is wrong with them. A file is parsed as a
whole; only when that fails it is cut at the words that open a rule or a declaration and stand first
on a line, and each piece is parsed by itself: the first error of each is reported, the healthy ones
become policies all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from policydsl.diagnostics import Diagnostic, Source, diagnostic
from policydsl.syntax import tree
from policydsl.syntax.alternatives import settled
from policydsl.syntax.builder_policies import extended
from policydsl.syntax.keywords import DECLARATIONS, KINDS, clause_words
from policydsl.syntax.lexing import Token, scan
from policydsl.syntax.parsed import Parsed
from policydsl.syntax.pieces import parse_piece
from policydsl.syntax.screening import screen, too_big
from policydsl.syntax.tables import tables

MOST_ERRORS = 100
"""How many errors of one file are reported."""

_OPENERS = frozenset(("policy", *DECLARATIONS, *(words.split()[0] for words in KINDS.values())))


class _Piece(NamedTuple):
    """A stretch of text that should hold one declaration or the beginning of a policy."""

    start: str
    begin: int
    end: int
    names: frozenset[str]


def parse_file(source: Source) -> Parsed:
    """All policies of a DSL text, with every error of it in the order of the text."""
    unfit = too_big(source) or screen(source)
    if unfit is not None:
        return Parsed((), (unfit,), frozenset())
    whole = parse_piece("file", source, 0, len(source.text))
    if not isinstance(whole, Diagnostic):
        return _shortened(settled(Parsed(whole, (), frozenset())))
    if next(scan(tables(), source.text, 0, len(source.text)), None) is None:
        empty = diagnostic("E006", file=source.name, helps=["first_line"])
        return Parsed((), (empty,), frozenset())
    return _piecewise(source, whole)


def _piecewise(source: Source, whole: Diagnostic) -> Parsed:
    diagnostics: list[Diagnostic] = []
    lost: set[str] = set()
    policies: list[tree.Policy | None] = []
    for piece in _pieces(source):
        node = parse_piece(piece.start, source, piece.begin, piece.end)
        if isinstance(node, Diagnostic):
            diagnostics.append(node)
            lost |= piece.names
        if piece.start == "policy":
            policies.append(node if isinstance(node, tree.Policy) else None)
        elif policies[-1] is not None and not isinstance(node, Diagnostic):
            policies[-1] = extended(policies[-1], node)
        if len(diagnostics) == MOST_ERRORS:
            break
    # Every piece by itself may be fine and the order of them wrong; then the whole has the error.
    found = tuple(diagnostics or [whole])
    healthy = tuple(policy for policy in policies if policy is not None)
    return _shortened(settled(Parsed(healthy, found, frozenset(lost))))


def _shortened(parsed: Parsed) -> Parsed:
    return replace(parsed, diagnostics=parsed.diagnostics[:MOST_ERRORS])


def _pieces(source: Source) -> Iterator[_Piece]:
    """The text cut before every word that opens something, each piece to its last token."""
    cut: list[Token] = []
    first = True
    for token, following in _with_next(source):
        if cut and _opens(source, cut[-1], token, following):
            yield _piece(cut, first)
            cut, first = [], False
        # Only the first tokens say what the piece is, only the last where it ends.
        cut[8:] = [token]
    yield _piece(cut, first)


def _with_next(source: Source) -> Iterator[tuple[Token, Token | None]]:
    tokens = scan(tables(), source.text, 0, len(source.text))
    last = None
    for token, following in pairwise(tokens):
        yield token, following
        last = following
    if last is None:
        last = next(scan(tables(), source.text, 0, len(source.text)))
    yield last, None


def _opens(source: Source, before: Token, token: Token, following: Token | None) -> bool:
    """Whether a token is the first of a declaration: by its word, first on its line."""
    newline = source.text.rfind("\n", before.end, token.start)
    if newline < 0:
        return False
    if token.text == "consent" and following is not None and following.text == "for":
        return False
    if token.text in _OPENERS:
        return True
    unknown = token.kinds == ("NAME",) and token.text not in clause_words()
    return unknown and newline + 1 == token.start


def _piece(tokens: list[Token], first: bool) -> _Piece:
    start = "policy" if first or tokens[0].text == "policy" else "declaration"
    return _Piece(start, tokens[0].start, tokens[-1].end, _names(tokens))


def _names(tokens: list[Token]) -> frozenset[str]:
    """The names that a piece declares, as far as its first words say."""
    opener = tokens[0].text
    if opener in ("policy", "use", "tighten", "waive"):
        return frozenset()
    named = tokens[1:] if opener == "event" else tokens[1:2]
    if opener in ("quiet", "contact"):
        named = tokens[2:3]
    return frozenset(token.text for token in named if token.kinds[-1] in ("NAME", "DOTTED"))
