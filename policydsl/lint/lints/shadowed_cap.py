"""`shadowed_cap`: a cap, gap or cooldown that never blocks alone.

**What it does.** Looks for a limit of the policy that only ever blocks where another limit, of the
same policy or of one it uses, blocks already: the other counts at least the same contacts for the
same key or a coarser one, over a window that contains its own, with a limit no higher, whenever it
applies, and is lifted by nothing else. This is proved from the rules, not guessed from requests.

**Why.** The limit changes no decision. Whoever reads it relies on a number that has no effect, and
whoever raises the other limit finds out later that this one was there.

**Example.** Five calls in a day say nothing beside three calls in a week:

    cap daily  at most 5 attempts by voice per person in a calendar day
    cap weekly at most 3 attempts by voice per person in 7 consecutive days

**Instead.** Leave the limit out, or make it the tighter one: `at most 2 attempts` in a day.

**Options.** None. Two rules of one policy that both cite a source are left alone. A limit that is
meant for a special case and asks for less than the general one is `specific_loosens_general`; two
rules that say the same are `duplicate_rule`.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import diagnostic
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import limit_span, written
from policydsl.lint.requests import caught, surely_says
from policydsl.lint.shadows import Shadow, shadows
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness


def _look(subject: Subject) -> Iterator[Finding]:
    for shadow in shadows(subject):
        if not shadow.is_special:
            yield from _finding(subject, shadow)


def _finding(subject: Subject, shadow: Shadow) -> Iterator[Finding]:
    name, by = shadow.own.rule.id, shadow.by

    def shows(found: Witness) -> bool:
        return surely_says(found, name) and surely_says(found, by.id)

    found = caught(subject.policy, shadow.own.rule, shows, day=subject.today)
    if found is None:
        return
    other = written(subject, by)
    made = diagnostic(
        "W201",
        limit_span(shadow.own.tree),
        labels=[] if other is None else [(limit_span(other), "other")],
        helps=["tighter"],
        notes=[("witness", {"contact": contact(found), "answer": answer(found)})],
        name=shadow.own.name,
        other=by.id.removeprefix(f"{subject.name}."),
    )
    yield Finding(made, (found,), shadow.own.tree)


LINT = Lint("W201", "shadowed_cap", _look)
