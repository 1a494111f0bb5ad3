"""Where a person stands: what counts against each limit and until when, ladders, open places.

In: a gate, a person, an instant. Out: `Standing`. Counters depend on the contact that is proposed,
so one is proposed by each channel that the policy knows; each counter comes once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policydsl.core.explanation import CountMeasure, LadderState
from policydsl.core.formula import Compare, Count, SinceLast
from policydsl.core.policy import CorePolicy
from policydsl.core.reference.counting import Tally, inside, leaves, tally
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.judgement import bindings
from policydsl.core.reference.measures import count_measure
from policydsl.core.request import Event, Request
from policydsl.core.windows import MICROS_PER_DAY, Blocks, Ever
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import to_datetime
from policydsl.frozen import frozen
from policydsl.gate.gate import Gate
from policydsl.ledger.amending import in_order, merged
from policydsl.ledger.bodies import read_body
from policydsl.ledger.filing import PERSON, key
from policydsl.ledger.store import Entry, Lookup, State, Wanted
from policydsl.policy.reads import formulas_of
from policydsl.rules.walk import parts

PURPOSE = "proposal.purpose"
MOST_ADDRESSES = 5
_MOST_DOUBLINGS = 16


@frozen
class Counted:
    """An event that counts, or that may count (not `is_sure`).

    `leaves_at` is when it no longer lies in the window, in microseconds since 1970 UTC; None when
    time alone does not tell.
    """

    event: Event
    is_sure: bool
    leaves_at: int | None


@frozen
class Held:
    """One limit for one key; `since` is where its window begins, None when that is not a time."""

    rule: str
    measure: CountMeasure
    counted: tuple[Counted, ...]
    since: int | None


@frozen
class Happened:
    """An event of the person with its corrections; `state` is that of its entry."""

    id: str
    at: int
    body: Mapping[str, Any]
    state: State
    expires_at: int | None
    is_void: bool


@frozen
class Standing:
    """All of it at an instant.

    `decisions` are by channel, `requests` what they were made on. `events` are all of the person's,
    oldest first, places that are open or expired among them; released ones are not.
    """

    at: int
    decisions: Mapping[str, Decision]
    requests: Mapping[str, Request]
    held: tuple[Held, ...]
    ladders: tuple[LadderState, ...]
    events: tuple[Happened, ...]


def purposes_of(policy: CorePolicy) -> tuple[str, ...]:
    """The purposes that a policy's rules name, sorted."""
    found: set[str] = set()
    for formula in formulas_of(policy):
        for part in parts(formula):
            if isinstance(part, Compare) and part.path == PURPOSE:
                if isinstance(part.operand, str):
                    found.add(part.operand)
                elif isinstance(part.operand, frozenset):
                    found.update(part.operand)
    return tuple(sorted(found))


def standing_of(gate: Gate, person: str, at: int, purpose: str) -> Standing:
    """Where a person stands at an instant, in microseconds since 1970 UTC.

    Raises `LedgerUnavailableError`, and `RequestError` where what the ledger holds is nothing that
    the policy can judge.
    """
    moment = to_datetime(at)
    assert moment is not None
    events = _events(gate, person)
    facts = gate.store.read(Wanted(persons=(person,))).facts.get(person, ())
    debts = sorted(fact.id for fact in facts if fact.kind == "debt")
    decisions: dict[str, Decision] = {}
    requests: dict[str, Request] = {}
    held: dict[tuple[str, tuple[tuple[str, str], ...]], Held] = {}
    ladders: dict[tuple[str, tuple[tuple[str, str], ...]], LadderState] = {}
    for channel in gate.policy.vocabulary.enumerations["channel"]:
        proposal = _proposal(person, channel, purpose, debts)
        for address in (None, *_addresses(events, channel)):
            asked = proposal if address is None else {**proposal, "address": address}
            request = gate.policy.request(gate.request(asked, at=moment))
            decision = gate.policy.decide(request)
            if address is None:
                decisions[channel], requests[channel] = decision, request
            for one in _held(gate.policy.core, request):
                if all(value for _, value in one.measure.key):
                    held.setdefault((one.rule, one.measure.key), one)
            for state in decision.ladders:
                ladders.setdefault((state.ladder, state.key), state)
    return Standing(
        at=at,
        decisions=decisions,
        requests=requests,
        held=tuple(held[name] for name in sorted(held)),
        ladders=tuple(ladders[name] for name in sorted(ladders)),
        events=events,
    )


def _proposal(person: str, channel: str, purpose: str, debts: Sequence[str]) -> dict[str, Any]:
    recipient = {"id": person, "role": "debtor"} if debts else {"id": person}
    return {
        PERSON: person,
        "channel": channel,
        "purpose": purpose,
        "recipient": recipient,
        "debts": list(debts),
    }


def _addresses(events: Sequence[Happened], channel: str) -> list[str]:
    """The addresses used last by a channel, the newest first."""
    found: dict[str, None] = {}
    for event in reversed(events):
        address = event.body.get("address")
        if isinstance(address, Mapping):
            address = address.get("id")
        if event.body.get("channel") == channel and isinstance(address, str):
            found[address] = None
    return list(found)[:MOST_ADDRESSES]


def _events(gate: Gate, person: str) -> tuple[Happened, ...]:
    """Everything that is filed under a person and is (still) his."""
    name = key(PERSON, person)
    kinds = tuple((kind, None) for kind in gate.policy.vocabulary.event_kinds)
    found = gate.store.read(Wanted(lookups=(Lookup(name, kinds),))).found.get(name, ())
    corrections: dict[str, list[Entry]] = {}
    for entry in found:
        if entry.amends is not None:
            corrections.setdefault(entry.amends, []).append(entry)
    made = []
    for entry in found:
        if entry.amends is None:
            amended = in_order(corrections.get(entry.id, ()))
            body = merged(read_body(entry.body), [read_body(one.body) for one in amended])
            if body.get(PERSON, person) == person:
                made.append(_happened(entry, body))
    return tuple(sorted(made, key=lambda one: (one.at, one.id)))


def _happened(entry: Entry, body: dict[str, Any]) -> Happened:
    is_void = body.pop("void", None) is True
    return Happened(entry.id, entry.at, body, entry.state, entry.expires_at, is_void)


def _held(policy: CorePolicy, request: Request) -> Iterator[Held]:
    """Every cap that speaks about a request; of several zones the one with most used."""
    worst: dict[tuple[str, tuple[tuple[str, str], ...]], Held] = {}
    context = Context(request, request.at)
    for rule in policy.rules:
        if rule.origin.kind != "cap" or not isinstance(rule.core, Count):
            continue
        for bound in bindings(rule.scope, context):
            if holds(rule.applies, bound) is False:
                continue
            one = _of_count(rule.id, rule.core, bound)
            name = (rule.id, one.measure.key)
            if name not in worst or one.measure.used > worst[name].measure.used:
                worst[name] = one
    yield from worst.values()


def _of_count(rule: str, count: Count, context: Context) -> Held:
    counted = tally(count, replace(context, presumes=True), holds)
    return Held(
        rule=rule,
        measure=count_measure(count, context),
        counted=tuple(_counted(count, counted, context)),
        since=_since(count, counted, context),
    )


def _counted(count: Count, counted: Tally, context: Context) -> Iterator[Counted]:
    sure = {event.id for event in counted.sure_events}
    events = sorted((*counted.sure_events, *counted.maybe_events), key=lambda one: one.at)
    for event in events:
        yield Counted(event, event.id in sure, _leaves_at(count, events, event, context))


def _leaves_at(count: Count, events: Sequence[Event], event: Event, context: Context) -> int | None:
    match count.window:
        case Ever() | SinceLast():
            return None
        case Blocks(micros):
            return events[0].at + micros
        case window:
            return leaves(window, event.at, context)


def _since(count: Count, counted: Tally, context: Context) -> int | None:
    """Where the window begins that ends now: the first instant inside."""
    match count.window:
        case Ever() | SinceLast():
            return None
        case Blocks():
            events = (*counted.sure_events, *counted.maybe_events)
            return min((event.at for event in events), default=None)
        case window:
            now = context.now
            far = MICROS_PER_DAY
            for _ in range(_MOST_DOUBLINGS):
                if inside(window, now - far, now, context) is False:
                    break
                far *= 2
            else:
                return None
            near = 0
            while far - near > 1:
                middle = (near + far) // 2
                if inside(window, now - middle, now, context) is False:
                    far = middle
                else:
                    near = middle
            return now - near
