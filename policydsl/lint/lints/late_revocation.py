"""A revocation that is obeyed late.

What it does: reports a `consent` rule that a consent still satisfies more than `days` days after it
was revoked.

Why: whoever says no expects to be left alone. Laws that leave time for the work count it in days;
messages that go on for months are what people complain about.

Example:

    consent newsletters
      require express consent for channel, purpose honor revocation within 90 full days
      when purpose is marketing

Instead: `honor revocation at once`, or within the days that the work needs.

Options: `days`, 1 to 366, default 31: how long after a revocation a consent may serve.

In: a policy. Out: findings, with a contact that a revoked consent lets through.
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

_SAYS = Text("how long after a revocation a consent may serve", "撤回后仍可沿用的天数")
_DAYS = Option("days", 31, 1, 366, _SAYS)


def _look(subject: Subject) -> Iterator[Finding]:
    days = subject.options[_DAYS.name]
    for own in own_rules(subject):
        required = clause(own.tree, "require")
        if required is None or not isinstance(required.value, tree.Requirement):
            continue
        if not isinstance(required.value.honor, tree.Duration):
            continue
        found = shown(subject, own.rule.id, {"revoked_at": timedelta(days=days + 1)})
        if found is not None:
            made = diagnostic(
                "W312",
                required.value.honor.span,
                helps=["at_once"],
                notes=[("witness", {"contact": contact(found), "answer": answer(found)})],
                name=own.name,
                days=days,
            )
            yield Finding(made, (found,), own.tree)


LINT = Lint("W312", "late_revocation", _look, (_DAYS,))
