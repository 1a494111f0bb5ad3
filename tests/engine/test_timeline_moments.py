"""When dates and instants that are compared with now and today are passed."""

from __future__ import annotations

import pytest

from policydsl.core.outlook import Outlook
from tests.core.build import DAY, HOUR, MICRO, MINUTE, NEW_YORK, at, utc
from tests.core.build_outlooks import written
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
INSTANT = "fact person.x : instant = none\n"
DATE = "fact person.x : date = none\n"
DUE = NOON + 5 * HOUR + 11


def deny(
    when: str, x: object = None, facts: str = INSTANT, now: int = NOON, **parts: object
) -> Both:
    person = {"x": written(x) if isinstance(x, int) else x}
    return case(f"{facts}deny d when {when}\n", now, person=person, **parts)


# --- instants ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "later"),
    [
        ("now is before person.x", 0),
        ("now is on or before person.x", 1),
        ("person.x is after now", 0),
        ("person.x is on or after now", 1),
        ("now is before person.x + 4 hours", 4 * HOUR),
        ("now + 4 hours is before person.x", -4 * HOUR),
        ("person.x + 4 hours is on or after now + 30 minutes", 4 * HOUR - 30 * MINUTE + 1),
    ],
)
def test_a_deadline_is_over_to_the_microsecond(when: str, later: int) -> None:
    asked = deny(when, DUE)
    assert asked.eligible() == DUE + later
    assert asked.then(DUE + later - MICRO).eligible() == DUE + later
    assert asked.then(DUE + later).valid() is None


def test_a_deadline_that_is_missing_or_none_does_not_come() -> None:
    assert deny("now is before person.x").outlook() == Outlook(None, None, ())
    missing = case("fact person.x : instant\ndeny d when now is before person.x\n", NOON)
    assert missing.outlook() == Outlook(None, None, (None,))


@pytest.mark.parametrize(
    "when",
    [
        "now is before now + 4 hours",
        "now + 1 hour is on or before now",
        "person.x is before person.x",
    ],
)
def test_what_moves_together_or_not_at_all_stays(when: str) -> None:
    asked = deny(when, DUE)
    assert asked.outlook().next_eligible_at is None
    assert asked.outlook().valid_until is None


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "turns"),
    [
        ("today is before person.x", "2026-03-06 00:00"),
        ("today is on or before person.x", "2026-03-07 00:00"),
        ("person.x is after today", "2026-03-06 00:00"),
        ("today is before person.x + 3 full days", "2026-03-09 00:00"),
        ('today is before person.x + 2 full business days of "US"', "2026-03-10 00:00"),
        ("today is on or before person.x + 1 calendar month", "2026-04-07 00:00"),
        ("now is before person.x", "2026-03-06 00:00"),
        ("now + 4 hours is before person.x", "2026-03-05 20:00"),
        ("today + 1 full day is before person.x", "2026-03-05 00:00"),
        ("today + 1 full day is before person.x + 1 full day", "2026-03-06 00:00"),
        (
            'today + 1 full business day of "US" is before person.x + 5 full days',
            "2026-03-10 00:00",
        ),
        ("now + 4 hours + 1 full day is before person.x", "2026-03-04 20:00"),
    ],
)
def test_a_date_is_passed_at_a_local_midnight_or_some_hours_before(when: str, turns: str) -> None:
    asked = deny(when, "2026-03-06", DATE)
    assert asked.eligible(60) == at(turns)
    assert asked.then(at(turns)).valid(60) is None


@pytest.mark.parametrize("when", ["2026-03-06 is after today", "today is on or after 2026-03-06"])
def test_a_date_that_the_policy_says(when: str) -> None:
    asked = deny(when)
    turn = at("2026-03-06 00:00")
    assert {asked.outlook().next_eligible_at, asked.outlook().valid_until} == {None, turn}


@pytest.mark.parametrize(
    "when",
    ["today is before today + 1 full day", 'now is before today + 2 full business days of "CN"'],
)
def test_dates_that_move_on_both_sides(when: str) -> None:
    deny(when).outlook(20)
    deny(when, now=at("2026-03-07 23:00")).outlook(20)


def test_today_against_the_date_of_an_instant() -> None:
    asked = deny("person.x + 2 full days is on or after today", NOON)
    assert asked.eligible() == at("2026-03-07 00:00")
    early = deny("today is on or after person.x + 30 minutes + 2 full days", NOON)
    early.outlook()


@pytest.mark.parametrize("x", [None, "2026-03-06"])
def test_a_date_that_is_missing_or_none(x: str | None) -> None:
    deny("today is before person.x", x, DATE).outlook()
    person = {"region": "nowhere"} | ({} if x is None else {"x": x})
    rules = "fact person.x : date\ndeny d when today is before person.x + 1 full business days of person.region\n"
    asked = case(rules, NOON, person=person)
    assert asked.outlook(40) == Outlook(None, None, (None,))


@pytest.mark.parametrize(
    "when",
    [
        "today is before person.x",
        "today is after person.x",
        "today is on or before person.x + 1 full day",
        "today + 1 full day is before person.x",
        "now + 30 hours is before person.x",
    ],
)
def test_without_a_zone_dates_are_passed_when_all_the_earth_has(when: str) -> None:
    no_zone = {"time_zones": [], "x": "2026-03-06"}
    rules = f"{DATE}deny d when {when}\n"
    for hours in (0, 20, 24, 44, 47):
        case(rules, utc("2026-03-04 11:00") + hours * HOUR, person=no_zone).outlook()


def test_an_instant_against_today_without_a_zone() -> None:
    rules = f"{INSTANT}deny d when today is on or before person.x + 1 full day\n"
    no_zone = {"time_zones": [], "x": written(NOON)}
    case(rules, NOON, person=no_zone).outlook()


def test_a_date_far_away_is_found_by_halving() -> None:
    asked = deny("today + 1 full day is before person.x", "2027-02-01", DATE)
    assert asked.eligible(400) == at("2027-01-31 00:00")
    assert len(asked.jumps(340)) < 8


def test_a_date_over_a_change_of_clocks_and_one_that_comes_again() -> None:
    zone, x = "America/St_Johns", "2010-11-07"
    now = at("2010-11-01 12:00", zone)
    for when in ("today is before person.x", "today + 1 full day is before person.x"):
        asked = case(f"{DATE}deny d when {when}\n", now, zone, person={"x": x})
        asked.outlook()
        asked.then(utc("2010-11-07 02:30")).outlook()
        asked.then(utc("2010-11-07 02:40")).outlook()


# --- recent -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        ("24 hours", "2026-03-05 10:00"),
        ("3 consecutive days", "2026-03-07 00:00"),
        ("3 full days", "2026-03-08 00:00"),
        ('3 full business days of "US"', "2026-03-10 00:00"),
    ],
)
def test_an_instant_is_recent_while_its_span_runs(span: str, ends: str) -> None:
    asked = deny(f"person.x is within last {span}", at("2026-03-04 10:00"))
    assert asked.eligible() == at(ends)
    coming = deny(f"person.x is within last {span}", NOON + HOUR)
    assert coming.valid() == NOON + HOUR
    assert deny(f"person.x is within last {span}").outlook() == Outlook(None, None, ())


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        ("3 consecutive days", "2026-03-09 00:00"),
        ("3 full days", "2026-03-10 00:00"),
        ("1 calendar month", "2026-04-07 00:00"),
        ('3 full business days of "US"', "2026-03-12 00:00"),
    ],
)
def test_a_date_is_recent_while_its_span_runs(span: str, ends: str) -> None:
    asked = deny(f"person.x is within last {span}", "2026-03-06", DATE)
    assert asked.valid() == at("2026-03-06 00:00")
    assert asked.then(at("2026-03-07 12:00")).eligible(60) == at(ends)


def test_a_date_is_recent_by_an_unknown_calendar_or_without_a_zone() -> None:
    later = deny('person.x is within last 3 full business days of "CN"', "2027-03-02", DATE)
    asked = later.then(at("2027-03-03 12:00"))
    assert asked.outlook() == Outlook(None, None, (None,))
    for day in ("2026-03-02", "2026-03-04", "2026-03-06"):
        rules = f"{DATE}deny d when person.x is within last 2 full days\n"
        case(rules, NOON, person={"x": day, "time_zones": []}).outlook()
    by_fact = "fact person.calendar : text\n"
    rules = (
        by_fact
        + DATE
        + "deny d when person.x is within last 2 full business days of person.calendar\n"
    )
    asked = case(rules, NOON, NEW_YORK, person={"x": "2026-03-03", "calendar": "US"})
    assert asked.eligible() == at("2026-03-06 00:00")


def test_a_moment_that_is_missing_is_recent_for_ever_or_never() -> None:
    rules = "fact person.x : instant\ndeny d when person.x is within last 3 full days\n"
    assert case(rules, NOON).outlook() == Outlook(None, None, (None,))


def test_rules_come_into_force_and_go_out_of_it() -> None:
    rules = "deny d when channel is voice effective {} 2026-03-09\n"
    assert case(rules.format("from"), NOON).valid() == at("2026-03-09 00:00")
    assert case(rules.format("until"), NOON).eligible() == at("2026-03-09 00:00")
    assert case(rules.format("through"), NOON).eligible() == at("2026-03-10 00:00")


def test_rules_in_force_by_two_zones() -> None:
    rules = "deny d when channel is voice effective until 2026-03-09\n"
    asked = case(rules, NOON, "Pacific/Auckland", "Pacific/Honolulu")
    assert asked.eligible() == at("2026-03-09 00:00", "Pacific/Honolulu")
    assert asked.jumps(9) == [NOON, at("2026-03-09 00:00", "Pacific/Honolulu")]


def test_a_long_hold_ends_far_beyond_the_days_that_are_halved() -> None:
    asked = deny("today + 1 full day is before person.x", "2040-02-01", DATE)
    assert asked.outlook(400) == Outlook(None, None, (None,))
    assert asked.engine.outlook(asked.request, 3660 * DAY).next_eligible_at is None
