"""Whole explanations: every reason, warning, duty, counter and ladder of a decision.

In: a policy. Out: `Explainer`, whose explanations equal those of `policydsl.core.reference`.
"""

from __future__ import annotations

from policydsl.core.explanation import (
    Counter,
    CountMeasure,
    Explanation,
    LadderState,
    OwedDuty,
    Reason,
)
from policydsl.core.formula import Count
from policydsl.core.policy import CorePolicy, Effect, Rank, Root, Scope
from policydsl.core.request import Request
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame
from policydsl.engine.ladder_reasons import LadderSpeaker
from policydsl.engine.measures import count_measurer
from policydsl.engine.obligations import ObligationPlan
from policydsl.engine.rules import RulePlan

STRICTNESS = ("allow", "review", "deny")


class Bindings:
    """The frames of one decision, each made once."""

    __slots__ = ("_frames", "request")

    def __init__(self, request: Request) -> None:
        self.request = request
        self._frames: dict[tuple[str | None, str | None], Frame] = {}

    def of(self, scope: Scope) -> list[Frame]:
        """A frame for every debt and zone over which a rule is quantified, in their order."""
        request = self.request
        debts: tuple[str | None, ...] = (None,)
        if scope.per_debt and request.proposal_debts is not None:
            debts = request.proposal_debts
        zones: tuple[str | None, ...] = (scope.zone,)
        if scope.zone == "recipient":
            zones = tuple([zone.name for zone in request.zones]) or (None,)
        return [self._frame(debt, zone) for debt in debts for zone in zones]

    def _frame(self, debt: str | None, zone: str | None) -> Frame:
        known = self._frames.get((debt, zone))
        if known is None:
            known = self._frames[debt, zone] = Frame(self.request, debt, zone)
        return known


class Explainer:
    """A policy made ready to explain."""

    def __init__(self, policy: CorePolicy, formulas: Formulas) -> None:
        self._roots = [(root, formulas.test(root.governs)) for root in policy.roots]
        self._rules = [RulePlan(rule, formulas) for rule in policy.rules]
        self._ladders = [LadderSpeaker(ladder, formulas) for ladder in policy.ladders]
        self._obligations = [ObligationPlan(one, formulas) for one in policy.obligations]
        self._caps = [
            (plan, count_measurer(plan.rule.core, formulas))
            for plan in self._rules
            if plan.is_cap() and isinstance(plan.rule.core, Count)
        ]

    def explain(self, request: Request) -> Explanation:
        """Decide on a request and say everything about it."""
        bindings = Bindings(request)
        found = self._reasons(bindings)
        reasons = tuple([reason for reason in found if reason.effect != Effect.WARN])
        warnings = [reason for reason in found if reason.effect == Effect.WARN]
        duties, overdue = self._duties(bindings)
        verdict = max((reason.effect for reason in reasons), key=STRICTNESS.index, default="allow")
        if not self._is_governed(bindings):
            root = otherwise(tuple(root for root, _ in self._roots))
            verdict = root.otherwise
            reasons = (Reason("NO_RULE_APPLIES", root.name, verdict),)
        return Explanation(
            verdict=verdict,
            reasons=reasons,
            warnings=tuple(warnings + overdue),
            obligations=duties,
            counters=self._counters(bindings),
            ladders=self._ladder_states(bindings),
            missing=tuple(sorted({name for reason in found for name in reason.missing})),
        )

    def _is_governed(self, bindings: Bindings) -> bool:
        return any(
            governs(frame) is not False
            for root, governs in self._roots
            for frame in bindings.of(root.scope)
        )

    def _reasons(self, bindings: Bindings) -> list[Reason]:
        ranked: list[tuple[str, str, Reason]] = []
        for plan in self._rules:
            frames = bindings.of(plan.rule.scope)
            reason = plan.reason(frames)
            if reason is None and plan.gives_grace():
                reason = plan.grace_warning(frames)
            if reason is not None:
                ranked.append((plan.rule.rank, plan.rule.id, reason))
        for speaker in self._ladders:
            for reason in speaker.reasons(bindings.of(speaker.ladder.scope)):
                ranked.append((Rank.LADDER, speaker.ladder.id, reason))
        ranked.sort(key=lambda item: item[:2])
        return [reason for _, _, reason in ranked]

    def _duties(self, bindings: Bindings) -> tuple[tuple[OwedDuty, ...], list[Reason]]:
        """The duties owed, and a warning for each obligation that is overdue."""
        owed: set[OwedDuty] = set()
        overdue: set[str] = set()
        for plan in self._obligations:
            for duty in plan.owed(bindings.of(plan.obligation.scope)):
                owed.add(duty)
                if duty.due_at is not None and duty.due_at <= bindings.request.at:
                    overdue.add(duty.rule)
        for speaker in self._ladders:
            owed |= speaker.duties(bindings.of(speaker.ladder.scope))
        in_order = sorted(owed, key=lambda duty: (duty.rule, duty.duty, duty.due_at or 0))
        warnings = [Reason("OBLIGATION_OVERDUE", rule, Effect.WARN) for rule in sorted(overdue)]
        return tuple(in_order), warnings

    def _counters(self, bindings: Bindings) -> tuple[Counter, ...]:
        """Every cap that speaks about the proposal; of several zones, the one with most used."""
        worst: dict[tuple[str, tuple[tuple[str, str], ...]], CountMeasure] = {}
        for plan, measure in self._caps:
            for frame in bindings.of(plan.rule.scope):
                if plan.applies(frame) is False:
                    continue
                counted = measure(frame)
                key = (plan.rule.id, counted.key)
                if key not in worst or counted.used > worst[key].used:
                    worst[key] = counted
        return tuple([Counter(rule, worst[rule, key]) for rule, key in sorted(worst)])

    def _ladder_states(self, bindings: Bindings) -> tuple[LadderState, ...]:
        """Every ladder that speaks about the proposal, per key, in the first zone."""
        states: dict[tuple[str, tuple[tuple[str, str], ...]], LadderState] = {}
        for speaker in self._ladders:
            for state in speaker.states(bindings.of(speaker.ladder.scope)):
                states.setdefault((state.ladder, state.key), state)
        return tuple([states[key] for key in sorted(states)])


def otherwise(roots: tuple[Root, ...]) -> Root:
    """The root with the strictest answer for what none governs; of equals, the first by name."""
    return min(roots, key=lambda root: (-STRICTNESS.index(root.otherwise), root.name))
