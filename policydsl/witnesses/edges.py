"""Everything round the edges of a rule.

In: a rule and a request near it. Out: the same request with each of the rule's conditions made
yes, no and unknown in every way that is known, and with other contacts and events like its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from policydsl.core.formula import YES, All, Any, Consent, Count, Formula, Not, Selection, Settled
from policydsl.core.policy import Ladder, Obligation, Rule
from policydsl.core.windows import MICROS_PER_HOUR
from policydsl.rules.walk import parts
from policydsl.witnesses.bench import Hand, State, context_of
from policydsl.witnesses.draft import ABSENT, Draft, in_event
from policydsl.witnesses.events import TWIN, with_twin
from policydsl.witnesses.goals import About, hand_of
from policydsl.witnesses.moves.counts import with_event
from policydsl.witnesses.placing import stretch_of
from policydsl.witnesses.solving import KeptTruth, Solver, stays

_TRUTHS = (True, False, None)
_EACH = 60
_VARIED = ("channel", "purpose", "recipient", "actor", "reason")
_MOST_EVENTS = 3


def edges(one: About, state: State, solver: Solver) -> Iterator[State]:
    """Requests that differ from one in what a single condition reads, or in one thing more."""
    hand = hand_of(one)
    for formula in _formulas(one):
        yield from _round(formula, _filtering(formula), state, hand, solver)
    if isinstance(one, Obligation):
        yield from _due(one, state, solver)
    for draft in _others(state.draft, solver):
        made = solver.bench.state(draft)
        if made is not None:
            yield made


def branches(one: About, state: State, solver: Solver) -> Iterator[State]:
    """Requests in which a single alternative of a condition holds, and those round them."""
    hand = hand_of(one)
    for formula in _formulas(one):
        filtering = _filtering(formula)
        for part in parts(formula):
            if not isinstance(part, Any) or id(part) in filtering:
                continue
            for number, operand in enumerate(part.operands):
                others = (*part.operands[:number], *part.operands[number + 1 :])
                kept = tuple(KeptTruth(other, False, hand) for other in others)
                if not stays(kept, state):
                    kept = ()
                for made in islice(solver.ways(operand, True, state, hand, kept), 2):
                    yield made
                    yield from _round(operand, filtering, made, hand, solver)


def _round(
    part: Formula, filtering: Mapping[int, str], state: State, hand: Hand, solver: Solver
) -> Iterator[State]:
    """Each condition inside a part of a formula yes, no and unknown; and events unlike its own."""
    for inner in parts(part):
        for judged in _hands(filtering.get(id(inner)), state, hand):
            if solver.bench.left <= 0:
                return
            yield from _sides(inner, state, judged, solver)
            if isinstance(inner, Count | Consent):
                yield from _events_unlike(inner, state, judged, solver)


def _events_unlike(atom: Formula, state: State, hand: Hand, solver: Solver) -> Iterator[State]:
    """Where an atom says yes, the same with its last event changed in one respect."""
    for made in islice(solver.ways(atom, True, state, hand), 1):
        if made.draft.events and made is not state:
            name = str(made.draft.events[-1]["id"])
            for draft in _unlike(name, made.draft, with_twin(made.draft)):
                changed = solver.bench.state(draft)
                if changed is not None:
                    yield changed


def _sides(part: Formula, state: State, hand: Hand, solver: Solver) -> Iterator[State]:
    """The same with a part of the rule yes, no and unknown."""
    for wanted in _TRUTHS:
        if isinstance(part, All | Any | Not | Settled):
            solver.bench.charge(1)
            ways = solver.ways(part, wanted, state, hand)
            yield from (made for made in islice(ways, 2) if made is not state)
            continue
        for draft in islice(solver.moves(part, wanted, state, hand), _EACH):
            made = solver.bench.state(draft)
            if made is not None:
                yield made


def _due(one: Obligation, state: State, solver: Solver) -> Iterator[State]:
    """Duties that are due, overdue and done."""
    if one.after_first is None:
        return
    hand = hand_of(one)
    edge = None if one.within is None else stretch_of(one.within, False, context_of(state, hand))
    now = state.draft.at
    starts = (now - MICROS_PER_HOUR, *(() if edge is None else (edge.first, edge.first - 1)))
    for at in starts:
        for made in islice(with_event(one.after_first, state, at, hand, solver), 1):
            yield made
            for duty in one.duties:
                done = Selection(duty, 0, None, None, YES)
                yield from islice(with_event(done, made, now, hand, solver), 1)


def _formulas(one: About) -> Iterator[Formula]:
    if isinstance(one, Rule):
        yield one.core
    yield from (one.applies, one.lifted)
    if isinstance(one, Obligation) and one.after_first is not None:
        yield one.after_first.where
    if isinstance(one, Ladder):
        yield from (one.hold, one.stop)
        for step in one.steps:
            yield from (step.takes, step.when)


def _hands(inside: str | None, state: State, hand: Hand) -> Iterator[Hand]:
    """In what an atom is judged: each event or consent for one inside a filter."""
    if inside == "event":
        for event in state.draft.events[-2:]:
            yield replace(hand, event=str(event["id"]), presumes=False)
    elif inside == "consent":
        for consent in state.draft.consents[-2:]:
            yield replace(hand, consent=str(consent["id"]))
    else:
        yield hand


def _filtering(formula: Formula) -> Mapping[int, str]:
    """Of the parts that stand in a filter, by identity, whether it is one of events or consents."""
    found: dict[int, str] = {}
    for part in parts(formula):
        if isinstance(part, Count):
            found.update((id(one), "event") for one in parts(part.selection.where))
    for part in parts(formula):
        if isinstance(part, Consent):
            found.update((id(one), "consent") for one in parts(part.where))
    return found


def _others(draft: Draft, solver: Solver) -> Iterator[Draft]:
    """Other zones, debts, contacts and events: what the rule itself may not ask for."""
    ground = solver.bench.ground
    for zone in ground.zones:
        yield replace(draft, zones=(zone,))
    if draft.zones:
        yield replace(draft, zones=(*draft.zones, *ground.zones[-1:]))
        yield replace(draft, zones=())
    twin = with_twin(draft)
    yield replace(twin, about=(*(draft.about or ()), TWIN))
    yield replace(twin, about=(TWIN,))
    yield replace(draft, about=())
    for name in _VARIED:
        path = f"proposal.{name}"
        for value in islice(ground.values(path), 15):
            yield replace(draft, facts={**draft.facts, path: value})
    for event in draft.events[-_MOST_EVENTS:]:
        yield from _unlike(str(event["id"]), draft, twin)


def _unlike(identity: str, draft: Draft, twin: Draft) -> Iterator[Draft]:
    """One event of another debt, recipient, address, channel or person, and an inbound one."""
    yield in_event(twin, identity, {"debts": (TWIN,)})
    yield in_event(draft, identity, {"debts": ABSENT, "discussed": ABSENT})
    yield in_event(draft, identity, {"event.recipient": "employer", "event.recipient.id": "P9"})
    yield in_event(draft, identity, {"event.address": "A9"})
    yield in_event(draft, identity, {"person": "P9"})
    for channel in ("voice", "sms", "email"):
        yield in_event(draft, identity, {"event.channel": channel})
    yield in_event(draft, identity, {"event.direction": "inbound"})
    for level in ("attempted", "delivered", "connected", "conversation"):
        yield in_event(draft, identity, {"reached": level})
    yield in_event(draft, identity, {"reserved": True})
    yield in_event(draft, identity, {"event.step": ABSENT})
