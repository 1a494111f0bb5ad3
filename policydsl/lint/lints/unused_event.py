"""An event that nothing counts or waits for.

What it does: reports a kind of event that the policy declares and that neither it nor what it uses
mentions: no count, no cooldown, no ladder, no duty of that name.

Why: the systems that send events believe that this one matters. Often the rule that should wait for
it was forgotten.

Example:

    event promise_broken

Instead: write the rule that waits for it, or remove it.

Not reported: events of a policy without rules, which others use for its declarations.

In: a policy. Out: findings, with a contact without the event and one right after it, answered
alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from policydsl.diagnostics import diagnostic
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.mentions import mentioned, said
from policydsl.lint.requests import judged
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree
from policydsl.witnesses.search import candidates
from policydsl.witnesses.witness import Witness

_MOST = 40
_BEFORE = timedelta(minutes=5)


def _look(subject: Subject) -> Iterator[Finding]:
    events = [event for one in subject.own if one.rules for event in one.events]
    if not events:
        return
    used = mentioned(part for one in subject.policy.trees for part in (*said(one), one.defines))
    for event in events:
        if event.name.text not in used:
            yield from _finding(subject, event)


def _finding(subject: Subject, event: tree.EventKind) -> Iterator[Finding]:
    shown = _shown(subject, event.name.text)
    if shown is None:
        return
    about = {"contact": contact(shown[0]), "answer": answer(shown[0])}
    made = diagnostic(
        "W306",
        event.name.span,
        helps=["remove"],
        notes=[("witness", about)],
        name=event.name.text,
    )
    yield Finding(made, shown)


def _shown(subject: Subject, kind: str) -> tuple[Witness, Witness] | None:
    for found in islice(candidates(subject.policy, day=subject.today, most=_MOST), _MOST):
        at = datetime.fromisoformat(found.data["at"]) - _BEFORE
        more = {"id": f"{kind}-1", "kind": kind, "at": at.isoformat()}
        events = [*(found.data.get("events") or []), more]
        after = judged(subject.policy, {**found.data, "events": events})
        if after is not None:
            return (found, after) if after.explanation == found.explanation else None
    return None


LINT = Lint("W306", "unused_event", _look)
