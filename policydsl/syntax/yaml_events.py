"""The safety pass: from a YAML text to nodes, refusing whatever a policy has no use for.

In: a source, hostile until read. Out: its documents as nodes, and diagnostics. One pass over the
events of the YAML parser, without recursion; nothing is composed, resolved or constructed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from policydsl.diagnostics.diagnostic import Diagnostic, diagnostic
from policydsl.diagnostics.source import Source
from policydsl.syntax.recovery import MOST_ERRORS
from policydsl.syntax.screening import screen, too_big
from policydsl.syntax.yaml_nodes import PLAIN, Document, Listing, Mapping, Node, Refused, Scalar
from policydsl.syntax.yaml_troubles import refusal, shortened, trouble

MAX_DEPTH = 20
MAX_NODES = 200_000
MAX_OPEN = 1_000
"""How many brackets may be open at once, those in texts and comments included: the parser reads
far ahead of its first event, and should not be handed a text that can only be refused."""

FAST_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The parser in C where PyYAML was built with it; the other one gives the same events."""

_MARK = "\ufeff"
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_BRACKET = re.compile(r"[\[\]{}]")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")


def read_documents(
    source: Source, loader: type = FAST_LOADER
) -> tuple[list[Document], list[Diagnostic]]:
    """The documents of a source.

    A document in which reading had to stop comes last and has no root.
    """
    unfit = too_big(source) or screen(source) or _no_character(source) or _too_many_open(source)
    if unfit is not None:
        return [], [unfit]
    builder = _Builder(source, shift=1 if source.text.startswith(_MARK) else 0)
    try:
        for event in yaml.parse(source.text.removeprefix(_MARK), Loader=loader):
            builder.take(event)
    except _TooMuchError:
        builder.give_up()
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets the last two through for escapes beyond Unicode.
        opened = builder.open[-1].begin if builder.open else None
        builder.problems.append(trouble(source, error, builder.shift, builder.last, opened))
        builder.give_up()
    return builder.documents, builder.problems


def _no_character(source: Source) -> Diagnostic | None:
    """The first code point that is none; a YAML parser does not say where it stands."""
    found = _NO_CHARACTER.search(source.text)
    if found is None:
        return None
    point = f"U+{ord(found.group()):04X}"
    span = source.span(found.start(), found.end())
    return diagnostic("E008", span, code_point=point, helps=["remove"])


def _too_many_open(source: Source) -> Diagnostic | None:
    """The bracket with which no text can be nested as a policy may be."""
    depth = 0
    for found in _BRACKET.finditer(source.text):
        depth += 1 if found[0] in "[{" else -1
        if depth > MAX_OPEN:
            return refusal("E615", source.span(found.start(), found.end()), limit=MAX_DEPTH)
    return None


class _TooMuchError(Exception):
    """Reading on would cost more than a policy is worth."""


@dataclass(slots=True)
class _Open:
    """A collection that is being read; a mapping keeps keys and values in turn."""

    is_mapping: bool
    begin: int
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Builder:
    """Collects events.

    `last` is the offset up to which the text was understood, `earlier` the number of problems
    in the documents before this one, which begins at `begin`.
    """

    source: Source
    shift: int
    last: int = 0
    count: int = 0
    begin: int = 0
    earlier: int = 0
    root: Node | None = None
    open: list[_Open] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        if event.start_mark is None or event.end_mark is None:  # pragma: no cover
            raise AssertionError("the parser always marks its events")
        begin = event.start_mark.index + self.shift
        end = event.end_mark.index + self.shift
        self.last = end
        if isinstance(event, yaml.NodeEvent):
            self._take_node(event, begin, end)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(end)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.begin, self.earlier = begin, len(self.problems)
            if event.version or event.tags or self.source.text.startswith("%", begin):
                line_end = self.source.text.find("\n", begin)
                self._refuse("E614", begin, line_end)
        elif isinstance(event, yaml.DocumentEndEvent):
            is_sound = len(self.problems) == self.earlier
            self.documents.append(Document(self.root, is_sound, self.begin, end))
            self.root = None

    def give_up(self) -> None:
        """Close the document that could not be read to its end."""
        self.documents.append(Document(None, False, self.begin, self.last))

    def _take_node(self, event: yaml.NodeEvent, begin: int, end: int) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            self._refuse("E616", begin, end, limit=MAX_NODES)
            raise _TooMuchError
        if isinstance(event, yaml.AliasEvent):
            name = shortened(self.source.text[begin:end])
            self._refuse("E610", begin, end, name=name)
            self._add(Refused(begin, end))
            return
        begin = self._without_properties(event, begin, end)
        if isinstance(event, yaml.ScalarEvent):
            written = self.source.text[begin:end].rstrip()
            found = Scalar(event.value, event.style or PLAIN, begin, begin + len(written))
            self._refuse_escaped(found)
            self._add(found)
            return
        if len(self.open) == MAX_DEPTH:
            self._refuse("E615", begin, begin + 1, limit=MAX_DEPTH)
            raise _TooMuchError
        self.open.append(_Open(isinstance(event, yaml.MappingStartEvent), begin))

    def _without_properties(self, event: yaml.NodeEvent, begin: int, end: int) -> int:
        """Where the node itself begins, after the tag and the anchor, which are reported."""
        for at, word in self._properties(event, begin, end):
            code = "E611" if word.startswith("&") else "E612"
            self._refuse(code, at, at + len(word), name=shortened(word))
            begin = at + len(word)
        return self._skip_blank(begin, end)

    def _properties(self, event: yaml.NodeEvent, begin: int, end: int) -> Iterator[tuple[int, str]]:
        tag = getattr(event, "tag", None)
        for _ in range((event.anchor is not None) + (tag is not None)):
            begin = self._skip_blank(begin, len(self.source.text))
            found = _PROPERTY.match(self.source.text, begin)
            word = found[0] if found else ""
            yield begin, word
            begin += len(word)

    def _skip_blank(self, begin: int, end: int) -> int:
        while begin < end and self.source.text[begin].isspace():
            begin += 1
        return begin

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _close(self, end: int) -> None:
        closed = self.open.pop()
        if closed.children and self.source.text[end - 1] not in "]}":
            # A block ends where the next line begins; its last child ends where its text does.
            end = closed.children[-1].end
        if not closed.is_mapping:
            self._add(Listing(tuple(closed.children), closed.begin, end))
            return
        pairs = zip(closed.children[::2], closed.children[1::2], strict=True)
        kept = tuple(pair for pair in pairs if not self._is_merge(pair[0]))
        self._add(Mapping(kept, closed.begin, end))

    def _is_merge(self, key: Node) -> bool:
        merges = isinstance(key, Scalar) and key.text == "<<"
        if merges:
            self._refuse("E613", key.begin, key.end)
        return merges

    def _refuse_escaped(self, found: Scalar) -> None:
        """Escapes must not bring in what may not be written as it is."""
        if found.style == '"' and "\\" in self.source.text[found.begin : found.end]:
            unfit = screen(Source(self.source.name, found.text))
            if unfit is not None:
                place = self.source.span(found.begin, found.end)
                self.problems.append(replace(unfit, span=place))

    def _refuse(self, code: str, begin: int, end: int, **args: str | int) -> None:
        self.problems.append(refusal(code, self.source.span(begin, end), **args))
        if len(self.problems) >= MOST_ERRORS:
            raise _TooMuchError
