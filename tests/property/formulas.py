"""Formulas of every node, over every window and span.

In: choices, and the roots that a path may have in this place. Out: core formulas whose types agree,
as after load.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

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
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    HoursLine,
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
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
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
from tests.property.choices import Choices, maybe, some
from tests.property.pools import (
    CALENDARS,
    CHANNELS,
    COMMON_DAYS,
    DATE,
    FLAG,
    HOURS,
    INSTANT,
    KINDS,
    NUMBER,
    SET,
    SPECIAL_DAYS,
    TEXT,
    TEXTS,
    TYPES,
    WISHES,
    ZONES,
    instant,
)

Roots = frozenset[str]
PLAIN: Roots = frozenset({"proposal", "person", "address"})
WITH_DEBT: Roots = PLAIN | {"debt"}

LENGTHS = (
    30 * MICROS_PER_MINUTE,
    4 * MICROS_PER_HOUR,
    MICROS_PER_DAY,
    7 * MICROS_PER_DAY,
)
INTERVALS = (
    (22 * 60, 8 * 60),
    (9 * 60, 12 * 60),
    (8 * 60, 21 * 60),
    (0, 1440),
    (0, 6 * 60),
    (120, 180),
    (150, 90),
    (1, 30),
    (18 * 60, 1440),
    (1439, 1),
    (13 * 60, 13 * 60),
)
UNITS = ("day", "week", "month", "quarter", "year")
NUMBERS: tuple[int | Decimal, ...] = (1, 0, 2, Decimal("1.5"), Decimal("2.0"))
ORDERS = ("lt", "le", "gt", "ge")
RELATIONS = ("before", "after", "on_or_before", "on_or_after")
_FIELDS = (
    ("consent.channel", "proposal.channel"),
    ("consent.purpose", "proposal.purpose"),
    ("consent.scope", "debt.creditor"),
    ("consent.scope", "proposal.campaign"),
)
_KEYS = (
    Key("person", "person"),
    Key("debt", "debt"),
    Key("address", "proposal.address"),
    Key("recipient", "recipient"),
    Key("field", "person.household"),
    Key("field", "debt.creditor"),
    Key("field", "proposal.campaign"),
    Key("field", "person.tags"),
)


def nested(c: Choices, part: Callable[[], Formula], fewest: int = 0) -> Formula:
    """A formula out of parts, at least so many where there are several."""
    match c.pick(("all", "any", "not", "settled")):
        case "all":
            return All(tuple(part() for _ in range(c.number(fewest, 3))))
        case "any":
            return Any(tuple(part() for _ in range(c.number(fewest, 3))))
        case "not":
            return Not(part())
        case _:
            return Settled(part(), c.chance(50))


def formula(c: Choices, roots: Roots, depth: int = 2) -> Formula:
    """Any formula; `depth` bounds its nesting."""
    if depth > 0 and c.chance(45):
        return nested(c, lambda: formula(c, roots, depth - 1))
    if depth > 0 and c.chance(35):
        return count(c, roots) if c.chance(50) else consent(c, roots)
    return c.pick(_SIMPLE)(c, roots)


def plain(c: Choices, roots: Roots) -> Formula:
    """A comparison of facts, as most conditions are."""
    return compare(c, roots) if c.chance(85) else Not(compare(c, roots))


def paths(roots: Roots, *types: str) -> list[str]:
    """The paths of some types that a place may read."""
    return [
        path for path, kind in TYPES.items() if path.partition(".")[0] in roots and kind in types
    ]


def compare(c: Choices, roots: Roots) -> Formula:
    """A fact against a literal, a set, another fact, or none."""
    path = c.pick(paths(roots, FLAG, NUMBER, TEXT, TEXT, DATE))
    kind = TYPES[path]
    if c.chance(8):
        return Compare(path, "eq", None)
    if c.chance(12):
        same = paths(roots, kind)
        operator = c.pick(ORDERS) if kind == NUMBER else "eq"
        return Compare(path, operator, PathRef(c.pick(same)))
    match kind:
        case "flag":
            return Compare(path, "eq", c.chance(70))
        case "number":
            return Compare(path, c.pick((*ORDERS, "eq")), c.pick(NUMBERS))
        case "date":
            return Compare(path, "eq", c.pick(COMMON_DAYS))
    return _compare_text(c, path, roots)


def _compare_text(c: Choices, path: str, roots: Roots) -> Formula:
    texts = TEXTS[path]
    match c.pick(("eq", "in", "in", "starts_with", "set")):
        case "eq":
            return Compare(path, "eq", c.pick(texts))
        case "starts_with":
            return Compare(path, "starts_with", c.pick(texts)[: c.number(0, 2)])
        case "set" if paths(roots, SET):
            return Compare(path, "in", PathRef(c.pick(paths(roots, SET))))
    return Compare(path, "in", frozenset(some(c, texts, 0, 2)))


def known(c: Choices, roots: Roots) -> Formula:
    """Whether a fact is there."""
    return KnownFact(c.pick(paths(roots, *set(TYPES.values()))))


def hours_line(c: Choices) -> HoursLine:
    """Intervals of the local clock on certain dates."""
    return HoursLine(tuple(some(c, INTERVALS, 1, 2)), days(c, 2))


def clock(c: Choices, roots: Roots, within: bool | None = None) -> Clock:
    """Hours in which, or only in which, something may not be done."""
    judged = paths(roots, INSTANT)
    return Clock(
        lines=tuple(hours_line(c) for _ in range(c.pick((1, 1, 2, 0)))),
        during=tuple(some(c, ("person.hours", "person.office"), 0, 2)) if c.chance(25) else (),
        closed=maybe(c, 25, days(c, 1)),
        within=c.chance(50) if within is None else within,
        at=maybe(c, 12, c.pick(judged)),
    )


def days(c: Choices, depth: int) -> Days:
    """A kind of local dates."""
    simple = depth == 0 or c.chance(80)
    match c.pick(("every", "week", "holidays", "business") if simple else ("before", "any", "but")):
        case "every":
            return EveryDay()
        case "week":
            return Weekdays(frozenset(some(c, range(7), 1, 5)))
        case "holidays":
            return Holidays(calendar(c))
        case "business":
            return BusinessDates(calendar(c))
        case "before":
            return DayBefore(days(c, depth - 1))
        case "any":
            return AnyOfDays(tuple(days(c, depth - 1) for _ in range(c.number(0, 2))))
        case _:
            return DaysExcept(days(c, depth - 1), days(c, depth - 1))


def calendar(c: Choices) -> CalendarRef:
    """A calendar named by a literal or by a fact."""
    return CalendarRef(None, "person.region") if c.chance(30) else CalendarRef(c.pick(CALENDARS))


def during(c: Choices, roots: Roots) -> Formula:
    """Now lies in a weekly table."""
    return During(c.pick(paths(roots & PLAIN or PLAIN, HOURS)))


def ruled_out(c: Choices, roots: Roots) -> Formula:
    """A person ruled something out."""
    return RuledOut(c.pick(paths(roots & PLAIN or PLAIN, WISHES)))


def span(c: Choices, dates_only: bool = False) -> Span:
    """How long something lasts."""
    match c.pick(("consecutive", "full", "business", "months", "rolling", "rolling")):
        case "consecutive":
            return ConsecutiveDays(c.pick((1, 2, 7, 30)))
        case "full":
            return FullDays(c.pick((0, 1, 3, 60)))
        case "business":
            return BusinessDays(c.pick((1, 2, 10)), calendar(c), c.chance(40))
        case "rolling" if not dates_only:
            return rolling(c)
    return CalendarMonths(c.pick((1, 3, 12)))


def rolling(c: Choices) -> Rolling:
    """A number of minutes or hours."""
    return Rolling(c.pick(LENGTHS))


def window(c: Choices, roots: Roots) -> Window:
    """Over what time events are counted."""
    match c.pick(("span", "span", "periods", "periods", "blocks", "since", "ever")):
        case "span":
            return span(c)
        case "periods":
            return CalendarPeriods(c.pick(UNITS), c.pick((1, 1, 2)), c.pick((0, 6)))
        case "blocks":
            return Blocks(c.pick(LENGTHS))
        case "since":
            return SinceLast(selection(c, roots, 1))
    return Ever()


def moment(c: Choices, roots: Roots) -> Moment:
    """A date or an instant, moved on by up to two spans."""
    base: str | date | int
    match c.pick(("path", "path", "now", "today", "date", "instant")):
        case "path":
            base = c.pick(paths(roots, DATE, INSTANT))
            is_date = TYPES[base] == DATE
        case "now":
            base, is_date = "now", False
        case "today":
            base, is_date = "today", True
        case "date":
            base, is_date = c.pick(COMMON_DAYS), True
        case _:
            zone = c.pick(ZONES)
            base, is_date = instant(c.pick(SPECIAL_DAYS[zone]), c.pick((0, 60, 1439)), zone), False
    plus: list[Span] = []
    still_date = is_date
    for _ in range(c.pick((0, 0, 1, 2))):
        plus.append(span(c, dates_only=still_date))
        still_date = still_date or not isinstance(plus[-1], Rolling)
    return Moment(base, is_date, tuple(plus))


def when(c: Choices, roots: Roots) -> Formula:
    """Two moments compared."""
    return When(moment(c, roots), c.pick(RELATIONS), moment(c, roots))


def recent(c: Choices, roots: Roots) -> Formula:
    """A date or an instant whose span still runs."""
    path = c.pick(paths(roots, DATE, INSTANT))
    is_date = TYPES[path] == DATE
    return Recent(path, is_date, span(c, dates_only=is_date))


def selection(c: Choices, roots: Roots, depth: int = 1, kind: str | None = None) -> Selection:
    """Which events."""
    kind = kind or c.pick(("contact", "contact", "contact", *KINDS))
    is_contact = kind == "contact"
    level = (c.pick((1, 1, 1, 2, 3, 4, 5, 6))) if is_contact else 0
    direction = c.pick(("outbound", "outbound", "inbound", None)) if is_contact else None
    channels = frozenset(some(c, CHANNELS, 1, 3)) if is_contact and c.chance(60) else None
    condition: Formula = All(())
    if depth > 0 and c.chance(40):
        condition = where(c, roots)
    return Selection(kind, level, direction, channels, condition)


def where(c: Choices, roots: Roots) -> Formula:
    """A filter of events."""
    inside = roots | {"event"}
    if c.chance(70):
        return plain(c, frozenset({"event"}))
    if c.chance(15):
        return consent(c, inside, at_event=True)
    return formula(c, inside, 1 if c.chance(10) else 0)


def keys(c: Choices, roots: Roots) -> tuple[Key, ...]:
    """What a count is kept for."""
    usable = [key for key in _KEYS if "debt" in roots or "debt" not in key.path]
    return tuple(some(c, usable, 0, c.pick((1, 1, 2))))


def count(c: Choices, roots: Roots) -> Count:
    """A number of events in a window, at least."""
    own = roots - {"event"} if c.chance(95) else roots
    return Count(
        selection=selection(c, own),
        keys=keys(c, own),
        window=window(c, own),
        minimum=c.pick((1, 1, 2, 3)),
        distinct_days=c.chance(15),
        after_first=selection(c, own, 0) if c.chance(12) else None,
        before_today=c.chance(12),
    )


def consent(c: Choices, roots: Roots, at_event: bool = False) -> Consent:
    """A live consent."""
    usable = [field for field in _FIELDS if field[1].partition(".")[0] in roots]
    ending = selection(c, roots - {"event"}, 0) if c.chance(15) else None
    return Consent(
        fields=tuple(some(c, usable, 0, 3)),
        level=c.pick((None, "express", "written")),
        with_proof=c.chance(30),
        confirmed=c.chance(30),
        given_within=span(c) if c.chance(25) else None,
        lasting=span(c) if c.chance(25) else None,
        ending_after=ending,
        ending_keys=keys(c, roots) if ending else (),
        where=plain(c, frozenset({"consent"})) if c.chance(25) else All(()),
        grace=span(c) if c.chance(40) else None,
        at_event=at_event,
    )


_SIMPLE: tuple[Callable[[Choices, Roots], Formula], ...] = (
    compare,
    compare,
    compare,
    compare,
    known,
    clock,
    during,
    ruled_out,
    when,
    when,
    recent,
)
