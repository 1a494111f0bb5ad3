"""A policy looked at through time, by brute force and by the reference.

In: a policy and a request. Out: runs of sampled answers, delivery margin included; explanations at
single instants; the policy that is left when one reason's rule, ladder or root stands alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from policydsl.core import reference
from policydsl.core.explanation import Explanation, Reason
from policydsl.core.formula import YES
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.verdicts import Judgement, judgement_of
from tests.property.timing_scan import DENIED, UNSURE, Depth, Run, Watch, samples, with_margin


class Look:
    """One policy and one request, sampled as far as is asked; ask for the furthest first."""

    def __init__(self, policy: CorePolicy, request: Request, watch: Watch, depth: Depth) -> None:
        self.request = request
        self.margin = own_margin(policy, request)
        self._policy = policy
        self._watch = watch
        self.depth = depth
        self._said: dict[int, Explanation] = {}
        self._runs: list[Run] = []
        self._denied: list[int] = []
        self._named_until = request.at
        self._reach = request.at

    def explained_at(self, instant: int) -> Explanation:
        """What the reference says at an instant."""
        said = self._said.get(instant)
        if said is None:
            said = reference.explain(self._policy, replace(self.request, at=instant))
            self._said[instant] = said
        return said

    def at(self, instant: int) -> Judgement:
        """The same in brief."""
        return judgement_of(self.explained_at(instant))

    def sampled_at(self, instant: int) -> Judgement:
        """What brute force says at any instant, as far as instants are named."""
        (run,) = self._watch.runs(self.request, [range(instant, instant + 1)])
        if self.margin == 0 or run.judgement.verdict == "deny":
            return run.judgement
        later = bisect_right(self._denied, instant)
        if later < len(self._denied) and self._denied[later] <= instant + self.margin:
            return DENIED
        return run.judgement if instant + self.margin <= self._named_until else UNSURE

    def runs(self, end: int) -> list[Run]:
        """All samples in (at, end] and perhaps more, in two rows: at regular distances, and named."""
        if end > self._reach:
            self._reach = end
            at, depth = self.request.at, self.depth
            self._named_until = min(end + self.margin, at + depth.instants)
            named = reference.instants(self._watch.policy, self.request, at, self._named_until)
            singles = self._watch.runs(self.request, [range(one, one + 1) for one in named])
            self._denied = [run.first for run in singles if run.judgement.verdict == "deny"]
            regular = self._watch.runs(self.request, samples(at, end + self.margin, depth))
            self._runs = with_margin(regular, self.margin) + with_margin(singles, self.margin)
        return self._runs

    def suspects(self, end: int, wanted: Callable[[str], bool]) -> Iterator[int]:
        """Samples before `end` whose verdict is as wanted: one of each run."""
        for run in self.runs(end - 1):
            if run.first < end and run.judgement is not UNSURE and wanted(run.judgement.verdict):
                yield run.first


def own_margin(policy: CorePolicy, request: Request) -> int:
    """The delivery margin of the proposal's channel."""
    channel = request.facts.get("proposal.channel")
    return max((m for of, m in policy.margins if of is None or of == channel), default=0)


def alone(policy: CorePolicy, reason: Reason) -> CorePolicy:
    """The policy with nothing left but what gave a reason; what is governed matters to roots only."""
    if any(reason.rule == root.name for root in policy.roots):
        return replace(policy, rules=(), ladders=(), obligations=())
    return replace(
        policy,
        roots=tuple(replace(root, governs=YES) for root in policy.roots),
        rules=tuple(rule for rule in policy.rules if rule.id == reason.rule),
        ladders=tuple(ladder for ladder in policy.ladders if ladder.id == reason.rule),
        obligations=(),
    )
