"""Everything that a core policy may read of a request."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import Formula, SinceLast
from policydsl.core.policy import CorePolicy, Effect, Ladder, Obligation
from policydsl.rules.walk import DEBTS, EVENTS, ZONES, key_reads, reads

APPROVALS = "approvals"


def reads_of(policy: CorePolicy) -> frozenset[str]:
    """Full paths, and `events`, `consents`, `debts`, `person.time_zones` where they matter."""
    found = set(reads(_formulas(policy)))
    scopes = [root.scope for root in policy.roots] + [rule.scope for rule in policy.rules]
    for ladder in policy.ladders:
        found |= _ladder_reads(ladder)
        scopes.append(ladder.scope)
    for duty in policy.obligations:
        if duty.after_first is not None:
            found |= {EVENTS} | key_reads(duty.keys)
        scopes.append(duty.scope)
    if any(scope.zone == "recipient" for scope in scopes):
        found.add(ZONES)
    if any(scope.per_debt for scope in scopes):
        found.add(DEBTS)
    if any(rule.effect is Effect.REVIEW or rule.on_unknown == "review" for rule in policy.rules):
        found.add(APPROVALS)
    return frozenset(found | {"proposal.channel", "proposal.purpose"})


def _formulas(policy: CorePolicy) -> Iterator[Formula]:
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
    points = [point for step in ladder.steps for point in (step.start, step.end) if point]
    return found | {point.anchor for point in points}
