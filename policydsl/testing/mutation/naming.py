"""What a change of a policy is called, and what it does to the text.

In: a site, and what stands there instead. Out: the words before and after, and an `Edit` of the
source in which only what differs is replaced. Names say nothing of lines, so they stay when a
policy grows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from policydsl.diagnostics import Source, Span
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.syntax.keywords import HEAD, KINDS, LADDER, RULE, STEP
from policydsl.syntax.printer import print_policy
from policydsl.syntax.printer_phrases import fact_type, phrase
from policydsl.testing.mutation.walking import REMOVED, Site

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.:+-]+|<=|>=|[^\w\s]')
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|#[^\r\n]*')
_WORDS: Mapping[str, str] = {
    key: keyword.words for place in (HEAD, RULE, LADDER, STEP) for key, keyword in place.items()
}
_UNITS = (tree.Clause, tree.Use, tree.Fact, tree.Define, tree.Tighten, tree.Waive, tree.Rule)
_SMALL = (
    *(tree.Compare, tree.Timing, tree.Member, tree.Known, tree.Within, tree.During, tree.Bare),
    *(tree.Not, tree.RuledOut, tree.Duration, tree.DayPoint, tree.Window),
    *(tree.Interval, tree.CalendarDays, tree.DayBefore, tree.DaysExcept, tree.Zone),
    *(tree.Number, tree.Date, tree.Instant, tree.Noun, tree.Weekdays),
)
_JOINS = re.compile(r"^(?:and|or|,)\s+|,$|\s+(?:and|or|,)$")
_LONGEST = 72
_TAKE = {"current": "current step", "any": "any open step"}


@frozen
class Edit:
    """What is replaced in a source, and by what; nothing is replaced by a text of its own line."""

    span: Span
    new: str


@frozen
class Naming:
    """Where a change is made, in words, what it is, and the edit that shows it."""

    where: str
    what: str
    edit: Edit


def named(site: Site, new: Any, after: tree.Policy) -> Naming:
    """The naming of a change; `after` is the policy with it."""
    unit, depth = _unit(site)
    where = _where(site)
    span: Span = unit.span
    if new is REMOVED and unit is site.node:
        what = f"without {_clipped(_text(unit))}"
        return Naming(where, what, Edit(span, ""))
    changed = _node_at(after, site.path[:depth])
    if isinstance(unit, tree.Rule) and len(changed.clauses) > len(unit.clauses):
        added = _text(changed.clauses[-1])
        end = Span(span.source, span.end, span.end)
        return Naming(where, f"with {added}", Edit(end, added))
    old, now = _text(unit), _text(changed)
    return Naming(where, _itself(site.node, new) or _difference(old, now), _edit(span, old, now))


def _itself(node: Any, new: Any) -> str:
    """A small part as it was and as it is; nothing for what is better told by what differs."""
    if isinstance(node, tree.And | tree.Or | tree.AfterSteps):
        return f"without {_clipped(_left_out(node, new))}"
    if not isinstance(node, _SMALL) or new is REMOVED:
        return ""
    pieces = _small(node), _small(new)
    return "" if max(map(len, pieces)) > _LONGEST // 2 else " -> ".join(pieces)


def _left_out(node: tree.And | tree.Or | tree.AfterSteps, new: Any) -> str:
    """The operand that a change leaves out; of two, the other one alone stays."""
    parts, rest = _operands(node), _operands(new) if type(new) is type(node) else (new,)
    pairs = zip(parts, (*rest, None), strict=True)
    return phrase(next(part for part, other in pairs if part != other))


def _operands(node: tree.And | tree.Or | tree.AfterSteps) -> tuple[Any, ...]:
    if isinstance(node, tree.AfterSteps):
        return tuple(replace(node, alternatives=(one,)) for one in node.alternatives)
    return node.operands


def _small(node: Any) -> str:
    is_ever = isinstance(node, tree.Window) and node.kind == "ever"
    return "ever" if is_ever else phrase(node)


def _unit(site: Site) -> tuple[Any, int]:
    """The innermost part that is written as one, and how far down it is."""
    nodes = (*site.above, site.node)
    for depth in range(len(nodes) - 1, -1, -1):
        if isinstance(nodes[depth], _UNITS):
            return nodes[depth], depth
    raise TypeError("nothing is changed outside of clauses and declarations")


def _node_at(policy: tree.Policy, path: Sequence[tuple[str, int | None]]) -> Any:
    node: Any = policy
    for name, index in path:
        node = getattr(node, name)
        node = node if index is None else node[index]
    return node


def _where(site: Site) -> str:
    nodes = (*site.above, site.node)
    words = [_opening(node) for node in nodes if isinstance(node, _UNITS)]
    return " ".join(filter(None, words)) or "head"


def _opening(node: Any) -> str:
    """The name of a part of a policy, as in `fact person.cease`; nothing for most clauses."""
    match node:
        case tree.Rule(_, name):
            return name.text
        case tree.Clause(_, tree.Step(name)):
            return name.text
        case tree.Use(name):
            return f"use {name.text}"
        case tree.Fact(path):
            return f"fact {path.text}"
        case tree.Define(name):
            return f"define {name.text}"
        case tree.Tighten(rule):
            return f"tighten {rule.text}"
        case tree.Waive(rule):
            return f"waive {rule.text}"
        case _:
            return ""


def _text(unit: Any) -> str:
    """A part as it is written in canonical form, on one line; of rules and steps the opening."""
    match unit:
        case tree.Rule(kind, name):
            return f"{KINDS[kind]} {name.text}"
        case tree.Clause(_, tree.Step(name)):
            return f"step {name.text}"
        case tree.Clause(keyword, value):
            written = phrase(value)
            return f"{_WORDS[keyword]} {_TAKE[written] if keyword == 'take' else written}"
        case tree.Fact(path, kind, default):
            equals = "" if default is None else f" = {phrase(default)}"
            return f"fact {path.text} : {fact_type(kind)}{equals}"
        case _:
            return _declaration(unit)


def _declaration(unit: tree.Use | tree.Define | tree.Tighten | tree.Waive) -> str:
    """A declaration as the printer writes it in a policy with nothing else."""
    nowhere = unit.span
    key = {tree.Use: "uses", tree.Define: "defines", tree.Tighten: "tightens", tree.Waive: "waives"}
    empty: dict[str, tuple[Any, ...]] = dict.fromkeys(
        ("head", "sources", "uses", "facts", "events", "defines", "rules", "tightens", "waives"), ()
    )
    empty[key[type(unit)]] = (unit,)
    alone = tree.Policy(name=tree.Path(("p",), nowhere), title=None, span=nowhere, **empty)
    return print_policy(alone).split("\n\n", 1)[1].strip()


# --- what differs --------------------------------------------------------------------------------


@frozen
class _Token:
    text: str
    start: int
    end: int


def _tokens(text: str, start: int = 0, end: int | None = None) -> list[_Token]:
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return [_Token(one[0], one.start(), one.end()) for one in found]


def _cut(old: Sequence[_Token], new: Sequence[_Token]) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where the difference ends in either."""
    begin, most = 0, min(len(old), len(new))
    while begin < most and old[begin].text == new[begin].text:
        begin += 1
    end = 0
    while end < most - begin and old[-1 - end].text == new[-1 - end].text:
        end += 1
    return begin, len(old) - end, len(new) - end


def _difference(old: str, new: str) -> str:
    """What differs, in words: `2 attempts -> 3 attempts`, `without debt.paid`."""
    before, after = _tokens(old), _tokens(new)
    begin, old_end, new_end = _cut(before, after)
    if begin == new_end:
        return f"without {_clipped(_JOINS.sub('', _joined(old, before[begin:old_end])))}"
    if begin == old_end and begin > 0:
        begin -= 1
    is_telling = any(token.text[0].isalpha() for token in before[begin:old_end])
    if not is_telling:
        is_number = begin < old_end and before[begin].text[0].isdigit()
        begin = begin if is_number or begin == 0 else begin - 1
        if old_end < len(before) and ":" not in before[begin].text:
            old_end, new_end = old_end + 1, new_end + 1
    pieces = _joined(old, before[begin:old_end]), _joined(new, after[begin:new_end])
    return " -> ".join(map(_clipped, pieces))


def _joined(text: str, tokens: Sequence[_Token]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _edit(span: Span, old: str, new: str) -> Edit:
    """The edit of a source that makes of one canonical text another.

    Where the source is spelt in another way, as much is replaced as is needed to be sure.
    """
    source = span.source
    written = _tokens(_without_comments(source, span.end), span.start)
    before, after = _tokens(old), _tokens(new)
    begin, old_end, new_end = _cut(before, after)
    if begin == old_end and begin > 0:
        begin -= 1
    place = _places(before, written)
    while begin > 0 and begin not in place:
        begin -= 1
    while old_end < len(before) and old_end - 1 not in place:
        old_end, new_end = old_end + 1, new_end + 1
    first, last = place.get(begin), place.get(old_end - 1)
    if first is None or last is None or last < first:
        return Edit(span, new)
    there = source.span(written[first].start, written[last].end)
    return Edit(there, _joined(new, after[begin:new_end]))


def _places(canonical: Sequence[_Token], written: Sequence[_Token]) -> dict[int, int]:
    """Which word as written is which in the canonical text."""
    before, after = ([token.text for token in tokens] for tokens in (canonical, written))
    blocks = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    return {block.a + index: block.b + index for block in blocks for index in range(block.size)}


def _without_comments(source: Source, end: int) -> str:
    """The text up to an end, its comments blanked out."""
    return _COMMENT.sub(lambda one: one[1] or " " * len(one[0]), source.text[:end])
