"""What time alone will change: counts, consents, dates, calendars, ladders, several things at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count as count_up

import pytest

from policydsl.core import calendars
from policydsl.core.formula import Moment, When
from policydsl.core.outlook import Outlook
from policydsl.core.reference import outlook
from policydsl.core.reference.local import LAST
from policydsl.core.request import Approval
from tests.core.build import DAY, HOUR, MICRO, NEW_YORK, at, policy, request, root, rule, utc
from tests.core.build import hours as hours_of
from tests.core.build_outlooks import Case, case, event, written

NOW = at("2026-03-04 12:00")
NIGHT = "quiet hours night from 22:00 to 08:00\n"


# --- counts -----------------------------------------------------------------------------------


def test_a_rolling_cap_is_free_when_the_event_leaves_to_the_microsecond() -> None:
    rules = "cap c at most 2 attempts per person in 24 hours\n"
    last = NOW - 3 * HOUR + 123_457
    asked = case(rules, NOW, events=[event(NOW - 20 * HOUR), event(last), event(NOW)])
    assert asked.outlook() == Outlook(last + 24 * HOUR, None, (last + 24 * HOUR,))
    assert asked.eligible() == last + 24 * HOUR


def test_a_gap_is_free_when_it_has_elapsed() -> None:
    rules = "gap g at least 90 minutes between attempts per person\n"
    asked = case(rules, NOW, events=[event(NOW - 1)])
    assert asked.eligible() == NOW - 1 + 90 * 60_000_000


def test_blocks_end_where_the_first_event_of_the_block_says() -> None:
    rules = "cap c at most 2 attempts per person in blocks of 24 hours\n"
    times = [NOW - 30 * HOUR, NOW - 5 * HOUR, NOW - HOUR]
    asked = case(rules, NOW, events=[event(when) for when in times])
    assert asked.eligible() == NOW - 5 * HOUR + DAY


@pytest.mark.parametrize(
    ("window", "free"),
    [
        ("7 consecutive days", "2026-03-11 00:00"),
        ("7 rolling days", "2026-03-11 13:00"),
        ("a calendar week", "2026-03-09 00:00"),
        ("a calendar week starting sunday", "2026-03-08 00:00"),
        ("2 calendar months", "2026-05-01 00:00"),
        ("a calendar year", "2027-01-01 00:00"),
    ],
)
def test_every_window_frees_a_cap_when_it_ends(window: str, free: str) -> None:
    """New York's clock goes forward on 8 March: seven times 24 hours end an hour later on it."""
    asked = case(f"cap c at most 1 attempt per person in {window}\n", NOW, events=[event(NOW)])
    assert asked.eligible(400) == at(free)


def test_what_only_an_event_can_change_never_changes_by_time() -> None:
    rules = "cap c at most 1 attempt per person since last payment\n"
    asked = case(rules, NOW, events=[event(NOW - DAY)])
    assert asked.outlook(60) == Outlook(None, None, (None,))


def test_a_contact_about_several_debts_waits_for_the_last_of_them() -> None:
    rules = "cap c at most 1 attempt per debt in 24 hours\n"
    events = [event(NOW - 20 * HOUR, debts=["D1"]), event(NOW - 2 * HOUR, debts=["D2"])]
    parts = {"debts": [{"id": "D1"}, {"id": "D2"}], "events": events}
    both = case(rules, NOW, proposal={"debts": ["D1", "D2"]}, **parts)
    assert both.outlook() == Outlook(NOW + 22 * HOUR, None, (NOW + 22 * HOUR,))
    one = case(rules, NOW, proposal={"debts": ["D1"]}, **parts)
    assert one.eligible() == NOW + 4 * HOUR


def test_an_allow_ends_only_when_time_alone_ends_it() -> None:
    rules = NIGHT + "cap c at most 3 attempts per person in 24 hours\n"
    asked = case(rules, NOW, events=[event(NOW - HOUR), event(NOW)])
    assert asked.valid() == at("2026-03-04 22:00")
    no_hours = case("cap c at most 3 attempts per person in 24 hours\n", NOW)
    assert no_hours.valid(60) is None


def test_an_event_that_must_not_lie_too_far_back_ends_an_allow_as_it_leaves() -> None:
    rules = "deny stale when no inbound attempts per person in 48 hours\n"
    came = NOW - 5 * HOUR
    asked = case(rules, NOW, events=[event(came, direction="inbound")])
    assert asked.valid() == came + 48 * HOUR


# --- consents, approvals, deadlines -----------------------------------------------------------

CONSENT = "consent c require express consent for channel with proof{}\n"


def consent(**fields: object) -> list[dict[str, object]]:
    return [{"id": "k", "channel": "voice", "level": "express", "proof": "form", **fields}]


def test_a_consent_begins_and_ends_at_its_instants() -> None:
    start, end = NOW + HOUR + 1, NOW + 30 * HOUR
    given = consent(effective_from=written(start), effective_to=written(end))
    asked = case(CONSENT.format(""), NOW, consents=given)
    assert asked.eligible() == start
    assert asked.then(start).valid() == end
    assert asked.then(end).outlook() == Outlook(None, None, (None,))


def test_a_consent_ends_with_its_span_its_revocation_and_its_grace() -> None:
    given = written(at("2025-03-09 10:00"))
    rules = CONSENT.format(" lasting at most 12 calendar months")
    asked = case(rules, NOW, consents=consent(effective_from=given))
    assert asked.valid() == at("2026-03-10 00:00")
    revoked = consent(effective_from=given, revoked_at=written(NOW + HOUR))
    assert case(CONSENT.format(""), NOW, consents=revoked).valid() == NOW + HOUR
    rules = CONSENT.format(" honor revocation within 10 full days")
    assert case(rules, NOW, consents=revoked).valid(20) == at("2026-03-15 00:00")
    rules = CONSENT.format(" honor revocation within 24 hours")
    assert case(rules, NOW, consents=revoked).valid() == NOW + 25 * HOUR


def test_a_consent_serves_from_its_confirmation_on() -> None:
    given = consent(effective_from=written(NOW - DAY), confirmed_at=written(NOW + 7))
    assert case(CONSENT.format(" confirmed"), NOW, consents=given).eligible() == NOW + 7


def test_an_approval_of_the_future_counts_from_its_instant() -> None:
    rules = "review large when channel is voice approval by legal\n"
    asked = case(rules, NOW)
    approval = Approval("t.large", "legal", NOW + HOUR, "x")
    asked = replace(asked, request=replace(asked.request, approvals=(approval,)))
    assert asked.outlook() == Outlook(None, None, (NOW + HOUR,))
    assert asked.verdict(NOW + HOUR - MICRO) == "review"
    assert asked.verdict(NOW + HOUR) == "allow"


@pytest.mark.parametrize(
    ("condition", "later"),
    [
        ("now is before person.x", 0),
        ("now is on or before person.x", 1),
        ("person.x is after now", 0),
        ("now is before person.x + 4 hours", 4 * HOUR),
        ("person.x + 4 hours is on or after now", 4 * HOUR + 1),
        ("now is before person.x + 4 hours + 30 minutes", 4 * HOUR + HOUR // 2),
    ],
)
def test_a_deadline_is_over_to_the_microsecond(condition: str, later: int) -> None:
    due = NOW + 5 * HOUR + 11
    rules = f"fact person.x : instant\ndeny d when {condition}\n"
    assert case(rules, NOW, person={"x": written(due)}).eligible() == due + later


def test_a_deadline_in_dates_is_over_as_a_local_date_begins() -> None:
    rules = "fact debt.held_until : date = none\ndeny hold through debt.held_until + 2 full days\n"
    debts = [{"id": "D1", "held_until": "2026-03-06"}]
    asked = case(rules, NOW, proposal={"debts": ["D1"]}, debts=debts)
    assert asked.eligible() == at("2026-03-09 00:00") == utc("2026-03-09 04:00")
    late = "deny late when now + 4 hours is on or after debt.held_until\n"
    ahead = case(
        rules.partition("\n")[0] + "\n" + late, NOW, proposal={"debts": ["D1"]}, debts=debts
    )
    assert ahead.valid() == at("2026-03-05 20:00")


# --- dates of rules and policies, calendars ---------------------------------------------------


def test_rules_come_into_force_and_go_out_of_it() -> None:
    rules = "deny d when channel is voice effective {} 2026-03-09\n"
    assert case(rules.format("from"), NOW).valid() == at("2026-03-09 00:00")
    assert case(rules.format("until"), NOW).eligible() == at("2026-03-09 00:00")
    assert case(rules.format("through"), NOW).eligible() == at("2026-03-10 00:00")


def test_a_policy_comes_into_force_and_goes_out_of_it() -> None:
    text = "policy t\n  effective {} 2026-03-09\n  otherwise {}\n" + NIGHT
    start = at("2026-03-09 00:00")
    coming = case(text.format("from", "deny"), NOW)
    assert coming.outlook() == Outlook(at("2026-03-09 08:00"), None, (start,))
    assert case(text.format("from", "allow"), at("2026-03-08 23:00")).valid() == start
    going = case(text.format("until", "deny"), at("2026-03-08 12:00"))
    assert going.valid() == at("2026-03-08 22:00")
    night = case(text.format("until", "allow"), at("2026-03-08 23:00"))
    assert night.outlook() == Outlook(start, None, (start,))


def test_what_no_policy_governs_and_allows_has_nothing_to_lift() -> None:
    text = "policy t\n  governs purpose is servicing\n  otherwise allow\n" + NIGHT
    asked = case(text, NOW)
    assert [one.effect for one in asked.at(NOW).reasons] == ["allow"]
    assert asked.outlook() == Outlook(None, None, (None,))


def test_holidays_and_workdays_of_the_spring_festival() -> None:
    """In 2026 China is off from 15 to 23 February, and works on Saturdays 14 and 28."""
    rules = 'contact hours office from 09:00 to 18:00 on business days of "CN"\n'
    shanghai = "Asia/Shanghai"
    asked = case(rules, at("2026-02-13 18:00", shanghai), shanghai)
    saturday = at("2026-02-14 09:00", shanghai)
    assert asked.eligible() == saturday
    assert asked.then(saturday).valid() == at("2026-02-14 18:00", shanghai)
    assert asked.then(saturday + 9 * HOUR).eligible(20) == at("2026-02-24 09:00", shanghai)
    friday = at("2026-02-27 18:00", shanghai)
    assert asked.then(friday).eligible() == at("2026-02-28 09:00", shanghai)


def first_year_not_known() -> int:
    """The first year whose moved workdays China has not decreed in the calendar's data."""
    return next(
        year for year in count_up(2025) if calendars.is_holiday("CN", date(year, 1, 4)) is None
    )


def test_an_allow_ends_with_the_knowledge_of_the_calendar() -> None:
    year = first_year_not_known()
    asked = case('quiet hours off all day on holidays of "CN"\n', at(f"{year - 1}-12-28 12:00"))
    end = at(f"{year}-01-01 00:00")
    assert asked.valid() == end
    assert [one.code for one in asked.at(end).reasons] == ["CALENDAR_UNKNOWN"]
    assert asked.then(end).outlook(60) == Outlook(None, None, (None,))


# --- ladders ----------------------------------------------------------------------------------

LADDER = """ladder l per debt
  step remind from day 3 past due until day 20 past due via sms at least 24 hours apart
  step call after remind attempted 1 times or remind open 36 hours via voice
  step again after call open 2 full days via chat
  take any open step
"""


def climbing(channel: str, now: int, *events: dict[str, object]) -> Case:
    parts = {"debts": [{"id": "D1", "due_on": "2026-03-01"}], "events": list(events)}
    return case(LADDER, now, proposal={"channel": channel, "debts": ["D1"]}, **parts)


def test_steps_open_one_after_the_other() -> None:
    now, begins = at("2026-03-02 12:00"), at("2026-03-04 00:00")
    assert climbing("sms", now).eligible() == begins
    assert climbing("sms", begins).valid(30) == at("2026-03-21 00:00")
    assert climbing("voice", now).eligible() == begins + 36 * HOUR
    assert climbing("chat", now).eligible() == at("2026-03-08 00:00")


def test_an_attempt_opens_the_next_step_at_its_own_instant() -> None:
    sent = at("2026-03-04 09:00") + 5
    texted = event(sent, channel="sms", debts=["D1"])
    assert climbing("sms", sent + 1, texted).eligible() == sent + DAY
    assert climbing("chat", sent + 1, texted).eligible() == at("2026-03-07 00:00")


def test_a_hold_ends_a_ladder_does_not() -> None:
    rules = "fact debt.promise_until : instant = none\n" + LADDER
    debt = {"id": "D1", "due_on": "2026-03-01", "promise_until": written(NOW + HOUR)}
    held = rules + "  hold while debt.promise_until is after now\n"
    parts = {"proposal": {"channel": "sms", "debts": ["D1"]}, "debts": [debt]}
    assert case(held, NOW, **parts).outlook() == Outlook(NOW + HOUR, None, (NOW + HOUR,))
    stopped = rules + "  stop when debt.promise_until is not none\n"
    assert case(stopped, NOW, **parts).outlook() == Outlook(None, None, (None,))


# --- several rules together -------------------------------------------------------------------


def test_every_reason_lifts_by_itself_and_the_contact_waits_for_all() -> None:
    now = at("2026-03-04 23:00")
    rules = NIGHT + "cap c at most 1 attempt per person in 24 hours\n"
    asked = case(rules, now, events=[event(now - 2 * HOUR)])
    morning, free = at("2026-03-05 08:00"), at("2026-03-05 21:00")
    assert [one.rule for one in asked.at(now).reasons] == ["t.c", "t.night"]
    assert asked.outlook() == Outlook(free, None, (free, morning))
    later = case(rules, now, events=[event(now)])
    assert later.outlook() == Outlook(at("2026-03-06 08:00"), None, (now + DAY, morning))
    assert later.eligible() == at("2026-03-06 08:00")


def test_a_review_is_eligible_but_neither_lifted_nor_valid() -> None:
    rules = NIGHT + "review r when channel is voice effective until 2026-03-09 approval by legal\n"
    asked = case(rules, at("2026-03-04 23:00"))
    morning, over = at("2026-03-05 08:00"), at("2026-03-09 00:00")
    assert asked.outlook() == Outlook(morning, None, (over, morning))
    assert asked.verdict(morning) == "review"
    assert asked.then(morning).outlook() == Outlook(None, None, (over,))


def test_an_allow_ends_where_a_review_begins() -> None:
    rules = "review r when channel is voice effective from 2026-03-09 approval by legal\n"
    assert case(rules, NOW).valid() == at("2026-03-09 00:00")


def test_a_rule_is_alone_where_no_root_governs_either() -> None:
    def before(instant: int) -> When:
        return When(Moment("now", False), "before", Moment(instant, False))

    rules = (rule(before(NOW + 2 * HOUR)),)
    ending = policy(*rules, roots=(root("old", before(NOW + HOUR)),))
    assert outlook(ending, request(NOW), DAY) == Outlook(None, None, (NOW + 2 * HOUR,))


def test_a_warning_neither_lifts_nor_ends_anything() -> None:
    rules = "warn w when channel is voice effective from 2026-03-06\n"
    assert case(rules, NOW).outlook() == Outlook(None, None, ())


def test_rules_of_one_name_are_alone_together() -> None:
    """Two versions of a policy have rules of the same names; the later holds on where it can."""
    first = "policy t\n  effective until 2026-03-09\n  otherwise deny\n"
    second = "policy t\n  effective from 2026-03-09\n  otherwise deny\n"
    night, later = NIGHT, NIGHT.replace("08:00", "09:30")
    asked = case(first + night + second + later, at("2026-03-08 23:00"))
    morning = at("2026-03-09 09:30")
    assert asked.outlook() == Outlook(morning, None, (morning,))


# --- horizon ----------------------------------------------------------------------------------


def test_the_horizon_takes_its_last_instant_in() -> None:
    night, noon = case(NIGHT, at("2026-03-04 23:00")), case(NIGHT, NOW)
    morning, evening = at("2026-03-05 08:00"), at("2026-03-04 22:00")
    assert outlook(night.policy, night.request, 9 * HOUR) == Outlook(morning, None, (morning,))
    assert outlook(night.policy, night.request, 9 * HOUR - 1) == Outlook(None, None, (None,))
    assert outlook(noon.policy, noon.request, 10 * HOUR) == Outlook(None, evening, ())
    assert outlook(noon.policy, noon.request, 10 * HOUR - 1) == Outlook(None, None, ())


def test_the_horizon_ends_where_clocks_do() -> None:
    day = rule(hours_of((0, 1440)))
    asked = request(LAST - 3 * DAY, zone="UTC")
    assert outlook(policy(day), asked, 10 * DAY) == Outlook(None, None, (None,))
    midday = rule(hours_of((0, 720)))
    noon = LAST - 2 * DAY + 12 * HOUR
    assert outlook(policy(midday), replace(asked, at=LAST - 2 * DAY), 10 * DAY) == Outlook(
        noon, None, (noon,)
    )
    for edge, until in ((LAST, LAST), (LAST + 1, None)):
        held = rule(When(Moment("now", False), "on_or_after", Moment(edge, False)))
        assert outlook(policy(held), asked, 10 * DAY) == Outlook(None, until, ())
    for beyond in (LAST, LAST + DAY):
        at_the_end = replace(asked, at=beyond)
        assert outlook(policy(midday), at_the_end, 10 * DAY) == Outlook(None, None, (None,))


def test_the_first_days_of_the_calendar_stand_still() -> None:
    first = utc("0001-01-03 00:00")
    midday = rule(hours_of((0, 720)))
    asked = request(first - DAY, zone=NEW_YORK)
    assert outlook(policy(midday), asked, 3 * DAY).valid_until == at("0001-01-03 00:00")
