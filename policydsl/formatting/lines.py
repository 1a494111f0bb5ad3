"""From units to lines.

In: an outline. Out: lines, still without their columns. Where the author broke a line and a line
may break, it stays broken; a line that is too long is broken at the outermost place that fits.
Comments stay between the tokens that they stood between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from policydsl.diagnostics.visible import width
from policydsl.formatting.gaps import Comment
from policydsl.formatting.units import LISTED, PLAIN, Outline, Unit
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


def _is_apart(before: str, text: str) -> bool:
    """Whether a space stands between two tokens."""
    return before[-1] not in _NO_SPACE_AFTER and text not in _NO_SPACE_BEFORE


def spelled(tokens: Sequence[Token]) -> str:
    """Tokens with the spaces between them."""
    parts: list[str] = []
    before = "("
    for token in tokens:
        text = token.text
        if _is_apart(before, text):
            parts.append(" ")
        parts.append(text)
        before = text
    return "".join(parts)


def unit_lines(plan: Outline, unit: Unit) -> list[Line]:
    """The lines of a unit, the comments between its tokens with them."""
    lines: list[Line] = []
    cuts = _kept(plan, unit)
    whole = spelled(plan.tokens[unit.first : unit.last])
    if len(cuts) > 1 or unit.indent + width(whole) > WIDTH:
        cuts = with_breaks(plan, unit, cuts)
    opened = False
    for begin, end in pairwise([*cuts, unit.last]):
        indent = _indent(plan, unit, begin, opened)
        opened = opened or begin in plan.opening
        if begin > unit.first:
            add_comments(lines, plan.gaps[begin].comments, indent)
        lines.append(Line(indent, spelled(plan.tokens[begin:end])))
    if unit.kind == "fact":
        _fill_table(plan, unit, lines)
    return lines


def _fill_table(plan: Outline, unit: Unit, lines: list[Line]) -> None:
    """Say of the lines of a fact to which table they belong, and what its columns are."""
    cell = unit.first + 2
    for line in lines:
        line.table = "also" if plan.tokens[cell + 1].text == "also" else unit.kind
    if len(lines) == 1:
        lines[0].head = spelled(plan.tokens[unit.first : cell])
        lines[0].text = spelled(plan.tokens[cell : unit.last])


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


def _indent(plan: Outline, unit: Unit, place: int, opened: bool) -> int:
    """The columns before a line; `opened` when a line was broken behind the sign of the unit."""
    if place == unit.first:
        return unit.indent
    is_default = unit.kind == "fact" and plan.tokens[place].text == "="
    deeper = opened and not is_default
    return unit.indent + INDENT * (plan.depths[place] + deeper)


def with_breaks(plan: Outline, unit: Unit, cuts: list[int]) -> list[int]:
    """The lines' first tokens, with those added that keep lines from being too long.

    Lists are filled last, because only their breaks are found anew the next time.
    """
    return _split(plan, unit, _split(plan, unit, cuts, PLAIN), LISTED)


def _split(plan: Outline, unit: Unit, cuts: list[int], sort: int) -> list[int]:
    made: list[int] = []
    opened = False
    for begin, end in pairwise([*cuts, unit.last]):
        place: int | None = begin
        while place is not None:
            made.append(place)
            room = WIDTH - _indent(plan, unit, place, opened)
            opened = opened or place in plan.opening
            place = _place(plan, place, end, room, sort)
    return made


def _place(plan: Outline, begin: int, end: int, room: int, sort: int) -> int | None:
    """The best place of a sort to break a line; None if it need not be broken or cannot.

    That is the last of the outermost places that fit; if none does, the next behind the room.
    """
    last = _first_outside(plan, begin, end, room)
    if last == end:
        return None
    fitting = [place for place in range(begin + 1, last + 1) if plan.breaks.get(place) == sort]
    if fitting:
        return min(fitting, key=lambda place: (plan.depths[place], -place))
    return next((each for each in range(last + 1, end) if plan.breaks.get(each) == sort), None)


def _first_outside(plan: Outline, begin: int, end: int, room: int) -> int:
    """The first token that does not fit on a line any more; `end` if all do."""
    before = "("
    for place in range(begin, end):
        text = plan.tokens[place].text
        room -= width(text) + _is_apart(before, text)
        if room < 0:
            return place
        before = text
    return end
