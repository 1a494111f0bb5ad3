"""`open_without_debt`: a rule that only an exception ties to a debt.

**What it does.** Looks for denials and reviews that read a debt in `unless`, or in an exemption
that lifts them, and nowhere else; and shows a contact that is stopped when it names a debt and
allowed when it says that it is about none.

**Why.** A rule that reads debts is judged for each debt of the proposal. What was meant as an
exception for some debts makes the whole rule one of debts, and for a contact with `debts: []` it
is not judged at all: the night is open for it. Everything else that is missing stops a contact, or
was declared: by a default, by `if unknown allow`, by `is known`. This alone fails open without a
word.

**Example.**

    quiet hours night
      from 21:00 to 08:00
      unless debt.hardship_agreed

**Instead.** Beside it, the same for contacts about no debt:

    quiet hours night_without_debt
      from 21:00 to 08:00
      when debt_count < 1

**Not reported.** Rules that read debts in `when`, or count per debt, are about debts: see
`key_not_carried`. What another rule stops is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policydsl.api import Policy
from policydsl.core.formula import Formula
from policydsl.core.policy import Effect
from policydsl.diagnostics import Span, diagnostic
from policydsl.errors import RequestError
from policydsl.lint.instants import compared_notes
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, own_rules
from policydsl.lint.seeking import sought, worth_seeking
from policydsl.rules.walk import needs_debt, parts
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import Witness, witness

_BLOCKING = (Effect.DENY, Effect.REVIEW)


_NAME = "open_without_debt"


def _look(subject: Subject) -> Iterator[Finding]:
    suspected = (
        own
        for own in own_rules(subject)
        if own.rule.effect in _BLOCKING and _is_lifted_by_debt_only(own)
    )
    for own in worth_seeking(subject, _NAME, suspected, lambda one: one.tree):
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

    def pair(policy: Policy, found: Witness) -> tuple[Witness, Witness] | None:
        if found.request.proposal_debts and said_by(found.explanation, own.rule.id):
            made = _without_debts(policy, found.data)
            if made is not None and made.explanation.verdict == "allow":
                return made, found
        return None

    return sought(subject, own.rule, pair)


def _without_debts(policy: Policy, data: Mapping[str, Any]) -> Witness | None:
    try:
        return witness(policy, {**data, "proposal": {**data["proposal"], "debts": []}})
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


LINT = Lint("W105", _NAME, _look)
