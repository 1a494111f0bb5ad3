"""Changes round tables of hours: the instant, weekly tables, and what a person ruled out.

In: an atom about the local clock and the truth wanted. Out: drafts at other instants, plain ones
first and then the first and last microsecond on either side of an end, and with other tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policydsl.core.formula import Clock, During, Formula, RuledOut
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.local import wall_time
from policydsl.core.windows import MICROS_PER_MINUTE
from policydsl.facts.weekly import EVERY_DAY, WEEKDAYS
from policydsl.witnesses.bench import Bench, Hand, State, at_minute, context_of, value, zone_of
from policydsl.witnesses.draft import ABSENT, Draft

_PLAIN_MINUTES = (600, 900, 690, 780, 1110, 1170, 1230, 1320, 1410, 60, 360, 450)
_MOST_PLAIN = 15
"""So many instants are tried before other zones are."""

_FAR = date(2300, 6, 1)
"""No calendar of holidays reaches so far."""


def clock_moves(
    atom: Clock, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Instants on the side wanted, and tables that say so now."""
    zone = zone_of(state, hand)
    if wanted is None:
        yield from _without_zone(state, hand)
        for path in (*atom.during, *((atom.at,) if atom.at else ())):
            yield from _put(path, ABSENT, state, hand, bench)
        yield from _without_calendar(state, hand, bench)
        return
    if zone is None:
        yield from _with_zone(state, bench)
        return
    ends = sorted({end for line in atom.lines for pair in line.intervals for end in pair})
    for path in atom.during:
        yield from _tables(path, state, zone, hand, bench)
    for number, at in enumerate(_instants(state, zone, ends, bench)):
        if number == _MOST_PLAIN and hand.scope.zone == "recipient":
            yield from _with_zone(state, bench)
        if atom.at is not None:
            yield from _put(atom.at, at, state, hand, bench)
        elif _says(atom, wanted, at, state, hand):
            yield from _moved(at, state, bench)


def during_moves(
    path: str, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Tables that cover now, that do not, and other instants under the same table."""
    if wanted is None:
        yield from _put(path, ABSENT, state, hand, bench)
        yield from _without_zone(state, hand)
        return
    if wanted is False:
        yield from _put(path, None, state, hand, bench)
    zone = zone_of(state, hand)
    if zone is None:
        yield from _with_zone(state, bench)
        return
    yield from _tables(path, state, zone, hand, bench)
    for at in _instants(state, zone, list(bench.ground.minutes), bench):
        if _says(During(path), wanted, at, state, hand):
            yield from _moved(at, state, bench)


def ruled_out_moves(
    path: str, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Wishes about the channel, the day and the time of the proposal, and about others."""
    if wanted is None:
        yield from _put(path, ABSENT, state, hand, bench)
        for detail in ("address.place", "proposal.address"):
            for draft in _put(detail, ABSENT, state, hand, bench):
                name = "places" if detail == "address.place" else "addresses"
                yield replace(draft, facts={**draft.facts, path: [{name: ["work"]}]})
        return
    if wanted is False:
        yield from _put(path, [], state, hand, bench)
        yield from _put(path, None, state, hand, bench)
    for wish in _wishes(state, hand):
        yield from _put(path, [wish], state, hand, bench)
    zone = zone_of(state, hand)
    if zone is not None and value(path, state, hand):
        for at in _instants(state, zone, [], bench):
            if _says(RuledOut(path), wanted, at, state, hand):
                yield from _moved(at, state, bench)


def _wishes(state: State, hand: Hand) -> Iterator[dict[str, list[str]]]:
    channel = state.draft.facts["proposal.channel"]
    yield {"channels": [channel]}
    yield {"channels": ["letter" if channel != "letter" else "voice"]}
    for path, name in (("address.place", "places"), ("proposal.address", "addresses")):
        held = value(path, state, hand)
        if isinstance(held, str):
            yield {name: [held]}
    zone = zone_of(state, hand)
    if zone is not None:
        wall = wall_time(state.draft.at, zone)
        yield {"days": [WEEKDAYS[wall.weekday()]]}
        yield {"days": [WEEKDAYS[(wall.weekday() + 1) % 7]]}
        yield {"times": [_interval(wall.hour * 60 + wall.minute, 0)]}
        yield {"times": [_interval(wall.hour * 60 + wall.minute, 120)]}


def _interval(minute: int, later: int) -> str:
    """An hour that begins so much later than a minute after midnight."""
    start = (minute + later) % 1440
    end = (start + 60) % 1440
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _tables(path: str, state: State, zone: str, hand: Hand, bench: Bench) -> Iterator[Draft]:
    wall = wall_time(state.draft.at, zone)
    minute = wall.hour * 60 + wall.minute
    today = WEEKDAYS[wall.weekday()]
    for table in (
        None,
        {EVERY_DAY: [_interval(minute, 0)]},
        {today: [_interval(minute, 0)]},
        {EVERY_DAY: [_interval(minute, 60)]},
        {EVERY_DAY: [_interval(minute, -60)]},
        {today: [_interval(minute, -30)]},
    ):
        yield from _put(path, table, state, hand, bench)


def _instants(state: State, zone: str, ends: list[int], bench: Bench) -> Iterator[int]:
    """Instants on several dates: plain minutes, then round the ends of hours; today's first."""
    here = wall_time(state.draft.at, zone)
    minute = here.hour * 60 + here.minute
    days = tuple(dict.fromkeys((here.date(), *bench.ground.days)))
    yield from _plain(days[0], minute, ends, zone)
    yield from _at_ends(days[0], ends, zone)
    for day in days[1:]:
        yield from _plain(day, minute, ends, zone)
    for day in days[1:]:
        yield from _at_ends(day, ends, zone)


def _plain(day: date, minute: int, ends: list[int], zone: str) -> Iterator[int]:
    for plain in (minute, *_PLAIN_MINUTES, *ends):
        yield at_minute(day, plain, zone)


def _at_ends(day: date, ends: list[int], zone: str) -> Iterator[int]:
    for end in ends:
        at = at_minute(day, end, zone)
        yield from (at - 1, at - MICROS_PER_MINUTE, at + MICROS_PER_MINUTE)


def _says(atom: Formula, wanted: bool, at: int, state: State, hand: Hand) -> bool:
    """Whether an atom that reads the clock alone has the truth wanted at another instant."""
    return holds(atom, replace(context_of(state, hand), now=at)) is wanted


def _moved(at: int, state: State, bench: Bench) -> Iterator[Draft]:
    draft = bench.moved(state.draft, at)
    if draft is not None and at != state.draft.at:
        yield draft


def _put(path: str, given: object, state: State, hand: Hand, bench: Bench) -> Iterator[Draft]:
    draft = bench.put(state.draft, path, given, hand)
    if draft is not None:
        yield draft


def _with_zone(state: State, bench: Bench) -> Iterator[Draft]:
    for zone in bench.ground.zones:
        yield replace(state.draft, zones=(zone,))


def _without_zone(state: State, hand: Hand) -> Iterator[Draft]:
    if hand.scope.zone == "recipient" and state.draft.zones:
        yield replace(state.draft, zones=())


def _without_calendar(state: State, hand: Hand, bench: Bench) -> Iterator[Draft]:
    """A region without a calendar, and a year that no calendar knows."""
    if "person.region" in bench.ground.reads:
        yield from _put("person.region", ABSENT, state, hand, bench)
        yield from _put("person.region", "ZZ", state, hand, bench)
    zone = zone_of(state, hand)
    if zone is not None:
        yield from _moved(at_minute(_FAR, 600, zone), state, bench)
