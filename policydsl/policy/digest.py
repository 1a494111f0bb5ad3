"""The digest of a composed policy: the same for either spelling, any layout, any order of rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from policydsl.syntax import tree
from policydsl.syntax.printer import print_policy


def digest_of(policies: Iterable[tree.Policy]) -> str:
    """`sha256:` and the hexadecimal digest of the canonical texts, in the order of their names.

    The roots need no mention: they are the policies that no other one uses.
    """
    texts = sorted(print_policy(_in_order(policy)) for policy in policies)
    digest = hashlib.sha256()
    for text in texts:
        encoded = text.encode()
        digest.update(len(encoded).to_bytes(8))
        digest.update(encoded)
    return f"sha256:{digest.hexdigest()}"


def _in_order(policy: tree.Policy) -> tree.Policy:
    """The same policy with everything whose order has no meaning in one order."""
    return replace(
        policy,
        head=_clauses(policy.head),
        sources=tuple(sorted(policy.sources, key=lambda one: one.name.text)),
        uses=tuple(sorted(policy.uses, key=lambda one: one.name.text)),
        facts=tuple(sorted(policy.facts, key=lambda one: one.path.text)),
        events=tuple(sorted(policy.events, key=lambda one: one.name.text)),
        defines=tuple(sorted(policy.defines, key=lambda one: one.name.text)),
        rules=tuple(
            replace(rule, clauses=_clauses(rule.clauses))
            for rule in sorted(policy.rules, key=lambda one: one.name.text)
        ),
        tightens=tuple(sorted(policy.tightens, key=lambda one: one.rule.text)),
        waives=tuple(sorted(policy.waives, key=lambda one: one.rule.text)),
    )


def _clauses(clauses: tuple[tree.Clause, ...]) -> tuple[tree.Clause, ...]:
    """Clauses by keyword; those that repeat, the steps above all, keep their order.

    `ignore` speaks to lints and says nothing about contacts.
    """
    meant = (clause for clause in clauses if clause.keyword != "ignore")
    return tuple(sorted(meant, key=lambda clause: (clause.keyword == "step", clause.keyword)))
