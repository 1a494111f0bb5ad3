"""A consent that never ends.

What it does: reports a `consent` rule of the policy's own making that a record of any age
satisfies.

Why: people forget what they agreed to, change their minds, and give up their numbers. A law may let
a consent stand until it is revoked; a policy that says nothing about age has mostly not thought of
it.

Example:

    consent newsletters
      require express consent for channel, purpose
      when purpose is marketing

Instead: say how long a consent lasts: `given within last 24 calendar months`, `lasting at most
2 calendar years`, or `ending after` something.

Not reported: rules that rest on a law, a guideline or a contract, which then says how long a
consent lasts.

Options: `years`, 1 to 100, default 20: the age of the record that is shown.

In: a policy. Out: findings, with a contact that an old consent lets through.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from policydsl.diagnostics import Text, diagnostic
from policydsl.lint.aged import shown
from policydsl.lint.lint import Finding, Lint, Option, Subject
from policydsl.lint.own import clause, own_rules
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree

_YEARS = Option("years", 20, 1, 100, Text("the age of the record that is shown", "示例记录的年限"))
_OWN = "house"


def _look(subject: Subject) -> Iterator[Finding]:
    years = subject.options[_YEARS.name]
    for own in own_rules(subject):
        required = clause(own.tree, "require")
        if required is None or own.rule.origin.basis != _OWN:
            continue
        wanted = required.value
        assert isinstance(wanted, tree.Requirement)
        if wanted.given_within or wanted.lasting or wanted.ending_after:
            continue
        found = shown(subject, own.rule.id, {"effective_from": timedelta(days=366 * years)})
        if found is not None:
            made = diagnostic(
                "W311",
                required.span,
                helps=["say"],
                notes=[("witness", {"contact": contact(found), "answer": answer(found)})],
                name=own.name,
                years=years,
            )
            yield Finding(made, (found,), own.tree)


LINT = Lint("W311", "lasting_consent", _look, (_YEARS,))
