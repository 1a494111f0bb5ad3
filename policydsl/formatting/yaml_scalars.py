"""The scalars of a policy in YAML, in canonical form.

In: a scalar and its kind. Out: its lines. A phrase has single spaces and is broken where a clause
of the DSL would be; a text is never broken; what an author wrote as a block of lines stays one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from policydsl.diagnostics import Source
from policydsl.diagnostics.visible import width
from policydsl.formatting.gaps import read_gap
from policydsl.formatting.lines import INDENT, WIDTH, Line, spelled, with_breaks
from policydsl.formatting.marks import Marks, parse_marked
from policydsl.formatting.units import phrase_outline
from policydsl.formatting.yaml_kinds import Kind
from policydsl.syntax.lexing import Token, scan
from policydsl.syntax.tables import tables
from policydsl.syntax.yaml_clauses import is_zone_phrase
from policydsl.syntax.yaml_nodes import FOLDED, LITERAL, Scalar
from policydsl.syntax.yaml_values import one_line
from policydsl.syntax.yaml_writing import Quotable, scalar

_HEADER = re.compile(r"[|>]([-+0-9]*)[ \t]*(#[^\r\n]*)?")


def header_comment(source: Source, node: Scalar) -> str:
    """The comment behind the sign that opens a block of lines."""
    found = _HEADER.match(source.text, node.begin) if node.style in (LITERAL, FOLDED) else None
    return (found[2] or "").rstrip() if found else ""


def flow_scalar(node: Scalar, kind: Kind) -> str:
    """A scalar inside brackets, on one line."""
    return scalar(_data(node, kind), flow=True)


def scalar_lines(source: Source, node: Scalar, kind: Kind, opening: str, indent: int) -> list[Line]:
    """The lines of a scalar behind its key or its dash, which stand at `indent`."""
    block = _block_lines(source, node, kind)
    if block:
        style = node.style + ("" if node.text.endswith("\n") else "-")
        first = Line(indent, f"{opening} {style}")
        inner = indent + len(opening) - len(opening.lstrip("- ")) + INDENT
        return [first, *(Line(inner if line else 0, line) for line in block)]
    data = _data(node, kind)
    written = scalar(data)
    if not isinstance(data, Quotable) and indent + width(opening) + 1 + width(written) > WIDTH:
        lines = _broken_phrase(data, kind, written, opening, indent)
        if lines:
            return lines
    return [Line(indent, f"{opening} {written}")]


def comments_inside(node: Scalar, kind: Kind) -> list[str]:
    """The comments inside a phrase, which may be a block of lines or in quotes."""
    if "#" not in node.text or not _is_phrase(node, kind):
        return []
    tokens = list(scan(tables(), node.text, 0, len(node.text)))
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(node.text)]
    gaps = (read_gap(node.text[end:start]) for end, start in zip(ends, starts, strict=True))
    return [comment.text for gap in gaps for comment in gap.comments]


def _is_phrase(node: Scalar, kind: Kind) -> bool:
    return kind.name != "text" and (kind.name != "zone" or is_zone_phrase(node.text))


def _data(node: Scalar, kind: Kind) -> str | Quotable:
    """A text that is quoted when it could be taken for something else, or a phrase."""
    if not _is_phrase(node, kind):
        return Quotable(one_line(node.text))
    if comments_inside(node, kind):
        return node.text
    return spelled(list(scan(tables(), node.text, 0, len(node.text))))


def _block_lines(source: Source, node: Scalar, kind: Kind) -> list[str]:
    """The lines of a block that stays one: texts, and phrases with comments in them."""
    if node.style not in (LITERAL, FOLDED):
        return []
    header = _HEADER.match(source.text, node.begin)
    if header is None or any(sign.isdigit() for sign in header[1]):
        return []
    if _is_phrase(node, kind) and not comments_inside(node, kind):
        return []
    lines = [line.rstrip() for line in source.text[header.end() : node.end].splitlines()[1:]]
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def _broken_phrase(text: str, kind: Kind, written: str, opening: str, indent: int) -> list[Line]:
    """The lines of a phrase that is too long for one; none when it cannot be broken."""
    quote = written[0] if written != text else ""
    if not kind.start or (quote and written[1:-1] != text):
        return []
    source, marks = Source("", text), Marks()
    parse_marked(kind.start, source, 0, len(text), marks)
    first, *rest = scan(tables(), text, 0, len(text))
    tokens = [Token(("KEY",), opening, -2, -1), first._replace(text=quote + first.text), *rest]
    plan = phrase_outline(tokens, marks)
    unit = plan.units[0]._replace(indent=indent)
    cuts = with_breaks(plan, unit, [0])
    pieces = [spelled(tokens[begin:end]) for begin, end in pairwise([*cuts, unit.last])]
    depths = [0, *(plan.depths[cut] for cut in cuts[1:])]
    lines = [
        Line(indent + INDENT * depth, piece) for depth, piece in zip(depths, pieces, strict=True)
    ]
    lines[-1].text += quote
    return lines
