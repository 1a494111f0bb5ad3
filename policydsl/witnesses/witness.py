"""What a search for requests gives back.

In: a policy and a request in JSON form. Out: `Witness`, with what the evaluator says to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.api import Policy
from policydsl.core.explanation import Explanation
from policydsl.core.request import Request
from policydsl.frozen import frozen


@frozen
class Witness:
    """A request and what a policy says to it.

    `data` has the shape of the request reference, in JSON values; `request` is the same, checked.
    """

    data: Mapping[str, Any]
    request: Request
    explanation: Explanation


def witness(policy: Policy, data: Mapping[str, Any]) -> Witness:
    """Judge a request. Raises `RequestError` when the policy cannot judge it."""
    request = policy.request(data)
    return Witness(data, request, policy.explain(request))
