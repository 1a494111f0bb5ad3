"""Cuts a text into the units of its layout.

In: a marked text. Out: `Outline`: the units, one a line unless they are long: the opening of a
policy, a rule or a step, a clause, a declaration; and for every token whether a line may break
before it and how deep that line stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from policydsl.formatting.gaps import NOTHING, Gap, read_gap
from policydsl.formatting.marks import Mark, Marked, Marks
from policydsl.syntax.lexing import Token

PLAIN, LISTED = 0, 1
"""Where a line may break: between phrases, or after a comma, which is only the second choice."""


_PERIOD = ("clause_from", "clause_until")


class Unit(NamedTuple):
    """The tokens from `first` up to `last` (left out), `indent` columns from the margin.

    `opens` says that clauses of its own follow it, `kind` is the action of its production.
    """

    first: int
    last: int
    indent: int
    kind: str
    opens: bool


class Outline(NamedTuple):
    """The layout of a text before lines are made.

    `gaps` has one more item than there are tokens: the last is the end of the text. `breaks` are
    the tokens before which a line may break, `depths` how deep that line is indented below the
    first of the unit. `opening` are the tokens behind `=` or `:`; all that follows a break there
    is one deeper.
    """

    tokens: Sequence[Token]
    gaps: Sequence[Gap]
    units: Sequence[Unit]
    breaks: dict[int, int]
    depths: list[int]
    opening: frozenset[int]


def outline(marked: Marked) -> Outline:
    """The outline of a text."""
    starts = {token.start: place for place, token in enumerate(marked.tokens)}
    units = list(_units(marked, starts))
    plan = _outline(marked.tokens, marked.marks, units, gaps_of(marked.tokens, marked.source.text))
    for place in _joined_ends(marked, starts):
        plan.breaks[place], plan.depths[place] = PLAIN, 0
    return plan


def phrase_outline(tokens: Sequence[Token], marks: Marks) -> Outline:
    """The outline of a phrase behind a first token that is its key."""
    unit = Unit(0, len(tokens), 0, "", opens=False)
    return _outline(tokens, marks, [unit], [NOTHING] * (len(tokens) + 1))


def _outline(
    tokens: Sequence[Token], marks: Marks, units: Sequence[Unit], gaps: Sequence[Gap]
) -> Outline:
    starts = {token.start: place for place, token in enumerate(tokens)}
    ends = {token.end: place for place, token in enumerate(tokens)}
    breaks = dict.fromkeys(_phrase_starts(tokens, marks, starts), PLAIN)
    breaks |= {place: PLAIN for unit in units for place in _inner(tokens, unit)}
    for place, (before, token) in enumerate(pairwise(tokens), start=1):
        if before.text == ",":
            breaks[place] = LISTED
        elif before.text == "where" and token.text == "(":
            breaks[place - 1] = PLAIN
    depths = [max(1, depth) for depth in _depths(marks.nests, starts, ends, len(tokens))]
    opening = frozenset(unit.first + 3 for unit in units if unit.kind in ("define", "fact"))
    return Outline(tokens, gaps, units, breaks, depths, opening)


def gaps_of(tokens: Sequence[Token], text: str) -> list[Gap]:
    """The gap before each token of a text, and the one behind the last."""
    at = 0
    gaps: list[Gap] = []
    for token in tokens:
        if token.start - at > 1 or not gaps or text[at : token.start] not in (" ", ""):
            gaps.append(read_gap(text[at : token.start], at_start=not gaps))
        else:
            gaps.append(NOTHING)
        at = token.end
    gaps.append(read_gap(text[at:]))
    return gaps


# --- units -------------------------------------------------------------------------------------


def _is_container(mark: Mark) -> bool:
    return mark.action in ("policy_head", "clause_step") or mark.action.startswith("rule_")


def _units(marked: Marked, starts: dict[int, int]) -> Iterator[Unit]:
    marks = list(_laid_out(marked.marks.units))
    open_until: list[int] = []
    firsts = [*(starts[mark.start] for mark in marks), len(marked.tokens)]
    for mark, (first, last) in zip(marks, pairwise(firsts), strict=True):
        while open_until and open_until[-1] <= mark.start:
            open_until.pop()
        indent = 2 * len(open_until)
        opens = _is_container(mark)
        if opens:
            open_until.append(mark.end)
        yield Unit(first, last, indent, mark.action, opens)


def _laid_out(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks that begin a line, in the order of the text.

    The key of a ladder stands on the ladder's own line, the end of a step beside its beginning.
    """
    before = ""
    for mark in _in_order(marks):
        if mark.action != "clause_per" and (before, mark.action) != _PERIOD:
            yield mark
        before = mark.action


def _joined_ends(marked: Marked, starts: dict[int, int]) -> Iterator[int]:
    """The `until` of each step that stands beside its `from`."""
    for before, mark in pairwise(_in_order(marked.marks.units)):
        if (before.action, mark.action) == _PERIOD:
            yield starts[mark.start]


def _in_order(marks: Sequence[Mark]) -> list[Mark]:
    """The marks in the order of the text, those that hold others first."""
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


# --- places to break ---------------------------------------------------------------------------


def _phrase_starts(tokens: Sequence[Token], marks: Marks, starts: dict[int, int]) -> Iterator[int]:
    """The tokens that begin a part of a phrase: `and`, `per`, `where`, `since`, `with proof`."""
    for mark in marks.breaks:
        place = starts[mark.start]
        if not mark.action.startswith("reached_"):
            yield place
        elif tokens[place - 1].text == "or":
            yield place - 1
    for mark in marks.nests:
        place = starts[mark.start] - 1
        if mark.action == "occurrence" and place >= 0:
            if tokens[place].text in ("after", "between") and tokens[place].kinds[0] != "NAME":
                yield place


def _inner(tokens: Sequence[Token], unit: Unit) -> Iterator[int]:
    """The places to break that have no production of their own."""
    first = unit.first
    if unit.kind == "define":
        yield first + 3
    elif unit.kind == "fact":
        yield first + 3
        if tokens[unit.last - 2].text == "=":
            yield unit.last - 2
    elif unit.kind == "waive":
        yield from (first + 4, first + 6)
    elif unit.kind in ("use", "clause_ignore") and unit.last > first + 2:
        yield first + 2
    elif unit.kind == "clause_must":
        for place in range(first + 2, unit.last):
            if tokens[place].text in ("within", "after") and tokens[place - 1].text != ",":
                yield place


def _depths(
    nests: Sequence[Mark], starts: dict[int, int], ends: dict[int, int], count: int
) -> Iterator[int]:
    """For each token how many nesting productions it stands in without beginning them."""
    changes = [0] * (count + 1)
    for nest in nests:
        changes[starts[nest.start] + 1] += 1
        changes[ends[nest.end] + 1] -= 1
    return accumulate(changes[:count])
