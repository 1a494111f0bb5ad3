"""Whole explanations: every reason, warning, duty, counter and ladder of a decision.

In: a policy. Out: `Explainer`, whose explanations equal those of `policydsl.core.reference`. A survey,
which is as fast as a judgement, tells what there is to explain; only that is looked at closely.
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
from policydsl.core.policy import CorePolicy, Effect, Ladder, Rule, Scope
from policydsl.core.request import Request
from policydsl.engine.code_policy import Survey
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame
from policydsl.engine.ladder_reasons import LadderSpeaker
from policydsl.engine.obligations import ObligationPlan
from policydsl.engine.rules import CapPlan, RulePlan, cap_plan
from policydsl.engine.verdicts import GOVERNED, Slots, otherwise, strictest
from policydsl.engine.zones import RareError


class Bindings:
    """The frames of one decision, each made once."""

    __slots__ = ("_frames", "_scopes", "request")

    def __init__(self, request: Request) -> None:
        self.request = request
        self._frames: dict[tuple[str | None, str | None], Frame] = {}
        self._scopes: dict[Scope, list[Frame]] = {}

    def of(self, scope: Scope) -> list[Frame]:
        """A frame for every debt and zone over which a rule is quantified, in their order."""
        known = self._scopes.get(scope)
        if known is None:
            known = self._scopes[scope] = self._make(scope)
        return known

    def _make(self, scope: Scope) -> list[Frame]:
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
    """A policy made ready to explain. Plans are kept with the bits that say they have something to
    say, in the order of reasons."""

    __slots__ = (
        "_caps",
        "_duties_of",
        "_governs",
        "_ladders",
        "_obligations",
        "_plans",
        "_root",
        "_survey",
    )

    def __init__(
        self,
        policy: CorePolicy,
        formulas: Formulas,
        slots: Slots,
        survey: Survey,
    ) -> None:
        self._survey = survey
        self._root = otherwise(policy.roots)
        self._governs = [(root.scope, formulas.test(root.governs)) for root in policy.roots]
        self._plans: list[tuple[int, RulePlan | LadderSpeaker]] = []
        self._caps: list[CapPlan] = []
        self._ladders: list[LadderSpeaker] = []
        self._duties_of: list[tuple[int, LadderSpeaker]] = []
        self._obligations: list[tuple[int, ObligationPlan]] = []
        for slot in slots.of:
            one, bits = slot.of, slot.first | slot.second
            if isinstance(one, Rule):
                plan = RulePlan(one, formulas)
                self._plans.append((GOVERNED | bits if plan.gives_grace() else bits, plan))
                cap = cap_plan(plan, formulas)
                if cap is not None:
                    self._caps.append(cap)
            elif isinstance(one, Ladder):
                speaker = LadderSpeaker(one, formulas)
                self._plans.append((bits, speaker))
                self._ladders.append(speaker)
                if speaker.has_duties():
                    self._duties_of.append((slot.third, speaker))
            else:
                self._obligations.append((slot.third, ObligationPlan(one, formulas)))

    def explain(self, request: Request) -> Explanation:
        """Decide on a request and say everything about it."""
        bindings = Bindings(request)
        try:
            bits, measures, states = self._survey(request)
        except RareError:
            bits = -1 if self._is_governed(bindings) else ~GOVERNED
            measures, states = self._measures(bindings), self._stands(bindings)
        found = self._reasons(bindings, bits)
        reasons, warnings = found, []
        if any([reason.effect == Effect.WARN for reason in found]):
            reasons = [reason for reason in found if reason.effect != Effect.WARN]
            warnings = [reason for reason in found if reason.effect == Effect.WARN]
        duties = self._duties(bindings, bits, warnings)
        missing = tuple(sorted({name for reason in found for name in reason.missing}))
        if bits & GOVERNED:
            verdict = strictest([reason.effect for reason in reasons])
        else:
            verdict = self._root.otherwise
            reasons = [Reason("NO_RULE_APPLIES", self._root.name, verdict)]
        return Explanation(
            verdict,
            tuple(reasons),
            tuple(warnings),
            duties,
            _counters(measures),
            _ladder_states(states),
            missing,
        )

    def _is_governed(self, bindings: Bindings) -> bool:
        return any(
            governs(frame) is not False
            for scope, governs in self._governs
            for frame in bindings.of(scope)
        )

    def _reasons(self, bindings: Bindings, bits: int) -> list[Reason]:
        found: list[Reason] = []
        for its_bits, plan in self._plans:
            if bits & its_bits:
                found += plan.reasons(bindings.of(plan.scope))
        return found

    def _duties(
        self, bindings: Bindings, bits: int, warnings: list[Reason]
    ) -> tuple[OwedDuty, ...]:
        """The duties owed; a warning is added for each obligation that is overdue."""
        owed: set[OwedDuty] = set()
        overdue: set[str] = set()
        for bit, plan in self._obligations:
            if not bits & bit:
                continue
            for duty in plan.owed(bindings.of(plan.obligation.scope)):
                owed.add(duty)
                if duty.due_at is not None and duty.due_at <= bindings.request.at:
                    overdue.add(duty.rule)
        for bit, speaker in self._duties_of:
            if bits & bit:
                owed |= speaker.duties(bindings.of(speaker.scope))
        if not owed:
            return ()
        warnings += [Reason("OBLIGATION_OVERDUE", rule, Effect.WARN) for rule in sorted(overdue)]
        in_order = sorted(owed, key=lambda duty: (duty.rule, duty.duty, duty.due_at or 0))
        return tuple(in_order)

    def _measures(self, bindings: Bindings) -> list[tuple[str, CountMeasure]]:
        return [
            (cap.id, measure)
            for cap in self._caps
            for measure in cap.measures(bindings.of(cap.scope))
        ]

    def _stands(self, bindings: Bindings) -> list[LadderState]:
        return [
            state
            for speaker in self._ladders
            for state in speaker.states(bindings.of(speaker.scope))
        ]


def _counters(measures: list[tuple[str, CountMeasure]]) -> tuple[Counter, ...]:
    """One counter for each cap and key; of several zones, the one with most used."""
    worst: dict[tuple[str, tuple[tuple[str, str], ...]], CountMeasure] = {}
    for rule, measure in measures:
        key = (rule, measure.key)
        if key not in worst or measure.used > worst[key].used:
            worst[key] = measure
    return tuple([Counter(key[0], worst[key]) for key in sorted(worst)])


def _ladder_states(states: list[LadderState]) -> tuple[LadderState, ...]:
    """One state for each ladder and key, in the first zone."""
    first: dict[tuple[str, tuple[tuple[str, str], ...]], LadderState] = {}
    for state in states:
        first.setdefault((state.ladder, state.key), state)
    return tuple([first[key] for key in sorted(first)])
