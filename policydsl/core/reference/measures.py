"""What a caught rule saw: counts, the local clock, the nearest consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policydsl.core.explanation import (
    ClockMeasure,
    ConsentMeasure,
    CountMeasure,
    Measure,
)
from policydsl.core.formula import Clock, Consent, Count, Formula, Key, Not, SinceLast
from policydsl.core.reference.consents import nearest
from policydsl.core.reference.counting import Tally, leaves, tally
from policydsl.core.reference.facts import Context, Missing, read
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.local import dates, wall_time
from policydsl.core.windows import Blocks, Ever
from policydsl.core.words import value_words, window_words


def measure(core: Formula, context: Context) -> Measure | None:
    """The measure of a rule's core, for the cores that have one."""
    match core:
        case Count():
            return count_measure(core, context)
        case Clock() | Not(Clock()):
            clock = core.operand if isinstance(core, Not) else core
            assert isinstance(clock, Clock)
            return _clock_measure(clock, context)
        case Not(Consent() as consent):
            _, record, ended_at = nearest(consent, context, holds)
            return ConsentMeasure(None if record is None else record.id, ended_at)
        case _:
            return None


def count_measure(count: Count, context: Context) -> CountMeasure:
    """How much of a count's minimum is used."""
    counted = tally(count, replace(context, presumes=True), holds)
    return CountMeasure(
        key=key_values(count.keys, context),
        used=counted.sure,
        possible=counted.possible,
        limit=count.minimum,
        window=window_words(count.window),
        frees_at=_frees_at(count, counted, context),
    )


def key_values(keys: tuple[Key, ...], context: Context) -> tuple[tuple[str, str], ...]:
    """Each key's name with the proposal's value; empty text where it has none."""
    return tuple((key_name(key), _key_value(key, context)) for key in keys)


def key_name(key: Key) -> str:
    """The word an author writes after `per`."""
    return key.path if key.kind == "field" else key.kind


def _key_value(key: Key, context: Context) -> str:
    match key.kind:
        case "person":
            return context.request.person or ""
        case "debt":
            return context.debt or ""
        case "recipient":
            role, identity = context.request.recipient
            return identity or role or ""
        case _:
            value = read(key.path, context)
            return "" if value is None or isinstance(value, Missing) else value_words(value)


def _frees_at(count: Count, counted: Tally, context: Context) -> int | None:
    """When the event leaves whose going brings the count below its minimum."""
    if isinstance(count.window, Ever | SinceLast) or count.before_today:
        return None
    if counted.sure < count.minimum or counted.maybe_events:
        return None
    events = counted.sure_events
    if isinstance(count.window, Blocks):
        return events[0].at + count.window.micros
    surplus = counted.sure - count.minimum
    if count.distinct_days:
        if context.zone is None:
            return None
        last_of_day: dict[date, int] = {}
        for event in events:
            last_of_day[dates(event.at, context.zone)[0]] = event.at
        leaving = list(last_of_day.values())[surplus]
    else:
        leaving = events[surplus].at
    return leaves(count.window, leaving, context)


def _clock_measure(clock: Clock, context: Context) -> ClockMeasure | None:
    judged = context.now if clock.at is None else read(clock.at, context)
    if context.zone is None or isinstance(judged, bool) or not isinstance(judged, int | None):
        return None
    at = context.now if judged is None else judged
    sources = {zone.name: zone.source for zone in context.request.zones}
    wall = wall_time(at, context.zone).isoformat(sep="T", timespec="auto")
    return ClockMeasure(wall, context.zone, sources.get(context.zone, "policy"))
