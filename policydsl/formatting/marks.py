"""Reads a DSL text and remembers where the pieces of its layout begin and end.

In: a source. Out: `Marked`: its policies, its tokens, and the extents of the productions that
layout is about; or what is wrong with the text. One parse gives both, so that layout and meaning
cannot disagree on where a clause begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from policydsl.diagnostics import Diagnostic, Source
from policydsl.syntax import tree
from policydsl.syntax.alternatives import settled
from policydsl.syntax.builder import maker
from policydsl.syntax.driver import Extent
from policydsl.syntax.lexing import Token, scan
from policydsl.syntax.parsed import Parsed
from policydsl.syntax.parser import parse_file
from policydsl.syntax.pieces import parse_piece
from policydsl.syntax.screening import screen, too_big
from policydsl.syntax.tables import tables

DECLARED = frozenset(("source", "use", "fact", "events", "define", "tighten", "waive"))
NESTS = frozenset(("joined", "counting", "occurrence", "requirement", "words", "names", "choices"))
_BREAKS = ("joint", "filter_", "bound_", "demand_", "reached_")


class Mark(NamedTuple):
    """Where a production lies, as offsets, and the name of its action."""

    start: int
    end: int
    action: str


class Marks:
    """The productions of one parse that matter for layout, in the order of their ends."""

    __slots__ = ("_places", "breaks", "nests", "units")

    def __init__(self) -> None:
        self.units: list[Mark] = []
        self.nests: list[Mark] = []
        self.breaks: list[Mark] = []
        self._places: dict[str, list[Mark] | None] = {}

    def take(self, action: str, extent: Extent) -> None:
        """Remember a production if it is one of them."""
        try:
            place = self._places[action]
        except KeyError:
            place = self._places[action] = self._place(action)
        if place is not None:
            place.append(Mark(extent.start, extent.end, action))

    def _place(self, action: str) -> list[Mark] | None:
        if action in NESTS:
            return self.nests
        if action.startswith(_BREAKS):
            return self.breaks
        if action in DECLARED or action.startswith(("clause_", "rule_", "policy_head")):
            return self.units
        return None


class Marked(NamedTuple):
    """A text that is without errors, with everything that its layout needs."""

    source: Source
    policies: tuple[tree.Policy, ...]
    tokens: Sequence[Token]
    marks: Marks


def read_marked(source: Source) -> Marked | tuple[Diagnostic, ...]:
    """The text with its marks, or everything that is wrong with it."""
    unfit = too_big(source) or screen(source)
    if unfit is not None:
        return (unfit,)
    marks = Marks()
    policies = parse_marked("file", source, 0, len(source.text), marks)
    if isinstance(policies, Diagnostic):
        return parse_file(source).diagnostics
    parsed = settled(Parsed(policies, (), frozenset()))
    if parsed.diagnostics:
        return parsed.diagnostics
    tokens = list(scan(tables(), source.text, 0, len(source.text)))
    return Marked(source, parsed.policies, tokens, marks)


def parse_marked(start: str, source: Source, begin: int, end: int, marks: Marks) -> Any:
    """The node of a start symbol for a stretch of text, or the diagnostic; marks are added."""
    made = maker(source)

    def make(action: str, extent: Extent, values: Sequence[Any]) -> Any:
        marks.take(action, extent)
        return made(action, extent, values)

    return parse_piece(start, source, begin, end, make=make)
