"""Changes of dates and instants that are compared.

In: a comparison of moments and the truth wanted. Out: drafts with another date or instant in a
fact, just on either side of where the answer changes, or at another instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policydsl.core.formula import Formula, Moment, Recent, When
from policydsl.core.reference.local import dates
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    BusinessDays,
    CalendarMonths,
    ConsecutiveDays,
    FullDays,
    Rolling,
    Span,
)
from policydsl.facts.moments import EARLIEST, LATEST
from policydsl.witnesses.bench import Bench, Hand, State, at_minute, value, zone_of
from policydsl.witnesses.draft import ABSENT, Draft

_NOW = ("now", "today")
_DAY_STEPS = (0, -1, 1, -2, 2, -3, 3, -4, 4, -7, 7, -14, 14, -31, 31, -100, 100, -400, 400)


def when_moves(
    atom: When, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Other values of the facts on either side, then other instants."""
    sides = ((atom.left, atom.right), (atom.right, atom.left))
    paths = [
        (one, other) for one, other in sides if isinstance(one.base, str) and one.base not in _NOW
    ]
    if wanted is None:
        for one, _ in paths:
            yield from _put(str(one.base), ABSENT, state, hand, bench)
        if hand.scope.zone == "recipient" and state.draft.zones:
            yield from _unzoned(state)
        return
    for one, other in paths:
        for told in _with_other(other, state, hand, bench):
            yield from _moments(atom, one, other, wanted, told, hand, bench)
    if not paths or hand.event is None:
        yield from _other_instants(atom, wanted, state, hand, bench)


def recent_moves(
    atom: Recent, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Dates and instants round the beginning of the span, round now, and none."""
    if wanted is None:
        yield from _put(atom.path, ABSENT, state, hand, bench)
        if hand.scope.zone == "recipient" and state.draft.zones:
            yield from _unzoned(state)
        return
    target = Moment("today" if atom.is_date else "now", atom.is_date)
    span = Moment(atom.path, atom.is_date, (atom.span,))
    yield from _values(atom, span, target, wanted, state, hand, bench)
    if wanted is False:
        yield from _put(atom.path, None, state, hand, bench)


def _with_other(other: Moment, state: State, hand: Hand, bench: Bench) -> Iterator[State]:
    """The state with something said on the other side, where that is a fact which is none."""
    base = other.base
    if (
        not isinstance(base, str)
        or base in _NOW
        or isinstance(value(base, state, hand), int | date)
    ):
        yield state
        return
    at = state.draft.at
    given = dates(at, zone_of(state, hand))[0] if other.is_date else at
    made = bench.state(bench.put(state.draft, base, given, hand))
    if made is not None:
        yield made


def _moments(
    atom: When,
    one: Moment,
    other: Moment,
    wanted: bool,
    state: State,
    hand: Hand,
    bench: Bench,
) -> Iterator[Draft]:
    if wanted is False:
        yield from _put(str(one.base), None, state, hand, bench)
    yield from _values(atom, one, other, wanted, state, hand, bench)


def _values(
    atom: Formula,
    one: Moment,
    other: Moment,
    wanted: bool,
    state: State,
    hand: Hand,
    bench: Bench,
) -> Iterator[Draft]:
    """Values of the fact in `one` near where it meets `other`: the nearest that serve first."""
    path = str(one.base)
    days = _days_from(one, other)
    target = _target(other, state, hand)
    if isinstance(target, int):
        steps = [step * MICROS_PER_DAY - days for step in _DAY_STEPS]
        near = [-days, 1 - days, -1 - days, MICROS_PER_HOUR - days, -MICROS_PER_HOUR - days]
        given: list[object] = [
            target + by for by in (*near, *steps) if EARLIEST <= target + by <= LATEST
        ]
        if one.is_date:
            zone = zone_of(state, hand)
            given = list(dict.fromkeys(dates(int(str(at)), zone)[0] for at in given))
    else:
        span = round(days / MICROS_PER_DAY)
        given = [_later(target, step - span) for step in (*_DAY_STEPS, *range(-12, 13))]
        if not one.is_date:
            zone = zone_of(state, hand) or bench.ground.zones[0]
            given = [
                at_minute(day, minute, zone)
                for day in given
                if isinstance(day, date)
                for minute in (600, 0)
            ]
    for held in dict.fromkeys(given):
        yield from _put(path, held, state, hand, bench)


def _days_from(one: Moment, other: Moment) -> int:
    """How much later, about, a moment ends than its fact says; in microseconds."""
    return sum(map(length_of, one.plus)) - sum(map(length_of, other.plus))


def length_of(span: Span) -> int:
    """About how long a span lasts, in microseconds."""
    match span:
        case Rolling(micros):
            return micros
        case ConsecutiveDays(days):
            return (days - 1) * MICROS_PER_DAY
        case FullDays(days):
            return days * MICROS_PER_DAY
        case BusinessDays(days):
            return days * 7 // 5 * MICROS_PER_DAY
        case CalendarMonths(months):
            return months * 3044 * MICROS_PER_DAY // 100


def _target(other: Moment, state: State, hand: Hand) -> int | date:
    """What the other side says, before it is moved on; now, where it says nothing."""
    at = state.draft.at
    if isinstance(other.base, date | int):
        return other.base
    if other.base == "today":
        return dates(at, zone_of(state, hand))[0]
    if other.base == "now":
        return at
    held = value(other.base, state, hand)
    return held if isinstance(held, date | int) else at


def _later(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, 2), date.max.toordinal() - 8)
    return date.fromordinal(ordinal)


def _other_instants(
    atom: When, wanted: bool, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Now moved, everything else as it is: to round the moments compared, days and years away."""
    for side in (atom.left, atom.right):
        if side.base in _NOW:
            continue
        target = _target(side, state, hand)
        zone = zone_of(state, hand) or bench.ground.zones[0]
        length = sum(map(length_of, side.plus))
        if isinstance(target, int):
            near = [target + length + by for by in (0, 1, -1, MICROS_PER_DAY, -MICROS_PER_DAY)]
        else:
            reached = _later(target, round(length / MICROS_PER_DAY))
            near = [
                at_minute(_later(reached, step), 600, zone)
                for step in (*_DAY_STEPS, 30, 60, 200, -30, -200)
            ]
        is_fact = isinstance(side.base, str)
        for at in near:
            if is_fact:
                yield replace(state.draft, at=min(max(at, EARLIEST), LATEST))
            else:
                moved = bench.moved(state.draft, at)
                if moved is not None:
                    yield moved


def _put(path: str, given: object, state: State, hand: Hand, bench: Bench) -> Iterator[Draft]:
    draft = bench.put(state.draft, path, given, hand)
    if draft is not None:
        yield draft


def _unzoned(state: State) -> Iterator[Draft]:
    yield replace(state.draft, zones=())
