"""Rules, exactly: is a rule caught, and what reason does it give?

In: a rule. Out: `RulePlan`, whose reasons are those of `policydsl.core.reference`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from enum import Enum

from policydsl.core.explanation import ConsentMeasure, CountMeasure, Measure, Reason
from policydsl.core.formula import (
    NO,
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Settled,
)
from policydsl.core.policy import Effect, Rule
from policydsl.core.request import Request
from policydsl.engine.consents import Live
from policydsl.engine.counts import is_rare
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, Quantified, Test, quantified
from policydsl.engine.ladders import is_approved
from policydsl.engine.making import make_consent_measure, make_reason
from policydsl.engine.measures import clock_measure, count_measurer, measurer
from policydsl.engine.missing import ZONE, namer, names_of_unknown
from policydsl.frozen import frozen

_REFINED = "CONSENT_MISSING"


class Caught(Enum):
    """What is known of a rule before it is looked at."""

    SURELY = "caught in some binding"
    PERHAPS = "not surely caught, but unknown in some binding"
    UNKNOWN = "nothing"


class RulePlan:
    """A rule made ready to give its reason."""

    __slots__ = (
        "_core",
        "_lifted",
        "_lifted_names",
        "_live",
        "_measure",
        "_names",
        "_unsure_core",
        "always",
        "applies",
        "counts",
        "is_bare_cap",
        "is_uniform",
        "rule",
        "scope",
        "speaks",
    )

    def __init__(self, rule: Rule, formulas: Formulas) -> None:
        self.rule = rule
        self.scope = quantified(rule.scope)
        self.applies = formulas.test(rule.applies)
        self._core = formulas.core_test(rule.core)
        self._unsure_core = formulas.test(rule.core)
        self._lifted = formulas.test(rule.lifted)
        self._measure = measurer(rule.core, formulas)
        self._names = names_of_unknown(rule.applies, rule.core, formulas)
        self._lifted_names = namer(rule.lifted, formulas)
        self._live: Live | None = None
        if isinstance(rule.core, Not) and isinstance(rule.core.operand, Consent):
            self._live = formulas.live(rule.core.operand)
        self.always = self._constant_reason()
        is_bare = rule.lifted == NO and rule.effect != Effect.REVIEW
        self.speaks = is_bare and is_bare_clock(rule)
        self.counts = is_counted_at_once(rule)
        self.is_bare_cap = is_bare and rule.origin.kind == "cap" and isinstance(rule.core, Count)
        self.is_uniform = is_uniform(rule.applies) and _has_plain_keys(rule.core)

    def _constant_reason(self) -> Reason | None:
        """What the rule says whenever it is caught, if that is always the same."""
        rule = self.rule
        has_measure = self._measure is not None or self._live is not None
        is_constant = not has_measure and rule.lifted == NO and rule.effect != Effect.REVIEW
        if not is_constant:
            return None
        return make_reason(rule.code, rule.id, rule.effect, approval=rule.approval)

    def cap_reason(self, measure: CountMeasure) -> Reason:
        """The reason of a cap that nothing lifts, where its measure is known."""
        rule = self.rule
        return make_reason(rule.code, rule.id, rule.effect, measure, (), rule.approval)

    def reasons(self, frames: Sequence[Frame], caught: Caught) -> list[Reason]:
        """The reason, if any: of a binding that is caught, else of those unknown, else of a grace.

        `caught` is what a survey says of all bindings together. Where none is surely caught, what a
        count presumes of reservations makes no difference.
        """
        if len(frames) == 1 and caught is Caught.SURELY:
            lifted = None if self.rule.lifted != NO else False
            if lifted is None:
                lifted = self._lifted(frames[0])
            return self._of_sure([(frames[0], lifted)])
        if len(frames) == 1 and caught is Caught.PERHAPS:
            return self._of_unknown(list(frames))
        return self._judge(frames, self._unsure_core if caught is Caught.PERHAPS else self._core)

    def _judge(self, frames: Sequence[Frame], core_of: Test) -> list[Reason]:
        sure: list[tuple[Frame, bool | None]] = []
        unknown: list[Frame] = []
        for frame in frames:
            applies = self.applies(frame)
            if applies is False:
                continue
            core = core_of(frame)
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
            return self._of_sure(sure)
        if unknown:
            return self._of_unknown(unknown)
        return self._grace_warnings(frames)

    def _of_sure(self, sure: list[tuple[Frame, bool | None]]) -> list[Reason]:
        """The worst binding: the one that has used most, else the first."""
        rule = self.rule
        measure_of = self._measure or _no_measure
        (worst, lifted), measure = sure[0], measure_of(sure[0][0])
        for frame, its_lifted in sure[1:]:
            other = measure_of(frame)
            if _has_used_more(other, measure):
                worst, lifted, measure = frame, its_lifted, other
        code = rule.code
        if self._live is not None:
            refined, record, ended_at = self._live.nearest(worst)
            code = refined if code == _REFINED else code
            measure = make_consent_measure(None if record is None else record.id, ended_at)
        names = tuple(sorted(self._lifted_names(worst))) if lifted is None else ()
        reason = make_reason(code, rule.id, rule.effect, measure, names, rule.approval)
        return self._unapproved(reason, worst)

    def _of_unknown(self, unknown: list[Frame]) -> list[Reason]:
        rule = self.rule
        names = self._names(unknown[0])
        if len(unknown) > 1:
            names = names.union(*[self._names(frame) for frame in unknown[1:]])
        in_order = tuple(sorted(names))
        code = unknown_code(names)
        reason = make_reason(code, rule.id, rule.on_unknown, None, in_order, rule.approval)
        return self._unapproved(reason, unknown[0])

    def _unapproved(self, reason: Reason, frame: Frame) -> list[Reason]:
        """A review that a human has approved gives no reason."""
        is_review = reason.effect == Effect.REVIEW
        rule = self.rule
        return [] if is_review and is_approved(frame.request, rule.id, rule.approval) else [reason]

    def gives_grace(self) -> bool:
        """Whether a revoked consent may go on for a while by this rule."""
        return self._live is not None and self._live.consent.grace is not None

    def _grace_warnings(self, frames: Sequence[Frame]) -> list[Reason]:
        """A consent that only the grace of its revocation keeps alive is warned about."""
        if self._live is None:
            return []
        for frame in frames:
            if self.applies(frame) is False or self._lifted(frame) is True:
                continue
            kept = self._live.kept_by_grace(frame)
            if kept is not None:
                record, until = kept
                measure = ConsentMeasure(record.id, until)
                return [make_reason("CONSENT_REVOKED", self.rule.id, Effect.WARN, measure)]
        return []


def _no_measure(_: Frame) -> None:
    return None


def atoms(formula: Formula) -> Iterator[Formula]:
    """What a formula is made of."""
    match formula:
        case Not(operand) | Settled(operand, _):
            yield from atoms(operand)
        case All(operands) | Any(operands):
            for operand in operands:
                yield from atoms(operand)
        case _:
            yield formula


def is_uniform(formula: Formula) -> bool:
    """Whether a formula is surely the same in every binding."""
    for atom in atoms(formula):
        match atom:
            case KnownFact(path):
                paths = [path]
            case Compare(path, _, operand):
                paths = [path, operand.path] if isinstance(operand, PathRef) else [path]
            case _:
                return False
        if any(path.startswith("debt.") for path in paths):
            return False
    return True


def is_zoneless(*formulas: Formula) -> bool:
    """Whether some formulas surely are the same in every zone."""
    return all(isinstance(one, Compare | KnownFact) for all_of in formulas for one in atoms(all_of))


def _has_plain_keys(core: Formula) -> bool:
    """Whether a core counts by keys that proposals have in every binding, or in none."""
    return isinstance(core, Count) and not any(
        key.kind == "field" and key.path.startswith("debt.") for key in core.keys
    )


def is_bare_clock(rule: Rule) -> bool:
    """Whether a rule of hours judges now, in one zone after the other."""
    core = rule.core.operand if isinstance(rule.core, Not) else rule.core
    return isinstance(core, Clock) and core.at is None and not rule.scope.per_debt


def clock_reason(rule: Rule) -> Callable[[int | None, str, Request], Reason]:
    """Makes the reason of a rule of hours that nothing lifts, from the wall clock, if known."""

    def make(wall: int | None, zone: str, request: Request) -> Reason:
        measure = None if wall is None else clock_measure(wall, zone, request)
        return make_reason(rule.code, rule.id, rule.effect, measure, (), rule.approval)

    return make


def is_counted_at_once(rule: Rule) -> bool:
    """Whether a rule that is no cap counts in a usual way, and nothing lifts it."""
    return (
        isinstance(rule.core, Count)
        and rule.origin.kind != "cap"
        and not is_rare(rule.core)
        and not rule.core.distinct_days
        and rule.lifted == NO
        and rule.effect != Effect.REVIEW
    )


def count_reason(rule: Rule) -> Callable[[CountMeasure], Reason]:
    """Makes the reason of a rule that counts and that nothing lifts."""
    return lambda measure: make_reason(rule.code, rule.id, rule.effect, measure, (), rule.approval)


def _has_used_more(other: Measure | None, than: Measure | None) -> bool:
    return (
        isinstance(other, CountMeasure)
        and isinstance(than, CountMeasure)
        and other.used > than.used
    )


def unknown_code(names: Collection[str]) -> str:
    """The code of a rule that is unknown, by what is missing.

    Events and consents that only may count are looked past where a fact is named as well.
    """
    lacks_zone = lacks_calendar = False
    for name in names:
        if name == ZONE:
            lacks_zone = True
        elif name.startswith("calendar:"):
            lacks_calendar = True
        elif not name.startswith(("event:", "consent:")):
            return "FACT_MISSING"
    if lacks_zone is lacks_calendar:
        return "FACT_MISSING"
    return "TZ_UNKNOWN" if lacks_zone else "CALENDAR_UNKNOWN"


@frozen
class CapPlan:
    """A cap made ready to say how much of it is used."""

    id: str
    scope: Quantified
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
    return CapPlan(rule.id, plan.scope, plan.applies, count_measurer(rule.core, formulas))
