"""A policy that is used twice.

What it does: reports a second `use` of the same policy in the same version, unless each stands
under a condition of its own.

Why: a policy is used wherever one of the two says so. A `use` without a condition makes the other's
condition meaningless; whoever reads only that one believes in it.

Example:

    use us.reg_f
    use us.reg_f when person.region starts with "US"

Instead: keep the one that is meant; join two conditions with `or`.

In: a policy. Out: findings; for a condition that means nothing with a contact of which it is not
true, and of which a rule of the used policy speaks all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from policydsl.core.policy import Scope
from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.requests import is_true
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.rules.declarations import environment_of
from policydsl.rules.environment import Reading
from policydsl.rules.expressions import lower
from policydsl.syntax import tree
from policydsl.witnesses.search import candidates, said_by, shrunk
from policydsl.witnesses.witness import Witness

_SCOPE = Scope(True, "recipient")
_MOST = 200


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        for first, second in combinations(version.uses, 2):
            if first.name.text != second.name.text:
                continue
            if first.when is None or second.when is None or first.when == second.when:
                yield _finding(subject, version, first, second)


def _finding(subject: Subject, version: tree.Policy, first: tree.Use, second: tree.Use) -> Finding:
    name = first.name.text
    when = first.when if second.when is None else second.when
    shown = None
    if when is not None and first.when != second.when:
        shown = _shown(subject, version, name, when)
    notes: list[HintSpec] = []
    if shown is not None:
        notes = [("witness", {"contact": contact(shown), "answer": answer(shown)})]
    made = diagnostic(
        "W309",
        second.name.span,
        labels=[(first.name.span, "first")],
        helps=["keep_one"],
        notes=notes,
        name=name,
    )
    return Finding(made, () if shown is None else (shown,))


def _shown(
    subject: Subject, version: tree.Policy, used: str, when: tree.Expression
) -> Witness | None:
    """A contact outside the condition of which a rule of the used policy speaks."""
    env = environment_of(version, subject.policy.vocabulary)
    formula = lower(when, env, Reading.PROPOSAL)
    core = subject.policy.core
    ids = [one.id for one in core.rules if one.id.rpartition(".")[0] == used]

    def shows(found: Witness) -> bool:
        spoke = any(said_by(found.explanation, rule) for rule in ids)
        return spoke and not is_true(formula, _SCOPE, found.request)

    most = worth_trying(subject.policy, _MOST)
    for rule in ids:
        for found in candidates(subject.policy, rule, day=subject.today, most=most):
            if shows(found):
                return shrunk(subject.policy, found, shows)
    return None


LINT = Lint("W309", "used_twice", _look)
