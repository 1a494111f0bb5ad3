"""The YAML spelling: from a text to policies.

In: a source, hostile until read. Out: its policies, one for each document, and every diagnostic of
the file, in the same shape as the parser's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.diagnostics.diagnostic import Diagnostic
from policydsl.diagnostics.source import Source
from policydsl.syntax import tree
from policydsl.syntax.alternatives import settled
from policydsl.syntax.keywords import HEAD
from policydsl.syntax.parsed import Parsed
from policydsl.syntax.phrases import PolicyHead
from policydsl.syntax.recovery import MOST_ERRORS
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
from policydsl.syntax.yaml_events import read_documents
from policydsl.syntax.yaml_nodes import PLAIN, Document, Node, Scalar
from policydsl.syntax.yaml_rules import read_rules
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
        "rules": read_rules,
    }
)

POLICY_KEYS = ("policy", "title", *HEAD, *_DECLARATIONS)


def read_policies(source: Source) -> tuple[tuple[tree.Policy, ...], list[Diagnostic]]:
    """The policies of a YAML source, one for each document, and everything that is wrong with it.

    With diagnostics, the policies hold what could be read all the same; `read_file` also says
    which names got lost.
    """
    parsed = read_file(source)
    return parsed.policies, list(parsed.diagnostics)


def read_file(source: Source) -> Parsed:
    """What could be read, everything that is wrong by place, and the names that got lost.

    A rule or declaration with a mistake in it is left out; so is a policy when the mistake is in
    its own keys, or when something in its document had to be refused. Never raises for anything
    that a text may hold. After `MOST_ERRORS` diagnostics reading stops.
    """
    documents, problems = read_documents(source)
    values = Values(source, problems, MOST_ERRORS)
    policies: list[tree.Policy] = []
    try:
        if not documents and not problems:
            _report_empty(values, 0)
        for document in documents:
            policy = _policy(values, document)
            if policy is not None:
                policies.append(policy)
    except TooManyError:
        pass
    parsed = settled(Parsed(tuple(policies), tuple(problems), frozenset(values.lost)))
    return replace(parsed, diagnostics=parsed.diagnostics[:MOST_ERRORS])


def _policy(values: Values, document: Document) -> tree.Policy | None:
    """The policy of a document, None when its own keys are wrong."""
    root = document.root
    if root is None:
        return None
    if isinstance(root, Scalar) and root.is_empty:
        _report_empty(values, document.begin)
        return None
    before = len(values.problems)
    fields = values.fields(root, A_POLICY)
    if fields is None:
        return None
    head = _head(values, root, fields)
    is_sound = document.is_sound and len(values.problems) == before
    declared = {
        key: tuple(read(values, fields[key]) if key in fields else ())
        for key, read in _DECLARATIONS.items()
    }
    if head is None or not is_sound:
        return None
    return tree.Policy(
        name=head.name,
        title=head.title,
        head=head.clauses,
        sources=declared["sources"],
        uses=declared["use"],
        facts=declared["facts"],
        events=declared["events"],
        defines=declared["define"],
        rules=declared["rules"],
        tightens=declared["tighten"],
        waives=declared["waive"],
        span=values.span(root),
    )


def _head(values: Values, root: Node, fields: Mapping[str, Field]) -> PolicyHead | None:
    """The keys that are about the policy itself; None when it has no name."""
    name, title = None, None
    clauses: list[tree.Clause] = []
    for key, given in fields.items():
        if key == "policy":
            name = values.phrase("path", given.value, given.label, A_NAME)
        elif key == "title":
            title = values.text(given.value, given.label)
        elif key in HEAD:
            clauses.extend(read_clauses(values, given, HEAD[key]))
        elif key not in _DECLARATIONS:
            values.unknown(given, A_POLICY, POLICY_KEYS)
    if "policy" not in fields:
        first = next((given.key for given in fields.values()), root)
        values.report("E626", first, place=A_POLICY, key="policy", helps=["policy"])
    return None if name is None else PolicyHead(name, title, tuple(clauses))


def _report_empty(values: Values, at: int) -> None:
    values.report("E625", Scalar("", PLAIN, at, at), helps=["first_line"])
