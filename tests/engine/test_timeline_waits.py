"""What a contact waits for that time alone does not make eligible."""

from __future__ import annotations

import pytest

from policydsl.core.outlook import Awaited, Wait
from tests.core.build import DAY, HOUR, at
from tests.core.build_outlooks import event, written
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
FACTS = """fact person.cease : flag = no
fact person.score : number = 0
fact person.limit : number = 0
fact person.x : instant = none
fact person.asleep : hours = none
fact person.wishes : preferences = none
fact proposal.topic : text = none
fact debt.paid : flag = no
fact debt.called_on : instant = none
event promise, cured
"""
DEBTS = {"proposal": {"debts": ["D1"]}, "debts": [{"id": "D1", "due_on": "2026-03-01"}]}


def asked(rules: str, **parts: object) -> Both:
    return case(FACTS + rules, NOON, **parts)


def wait(kind: Awaited, *names: str, rule: str | None = "t.d") -> Wait:
    return Wait(kind, rule, names)


EVENT, FACT, CONSENT = Awaited.EVENT, Awaited.FACT, Awaited.CONSENT
NEVER, HORIZON, APPROVAL = Awaited.NEVER, Awaited.HORIZON, Awaited.APPROVAL


@pytest.mark.parametrize(
    ("rule", "person", "expected"),
    [
        ("deny d when person.cease\n", {"cease": True}, [wait(FACT, "person.cease")]),
        ("deny d when not person.cease\n", {}, [wait(FACT, "person.cease")]),
        (
            "deny d when person.score <= person.limit\n",
            {},
            [wait(FACT, "person.score", "person.limit")],
        ),
        ("deny d when channel is voice unless person.cease\n", {}, [wait(FACT, "person.cease")]),
        ("deny d when person.region is known\n", {"region": "US"}, [wait(FACT, "person.region")]),
        ("deny d when channel is voice\n", {}, [wait(NEVER)]),
        ("deny d when now is after person.x\n", {"x": written(NOON - 1)}, [wait(FACT, "person.x")]),
        ("deny d when today is after 2026-03-01\n", {}, [wait(NEVER)]),
        (
            "deny d when person.x is within last 9000 full days\n",
            {"x": written(NOON)},
            [wait(FACT, "person.x")],
        ),
        ("deny d when not now is during person.asleep\n", {}, [wait(FACT, "person.asleep")]),
        (
            "deny d when ruled out by person.wishes\n",
            {"wishes": [{"channels": ["voice"]}]},
            [wait(FACT, "person.wishes")],
        ),
        ("deny d when no attempts per person ever\n", {}, [wait(EVENT, "contact")]),
        (
            "deny d when no promise per person ever or no payments per person ever\n",
            {},
            [wait(EVENT, "promise", "payment")],
        ),
        ("quiet hours d from 00:00 to 24:00\n", {}, [wait(NEVER)]),
        (
            "quiet hours d during person.asleep\n",
            {"asleep": {"every_day": ["00:00-24:00"]}},
            [wait(FACT, "person.asleep")],
        ),
        (
            "consent d require consent for channel, purpose\n",
            {},
            [wait(CONSENT, "voice", "collections")],
        ),
        ("deny d when no live consent for campaign\n", {}, [wait(CONSENT, "consent")]),
        ("deny d when live consent for channel\n", {}, []),
        (
            "deny d when person.cease through person.x\n",
            {"cease": True},
            [wait(FACT, "person.cease", "person.x")],
        ),
    ],
)
def test_what_a_rule_waits_for(rule: str, person: dict[str, object], expected: list[Wait]) -> None:
    assert list(asked(rule, person=person).waits()) == expected


def test_a_cap_waits_for_what_its_window_begins_with() -> None:
    rules = "cap d at most 1 attempt per person since last payment\n"
    one = asked(rules, events=[event(NOON - DAY)])
    assert one.waits() == (wait(EVENT, "payment"),)
    ever = asked("cap d at most 1 attempt per person ever\n", events=[event(NOON - DAY)])
    assert ever.waits() == (wait(NEVER),)


def test_what_is_missing_is_waited_for_by_its_name() -> None:
    one = case("fact person.z : flag\ndeny d when person.z\n", NOON)
    assert one.waits() == (wait(FACT, "person.z"),)
    no_zone = case("quiet hours d from 22:00 to 08:00\n", NOON, person={"time_zones": []})
    assert no_zone.waits() == (wait(FACT, "person.time_zones"),)
    year = at("2040-03-04 12:00")
    decree = case('quiet hours d all day on holidays of "CN"\n', year)
    assert decree.waits() == (wait(FACT, "calendar:CN"),)


def test_zones_that_are_never_open_together_are_a_matter_of_the_zones() -> None:
    rules = "contact hours d from 10:00 to 11:00\n"
    one = case(rules, NOON, "America/New_York", "Asia/Shanghai")
    assert one.waits(30) == (wait(FACT, "person.time_zones"),)


def test_rules_that_only_together_never_open_wait_for_the_horizon() -> None:
    rules = "quiet hours a from 08:00 to 20:00\nquiet hours b from 20:00 to 08:00\n"
    assert case(rules, NOON).waits(30) == (Wait(HORIZON),)


def test_what_lifts_after_the_horizon_waits_for_it() -> None:
    rules = "fact person.x : instant\ndeny d when now is before person.x\n"
    one = case(rules, NOON, person={"x": written(NOON + 50 * DAY)})
    assert one.waits(30) == (wait(HORIZON),)
    assert one.waits(60) == ()


def test_a_rule_that_lifts_in_time_is_not_waited_for() -> None:
    rules = "quiet hours n from 08:00 to 20:00\ndeny d when person.cease\n"
    one = asked(rules, person={"cease": True})
    assert one.waits() == (wait(FACT, "person.cease"),)


def test_reviews_wait_for_approvals_now_or_when_they_are_due() -> None:
    rules = "review d when channel is voice approval by legal\nreview e when channel is voice\n"
    approvals = (wait(APPROVAL, "legal"), wait(APPROVAL, rule="t.e"))
    assert set(asked(rules).waits()) == set(approvals)
    deferred = asked(rules + "quiet hours n from 08:00 to 20:00\n")
    assert set(deferred.waits()) == set(approvals)
    assert asked("warn w when channel is voice\n").waits() == ()


def test_what_no_root_governs() -> None:
    text = (
        "policy t\n  governs purpose is servicing and not person.cease\n  otherwise deny\n" + FACTS
    )
    assert case(text, NOON).waits() == (wait(FACT, "person.cease", rule="t"),)
    asked_for = "policy t\n  governs purpose is servicing\n  otherwise deny\n"
    assert case(asked_for, NOON).waits() == (wait(NEVER, rule="t"),)


# --- ladders ----------------------------------------------------------------------------------

LADDER = """ladder d per debt
  step one from day 1 after debt.called_on via sms
  step two after one attempted 1 times via voice
  step three until day 2 past due when debt.paid via chat
  step four from due day via email at most 1 attempts ever
  take any open step
"""


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("sms", [wait(FACT, "debt.called_on")]),
        ("voice", [wait(EVENT, "step:one")]),
        ("chat", [wait(FACT, "debt.due_on", "debt.paid")]),
        ("email", [wait(NEVER)]),
        ("visit", [wait(NEVER)]),
    ],
)
def test_what_a_step_waits_for(channel: str, expected: list[Wait]) -> None:
    parts = DEBTS | {"proposal": {"debts": ["D1"], "channel": channel}}
    mailed = event(NOON - HOUR, channel="email", debts=["D1"])
    assert list(asked(LADDER, events=[mailed], **parts).waits()) == expected


def test_a_ladder_waits_for_what_holds_or_stops_it_and_for_what_begins_it_anew() -> None:
    parts = DEBTS | {"debts": [{"id": "D1", "due_on": "2026-03-01", "paid": True}]}
    parts["proposal"] = {"debts": ["D1"], "channel": "email"}
    assert asked(LADDER + "  hold while debt.paid\n", **parts).waits() == (wait(FACT, "debt.paid"),)
    stopped = asked(LADDER + "  stop when debt.paid\n  reset after cured\n", **parts)
    assert stopped.waits() == (wait(EVENT, "cured"), wait(FACT, "debt.paid"))
    lacking = asked(LADDER, proposal={"channel": "email"})
    assert all(one.kind is FACT for one in lacking.waits())


def test_a_step_that_is_spent_waits_for_what_its_budget_counts_from() -> None:
    ladder = """ladder d per debt
      step one from due day via sms at most 1 attempts since last payment at most 9 attempts ever
      take any open step
    """
    parts = DEBTS | {"proposal": {"debts": ["D1"], "channel": "sms"}}
    texted = event(NOON - HOUR, channel="sms", debts=["D1"])
    assert asked(ladder, events=[texted], **parts).waits() == (wait(EVENT, "payment"),)


def test_a_ladder_waits_for_what_would_lift_it() -> None:
    parts = DEBTS | {"proposal": {"debts": ["D1"], "channel": "email"}}
    mailed = event(NOON - HOUR, channel="email", debts=["D1"])
    lifted = LADDER.replace("per debt\n", "per debt\n  unless debt.paid\n")
    assert asked(lifted, events=[mailed], **parts).waits() == (wait(FACT, "debt.paid"),)
    applies = LADDER.replace("per debt\n", "per debt\n  when person.score <= 0\n")
    assert asked(applies, events=[mailed], **parts).waits() == (wait(FACT, "person.score"),)


def test_a_ladder_that_closes_within_the_margin() -> None:
    """What holds it then is not looked into: its own conditions would lift it."""
    head = "policy t\n  otherwise deny\n  delivery margin 2 hours\n"
    ladder = LADDER.replace("per debt\n", "per debt\n  unless debt.paid\n")
    ladder += "  hold while now is after person.x\n"
    parts = DEBTS | {"proposal": {"debts": ["D1"], "channel": "email"}}
    one = case(head + FACTS + ladder, NOON, person={"x": written(NOON + HOUR)}, **parts)
    assert one.verdict(NOON) == "deny"
    assert one.waits() == (wait(FACT, "debt.paid"),)


def test_a_rule_that_closes_within_the_margin_for_good() -> None:
    head = "policy t\n  otherwise deny\n  delivery margin 2 hours\n" + FACTS
    rules = "deny d when now is on or after person.x\n"
    one = case(head + rules, NOON, person={"x": written(NOON + HOUR)})
    assert one.waits() == (wait(FACT, "person.x"),)
    opening = "deny d when now is on or after person.x and today is before 2027-08-01\n"
    later = case(head + opening, NOON, person={"x": written(NOON + HOUR)})
    assert later.waits() == (wait(HORIZON),)
    assert later.waits(600) == ()


def test_two_ladders_wait_apart() -> None:
    parts = DEBTS | {"proposal": {"debts": ["D1"], "channel": "sms"}}
    other = LADDER.replace("ladder d", "ladder e").replace("debt.called_on", "debt.due_on")
    assert asked(LADDER + other, **parts).waits() == (wait(FACT, "debt.called_on"),)
