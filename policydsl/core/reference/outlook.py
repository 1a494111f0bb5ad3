"""What becomes of a decision when nothing changes but the time: the reference of an `Outlook`.

In: a policy, a checked request, and how far to look. Out: an `Outlook`. The facts, events, consents
and approvals of the request stay as they are; one that lies in the future begins to count when its
instant comes. The decision is made anew at every instant at which it may change, one after the
other, until it is the one looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policydsl.core.explanation import Explanation, Reason
from policydsl.core.formula import YES
from policydsl.core.outlook import Outlook
from policydsl.core.policy import CorePolicy, Effect
from policydsl.core.reference.instants import instants
from policydsl.core.reference.local import LAST
from policydsl.core.reference.margins import explain
from policydsl.core.request import Request


def outlook(policy: CorePolicy, request: Request, horizon: int) -> Outlook:
    """Look ahead from the request's `at` through `at + horizon`, in microseconds.

    Nothing is looked for beyond the last instant that has neighbours on every clock.
    """
    end = min(request.at + horizon, LAST)
    said = explain(policy, request)
    next_eligible_at, valid_until = None, None
    if said.verdict == Effect.DENY:
        next_eligible_at = _first(policy, request, end, _is_not_denied)
    if said.verdict == "allow":
        valid_until = _first(policy, request, end, _is_not_allowed)
    lifts = tuple(_lifts(reason, policy, request, end) for reason in said.reasons)
    return Outlook(next_eligible_at, valid_until, lifts)


def _first(
    policy: CorePolicy, request: Request, end: int, is_wanted: Callable[[Explanation], bool]
) -> int | None:
    """The first instant after the request's, and not after `end`, with a decision as wanted."""
    for instant in instants(policy, request, request.at, end):
        if is_wanted(explain(policy, replace(request, at=instant))):
            return instant
    return None


def _is_not_denied(said: Explanation) -> bool:
    return said.verdict != Effect.DENY


def _is_not_allowed(said: Explanation) -> bool:
    return said.verdict != "allow"


def _lets_pass(said: Explanation) -> bool:
    return not any(_blocks(reason) for reason in said.reasons)


def _blocks(reason: Reason) -> bool:
    return reason.effect in (Effect.DENY, Effect.REVIEW)


def _lifts(reason: Reason, policy: CorePolicy, request: Request, end: int) -> int | None:
    """When what gave a reason, alone, lets the contact pass; a reason that stops nothing never."""
    return _first(_alone(reason, policy), request, end, _lets_pass) if _blocks(reason) else None


def _alone(reason: Reason, policy: CorePolicy) -> CorePolicy:
    """The policy with nothing but the rules, or the ladder, or the roots, that gave a reason."""
    rules = tuple(rule for rule in policy.rules if rule.id == reason.rule)
    ladders = tuple(ladder for ladder in policy.ladders if ladder.id == reason.rule)
    if not (rules or ladders):
        return replace(policy, rules=(), ladders=(), obligations=())
    roots = tuple(replace(root, governs=YES) for root in policy.roots)
    return replace(policy, roots=roots, rules=rules, ladders=ladders, obligations=())
