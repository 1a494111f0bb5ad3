"""Random policies and requests, fast: the same ingredients as the Hypothesis strategies.

In: a seeded `random.Random`. Out: the same cases for the same seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from tests.property import policies, requests
from tests.property.choices import RandomChoices

REQUESTS_PER_POLICY = 8


def random_policy(rng: Random) -> CorePolicy:
    """A small policy."""
    return policies.policy(RandomChoices(rng))


def random_request(rng: Random, policy: CorePolicy) -> Request:
    """A request near to the edges of a policy."""
    return requests.request(RandomChoices(rng), policy)


def cases(seed: str, number: int) -> Iterator[tuple[CorePolicy, Request]]:
    """That many cases, several requests to each policy."""
    rng = Random(seed)
    policy = random_policy(rng)
    for index in range(number):
        if index % REQUESTS_PER_POLICY == 0:
            policy = random_policy(rng)
        yield policy, random_request(rng, policy)
