"""What an unknown rule names, for every kind of atom."""

from __future__ import annotations

import pytest

from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    DaysExcept,
    EveryDay,
    Holidays,
)
from policydsl.core.explanation import ClockMeasure
from policydsl.core.formula import (
    NO,
    YES,
    All,
    Any,
    Clock,
    Compare,
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
    Settled,
    SinceLast,
    When,
)
from policydsl.core.policy import Scope
from policydsl.core.reference.absences import in_atom
from policydsl.core.reference.formulas import missing
from policydsl.core.request import Hours, Preference
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from tests.core.build import (
    DAY,
    HOUR,
    PER_DEBT,
    at,
    attempts,
    contact,
    context,
    count,
    decide,
    on,
    only_reason,
    request,
    rule,
)

NOW = at("2026-03-04 10:00")
X, Y = Compare("person.x", "eq", 1), Compare("person.y", "eq", 1)
ZONE = {"person.time_zones"}
LINE = HoursLine(((0, 1440),), EveryDay())
OPEN = Hours((((0, 1440),),) * 7)


def named(formula: Formula, facts: dict[str, object] | None = None, **fields: object) -> set[str]:
    return set(missing(formula, context(NOW, facts, **fields)))


def hours_on(days: object) -> Clock:
    return Clock((HoursLine(((0, 1440),), days),), (), None, within=False)


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        (YES, set()),
        (X, {"person.x"}),
        (Not(X), {"person.x"}),
        (All((X, Y)), {"person.x", "person.y"}),
        (Any((X, Y, NO)), {"person.x", "person.y"}),
        (All((X, NO)), set()),
        (Any((X, YES)), set()),
        (Settled(X, True), set()),
        (Not(Settled(X, False)), set()),
        (KnownFact("person.x"), set()),
        (Compare("person.x", "eq", PathRef("person.y")), {"person.x", "person.y"}),
        (During("person.hours"), {"person.hours"}),
        (RuledOut("person.wishes"), {"person.wishes"}),
        (Recent("person.at", False, Rolling(DAY)), {"person.at"}),
        (When(Moment("person.at", False), "before", Moment("now", False)), {"person.at"}),
        (When(Moment("now", False), "before", Moment("person.at", False)), {"person.at"}),
        (Clock((LINE,), (), None, True, "person.at"), {"person.at"}),
        (Clock((), ("person.hours",), None, within=False), {"person.hours"}),
        (hours_on(Holidays(CalendarRef("XX"))), {"calendar:XX"}),
        (hours_on(BusinessDates(CalendarRef(None, "person.region"))), {"person.region"}),
        (hours_on(DayBefore(Holidays(CalendarRef("XX")))), {"calendar:XX"}),
        (
            hours_on(AnyOfDays((Holidays(CalendarRef("XX")), BusinessDates(CalendarRef("YY"))))),
            {"calendar:XX", "calendar:YY"},
        ),
        (hours_on(DaysExcept(EveryDay(), Holidays(CalendarRef("XX")))), {"calendar:XX"}),
        (Clock((LINE,), (), Holidays(CalendarRef("XX")), within=True), {"calendar:XX"}),
    ],
)
def test_what_is_missing_is_named(formula: Formula, names: set[str]) -> None:
    assert named(formula) == names


@pytest.mark.parametrize(
    "formula",
    [
        Clock((LINE,), (), None, within=False),
        Recent("person.at", False, FullDays(1)),
        When(Moment("now", False), "before", Moment(on(2026, 3, 5), True)),
    ],
)
def test_the_zone_is_named(formula: Formula) -> None:
    assert named(formula, {"person.at": NOW - DAY}, zone=None) == ZONE


def test_a_table_without_a_zone_names_the_zone() -> None:
    assert named(During("person.hours"), {"person.hours": OPEN}, zone=None) == ZONE


def test_a_wish_names_what_it_cannot_be_compared_with() -> None:
    wishes = (Preference(places=frozenset({"work"})),)
    names = named(RuledOut("person.wishes"), {"person.wishes": wishes, "proposal.address": "+1"})
    assert names == {"address.place"}


def test_a_moved_date_names_its_calendar() -> None:
    moved = Moment("person.on", True, (BusinessDays(1, CalendarRef("XX")),))
    test = When(Moment("now", False), "before", moved)
    assert named(test, {"person.on": on(2026, 3, 4)}) == {"calendar:XX"}
    recent = Recent("person.on", True, BusinessDays(1, CalendarRef("XX")))
    assert named(recent, {"person.on": on(2026, 3, 4)}) == {"calendar:XX"}
    assert (
        only_reason(decide(request(NOW, {"person.on": on(2026, 3, 4)}), rule(recent))).code
        == "CALENDAR_UNKNOWN"
    )


def test_a_count_names_the_keys_that_the_proposal_lacks() -> None:
    keys = (
        PER_DEBT,
        Key("address", "proposal.address"),
        Key("recipient", "recipient"),
        Key("person", "person"),
    )
    test = count(Ever(), 1, *keys)
    assert named(test, recipient=(None, None)) == {"debt", "proposal.address", "recipient"}
    assert named(test, {"proposal.address": "+1"}) == {"debt"}


def test_a_count_names_the_events_that_may_count() -> None:
    test = count(Ever(), 1, selection=attempts(where=Compare("event.outcome", "eq", "busy")))
    assert named(test, events=(contact(NOW, "a"), contact(NOW, "b", level=1))) == {
        "event:a",
        "event:b",
    }


@pytest.mark.parametrize("window", [CalendarPeriods("day", 1), ConsecutiveDays(2), FullDays(1)])
def test_a_count_of_dates_names_the_zone_too(window: CalendarPeriods) -> None:
    test = count(window, 1)
    assert named(test, events=(contact(NOW, "a"),), zone=None) in (ZONE | {"event:a"}, set())
    unsure = (contact(NOW - DAY, "a"),)
    assert named(test, events=unsure, zone=None) == ZONE | {"event:a"}


def test_distinct_days_and_before_today_name_the_zone_too() -> None:
    events = (contact(NOW - HOUR, "a"), contact(NOW - DAY, "b"))
    assert named(count(Ever(), 2, distinct_days=True), events=events, zone=None) >= ZONE
    assert named(count(Ever(), 1, before_today=True), events=events, zone=None) >= ZONE
    assert named(count(SinceLast(attempts(6)), 1), events=events, zone=None) == set()


# --- when a limit frees ---------------------------------------------------------------------------


def frees(
    test: object, *events: object, zone: str | None = "America/New_York", **fields: object
) -> int | None:
    cap = rule(test, kind="cap", scope=Scope(False, "recipient"))
    (counter,) = decide(request(NOW, events=events, zone=zone, **fields), cap).counters
    return counter.measure.frees_at


def test_a_limit_that_is_not_used_up_frees_at_no_instant() -> None:
    assert frees(count(Rolling(DAY), 2), contact(NOW)) is None


def test_a_limit_frees_as_its_oldest_event_leaves() -> None:
    assert frees(count(Rolling(DAY), 1), contact(NOW - HOUR)) == NOW - HOUR + DAY
    assert (
        frees(count(Blocks(DAY), 2), contact(NOW - 3 * HOUR), contact(NOW - HOUR))
        == NOW - 3 * HOUR + DAY
    )


def test_what_never_frees_by_time_alone_says_so() -> None:
    assert frees(count(Ever(), 1), contact(NOW)) is None
    assert frees(count(SinceLast(attempts(6)), 1), contact(NOW)) is None
    assert frees(count(Rolling(DAY), 1, before_today=True), contact(at("2026-03-03 12:00"))) is None


def test_an_event_that_may_count_leaves_open_when_a_limit_frees() -> None:
    busy = attempts(where=Compare("event.outcome", "eq", "busy"))
    sure = contact(NOW, "s", values={"event.outcome": "busy"})
    assert frees(count(Rolling(DAY), 1, selection=busy), sure) == NOW + DAY
    assert frees(count(Rolling(DAY), 1, selection=busy), sure, contact(NOW, "m")) is None


def test_a_limit_of_days_frees_as_the_oldest_surplus_day_leaves() -> None:
    days = [contact(at(f"2026-03-0{day} {hour}:00")) for day in (2, 3) for hour in (10, 18)]
    two = count(ConsecutiveDays(7), 2, distinct_days=True)
    assert frees(two, *days) == at("2026-03-09 00:00")
    rolling = count(Rolling(7 * DAY), 2, distinct_days=True)
    assert frees(rolling, *days) == at("2026-03-02 18:00") + 7 * DAY
    one = count(Rolling(7 * DAY), 1, distinct_days=True)
    assert frees(one, contact(NOW), zone=None) is None


# --- other measures -------------------------------------------------------------------------------


def test_a_key_that_the_proposal_lacks_is_shown_as_empty() -> None:
    keys = (
        Key("person", "person"),
        Key("recipient", "recipient"),
        Key("field", "person.household"),
        Key("address", "proposal.address"),
    )
    cap = rule(count(Ever(), 1, *keys), kind="cap")

    def shown(asked: object) -> dict[str, str]:
        (counter,) = decide(asked, cap).counters
        return dict(counter.measure.key)

    empty = {"person": "", "recipient": "", "person.household": "", "address": ""}
    assert shown(request(NOW, person=None, recipient=(None, None))) == empty
    full = request(
        NOW, {"person.household": "H1", "proposal.address": "+1"}, recipient=("spouse", "P7")
    )
    assert shown(full) == {
        "person": "P1",
        "recipient": "P7",
        "person.household": "H1",
        "address": "+1",
    }
    assert shown(request(NOW, recipient=("spouse", None)))["recipient"] == "spouse"


def test_hours_judged_at_another_instant_show_its_clock() -> None:
    later = Clock((HoursLine(((0, 60),), EveryDay()),), (), None, True, "proposal.send_at")
    explanation = decide(request(NOW, {"proposal.send_at": NOW + 5 * HOUR}), rule(Not(later)))
    assert only_reason(explanation).measure == ClockMeasure(
        "2026-03-04T15:00:00", "America/New_York", "residence"
    )
    whenever = decide(request(NOW, {"proposal.send_at": None}), rule(Not(later)))
    assert only_reason(whenever).measure == ClockMeasure(
        "2026-03-04T10:00:00", "America/New_York", "residence"
    )


def test_hours_that_hold_without_a_zone_have_no_clock_to_show() -> None:
    none = Clock((), ("person.hours",), None, within=True)
    explanation = decide(request(NOW, {"person.hours": None}, zone=None), rule(none))
    assert only_reason(explanation).measure is None


def test_what_is_missing_is_asked_of_unknown_atoms_only() -> None:
    assert in_atom(KnownFact("person.x"), context(NOW)) == frozenset()
