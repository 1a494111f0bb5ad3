"""Clauses whose value is one phrase, and the two that are texts by key.

In: the fields of a mapping. Out: clauses in the order written. Which start symbol reads a key, and
whether it may stand several times, is said by the tables of `policydsl.syntax.keywords`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.syntax import tree
from policydsl.syntax.keywords import Keyword
from policydsl.syntax.yaml_nodes import Listing, Node, Scalar
from policydsl.syntax.yaml_nodes import Mapping as MappingNode
from policydsl.syntax.yaml_values import A_NAME, Field, Values

_LISTED: Mapping[str, str] = MappingProxyType(
    {"paths": "path", "words": "word", "channels": "word", "duties": "word"}
)
"""Phrases that may be a YAML list instead, and the start symbol of its items."""


def read_clauses(values: Values, given: Field, keyword: Keyword) -> Iterator[tree.Clause]:
    """The clauses that one key says; none for what cannot be read."""
    contents: Iterator[Any]
    if keyword.start == "citation":
        contents = _citations(values, given)
    elif keyword.start == "saying":
        contents = _sayings(values, given)
    elif keyword.start == "ignored":
        contents = _ignored(values, given)
    elif keyword.repeats:
        contents = (_read_value(values, node, given, keyword) for node in values.items(given))
    elif keyword.start in _LISTED:
        contents = iter([read_listed(values, given, keyword.start)])
    else:
        contents = iter([_read_value(values, given.value, given, keyword)])
    for content in contents:
        if content is not None:
            yield clause(values, given, content)


def clause(values: Values, given: Field, content: Any) -> tree.Clause:
    """A clause with its spans: from the key to the end of the content."""
    keyword = values.span(given.key)
    return tree.Clause(given.name, content, keyword.to(content.span), keyword)


def _read_value(values: Values, node: Node, given: Field, keyword: Keyword) -> Any:
    """One value of a key: a text, a zone, a name, or a phrase."""
    if keyword.start == "text":
        return values.text(node, given.label)
    if keyword.start == "zone":
        return _zone(values, node, given)
    if keyword.start in ("word", "which_step"):
        # `take: any` needs none of the other words of `take any open step`.
        return values.phrase("word", node, given.label, A_NAME)
    return values.phrase(keyword.start, node, given.label)


def read_listed(values: Values, given: Field, start: str) -> Any:
    """What a phrase or a list of names says; None when some of it cannot be read."""
    if not isinstance(given.value, Listing):
        return values.phrase(start, given.value, given.label)
    symbol = _LISTED[start]
    parts = [values.phrase(symbol, node, given.label, A_NAME) for node in values.items(given)]
    if not parts or None in parts:
        return None
    span = values.span(given.value)
    if start == "paths":
        return tree.Names(tuple(parts), span)
    if start == "duties":
        return tree.Duties(tuple(parts), None, None, span)
    return tuple(parts)


def is_zone_phrase(text: str) -> bool:
    """Whether a zone is said as in the DSL, and not by its bare name."""
    return '"' in text or text.split()[:1] == ["of"]


def _zone(values: Values, node: Node, given: Field) -> tree.Zone | None:
    """`of recipient`, or the name of a zone, which needs no quotes here."""
    name = values.text(node, given.label)
    if name is None:
        return None
    if is_zone_phrase(name.text):
        zone: tree.Zone | None = values.phrase("zone", node, given.label)
        return zone
    return tree.Zone(name, name.span)


def _citations(values: Values, given: Field) -> Iterator[tree.Citation | None]:
    """`gbt`, `{gbt: place, cba: place}`, or a list of either."""
    for node in values.items(given):
        if not isinstance(node, MappingNode):
            source = values.phrase("word", node, given.label, A_NAME)
            yield source and tree.Citation(source, None, source.span)
            continue
        for source, place in texts_by_name(values, node, given.label):
            yield tree.Citation(source, place, source.span.to(place.span))


def _sayings(values: Values, given: Field) -> Iterator[tree.Saying]:
    """`{en: text, zh: text}`, or a list of such."""
    for node in values.items(given):
        for language, text in texts_by_name(values, node, given.label):
            yield tree.Saying(language, text, language.span.to(text.span))


def _ignored(values: Values, given: Field) -> Iterator[tree.Ignored]:
    """`{LINT: reason}`, or a list of such."""
    for node in values.items(given):
        if isinstance(node, Scalar) and not node.is_empty:
            values.report("E226", node, lint=node.text, helps=["because_yaml"])
            continue
        for lint, because in texts_by_name(values, node, given.label):
            if because.text.strip():
                yield tree.Ignored(lint, because, lint.span.to(because.span))
            else:
                values.report("E226", node, lint=lint.text, helps=["because_yaml"])


def texts_by_name(values: Values, node: Node, what: Text) -> Iterator[tuple[tree.Word, tree.Text]]:
    """The pairs of a mapping from names to texts."""
    for given in (values.fields(node, what) or {}).values():
        before = len(values.problems)
        name = values.phrase("word", given.key, given.label, A_NAME)
        text = values.text(given.value, given.label)
        if values.sound(before, given.key, name, text) and text is not None:
            yield name, text
