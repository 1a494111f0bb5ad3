"""Rules that only their `unless` ties to a debt: contacts about no debt escape them.

What it does: looks for denials and reviews that read a debt in `unless`, or in an exemption that
lifts them, and nowhere else; and shows a contact that is stopped when it names a debt and allowed
when it says that it is about none.

Why: a rule that reads debts is judged for each debt of the proposal. What was meant as an exception
for some debts makes the whole rule one of debts, and a contact with `debts: []` has none for which
it could be judged: the night is open for it. Everything else that is missing stops a contact, or was
declared: by a default, by `if unknown allow`, by `is known`. This alone fails open without a word.

Example:

    quiet hours night
      from 21:00 to 08:00
      unless debt.hardship_agreed

Instead, beside it, the same for contacts about no debt:

    quiet hours night_without_debt
      from 21:00 to 08:00
      when debt_count < 1

Not reported: rules that read debts in `when` or count per debt, for they are about debts; what
another rule stops.

In: a policy. Out: findings; each with a contact about a debt and the same about none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policydsl.core.formula import Formula
from policydsl.core.policy import Effect
from policydsl.diagnostics import Span, diagnostic
from policydsl.errors import RequestError
from policydsl.lint.instants import MOST_TRIED, compared_notes
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, own_rules
from policydsl.rules.walk import needs_debt, parts
from policydsl.witnesses.search import find, said_by
from policydsl.witnesses.witness import Witness, witness

_BLOCKING = (Effect.DENY, Effect.REVIEW)


def _look(subject: Subject) -> Iterator[Finding]:
    for own in own_rules(subject):
        if own.rule.effect in _BLOCKING and _is_lifted_by_debt_only(own):
            shown = _shown(subject, own)
            if shown is not None:
                yield _finding(own, shown)


def _is_lifted_by_debt_only(own: Own) -> bool:
    rule = own.rule
    return rule.scope.per_debt and not _reads_debt(rule.core) and not _reads_debt(rule.applies)


def _reads_debt(formula: Formula) -> bool:
    return any(map(needs_debt, parts(formula)))


def _shown(subject: Subject, own: Own) -> tuple[Witness, Witness] | None:
    """A contact about no debt that is allowed, and the same about a debt, which the rule stops."""

    def about_none(found: Witness) -> Witness | None:
        if found.request.proposal_debts and said_by(found.explanation, own.rule.id):
            made = _without_debts(subject, found.data)
            if made is not None and made.explanation.verdict == "allow":
                return made
        return None

    found = find(
        subject.policy,
        lambda one: about_none(one) is not None,
        own.rule.id,
        day=subject.today,
        most=MOST_TRIED,
    )
    if found is None:
        return None
    made = about_none(found)
    return None if made is None else (made, found)


def _without_debts(subject: Subject, data: Mapping[str, Any]) -> Witness | None:
    try:
        return witness(subject.policy, {**data, "proposal": {**data["proposal"], "debts": []}})
    except RequestError:
        return None


def _finding(own: Own, shown: tuple[Witness, Witness]) -> Finding:
    made = diagnostic(
        "W105",
        _where(own),
        helps=["beside"],
        notes=compared_notes(shown),
        name=own.name,
    )
    return Finding(made, shown, own.tree)


def _where(own: Own) -> Span:
    """The `unless`; the rule's name where an exemption reads the debt."""
    unless = clause(own.tree, "unless")
    return own.tree.name.span if unless is None else unless.span


LINT = Lint("W105", "open_without_debt", _look)
