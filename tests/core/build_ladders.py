"""Short ways to say a ladder, its steps, and a climb on it, for one debt `D1` due on 1 March 2026."""

from __future__ import annotations

from policydsl.core.explanation import Explanation
from policydsl.core.formula import NO, YES
from policydsl.core.policy import Budget, DayPoint, Ladder, Scope, Step, StepReached
from policydsl.core.request import Event
from policydsl.core.windows import (
    Ever,
    Span,
)
from tests.core.build import (
    ORIGIN,
    PER_DEBT,
    at,
    contact,
    decide,
    on,
    request,
)

DUE = on(2026, 3, 1)
NOON = "2026-03-%02d 12:00"
KEY = (("debt", "D1"),)
ACTOR = "proposal.actor"


def due(days: int, anchor: str = "debt.due_on") -> DayPoint:
    return DayPoint(days, anchor)


def attempted(step: str, times: int) -> StepReached:
    return StepReached(step, times, None)


def opened(step: str, span: Span) -> StepReached:
    return StepReached(step, None, span)


def step(name: str, *channels: str, **fields: object) -> Step:
    taken = frozenset(channels or ("sms",))
    return Step(name, taken, fields.pop("takes", YES), fields.pop("owns", YES), **fields)


def ladder(*steps: Step, **fields: object) -> Ladder:
    scope = fields.pop("scope", Scope(True, "recipient"))
    return Ladder(
        fields.pop("id", "p.l"),
        fields.pop("keys", (PER_DEBT,)),
        steps,
        fields.pop("applies", YES),
        fields.pop("lifted", NO),
        scope,
        ORIGIN,
        **fields,
    )


def sent(when: int, identity: str | None = None, **fields: object) -> Event:
    """An attempt by sms about D1."""
    return contact(when, identity, **{"channel": "sms", "debts": ("D1",), **fields})


def climb(
    on_ladder: Ladder,
    now: str | int,
    channel: str = "sms",
    *,
    events: tuple[Event, ...] = (),
    due_on: object = DUE,
    facts: dict[str, object] | None = None,
    **fields: object,
) -> Explanation:
    """The decision of a ladder on a contact about D1."""
    asked = request(
        now if isinstance(now, int) else at(now),
        {"proposal.channel": channel, **(facts or {})},
        events=events,
        debts={"D1": {} if due_on is ... else {"debt.due_on": due_on}},
        proposal_debts=fields.pop("proposal_debts", ("D1",)),
        **fields,
    )
    return decide(asked, ladders=(on_ladder,))


def code(*args: object, **fields: object) -> str | None:
    """The code with which a ladder stops, None when it lets pass."""
    explanation = climb(*args, **fields)
    return explanation.reasons[0].code if explanation.reasons else None


ONCE = (Budget(1, 1, Ever()),)
