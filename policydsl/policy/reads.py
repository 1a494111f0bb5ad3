"""Everything that a core policy may read of a request."""

from __future__ import annotations

from collections.abc import Container, Iterator

from policydsl.core.formula import Formula, SinceLast
from policydsl.core.policy import CorePolicy, Effect, Ladder, Obligation
from policydsl.rules.walk import DEBTS, EVENTS, ZONES, key_reads, reads, window_reads

APPROVALS, DUE = "approvals", "debt.due_on"


def reads_of(policy: CorePolicy, fields: Container[str]) -> frozenset[str]:
    """Full paths, and `events`, `consents`, `debts`, `person.time_zones` where they matter.

    `fields` are the paths there are: an event may say of itself what a key is about only if a
    field for it is declared.
    """
    found = set(reads(formulas_of(policy)))
    scopes = [root.scope for root in policy.roots] + [rule.scope for rule in policy.rules]
    for ladder in policy.ladders:
        found |= _ladder_reads(ladder)
        scopes.append(ladder.scope)
    for duty in policy.obligations:
        if duty.after_first is not None:
            found |= {EVENTS} | key_reads(duty.keys)
        if duty.within is not None:
            found |= window_reads(duty.within)
        scopes.append(duty.scope)
    # Days past due are counted back from the recipient's date.
    if DUE in found or any(scope.zone == "recipient" for scope in scopes):
        found.add(ZONES)
    if any(scope.per_debt for scope in scopes):
        found.add(DEBTS)
    if any(rule.effect is Effect.REVIEW or rule.on_unknown == "review" for rule in policy.rules):
        found.add(APPROVALS)
    found |= {"proposal.channel", "proposal.purpose"}
    return frozenset(path for path in found if not path.startswith("event.") or path in fields)


def formulas_of(policy: CorePolicy) -> Iterator[Formula]:
    """Every formula of a policy; those inside others are not named again."""
    for root in policy.roots:
        yield root.governs
    for rule in policy.rules:
        yield from (rule.applies, rule.core, rule.lifted)
    for duty in policy.obligations:
        yield from _of_duty(duty)
    for ladder in policy.ladders:
        yield from (ladder.applies, ladder.lifted, ladder.hold, ladder.stop)
        if ladder.reset is not None:
            yield ladder.reset.where
        for step in ladder.steps:
            yield from (step.takes, step.owns, step.when)
            windows = [budget.window for budget in step.budgets]
            yield from (one.selection.where for one in windows if isinstance(one, SinceLast))


def _of_duty(duty: Obligation) -> Iterator[Formula]:
    yield from (duty.applies, duty.lifted)
    if duty.after_first is not None:
        yield duty.after_first.where


def _ladder_reads(ladder: Ladder) -> set[str]:
    found = {EVENTS} | key_reads(ladder.keys)
    if any(step.approval is not None for step in ladder.steps):
        found.add(APPROVALS)
    for step in ladder.steps:
        found |= {point.anchor for point in (step.start, step.end) if point is not None}
        waits = [one.open_for for alternatives in step.after for one in alternatives]
        for span in (*waits, step.apart):
            found |= set() if span is None else window_reads(span)
    return found
