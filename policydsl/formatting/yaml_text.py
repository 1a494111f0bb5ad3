"""The canonical layout of a policy in YAML.

In: a source that is without errors. Out: the same keys, values and comments in canonical layout:
two columns a level, a blank line between rules, brackets only where the author wrote them and they
fit on a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from policydsl.diagnostics import Source
from policydsl.diagnostics.visible import width
from policydsl.formatting.columns import written
from policydsl.formatting.gaps import TAB, Gap
from policydsl.formatting.lines import INDENT, WIDTH, Line
from policydsl.formatting.yaml_gaps import GappedDocument, scalars_of
from policydsl.formatting.yaml_kinds import POLICY, Kind, item_kind, value_kind
from policydsl.formatting.yaml_scalars import flow_scalar, header_comment, scalar_lines
from policydsl.syntax.yaml_nodes import Listing, Mapping, Node, Scalar
from policydsl.syntax.yaml_writing import Quotable, scalar

_NO_BRACKETS = frozenset(("policy", "rules", "rule", "steps", "step", "waives", "waive"))


def lay_out_yaml(source: Source, documents: Iterable[GappedDocument]) -> str:
    """The text of these documents of a source in canonical layout."""
    return "---\n".join(_Layout(source, each).text() for each in documents)


class _Level(NamedTuple):
    """A line that is still open: its column in the source, and the one that it gets."""

    column: int
    indent: int


class _Layout:
    """The lines of one document, made from its top to its end."""

    def __init__(self, source: Source, document: GappedDocument) -> None:
        self.source = source
        self.root = document.root
        self.lines: list[Line] = []
        self.levels: list[_Level] = []
        *before, self.last = document.gaps
        self.gaps = {id(node): gap for node, gap in zip(document.scalars, before, strict=True)}

    def text(self) -> str:
        """The whole document."""
        self._mapping(self.root, POLICY, 0)
        self._comments(self.last._replace(column=0), 0)
        return written(self.lines)

    # --- collections ------------------------------------------------------------------------

    def _mapping(self, node: Node, kind: Kind, indent: int, dash: str = "") -> None:
        assert isinstance(node, Mapping), "only mappings stand where keys are wanted"
        for number, (key, value) in enumerate(node.pairs):
            assert isinstance(key, Scalar), "keys are texts"
            opening = f"{scalar(Quotable(key.text))}:"
            at = len(self.lines)
            if number == 0 and dash:
                self._entry(key, value, value_kind(kind, key.text), indent - INDENT, dash + opening)
            else:
                self._entry(key, value, value_kind(kind, key.text), indent, opening)
            if kind == POLICY and key.text == "rules" and at:
                self._part(at, indent)

    def _entry(self, key: Scalar, value: Node, kind: Kind, indent: int, opening: str) -> None:
        """A key with its value; `opening` may begin with the dash of a list."""
        self._comments(self.gaps[id(key)], indent)
        inner = indent + len(opening) - len(opening.lstrip("- "))
        self._open(key, indent, inner)
        blank = self._is_blank(key, indent)
        at = len(self.lines)
        self._value(value, kind, indent, inner, opening)
        # Comments of the value that had to move before its key stand first.
        self.lines[at].blank = blank

    def _value(self, value: Node, kind: Kind, indent: int, inner: int, opening: str) -> None:
        if isinstance(value, Scalar):
            self._scalar(value, kind, indent, opening)
            return
        flow = self._flow(value, kind, WIDTH - indent - width(opening) - 1)
        self.lines.append(Line(indent, opening if flow is None else f"{opening} {flow}"))
        if flow is None:
            self._collection(value, kind, inner + INDENT)

    def _collection(self, node: Node, kind: Kind, indent: int) -> None:
        if isinstance(node, Mapping):
            self._mapping(node, kind, indent)
            return
        assert isinstance(node, Listing), "what is neither text nor mapping is a list"
        for number, item in enumerate(node.items):
            at = len(self.lines)
            self._item(item, item_kind(kind), indent)
            if number and kind.name == "rules":
                self._part(at, indent)

    def _item(self, item: Node, kind: Kind, indent: int) -> None:
        first = next(scalars_of(item), None)
        flow = self._flow(item, kind, WIDTH - indent - INDENT)
        if isinstance(item, Mapping) and flow is None:
            self._mapping(item, kind, indent + INDENT, dash="- ")
        elif first is not None:
            self._comments(self.gaps[id(first)], indent)
            self._open(first, indent, indent)
            blank = self._is_blank(first, indent)
            at = len(self.lines)
            if isinstance(item, Scalar):
                self._scalar(item, kind, indent, "-", is_item=True)
            else:
                self.lines.append(Line(indent, f"- {flow}"))
            self.lines[at].blank = blank

    def _flow(self, node: Node, kind: Kind, room: int) -> str | None:
        """A list or mapping in brackets; None when it needs lines."""
        if isinstance(node, Scalar) or kind.name in _NO_BRACKETS:
            return None
        if node.begin == node.end or self.source.text[node.begin] not in "[{":
            return None
        scalars = list(scalars_of(node))
        if any(self.gaps[id(each)].comments for each in scalars):
            return None
        written = _in_brackets(node, kind)
        return written if width(written) <= room else None

    def _scalar(
        self, node: Scalar, kind: Kind, indent: int, opening: str, is_item: bool = False
    ) -> None:
        comments = () if is_item else self.gaps[id(node)].comments
        for comment in comments:
            self.lines.append(Line(indent, comment.text, comment.blank, alone=True))
        header = header_comment(self.source, node)
        if header:
            self.lines.append(Line(indent, header, alone=True))
        self.lines += scalar_lines(self.source, node, kind, opening, indent)

    # --- comments and blank lines -----------------------------------------------------------

    def _open(self, node: Scalar, indent: int, inner: int) -> None:
        """Remember where the line of a node stands, in the source and now."""
        column = self._column(node.begin)
        gap = self.gaps[id(node)]
        self.levels = [level for level in self.levels if level.indent < indent]
        self.levels.append(_Level(gap.column if gap.newline else column, indent))
        if inner > indent:
            self.levels.append(_Level(column, inner))

    def _column(self, offset: int) -> int:
        line = self.source.text.rfind("\n", 0, offset) + 1
        return len(self.source.text[line:offset].expandtabs(TAB))

    def _comments(self, gap: Gap, indent: int) -> None:
        """The comments before a line that stands at `indent`."""
        level = WIDTH
        for comment in gap.comments:
            if not comment.alone:
                self.lines[-1].comment = comment.text
                continue
            own = indent
            if comment.column > gap.column:
                deeper = [
                    each.indent
                    for each in self.levels
                    if each.column <= comment.column and each.indent > indent
                ]
                own = max(deeper, default=indent)
            level = min(level, own)
            is_first = self._opens_collection(indent) and not self.lines[-1].alone
            self.lines.append(Line(level, comment.text, comment.blank and not is_first, alone=True))

    def _part(self, at: int, indent: int) -> None:
        """Put a blank line before what stands at `indent`, its comments included."""
        next(line for line in self.lines[at:] if line.indent <= indent).blank = True

    def _is_blank(self, node: Scalar, indent: int) -> bool:
        return self.gaps[id(node)].blank and not self._opens_collection(indent)

    def _opens_collection(self, indent: int) -> bool:
        """Whether the line before is the key of what begins at `indent`."""
        before = next((line for line in reversed(self.lines) if not line.alone), None)
        return before is not None and before.indent < indent and before.text.endswith(":")


def _in_brackets(node: Node, kind: Kind) -> str:
    if isinstance(node, Scalar):
        return flow_scalar(node, kind)
    if isinstance(node, Mapping):
        pairs = (
            f"{scalar(Quotable(key.text), flow=True)}: "
            + _in_brackets(value, value_kind(kind, key.text))
            for key, value in node.pairs
            if isinstance(key, Scalar)
        )
        return "{" + ", ".join(pairs) + "}"
    assert isinstance(node, Listing), "what is neither text nor mapping is a list"
    return "[" + ", ".join(_in_brackets(item, item_kind(kind)) for item in node.items) + "]"
