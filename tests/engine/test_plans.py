"""Plans: when a contact may be made by each channel, held against the decisions themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

import policydsl
from policydsl.engine.plans import by_channel
from policydsl.facts.moments import to_micros
from tests.policies.cases import POLICIES, pack
from tests.support import HEAD, request

STRATEGY = "examples/consumer_credit/strategy.policy"
CAMPAIGN = POLICIES / "examples" / "consumer_credit" / "campaign.jsonl"
EVENING = "2026-03-04T23:00:00+08:00"
DAY, HOUR, MICROSECOND = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)

RULES = (
    HEAD
    + """
  time zone "Asia/Shanghai"
quiet hours night from 22:00 to 08:00
  when channel is not email
review visits when channel is visit
  approval by manager
review weekends when channel is visit and purpose is collections
  approval by owner
deny letters when channel is letter
"""
)


def campaign(every: int) -> list[dict[str, Any]]:
    """Every so many requests of the example campaign."""
    lines = CAMPAIGN.read_text(encoding="utf-8").splitlines()[::every]
    return [json.loads(line) for line in lines]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def interval(start: str, end: str) -> policydsl.Interval:
    return policydsl.Interval(instant(start), instant(end))


def holds(intervals: Sequence[policydsl.Interval], moment: datetime) -> bool:
    return any(one.start <= moment < one.end for one in intervals)


def test_allowed_times_by_channel() -> None:
    policy = policydsl.load_text(RULES)
    plan = policy.plan(request(EVENING), 2 * DAY, ["voice", "email", "visit", "letter"])
    assert (plan.at, plan.until) == (instant(EVENING), instant(EVENING) + 2 * DAY)
    assert plan.channels == ("voice", "email", "visit", "letter")
    days = (
        interval("2026-03-05T08:00:00+08:00", "2026-03-05T22:00:00+08:00"),
        interval("2026-03-06T08:00:00+08:00", "2026-03-06T22:00:00+08:00"),
    )
    whole = policydsl.Interval(plan.at, plan.until)
    assert plan.allowed == {"voice": days, "email": (whole,), "visit": (), "letter": ()}
    assert plan.reviewed == {"voice": (), "email": (), "visit": days, "letter": ()}
    assert plan.now == ("email",)
    assert plan.next("voice") == days[0].start
    assert plan.next("email") == plan.at
    assert plan.next("visit") is None


def test_a_plan_as_json() -> None:
    plan = policydsl.load_text(RULES).plan(request(EVENING), DAY, ["visit", "voice"])
    day = {"start": "2026-03-05T00:00:00Z", "end": "2026-03-05T14:00:00Z"}
    assert plan.to_dict() == {
        "at": "2026-03-04T15:00:00Z",
        "until": "2026-03-05T15:00:00Z",
        "now": [],
        "channels": [
            {"channel": "visit", "next": None, "allowed": [], "reviewed": [day]},
            {"channel": "voice", "next": day["start"], "allowed": [day], "reviewed": []},
        ],
    }
    assert json.loads(json.dumps(plan.to_dict())) == plan.to_dict()


def test_without_channels_the_own_one_comes_first_and_then_all_others() -> None:
    policy = policydsl.load_text(RULES + "fact channel : also kiosk, fax\n")
    plan = policy.plan(request(proposal={"channel": "email"}), DAY)
    others = ("voice", "sms", "push", "in_app", "chat", "letter", "visit", "social")
    assert plan.channels == ("email", *others, "kiosk", "fax")
    assert set(plan.now) == set(plan.channels) - {"visit", "letter"}


def test_reviews_that_follow_each_other_are_one_interval() -> None:
    rules = HEAD + (
        'time zone "Asia/Shanghai"\n'
        "review a when channel is voice and now is during person.morning\n"
        "review b when channel is voice and now is during person.noon\n"
        "fact person.morning : hours = none\nfact person.noon : hours = none\n"
    )
    hours = {"morning": {"every_day": ["09:00-12:00"]}, "noon": {"every_day": ["12:00-14:00"]}}
    plan = policydsl.load_text(rules).plan(request(EVENING, person=hours), DAY, ["voice"])
    assert plan.reviewed["voice"] == (
        interval("2026-03-05T09:00:00+08:00", "2026-03-05T14:00:00+08:00"),
    )
    assert [one.start for one in plan.allowed["voice"]] == [
        instant(EVENING),
        instant("2026-03-05T14:00:00+08:00"),
    ]


def test_a_channel_named_twice_is_asked_once_and_none_is_none() -> None:
    policy = policydsl.load_text(RULES)
    assert policy.plan(request(), DAY, iter(["sms", "voice", "sms"])).channels == ("sms", "voice")
    nothing = policy.plan(request(), DAY, [])
    assert (nothing.channels, nothing.now) == ((), ())
    assert nothing.spread("k") is None
    with pytest.raises(KeyError):
        nothing.next("voice")


@pytest.mark.parametrize(
    ("channels", "code", "path", "said"),
    [
        (["sms", "vioce"], "R113", "channels[1]", "did you mean `voice`?"),
        ("sms", "R112", "channels", "a list of texts"),
        (["sms", None], "R114", "channels[1]", ""),
        (["sms", ["voice"]], "R112", "channels[1]", "a text"),
        (["sms"] * 1001, "R150", "channels", "1000"),
    ],
)
def test_what_is_no_channel_is_refused(channels: Any, code: str, path: str, said: str) -> None:
    policy = policydsl.load_text(RULES)
    with pytest.raises(policydsl.RequestError) as raised:
        policy.plan(request(), DAY, channels)
    assert [(one.code, one.path) for one in raised.value.diagnostics] == [(code, path)]
    assert said in str(raised.value)


@pytest.mark.parametrize("span", [timedelta(0), DAY - MICROSECOND, -DAY, 3660 * DAY + MICROSECOND])
def test_a_span_out_of_range_is_refused(span: timedelta) -> None:
    with pytest.raises(ValueError, match="span must be 1 to 3660 days"):
        policydsl.load_text(RULES).plan(request(), span)


@pytest.mark.parametrize("at", ["9999-12-28T23:00:00Z", "9999-12-20T12:00:00Z"])
def test_a_plan_ends_where_the_calendar_does(at: str) -> None:
    plan = policydsl.load_text(RULES).plan(request(at), 400 * DAY, ["voice", "email"])
    assert plan.at <= plan.until
    for one in (*plan.allowed["voice"], *plan.allowed["email"]):
        assert plan.at <= one.start < one.end <= plan.until


def test_delivery_margins_are_kept() -> None:
    rules = RULES.replace(
        '  time zone "Asia/Shanghai"\n',
        '  time zone "Asia/Shanghai"\n  delivery margin 30 minutes for sms\n',
    )
    plan = policydsl.load_text(rules).plan(request(EVENING), DAY, ["voice", "sms"])
    (by_voice,), (by_sms,) = plan.allowed["voice"], plan.allowed["sms"]
    assert by_sms.start == by_voice.start
    assert by_sms.end == by_voice.end - timedelta(minutes=30)


def test_a_request_by_another_channel_is_what_checking_makes_of_it() -> None:
    policy = pack(STRATEGY)
    channels = policy.schema()["properties"]["proposal"]["properties"]["channel"]["enum"]
    assert len(channels) >= 9
    for data in campaign(every=100):
        checked = policy.request(data)
        for channel in channels:
            other = {**data, "proposal": {**data["proposal"], "channel": channel}}
            assert by_channel(checked, channel) == policy.request(other)


def test_plans_say_what_decisions_say() -> None:
    policy = pack(STRATEGY)
    seen = set()
    for data in campaign(every=200):
        checked = policy.request(data)
        plan = policy.plan(checked, 2 * DAY)
        for channel in plan.channels:
            there = by_channel(checked, channel)
            allowed, reviewed = plan.allowed[channel], plan.reviewed[channel]
            edges = [edge for one in (*allowed, *reviewed) for edge in (one.start, one.end)]
            moments = [plan.at + step * HOUR for step in range(48)]
            moments += [moment for edge in edges for moment in (edge - MICROSECOND, edge)]
            for moment in moments:
                if not plan.at <= moment < plan.until:
                    continue
                verdict = policy.decide(replace(there, at=to_micros(moment))).verdict
                assert holds(allowed, moment) == (verdict == "allow")
                assert holds(reviewed, moment) == (verdict == "review")
                seen.add(verdict)
            for one, after in pairwise(allowed):
                assert one.end < after.start
    assert seen == {"allow", "review", "defer", "deny"}


# --- a key's own instant -----------------------------------------------------------------------


def test_keys_are_spread_over_the_allowed_times_of_a_channel() -> None:
    plan = policydsl.load_text(RULES).plan(request(EVENING), 3 * DAY, ["voice", "email"])
    for number in range(200):
        key = f"c-{number}"
        moment = plan.spread(key)
        assert moment == policydsl.spread(key, plan.allowed["voice"])
        assert moment is not None and holds(plan.allowed["voice"], moment)
        assert plan.spread(key, "email") == policydsl.spread(key, plan.allowed["email"])
        assert plan.spread(key, salt="b") == policydsl.spread(key, plan.allowed["voice"], salt="b")
    with pytest.raises(KeyError):
        plan.spread("c", "sms")


def spread_of(data: dict[str, Any], over: timedelta, rules: str = RULES) -> list[datetime]:
    """Where a hundred keys get to."""
    decision = policydsl.load_text(rules).decide(data)
    found = [decision.spread(f"c-{number}", over) for number in range(100)]
    moments = [one for one in found if one is not None]
    assert len(moments) in (0, 100)
    return sorted(moments)


def test_a_deferred_contact_is_spread_from_its_next_eligible_time_on() -> None:
    moments = spread_of(request(EVENING), 2 * HOUR)
    opens = instant("2026-03-05T08:00:00+08:00")
    assert opens <= moments[0] < opens + HOUR / 2
    assert opens + HOUR * 1.5 < moments[-1] < opens + 2 * HOUR


def test_it_is_spread_no_further_than_until_the_policy_stops_it_again() -> None:
    moments = spread_of(request(EVENING), 3 * DAY)
    closes = instant("2026-03-05T22:00:00+08:00")
    assert closes - HOUR < moments[-1] < closes


def test_an_allowed_contact_is_spread_from_now_on_until_it_no_longer_is() -> None:
    moments = spread_of(request("2026-03-04T20:00:00+08:00"), DAY)
    assert instant("2026-03-04T20:00:00+08:00") <= moments[0]
    assert instant("2026-03-04T21:30:00+08:00") < moments[-1] < instant("2026-03-04T22:00:00+08:00")
    assert spread_of(request("2026-03-04T20:00:00+08:00"), MICROSECOND) == (
        [instant("2026-03-04T20:00:00+08:00")] * 100
    )


def test_a_deferred_contact_that_then_needs_a_review_is_spread_while_nothing_denies_it() -> None:
    moments = spread_of(request(EVENING, proposal={"channel": "visit"}), 3 * DAY)
    assert instant("2026-03-05T08:00:00+08:00") <= moments[0]
    assert moments[-1] < instant("2026-03-05T22:00:00+08:00")


def test_nothing_is_spread_beyond_the_end_of_the_calendar() -> None:
    moments = spread_of(request("9999-12-28T23:00:00Z", proposal={"channel": "email"}), DAY)
    assert moments[0] >= instant("9999-12-28T23:00:00Z")
    assert moments[-1] < instant("9999-12-29T00:00:00Z")
    policy = policydsl.load_text(RULES)
    last = policy.request(request("9999-12-28T23:00:00Z", proposal={"channel": "email"}))
    beyond = replace(last, at=last.at + DAY // MICROSECOND)
    assert policy.decide(beyond).spread("k", DAY) is None


@pytest.mark.parametrize("channel", ["letter", "visit"])
def test_a_contact_that_waits_for_no_time_gets_none(channel: str) -> None:
    assert spread_of(request(proposal={"channel": channel}), DAY) == []


def test_spreading_is_the_same_for_the_same_key_and_salt() -> None:
    decision = policydsl.load_text(RULES).decide(request(EVENING))
    assert decision.spread("c-1", HOUR) == decision.spread("c-1", HOUR)
    assert decision.spread("c-1", HOUR) != decision.spread("c-1", HOUR, salt="2")
    assert decision.next_eligible_at is not None
    there = policydsl.Interval(decision.next_eligible_at, decision.next_eligible_at + HOUR)
    assert decision.spread("c-1", HOUR) == policydsl.spread("c-1", [there])


@pytest.mark.parametrize("over", [timedelta(0), -HOUR, 3660 * DAY + MICROSECOND])
def test_a_length_out_of_range_is_refused(over: timedelta) -> None:
    decision = policydsl.load_text(RULES).decide(request(EVENING))
    with pytest.raises(ValueError, match="over must be more than 0"):
        decision.spread("c-1", over)
