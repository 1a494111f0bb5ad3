"""Values of keys: shapes checked, texts taken, phrases parsed.

In: nodes of one source. Out: parts of the tree, and diagnostics for the values that have the wrong
shape. A part that cannot be read is None, and reading goes on with its neighbours.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.diagnostics.diagnostic import Diagnostic, diagnostic
from policydsl.diagnostics.source import Source, Span
from policydsl.diagnostics.suggest import did_you_mean
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.syntax.pieces import parse_piece
from policydsl.syntax.yaml_nodes import (
    FOLDED,
    LITERAL,
    PLAIN,
    Listing,
    Mapping,
    Node,
    Refused,
    Scalar,
)

A_TEXT = Text("a text", "文本")
A_NAME = Text("a name", "名称")
A_LIST = Text("a list", "列表")
KEYS = Text("keys and values", "键值")


@frozen
class Field:
    """A key with its value, both as written."""

    key: Scalar
    value: Node

    @property
    def name(self) -> str:
        return self.key.text

    @property
    def label(self) -> Text:
        """What messages call it."""
        quoted = f"`{self.key.text}`"
        return Text(quoted, quoted)


class TooManyError(Exception):
    """So much is wrong that reading stops."""


@dataclass(slots=True)
class Values:
    """The reader of values; what is wrong gathers in `problems`.

    When there are `limit` problems, the method that adds the last raises `TooManyError`.
    `lost` are the names whose declarations have mistakes in them.
    """

    source: Source
    problems: list[Diagnostic]
    limit: int
    lost: set[str] = field(default_factory=set)

    def span(self, node: Node) -> Span:
        return self.source.span(node.begin, node.end)

    def report(self, code: str, node: Node, **rest: Any) -> None:
        """Add a diagnostic at a node; `rest` is what `diagnostic` takes."""
        self._add([diagnostic(code, self.span(node), **rest)])

    def _add(self, problems: list[Diagnostic]) -> None:
        self.problems.extend(problems)
        if len(self.problems) >= self.limit:
            raise TooManyError

    def sound(self, before: int, name: Node, *parts: object) -> bool:
        """Whether a declaration is whole: no problem after the first `before`, no part None.

        If it is not, the name that it would have declared is lost.
        """
        if len(self.problems) == before and None not in parts:
            return True
        if isinstance(name, Scalar):
            self.lost.add(name.text)
        return False

    # --- keys -------------------------------------------------------------------------------

    def fields(self, node: Node, what: Text) -> dict[str, Field] | None:
        """The keys of a mapping, each once; None when the node is none."""
        if not isinstance(node, Mapping):
            self.wrong_shape(node, what, KEYS)
            return None
        found: dict[str, Field] = {}
        for key, value in node.pairs:
            if not isinstance(key, Scalar) or not key.text:
                if not isinstance(key, Refused):
                    self.report("E622", key, helps=["write"])
            elif key.text in found:
                first = self.span(found[key.text].key)
                self.report(
                    "E620", key, name=key.text, labels=[(first, "first")], helps=["keep_one"]
                )
            else:
                found[key.text] = Field(key, value)
        return found

    def unknown(self, found: Field, place: Text, allowed: Collection[str]) -> None:
        """Report a key that nobody knows, with the key that was meant when there is a near one."""
        name = found.name
        as_key = name.replace(" ", "_").replace("-", "_").casefold()
        near = (as_key,) if as_key in allowed else did_you_mean(name, allowed)
        helps: list[Any] = [("did_you_mean", {"suggestion": suggestion}) for suggestion in near]
        if not near:
            helps = [("allowed", {"keys": ", ".join(f"`{key}`" for key in allowed)})]
        self.report("E621", found.key, name=name, place=place, helps=helps)

    # --- shapes -----------------------------------------------------------------------------

    def scalar(self, node: Node, what: Text, wanted: Text = A_TEXT) -> Scalar | None:
        """The node when it is a text that says something."""
        if not isinstance(node, Scalar):
            self.wrong_shape(node, what, wanted)
            return None
        return node

    def items(self, given: Field) -> tuple[Node, ...]:
        """One value, or the items of a list of them."""
        if not isinstance(given.value, Listing):
            return (given.value,)
        if not given.value.items:
            self.report("E624", given.value, what=given.label, helps=["fill"])
        return given.value.items

    def listing(self, given: Field) -> tuple[Node, ...]:
        """The items of a list; a single mapping in its place is reported and read all the same."""
        if isinstance(given.value, Listing):
            return self.items(given)
        self.wrong_shape(given.value, given.label, A_LIST, helps=["item"])
        return (given.value,) if isinstance(given.value, Mapping) else ()

    def wrong_shape(
        self, node: Node, what: Text, wanted: Text, helps: Collection[str] = ()
    ) -> None:
        """Report a node that is not what its place takes."""
        if isinstance(node, Refused):
            return
        if isinstance(node, Scalar) and node.is_empty:
            self._empty(node, what)
            return
        found = A_TEXT
        if isinstance(node, Listing):
            found = A_LIST
        elif isinstance(node, Mapping):
            found = KEYS
            if self.source.text.startswith("{", node.begin):
                helps = [*helps, "braces"]
        self.report("E623", node, what=what, wanted=wanted, found=found, helps=list(helps))

    def _empty(self, node: Scalar, what: Text) -> None:
        # Nothing was written, so the end of what stands before it is underlined.
        at = len(self.source.text[: node.begin].rstrip())
        place = Scalar("", PLAIN, max(0, at - 1), at)
        self.report("E624", place, what=what, helps=["fill"])

    # --- contents ---------------------------------------------------------------------------

    def text(self, node: Node, what: Text) -> tree.Text | None:
        """A text as it is; `""` is a text too."""
        found = self.scalar(node, what)
        if found is None or self._says_nothing(found, what):
            return None
        return tree.Text(one_line(found.text), self.span(found))

    def phrase(
        self, start: str, node: Node, what: Text, wanted: Text = A_TEXT, skipping: str = ""
    ) -> Any:
        """The phrase that a text holds, parsed from a start symbol of the grammar; None if wrong.

        Where the text stands in the file as it is, the spans are its own; where it is escaped or
        folded, every span is the whole value. A first word `skipping` is passed over.
        """
        found = self.scalar(node, what, wanted)
        if found is None or self._says_nothing(found, what):
            return None
        if not found.text.strip():
            self.report("E624", found, what=what, helps=["fill"])
            return None
        passed = len(skipping) if found.text.split()[0] == skipping else 0
        place = _verbatim(self.source.text, found)
        if place is not None:
            parsed = parse_piece(start, self.source, place[0] + passed, place[1])
        else:
            text = Source(self.source.name, found.text[passed:])
            parsed = parse_piece(start, text, 0, len(text.text), self.span(found))
        if isinstance(parsed, Diagnostic):
            self._add([parsed])
            return None
        return parsed

    def _says_nothing(self, found: Scalar, what: Text) -> bool:
        if found.is_empty:
            self._empty(found, what)
        return found.is_empty


def one_line(text: str) -> str:
    """The text as it counts: where YAML gives it several lines, these are joined by spaces."""
    lines = text.splitlines()
    return text if lines == [text] else " ".join(line.strip() for line in lines if line.strip())


def _verbatim(text: str, scalar: Scalar) -> tuple[int, int] | None:
    """Where the scalar's text stands in the file, if reading it there gives the same phrase."""
    begin, end = scalar.begin, scalar.end
    if scalar.style in ("'", '"'):
        begin, end = begin + 1, end - 1
    elif scalar.style in (LITERAL, FOLDED):
        begin = text.find("\n", begin, end) + 1
    written = text[begin:end]
    if written == scalar.text:
        return begin, end
    folded = scalar.style != LITERAL
    if written.split() != scalar.text.split() or (folded and "#" in written):
        return None
    # White space between words means nothing, but inside a quoted text it does.
    lines = written.split("\n")
    if any(line.count('"') % 2 or "\\" in line for line in lines):
        return None
    return begin, end
