"""The rules, ladders and roots of a policy together, at any instant.

In: a policy, and how requests are judged. Out: `Members`, which says what the whole policy, or one
rule of it, does to a request at an instant, and until when that stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.bindings import Bindings
from policydsl.engine.formulas import Formulas
from policydsl.engine.timeline.holdings import Holdings
from policydsl.engine.timeline.ladder_changes import DENY
from policydsl.engine.timeline.search import StateAt, moved
from policydsl.engine.timeline.states import (
    Governance,
    Member,
    State,
    effect_of,
    ladder_member,
    rule_member,
)
from policydsl.engine.verdicts import Judgement, otherwise
from policydsl.engine.zones import NEVER

Judge = Callable[[Request], Judgement]


class Members:
    """All that can stop a contact."""

    __slots__ = ("_by_id", "_governance", "_judge", "_others_denied", "_roots")

    def __init__(self, policy: CorePolicy, formulas: Formulas, judge: Judge) -> None:
        self._judge = judge
        holdings = Holdings(formulas)
        self._by_id: dict[str, list[Member]] = {}
        for rule in policy.rules:
            if (member := rule_member(rule, holdings)) is not None:
                self._by_id.setdefault(rule.id, []).append(member)
        for ladder in policy.ladders:
            self._by_id.setdefault(ladder.id, []).append(ladder_member(ladder, holdings))
        self._governance = Governance(policy.roots, holdings)
        self._others_denied = otherwise(policy.roots).otherwise == "deny"
        self._roots = frozenset(root.name for root in policy.roots)

    def policy_state(self, request: Request) -> StateAt:
        """What the whole policy does to a request."""

        def state(at: int) -> State:
            at_that = moved(request, at)
            judgement = self._judge(at_that)
            bindings = Bindings(at_that)
            effect = effect_of(judgement.verdict)
            if effect == DENY:
                return DENY, self._denied_until(judgement.blocking, bindings)
            return effect, self.unchanged_until(bindings)

        return state

    def state_of(self, name: str, request: Request) -> StateAt:
        """What one rule or ladder does to a request; by the name of a root, what the roots do."""
        members = self._by_id.get(name, [])

        def state(at: int) -> State:
            bindings = Bindings(moved(request, at))
            if not members:
                _, effect, until = self._governance.judge(bindings)
                return effect, until
            found = [member(bindings) for member in members]
            denied = [until for effect, until in found if effect == DENY]
            if denied:
                return DENY, max(denied)
            return max(effect for effect, _ in found), min(until for _, until in found)

        return state

    def unchanged_until(self, bindings: Bindings) -> int:
        """Nothing in the policy says anything else before."""
        bound = NEVER
        if not self._governance.is_fixed:
            governs, _, bound = self._governance.judge(bindings)
            if not governs:
                return bound
        for members in self._by_id.values():
            for member in members:
                bound = min(bound, member(bindings)[1])
        return bound

    def _denied_until(self, blocking: Iterable[str], bindings: Bindings) -> int:
        """Some denial or other lasts until then."""
        found = [member(bindings) for name in blocking for member in self._by_id.get(name, ())]
        lasting = [until for effect, until in found if effect == DENY]
        if self._governance.is_fixed:
            return max(lasting, default=NEVER)
        governs, effect, until = self._governance.judge(bindings)
        if effect == DENY:
            lasting.append(until)
        bound = max(lasting, default=NEVER)
        return bound if governs and self._others_denied else min(bound, until)
