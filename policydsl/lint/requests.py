"""Requests changed on purpose, for what a search by edges does not reach.

In: requests in JSON form. Out: the same with one thing changed, judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from policydsl.api import Policy
from policydsl.core.explanation import CountMeasure
from policydsl.core.formula import NO, YES, All, Formula, Not, Selection, Settled
from policydsl.core.policy import Effect, Origin, Rank, Rule, Scope
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import LEVELS, Request
from policydsl.errors import RequestError
from policydsl.lint.seeking import only, worth_trying
from policydsl.witnesses.search import candidates, find, shrunk
from policydsl.witnesses.witness import Witness, witness

Json = Mapping[str, Any]
_ASKING = "lint.asking"
_MOST_MET, _MOST_FURTHER = 12, 300
_MOST_WORK = 2_000
"""Rules times events up to which a request is made smaller: each try judges all of them."""
_CARRIED = (
    *("channel", "purpose", "recipient", "actor", "address", "debts", "reason"),
    *("campaign", "template", "attributes"),
)


def judged(policy: Policy, data: Json) -> Witness | None:
    """The request with what is said to it; None when the policy cannot judge it."""
    try:
        return witness(policy, data)
    except RequestError:
        return None


def proposing(data: Json, **changes: object) -> Json:
    """The request with another proposal."""
    return {**data, "proposal": {**data["proposal"], **changes}}


def instant_of(data: Json) -> datetime:
    """When the request is judged."""
    return datetime.fromisoformat(data["at"])


def having_happened(data: Json, selection: Selection, ago: Iterable[timedelta]) -> Json:
    """The request with what it proposes done before, so long ago, as an event of a selection."""
    at, proposal = instant_of(data), data["proposal"]
    said = {key: proposal[key] for key in _CARRIED if key in proposal and proposal[key] is not None}
    if selection.channels is not None and said["channel"] not in selection.channels:
        said["channel"] = min(selection.channels)
    said["kind"] = selection.kind
    if selection.kind == "contact":
        said["direction"] = selection.direction or "outbound"
        said["reached"] = LEVELS[selection.level - 1]
    made = [
        {**said, "id": f"before-{number}", "at": (at - length).isoformat()}
        for number, length in enumerate(ago, 1)
    ]
    return {**data, "events": made}


def counter(found: Witness, rule: str) -> CountMeasure | None:
    """The state of a cap, a gap or a cooldown in an explanation; None when it does not apply."""
    return next((one.measure for one in found.explanation.counters if one.rule == rule), None)


def surely_says(found: Witness, rule: str) -> bool:
    """Whether a rule or ladder blocks or warns, and not for want of a fact."""
    said = found.explanation
    return any(one.rule == rule and not one.missing for one in (*said.reasons, *said.warnings))


def says(found: Witness, rule: str) -> bool:
    """Whether a rule or ladder blocks or warns, be it for want of a fact."""
    said = found.explanation
    return any(one.rule == rule for one in (*said.reasons, *said.warnings))


def alone(found: Witness, rule: str) -> bool:
    """Whether nothing blocks but this rule, and not for want of a fact."""
    reasons = found.explanation.reasons
    return bool(reasons) and all(one.rule == rule and not one.missing for one in reasons)


def passes(found: Witness | None) -> bool:
    """Whether the contact is allowed."""
    return found is not None and found.explanation.verdict == "allow"


def meeting(
    policy: Policy, formula: Formula, scope: Scope, *, day: date, most: int = 400
) -> Iterator[Witness]:
    """Requests that the policy governs and of which a formula is true, judged by the policy.

    `scope` is that of the rule whose formula it is; instants are chosen round `day`; `most` is how
    many requests are tried. They are looked for with a rule that has this condition, and alone.
    """
    asking = Rule(
        id=_ASKING,
        effect=Effect.DENY,
        code="PROHIBITED",
        rank=Rank.LEGAL,
        applies=formula,
        core=YES,
        lifted=NO,
        on_unknown="allow",
        scope=scope,
        approval=None,
        origin=Origin("deny", "", 1, 1),
    )
    for found in candidates(only(policy, [asking]), _ASKING, day=day, most=most):
        if surely_says(found, _ASKING):
            yield witness(policy, found.data)


def satisfying(
    policy: Policy,
    formula: Formula,
    scope: Scope,
    shows: Callable[[Witness], bool],
    *,
    day: date,
) -> Witness | None:
    """The first of these requests that shows something, without what is not needed for that."""
    for found in islice(meeting(policy, formula, scope, day=day), _MOST_MET):
        if shows(found):
            return smaller(policy, found, shows)
    return None


def smaller(policy: Policy, found: Witness, shows: Callable[[Witness], bool]) -> Witness:
    """The request without what is not needed, where that is worth the time."""
    work = len(policy.core.rules) * (len(found.request.events) + 1)
    return shrunk(policy, found, shows) if work <= _MOST_WORK else found


def caught(
    policy: Policy, rule: Rule, shows: Callable[[Witness], bool], *, day: date
) -> Witness | None:
    """A request that a rule catches and that shows something; what else blocks does not matter.

    First looked for directly, then round the edges of the rule.
    """
    formula = All((rule.applies, rule.core, Settled(Not(rule.lifted), True)))
    found = satisfying(policy, formula, rule.scope, shows, day=day)
    most = worth_trying(policy, _MOST_FURTHER)
    return found or find(policy, shows, rule.id, day=day, most=most)


def is_true(formula: Formula, scope: Scope, request: Request) -> bool:
    """Whether a formula is yes of a request, for some debt and zone of its scope."""
    debts = (request.proposal_debts or ()) if scope.per_debt else (None,)
    zones: tuple[str | None, ...] = (scope.zone,)
    if scope.zone == "recipient":
        zones = tuple(zone.name for zone in request.zones) or (None,)
    return any(
        holds(formula, Context(request, request.at, debt, zone)) is True
        for debt in debts
        for zone in zones
    )
