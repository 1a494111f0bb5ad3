"""Cases of time: policy, request and horizon, and what becomes of them.

In: a seed. Out: the same cases for the same seed; the kind of what becomes of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from functools import lru_cache
from random import Random

from policydsl.core.outlook import Outlook
from policydsl.core.policy import CorePolicy, Scope
from policydsl.core.request import Request
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.engine.compiled import Engine, compile_policy
from policydsl.frozen import frozen
from tests.property import timing_policies, timing_requests
from tests.property.choices import RandomChoices
from tests.property.policies import parts
from tests.property.timing_looks import own_margin
from tests.property.timing_pools import HORIZONS, ZONES, is_near_a_change

REQUESTS_PER_POLICY = 4
_KEPT_OF_STATIC = 12
_PROBES = (
    MICROS_PER_MINUTE,
    MICROS_PER_HOUR,
    7 * MICROS_PER_HOUR,
    14 * MICROS_PER_HOUR,
    MICROS_PER_DAY,
    53 * MICROS_PER_HOUR,
    *(days * MICROS_PER_DAY for days in (5, 12, 30, 55, 90, 180, 360)),
)


@frozen
class TimeCase:
    """A policy, a request, and how far ahead to look, in microseconds."""

    policy: CorePolicy
    request: Request
    horizon: int


def cases(seed: str, number: int) -> Iterator[TimeCase]:
    """That many cases, several requests to each policy.

    Of cases whose verdict seems to be the same for ever, seven in eight are passed over.
    """
    c = RandomChoices(Random(seed))
    made = 0
    while made < number:
        policy = timing_policies.policy(c)
        engine = compile_policy(replace(policy, margins=()))
        for _ in range(REQUESTS_PER_POLICY):
            request = timing_requests.request(c, policy)
            if made < number and (_changes(engine, request) or c.chance(_KEPT_OF_STATIC)):
                made += 1
                yield TimeCase(policy, request, c.pick(HORIZONS) * MICROS_PER_DAY)


def _changes(engine: Engine, request: Request) -> bool:
    """Whether the verdict is another one at some later instant."""
    now = engine.judge(request).verdict
    later = (replace(request, at=request.at + probe) for probe in _PROBES)
    return any(engine.judge(one).verdict != now for one in later)


def kind(verdict: str, at: int, outlook: Outlook) -> str:
    """What becomes of a contact, in a few words."""
    if verdict == "review":
        return "review"
    if verdict == "allow":
        return "allowed for ever" if outlook.valid_until is None else "allowed until"
    if outlook.next_eligible_at is None:
        return "never"
    wait = outlook.next_eligible_at - at
    if wait <= MICROS_PER_DAY:
        return "deferred within a day"
    return "deferred within 60 days" if wait <= 60 * MICROS_PER_DAY else "deferred for longer"


KINDS = (
    "deferred within a day",
    "deferred within 60 days",
    "deferred for longer",
    "never",
    "allowed until",
    "allowed for ever",
)


def ingredients(case: TimeCase) -> set[str]:
    """What a case puts to the test: its zones, how near a change, and the nodes of its policy."""
    request = case.request
    nodes = _nodes(case.policy)
    zones = {zone.name for zone in request.zones} | (nodes & set(ZONES))
    found = zones | nodes
    if any(is_near_a_change(request.at, zone) for zone in zones):
        found.add("near a change of the clocks")
    if len(request.zones) != 1:
        found.add("several zones" if request.zones else "no zone known")
    if len(request.proposal_debts or ()) > 1:
        found.add("several debts")
    if any(approval.at > request.at for approval in request.approvals):
        found.add("an approval to come")
    if any(consent.effective_from > request.at for consent in request.consents):
        found.add("a consent to come")
    if own_margin(case.policy, request):
        found.add("a delivery margin")
    return found


@lru_cache(maxsize=4)
def _nodes(policy: CorePolicy) -> frozenset[str]:
    """The names of all nodes of a policy, and the zones that its rules fix."""
    inside = list(parts(policy))
    zones = {str(part.zone) for part in inside if isinstance(part, Scope)} & set(ZONES)
    return frozenset({type(part).__name__ for part in inside if is_dataclass(part)} | zones)
