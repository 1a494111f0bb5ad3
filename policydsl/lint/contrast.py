"""Two requests that are answered differently.

In: pairs of requests in JSON form. Out: the pair that shows best that it matters which one is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policydsl.api import Policy
from policydsl.lint.requests import judged
from policydsl.witnesses.witness import Witness


def contrast(
    policy: Policy, pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> tuple[Witness, Witness] | None:
    """The first pair with different verdicts; else the first that other rules stop."""
    second_best = None
    for data in pairs:
        one, other = (judged(policy, each) for each in data)
        if one is None or other is None:
            continue
        if one.explanation.verdict != other.explanation.verdict:
            return one, other
        if second_best is None and _stopping(one) != _stopping(other):
            second_best = one, other
    return second_best


def _stopping(found: Witness) -> tuple[str, ...]:
    return tuple(reason.rule for reason in found.explanation.reasons)
