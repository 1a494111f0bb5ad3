"""The next eligible time and the end of an allow, by local clocks: gaps, folds, skipped days."""

from __future__ import annotations

import pytest

from policydsl.core.outlook import Outlook
from tests.core.build import MICRO, NEW_YORK, at, utc
from tests.core.build_outlooks import case, event

NIGHT = "quiet hours night from 22:00 to 08:00\n"
LORD_HOWE, CHATHAM = "Australia/Lord_Howe", "Pacific/Chatham"
SAO_PAULO, CASABLANCA = "America/Sao_Paulo", "Africa/Casablanca"
APIA, ST_JOHNS = "Pacific/Apia", "America/St_Johns"


# --- hours ------------------------------------------------------------------------------------


def test_a_night_ends_in_the_morning_and_begins_in_the_evening() -> None:
    morning, evening = at("2026-03-05 08:00"), at("2026-03-04 22:00")
    assert case(NIGHT, at("2026-03-04 23:00")).outlook() == Outlook(morning, None, (morning,))
    assert case(NIGHT, at("2026-03-05 00:00")).eligible() == morning
    assert case(NIGHT, morning - MICRO).eligible() == morning
    assert case(NIGHT, at("2026-03-04 12:00")).outlook() == Outlook(None, evening, ())
    assert case(NIGHT, evening - MICRO).valid() == evening
    assert case(NIGHT, morning).valid() == at("2026-03-05 22:00")


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Europe/London", "2026-03-05 08:00"),
        ("Australia/Sydney", "2026-03-04 21:00"),
        ("Asia/Kolkata", "2026-03-05 02:30"),
        ("Asia/Shanghai", "2026-03-05 00:00"),
        (CHATHAM, "2026-03-04 18:15"),
    ],
)
def test_hours_are_of_the_zone(zone: str, opens: str) -> None:
    assert case(NIGHT, at("2026-03-05 01:00", zone), zone).eligible() == utc(opens)


def test_hours_on_certain_days_run_into_the_next() -> None:
    rules = "quiet hours weekend from 22:00 to 08:00 on friday\n"
    assert case(rules, at("2026-03-06 23:00")).eligible() == at("2026-03-07 08:00")
    assert case(rules, at("2026-03-07 08:00")).valid() == at("2026-03-13 22:00")


def test_hours_that_leave_no_minute_never_open() -> None:
    never = case("quiet hours always from 00:00 to 24:00\n", at("2026-03-04 12:00"))
    assert never.outlook(60) == Outlook(None, None, (None,))
    both = NIGHT + "quiet hours day from 08:00 to 22:00\n"
    assert case(both, at("2026-03-04 12:00")).outlook(60).next_eligible_at is None


def test_the_hours_and_wishes_of_a_person_have_edges_too() -> None:
    rules = "fact person.asleep : hours\nfact person.wishes : preferences\n"
    rules += "quiet hours sleep during person.asleep\ndeny wishes when ruled out by person.wishes\n"
    person = {
        "asleep": {"wednesday": ["21:17-23:42"]},
        "wishes": [
            {"times": ["06:05-07:55"], "days": ["thursday"], "channels": ["voice"]},
            {
                "channels": ["voice"],
                "from": "2026-03-07T17:00:00.000001Z",
                "until": "2026-03-08T00:00:00Z",
            },
        ],
    }
    asked = case(rules, at("2026-03-04 12:00"), person=person)
    turns = ["2026-03-04 21:17", "2026-03-04 23:42", "2026-03-05 06:05", "2026-03-05 07:55"]
    edges = [*map(at, turns), utc("2026-03-07 17:00") + MICRO, utc("2026-03-08 00:00")]
    for closes, opens in zip(edges[::2], edges[1::2], strict=True):
        assert asked.valid() == closes
        assert asked.then(closes).eligible() == opens
        asked = asked.then(opens)


# --- gaps and folds ---------------------------------------------------------------------------


def test_quiet_hours_that_end_in_a_spring_gap_end_after_it() -> None:
    """New York goes from 02:00 to 03:00 on 8 March 2026."""
    early = case("quiet hours early from 22:00 to 02:30\n", at("2026-03-08 01:00"))
    assert early.eligible() == utc("2026-03-08 07:00") == at("2026-03-08 03:00")
    late = case("quiet hours late from 02:30 to 05:00\n", at("2026-03-08 01:00"))
    assert late.valid() == utc("2026-03-08 07:00")
    assert late.then(utc("2026-03-08 07:00")).eligible() == at("2026-03-08 05:00")
    lost = case("quiet hours lost from 02:00 to 03:00\n", at("2026-03-08 01:00"))
    assert lost.valid() == at("2026-03-09 02:00")


def test_quiet_hours_in_an_autumn_fold_cover_both_passes() -> None:
    """New York goes from 02:00 back to 01:00 on 1 November 2026."""
    asked = case("quiet hours fold from 01:15 to 01:30\n", at("2026-11-01 00:30"))
    edges = [
        *(at(f"2026-11-01 01:{minute}", NEW_YORK, fold) for fold in (0, 1) for minute in (15, 30)),
    ]
    assert edges[2] - edges[0] == 3_600_000_000
    for closes, opens in zip(edges[::2], edges[1::2], strict=True):
        assert asked.valid() == closes
        assert asked.then(closes).eligible() == opens
        asked = asked.then(opens)
    assert asked.valid() == at("2026-11-02 01:15")


def test_quiet_hours_that_end_within_a_fold_begin_again_as_the_clock_goes_back() -> None:
    asked = case("quiet hours night from 22:00 to 01:30\n", at("2026-10-31 23:00"))
    assert asked.eligible() == at("2026-11-01 01:30")
    back = at("2026-11-01 01:00", NEW_YORK, 1)
    assert asked.then(at("2026-11-01 01:30")).valid() == back == utc("2026-11-01 06:00")
    assert asked.then(back).eligible() == at("2026-11-01 01:30", NEW_YORK, 1)


def test_the_clock_of_lord_howe_moves_by_half_an_hour() -> None:
    """From 02:00 to 02:30 on 4 October 2026, from 02:00 back to 01:30 on 5 April."""
    spring = case(
        "quiet hours n from 22:00 to 02:15\n", at("2026-10-04 01:00", LORD_HOWE), LORD_HOWE
    )
    assert spring.eligible() == utc("2026-10-03 15:30") == at("2026-10-04 02:30", LORD_HOWE)
    fold = case("quiet hours n from 22:00 to 01:45\n", at("2026-04-05 01:00", LORD_HOWE), LORD_HOWE)
    first = at("2026-04-05 01:45", LORD_HOWE)
    assert fold.eligible() == first
    assert fold.then(first).valid() == at("2026-04-05 01:30", LORD_HOWE, 1)
    assert fold.then(first + 15 * 60_000_000).eligible() == first + 30 * 60_000_000


def test_the_clock_of_chatham_goes_back_at_a_quarter_to_four() -> None:
    """From 03:45 back to 02:45 on 5 April 2026."""
    asked = case("quiet hours n from 22:00 to 03:00\n", at("2026-04-05 01:00", CHATHAM), CHATHAM)
    first = at("2026-04-05 03:00", CHATHAM)
    assert asked.eligible() == first == utc("2026-04-04 13:15")
    back = utc("2026-04-04 14:00")
    assert asked.then(first).valid() == back
    assert asked.then(back).eligible() == utc("2026-04-04 14:15")


def test_casablanca_leaves_summer_time_for_ramadan() -> None:
    """From 03:00 back to 02:00 on 15 February 2026, from 02:00 to 03:00 on 22 March."""
    before = case(NIGHT, at("2026-02-14 00:30", CASABLANCA), CASABLANCA)
    assert before.eligible() == utc("2026-02-14 07:00")
    during = case(NIGHT, at("2026-02-15 00:30", CASABLANCA), CASABLANCA)
    assert during.eligible() == utc("2026-02-15 08:00")
    after = case(NIGHT, at("2026-03-22 00:30", CASABLANCA), CASABLANCA)
    assert after.eligible() == utc("2026-03-22 07:00")
    gap = "quiet hours early from 22:00 to 02:30\n"
    assert case(gap, at("2026-03-22 01:00", CASABLANCA), CASABLANCA).eligible() == utc(
        "2026-03-22 02:00"
    )


def test_sao_paulo_has_no_summer_time_since_2019() -> None:
    summer = case(NIGHT, at("2018-12-01 03:00", SAO_PAULO), SAO_PAULO)
    assert summer.eligible() == utc("2018-12-01 10:00")
    no_more = case(NIGHT, at("2019-12-01 03:00", SAO_PAULO), SAO_PAULO)
    assert no_more.eligible() == utc("2019-12-01 11:00")


# --- days -------------------------------------------------------------------------------------

DAILY = "cap daily at most 1 attempt per person in a calendar day\n"


def day_after(now: int, zone: str, rules: str = DAILY) -> int | None:
    """When a cap of one a day is free again after an attempt now."""
    return case(rules, now, zone, events=[event(now)]).eligible()


def test_a_day_that_begins_in_a_gap_begins_after_it() -> None:
    """São Paulo went from 2018-11-03 23:59 to 2018-11-04 01:00."""
    assert day_after(at("2018-11-03 20:00", SAO_PAULO), SAO_PAULO) == utc("2018-11-04 03:00")


def test_the_hour_before_midnight_that_comes_twice_is_of_one_day() -> None:
    """São Paulo went from 2019-02-16 23:59 back to 23:00."""
    assert day_after(at("2019-02-16 23:30", SAO_PAULO), SAO_PAULO) == utc("2019-02-17 03:00")


def test_where_midnight_comes_twice_the_day_is_free_between() -> None:
    """St. John's went from 2010-11-07 00:01 back to 2010-11-06 23:01."""
    asked = case(
        DAILY,
        at("2010-11-06 20:00", ST_JOHNS),
        ST_JOHNS,
        events=[event(at("2010-11-06 20:00", ST_JOHNS))],
    )
    assert asked.eligible() == utc("2010-11-07 02:30")
    assert asked.then(utc("2010-11-07 02:30")).valid() == utc("2010-11-07 02:31")
    assert asked.then(utc("2010-11-07 02:31")).eligible() == utc("2010-11-07 03:30")


def test_after_a_day_that_a_country_skipped_comes_the_next() -> None:
    """Samoa went from 2011-12-29 to 2011-12-31."""
    now = at("2011-12-29 12:00", APIA)
    midnight = utc("2011-12-30 10:00")
    assert day_after(now, APIA) == midnight == at("2011-12-31 00:00", APIA)
    two = "cap two_days at most 1 attempt per person in 2 consecutive days\n"
    assert day_after(now, APIA, two) == midnight
    three = "cap three_days at most 1 attempt per person in 3 consecutive days\n"
    assert day_after(now, APIA, three) == at("2012-01-01 00:00", APIA)
    night = case(NIGHT, at("2011-12-29 23:00", APIA), APIA)
    assert night.eligible() == at("2011-12-31 08:00", APIA)


def test_seven_consecutive_days_end_with_the_sixth_day_after() -> None:
    rules = "cooldown c wait 7 consecutive days after refusal per person\n"
    refused = at("2026-03-04 23:59")
    asked = case(rules, refused, events=[event(refused, "refusal")])
    assert asked.eligible() == at("2026-03-11 00:00") == utc("2026-03-11 04:00")


# --- several zones, and none ------------------------------------------------------------------


def test_several_zones_must_all_be_open() -> None:
    both = (NEW_YORK, "America/Los_Angeles")
    morning = at("2026-03-05 08:00", both[1])
    night = case(NIGHT, at("2026-03-05 01:00"), *both)
    assert night.outlook() == Outlook(morning, None, (morning,))
    assert night.then(morning).valid() == at("2026-03-05 22:00", NEW_YORK)


def test_zones_on_two_sides_of_the_earth_may_never_be_open_together() -> None:
    rules = "contact hours short from 10:00 to 11:00\n"
    asked = case(rules, at("2026-03-05 10:30"), NEW_YORK, "Asia/Shanghai")
    assert asked.outlook(30) == Outlook(None, None, (None,))


def test_a_zone_of_the_rule_wins_over_the_recipients() -> None:
    rules = 'quiet hours night from 22:00 to 08:00 time zone "Asia/Shanghai"\n'
    asked = case(rules, utc("2026-03-04 20:00"), NEW_YORK)
    assert asked.eligible() == utc("2026-03-05 00:00")


def test_without_a_zone_hours_are_never_known_and_dates_where_all_the_earth_agrees() -> None:
    asked = case(NIGHT, utc("2026-03-04 12:00"), person={"time_zones": []})
    assert asked.outlook() == Outlook(None, None, (None,))
    dated = "deny old when channel is voice effective through 2026-03-05\n"
    asked = case(dated, utc("2026-03-04 12:00"), person={"time_zones": []})
    assert asked.eligible() == utc("2026-03-06 12:00")
    coming = "deny new when channel is voice effective from 2026-03-06\n"
    asked = case(coming, utc("2026-03-04 12:00"), person={"time_zones": []})
    assert asked.valid() == utc("2026-03-05 10:00")
