"""Policies whose answers change with the time alone.

In: choices. Out: a `CorePolicy` of one to four rules of hours, windows, deadlines, consents and
wishes, with dated roots, ladders and delivery margins. The formulas are those of `formulas`, drawn
so that most of them hold at some times and not at others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    Days,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.core.formula import (
    NO,
    YES,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    HoursLine,
    Moment,
    Not,
    Recent,
    RuledOut,
    When,
    Window,
)
from policydsl.core.policy import CorePolicy, DayPoint, Effect, Ladder, Rank, Root, Rule, Step
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    ConsecutiveDays,
    Ever,
    FullDays,
    Span,
)
from tests.property import formulas, policies
from tests.property.choices import Choices, maybe, some
from tests.property.formulas import PLAIN, WITH_DEBT, Roots
from tests.property.pools import CHANNELS, DATE, INSTANT, ROLES, TYPES
from tests.property.timing_pools import CALENDARS, MARGINS, ORDINARY

_Core = tuple[str, str, Rank, Formula]
_QUIET = ((22 * 60, 8 * 60), (0, 6 * 60), (18 * 60, 1440), (12 * 60, 14 * 60), (1439, 1), (150, 90))
_OPEN = ((8 * 60, 21 * 60), (9 * 60, 12 * 60), (22 * 60, 2 * 60), (120, 180), (0, 1440), (1, 30))
_LONG: tuple[Window, ...] = (Ever(), ConsecutiveDays(7), CalendarMonths(2))
_DAYS_OFF = (0, 1, 1, 3, 7, 30, 75, 200)


def policy(c: Choices) -> CorePolicy:
    """A policy rich in time; one in five of any kind at all, with a margin now and then."""
    if c.chance(20):
        return replace(policies.policy(c), margins=_margins(c))
    count = c.pick((1, 1, 1, 2, 2, 3, 4))
    rules = tuple(rule(c, f"p.r{index}") for index in range(count))
    ladders: tuple[Ladder, ...] = ()
    if c.chance(22):
        ladders = (ladder(c, "p.l0"),)
        rules = rules[: c.number(0, 2)]
    roots = tuple(_root(c, f"root{index}") for index in range(c.pick((1, 1, 1, 1, 2))))
    obligations = (policies.obligation(c, "p.o0"),) if c.chance(5) else ()
    return CorePolicy(roots, rules, obligations, ladders, _margins(c))


def _margins(c: Choices) -> tuple[tuple[str | None, int], ...]:
    if c.chance(72):
        return ()
    channels = some(c, (None, *CHANNELS), 1, 3)
    return tuple((channel, c.pick(MARGINS)) for channel in channels)


def _root(c: Choices, name: str) -> Root:
    """A policy in force always, between dates, or as the facts have it."""
    governs: Formula = YES
    if c.chance(18):
        governs = _dated(c) if c.chance(75) else formulas.formula(c, WITH_DEBT, 1)
    otherwise = c.pick(("allow", "allow", "review", "deny", "deny"))
    scope = policies.scope_of(c, governs)
    return Root(name, "1", governs, otherwise, scope, policies.origin("root"))


def _dated(c: Choices) -> Formula:
    """From some day on, or until some day, as rules and policies are in force."""
    day: str | date = c.pick(ORDINARY) if c.chance(30) else "person.signed_on"
    base = Moment(day, True, (_span(c, True),) if c.chance(25) else ())
    return When(Moment("today", True), c.pick(formulas.RELATIONS), base)


def rule(c: Choices, name: str) -> Rule:
    """A rule of a kind that time alone can lift or bring on."""
    roots = WITH_DEBT if c.chance(30) else PLAIN
    kind, code, rank, core = c.pick(_KINDS)(c, roots)
    applies = _applies(c, roots)
    lifted = _excuse(c, roots) if c.chance(18) else NO
    effect = c.pick((*(Effect.DENY,) * 7, Effect.REVIEW, Effect.WARN))
    unknown = str(effect) if c.chance(70) else c.pick(("deny", "review", "warn", "allow"))
    scope = policies.scope_of(c, applies, core, lifted)
    approval = maybe(c, 70, c.pick(ROLES)) if effect == Effect.REVIEW else None
    origin = policies.origin(kind)
    return Rule(name, effect, code, rank, applies, core, lifted, unknown, scope, approval, origin)


def _applies(c: Choices, roots: Roots) -> Formula:
    match c.pick(("always", "always", "always", "always", "channel", "time", "dated", "fact")):
        case "channel":
            return Compare("proposal.channel", "in", frozenset(some(c, CHANNELS, 1, 3)))
        case "time":
            return timely(c, roots, 1)
        case "dated":
            return _dated(c)
        case "fact":
            return formulas.plain(c, roots)
    return YES


def _excuse(c: Choices, roots: Roots) -> Formula:
    return timely(c, roots, 1) if c.chance(75) else policies.condition(c, roots)


def timely(c: Choices, roots: Roots, depth: int = 2) -> Formula:
    """A formula whose truth changes with the time."""
    if depth > 0 and c.chance(40):
        return formulas.nested(c, lambda: timely(c, roots, depth - 1), 1)
    made: Formula = c.pick(_TIMELY)(c, roots)
    return made


def _days(c: Choices, depth: int = 2) -> Days:
    """A kind of local dates, by one of the calendars."""
    calendar = CalendarRef(c.pick(CALENDARS)) if c.chance(85) else formulas.calendar(c)
    match c.pick(("every", "every", "every", "week", "week", "holiday", "business", "made")):
        case "week":
            return Weekdays(frozenset(some(c, range(7), 1, 6)))
        case "holiday":
            return Holidays(calendar)
        case "business":
            return BusinessDates(calendar)
        case "made" if depth:
            inner, other = _days(c, depth - 1), _days(c, depth - 1)
            made: tuple[Days, ...] = (
                DayBefore(inner),
                AnyOfDays((inner, other)),
                DaysExcept(inner, other),
            )
            return c.pick(made)
    return EveryDay()


def _line(c: Choices, within: bool) -> HoursLine:
    shown = _OPEN if within else _QUIET
    usual = shown if c.chance(85) else formulas.INTERVALS
    return HoursLine(tuple(some(c, usual, 1, 2)), _days(c))


def clock(c: Choices, roots: Roots, within: bool) -> Clock:
    """Hours that let some part of most days pass."""
    judged = formulas.paths(roots, INSTANT)
    return Clock(
        lines=tuple(_line(c, within) for _ in range(c.pick((1, 1, 1, 2, 0)))),
        during=tuple(some(c, ("person.hours", "person.office"), 1, 2)) if c.chance(20) else (),
        closed=maybe(c, 30, _days(c, 1)),
        within=within,
        at=maybe(c, 3, c.pick(judged)),
    )


def _quiet(c: Choices, roots: Roots) -> Clock:
    return clock(c, roots, False)


def _contact(c: Choices, roots: Roots) -> Formula:
    return Not(clock(c, roots, True))


def _span(c: Choices, dates_only: bool = False) -> Span:
    if c.chance(12):
        calendar = CalendarRef(c.pick(CALENDARS))
        return BusinessDays(c.pick((1, 3, 40)), calendar, c.chance(50))
    if c.chance(15):
        return FullDays(100) if c.chance(30) else CalendarMonths(c.pick((2, 6)))
    return formulas.span(c, dates_only)


def deadline(c: Choices, roots: Roots) -> Formula:
    """Now or today against a day or an instant of the facts, moved on."""
    path = c.pick(formulas.paths(roots, DATE, INSTANT))
    is_date = TYPES[path] == DATE
    base = Moment(path, is_date, (_span(c, is_date),) if c.chance(50) else ())
    clock_side = Moment("today", True) if c.chance(40) else Moment("now", False)
    if c.chance(20):
        only_dates = clock_side.is_date
        clock_side = replace(clock_side, plus=(_span(c, only_dates),))
    if c.chance(50):
        return When(clock_side, c.pick(("before", "before", *formulas.RELATIONS)), base)
    return When(base, c.pick(("after", "after", *formulas.RELATIONS)), clock_side)


def _recent(c: Choices, roots: Roots) -> Formula:
    path = c.pick(formulas.paths(roots, DATE, INSTANT))
    is_date = TYPES[path] == DATE
    return Recent(path, is_date, _span(c, is_date))


def _during(c: Choices, _roots: Roots) -> Formula:
    table = During(c.pick(("person.hours", "person.office")))
    return Not(table) if c.chance(40) else table


def _wishes(_c: Choices, _roots: Roots) -> Formula:
    return RuledOut("person.wishes")


def _count(c: Choices, roots: Roots) -> Count:
    """A count that events like the proposal reach, and that time mostly empties again."""
    counted = formulas.count(c, roots)
    if c.chance(70):
        selection = replace(counted.selection, where=YES, level=min(counted.selection.level, 1))
        counted = replace(counted, selection=selection, minimum=c.pick((1, 1, 2, 2, 3)))
    if c.chance(12):
        window = c.pick(_LONG)
        counted = replace(counted, window=window, before_today=True, after_first=None)
    return counted


def _consent(c: Choices, roots: Roots) -> Consent:
    """A consent that some of the records give at some time."""
    wanted = formulas.consent(c, roots)
    if c.chance(75):
        wanted = replace(wanted, fields=wanted.fields[:1], level=None, where=YES, with_proof=False)
    return wanted


_TIMELY: tuple[Callable[[Choices, Roots], Formula], ...] = (
    _quiet,
    _contact,
    deadline,
    deadline,
    _recent,
    _during,
    _wishes,
    _count,
    _consent,
)


def _cap(c: Choices, roots: Roots) -> _Core:
    return "cap", "CAP_REACHED", Rank.CAPS, _count(c, roots)


def _gap(c: Choices, roots: Roots) -> _Core:
    gap = replace(_count(c, roots), window=_span(c), minimum=1, distinct_days=False)
    return "gap", "GAP_NOT_ELAPSED", Rank.CAPS, gap


def _quiet_hours(c: Choices, roots: Roots) -> _Core:
    return "quiet hours", "QUIET_HOURS", Rank.TIME, _quiet(c, roots)


def _contact_hours(c: Choices, roots: Roots) -> _Core:
    return "contact hours", "OUTSIDE_HOURS", Rank.TIME, _contact(c, roots)


def _hold(c: Choices, roots: Roots) -> _Core:
    return "deny", "PROHIBITED", Rank.LEGAL, deadline(c, roots)


def _needs_consent(c: Choices, roots: Roots) -> _Core:
    return "consent", "CONSENT_MISSING", Rank.CONSENT, Not(_consent(c, roots))


def _wish(c: Choices, roots: Roots) -> _Core:
    return "deny", "PROHIBITED", Rank.RECIPIENT, c.pick((_wishes, _during))(c, roots)


def _mixed(c: Choices, roots: Roots) -> _Core:
    return "deny", "PROHIBITED", c.pick(tuple(Rank)), timely(c, roots, 3)


def _static(c: Choices, roots: Roots) -> _Core:
    return "deny", "PROHIBITED", Rank.LEGAL, formulas.plain(c, roots)


_KINDS: tuple[Callable[[Choices, Roots], _Core], ...] = (
    _cap,
    _cap,
    _gap,
    _gap,
    _quiet_hours,
    _quiet_hours,
    _contact_hours,
    _contact_hours,
    _hold,
    _hold,
    _needs_consent,
    _needs_consent,
    _wish,
    _mixed,
    _mixed,
    _static,
)


def ladder(c: Choices, name: str) -> Ladder:
    """A ladder that mostly applies, with a step for the proposal that opens at some time."""
    made = policies.ladder(c, name)
    roots = WITH_DEBT if any(key.kind == "debt" for key in made.keys) else PLAIN
    steps = tuple(_easier(c, step, roots) for step in made.steps)
    hold = deadline(c, roots) if c.chance(15) else made.hold if c.chance(50) else NO
    stop = timely(c, roots, 1) if c.chance(8) else made.stop if c.chance(30) else NO
    made = replace(made, steps=steps, hold=hold, stop=stop)
    if c.chance(80):
        made = replace(made, applies=YES)
    judged = (made.applies, made.lifted, hold, stop, made.reset)
    return replace(made, scope=policies.scope_of(c, steps, made.keys, *judged))


def _easier(c: Choices, step: Step, roots: Roots) -> Step:
    """The step, mostly for all channels and actors, and mostly from some day on."""
    if c.chance(75):
        step = replace(step, channels=frozenset(CHANNELS), takes=YES, owns=YES)
    if c.chance(70):
        step = replace(step, when=timely(c, roots, 1) if c.chance(40) else YES)
    if c.chance(60):
        anchors = formulas.paths(roots, DATE)
        step = replace(step, start=DayPoint(c.pick(_DAYS_OFF), c.pick(anchors)))
    return step
