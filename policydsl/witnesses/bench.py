"""Where drafts are tried: requests made of them, and what is true of these.

In: a policy, its ground and drafts. Out: `State`s and truths. The work is bounded by the number of
requests that may be made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Protocol

from policydsl.api import Policy
from policydsl.core.formula import Formula
from policydsl.core.policy import Scope
from policydsl.core.reference.facts import Context, Missing, read
from policydsl.core.reference.formulas import holds
from policydsl.core.request import LEVELS, Request, Value
from policydsl.core.windows import MICROS_PER_MINUTE
from policydsl.core.zones import zone_info
from policydsl.errors import RequestError
from policydsl.facts.moments import to_micros
from policydsl.facts.standard import DEBT_COUNT, LEVEL_FLAGS
from policydsl.frozen import frozen
from policydsl.witnesses.draft import (
    ABSENT,
    Draft,
    Record,
    in_consent,
    in_debts,
    in_event,
    moved,
    put,
    with_fact,
)
from policydsl.witnesses.ground import Ground, canonical
from policydsl.witnesses.writing import Writer

_MOST_DEBTS = 20


@frozen
class State:
    """A draft and the request that it makes, in JSON form and checked."""

    draft: Draft
    data: Mapping[str, Any]
    request: Request


@frozen
class Hand:
    """In what a formula is judged: the scope of its rule, and the event or consent in hand."""

    scope: Scope
    presumes: bool = False
    event: str | None = None
    consent: str | None = None


def zone_of(state: State, hand: Hand) -> str | None:
    """The zone whose clock is read; of several candidates the first."""
    if hand.scope.zone != "recipient":
        return hand.scope.zone
    return state.request.zones[0].name if state.request.zones else None


def context_of(state: State, hand: Hand) -> Context:
    """The context of the first debt and zone."""
    request = state.request
    debts = request.proposal_debts if hand.scope.per_debt else None
    event = None
    if hand.event is not None:
        event = next((one for one in request.events if one.id == hand.event), None)
    consent = None
    if hand.consent is not None:
        consent = next((one for one in request.consents if one.id == hand.consent), None)
    return Context(
        request=request,
        now=request.at,
        debt=debts[0] if debts else None,
        zone=zone_of(state, hand),
        event=event,
        consent=consent,
        presumes=hand.presumes,
    )


def truth(formula: Formula, state: State, hand: Hand) -> bool | None:
    """What the reference says of a formula."""
    return holds(formula, context_of(state, hand))


def value(path: str, state: State, hand: Hand) -> Value | Missing:
    """What a path says."""
    return read(path, context_of(state, hand))


class Bench:
    """A policy, what it tells apart, and how many requests may still be made."""

    __slots__ = ("_left", "_whole", "ground", "policy", "writer")

    def __init__(
        self, policy: Policy, ground: Ground, most: int, whole: Bench | None = None
    ) -> None:
        self.policy = policy
        self.ground = ground
        self._left = most
        self._whole = whole
        self.writer: Writer = Writer(ground.fields) if whole is None else whole.writer

    @property
    def left(self) -> int:
        """How many requests may still be made."""
        return self._left if self._whole is None else min(self._left, self._whole.left)

    def part(self, most: int) -> Bench:
        """The same bench for a part of the work: its requests are requests of the whole too."""
        return Bench(self.policy, self.ground, most, self)

    def state(self, draft: Draft | None) -> State | None:
        """The draft with its request; None when it makes none, or nothing is left."""
        if draft is None or self.left <= 0:
            return None
        self.charge(1)
        try:
            data = self.writer.request(draft)
            return State(draft, data, self.policy.request(data))
        except (RequestError, OverflowError):  # wrong, or out of the calendar
            return None

    def charge(self, requests: int) -> None:
        """Counts work as so many requests made."""
        self._left -= requests
        if self._whole is not None:
            self._whole.charge(requests)

    def put(self, draft: Draft, path: str, given: object, hand: Hand) -> Draft | None:
        """The draft with another value at a path; None where that cannot be said."""
        path = canonical(path)
        if path == DEBT_COUNT:
            return _with_debts(draft, given)
        if path in LEVEL_FLAGS and hand.event is not None:
            reached = _reaching(path, given is True)
            return in_event(draft, hand.event, {"reached": reached})
        if path not in self.ground.fields or not self.ground.can_be(path, given):
            return None
        root = path.partition(".")[0]
        if root == "event":
            if hand.event is None:
                return None
            return in_event(draft, hand.event, {path: given})
        if root == "consent":
            if hand.consent is None:
                return None
            return in_consent(draft, hand.consent, {path: given})
        if root == "debt":
            return in_debts(draft, path, given)
        return with_fact(draft, path, given)

    def moved(self, draft: Draft, at: int) -> Draft | None:
        """The draft at another instant, everything in it as long ago as it was."""
        return moved(draft, at, self.ground.instants)


def _reaching(flag: str, yes: bool) -> str:
    level = LEVELS.index(flag.partition(".")[2])
    return LEVELS[level if yes else level - 1]


def _with_debts(draft: Draft, count: object) -> Draft | None:
    """The draft about so many debts, each like the first."""
    if count is ABSENT:
        return replace(draft, about=None)
    if type(count) is not int or not 0 <= count <= _MOST_DEBTS:
        return None
    first: Record = draft.debts[0] if draft.debts else {"debt.id": "D1"}
    names = tuple(f"D{number + 1}" for number in range(count))
    return replace(
        draft, about=names, debts=tuple(put(first, "debt.id", name) for name in names) or (first,)
    )


def at_minute(day: date, minute: int, zone: str) -> int:
    """The instant at which a clock shows a minute after midnight on a date."""
    wall = datetime.combine(day, time(minute // 60 % 24, minute % 60), zone_info(zone))
    return to_micros(wall) + minute // 1440 * 1440 * MICROS_PER_MINUTE


class Finder(Protocol):
    """What finds states in which formulas are true; `policydsl.witnesses.solving` is one."""

    @property
    def bench(self) -> Bench:
        """Where drafts are tried."""

    def ways(
        self, formula: Formula, wanted: bool | None, state: State, hand: Hand
    ) -> Iterator[State]:
        """States in which the formula has the truth wanted."""
