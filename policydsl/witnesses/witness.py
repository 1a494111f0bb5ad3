"""What a search for requests gives back.

In: a policy and a request in JSON form. Out: `Witness`, with what the evaluator says to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from policydsl.api import Policy
from policydsl.core.explanation import Explanation
from policydsl.core.request import Request
from policydsl.frozen import frozen


@frozen
class Witness:
    """A request and what a policy says to it.

    `data` has the shape of the request reference, in JSON values; `request` is the same, checked.
    `clock` is the fixed time zone that the policy reads, None when it reads none or several.
    """

    data: Mapping[str, Any]
    request: Request
    explanation: Explanation
    clock: str | None = None


def witness(policy: Policy, data: Mapping[str, Any]) -> Witness:
    """Judge a request. Raises `RequestError` when the policy cannot judge it."""
    request = policy.request(data)
    return Witness(data, request, policy.explain(request), clock_of(policy))


@lru_cache(maxsize=16)
def clock_of(policy: Policy) -> str | None:
    """The fixed time zone that the rules of a policy read, None when they read none or several."""
    core = policy.core
    zones = {one.scope.zone for one in core.rules}
    zones |= {one.scope.zone for one in core.ladders} | {one.scope.zone for one in core.roots}
    fixed = zones - {None, "recipient"}
    return next(iter(fixed)) if len(fixed) == 1 else None
