"""When counts fall: every window, several keys, and filters that depend on the time themselves."""

from __future__ import annotations

import pytest

from policydsl.core.outlook import Outlook
from tests.core.build import DAY, HOUR, MINUTE, NEW_YORK, at, utc
from tests.core.build_outlooks import event, written
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
NIGHT = "quiet hours night from 22:00 to 08:00\n"
TWO_DEBTS = [{"id": "D1"}, {"id": "D2"}]


def capped(window: str, *ago: int, most: int = 1, **parts: object) -> Both:
    """A cap per person, after attempts so long ago."""
    events = [event(NOON - one) for one in ago]
    return case(
        f"cap c at most {most} attempts per person {window}\n", NOON, events=events, **parts
    )


# --- windows ----------------------------------------------------------------------------------


def test_a_used_up_cap_is_passed_in_one_jump_over_many_nights() -> None:
    rules = NIGHT + "cap c at most 1 attempt per person in 60 consecutive days\n"
    asked = case(rules, NOON, events=[event(NOON)])
    free = at("2026-05-03 00:00")
    assert asked.eligible(100) == free + 8 * HOUR
    assert asked.jumps(60) == [NOON, free, free + 8 * HOUR]


def test_a_cap_waits_until_enough_have_left() -> None:
    asked = capped("in 24 hours", 20 * HOUR, 10 * HOUR, 5 * HOUR, HOUR, most=2)
    assert asked.eligible() == NOON - 5 * HOUR + DAY
    assert asked.jumps(1) == [NOON, NOON + 19 * HOUR]


@pytest.mark.parametrize(
    ("window", "free"),
    [
        ("in 36 hours", "2026-03-05 22:00"),
        ("in 7 consecutive days", "2026-03-11 00:00"),
        ("in 7 rolling days", "2026-03-11 11:00"),
        ("in a calendar week", "2026-03-09 00:00"),
        ("in 2 calendar weeks starting sunday", "2026-03-15 00:00"),
        ("in a calendar quarter", "2026-04-01 00:00"),
        ("in a calendar year", "2027-01-01 00:00"),
    ],
)
def test_a_window_is_left(window: str, free: str) -> None:
    assert capped(window, 2 * HOUR).eligible(400) == at(free)


def test_a_block_ends_for_all_its_events_at_once() -> None:
    asked = capped("in blocks of 24 hours", 30 * HOUR, 5 * HOUR, HOUR, most=2)
    assert asked.eligible() == NOON + 19 * HOUR
    assert capped("in blocks of 24 hours", 30 * HOUR).valid() is None


@pytest.mark.parametrize("window", ["ever", "since last payment"])
def test_what_no_time_ends_is_not_looked_for(window: str) -> None:
    asked = capped(window, DAY)
    assert asked.outlook() == Outlook(None, None, (None,))
    assert asked.jumps(400) == [NOON]


def test_days_with_contacts_leave_one_by_one() -> None:
    rules = "cap c at most 2 days with attempts per person in 7 consecutive days\n"
    events = [event(NOON - n * DAY - m * HOUR) for n in (1, 3, 3, 5) for m in (0, 3)]
    events = list({one["id"]: one for one in events}.values())
    asked = case(rules, NOON, events=events)
    assert asked.eligible() == at("2026-03-08 00:00")


def test_days_with_contacts_and_an_event_that_may_count() -> None:
    rules = (
        "cap c at most 1 days with attempts per debt in 48 hours where (event.reason is known)\n"
    )
    events = [event(NOON - 10 * HOUR, debts=["D1"], reason="x"), event(NOON - 30 * HOUR)]
    parts = {"proposal": {"debts": ["D1"]}, "debts": TWO_DEBTS, "events": events}
    assert case(rules, NOON, **parts).eligible() == NOON + 38 * HOUR


def test_what_may_count_is_waited_for_and_what_surely_counts_before() -> None:
    """An event without debts may count for any; both kinds of answer deny."""
    rules = "cap c at most 2 attempts per debt in 24 hours\n"
    events = [event(NOON - n * HOUR, debts=["D1"]) for n in (20, 10, 5)] + [event(NOON - HOUR)]
    parts = {"proposal": {"debts": ["D1"]}, "debts": TWO_DEBTS, "events": events}
    asked = case(rules, NOON, **parts)
    assert asked.eligible() == NOON + 19 * HOUR
    lenient = case(rules + "  if unknown allow\n", NOON, **parts)
    assert lenient.eligible() == NOON + 14 * HOUR


def test_a_contact_about_several_debts_waits_for_the_last_of_them() -> None:
    rules = "cap c at most 1 attempt per debt in 24 hours\n"
    events = [event(NOON - 20 * HOUR, debts=["D1"]), event(NOON - 2 * HOUR, debts=["D2"])]
    parts = {"debts": TWO_DEBTS, "events": events}
    both = case(rules, NOON, proposal={"debts": ["D1", "D2"]}, **parts)
    assert both.eligible() == NOON + 22 * HOUR
    assert both.jumps(2) == [NOON, NOON + 22 * HOUR]


def test_a_proposal_that_lacks_a_key_is_denied_for_ever() -> None:
    asked = case("cap c at most 1 attempt per address in 24 hours\n", NOON)
    assert asked.outlook() == Outlook(None, None, (None,))
    assert case("cap c at most 1 attempt per debt in 24 hours\n", NOON).outlook().lifts == (None,)


# --- today, and after the first ---------------------------------------------------------------


def test_what_happened_today_counts_from_tomorrow_on() -> None:
    rules = "deny tried when at least 2 attempts per person before today ever\n"
    asked = case(rules, NOON, events=[event(NOON - 3 * DAY), event(NOON - HOUR)])
    assert asked.valid() == at("2026-03-05 00:00")
    old = case(rules, NOON, events=[event(NOON - 30 * DAY)])
    assert old.valid(60) is None


def test_what_happened_today_counts_in_a_window_and_leaves_it() -> None:
    rules = "deny tried when at least 1 attempt per person before today in 3 consecutive days\n"
    asked = case(rules, NOON, events=[event(NOON - HOUR)])
    assert asked.valid() == at("2026-03-05 00:00")
    assert asked.then(at("2026-03-05 00:00")).eligible() == at("2026-03-07 00:00")


def test_without_a_zone_today_is_surely_over_two_days_later() -> None:
    rules = "deny tried when at least 1 attempt per person before today ever\n"
    no_zone = {"time_zones": []}
    now = utc("2026-03-04 11:00")
    asked = case(rules, now, person=no_zone, events=[event(now - MINUTE)])
    asked.outlook()
    asked.then(now + 47 * HOUR).outlook()


def test_what_came_after_the_first_leaves_as_well() -> None:
    rules = "cap c at most 1 attempt per person in a calendar month after first delivery\n"
    events = [event(NOON - DAY, reached="delivered"), event(NOON - HOUR)]
    assert case(rules, NOON, events=events).eligible(60) == at("2026-04-01 00:00")
    assert case(rules, NOON, events=events[1:]).valid(60) is None


# --- filters ----------------------------------------------------------------------------------


def test_a_filter_by_a_consent_as_of_the_event_does_not_move() -> None:
    rules = """cap c at most 1 attempt per person in 7 consecutive days
      where (no live consent for channel as of event.at)
    """
    given = {
        "id": "k",
        "channel": "voice",
        "effective_from": written(NOON - 2 * DAY),
        "effective_to": written(NOON + 3 * HOUR),
    }
    before = [event(NOON - 3 * DAY)]
    assert case(rules, NOON, consents=[given], events=before).eligible() == at("2026-03-08 00:00")
    after = [event(NOON - DAY)]
    assert case(rules, NOON, consents=[given], events=after).valid() is None


PROMISED = "fact proposal.promised : instant = none\n"


@pytest.mark.parametrize(
    "rule",
    [
        "cap c at most 1 attempt per person ever where (event.promised is before now)\n",
        "deny c when any attempts per person since last (attempt where (event.promised is after now))\n",
        "deny c when any attempts per person after first (attempt where (event.promised is before now)) ever\n",
        "deny c when no attempts per person ever where (event.promised is after now)\n",
    ],
)
def test_filters_by_a_time_of_the_event_change_as_it_comes(rule: str) -> None:
    events = [
        event(NOON - n * DAY, attributes={"promised": written(NOON + n * HOUR)}) for n in (1, 2)
    ]
    events.append(event(NOON - 3 * DAY, attributes={"promised": None}))
    asked = case(PROMISED + rule, NOON, events=events)
    seen = {one.start for one in asked.engine.timeline(asked.request, 3 * DAY)}
    assert len(seen) > 1
    asked.outlook()
    asked.then(NOON + 90 * MINUTE).outlook()


def test_a_reservation_stays_until_it_leaves() -> None:
    rules = "cap c at most 1 delivery per person in 24 hours\n"
    asked = case(rules, NOON, events=[event(NOON - HOUR, reserved=True)])
    assert asked.eligible() == NOON + 23 * HOUR


def test_events_of_the_future_are_not_there_until_they_are_over() -> None:
    rules = "cap c at most 1 attempt per person in 24 hours\n"
    asked = case(rules, NOON, NEW_YORK, events=[event(NOON - HOUR), event(NOON + 2 * HOUR)])
    asked.outlook()
