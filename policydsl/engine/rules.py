"""Rules, exactly: is a rule caught, and what reason does it give?

In: a rule. Out: `RulePlan`, whose reasons are those of `policydsl.core.reference`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policydsl.core.explanation import ConsentMeasure, CountMeasure, Measure, Reason
from policydsl.core.formula import YES, All, Consent, Count, Formula, Not
from policydsl.core.policy import Effect, Rule, Scope
from policydsl.core.reference import absences
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import missing
from policydsl.engine.consents import Live
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, Test
from policydsl.engine.ladders import is_approved
from policydsl.engine.measures import count_measurer, measurer

_REFINED = "CONSENT_MISSING"


class RulePlan:
    """A rule made ready to give its reason."""

    __slots__ = (
        "_core",
        "_lifted",
        "_live",
        "_measure",
        "_prohibition",
        "applies",
        "rule",
        "scope",
    )

    def __init__(self, rule: Rule, formulas: Formulas) -> None:
        self.rule = rule
        self.scope = rule.scope
        self.applies = formulas.test(rule.applies)
        self._core = formulas.test(rule.core)
        self._lifted = formulas.test(rule.lifted)
        self._measure = measurer(rule.core, formulas)
        self._prohibition = All((rule.applies, rule.core))
        self._live: Live | None = None
        if isinstance(rule.core, Not) and isinstance(rule.core.operand, Consent):
            self._live = formulas.live(rule.core.operand)

    def reasons(self, frames: Sequence[Frame]) -> list[Reason]:
        """The reason, if any: of a binding that is caught, else of those unknown, else of a grace."""
        reason = self._reason(frames)
        if reason is None and self.gives_grace():
            reason = self._grace_warning(frames)
        return [] if reason is None else [reason]

    def _reason(self, frames: Sequence[Frame]) -> Reason | None:
        """The reason, if any: of a binding that is caught, else of those unknown."""
        sure: list[tuple[Frame, bool | None]] = []
        unknown: list[Frame] = []
        for frame in frames:
            applies = self.applies(frame)
            if applies is False:
                continue
            core = self._core(frame)
            if core is False:
                continue
            lifted = self._lifted(frame)
            if lifted is True:
                continue
            if applies and core:
                sure.append((frame, lifted))
            elif self.rule.on_unknown != "allow":
                unknown.append(frame)
        if sure:
            return self._approved(self._sure_reason(sure), sure[0][0])
        if unknown:
            return self._approved(self._unknown_reason(unknown), unknown[0])
        return None

    def _sure_reason(self, sure: list[tuple[Frame, bool | None]]) -> Reason:
        """The worst binding: the one that has used most, else the first."""
        rule = self.rule
        (worst, lifted), measure = sure[0], self._measure(sure[0][0])
        for frame, its_lifted in sure[1:]:
            other = self._measure(frame)
            if _has_used_more(other, measure):
                worst, lifted, measure = frame, its_lifted, other
        code = rule.code
        if code == _REFINED and self._live is not None:
            code = self._live.nearest(worst)[0]
        names = missing_names(rule.lifted, worst) if lifted is None else frozenset[str]()
        return Reason(code, rule.id, rule.effect, measure, tuple(sorted(names)), rule.approval)

    def _unknown_reason(self, unknown: list[Frame]) -> Reason:
        rule = self.rule
        names = frozenset[str]().union(
            *(missing_names(self._prohibition, frame) for frame in unknown)
        )
        in_order = tuple(sorted(names))
        return Reason(unknown_code(names), rule.id, rule.on_unknown, None, in_order, rule.approval)

    def _approved(self, reason: Reason, frame: Frame) -> Reason | None:
        """A review that a human has approved gives no reason."""
        is_review = reason.effect == Effect.REVIEW
        rule = self.rule
        return None if is_review and is_approved(frame.request, rule.id, rule.approval) else reason

    def gives_grace(self) -> bool:
        """Whether a revoked consent may go on for a while by this rule."""
        return self._live is not None and self._live.consent.grace is not None

    def _grace_warning(self, frames: Sequence[Frame]) -> Reason | None:
        """A consent that only the grace of its revocation keeps alive is warned about."""
        assert self._live is not None
        for frame in frames:
            if self.applies(frame) is False or self._lifted(frame) is True:
                continue
            kept = self._live.kept_by_grace(frame)
            if kept is not None:
                record, until = kept
                measure = ConsentMeasure(record.id, until)
                return Reason("CONSENT_REVOKED", self.rule.id, Effect.WARN, measure)
        return None


def _has_used_more(other: Measure | None, than: Measure | None) -> bool:
    return (
        isinstance(other, CountMeasure)
        and isinstance(than, CountMeasure)
        and other.used > than.used
    )


def unknown_code(names: frozenset[str]) -> str:
    """The code of a rule that is unknown, by what is missing."""
    if names and all(name == absences.ZONE for name in names):
        return "TZ_UNKNOWN"
    if names and all(name.startswith("calendar:") for name in names):
        return "CALENDAR_UNKNOWN"
    return "FACT_MISSING"


def missing_names(formula: Formula, frame: Frame) -> frozenset[str]:
    """The facts whose absence leaves a formula unknown; asked only of formulas that are."""
    return frozenset() if formula == YES else missing(formula, to_context(frame))


def to_context(frame: Frame) -> Context:
    """The frame as the reference knows it."""
    zone = None if frame.zone is None else frame.zone.name
    return Context(frame.request, frame.now, frame.debt, zone)


@dataclass(frozen=True, slots=True)
class CapPlan:
    """A cap made ready to say how much of it is used."""

    id: str
    scope: Scope
    applies: Test
    measure: Callable[[Frame], CountMeasure]

    def measures(self, frames: Sequence[Frame]) -> Iterator[CountMeasure]:
        """The count in every binding in which the cap speaks about the proposal."""
        for frame in frames:
            if self.applies(frame) is not False:
                yield self.measure(frame)


def cap_plan(plan: RulePlan, formulas: Formulas) -> CapPlan | None:
    """The counting side of a rule that is a cap."""
    rule = plan.rule
    if rule.origin.kind != "cap" or not isinstance(rule.core, Count):
        return None
    return CapPlan(rule.id, rule.scope, plan.applies, count_measurer(rule.core, formulas))
