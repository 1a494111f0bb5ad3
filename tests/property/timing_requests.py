"""Requests about to be overtaken by time.

In: choices, and a policy. Out: a checked `Request` whose instant lies near a change of the clocks,
an edge of the policy or an end of the calendar, and whose facts, consents and approvals partly lie
in the future.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from policydsl.core.policy import CorePolicy
from policydsl.core.request import ConsentRecord, Request, Value, Zone
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.facts.moments import EARLIEST, LATEST
from tests.property import pools
from tests.property.choices import Choices, some
from tests.property.constants import Constants, constants
from tests.property.pools import INSTANT, SOURCES, TYPES, instant, local_date
from tests.property.requests import Stage, staged
from tests.property.timing_pools import CHANGES, EDGES, ORDINARY, ZONES, change

_NEAR_A_CHANGE = (
    0,
    0,
    -1,
    1,
    -MICROS_PER_MINUTE,
    MICROS_PER_MINUTE,
    -30 * MICROS_PER_MINUTE,
    -MICROS_PER_HOUR,
    MICROS_PER_HOUR,
    -9 * MICROS_PER_HOUR,
    -MICROS_PER_DAY,
    MICROS_PER_DAY,
)
_SLIPS = (0, 0, -1, 1, MICROS_PER_MINUTE, -MICROS_PER_MINUTE, 29_500_000)


def request(c: Choices, policy: CorePolicy) -> Request:
    """A request for which something is about to change."""
    edges = constants(policy)
    zones = _zones(c)
    names = [zone.name for zone in zones] + [zone for zone in edges.zones if zone in CHANGES]
    zone = c.pick(names or ZONES)
    ahead = c.pick((0, 50, 75, 90))
    gaps = c.pick((0, 0, 0, 0, 0, 4, 15))
    if c.chance(3):
        day = c.pick(EDGES)
        at = instant(day, c.pick(edges.minutes), "Europe/London") + c.pick(_SLIPS)
        return _possible(staged(c, Stage(at, zone, day, edges, gaps, ahead), zones))
    at = _at(c, edges, zone)
    return staged(c, Stage(at, zone, local_date(at, zone), edges, gaps, ahead), zones)


def _possible(request: Request) -> Request:
    """The request with all its instants where a checked request may have them."""
    events = [replace(event, at=_held(event.at)) for event in request.events]
    return replace(
        request,
        facts=_held_facts(request.facts),
        debts={debt: _held_facts(facts) for debt, facts in request.debts.items()},
        events=tuple(sorted(events, key=lambda event: (event.at, event.id))),
        consents=tuple(map(_held_consent, request.consents)),
        approvals=tuple(replace(one, at=_held(one.at)) for one in request.approvals),
    )


def _held(at: int) -> int:
    return min(max(at, EARLIEST), LATEST)


def _held_facts(facts: Mapping[str, Value]) -> dict[str, Value]:
    return {
        path: _held(value) if TYPES[path] == INSTANT and isinstance(value, int) else value
        for path, value in facts.items()
    }


def _held_consent(consent: ConsentRecord) -> ConsentRecord:
    to, confirmed, revoked = (
        None if at is None else _held(at)
        for at in (consent.effective_to, consent.confirmed_at, consent.revoked_at)
    )
    return replace(
        consent,
        effective_from=_held(consent.effective_from),
        effective_to=to,
        confirmed_at=confirmed,
        revoked_at=revoked,
    )


def _zones(c: Choices) -> tuple[Zone, ...]:
    """Mostly one candidate zone; sometimes several, or none known."""
    match c.pick(("one",) * 7 + ("some",) * 2 + ("none",)):
        case "one":
            names = [c.pick(ZONES)]
        case "some":
            names = some(c, ZONES, 2, 3)
        case _:
            names = []
    return tuple(Zone(name, c.pick(SOURCES)) for name in names)


def _at(c: Choices, edges: Constants, zone: str) -> int:
    """Two times in three within three days of a change of the zone's clocks."""
    if c.chance(33):
        if edges.instants and c.chance(15):
            return c.pick(edges.instants) + c.pick(_SLIPS)
        day: date = c.pick((*ORDINARY, *edges.days, *pools.SPECIAL_DAYS[zone]))
        return instant(day, c.pick(edges.minutes), zone, c.number(0, 1)) + c.pick(_SLIPS)
    day = c.pick(CHANGES[zone])
    if c.chance(40):
        return change(zone, day) + c.pick(_NEAR_A_CHANGE)
    day += timedelta(days=c.pick((0, 0, -1, 1, -2, 2)))
    minute = c.pick((*edges.minutes, 60, 119, 150, 1439))
    return instant(day, minute, zone, c.number(0, 1)) + c.pick(_SLIPS)
