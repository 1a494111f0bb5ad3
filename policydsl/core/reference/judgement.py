"""The decision: every rule judged for every debt and zone, and the verdict over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from policydsl.core.explanation import (
    ConsentMeasure,
    Counter,
    CountMeasure,
    Explanation,
    LadderState,
    OwedDuty,
    Reason,
)
from policydsl.core.formula import YES, All, Consent, Count, Not, Selection
from policydsl.core.policy import (
    CorePolicy,
    Effect,
    Ladder,
    Obligation,
    Rank,
    Root,
    Rule,
    Scope,
)
from policydsl.core.reference import absences, ladders
from policydsl.core.reference.clock import all_of, any_of
from policydsl.core.reference.consents import honor_by, nearest
from policydsl.core.reference.counting import leaves, select
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds, missing
from policydsl.core.reference.measures import count_measure, measure
from policydsl.core.reference.steps import view
from policydsl.core.request import Request
from policydsl.frozen import frozen

STRICTNESS = ("allow", "review", "deny")
_REFINED = "CONSENT_MISSING"


@frozen
class Caught:
    """What a rule does to the proposal in one binding of debt and zone.

    Not `sure`: the rule is unknown, and `missing` says for want of what.
    """

    sure: bool
    effect: str
    context: Context
    missing: frozenset[str]


def judge(policy: CorePolicy, request: Request) -> Explanation:
    """Decide on a request at its instant alone, no delivery margin, and say everything about it."""
    context = Context(request, request.at)
    governing = [root for root in policy.roots if _governs(root, context) is not False]
    ranked = [
        *((Rank.LEGAL, reason.rule, reason) for reason in _perhaps_otherwise(governing, context)),
        *(
            (rule.rank, rule.id, reason)
            for rule in policy.rules
            for reason in _judge(rule, context)
        ),
        *(
            (Rank.LADDER, ladder.id, reason)
            for ladder in policy.ladders
            for reason in _judge_ladder(ladder, context)
        ),
    ]
    found = [reason for _, _, reason in sorted(ranked, key=lambda item: item[:2])]
    reasons = [reason for reason in found if reason.effect != Effect.WARN]
    warnings = [reason for reason in found if reason.effect == Effect.WARN]
    duties, overdue = _duties(policy, context)
    verdict = max((reason.effect for reason in reasons), key=STRICTNESS.index, default="allow")
    if not governing:
        root = _strictest(policy.roots)
        verdict = root.otherwise
        reasons = [Reason("NO_RULE_APPLIES", root.name, verdict)]
    return Explanation(
        verdict=verdict,
        reasons=tuple(reasons),
        warnings=tuple(warnings + overdue),
        obligations=tuple(duties),
        counters=_counters(policy, context),
        ladders=_ladder_states(policy, context),
        missing=tuple(sorted({name for reason in found for name in reason.missing})),
    )


def bindings(scope: Scope, context: Context) -> list[Context]:
    """Every debt and zone over which a rule is quantified, in the proposal's order.

    Debts not said, or a zone not known, are one binding in which they are unknown.
    """
    debts: Iterable[str | None] = (None,)
    if scope.per_debt and context.request.proposal_debts is not None:
        debts = context.request.proposal_debts
    zones: Iterable[str | None] = (scope.zone,)
    if scope.zone == "recipient":
        zones = [zone.name for zone in context.request.zones] or [None]
    zones = list(zones)
    return [replace(context, debt=debt, zone=zone) for debt in debts for zone in zones]


def _governs(root: Root, context: Context) -> bool | None:
    return any_of(holds(root.governs, bound) for bound in bindings(root.scope, context))


def _perhaps_otherwise(governing: list[Root], context: Context) -> list[Reason]:
    """Roots that only may govern: their rules apply, and the strictest `otherwise` does too."""
    if not governing or any(_governs(root, context) for root in governing):
        return []
    root = _strictest(governing)
    if root.otherwise == "allow":
        return []
    bound = bindings(root.scope, context)
    names = frozenset().union(*(missing(root.governs, one) for one in bound))
    return [Reason(unknown_code(names), root.name, root.otherwise, None, tuple(sorted(names)))]


def _strictest(roots: Iterable[Root]) -> Root:
    """The root with the strictest `otherwise`; of equals, the first by name."""
    return min(roots, key=lambda root: (-STRICTNESS.index(root.otherwise), root.name))


def _judge(rule: Rule, context: Context) -> list[Reason]:
    """The reason a rule gives, if any: of a binding that is caught, else of those unknown."""
    judged = [_catch(rule, bound) for bound in bindings(rule.scope, context)]
    caught = [item for item in judged if item is not None]
    sure = [item for item in caught if item.sure]
    if sure:
        return _approved(rule, _sure_reason(rule, sure), context)
    if caught:
        names = frozenset().union(*(item.missing for item in caught))
        reason = Reason(
            unknown_code(names),
            rule.id,
            caught[0].effect,
            None,
            tuple(sorted(names)),
            rule.approval,
        )
        return _approved(rule, reason, context)
    return _grace_warning(rule, context)


def _catch(rule: Rule, context: Context) -> Caught | None:
    truth = all_of([holds(rule.applies, context), holds(rule.core, _presuming(rule, context))])
    if truth is False or holds(rule.lifted, context) is True:
        return None
    if truth:
        return Caught(True, rule.effect, context, missing(rule.lifted, context))
    if rule.on_unknown == "allow":
        return None
    wanting = missing(All((rule.applies, rule.core)), context)
    return Caught(False, rule.on_unknown, context, wanting)


def _presuming(rule: Rule, context: Context) -> Context:
    """A cap, a gap or a cooldown counts reservations as what they may become."""
    return replace(context, presumes=isinstance(rule.core, Count))


def _sure_reason(rule: Rule, sure: list[Caught]) -> Reason:
    """The worst binding: the one that has used most, else the first."""
    measured = [(item, measure(rule.core, item.context)) for item in sure]
    worst, its_measure = measured[0]
    for item, other in measured[1:]:
        if (
            isinstance(other, CountMeasure)
            and isinstance(its_measure, CountMeasure)
            and other.used > its_measure.used
        ):
            worst, its_measure = item, other
    code = rule.code
    if code == _REFINED and isinstance(rule.core, Not) and isinstance(rule.core.operand, Consent):
        code = nearest(rule.core.operand, worst.context, holds)[0]
    return Reason(
        code, rule.id, rule.effect, its_measure, tuple(sorted(worst.missing)), rule.approval
    )


def unknown_code(names: frozenset[str]) -> str:
    """The code of a rule that is unknown, by what is missing.

    Events and consents that only may count are looked past where a fact is named as well.
    """
    facts = {name for name in names if not name.startswith(("event:", "consent:"))} or names
    if facts and all(name == absences.ZONE for name in facts):
        return "TZ_UNKNOWN"
    if facts and all(name.startswith("calendar:") for name in facts):
        return "CALENDAR_UNKNOWN"
    return "FACT_MISSING"


def _approved(rule: Rule, reason: Reason, context: Context) -> list[Reason]:
    """A review that a human has approved gives no reason."""
    approved = reason.effect == Effect.REVIEW and ladders.is_approved(
        rule.id, rule.approval, context
    )
    return [] if approved else [reason]


def _grace_warning(rule: Rule, context: Context) -> list[Reason]:
    """A consent that only the grace of its revocation keeps alive is warned about."""
    if not (isinstance(rule.core, Not) and isinstance(rule.core.operand, Consent)):
        return []
    for bound in bindings(rule.scope, context):
        if holds(rule.applies, bound) is False or holds(rule.lifted, bound) is True:
            continue
        kept = honor_by(rule.core.operand, bound, holds)
        if kept is not None:
            record, until = kept
            its_measure = ConsentMeasure(record.id, until)
            return [Reason("CONSENT_REVOKED", rule.id, Effect.WARN, its_measure)]
    return []


def _judge_ladder(ladder: Ladder, context: Context) -> list[Reason]:
    """All reasons of a ladder, each code once for a key."""
    reasons: dict[tuple[object, ...], Reason] = {}
    for bound in _ladder_bindings(ladder, context):
        for block in ladders.blocks(ladder, bound):
            names = tuple(sorted(block.missing))
            code = block.code
            if code == "FACT_MISSING":
                code = unknown_code(block.missing)
            effect = Effect.REVIEW if code == "APPROVAL_REQUIRED" else Effect.DENY
            reason = Reason(code, ladder.id, effect, block.measure, names, block.approval)
            reasons.setdefault((code, block.measure.key), reason)
    return list(reasons.values())


def _ladder_bindings(ladder: Ladder, context: Context) -> list[Context]:
    return [
        bound
        for bound in bindings(ladder.scope, context)
        if holds(ladder.applies, bound) is not False and holds(ladder.lifted, bound) is not True
    ]


def _duties(policy: CorePolicy, context: Context) -> tuple[list[OwedDuty], list[Reason]]:
    """The duties owed, and a warning for each obligation that is overdue."""
    owed: set[OwedDuty] = set()
    overdue: set[str] = set()
    for obligation in policy.obligations:
        for bound in bindings(obligation.scope, context):
            if holds(obligation.applies, bound) is False or holds(obligation.lifted, bound) is True:
                continue
            for duty in _owed(obligation, bound):
                owed.add(duty)
                if duty.due_at is not None and duty.due_at <= context.now:
                    overdue.add(obligation.id)
    for ladder in policy.ladders:
        for bound in _ladder_bindings(ladder, context):
            owed |= _step_duties(ladder, bound)
    in_order = sorted(owed, key=OwedDuty.place)
    warnings = [Reason("OBLIGATION_OVERDUE", rule, Effect.WARN) for rule in sorted(overdue)]
    return in_order, warnings


def _owed(obligation: Obligation, context: Context) -> list[OwedDuty]:
    first: int | None = None
    if obligation.after_first is not None:
        anchors = select(obligation.after_first, obligation.keys, context, holds)
        first = min((event.at for event, truth in anchors if truth), default=None)
    due_at = None
    if first is not None and obligation.within is not None:
        due_at = leaves(obligation.within, first, context)
    return [
        OwedDuty(duty, obligation.id, due_at)
        for duty in obligation.duties
        if first is None or not _is_done(duty, first, obligation, context)
    ]


def _is_done(duty: str, since: int, obligation: Obligation, context: Context) -> bool:
    done = select(Selection(duty, 0, None, None, YES), obligation.keys, context, holds)
    return any(truth and event.at >= since for event, truth in done)


def _step_duties(ladder: Ladder, context: Context) -> set[OwedDuty]:
    """The duties of the step that takes the proposal, when nothing but an approval is wanting."""
    best = ladders.best_step(view(ladder, context))
    if best is None or (best[1] is not None and best[1].code != "APPROVAL_REQUIRED"):
        return set()
    return {OwedDuty(duty, f"{ladder.id}.{best[0].name}") for duty in best[0].duties}


def _counters(policy: CorePolicy, context: Context) -> tuple[Counter, ...]:
    """Every cap that speaks about the proposal; of several zones, the one with most used."""
    worst: dict[tuple[str, tuple[tuple[str, str], ...]], CountMeasure] = {}
    for rule in policy.rules:
        if rule.origin.kind != "cap" or not isinstance(rule.core, Count):
            continue
        for bound in bindings(rule.scope, context):
            if holds(rule.applies, bound) is False:
                continue
            counted = count_measure(rule.core, bound)
            key = (rule.id, counted.key)
            if key not in worst or counted.used > worst[key].used:
                worst[key] = counted
    return tuple(Counter(rule, worst[rule, key]) for rule, key in sorted(worst))


def _ladder_states(policy: CorePolicy, context: Context) -> tuple[LadderState, ...]:
    """Every ladder that speaks about the proposal, per key, in the first zone."""
    states: dict[tuple[str, tuple[tuple[str, str], ...]], LadderState] = {}
    for ladder in policy.ladders:
        for bound in _ladder_bindings(ladder, context):
            state = ladders.state(ladder, bound)
            states.setdefault((ladder.id, state.key), state)
    return tuple(states[key] for key in sorted(states))
