"""Walks over formulas: what they read, whether they need a debt or a zone, how large they are.

Formulas may share parts (a definition used twice is one object), so every walk visits a shared
part once; only `size` counts it as often as it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

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
    Key,
    KnownFact,
    Moment,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Selection,
    Settled,
    SinceLast,
    When,
    Window,
)
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
    Span,
)

ZONES = "person.time_zones"
EVENTS = "events"
CONSENTS = "consents"
DEBTS = "debts"


def parts(formula: Formula) -> Iterator[Formula]:
    """The formula and all below it, filters of events and consents included, each object once."""
    seen: set[int] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        waiting.extend(_below(part))


def _below(formula: Formula) -> tuple[Formula, ...]:
    match formula:
        case Not(operand) | Settled(operand, _):
            return (operand,)
        case All(operands) | Any(operands):
            return operands
        case Count():
            return tuple(selection.where for selection in selections(formula))
        case Consent():
            return (formula.where, *(selection.where for selection in selections(formula)))
        case _:
            return ()


def selections(atom: Count | Consent) -> tuple[Selection, ...]:
    """The selections of events in an atom."""
    match atom:
        case Count(selection, _, window):
            found = [selection]
            if isinstance(window, SinceLast):
                found.append(window.selection)
            if atom.after_first is not None:
                found.append(atom.after_first)
            return tuple(found)
        case Consent():
            return () if atom.ending_after is None else (atom.ending_after,)


def reads(formulas: Iterable[Formula]) -> frozenset[str]:
    """Every path read, and `events` or `consents` where they are needed."""
    found: set[str] = set()
    for formula in formulas:
        for part in parts(formula):
            found |= _reads(part)
    return frozenset(found)


def _reads(part: Formula) -> set[str]:
    match part:
        case Not() | All() | Any() | Settled():
            return set()
        case Compare(path, _, operand):
            return {path, operand.path} if isinstance(operand, PathRef) else {path}
        case KnownFact(path) | During(path):
            return {path}
        case RuledOut(path):
            return {path, "proposal.channel", "proposal.address", "address.place"}
        case Clock():
            days = [line.days for line in part.lines] + ([part.closed] if part.closed else [])
            calendars = {path for one in days for path in _calendar_paths(one)}
            return {*part.during, *([part.at] if part.at else []), *calendars}
        case When(left, _, right):
            return _moment_reads(left) | _moment_reads(right)
        case Recent(path, _, span):
            return {path} | window_reads(span)
        case Count(_, keys, window):
            return {EVENTS} | key_reads(keys) | window_reads(window)
        case Consent():
            return _consent_reads(part)
        case _:
            assert_never(part)


def key_reads(keys: Iterable[Key]) -> set[str]:
    """The facts that keys read of the proposal, and what events say of them besides."""
    found: set[str] = set()
    for key in keys:
        match key.kind:
            case "debt":
                found.add(DEBTS)
            case "recipient":
                found |= {key.path, "recipient.id", "event.recipient.id"}
            case "field":
                found |= {key.path, f"event.{key.path.rpartition('.')[2]}"}
            case _:
                found.add(key.path)
    return found


def _consent_reads(consent: Consent) -> set[str]:
    spans = [consent.given_within, consent.lasting, consent.grace]
    found = {CONSENTS}.union(*(window_reads(span) for span in spans if span is not None))
    found |= {path for pair in consent.fields for path in pair}
    if consent.ending_after is not None:
        found |= {EVENTS} | key_reads(consent.ending_keys)
    return found


def _moment_reads(moment: Moment) -> set[str]:
    found: set[str] = set()
    if isinstance(moment.base, str) and moment.base not in ("now", "today"):
        found.add(moment.base)
    return found.union(*(window_reads(span) for span in moment.plus))


def window_reads(window: Window) -> set[str]:
    """The fact that names the calendar of a window of business days."""
    return _path(window.calendar) if isinstance(window, BusinessDays) else set()


def _path(calendar: CalendarRef) -> set[str]:
    return set() if calendar.path is None else {calendar.path}


def _calendar_paths(days: Days) -> set[str]:
    match days:
        case Holidays(calendar) | BusinessDates(calendar):
            return _path(calendar)
        case DayBefore(inner):
            return _calendar_paths(inner)
        case AnyOfDays(members):
            return set().union(*(_calendar_paths(member) for member in members))
        case DaysExcept(included, excluded):
            return _calendar_paths(included) | _calendar_paths(excluded)
        case _:
            return set()


def needs_zone(part: Formula) -> bool:
    """Whether the local clock or date takes part in this one node."""
    match part:
        case Clock() | During() | RuledOut():
            return True
        case When(left, _, right):
            return _is_local(left) or _is_local(right)
        case Recent(_, is_date, span):
            return is_date or is_local(span)
        case Count(_, _, window):
            return is_local(window) or part.distinct_days or part.before_today
        case Consent():
            spans = (part.given_within, part.lasting, part.grace)
            return any(span is not None and is_local(span) for span in spans)
        case _:
            return False


def _is_local(moment: Moment) -> bool:
    return moment.is_date or any(is_local(span) for span in moment.plus)


def is_local(window: Window | Span) -> bool:
    """Whether a window is one of local dates."""
    match window:
        case ConsecutiveDays() | FullDays() | BusinessDays() | CalendarMonths():
            return True
        case CalendarPeriods():
            return True
        case Rolling() | Blocks() | SinceLast() | Ever():
            return False
        case _:
            assert_never(window)


def needs_debt(part: Formula) -> bool:
    """Whether this one node is judged of the debt in hand."""
    if any(path.startswith("debt.") for path in _reads(part)):
        return True
    keys: tuple[Key, ...] = ()
    if isinstance(part, Count):
        keys = part.keys
    elif isinstance(part, Consent):
        keys = part.ending_keys
    return any(key.kind == "debt" for key in keys)


def size(formula: Formula) -> int:
    """The number of nodes, a shared part counted as often as it is used."""
    known: dict[int, int] = {}
    waiting = [(formula, False)]
    while waiting:
        part, is_ready = waiting.pop()
        if id(part) in known:
            continue
        below = _below(part)
        if is_ready:
            known[id(part)] = 1 + sum(known[id(one)] for one in below)
        else:
            waiting.append((part, True))
            waiting.extend((one, False) for one in below)
    return known[id(formula)]
