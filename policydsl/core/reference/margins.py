"""The delivery margin: what will be denied by the time it may arrive is denied now.

In: a policy and a checked request. Out: an `Explanation`, with what the margin adds.
"""

from __future__ import annotations

from dataclasses import replace

from policydsl.core.explanation import Explanation, MarginMeasure, Reason
from policydsl.core.policy import CorePolicy, Effect
from policydsl.core.reference.instants import changes, margin_of
from policydsl.core.reference.judgement import judge
from policydsl.core.request import Request

_CODE = "DELIVERY_MARGIN"


def explain(policy: CorePolicy, request: Request) -> Explanation:
    """Decide on a request and say everything about it.

    What nothing denies yet is denied when something does within the margin after it; every rule,
    ladder and root that does then gives a reason now.
    """
    now = judge(policy, request)
    margin = margin_of(policy, request)
    if margin == 0 or now.verdict == Effect.DENY:
        return now
    for instant in changes(policy, request, request.at, request.at + margin):
        then = judge(policy, replace(request, at=instant))
        if then.verdict == Effect.DENY:
            return _closed(now, then, MarginMeasure(instant, margin))
    return now


def _closed(now: Explanation, then: Explanation, measure: MarginMeasure) -> Explanation:
    rules = dict.fromkeys(one.rule for one in then.reasons if one.effect == Effect.DENY)
    closing = tuple(Reason(_CODE, rule, Effect.DENY, measure) for rule in rules)
    return replace(now, verdict=Effect.DENY, reasons=now.reasons + closing)
