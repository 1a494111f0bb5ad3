"""Everything that a core policy may read of a request."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import Formula, SinceLast
from policydsl.core.policy import CorePolicy, Ladder, Obligation
from policydsl.rules.walk import EVENTS, ZONES, key_reads, reads


def reads_of(policy: CorePolicy) -> frozenset[str]:
    """Full paths, and `events`, `consents`, `debts`, `person.time_zones` where they matter."""
    found = set(reads(_formulas(policy)))
    scopes = [one.scope for one in (*policy.roots, *policy.rules)]
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
        found |= {"proposal.debts", "debts"}
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
    points = [point for step in ladder.steps for point in (step.start, step.end) if point]
    return {EVENTS} | key_reads(ladder.keys) | {point.anchor for point in points}
