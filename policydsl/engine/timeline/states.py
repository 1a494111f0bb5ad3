"""What a rule, a ladder or the roots do to a proposal, and until when.

In: the parts of a policy. Out: members. Asked with the bindings of a request, a member says `FREE`,
`REVIEW` or `DENY`, and gives an instant after the request's before which it says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from policydsl.core.policy import Ladder, Root, Rule
from policydsl.core.request import Request
from policydsl.engine.bindings import Bindings
from policydsl.engine.frame import Frame, Truth, quantified
from policydsl.engine.ladders import is_approved
from policydsl.engine.timeline.dates import next_date
from policydsl.engine.timeline.holdings import Holding, Holdings, joined
from policydsl.engine.timeline.ladder_changes import DENY, FREE, REVIEW, LadderHolding
from policydsl.engine.verdicts import by_strictness
from policydsl.engine.zones import NEVER

State: TypeAlias = tuple[int, int]
"""An effect, and until when it stays."""

Member: TypeAlias = Callable[[Bindings], State]


def effect_of(name: str) -> int:
    """The effect that a verdict or the effect of a rule has."""
    return {"deny": DENY, "review": REVIEW}.get(name, FREE)


def rule_member(rule: Rule, holdings: Holdings) -> Member | None:
    """A rule; None for one that never blocks."""
    effect, unknown = effect_of(rule.effect), effect_of(rule.on_unknown)
    if effect == unknown == FREE:
        return None
    scope = quantified(rule.scope)
    prohibits = joined([holdings.of(rule.applies), holdings.core(rule.core)], False)
    lifted = holdings.of(rule.lifted)

    def judge(bindings: Bindings) -> State:
        caught = [_catch(prohibits, lifted, frame) for frame in bindings.of(scope)]
        state = _worst(caught, effect, unknown)
        if state[0] != REVIEW:
            return state
        return _unapproved(state[1], rule.id, rule.approval, bindings.request)

    return judge


def free_rule_member(rule: Rule, holdings: Holdings) -> Member:
    """A rule that is known to let the contact pass: it is only asked until when.

    Its core is looked at first: as long as that is no, nothing else matters.
    """
    scope = quantified(rule.scope)
    core, applies = holdings.core(rule.core), holdings.of(rule.applies)
    lifted = holdings.of(rule.lifted)

    def in_binding(frame: Frame) -> int:
        truth, until = core(frame)
        if truth is False:
            return until
        its_truth, its_until = applies(frame)
        if its_truth is False:
            return its_until
        is_lifted, lifted_until = lifted(frame)
        return lifted_until if is_lifted else min(until, its_until, lifted_until)

    def judge(bindings: Bindings) -> State:
        return FREE, min([in_binding(frame) for frame in bindings.of(scope)], default=NEVER)

    return judge


def daily_member(rule: Rule) -> Member:
    """A rule that is known to let the contact pass, and can come to stop it by a new date only."""
    scope = quantified(rule.scope)

    def judge(bindings: Bindings) -> State:
        return FREE, min([next_date(frame) for frame in bindings.of(scope)], default=NEVER)

    return judge


def _catch(prohibits: Holding, lifted: Holding, frame: Frame) -> tuple[Truth, int]:
    """Whether a rule is caught in a binding, surely or perhaps (None)."""
    prohibited, until = prohibits(frame)
    if prohibited is False:
        return False, until
    is_lifted, lifted_until = lifted(frame)
    if is_lifted:
        return False, lifted_until
    return prohibited, min(until, lifted_until)


def _worst(caught: Sequence[tuple[Truth, int]], effect: int, unknown: int) -> State:
    """What follows from all bindings: one that is surely caught wins, then one that may be."""
    sure = [until for truth, until in caught if truth]
    if effect == unknown:
        lasting = [until for truth, until in caught if truth is not False]
        if lasting:
            return effect, max(lasting)
    elif sure:
        return effect, max(sure)
    is_unknown = any(truth is None for truth, _ in caught)
    until = min([until for _, until in caught], default=NEVER)
    return (unknown if is_unknown else FREE), until


def _unapproved(until: int, rule: str, role: str | None, request: Request) -> State:
    """A review, unless it is approved, or until it will be."""
    if is_approved(request, rule, role):
        return FREE, until
    later = [one.at for one in request.approvals if one.rule == rule and one.at > request.at]
    return REVIEW, min([until, *later])


def ladder_member(ladder: Ladder, says: LadderHolding, holdings: Holdings) -> Member:
    """A ladder."""
    scope = quantified(ladder.scope)
    applies, lifted = holdings.of(ladder.applies), holdings.of(ladder.lifted)

    def in_binding(frame: Frame) -> State:
        in_force, until = _in_force(applies, lifted, frame)
        if not in_force:
            return FREE, until
        effect, its_until = says(frame)
        return effect, min(until, its_until)

    def judge(bindings: Bindings) -> State:
        states = [in_binding(frame) for frame in bindings.of(scope)]
        denied = [until for effect, until in states if effect == DENY]
        if denied:
            return DENY, max(denied)
        effect = max([effect for effect, _ in states], default=FREE)
        return effect, min([until for _, until in states], default=NEVER)

    return judge


def free_ladder_member(ladder: Ladder, says: LadderHolding, holdings: Holdings) -> Member:
    """A ladder that is known to let the contact pass: it is only asked until when."""
    scope = quantified(ladder.scope)
    applies, lifted = holdings.of(ladder.applies), holdings.of(ladder.lifted)

    def in_binding(frame: Frame) -> int:
        in_force, until = _in_force(applies, lifted, frame)
        return says.passes_until(frame) if in_force else until

    def judge(bindings: Bindings) -> State:
        return FREE, min([in_binding(frame) for frame in bindings.of(scope)], default=NEVER)

    return judge


def _in_force(applies: Holding, lifted: Holding, frame: Frame) -> tuple[bool, int]:
    """Whether a ladder applies, or may, and is not lifted; and until when that stays."""
    truth, until = applies(frame)
    if truth is False:
        return False, until
    is_lifted, lifted_until = lifted(frame)
    return (False, lifted_until) if is_lifted else (True, min(until, lifted_until))


class Governance:
    """Whether some root governs, and what holds where none surely does."""

    __slots__ = ("_roots", "is_fixed")

    def __init__(self, roots: Sequence[Root], holdings: Holdings) -> None:
        ordered = by_strictness(roots)
        self._roots = [
            (root, quantified(root.scope), holdings.of(root.governs)) for root in ordered
        ]
        self.is_fixed = all(holdings.change(root.governs) is None for root in roots)

    def judge(self, bindings: Bindings) -> tuple[bool, int, int]:
        """Whether rules apply, what the answer for the rest adds, and until when both stay."""
        found = [
            (root, [governs(frame) for frame in bindings.of(scope)])
            for root, scope, governs in self._roots
        ]
        sure = [until for _, held in found for truth, until in held if truth]
        if sure:
            return True, FREE, max(sure)
        until = min([until for _, held in found for _, until in held], default=NEVER)
        perhaps = [root for root, held in found if any(truth is None for truth, _ in held)]
        answering = perhaps or [root for root, _ in found]
        return bool(perhaps), effect_of(answering[0].otherwise), until
