"""A waiver that ends soon.

What it does: reports a `waive` that ends within `days` days of the day on which the policy is
checked.

Why: on the date of a waiver the rule is back without an edit, and from then on `check` reports an
error. Whoever needs a waiver longer has to ask for it in time, and whoever does not has to be ready
for the rule.

Example:

    waive us.reg_f.postcard until 2026-03-20
      because "old stock of cards" approved by "compliance@acme.example"

Instead: ask for a later date where it is still needed, or remove the waiver and follow the rule.

Not reported: a waiver of a policy that is used by another one, where it has no effect; a waiver
without which nothing would be denied.

Options: `days`, 1 to 365, default 30: how far ahead to look.

In: a policy. Out: findings, with a contact that the waiver lets through and the same one on the day
on which it has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from policydsl.diagnostics import Text, diagnostic
from policydsl.lint.later import later
from policydsl.lint.lint import Finding, Lint, Option, Subject
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.policy.changes import OVERRIDDEN
from policydsl.syntax import tree
from policydsl.witnesses.search import find, said_by
from policydsl.witnesses.witness import Witness

_MOST = 400
_DAYS = Option("days", 30, 1, 365, Text("how far ahead to look", "提前多少天提醒"))


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        for waive in version.waives:
            left = (waive.until.value - subject.today).days
            if 0 < left <= subject.options[_DAYS.name]:
                yield from _finding(subject, waive, left)


def _finding(subject: Subject, waive: tree.Waive, left: int) -> Iterator[Finding]:
    shown = _shown(subject, waive.rule.text, waive.until.value)
    if shown is None:
        return
    now, then = shown
    about = {"contact": contact(now), "answer": answer(now), "other": contact(then)}
    made = diagnostic(
        "W302",
        waive.until.span,
        helps=["renew"],
        notes=[("witness", {**about, "other_answer": answer(then)})],
        name=waive.rule.text,
        until=str(waive.until.value),
        days=left,
    )
    yield Finding(made, shown)


def _shown(subject: Subject, rule: str, until: date) -> tuple[Witness, Witness] | None:
    """A contact that the waiver lets through, and the same in a week in which it has ended."""

    def shows(found: Witness) -> bool:
        warned = any(
            one.rule == rule and one.code == OVERRIDDEN for one in found.explanation.warnings
        )
        on = datetime.fromisoformat(found.data["at"]).date()
        return warned and on < until and _then(subject, found, rule, until) is not None

    def passes(found: Witness) -> bool:
        return found.explanation.verdict == "allow" and shows(found)

    most = worth_trying(subject.policy, _MOST)
    for wanted in (passes, shows):
        found = find(subject.policy, wanted, rule, day=subject.today, most=most)
        then = None if found is None else _then(subject, found, rule, until)
        if found is not None and then is not None:
            return found, then
    return None


def _then(subject: Subject, found: Witness, rule: str, until: date) -> Witness | None:
    on = datetime.fromisoformat(found.data["at"]).date()
    weeks = max(0, (until - on).days) // 7 + 1
    moved = later(subject.policy, found, timedelta(weeks=weeks))
    return moved if moved is not None and said_by(moved.explanation, rule) else None


LINT = Lint("W302", "waiver_ending", _look, (_DAYS,))
