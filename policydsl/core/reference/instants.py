"""Every instant at which anything may change when nothing moves but the clock.

In: a policy, a request, and a stretch of time. Out: instants, ascending. They are a superset,
found without asking what the policy makes of them: between two neighbours every rule, root, ladder
and obligation says the same. What depends on time does so in one of two ways.

It reads a local clock or a local date, now or some hours from now. Then it changes only where that
clock shows a minute that the policy or the request mentions, or midnight, or jumps.

Or it compares now with an instant, or with an instant moved on by hours. Then it changes only
there, or a microsecond later. Any whole number in the policy or the request is taken for an
instant here, and moved on by every length of the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from policydsl.core.formula import HoursLine, Moment, When
from policydsl.core.policy import CorePolicy, Ladder, Scope, Step
from policydsl.core.reference.local import offset, offset_changes
from policydsl.core.request import Hours, Preference, Request
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
    Blocks,
    Rolling,
)

_CHANNEL = "proposal.channel"
_MIDNIGHT = 0
_FIRST_AND_LAST_ON_EARTH = (-12 * MICROS_PER_HOUR, 14 * MICROS_PER_HOUR)
_SURELY_BEFORE_TODAY = 2 * MICROS_PER_DAY


def instants(policy: CorePolicy, request: Request, start: int, end: int) -> list[int]:
    """Every instant in (start, end] at which the decision may change, ascending."""
    margin = margin_of(policy, request)
    found = changes(policy, request, start, end + margin)
    reached = {instant - margin for instant in found}
    return sorted(instant for instant in reached.union(found) if start < instant <= end)


def margin_of(policy: CorePolicy, request: Request) -> int:
    """The delivery margin of the proposal's channel: the greatest that is said of it; else 0."""
    own = (None, request.facts.get(_CHANNEL))
    return max((micros for channel, micros in policy.margins if channel in own), default=0)


def changes(policy: CorePolicy, request: Request, start: int, end: int) -> list[int]:
    """Like `instants`, but of what is judged at an instant alone, without a delivery margin."""
    inside = [*_parts(policy), *_parts(request)]
    found = set(_known_instants(policy, inside))
    for ahead in _hours_ahead(policy, inside):
        first, last = start + ahead, end + ahead
        for zone in _zones(request, inside):
            found |= {shown - ahead for shown in _shown(zone, _minutes(inside), first, last)}
        for east in _FIRST_AND_LAST_ON_EARTH:
            found |= {shown - ahead for shown in _readings(east, {_MIDNIGHT}, first, last)}
    return sorted(instant for instant in found if start < instant <= end)


def _parts(value: object) -> Iterator[object]:
    """Everything inside a value, itself included."""
    yield value
    inner: Iterator[object] = iter(())
    if is_dataclass(value) and not isinstance(value, type):
        inner = (getattr(value, field.name) for field in fields(value))
    elif isinstance(value, Mapping):
        inner = iter(value.values())
    elif isinstance(value, tuple | frozenset):
        inner = iter(value)
    for member in inner:
        yield from _parts(member)


# --- instants ---------------------------------------------------------------------------------


def _known_instants(policy: CorePolicy, inside: list[object]) -> Iterator[int]:
    """Every number, moved on by every length; and a microsecond later, for what is strict."""
    lengths = {0, _SURELY_BEFORE_TODAY}
    for part in inside:
        match part:
            case Rolling(micros) | Blocks(micros):
                lengths.add(micros)
            case When(left, _, right):
                lengths |= {_hours(left) - _hours(right), _hours(right) - _hours(left)}
    lengths |= _opening_lengths(policy)
    for number in {part for part in inside if type(part) is int}:
        for length in lengths:
            yield number + length
            yield number + length + 1


def _hours(moment: Moment) -> int:
    """By how much a moment is moved on before it becomes a date, if it does."""
    return sum(span.micros for span in moment.plus if isinstance(span, Rolling))


def _opening_lengths(policy: CorePolicy) -> set[int]:
    """By how much a step may open later than an event or a midnight, over all steps before it."""
    return {
        length
        for ladder in policy.ladders
        for step in ladder.steps
        for length in _lengths_before(step, ladder)
    }


def _lengths_before(step: Step, ladder: Ladder) -> set[int]:
    lengths = {0}
    for reached in (one for alternatives in step.after for one in alternatives):
        (before,) = (other for other in ladder.steps if other.name == reached.step)
        length = reached.open_for.micros if isinstance(reached.open_for, Rolling) else 0
        lengths |= {length + earlier for earlier in _lengths_before(before, ladder)}
    return lengths


# --- local clocks -----------------------------------------------------------------------------


def _zones(request: Request, inside: list[object]) -> set[str]:
    """The zones in which anything is judged."""
    fixed = {part.zone for part in inside if isinstance(part, Scope)}
    return {zone.name for zone in request.zones} | {
        zone for zone in fixed if zone is not None and zone != "recipient"
    }


def _hours_ahead(policy: CorePolicy, inside: list[object]) -> set[int]:
    """How far ahead of now (or behind it) a local clock or date is read."""
    moved = {_hours(part) for part in inside if isinstance(part, Moment)}
    return {0} | moved | {-length for length in _opening_lengths(policy)}


def _minutes(inside: list[object]) -> set[int]:
    """Every minute after midnight that hours mention, midnight included."""
    intervals: list[tuple[int, int]] = []
    for part in inside:
        match part:
            case HoursLine():
                intervals += part.intervals
            case Preference():
                intervals += part.intervals or ()
            case Hours(days):
                intervals += [interval for day in days for interval in day]
    return {_MIDNIGHT} | {minute for interval in intervals for minute in interval}


def _shown(zone: str, minutes: set[int], start: int, end: int) -> Iterator[int]:
    """When in [start, end] the clock of a zone shows one of the minutes, or jumps."""
    jumps = offset_changes(zone, start, end)
    yield from jumps
    for first, last in zip([start, *jumps], [*jumps, end], strict=True):
        yield from _readings(offset(first, zone), minutes, first, last)


def _readings(ahead: int, minutes: set[int], start: int, end: int) -> Iterator[int]:
    """When in [start, end] a clock so far ahead of UTC shows one of the minutes."""
    first_day, last_day = (start + ahead) // MICROS_PER_DAY, (end + ahead) // MICROS_PER_DAY
    for day in range(first_day, last_day + 1):
        for minute in minutes:
            shown = day * MICROS_PER_DAY + minute * MICROS_PER_MINUTE - ahead
            if start <= shown <= end:
                yield shown
