"""What a search promises: an order, a bound, the same answer every time, and never an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from itertools import islice

import pytest

import policydsl
from policydsl.api import Policy
from policydsl.witnesses.search import candidates, find, said_by
from policydsl.witnesses.witness import Witness
from tests.witnesses.measuring import DAY, POLICIES

HEAD = """policy house.rules
  otherwise deny
  governs purpose in {collections, servicing}
fact person.cease : flag = no
fact person.score : number
fact debt.balance : number
fact consent.given_directly : flag = no
"""


def policy(text: str) -> Policy:
    return policydsl.load_text(HEAD + text)


def found(text: str, most: int = 600) -> list[Witness]:
    loaded = policy(text)
    return list(candidates(loaded, loaded.rules[0], day=DAY, most=most))


def speaks(one: Witness, rule: str) -> bool:
    return said_by(one.explanation, f"house.rules.{rule}")


def test_requests_in_which_a_rule_speaks_alone_come_first() -> None:
    first, *rest = found("cap daily at most 3 attempts by voice per person in a calendar day")
    assert first.explanation.verdict == "deny"
    assert [reason.rule for reason in first.explanation.reasons] == ["house.rules.daily"]
    assert len(first.data["events"]) == 3
    assert any(one.explanation.verdict == "allow" for one in rest[:12])


def test_a_cap_is_shown_at_its_limit_and_one_below() -> None:
    numbers = {
        (len(one.request.events), speaks(one, "daily"))
        for one in found("cap daily at most 3 attempts by voice per person in a calendar day")
    }
    assert {(3, True), (2, False), (0, False)} <= numbers


def test_both_sides_of_every_end_of_hours_are_shown_to_the_microsecond() -> None:
    times = {
        (one.data["at"][11:26], speaks(one, "night"))
        for one in found(
            'quiet hours night from 22:00 to 08:00 time zone "Europe/London"', most=1500
        )
    }
    at = {time for time, _ in times}
    assert {("22:00:00+00:00", True), ("21:59:59.999999", False)} <= times, sorted(at)
    assert {("08:00:00+00:00", False), ("07:59:59.999999", True)} <= times, sorted(at)


def test_both_sides_of_the_edge_of_a_window_are_shown() -> None:
    ages = {
        (one.request.at - one.request.events[0].at, speaks(one, "gap"))
        for one in found("gap gap at least 4 hours between attempts by sms per person")
        if len(one.request.events) == 1
    }
    four_hours = 4 * 3600 * 1_000_000
    assert {(four_hours - 1, True), (four_hours, False)} <= ages


def test_bounds_of_numbers_dates_and_levels_are_shown_on_both_sides() -> None:
    scores = {
        (one.request.facts.get("person.score"), speaks(one, "low"))
        for one in found("deny low when person.score < 500")
    }
    assert {(499, True), (500, False), (None, True)} <= scores
    consents = {
        (one.request.consents[0].level, speaks(one, "asked"))
        for one in found(
            "consent asked require express consent for channel with proof honor revocation at once"
        )
        if len(one.request.consents) == 1
    }
    assert {("express", False), ("implied", True)} <= consents


def test_a_missing_fact_is_shown_too() -> None:
    codes = {
        reason.code
        for one in found("deny rich when debt.balance >= 100")
        for reason in one.explanation.reasons
    }
    assert "FACT_MISSING" in codes


def test_every_alternative_of_an_exception_is_shown_alone() -> None:
    text = "deny cease when person.cease unless reason is answer or channel is letter"
    silent = [one for one in found(text) if one.request.facts["person.cease"] is True]
    letters = {
        (
            one.data["proposal"].get("reason") == "answer",
            one.data["proposal"]["channel"] == "letter",
        )
        for one in silent
        if not speaks(one, "cease")
    }
    assert {(True, False), (False, True)} <= letters


def test_duties_are_shown_due_overdue_and_done() -> None:
    text = """
event answered
oblige answer
  when any complaints per person ever
  must answered within 5 full days after first (complaint per person)
"""
    seen = found(text)
    assert any(one.explanation.warnings for one in seen)
    dues = [duty.due_at for one in seen for duty in one.explanation.obligations]
    assert any(due is not None for due in dues)
    complained = [one for one in seen if any(e.kind == "complaint" for e in one.request.events)]
    assert any(not one.explanation.obligations for one in complained)


def test_a_rule_that_does_not_exist_has_no_candidates() -> None:
    loaded = policy("deny cease when person.cease")
    assert not list(candidates(loaded, "house.rules.other", day=DAY))
    assert find(loaded, lambda _: True, "house.rules.other", day=DAY) is None


def test_without_a_rule_every_rule_is_searched_in_turn() -> None:
    loaded = policy("deny cease when person.cease\ndeny low when person.score < 500")
    said = [
        {reason.rule for reason in one.explanation.reasons}
        for one in islice(candidates(loaded, day=DAY, most=300), 20)
    ]
    assert {"house.rules.cease"} in said
    assert {"house.rules.low"} in said


def test_no_more_requests_are_tried_than_allowed() -> None:
    text = "cap daily at most 3 attempts by voice per person in a calendar day"
    assert len(found(text, most=20)) <= 20
    assert len(found(text, most=1)) <= 1


@pytest.mark.parametrize("day", [date.min, date(2300, 1, 1)])
def test_any_day_will_do(day: date) -> None:
    loaded = policy('quiet hours closed all day on holidays of "CN", saturday')
    assert list(candidates(loaded, "house.rules.closed", day=day, most=200))


def test_a_policy_that_can_never_speak_ends_the_search() -> None:
    seen = found("deny never when person.cease and not person.cease")
    assert not any(speaks(one, "never") for one in seen)


def test_large_and_deep_rules_end_the_search() -> None:
    wide = " and ".join(f"person.score is not {number}" for number in range(2_000))
    assert found(f"deny wide when {wide}", most=50) is not None
    deep = "person.cease"
    for number in range(60):
        deep = f"({deep} or person.score is {number})"
    assert any(speaks(one, "deep") for one in found(f"deny deep when {deep}", most=300))


FAR = (
    "cap a at most 1000000 attempts per person in 366 rolling days",
    "cap a at most 2 attempts per person in 100 calendar years",
    "cooldown a wait 100 calendar years after refusal per person",
    "deny a when today is before 2999-12-31",
    "deny a when today is on or before 1900-01-01",
    "deny a when debt.due_on + 100 calendar years + 100 calendar years is after today",
    "consent a require consent for channel lasting at most 100 calendar years"
    " honor revocation at once",
    "oblige a must b within 100 calendar years after first (refusal per person)",
)


@pytest.mark.parametrize("text", FAR)
@pytest.mark.parametrize("day", [DAY, date.max])
def test_nothing_is_raised_by_what_lies_far_away(text: str, day: date) -> None:
    loaded = policy(text)
    assert list(candidates(loaded, "house.rules.a", day=day, most=80))


_PRINT = """
import json, sys
from datetime import date
import policydsl
from policydsl.witnesses.search import candidates
policy = policydsl.load(sys.argv[1])
for one in candidates(policy, day=date(2026, 3, 4), most=300):
    print(json.dumps(one.data, default=str))
"""


def test_two_processes_find_the_same() -> None:
    path = str(POLICIES / "gb/pecr.policy")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _PRINT, path],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    (output,) = outputs
    assert len(output.splitlines()) > 20
    assert all(json.loads(line)["proposal"] for line in output.splitlines())
