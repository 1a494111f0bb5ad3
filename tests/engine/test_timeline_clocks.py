"""When tables of hours, days of calendars and wishes next let a contact pass or stop it."""

from __future__ import annotations

import pytest

from policydsl.core.outlook import Outlook
from policydsl.engine.timeline import clock_changes
from tests.core.build import DAY, HOUR, MICRO, MINUTE, NEW_YORK, at, utc
from tests.core.build_outlooks import written
from tests.engine.timeline_cases import case

NIGHT = "quiet hours night from 22:00 to 08:00\n"
SHANGHAI, LORD_HOWE, CHATHAM = "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Chatham"
NOON = at("2026-03-04 12:00")


# --- hours ------------------------------------------------------------------------------------


def test_a_night_is_left_in_one_jump() -> None:
    asked = case(NIGHT, at("2026-03-04 23:00"))
    morning, evening = at("2026-03-05 08:00"), at("2026-03-05 22:00")
    assert asked.eligible() == morning
    assert asked.then(morning).valid() == evening
    assert asked.jumps(1) == [asked.request.at, morning, evening]


def test_hours_of_which_days_know_nothing_run_from_day_to_day() -> None:
    rules = "quiet hours weekend all day on saturday, sunday\n"
    asked = case(rules, NOON)
    assert asked.valid() == at("2026-03-07 00:00")
    assert asked.then(at("2026-03-07 00:00")).eligible() == at("2026-03-09 00:00")


@pytest.mark.parametrize(
    ("zone", "before", "opens"),
    [
        (NEW_YORK, "2026-03-08 01:00", "2026-03-08 07:00"),
        ("Europe/London", "2026-03-29 00:30", "2026-03-29 01:30"),
        (LORD_HOWE, "2026-10-04 01:00", "2026-10-03 15:30"),
        (CHATHAM, "2026-09-27 02:00", "2026-09-26 14:00"),
    ],
)
def test_hours_that_end_in_a_spring_gap_end_as_the_clock_jumps(
    zone: str, before: str, opens: str
) -> None:
    """London goes from 01:00 to 02:00, so there half past two comes an hour earlier."""
    ends = {LORD_HOWE: "02:15", CHATHAM: "03:15"}.get(zone, "02:30")
    asked = case(f"quiet hours early from 22:00 to {ends}\n", at(before, zone), zone)
    assert asked.eligible() == utc(opens)


def test_hours_in_an_autumn_fold_come_twice() -> None:
    asked = case("quiet hours fold from 01:15 to 01:30\n", at("2026-11-01 00:30"))
    edges = [at(f"2026-11-01 01:{m}", NEW_YORK, fold) for fold in (0, 1) for m in (15, 30)]
    assert [one.start for one in asked.engine.timeline(asked.request, DAY)] == [
        asked.request.at,
        *edges,
    ]
    assert asked.valid() == edges[0]
    assert asked.then(edges[1]).valid() == edges[2]


def test_a_night_without_a_zone_is_never_known() -> None:
    asked = case(NIGHT, NOON, person={"time_zones": []})
    assert asked.outlook() == Outlook(None, None, (None,))
    assert asked.jumps(400) == [NOON]


def test_hours_of_two_zones_open_when_both_do() -> None:
    asked = case(NIGHT, at("2026-03-05 01:00"), NEW_YORK, "America/Los_Angeles")
    assert asked.eligible() == at("2026-03-05 08:00", "America/Los_Angeles")


def test_the_instant_that_a_fact_schedules_stands_still() -> None:
    rules = "fact proposal.deliver_at : instant = none\n"
    rules += "quiet hours night from 22:00 to 08:00 judged at proposal.deliver_at\n"
    late = {"attributes": {"deliver_at": written(at("2026-03-05 23:00"))}}
    assert case(rules, NOON, proposal=late).outlook() == Outlook(None, None, (None,))
    assert case(rules, NOON).valid() == at("2026-03-04 22:00")
    missing = rules.replace(" = none", "")
    assert case(missing, NOON).outlook() == Outlook(None, None, (None,))


def test_contact_hours_are_left_and_reached_by_all_their_lines() -> None:
    rules = """contact hours office
      from 09:00 to 12:00, 14:00 to 18:00 on monday to friday
      from 10:00 to 16:00 on friday
      closed on thursday
    """
    asked = case(rules, at("2026-03-04 18:00"))
    assert asked.eligible() == at("2026-03-06 10:00")
    assert asked.then(at("2026-03-06 10:00")).valid() == at("2026-03-06 12:00")
    assert asked.then(at("2026-03-06 14:00")).valid() == at("2026-03-06 16:00")


def test_a_table_of_very_many_times_is_gone_through_from_one_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Too many to ask of each what holds there: some jumps lead to nothing new."""
    monkeypatch.setattr(clock_changes, "_MOST_MARKS", 4)
    asked = case("quiet hours q from 12:10 to 12:20, 12:15 to 12:30, 13:00 to 13:01\n", NOON)
    assert asked.valid(1) == NOON + 10 * MINUTE
    assert asked.then(NOON + 10 * MINUTE).eligible(1) == NOON + 30 * MINUTE
    late = asked.then(NOON + 10 * HOUR)
    assert late.jumps(1)[:3] == [NOON + 10 * HOUR, NOON + 12 * HOUR, NOON + DAY + 10 * MINUTE]
    assert late.valid(2) == NOON + DAY + 10 * MINUTE


# --- what is remembered -----------------------------------------------------------------------


def test_remembered_stretches_serve_later_questions_and_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock_changes, "_MOST_KNOWN", 3)
    monkeypatch.setattr(clock_changes, "_MOST_OF_A_DAY", 2)
    asked = case("quiet hours brief from 07:00 to 07:30, 08:10 to 08:20, 22:00 to 23:00\n", NOON)
    times = ["06:59", "07:10", "07:45", "08:15", "12:00", "22:30", "23:30", "07:00", "06:00"]
    for _ in range(2):
        for day in range(4, 9):
            for time in times:
                asked.then(at(f"2026-03-{day:02d} {time}")).outlook(1)


# --- calendars --------------------------------------------------------------------------------


def test_the_workdays_of_the_spring_festival() -> None:
    """In 2026 China is off from 15 to 23 February, and works on Saturdays 14 and 28."""
    rules = 'contact hours office from 09:00 to 18:00 on business days of "CN"\n'
    asked = case(rules, at("2026-02-14 18:00", SHANGHAI), SHANGHAI)
    assert asked.eligible(20) == at("2026-02-24 09:00", SHANGHAI)
    friday = asked.then(at("2026-02-27 18:00", SHANGHAI))
    assert friday.eligible() == at("2026-02-28 09:00", SHANGHAI)


@pytest.mark.parametrize(
    "days",
    [
        "holidays of person.region",
        "business days of person.region",
        "day before holidays of person.region",
        "monday to friday except holidays of person.region",
        "every day except business days of person.region",
        "saturday, holidays of person.region",
    ],
)
@pytest.mark.parametrize("region", ["US", "CN", None])
def test_calendars_that_a_fact_names(days: str, region: str | None) -> None:
    rules = f"quiet hours off from 10:00 to 20:00 on {days}\n"
    person = {} if region is None else {"region": region}
    asked = case(rules, at("2026-12-23 09:00"), person=person)
    asked.outlook(6)
    asked.then(at("2026-12-24 11:00")).outlook(6)


def test_a_table_closed_on_days_that_a_fact_names() -> None:
    rules = "contact hours office from 09:00 to 18:00 closed on holidays of person.region\n"
    asked = case(rules, at("2026-12-24 18:00"), person={"region": "US"})
    assert asked.eligible() == at("2026-12-26 09:00")


# --- tables and wishes of persons -------------------------------------------------------------

TABLES = "fact person.asleep : hours = none\nfact person.wishes : preferences = none\n"


def test_hours_of_a_fact_begin_and_end() -> None:
    rules = TABLES + "quiet hours sleep during person.asleep\n"
    asked = case(rules, NOON, person={"asleep": {"wednesday": ["21:17-23:42"]}})
    assert asked.valid() == at("2026-03-04 21:17")
    assert asked.then(at("2026-03-04 21:17")).eligible() == at("2026-03-04 23:42")
    assert case(rules, NOON).outlook() == Outlook(None, None, ())


def test_contact_hours_that_are_none_do_not_bind() -> None:
    rules = TABLES + "contact hours awake during person.asleep\n"
    assert case(rules, NOON).outlook() == Outlook(None, None, ())
    bound = case(rules, NOON, person={"asleep": {"thursday": ["11:00-12:30"]}})
    assert bound.eligible() == at("2026-03-05 11:00")
    missing = case(rules.replace("hours = none", "hours"), NOON)
    assert missing.outlook() == Outlook(None, None, (None,))


@pytest.mark.parametrize("asleep", [{"every_day": ["22:15-06:45"]}, {"monday": []}, None])
def test_a_condition_on_the_hours_of_a_fact(asleep: object) -> None:
    rules = TABLES + "deny sleeping when now is during person.asleep\n"
    asked = case(rules, NOON, person={"asleep": asleep})
    asked.outlook()
    asked.then(at("2026-03-04 23:00")).outlook()
    missing = case(rules.replace("hours = none", "hours"), NOON)
    assert missing.outlook() == Outlook(None, None, (None,))
    no_zone = case(rules, NOON, person={"asleep": asleep, "time_zones": []})
    no_zone.outlook()


def test_wishes_begin_and_end_and_have_times() -> None:
    rules = TABLES + "deny wishes when ruled out by person.wishes\n"
    start, end = NOON + 3 * HOUR + 7, NOON + 30 * HOUR
    wishes = [
        {"from": written(start), "until": written(end), "days": ["wednesday"]},
        {"times": ["18:00-19:30"], "channels": ["voice"], "until": written(NOON - 1)},
        {"times": ["09:00-09:10"], "from": written(end)},
        {"channels": ["sms"]},
        {"addresses": ["+1"], "times": ["13:00-14:00"]},
    ]
    asked = case(rules, NOON, person={"wishes": wishes}, proposal={"address": "+1"})
    assert asked.valid() == NOON + HOUR
    assert asked.then(NOON + 2 * HOUR).valid() == start
    assert asked.then(start).eligible() == at("2026-03-05 00:00")
    assert asked.then(end).valid() == at("2026-03-06 09:00")
    assert case(rules, NOON).outlook() == Outlook(None, None, ())
    missing = case(rules.replace("preferences = none", "preferences"), NOON)
    assert missing.outlook() == Outlook(None, None, (None,))
    no_zone = case(rules, NOON, person={"wishes": wishes, "time_zones": []})
    assert no_zone.outlook() == Outlook(None, None, (None,))


def test_the_microsecond_at_which_hours_begin_belongs_to_them() -> None:
    asked = case(NIGHT, at("2026-03-04 22:00") - MICRO)
    assert asked.valid() == at("2026-03-04 22:00")
    assert asked.then(at("2026-03-05 08:00") - MICRO).eligible() == at("2026-03-05 08:00")
