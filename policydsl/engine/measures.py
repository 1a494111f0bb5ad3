"""What a caught rule saw, and what a count has used.

In: the core of a rule. Out: functions of a frame that make its measure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from policydsl.core.explanation import ClockMeasure, CountMeasure, Measure
from policydsl.core.formula import Clock, Count, Formula, Key, Not
from policydsl.core.request import Request
from policydsl.core.words import value_words, window_words
from policydsl.engine.counts import Counter
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, Missing, reader
from policydsl.engine.making import make_clock_measure, make_count_measure

KeyValues: TypeAlias = Callable[[Frame], tuple[tuple[str, str], ...]]
Measurer: TypeAlias = Callable[[Frame], Measure | None]
_EPOCH = datetime(1970, 1, 1)  # of the local clock


def measurer(core: Formula, formulas: Formulas) -> Measurer | None:
    """The measure of a rule's core; None for those that have none, and for consents."""
    match core:
        case Count():
            return count_measurer(core, formulas)
        case Clock() | Not(Clock()):
            clock = core.operand if isinstance(core, Not) else core
            assert isinstance(clock, Clock)
            return _clock_measurer(clock)
        case _:
            return None


def count_measurer(count: Count, formulas: Formulas) -> Callable[[Frame], CountMeasure]:
    """How much of a count's minimum is used."""
    counter: Counter = formulas.counter(count, presumes=True)
    values_of = key_values(count.keys)
    limit, window = count.minimum, window_words(count.window)

    def measure(frame: Frame) -> CountMeasure:
        tally = counter.tally(frame)
        frees_at = None if tally.sure < limit else counter.frees_at(frame)
        return make_count_measure(
            values_of(frame), tally.sure, tally.possible, limit, window, frees_at
        )

    return measure


def key_values(keys: tuple[Key, ...]) -> KeyValues:
    """Each key's name with the proposal's value; empty text where it has none."""
    named = [(key.path if key.kind == "field" else key.kind, _key_value(key)) for key in keys]
    return lambda frame: tuple([(name, value_of(frame)) for name, value_of in named])


def _key_value(key: Key) -> Callable[[Frame], str]:
    match key.kind:
        case "person":
            return lambda frame: frame.request.person or ""
        case "debt":
            return lambda frame: frame.debt or ""
        case "recipient":
            return lambda frame: frame.request.recipient[1] or frame.request.recipient[0] or ""
        case _:
            read = reader(key.path)

            def value_of(frame: Frame) -> str:
                value = read(frame)
                return "" if value is None or isinstance(value, Missing) else value_words(value)

            return value_of


def _clock_measurer(clock: Clock) -> Measurer:
    read = None if clock.at is None else reader(clock.at)

    def measure(frame: Frame) -> ClockMeasure | None:
        judged = None if read is None else read(frame)
        if frame.zone is None or isinstance(judged, bool) or not isinstance(judged, int | None):
            return None
        wall = frame.zone.wall(frame.now if judged is None else judged)
        return clock_measure(wall, frame.zone.name, frame.request)

    return measure


def clock_measure(wall: int, name: str, request: Request) -> ClockMeasure:
    """What the clock of a zone shows, and how the zone is known."""
    source = "policy"
    for zone in request.zones:
        if zone.name == name:
            source = zone.source
    return make_clock_measure((_EPOCH + timedelta(microseconds=wall)).isoformat(), name, source)
