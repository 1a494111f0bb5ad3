"""What a policy declares besides its rules.

In: the fields of a policy. Out: sources, uses, facts, events, definitions, tightenings and waivers
of the tree, each sort in the order written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.syntax import tree
from policydsl.syntax.yaml_clauses import read_listed, texts_by_name
from policydsl.syntax.yaml_nodes import Listing, Node
from policydsl.syntax.yaml_values import A_NAME, Field, Values

A_WAIVER = Text("a waiver", "豁免")
WAIVE_KEYS = ("rule", "until", "because", "approved_by")


def read_sources(values: Values, given: Field) -> Iterator[tree.Source]:
    """`{gbt: GB/T 45251-2025}`."""
    for name, title in texts_by_name(values, given.value, given.label):
        yield tree.Source(name, title, name.span.to(title.span))


def read_uses(values: Values, given: Field) -> Iterator[tree.Use]:
    """One `cn.pipl`, or a list of them, each with its `when`."""
    for node in values.items(given):
        use = values.phrase("use_body", node, given.label, A_NAME)
        if use is not None:
            yield use


def read_facts(values: Values, given: Field) -> Iterator[tree.Fact]:
    """`{person.hardship: flag = no}`; a list of types declares a fact several times."""
    for fact in _entries(values, given):
        before = len(values.problems)
        path = values.phrase("path", fact.key, fact.label, A_NAME)
        declared = []
        for node in values.items(fact):
            parsed = values.phrase("fact_type", node, fact.label)
            if path is not None and parsed is not None:
                span = path.span.to(values.span(node))
                declared.append(tree.Fact(path, parsed.type, parsed.default, span))
        if values.sound(before, fact.key, *declared):
            yield from declared


def read_events(values: Values, given: Field) -> Iterator[tree.EventKind]:
    """`promise, cured`, or a list of names."""
    if not isinstance(given.value, Listing):
        for name in read_listed(values, given, "words") or ():
            yield tree.EventKind(name, name.span)
        return
    for node in values.items(given):
        before = len(values.problems)
        name = values.phrase("word", node, given.label, A_NAME)
        if values.sound(before, node, name):
            yield tree.EventKind(name, name.span)


def read_defines(values: Values, given: Field) -> Iterator[tree.Define]:
    """`{lost_contact: EXPR}`."""
    for define in _entries(values, given):
        before = len(values.problems)
        name = values.phrase("word", define.key, define.label, A_NAME)
        body = values.phrase("define_body", define.value, define.label)
        if values.sound(before, define.key, name, body):
            yield tree.Define(name, body, name.span.to(body.span))


def read_tightens(values: Values, given: Field) -> Iterator[tree.Tighten]:
    """`{us.reg_f.seven_in_seven: to at most 5}`; a list tightens a rule in several ways."""
    for tighten in _entries(values, given):
        path = values.phrase("path", tighten.key, tighten.label, A_NAME)
        for node in values.items(tighten):
            parsed = values.phrase("tighten_body", node, tighten.label, skipping="to")
            if path is not None and parsed is not None:
                span = path.span.to(values.span(node))
                yield tree.Tighten(path, parsed.keyword, parsed.value, span)


def read_waives(values: Values, given: Field) -> Iterator[tree.Waive]:
    """A list of waivers; every key of a waiver is needed."""
    for node in values.listing(given):
        waiver = _waive(values, node)
        if waiver is not None:
            yield waiver


def _waive(values: Values, node: Node) -> tree.Waive | None:
    fields = values.fields(node, A_WAIVER)
    if fields is None:
        return None
    for found in fields.values():
        if found.name not in WAIVE_KEYS:
            values.unknown(found, A_WAIVER, WAIVE_KEYS)
    for key in WAIVE_KEYS:
        if key not in fields:
            values.report("E626", node, place=A_WAIVER, key=key)
    rule = _part(values, fields, "rule", "path")
    until = _part(values, fields, "until", "date")
    because = _part(values, fields, "because", None)
    approved_by = _part(values, fields, "approved_by", None)
    if rule is None or until is None or because is None or approved_by is None:
        return None
    return tree.Waive(rule, until, because, approved_by, values.span(node))


def _part(values: Values, fields: dict[str, Field], key: str, start: str | None) -> Any:
    given = fields.get(key)
    if given is None:
        return None
    if start is None:
        return values.text(given.value, given.label)
    return values.phrase(start, given.value, given.label)


def _entries(values: Values, given: Field) -> Iterator[Field]:
    """The keys under a key."""
    yield from (values.fields(given.value, given.label) or {}).values()
