"""A definition that nothing uses.

What it does: reports a `define` whose name stands in no rule and in no clause of the head, also not
through other definitions.

Why: a definition that nothing uses changes nothing. Often the rule that should use it was
forgotten, or its name was misspelt where it should be used, and is read there as a value.

Example:

    define lost = at least 3 attempts by voice per person since last connection

Instead: use it, or remove it.

Not reported: definitions whose name stands anywhere in the policy, also where it means something
else.

In: a policy. Out: findings; for a condition with a contact of which it is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policydsl.core.policy import Scope
from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.mentions import mentioned, said
from policydsl.lint.requests import is_true, satisfying
from policydsl.lint.words import answer, contact
from policydsl.rules.declarations import environment_of
from policydsl.rules.environment import Reading
from policydsl.rules.expressions import lower
from policydsl.rules.walk import needs_debt, needs_zone, parts
from policydsl.syntax import tree
from policydsl.witnesses.witness import Witness


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        for define in _unused(version):
            shown = _shown(subject, version, define)
            notes: list[HintSpec] = []
            if shown is not None:
                notes = [("witness", {"contact": contact(shown), "answer": answer(shown)})]
            made = diagnostic(
                "W304",
                define.name.span,
                helps=["remove"],
                notes=notes,
                name=define.name.text,
            )
            yield Finding(made, () if shown is None else (shown,))


def _unused(version: tree.Policy) -> Iterator[tree.Define]:
    """The definitions that nothing mentions, but for other unused ones."""
    if not version.defines:
        return
    used = mentioned(said(version))
    waiting = list(version.defines)
    while True:
        found = [one for one in waiting if one.name.text in used]
        if not found:
            break
        waiting = [one for one in waiting if one.name.text not in used]
        used |= mentioned(one.value for one in found)
    yield from waiting


def _shown(subject: Subject, version: tree.Policy, define: tree.Define) -> Witness | None:
    """A contact of which a condition is true; None for a set."""
    if isinstance(define.value, tree.Choices):
        return None
    bare = replace(version, rules=())
    env = environment_of(bare, subject.policy.vocabulary)
    formula = lower(define.value, env, Reading.PROPOSAL)
    found = list(parts(formula))
    zone = "recipient" if any(map(needs_zone, found)) else None
    scope = Scope(any(map(needs_debt, found)), zone)

    def shows(one: Witness) -> bool:
        return is_true(formula, scope, one.request)

    return satisfying(subject.policy, formula, scope, shows, day=subject.today)


LINT = Lint("W304", "unused_definition", _look)
