"""From units to lines.

In: an outline. Out: lines, still without their columns. Where the author broke a line and a line
may break, it stays broken; a line that is too long is broken at the outermost place that fits.
Comments stay between the tokens that they stood between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policydsl.diagnostics.visible import width
from policydsl.formatting.gaps import Comment
from policydsl.formatting.units import PLAIN, Outline, Unit
from policydsl.syntax.lexing import Token

WIDTH = 100
"""The columns within which lines are kept where they can be broken."""

INDENT = 2
_NO_SPACE_BEFORE = frozenset(",)}")
_NO_SPACE_AFTER = frozenset("({")


@dataclass(slots=True)
class Line:
    """A line to be written: `comment` stands at its end, `blank` wants a blank line before it.

    `table` is the kind of declaration of which lines stand together; `head`, in those that are one
    line, is what stands before the sign that is put in one column with the neighbours', and `text`
    the rest. A comment with a line of its own is `text`, `alone` says so.
    """

    indent: int
    text: str
    blank: bool = False
    head: str = ""
    table: str = ""
    comment: str = ""
    alone: bool = False


def spelled(tokens: Sequence[Token]) -> str:
    """Tokens with the spaces between them."""
    parts: list[str] = []
    before = "("
    for token in tokens:
        text = token.text
        if before[-1] not in _NO_SPACE_AFTER and text not in _NO_SPACE_BEFORE:
            parts.append(" ")
        parts.append(text)
        before = text
    return "".join(parts)


def unit_lines(plan: Outline, unit: Unit) -> list[Line]:
    """The lines of a unit, the comments between its tokens with them."""
    cuts = _with_breaks(plan, unit, _kept(plan, unit))
    lines: list[Line] = []
    for begin, end in pairwise([*cuts, unit.last]):
        indent = _indent(plan, unit, begin, cuts)
        if begin > unit.first:
            add_comments(lines, plan.gaps[begin].comments, indent)
        lines.append(Line(indent, spelled(plan.tokens[begin:end])))
    if unit.kind == "fact":
        table = "also" if plan.tokens[unit.first + 3].text == "also" else unit.kind
        for line in lines:
            line.table = table
    if lines[0].table and len(lines) == 1:
        cell = unit.first + 2
        lines[0].head = spelled(plan.tokens[unit.first : cell])
        lines[0].text = spelled(plan.tokens[cell : unit.last])
    return lines


def add_comments(lines: list[Line], comments: Sequence[Comment], indent: int) -> None:
    """Put comments behind the lines there are: at the end of the last one or on their own."""
    for comment in comments:
        if comment.alone:
            lines.append(Line(indent, comment.text, alone=True))
        else:
            lines[-1].comment = comment.text


def _kept(plan: Outline, unit: Unit) -> list[int]:
    """Where lines begin already: at comments, and where the author broke a line well."""
    cuts = [unit.first]
    for place in range(unit.first + 1, unit.last):
        if plan.gaps[place].comments or (_may_stay(plan, place) and _is_broken(plan, place)):
            cuts.append(place)
    return cuts


def _may_stay(plan: Outline, place: int) -> bool:
    """Whether a break of the author's would stay; lists are filled anew."""
    return plan.breaks.get(place) == PLAIN and plan.depths[place] > 0


def _is_broken(plan: Outline, place: int) -> bool:
    if plan.gaps[place].newline:
        return True
    # Who ends a line with `and` means a break before it.
    behind = plan.gaps[place + 1]
    joint = plan.tokens[place].text in ("and", "or")
    return joint and behind.newline and not behind.comments


def _indent(plan: Outline, unit: Unit, place: int, cuts: Sequence[int]) -> int:
    if place == unit.first:
        return unit.indent
    depth = plan.depths[place]
    opened = next((cut for cut in cuts if cut in plan.opening), None)
    is_default = unit.kind == "fact" and plan.tokens[place].text == "="
    if opened is not None and place > opened and not is_default:
        depth += 1
    return unit.indent + INDENT * depth


def _with_breaks(plan: Outline, unit: Unit, kept: list[int]) -> list[int]:
    """The lines' first tokens, with those added that keep lines from being too long.

    Breaks that would stay the next time are settled first, so that a second run changes nothing.
    """
    while True:
        cuts = broken(plan, unit, kept)
        taken = set(kept)
        settled = [place for place in cuts if place in taken or _may_stay(plan, place)]
        if settled == kept:
            return cuts
        kept = settled


def broken(plan: Outline, unit: Unit, cuts: list[int]) -> list[int]:
    """The lines' first tokens, with those added before which lines that are too long break."""
    while True:
        more = [
            place
            for begin, end in pairwise([*cuts, unit.last])
            for place in _break(plan, begin, end, _indent(plan, unit, begin, cuts))
        ]
        if not more:
            return cuts
        cuts = sorted([*cuts, *more])


def _break(plan: Outline, begin: int, end: int, indent: int) -> Iterator[int]:
    """The best place to break a line from `begin` up to `end`; nothing if it need not or cannot."""
    places = [place for place in range(begin + 1, end) if place in plan.breaks]
    if not places or indent + width(spelled(plan.tokens[begin:end])) <= WIDTH:
        return
    fitting = [
        place for place in places if indent + width(spelled(plan.tokens[begin:place])) <= WIDTH
    ]
    if fitting:
        yield min(fitting, key=lambda place: (plan.depths[place], plan.breaks[place], -place))
    else:
        yield min(places, key=lambda place: (plan.depths[place], plan.breaks[place], place))
