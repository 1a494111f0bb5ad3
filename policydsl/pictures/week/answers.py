"""When a contact may be made, found out before anything is said or drawn.

In: a policy, a request, the rows of a picture if one is wanted. Out: `Answer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import timedelta

from policydsl.api import Policy
from policydsl.core.explanation import Reason
from policydsl.core.outlook import Stretch
from policydsl.core.request import Request
from policydsl.engine.decision import Decision
from policydsl.frozen import frozen
from policydsl.pictures.week.pieces import Shown, with_leads

_BEYOND = timedelta(days=2)
"""How far past a picture to look, for what lifts last on its last evening."""


@frozen
class Opening:
    """A time at which the contact is not denied, from `start` until `end` (left out).

    `end` is None when it does not end within the horizon; `closing` are the rules that block from
    then on, `approvals` the reasons why it wants an approval throughout.
    """

    start: int
    end: int | None = None
    closing: tuple[str, ...] = ()
    approvals: tuple[Reason, ...] = ()


@frozen
class Told:
    """Why a rule blocks in a picture, and the decision that says so."""

    reason: Reason
    decision: Decision


@frozen
class Answer:
    """A decision with what follows: the opening that it is in or waits for, and the picture.

    `told` has every rule that blocks in the picture, by id and effect.
    """

    request: Request
    decision: Decision
    opening: Opening | None
    shown: tuple[Shown, ...] = ()
    told: Mapping[tuple[str, str], Told] = field(default_factory=dict)

    @property
    def judged_until(self) -> int:
        """Where the picture ends: early where the calendar does, or changes are too many."""
        return self.shown[-1].end if self.shown else self.request.at

    @property
    def never_open(self) -> str | None:
        """The key of the text that says so of a picture without a time that is allowed."""
        verdicts = {one.verdict for one in self.shown}
        if not verdicts or "allow" in verdicts:
            return None
        return "never_open_without" if "review" in verdicts else "never_open"


def answer(policy: Policy, request: Request, horizon: timedelta, until: int | None) -> Answer:
    """Ask a policy; with `until`, an instant, also for every stretch before it."""
    decision = policy.decide(request, horizon=horizon)
    opening = _opening(policy, request, decision, horizon)
    if until is None or until <= request.at:
        return Answer(request, decision, opening)
    told: dict[tuple[str, str], Told] = {}
    span = timedelta(microseconds=until - request.at) + _BEYOND
    shown = with_leads(list(_shown(policy, request, policy.timeline(request, span), told)))
    within = [replace(one, end=min(one.end, until)) for one in shown if one.start < until]
    return Answer(request, decision, opening, tuple(within), told)


def _opening(
    policy: Policy, request: Request, decision: Decision, horizon: timedelta
) -> Opening | None:
    """The opening that a decision is in, or the next one."""
    start = request.at
    if decision.verdict == "defer":
        assert decision.outlook.next_eligible_at is not None
        start = decision.outlook.next_eligible_at
        decision = _later(policy, request, start, horizon)
    if decision.verdict == "review":
        return Opening(start, approvals=decision.reasons)
    if not decision.allowed:
        return None
    end = decision.outlook.valid_until
    if end is None:
        return Opening(start)
    return Opening(start, end, _later(policy, request, end, horizon).blocking)


def _later(policy: Policy, request: Request, at: int, horizon: timedelta) -> Decision:
    """The decision on the same request at a later instant."""
    return policy.decide(replace(request, at=at), horizon=horizon)


def _shown(
    policy: Policy,
    request: Request,
    stretches: Iterable[Stretch],
    told: dict[tuple[str, str], Told],
) -> Iterator[Shown]:
    """The stretches with what each rule does; `told` takes up each that was not seen before."""
    for stretch in stretches:
        if not stretch.blocking:
            yield Shown(stretch.start, stretch.end, stretch.verdict)
            continue
        decision = policy.decide(replace(request, at=stretch.start))
        for reason in decision.reasons:
            told.setdefault((reason.rule, str(reason.effect)), Told(reason, decision))
        denying, reviewing = (_rules(decision, effect) for effect in ("deny", "review"))
        yield Shown(stretch.start, stretch.end, stretch.verdict, denying, reviewing)


def _rules(decision: Decision, effect: str) -> tuple[str, ...]:
    """The rules that give a reason of an effect."""
    found = [reason.rule for reason in decision.reasons if reason.effect == effect]
    return tuple(dict.fromkeys(found))
