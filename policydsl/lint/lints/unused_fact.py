"""A fact that no rule reads.

What it does: reports a fact that the policy declares and that nothing reads: no rule, no condition,
no key, neither of the policy nor of what it uses.

Why: the systems that ask for decisions believe that they have to supply it, and whoever reads the
policy believes that it matters. Often the rule that should read it was forgotten, or reads a fact
of another name.

Example:

    fact person.hardship : flag = no

Instead: write the rule that reads it, or remove the fact.

Not reported: facts of a policy without rules, which others use for its declarations; values that
`also` adds; facts of events that a key may be about.

In: a policy. Out: findings, with two contacts that differ in the fact alone and are answered alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policydsl.diagnostics import diagnostic
from policydsl.lint.declared import both
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.requests import judged
from policydsl.lint.words import answer, contact
from policydsl.policy.reads import reads_of
from policydsl.syntax import tree
from policydsl.witnesses.search import candidates
from policydsl.witnesses.witness import Witness

_MOST = 40


def _look(subject: Subject) -> Iterator[Finding]:
    fields = subject.policy.vocabulary.fields
    read = reads_of(subject.policy.core, fields)
    seen: set[str] = set()
    for version in subject.own:
        for fact in version.facts if version.rules else ():
            path = fact.path.text
            if fact.type.name == "also" or path in read or path in seen or path not in fields:
                continue
            seen.add(path)
            yield from _finding(subject, fact)


def _finding(subject: Subject, fact: tree.Fact) -> Iterator[Finding]:
    shown = _shown(subject, fact.path.text)
    if shown is None:
        return
    about = {"contact": contact(shown[0]), "answer": answer(shown[0])}
    made = diagnostic(
        "W303",
        fact.path.span,
        helps=["remove"],
        notes=[("witness", about)],
        path_name=fact.path.text,
    )
    yield Finding(made, shown)


def _shown(subject: Subject, path: str) -> tuple[Witness, Witness] | None:
    field = subject.policy.vocabulary.fields[path]
    for found in islice(candidates(subject.policy, day=subject.today, most=_MOST), _MOST):
        one, other = (judged(subject.policy, data) for data in both(found.data, field))
        if one is not None and other is not None:
            return (one, other) if one.explanation == other.explanation else None
    return None


LINT = Lint("W303", "unused_fact", _look)
