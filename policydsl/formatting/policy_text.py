"""The canonical layout of the DSL.

In: a marked text. Out: the same tokens and comments in canonical layout. Nothing is reordered or
spelled anew: only white space changes.
"""

from __future__ import annotations

from policydsl.formatting.columns import written
from policydsl.formatting.gaps import Comment, Gap
from policydsl.formatting.lines import INDENT, Line, unit_lines
from policydsl.formatting.marks import Marked
from policydsl.formatting.units import Outline, Unit, outline


def lay_out(marked: Marked) -> str:
    """The text in canonical layout."""
    plan = outline(marked)
    lines: list[Line] = []
    before: Unit | None = None
    for unit in plan.units:
        at = len(lines)
        _separate(lines, plan, before, unit)
        made = unit_lines(plan, unit)
        made[0].blank = _is_blank(plan.gaps[unit.first], before, unit)
        lines += made
        _part(lines, at, before, unit)
        before = unit
    if before is not None:
        _add_comments(lines, plan, before, 0, plan.gaps[-1]._replace(column=0))
    return written(lines)


def _part(lines: list[Line], at: int, before: Unit | None, unit: Unit) -> None:
    """Put a blank line around rules and heads, before the comments that belong to what follows."""
    if before is None or unit.indent > 0 or not (before.opens or before.indent or unit.opens):
        return
    next(line for line in lines[at:] if line.indent == 0).blank = True


def _is_blank(gap: Gap, before: Unit | None, unit: Unit) -> bool:
    """Whether a blank line that the author wrote before a unit stays."""
    return gap.blank and (before is None or not before.opens or unit.indent == 0)


def _separate(lines: list[Line], plan: Outline, before: Unit | None, unit: Unit) -> None:
    """Add the comments between two units, the second of which follows."""
    gap = plan.gaps[unit.first]
    if before is None:
        for comment in gap.comments:
            lines.append(Line(0, comment.text, blank=comment.blank, alone=True))
    else:
        _add_comments(lines, plan, before, unit.indent, gap)


def _add_comments(lines: list[Line], plan: Outline, before: Unit, indent: int, gap: Gap) -> None:
    """Add the comments behind a unit; the next one is indented by `indent`."""
    level = before.indent + INDENT if before.opens else before.indent
    for comment in gap.comments:
        if not comment.alone:
            lines[-1].comment = comment.text
            continue
        level = min(level, max(indent, _level(plan, before, indent, gap, comment)))
        is_first = before.opens and not lines[-1].alone
        lines.append(Line(level, comment.text, comment.blank and not is_first, alone=True))


def _level(plan: Outline, before: Unit, indent: int, gap: Gap, comment: Comment) -> int:
    """How deep a comment stands: with what precedes it, where the author put it deeper."""
    if comment.column <= gap.column:
        return indent
    first = plan.gaps[before.first]
    if before.indent > INDENT and first.newline and comment.column < first.column:
        return INDENT
    return before.indent + INDENT if before.opens else before.indent
