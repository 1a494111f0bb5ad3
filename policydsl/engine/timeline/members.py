"""The rules, ladders and roots of a policy together, at any instant.

In: a policy, and how requests are judged. Out: `Members`, which looks at what the whole policy, or
one rule of it, does to a request at an instant, and until when that stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.bindings import Bindings
from policydsl.engine.formulas import Formulas
from policydsl.engine.functions import mentioned_values
from policydsl.engine.timeline.holdings import Holdings
from policydsl.engine.timeline.ladder_changes import DENY, FREE, LadderHolding
from policydsl.engine.timeline.picking import Asked, Catching, picker
from policydsl.engine.timeline.search import Look, LookAt, known, moved
from policydsl.engine.timeline.states import (
    Governance,
    Member,
    daily_member,
    effect_of,
    free_ladder_member,
    free_rule_member,
    ladder_member,
    rule_member,
)
from policydsl.engine.timeline.tendencies import (
    catches_by_date,
    is_lifted_until,
    prohibits_until,
    tendency,
)
from policydsl.engine.verdicts import Judgement, otherwise
from policydsl.engine.zones import ALWAYS, NEVER, ZONES

Judge = Callable[[Request], Judgement]


class Members:
    """All that can stop a contact."""

    __slots__ = (
        *("_by_id", "_governance", "_judge", "_ladders", "_lifted", "_others_denied", "_pick"),
        *("_roots_change_until", "_zones", "number"),
    )

    def __init__(self, policy: CorePolicy, formulas: Formulas, judge: Judge) -> None:
        self._judge = judge
        holdings = Holdings(formulas)
        self._by_id: dict[str, list[Member]] = {}
        self._lifted: dict[str, list[Asked]] = {}
        catching = []
        for rule in policy.rules:
            if (member := rule_member(rule, holdings)) is not None:
                self._by_id.setdefault(rule.id, []).append(member)
                asked = Asked(free_rule_member(rule, holdings), member)
                until = prohibits_until(rule)
                if (by_date := catches_by_date(rule)) != NEVER:
                    catching.append(Catching(rule, Asked(daily_member(rule), None), NEVER))
                    until = by_date
                if until != ALWAYS:
                    catching.append(Catching(rule, asked, until))
                if is_lifted_until(rule) != ALWAYS:
                    self._lifted.setdefault(rule.id, []).append(asked)
        self._pick = picker(catching, mentioned_values(policy), formulas)
        self._ladders: list[Asked] = []
        for ladder in policy.ladders:
            says = LadderHolding(ladder, holdings)
            self._by_id.setdefault(ladder.id, []).append(ladder_member(ladder, says, holdings))
            self._ladders.append(Asked(free_ladder_member(ladder, says, holdings), None))
        self.number = sum(map(len, self._by_id.values()))
        self._governance = Governance(policy.roots, holdings)
        self._roots_change_until = max(max(tendency(root.governs)) for root in policy.roots)
        self._others_denied = otherwise(policy.roots).otherwise == "deny"
        scopes = [rule.scope for rule in policy.rules] + [one.scope for one in policy.ladders]
        fixed = {scope.zone for scope in scopes} - {"recipient"}
        self._zones = tuple(ZONES[zone] for zone in fixed if zone is not None)

    def policy_look(self, request: Request, now: Judgement | None = None) -> LookAt:
        """Looks at what the whole policy does to a request; `now` is what it does at its `at`.

        Where a rule alone is seen to deny, the rest is not looked at.
        """
        suspects: list[Member] = []

        def look(at: int) -> Look:
            at_that, judgement = request, now
            if at != request.at:
                at_that, judgement = moved(request, at), None
            if suspects and _denies(suspects, at_that):
                suspects.clear()
                return DENY, partial(self._denied_from, at_that)
            judgement = judgement or self._judge(at_that)
            effect = effect_of(judgement.verdict)
            if judgement.stays_until is not None:
                return effect, known(judgement.stays_until)
            if effect == DENY:
                return DENY, partial(self._denied_until, judgement.blocking, at_that)
            if effect == FREE:
                return FREE, partial(self._free_until, at_that, judgement.lifted, suspects)
            return effect, partial(self.unchanged_until, at_that)

        return look

    def _denied_from(self, request: Request) -> int:
        """Some denial or other lasts from the request's instant until then."""
        return self._denied_until(self._judge(request).blocking, request)

    def look_of(self, name: str, request: Request) -> LookAt:
        """Looks at what one rule or ladder does; by the name of a root, what the roots do."""
        members = self._by_id.get(name, [])

        def look(at: int) -> Look:
            bindings = Bindings(moved(request, at))
            if not members:
                _, effect, until = self._governance.judge(bindings)
                return effect, known(until)
            found = [member(bindings) for member in members]
            denied = [until for effect, until in found if effect == DENY]
            if denied:
                return DENY, known(max(denied))
            return max(effect for effect, _ in found), known(min(until for _, until in found))

        return look

    def unchanged_until(self, request: Request) -> int:
        """Nothing in the policy says anything else before."""
        bindings = Bindings(request)
        bound, goes_on = self._governed_until(bindings)
        if goes_on:
            for members in self._by_id.values():
                for member in members:
                    bound = min(bound, member(bindings)[1])
        return bound

    def _free_until(
        self, request: Request, lifted: frozenset[str] | None, suspects: list[Member]
    ) -> int:
        """Nothing in the policy stops a contact before that it does not stop now.

        `suspects` become the rules that may stop it then.
        """
        suspects.clear()
        zones = [*self._zones, *(ZONES[zone.name] for zone in request.zones)]
        if lifted is None or any(zone.goes_back_after(request.at) < zone.until for zone in zones):
            return self.unchanged_until(request)
        bindings = Bindings(request)
        bound = NEVER
        stands = request.at >= self._roots_change_until
        if not stands:
            bound, _ = self._governed_until(bindings)
        asked = [*self._pick(request), *self._ladders]
        for name in lifted:
            asked += self._lifted.get(name, ())
        for one in asked:
            until = one.passes(bindings)[1]
            if until < bound:
                suspects.clear()
                bound = until
            if until == bound and stands and one.judge is not None:
                suspects.append(one.judge)
        return bound

    def _governed_until(self, bindings: Bindings) -> tuple[int, bool]:
        """Whether rules apply does not change before; and whether they do."""
        if self._governance.is_fixed:
            return NEVER, True
        governs, _, until = self._governance.judge(bindings)
        return until, governs

    def _denied_until(self, blocking: Iterable[str], request: Request) -> int:
        """Some denial or other lasts until then."""
        bindings = Bindings(request)
        found = [member(bindings) for name in blocking for member in self._by_id.get(name, ())]
        lasting = [until for effect, until in found if effect == DENY]
        if self._governance.is_fixed:
            return max(lasting, default=NEVER)
        governs, effect, until = self._governance.judge(bindings)
        if effect == DENY:
            lasting.append(until)
        bound = max(lasting, default=NEVER)
        return bound if governs and self._others_denied else min(bound, until)


def _denies(members: Iterable[Member], request: Request) -> bool:
    """Whether one of some members denies a request."""
    bindings = Bindings(request)
    return any(member(bindings)[0] == DENY for member in members)
