"""Brute force: what a policy says at one sampled instant after the other.

In: an engine that knows nothing of the future, a request, and the instants to ask it at. Out: runs
of samples with the same answer. Nothing is deduced of the policy: every sample is judged.

A delivery margin is laid over the runs afterwards: what is not denied at a sample is denied there
all the same when a later sample, no further away than the margin, is denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.engine.compiled import compile_policy
from policydsl.engine.verdicts import Judgement
from policydsl.frozen import frozen
from tests.property.timing_pools import ORDINARY_YEARS

SCANNED_DAYS = 60
_COARSE = 421 * MICROS_PER_MINUTE
_COARSEST = 31 * MICROS_PER_HOUR
UNSURE = Judgement("unsure", ())
DENIED = Judgement("deny", ())


@frozen
class Depth:
    """How closely time is sampled, both in microseconds from the request's instant.

    For `minutes` every whole minute is judged; after that, up to sixty days, every 421st; and
    beyond, one in 31 hours. For `instants` every instant that the reference names is judged too.
    """

    minutes: int
    instants: int


THOROUGH = Depth(SCANNED_DAYS * MICROS_PER_DAY, 3660 * MICROS_PER_DAY)
QUICK = Depth(MICROS_PER_DAY, SCANNED_DAYS * MICROS_PER_DAY)
BRIEF = Depth(3 * MICROS_PER_HOUR, 10 * MICROS_PER_DAY)
"""For every run of the tests."""

ALONE = Depth(8 * MICROS_PER_HOUR, SCANNED_DAYS * MICROS_PER_DAY)
"""For what one rule does alone, unless it is all of the policy."""

RARE = Depth(6 * MICROS_PER_HOUR, MICROS_PER_DAY)
"""For years in which judging is slow, because the engine keeps no tables for them."""


@frozen
class Run:
    """Samples with the same answer: first, first + step, … before stop."""

    first: int
    stop: int
    step: int
    judgement: Judgement

    @property
    def last(self) -> int:
        """The last sample."""
        return self.first + (self.stop - 1 - self.first) // self.step * self.step


def is_rare(at: int) -> bool:
    """Whether an instant lies in years for which the engine keeps no tables, so that it is slow."""
    return not ORDINARY_YEARS[0] <= at < ORDINARY_YEARS[1]


def samples(at: int, end: int, depth: Depth) -> Iterator[range]:
    """The instants to judge in (at, end]: a microsecond after `at`, then whole minutes."""
    yield range(at + 1, min(at + 1, end) + 1)
    start = at // MICROS_PER_MINUTE * MICROS_PER_MINUTE + MICROS_PER_MINUTE
    for reach, step in (
        (depth.minutes, MICROS_PER_MINUTE),
        (SCANNED_DAYS * MICROS_PER_DAY, _COARSE),
        (end - at, _COARSEST),
    ):
        every = range(start, min(at + reach, end) + 1, step)
        if every:
            yield every
            start = every[-1] + step


class Watch:
    """Judges one policy, margins left out, at many instants; `judged` counts how often."""

    def __init__(self, policy: CorePolicy) -> None:
        self.policy = replace(policy, margins=())
        self._judge = compile_policy(self.policy).judge
        self.judged = 0

    def runs(self, request: Request, ranges: Iterable[range]) -> list[Run]:
        """Judge the request at every instant of the ranges, which ascend."""
        found: list[Run] = []
        moving = replace(request)
        for every in ranges:
            self.judged += len(every)
            found += self._runs(moving, every)
        return found

    def _runs(self, moving: Request, every: range) -> Iterator[Run]:
        """Move one request through time: nobody else holds it."""
        judge, move, first = self._judge, object.__setattr__, every.start
        same: Judgement | None = None
        for instant in every:
            move(moving, "at", instant)
            judgement = judge(moving)
            if judgement is same or judgement == same:
                continue
            if same is not None:
                yield Run(first, instant, every.step, same)
            first, same = instant, judgement
        if same is not None:
            yield Run(first, every.stop, every.step, same)


def with_margin(runs: list[Run], margin: int) -> list[Run]:
    """Lay a delivery margin over runs.

    Of samples that only the margin denies nothing but the verdict is known. Where a denial begins
    between two samples, and the margin reaches past the earlier but not the later one, the verdict
    is `unsure`; so it is where the margin reaches past the last sample.
    """
    if margin == 0 or not runs:
        return runs
    found: list[Run] = []
    denied_from: int | None = None
    open_through: int | None = runs[-1].last
    for run in reversed(runs):
        if run.judgement.verdict == "deny":
            denied_from, open_through = run.first, None
            found.append(run)
            continue
        if open_through is None:
            open_through = run.last
        unsure_from = _sample_from(run, open_through - margin + 1)
        denied = run.stop if denied_from is None else _sample_from(run, denied_from - margin)
        parts = (
            Run(denied, run.stop, run.step, DENIED),
            Run(unsure_from, denied, run.step, UNSURE),
            Run(run.first, unsure_from, run.step, run.judgement),
        )
        found += (part for part in parts if part.first < part.stop)
    return found[::-1]


def _sample_from(run: Run, instant: int) -> int:
    """The first sample at or after an instant; the run's end when there is none."""
    steps = max(0, -((run.first - instant) // run.step))
    return min(run.first + steps * run.step, run.stop)
