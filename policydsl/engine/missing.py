"""The names of what is missing when a formula is unknown.

In: formulas. Out: functions of a frame, asked only where the formula is unknown there. Facts are
named by their paths, events, consents and calendars by `event:ID`, `consent:ID`, `calendar:ID`, the
zone by `person.time_zones`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, assert_never

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    Days,
    DaysExcept,
    Holidays,
)
from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    KnownFact,
    Moment,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Settled,
    SinceLast,
    When,
    Window,
)
from policydsl.core.windows import Blocks, BusinessDays, Ever, Rolling
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import MISSING, Frame, Reader, calendar_reader, reader

ZONE = "person.time_zones"
DEBTS = "proposal.debts"
Names: TypeAlias = frozenset[str]
Namer: TypeAlias = Callable[[Frame], Names]
_NOTHING: Names = frozenset()
_ZONE_ALONE: Names = frozenset({ZONE})
_OF_PLACE = ("proposal.channel", "proposal.address", "address.place")


def namer(formula: Formula, formulas: Formulas) -> Namer:
    """What is missing in a formula; nothing where it is not unknown."""
    match formula:
        case Not(operand):
            return namer(operand, formulas)
        case Settled() | KnownFact():
            return _never
        case Compare(path, _, operand):
            return _absent([path, *([operand.path] if isinstance(operand, PathRef) else [])])
        case Count():
            return _of_count(formula, formulas)
        case All() | Any():
            names = _inside(formula, formulas)
            return names if names is _never else _where_unknown(formula, names, formulas)
        case _:
            return _where_unknown(formula, _atom(formula, formulas), formulas)


def names_of_unknown(applies: Formula, core: Formula, formulas: Formulas) -> Namer:
    """What is missing in a rule, asked only where it is unknown."""
    speaks = formulas.test(applies)
    names_of_both = _union([namer(applies, formulas), namer(core, formulas)])
    names_of_core = _inside(core, formulas)
    return lambda frame: names_of_core(frame) if speaks(frame) else names_of_both(frame)


def _inside(formula: Formula, formulas: Formulas) -> Namer:
    """What is missing in a formula, asked only where it is unknown."""
    match formula:
        case Not(operand):
            return _inside(operand, formulas)
        case All(operands) | Any(operands):
            return _union([namer(operand, formulas) for operand in operands])
        case Settled() | KnownFact() | Compare() | Count():
            return namer(formula, formulas)
        case _:
            return _atom(formula, formulas)


def _never(_: Frame) -> Names:
    return _NOTHING


def _where_unknown(formula: Formula, names: Namer, formulas: Formulas) -> Namer:
    test = formulas.test(formula)
    return lambda frame: names(frame) if test(frame) is None else _NOTHING


def _union(namers: list[Namer]) -> Namer:
    namers = [names for names in namers if names is not _never]
    if len(namers) < 2:
        return namers[0] if namers else _never
    return lambda frame: _NOTHING.union(*[names(frame) for names in namers])


def _atom(atom: Formula, formulas: Formulas) -> Namer:
    match atom:
        case Clock():
            return _of_clock(atom)
        case During(path):
            return _union([_absent([path]), of_zone])
        case RuledOut(path):
            return _of_preferences(path)
        case When(left, _, right):
            return _union([_of_moment(left), _of_moment(right), of_zone])
        case Recent(path, _, span):
            return _union([_absent([path]), of_zone, of_span(span)])
        case Consent():
            return _of_consent(atom, formulas)
        case Not() | All() | Any() | Settled() | Compare() | KnownFact() | Count():
            raise TypeError("never unknown by itself")
        case _:
            assert_never(atom)


def of_zone(frame: Frame) -> Names:
    """The zone, when it is not known."""
    return _NOTHING if frame.zone is not None else _ZONE_ALONE


def _absent(paths: Iterable[str]) -> Namer:
    readers = [(path, reader(path)) for path in paths]
    if not readers:
        return _never
    if len(readers) == 1:
        return _absent_alone(*readers[0])
    return lambda frame: frozenset(
        [fact_name(path, frame) for path, read in readers if read(frame) is MISSING]
    )


def _absent_alone(path: str, read: Reader) -> Namer:
    name, without_debt = frozenset({path}), frozenset({DEBTS})
    if not path.startswith("debt."):
        return lambda frame: name if read(frame) is MISSING else _NOTHING

    def names(frame: Frame) -> Names:
        if read(frame) is not MISSING:
            return _NOTHING
        return without_debt if frame.debt is None else name

    return names


def fact_name(path: str, frame: Frame) -> str:
    """The name of a missing fact; without a debt in hand, the debts are what is missing."""
    return DEBTS if frame.debt is None and path.startswith("debt.") else path


def _of_clock(clock: Clock) -> Namer:
    facts = _absent([*clock.during, *([clock.at] if clock.at else [])])
    days = [line.days for line in clock.lines] + ([clock.closed] if clock.closed else [])
    calendars = _union([_of_days(one) for one in days])
    return lambda frame: (facts(frame) | of_zone(frame)) or calendars(frame)


def _of_preferences(path: str) -> Namer:
    preferences = _absent([path])
    readers = [(wanted, reader(wanted)) for wanted in _OF_PLACE]

    def names(frame: Frame) -> Names:
        details = [wanted for wanted, read in readers if read(frame) in (MISSING, None)]
        return preferences(frame) or of_zone(frame).union(details)

    return names


def _of_moment(moment: Moment) -> Namer:
    spans = [of_span(span) for span in moment.plus]
    if isinstance(moment.base, str) and moment.base not in ("now", "today"):
        spans.append(_absent([moment.base]))
    return _union(spans)


def _of_window(window: Window) -> Namer:
    """What is missing of the zone or the calendar that a window needs."""
    if isinstance(window, Rolling | Blocks | SinceLast | Ever):
        return _never
    return _union([of_zone, of_span(window)])


def of_span(span: Window) -> Namer:
    """What is missing of the calendar that a span needs."""
    return _of_calendar(span.calendar) if isinstance(span, BusinessDays) else _never


def _of_days(days: Days) -> Namer:
    match days:
        case Holidays(calendar) | BusinessDates(calendar):
            return _of_calendar(calendar)
        case DayBefore(inner):
            return _of_days(inner)
        case AnyOfDays(members):
            return _union([_of_days(member) for member in members])
        case DaysExcept(included, excluded):
            return _union([_of_days(included), _of_days(excluded)])
        case _:
            return _never


def _of_calendar(calendar: CalendarRef) -> Namer:
    named, path = calendar_reader(calendar), calendar.path

    def names(frame: Frame) -> Names:
        known = named(frame)
        if known is None and path is not None:
            return frozenset({path})
        return frozenset({f"calendar:{known}"})

    return names


def _of_count(count: Count, formulas: Formulas) -> Namer:
    """The keys that the proposal lacks; else the events that may count."""
    counter = formulas.counter(count)
    by_date = count.distinct_days or count.before_today
    of_window = _of_window(count.window)

    def names(frame: Frame) -> Names:
        lacking = counter.lacking(frame)
        if lacking:
            return frozenset(lacking)
        if counter.holds(frame) is not None:
            return _NOTHING
        unsure = frozenset([f"event:{event.id}" for event in counter.tally(frame).maybe_events])
        if by_date:
            unsure |= of_zone(frame)
        return unsure | of_window(frame) if unsure else unsure

    return names


def _of_consent(consent: Consent, formulas: Formulas) -> Namer:
    live = formulas.live(consent)
    where = namer(consent.where, formulas)
    readers = [(path, reader(path)) for _, path in consent.fields]
    spans = (consent.given_within, consent.lasting, consent.grace)
    of_spans = _union([_of_window(span) for span in spans if span is not None])

    def names(frame: Frame) -> Names:
        found: set[str] = set()
        before = frame.consent
        for record in frame.request.consents:
            if live.serves(frame, record) is not None:
                continue
            frame.consent = record
            found |= where(frame) | {f"consent:{record.id}"}
            frame.consent = before
            found |= of_spans(frame)
            found.update(path for path, read in readers if read(frame) in (MISSING, None))
        return frozenset(found)

    return names
