"""Whole explanations: every reason, warning, duty, counter and ladder of a decision.

In: a policy. Out: `Explainer`, whose explanations equal those of `policydsl.core.reference`. A
survey, which is as fast as a judgement, tells what there is to explain; only that is looked at
closely.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeAlias

from policydsl.core.explanation import (
    Counter,
    CountMeasure,
    Explanation,
    LadderState,
    OwedDuty,
    Reason,
    StepMeasure,
)
from policydsl.core.policy import CorePolicy, Effect, Ladder, Root, Rule
from policydsl.core.request import Request
from policydsl.engine.bindings import Bindings
from policydsl.engine.code_policy import Counters, Said, Survey
from policydsl.engine.formulas import Formulas
from policydsl.engine.governing import Governing, RootPlan
from policydsl.engine.ladder_reasons import LadderSpeaker
from policydsl.engine.making import make_counter, make_explanation, make_reason
from policydsl.engine.obligations import ObligationPlan
from policydsl.engine.rules import CapPlan, Caught, RulePlan, cap_plan
from policydsl.engine.verdicts import DENY, GOVERNED, REVIEW, WARN, Slots, otherwise
from policydsl.engine.zones import RareError

SortedOut: TypeAlias = tuple[str, tuple[Reason, ...], tuple[Reason, ...], tuple[str, ...]]
_NOTHING_FOUND: SortedOut = ("allow", (), (), ())
_RULE = attrgetter("rule")
_USED = attrgetter("used")


class Explainer:
    """A policy made ready to explain. Plans are kept with the bits that say they have something to
    say, in the order of reasons."""

    __slots__ = (
        "_always",
        "_caps",
        "_duties_of",
        "_governing",
        "_ladders",
        "_obligations",
        "_owing",
        "_plans",
        "_root",
        "_roots",
        "_speakers",
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
        self._always = self._owing = self._speakers = 0
        self._governing = Governing(policy.roots, formulas)
        self._roots: list[tuple[int, Root]] = []
        self._plans: list[tuple[int, int, RulePlan | LadderSpeaker | RootPlan]] = []
        self._caps: list[CapPlan] = []
        self._ladders: list[LadderSpeaker] = []
        self._duties_of: list[tuple[int, LadderSpeaker]] = []
        self._obligations: list[tuple[int, ObligationPlan]] = []
        for slot in slots.of:
            one, bits = slot.of, slot.first | slot.second
            self._speakers |= bits
            if isinstance(one, Rule):
                plan = RulePlan(one, formulas)
                always = slot.third if plan.gives_grace() else 0
                self._always |= always
                self._plans.append((bits | always, slot.first, plan))
                cap = cap_plan(plan, formulas)
                if cap is not None:
                    self._caps.append(cap)
            elif isinstance(one, Ladder):
                speaker = LadderSpeaker(one, formulas)
                self._plans.append((bits | slot.third, slot.first, speaker))
                self._ladders.append(speaker)
                if speaker.has_duties():
                    self._duties_of.append((slot.third, speaker))
                    self._owing |= slot.third
            elif isinstance(one, Root):
                self._plans.append((slot.first, slot.first, RootPlan(one, formulas)))
                self._roots.append((slot.first, one))
            else:
                self._owing |= slot.third
                self._obligations.append((slot.third, ObligationPlan(one, formulas)))

    def explain(self, request: Request) -> Explanation:
        """Decide on a request and say everything about it."""
        bindings = Bindings(request)
        try:
            bits, counters, states, said = self._survey(request)
        except RareError:
            bits = self._bits(bindings)
            counters, states, said = self._speaking(bindings), self._stands(bindings), []
        verdict, reasons, warnings, missing = _NOTHING_FOUND
        found: list[Reason] = []
        if bits & self._speakers or self._always or len(said) > 1:
            found = self._reasons(bindings, bits, said, counters)
        elif said:
            found = [said[0][2]]
        if found:
            verdict, reasons, warnings, missing = _sorted_out(found)
        duties: tuple[OwedDuty, ...] = ()
        if bits & self._owing:
            duties, overdue = self._duties(bindings, bits)
            warnings += overdue
        if not bits & GOVERNED:
            verdict = self._root.otherwise
            reasons = (make_reason("NO_RULE_APPLIES", self._root.name, verdict),)
        return make_explanation(
            verdict,
            reasons,
            warnings,
            duties,
            tuple(counters) if len(counters) < 2 else _counters(counters, bindings),
            tuple(states) if len(states) < 2 else _ladder_states(states),
            missing,
        )

    def _bits(self, bindings: Bindings) -> int:
        """All bits but those that are found not to hold, to be looked at the exact way."""
        bits = -1
        is_governed, perhaps = self._governing.judge(bindings.of)
        if not is_governed:
            bits &= ~GOVERNED
        for bit, root in self._roots:
            if root is not perhaps:
                bits &= ~bit
        return bits

    def _reasons(
        self, bindings: Bindings, bits: int, said: Said, counters: Counters
    ) -> list[Reason]:
        found: list[Reason] = []
        looked_at = bits | self._always
        for its_bits, first, plan in self._plans:
            if not looked_at & its_bits:
                continue
            if isinstance(plan, LadderSpeaker):
                if bits & first:
                    found += plan.reasons(bindings.of(plan.scope))
                else:
                    found += _said_by(plan.ladder.id, said, bindings.request)
            elif isinstance(plan, RootPlan):
                found.append(plan.reason(bindings.of))
            elif bits < 0:
                found += plan.reasons(bindings.of(plan.scope), Caught.UNKNOWN)
            elif bits & first:
                if plan.always is not None:
                    found.append(plan.always)
                elif plan.speaks and (its_own := _said_by(plan.rule.id, said, bindings.request)):
                    found += its_own
                elif plan.counts and (
                    its_own := _reasons_by_debt(plan.rule.id, said, bindings.request)
                ):
                    found.append(max(its_own, key=_used_by))
                elif plan.is_bare_cap and (plan.is_uniform or bindings.is_single()):
                    found.append(plan.cap_reason(_most_used(plan.rule.id, counters, bindings)))
                else:
                    found += plan.reasons(bindings.of(plan.scope), Caught.SURELY)
            else:
                caught = Caught.PERHAPS if bits & its_bits else Caught.UNKNOWN
                found += plan.reasons(bindings.of(plan.scope), caught)
        return found

    def _duties(
        self, bindings: Bindings, bits: int
    ) -> tuple[tuple[OwedDuty, ...], tuple[Reason, ...]]:
        """The duties owed, and a warning for each obligation that is overdue."""
        owed: set[OwedDuty] = set()
        overdue: set[str] = set()
        for bit, plan in self._obligations:
            if not bits & bit:
                continue
            for duty in plan.owed(bindings.of(plan.scope)):
                owed.add(duty)
                if duty.due_at is not None and duty.due_at <= bindings.request.at:
                    overdue.add(duty.rule)
        for bit, speaker in self._duties_of:
            if bits & bit:
                owed |= speaker.duties(bindings.of(speaker.scope))
        in_order = sorted(owed, key=OwedDuty.place)
        warnings = [
            make_reason("OBLIGATION_OVERDUE", rule, Effect.WARN) for rule in sorted(overdue)
        ]
        return tuple(in_order), tuple(warnings)

    def _speaking(self, bindings: Bindings) -> Counters:
        return [
            make_counter(cap.id, measure)
            for cap in self._caps
            for measure in cap.measures(bindings.of(cap.scope))
        ]

    def _stands(self, bindings: Bindings) -> list[LadderState]:
        return [
            state
            for speaker in self._ladders
            for state in speaker.states(bindings.of(speaker.scope))
        ]


def _sorted_out(found: list[Reason]) -> SortedOut:
    """The verdict, reasons, warnings, and what is missing, of all that rules say."""
    if len(found) == 1 and found[0].effect == DENY:
        return DENY, (found[0],), (), found[0].missing
    reasons: list[Reason] = []
    warnings: list[Reason] = []
    missing: list[str] = []
    verdict = "allow"
    for reason in found:
        effect = reason.effect
        if effect == WARN:
            warnings.append(reason)
        else:
            reasons.append(reason)
            if effect == DENY:
                verdict = DENY
            elif effect == REVIEW and verdict == "allow":
                verdict = REVIEW
        if reason.missing:
            missing += reason.missing
    names = tuple(sorted(set(missing))) if missing else ()
    return verdict, tuple(reasons), tuple(warnings), names


def _most_used(cap: str, counters: Counters, bindings: Bindings) -> CountMeasure:
    """The measure of a caught cap: the first, by debts, of those with most used."""
    measures = [counter.measure for counter in counters if counter.rule == cap]
    debts = bindings.request.proposal_debts
    if len(measures) > 1 and debts is not None and len(debts) > 1:
        names = [dict(measure.key).get("debt") for measure in measures]
        order = {debt: index for index, debt in reversed([*enumerate(debts)])}
        places = [order.get(name, 0) if name else 0 for name in names]
        by_debt = sorted(range(len(measures)), key=places.__getitem__)
        measures = [measures[index] for index in by_debt]
    return max(measures, key=_USED)


def _reasons_by_debt(speaker: str, said: Said, request: Request) -> list[Reason]:
    """What one rule or ladder has said, in the order of debts."""
    reasons = [(debt, reason) for name, debt, reason in said if name == speaker]
    debts = request.proposal_debts
    if len(reasons) > 1 and debts is not None and len(debts) > 1:
        reasons.sort(key=lambda item: debts.index(item[0]) if item[0] in debts else 0)
    return [reason for _, reason in reasons]


def _worst_said(rule: str, said: Said, request: Request) -> list[Reason]:
    """Of the reasons of a rule that counts, the first of those with most used."""
    reasons = _reasons_by_debt(rule, said, request)
    return [max(reasons, key=_used_by)] if len(reasons) > 1 else reasons


def _used_by(reason: Reason) -> int:
    return reason.measure.used if isinstance(reason.measure, CountMeasure) else 0


def _said_by(speaker: str, said: Said, request: Request) -> Iterable[Reason]:
    """The reasons of one rule or ladder; of a ladder, each code once for a key, by debts."""
    reasons = _reasons_by_debt(speaker, said, request)
    if len(reasons) < 2:
        return reasons
    first: dict[tuple[str, object], Reason] = {}
    for reason in reasons:
        key = reason.measure.key if isinstance(reason.measure, StepMeasure) else None
        first.setdefault((reason.code, key), reason)
    return first.values()


def _counters(counters: Counters, bindings: Bindings) -> tuple[Counter, ...]:
    """One counter for each cap and key; of several zones, the one with most used."""
    if bindings.is_single():
        counters.sort(key=_RULE)
        return tuple(counters)
    debts = bindings.request.proposal_debts
    if debts is None or len(debts) < 2:
        return _worst_of_each_rule(counters)
    worst: dict[tuple[str, object], Counter] = {}
    for counter in counters:
        key = (counter.rule, counter.measure.key)
        if key not in worst or counter.measure.used > worst[key].measure.used:
            worst[key] = counter
    return tuple(sorted(worst.values(), key=_by_rule_and_key))


def _worst_of_each_rule(counters: Counters) -> tuple[Counter, ...]:
    """As `_counters`, where each rule has one key."""
    worst: dict[str, Counter] = {}
    for counter in counters:
        known = worst.get(counter.rule)
        if known is None or counter.measure.used > known.measure.used:
            worst[counter.rule] = counter
    return tuple(sorted(worst.values(), key=_RULE))


def _by_rule_and_key(counter: Counter) -> tuple[str, tuple[tuple[str, str], ...]]:
    return counter.rule, counter.measure.key


def _ladder_states(states: list[LadderState]) -> tuple[LadderState, ...]:
    """One state for each ladder and key, in the first zone."""
    first: dict[tuple[str, tuple[tuple[str, str], ...]], LadderState] = {}
    for state in states:
        first.setdefault((state.ladder, state.key), state)
    return tuple([first[key] for key in sorted(first)])
