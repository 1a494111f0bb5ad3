"""Requests that seek the edges of a policy.

In: choices, and a policy. Out: a checked `Request` (events ascend by time and id, none after `at`)
whose instants are window edges, ends of intervals, local midnights, gaps and folds, give or take a
microsecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from policydsl.core.policy import CorePolicy
from policydsl.core.request import (
    LEVELS,
    Approval,
    ConsentRecord,
    Event,
    Hours,
    Preference,
    Request,
    Value,
    Zone,
)
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_MINUTE, MICROS_PER_SECOND
from tests.property.choices import Choices, maybe, some
from tests.property.constants import Constants, constants
from tests.property.formulas import INTERVALS
from tests.property.pools import (
    ADDRESSES,
    CHANNELS,
    COMMON_DAYS,
    DEBTS,
    ENDS_OF_DATES,
    ENDS_OF_TIME,
    NULLABLE,
    PERSONS,
    PURPOSES,
    ROLES,
    SOURCES,
    SPECIAL_DAYS,
    STEPS,
    TEXTS,
    TYPES,
    ZONES,
    instant,
    local_date,
)

_SLIPS = (0, 0, -1, 1, MICROS_PER_SECOND, -MICROS_PER_MINUTE)
_NUMBERS: tuple[int | Decimal, ...] = (1, 0, 2, Decimal("1.5"), Decimal("1.50"), Decimal(2))
_SIZES = (0, 1, 1, 2, 3, 5, 5, 5, 8)
_MANY = 60
_RESERVED = 15
_FIRST, _LAST = (day.toordinal() for day in ENDS_OF_TIME)
_RECIPIENTS = (
    ("debtor", "P1"),
    ("debtor", None),
    ("spouse", "P2"),
    (None, "P1"),
    (None, None),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when a request plays, and what the policy asks about.

    `gaps` is how many of a hundred facts are missing; `ahead` how many of a hundred dates and
    instants are sought in the future rather than in the past.
    """

    at: int
    zone: str
    today: date
    edges: Constants
    gaps: int
    ahead: int = 0

    def has(self, c: Choices) -> bool:
        """Whether something that may be absent is there."""
        return not (self.gaps and c.chance(self.gaps))

    def looks_ahead(self, c: Choices) -> bool:
        """Whether a date or an instant is sought in the future."""
        return self.ahead > 0 and c.chance(self.ahead)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the proposal says, for events that resemble it."""

    facts: dict[str, Value]
    recipient: tuple[str | None, str | None]
    debts: tuple[str, ...]

    def text(self, path: str) -> str | None:
        """A fact that is a text, if it is there."""
        value = self.facts.get(path)
        return value if isinstance(value, str) else None


def request(c: Choices, policy: CorePolicy) -> Request:
    """A request that comes near to the edges of a policy."""
    zones = _zones(c)
    return staged(c, _stage(c, constants(policy), zones), zones)


def staged(c: Choices, stage: Stage, zones: tuple[Zone, ...]) -> Request:
    """A request at the time and place of a stage."""
    edges = stage.edges
    has_debts = any(path.startswith("debt") for path in edges.paths)
    proposed = Proposed(
        facts=_facts(c, stage, "proposal", "address", "person"),
        recipient=c.pick(_RECIPIENTS if stage.gaps else _RECIPIENTS[:2]),
        debts=tuple(some(c, DEBTS, 1, 3)) if has_debts or c.chance(20) else (),
    )
    return Request(
        at=stage.at,
        facts=proposed.facts,
        person=PERSONS[0] if stage.has(c) else None,
        recipient=proposed.recipient,
        proposal_debts=c.pick((None, ())) if stage.gaps and c.chance(15) else proposed.debts,
        debts={debt: _facts(c, stage, "debt") for debt in DEBTS if stage.has(c)},
        zones=zones,
        events=_events(c, stage, proposed),
        consents=_consents(c, stage) if edges.wants_consent else (),
        approvals=_approvals(c, stage),
    )


def _zones(c: Choices) -> tuple[Zone, ...]:
    names = some(c, ZONES, 1, 1) if c.chance(75) else some(c, ZONES, 0, 3)
    return tuple(Zone(name, c.pick(SOURCES)) for name in names)


def _stage(c: Choices, edges: Constants, zones: tuple[Zone, ...]) -> Stage:
    zone = c.pick((*(zone.name for zone in zones), *edges.zones) or ZONES)
    if edges.instants and c.chance(30):
        at = c.pick(edges.instants)
    else:
        days = (*COMMON_DAYS, *SPECIAL_DAYS[zone], *SPECIAL_DAYS[zone], *edges.days)
        day = c.pick(days) + timedelta(days=c.pick((0, 0, 1, -1)))
        minute = c.pick((*edges.minutes, 60, 120, 150, 1439))
        at = instant(day, minute, zone, c.number(0, 1))
    at += c.pick(_SLIPS)
    gaps = c.pick((0, 0, 3, 12, 25))
    if c.chance(1):
        day = c.pick(ENDS_OF_TIME)
        return Stage(instant(day, 0, "Europe/London"), zone, day, edges, gaps)
    return Stage(at, zone, local_date(at, zone), edges, gaps)


def _before(c: Choices, stage: Stage) -> int:
    """An instant at or before now, at some edge of the policy."""
    edges = stage.edges
    match c.pick(("length", "length", "midnight", "midnight", "now", "clock", "any")):
        case "length" if edges.micros:
            at = stage.at - c.pick(edges.micros) + c.pick((0, 0, 1, -1))
        case "midnight":
            day = _days_before(stage.today, c.pick(edges.day_counts) + c.pick((0, 0, 1, -1)))
            at = instant(day, 0, stage.zone) + c.pick((0, 0, -1, 1))
        case "now":
            at = stage.at
        case "clock":
            day = _days_before(stage.today, c.number(0, 2))
            at = instant(day, c.pick(edges.minutes), stage.zone) + c.pick((0, -1))
        case _:
            at = stage.at - c.number(0, 9 * 24 * 60) * MICROS_PER_MINUTE
    return min(at, stage.at)


def _after(c: Choices, stage: Stage) -> int:
    """An instant after now, at some edge of the policy."""
    edges = stage.edges
    match c.pick(("length", "midnight", "midnight", "clock", "clock", "soon", "any")):
        case "length" if edges.micros:
            return stage.at + c.pick(edges.micros) + c.pick((0, 0, 1, -1))
        case "midnight":
            day = _days_before(stage.today, -c.pick((1, *edges.day_counts)))
            return instant(day, 0, stage.zone) + c.pick((0, 0, -1, 1))
        case "clock":
            day = _days_before(stage.today, -c.pick((0, 1, 2, 9, 45)))
            return instant(day, c.pick(edges.minutes), stage.zone) + c.pick((0, -1, 1))
        case "soon":
            return stage.at + c.pick((1, 59, 600)) * MICROS_PER_MINUTE + c.pick((0, 1))
    return stage.at + c.number(0, c.pick((9, 99, 380, 380)) * 24 * 60) * MICROS_PER_MINUTE


def _days_before(day: date, days: int) -> date:
    ordinal = day.toordinal() - days
    return date.fromordinal(min(max(ordinal, _FIRST), _LAST))


def _near(c: Choices, stage: Stage) -> int:
    """An instant before or after now, at some edge of the policy."""
    if stage.looks_ahead(c):
        return _after(c, stage)
    if c.chance(50):
        return _before(c, stage)
    lengths = (0, 1, MICROS_PER_DAY, *stage.edges.micros)
    return stage.at + c.pick(lengths) + c.pick((0, 1, -1))


def _facts(c: Choices, stage: Stage, *roots: str) -> dict[str, Value]:
    """Facts that the policy reads, most of them there."""
    facts: dict[str, Value] = {}
    for path in stage.edges.paths:
        if path.partition(".")[0] not in roots or not stage.has(c):
            continue
        if path in NULLABLE and c.chance(20):
            facts[path] = None
        else:
            facts[path] = _value(c, path, stage)
    return facts


def _value(c: Choices, path: str, stage: Stage) -> Value:
    match TYPES[path]:
        case "flag":
            return c.chance(40)
        case "number":
            return c.pick(_NUMBERS)
        case "date":
            if c.chance(1):
                return c.pick(ENDS_OF_DATES)
            shift = c.pick(stage.edges.day_counts) + c.pick((0, 1, -1))
            return _days_before(stage.today, -shift if stage.looks_ahead(c) else shift)
        case "instant":
            return _near(c, stage)
        case "set":
            return frozenset(some(c, (*CHANNELS, *PURPOSES, "A", "B"), 0, 4))
        case "hours":
            return Hours(tuple(tuple(some(c, INTERVALS, 0, 2)) for _ in range(7)))
        case "wishes":
            return tuple(_wish(c, stage) for _ in range(c.number(0, 2)))
    return c.pick(TEXTS[path])


def _wish(c: Choices, stage: Stage) -> Preference:
    return Preference(
        channels=frozenset(some(c, CHANNELS, 1, 2)) if c.chance(40) else None,
        places=frozenset({"work"}) if c.chance(20) else None,
        addresses=frozenset(some(c, ADDRESSES, 1, 1)) if c.chance(20) else None,
        days=frozenset(some(c, range(7), 1, 4)) if c.chance(50) else None,
        intervals=tuple(some(c, INTERVALS, 1, 2)) if c.chance(50) else None,
        start=_near(c, stage) if c.chance(25) else None,
        end=_near(c, stage) if c.chance(25) else None,
    )


def _events(c: Choices, stage: Stage, proposed: Proposed) -> tuple[Event, ...]:
    size = _MANY if c.chance(2) else c.pick(_SIZES)
    events: list[Event] = []
    for index in range(size):
        at = _before(c, stage)
        if events and c.chance(20):
            at = _beside(c, events[-1].at, stage)
        make = _alike if c.chance(50) else _event
        events.append(make(c, f"e{index}", at, stage, proposed))
    return tuple(sorted(events, key=lambda event: (event.at, event.id)))


def _beside(c: Choices, other: int, stage: Stage) -> int:
    """At the same instant as another event, or the length of a window away from it."""
    lengths = (0, *stage.edges.micros)
    return min(other + c.pick((1, -1)) * c.pick(lengths) + c.pick((0, 0, 1, -1)), stage.at)


def _alike(c: Choices, identity: str, at: int, stage: Stage, proposed: Proposed) -> Event:
    """An event such as the proposal would become."""
    kind = c.pick(stage.edges.kinds)
    is_contact = kind == "contact"
    reserved = is_contact and c.chance(_RESERVED)
    level = _level(c, (1, 1, 2, 4, 6), reserved) if is_contact else 0
    channel = proposed.text("proposal.channel")
    values = _event_values(c, stage, level, channel)
    for path in ("actor", "campaign"):
        theirs = proposed.text(f"proposal.{path}")
        if theirs is not None:
            values[f"event.{path}"] = theirs
    return Event(
        id=identity,
        kind=kind,
        at=at,
        level=level,
        direction="outbound",
        channel=channel,
        address=proposed.text("proposal.address"),
        recipient=proposed.recipient,
        debts=proposed.debts if is_contact or c.chance(85) else None,
        step=c.pick(stage.edges.steps or STEPS) if kind == "skipped" else None,
        reserved=reserved,
        values=values,
    )


def _event(c: Choices, identity: str, at: int, stage: Stage, proposed: Proposed) -> Event:
    """Any event; not all of it has to be known."""
    kind = c.pick(stage.edges.kinds)
    is_contact = kind == "contact"
    reserved = is_contact and c.chance(_RESERVED)
    level = _level(c, (1, 1, 2, 4, 6, 6), reserved) if is_contact else 0
    channel = c.pick(CHANNELS) if is_contact and stage.has(c) else None
    wants_step = c.chance(85 if kind == "skipped" else 35)
    return Event(
        id=identity,
        kind=kind,
        at=at,
        level=level,
        direction=c.pick(("outbound", "outbound", "inbound")) if stage.has(c) else None,
        channel=channel,
        address=c.pick(ADDRESSES) if stage.has(c) else None,
        recipient=c.pick((proposed.recipient, *_RECIPIENTS)),
        person=c.pick((None, None, None, *PERSONS)),
        debts=tuple(some(c, DEBTS, 0, 3)) if stage.has(c) else None,
        discussed=tuple(some(c, DEBTS, 0, 2)) if level == len(LEVELS) and c.chance(50) else None,
        step=c.pick(stage.edges.steps or STEPS) if wants_step else None,
        reserved=reserved,
        values=_event_values(c, stage, level, channel),
    )


def _level(c: Choices, levels: tuple[int, ...], reserved: bool) -> int:
    """How far a contact got; a reservation has not yet, as a rule."""
    return 1 if reserved and c.chance(75) else c.pick(levels)


def _event_values(c: Choices, stage: Stage, level: int, channel: str | None) -> dict[str, Value]:
    values: dict[str, Value] = {f"event.{name}": level > index for index, name in enumerate(LEVELS)}
    values |= _facts(c, stage, "event")
    values.pop("event.at", None)
    values.pop("event.channel", None)
    values["event.connected"] = level > LEVELS.index("connected")
    if channel is not None:
        values["event.channel"] = channel
    for path in ("event.campaign", "event.creditor"):
        if c.chance(30):
            values[path] = c.pick(TEXTS[path])
    if "person.tags" in stage.edges.paths and c.chance(15):
        values["event.tags"] = _value(c, "person.tags", stage)
    return values


def _consents(c: Choices, stage: Stage) -> tuple[ConsentRecord, ...]:
    return tuple(_consent(c, f"k{index}", stage) for index in range(c.pick((0, 1, 1, 2, 3))))


def _consent(c: Choices, identity: str, stage: Stage) -> ConsentRecord:
    values: dict[str, Value] = {}
    for path in ("consent.channel", "consent.purpose"):
        if c.chance(92):
            values[path] = c.pick((*TEXTS[path], "any"))
    if c.chance(85):
        values["consent.scope"] = _value(c, "consent.scope", stage)
    if c.chance(70):
        values["consent.score"] = c.number(0, 2)
    return ConsentRecord(
        id=identity,
        effective_from=_given_at(c, stage),
        effective_to=_near(c, stage) if c.chance(30) else None,
        confirmed_at=_near(c, stage) if c.chance(70) else None,
        revoked_at=_near(c, stage) if c.chance(30) else None,
        level=c.pick(("express", "implied", "written")),
        proof=maybe(c, 75, "form 7"),
        values=values,
    )


def _given_at(c: Choices, stage: Stage) -> int:
    if stage.looks_ahead(c) and c.chance(60):
        return _after(c, stage)
    return _before(c, stage) if c.chance(92) else _near(c, stage)


def _approvals(c: Choices, stage: Stage) -> tuple[Approval, ...]:
    given = [pair for pair in stage.edges.approvals if c.chance(50)]
    return tuple(
        Approval(rule, role if c.chance(85) else c.pick(ROLES), _approved_at(c, stage), "x")
        for rule, role in given
    )


def _approved_at(c: Choices, stage: Stage) -> int:
    if stage.looks_ahead(c):
        return _after(c, stage)
    return stage.at + c.pick((0, -1, 1, -MICROS_PER_DAY))
