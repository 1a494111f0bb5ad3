"""The YAML spelling: from a text to policies.

In: a source, hostile until read. Out: its policies, one for each document, and every diagnostic of
the file. A policy with a mistake in it is left out, so that no rule can be missing unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.diagnostics.diagnostic import Diagnostic, in_order
from policydsl.diagnostics.source import Source, Span
from policydsl.syntax import tree
from policydsl.syntax.keywords import HEAD
from policydsl.syntax.yaml_clauses import read_clauses
from policydsl.syntax.yaml_declarations import (
    read_defines,
    read_events,
    read_facts,
    read_sources,
    read_tightens,
    read_uses,
    read_waives,
)
from policydsl.syntax.yaml_events import MAX_PROBLEMS, read_documents
from policydsl.syntax.yaml_nodes import PLAIN, Document, Scalar
from policydsl.syntax.yaml_rules import read_rule
from policydsl.syntax.yaml_values import A_NAME, Field, TooManyError, Values

A_POLICY = Text("a policy", "策略")

_DECLARATIONS: Mapping[str, Callable[[Values, Field], Iterable[Any]]] = MappingProxyType(
    {
        "sources": read_sources,
        "use": read_uses,
        "facts": read_facts,
        "events": read_events,
        "define": read_defines,
        "tighten": read_tightens,
        "waive": read_waives,
    }
)

POLICY_KEYS = ("policy", "title", *HEAD, *_DECLARATIONS, "rules")


def read_policies(source: Source) -> tuple[tuple[tree.Policy, ...], list[Diagnostic]]:
    """The policies of a YAML source, and what is wrong with it, by place.

    Never raises for anything a text may hold. After `MAX_PROBLEMS` diagnostics reading stops.
    """
    documents, problems = read_documents(source)
    values = Values(source, problems, MAX_PROBLEMS)
    policies = []
    try:
        for document in documents:
            before = len(problems)
            policy = _policy(values, document)
            if policy is not None and document.is_sound and len(problems) == before:
                policies.append(policy)
    except TooManyError:
        pass
    return tuple(policies), list(in_order(problems))


def _policy(values: Values, document: Document) -> tree.Policy | None:
    """The policy of a document; None when it has no name."""
    root = document.root
    if root is None:
        return None
    if isinstance(root, Scalar) and root.is_empty:
        values.report(
            "E625", Scalar("", PLAIN, document.begin, document.begin), helps=["first_line"]
        )
        return None
    fields = values.fields(root, A_POLICY)
    if fields is None:
        return None
    name, title, parts = None, None, _Parts()
    if "policy" not in fields:
        first = next((given.key for given in fields.values()), root)
        values.report("E626", first, place=A_POLICY, key="policy", helps=["policy"])
    for key, given in fields.items():
        if key == "policy":
            name = values.phrase("path", given.value, given.label, A_NAME)
        elif key == "title":
            title = values.text(given.value, given.label)
        elif key in HEAD:
            parts.head.extend(read_clauses(values, given, HEAD[key]))
        elif key in _DECLARATIONS:
            parts.declared[key] = tuple(_DECLARATIONS[key](values, given))
        elif key == "rules":
            parts.rules.extend(_rules(values, given))
        else:
            values.unknown(given, A_POLICY, POLICY_KEYS)
    return None if name is None else parts.policy(name, title, values.span(root))


def _rules(values: Values, given: Field) -> Iterator[tree.Rule]:
    for node in values.listing(given):
        rule = read_rule(values, node)
        if rule is not None:
            yield rule


@dataclass(slots=True)
class _Parts:
    """What was read of a policy so far."""

    head: list[tree.Clause] = field(default_factory=list)
    declared: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    rules: list[tree.Rule] = field(default_factory=list)

    def policy(self, name: tree.Path, title: tree.Text | None, span: Span) -> tree.Policy:
        return tree.Policy(
            name=name,
            title=title,
            head=tuple(self.head),
            sources=self.declared.get("sources", ()),
            uses=self.declared.get("use", ()),
            facts=self.declared.get("facts", ()),
            events=self.declared.get("events", ()),
            defines=self.declared.get("define", ()),
            rules=tuple(self.rules),
            tightens=self.declared.get("tighten", ()),
            waives=self.declared.get("waive", ()),
            span=span,
        )
