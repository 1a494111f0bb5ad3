"""Counting further: reservations, since last, after first, before today, days, zones, filters."""

from __future__ import annotations

import pytest

from policydsl.core.formula import (
    Compare,
    Consent,
    Count,
    Key,
    Moment,
    Not,
    PathRef,
    Selection,
    SinceLast,
    When,
)
from policydsl.core.request import Event
from policydsl.core.windows import Blocks, CalendarPeriods, ConsecutiveDays, Ever, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    MINUTE,
    PER_DEBT,
    YES,
    at,
    attempts,
    consent,
    contact,
    count,
    decide,
    happened,
    on,
    others,
    request,
    rule,
    truth,
    utc,
)

NOW = at("2026-03-04 10:00")
AGO = NOW - HOUR
PER_RECIPIENT = Key("recipient", "recipient")
PER_HOUSEHOLD = Key("field", "person.household")
PER_CREDITOR = Key("field", "debt.creditor")
PER_CAMPAIGN = Key("field", "proposal.campaign")


def counted(test: Count, *events: Event, **fields: object) -> bool | None:
    """Whether a count holds of these events, now."""
    return truth(test, fields.pop("now", NOW), fields.pop("facts", None), events=events, **fields)


# --- reservations -----------------------------------------------------------------------------


@pytest.mark.parametrize("level", range(1, 7))
def test_a_reservation_counts_at_every_level_and_passes_every_filter(level: int) -> None:
    busy = Compare("event.outcome", "eq", "busy")
    test = count(Ever(), 1, selection=attempts(level, busy))
    held = contact(AGO, reserved=True, values={"event.outcome": "not yet"})
    explanation = decide(request(NOW, events=[held]), rule(test))
    assert [one.code for one in explanation.reasons] == ["PROHIBITED"]
    assert explanation.missing == ()


@pytest.mark.parametrize("level", range(1, 7))
def test_in_a_condition_a_reservation_only_may_count(level: int) -> None:
    """It may come to nothing, so it is not even surely an attempt."""
    test = count(Ever(), 1, selection=attempts(level))
    assert counted(test, contact(AGO, reserved=True)) is None
    assert counted(test, contact(AGO, "e1", reserved=True), contact(AGO, "e2", level=level)) is True


def test_a_reservation_of_another_channel_or_key_does_not_count() -> None:
    by_sms = Selection("contact", 1, "outbound", frozenset({"sms"}), YES)
    assert counted(count(Ever(), selection=by_sms), contact(AGO, reserved=True)) is False
    held = contact(AGO, reserved=True, debts=("D2",))
    assert counted(count(Ever(), 1, PER_DEBT), held, debt="D1") is False


def test_a_reservation_counts_as_if_made_when_it_was_taken() -> None:
    held = contact(NOW - DAY, reserved=True)
    assert counted(count(Rolling(DAY)), held) is False
    assert counted(count(Rolling(DAY + MICRO)), held) is None
    for width, verdict in ((DAY, "allow"), (DAY + MICRO, "deny")):
        explanation = decide(request(NOW, events=[held]), rule(count(Rolling(width), 1)))
        assert (explanation.verdict, explanation.missing) == (verdict, ())


# --- since last, after first, before today, distinct days ---------------------------------------


SINCE_TALK = SinceLast(attempts(6))


def test_since_last_counts_only_what_is_strictly_after_the_last_such_event() -> None:
    talk = contact(NOW - 5 * HOUR, "talk", level=6)
    earlier, same, later = (
        contact(NOW - 6 * HOUR, "a"),
        contact(NOW - 5 * HOUR, "b"),
        contact(NOW - 4 * HOUR, "c"),
    )
    assert counted(count(SINCE_TALK, 1), talk, earlier, same) is False
    assert counted(count(SINCE_TALK, 1), talk, earlier, same, later) is True
    assert counted(count(SINCE_TALK, 2), talk, earlier, same, later) is False


def test_since_last_of_nothing_counts_every_event() -> None:
    assert counted(count(SINCE_TALK, 2), contact(AGO, "a"), contact(NOW - 90 * DAY, "b")) is True


def test_the_last_of_several_anchors_is_meant() -> None:
    talks = [contact(NOW - hours * HOUR, f"t{hours}", level=6) for hours in (9, 5)]
    assert counted(count(SINCE_TALK, 1), *talks, contact(NOW - 6 * HOUR)) is False


def test_an_anchor_carries_the_same_keys() -> None:
    talk = contact(NOW - 5 * HOUR, "talk", level=6, debts=("D2",))
    call = contact(NOW - 6 * HOUR, "call", debts=("D1",))
    assert counted(count(SINCE_TALK, 1, PER_DEBT), talk, call, debt="D1") is True
    assert counted(count(SINCE_TALK, 1, PER_DEBT), talk, call, debt="D2") is False


def test_an_anchor_may_come_by_any_channel() -> None:
    talk = contact(NOW - 5 * HOUR, "talk", level=6, channel="sms")
    by_voice = Selection("contact", 1, "outbound", frozenset({"voice"}), YES)
    test = count(SINCE_TALK, 1, selection=by_voice)
    assert counted(test, talk, contact(NOW - 6 * HOUR)) is False


def test_an_anchor_that_may_be_one_leaves_what_precedes_it_unsure() -> None:
    maybe = contact(NOW - 5 * HOUR, "talk", level=6, direction=None)
    assert counted(count(SINCE_TALK, 1), maybe, contact(NOW - 6 * HOUR, "before")) is None
    assert counted(count(SINCE_TALK, 1), maybe, contact(NOW - 4 * HOUR, "after")) is True


AFTER_REFUSAL = {"after_first": others("refusal")}


def test_after_first_counts_only_what_is_strictly_after_the_first_such_event() -> None:
    refusals = [happened("refusal", NOW - hours * HOUR) for hours in (6, 2)]
    test = count(Ever(), 1, **AFTER_REFUSAL)
    assert counted(test, *refusals, contact(NOW - 7 * HOUR)) is False
    assert counted(test, *refusals, contact(NOW - 6 * HOUR)) is False
    assert counted(test, *refusals, contact(NOW - 5 * HOUR)) is True


def test_after_first_of_nothing_counts_nothing() -> None:
    assert counted(count(Ever(), 1, **AFTER_REFUSAL), contact(AGO)) is False


def test_a_first_event_that_may_be_one_leaves_what_follows_unsure() -> None:
    test = count(Ever(), 1, PER_DEBT, **AFTER_REFUSAL)
    call = contact(NOW - 5 * HOUR, debts=("D1",))
    assert counted(test, happened("refusal", NOW - 6 * HOUR), call, debt="D1") is None
    assert counted(test, happened("refusal", NOW - 4 * HOUR), call, debt="D1") is False


def test_before_today_leaves_out_todays_date() -> None:
    test = count(Ever(), 1, before_today=True)
    midnight = at("2026-03-04 00:00")
    assert counted(test, contact(midnight)) is False
    assert counted(test, contact(midnight - MICRO)) is True


def test_before_today_without_a_zone_is_sure_two_days_ago_only() -> None:
    test = count(Ever(), 1, before_today=True)
    assert counted(test, contact(NOW - 2 * DAY), zone=None) is True
    assert counted(test, contact(NOW - 2 * DAY + MICRO), zone=None) is None


def test_days_with_attempts_count_local_dates() -> None:
    test = count(ConsecutiveDays(7), 2, distinct_days=True)
    same_day = [contact(at(f"2026-03-03 {hour:02d}:00")) for hour in (9, 12, 23)]
    assert counted(test, *same_day) is False
    assert counted(test, *same_day, contact(at("2026-03-04 00:00"))) is True


def test_days_that_may_count_make_the_number_unsure() -> None:
    test = count(Ever(), 2, PER_DEBT, distinct_days=True)
    sure = contact(at("2026-03-03 09:00"), debts=("D1",))
    assert counted(test, sure, contact(at("2026-03-03 12:00")), debt="D1") is False
    assert counted(test, sure, contact(at("2026-03-02 12:00")), debt="D1") is None


def test_days_without_a_zone_are_between_one_and_as_many_as_events() -> None:
    two = count(Ever(), 2, distinct_days=True)
    assert counted(two, contact(AGO), zone=None) is False
    assert counted(two, contact(AGO), contact(NOW - 9 * DAY), zone=None) is None
    assert counted(count(Ever(), 1, distinct_days=True), contact(AGO), zone=None) is True


def test_a_block_with_an_event_that_may_count_is_unsure() -> None:
    test = count(Blocks(DAY), 1, PER_DEBT)
    assert counted(test, contact(AGO), debt="D1") is None
    assert counted(test, contact(AGO, "a"), contact(AGO, "b", debts=("D1",)), debt="D1") is None
    assert counted(test, contact(NOW - DAY), debt="D1") is False


# --- zones ------------------------------------------------------------------------------------


def test_the_date_of_an_event_is_taken_in_the_zone_in_hand() -> None:
    test = count(CalendarPeriods("day", 1))
    event, now = utc("2026-03-04 23:30"), utc("2026-03-05 00:30")
    assert counted(test, contact(event), now=now, zone="Europe/London") is False
    assert counted(test, contact(event), now=now, zone="Asia/Kolkata") is True


def test_a_window_of_dates_without_a_zone_may_count() -> None:
    assert counted(count(CalendarPeriods("day", 1)), contact(AGO), zone=None) is None
    assert counted(count(CalendarPeriods("day", 1)), contact(NOW - 3 * DAY), zone=None) is False


# --- filters that look further -----------------------------------------------------------------


def test_a_filter_may_compare_the_event_with_the_proposal() -> None:
    other_channel = Not(Compare("event.channel", "eq", PathRef("proposal.channel")))
    test = count(Ever(), 1, selection=attempts(where=other_channel))
    assert counted(test, contact(AGO, values={"event.channel": "voice"})) is False
    assert counted(test, contact(AGO, values={"event.channel": "sms"})) is True


def test_a_filter_may_ask_for_a_consent_as_of_the_event() -> None:
    live = Consent((), None, False, False, None, None, None, (), YES, None, at_event=True)
    test = count(Ever(), 1, selection=attempts(where=live))
    ended = consent(effective_to=NOW - 5 * HOUR)
    assert counted(test, contact(NOW - 6 * HOUR), consents=(ended,)) is True
    assert counted(test, contact(NOW - 5 * HOUR), consents=(ended,)) is False


def test_a_filter_may_read_when_the_event_happened() -> None:
    in_march = When(Moment("event.at", False), "on_or_after", Moment(on(2026, 3, 1), True))
    test = count(Ever(), 1, selection=attempts(where=in_march))
    assert counted(test, contact(at("2026-03-01 00:00"))) is True
    assert counted(test, contact(at("2026-03-01 00:00") - MICRO)) is False


def test_only_what_counts_opens_a_block() -> None:
    test = count(Blocks(DAY), 2, after_first=attempts())
    start = NOW - DAY - 45 * MINUTE
    events = [
        contact(start, "a"),
        contact(start + HOUR, "b"),
        contact(start + DAY + 30 * MINUTE, "c"),
    ]
    assert counted(test, *events) is True
