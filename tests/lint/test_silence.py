"""Policies that look like trouble and are none: nothing is said of them.

Each stands for a decision when not to report. The lints of times and of texts are not asked.
"""

from __future__ import annotations

from datetime import date

import pytest

import policydsl
from policydsl.diagnostics.render_text import render
from policydsl.lint.lint import Subject
from policydsl.lint.registry import LINTS

TODAY = date(2026, 3, 4)
ASKED = [one for one in LINTS if one.code.startswith("W2")]
HEAD = """policy house
  governs purpose in {collections, servicing, marketing}
  otherwise deny
source act = "Act"
fact person.tier : one of low, mid, high
fact person.vip  : flag = no
fact debt.paid   : flag = no
deny names_no_debt when debt_count < 1
"""
LADDER = """ladder recovery per debt
  stop when debt.paid
  take any open step
"""


def said_of(text: str) -> str:
    """What the lints of rules say, as a person reads it."""
    policy = policydsl.load_text(text)
    own = tuple(one for one in policy.trees if one.name.text == policy.name)
    subject = Subject(policy.name, own, policy, TODAY)
    return render([finding.diagnostic for one in ASKED for finding in one.look(subject)])


LIMITS = {
    "the longer window allows more": """
        cap daily at most 3 attempts by voice per person in a calendar day
        cap weekly at most 10 attempts by voice per person in 7 consecutive days""",
    "the tighter one counts other contacts": """
        cap calls at most 3 attempts by voice per person in a calendar day
        cap texts at most 1 attempt by sms per person in 7 consecutive days""",
    "the tighter one counts further contacts only": """
        cap all at most 5 attempts per person in a calendar day
        cap heard at most 3 connections per person in 7 consecutive days""",
    "the tighter one is lifted": """
        cap daily at most 5 attempts by voice per person in a calendar day
        cap weekly at most 3 attempts by voice per person in 7 consecutive days
        exempt vip when person.vip lifts weekly""",
    "the tighter one is for fewer": """
        cap daily at most 5 attempts by voice per person in a calendar day
        cap weekly at most 3 attempts by voice per person in 7 consecutive days
          when purpose is marketing""",
    "the tighter one lets the unknown pass": """
        cap daily at most 5 attempts by voice per person in a calendar day
        cap weekly at most 3 attempts by voice per person in 7 consecutive days if unknown allow""",
    "the tighter one only warns": """
        cap daily at most 5 attempts by voice per person in a calendar day
        cap weekly at most 3 attempts by voice per person in 7 consecutive days effect warn""",
    "the tighter one has a finer key": """
        cap person at most 5 attempts by voice per person in a calendar day
        cap address at most 3 attempts by voice per person, address in 7 consecutive days""",
    "the tighter one has another clock": """
        cap here at most 3 attempts by voice per person in a calendar day
        cap there at most 2 attempts by voice per person in a calendar day
          time zone "Asia/Shanghai\"""",
    "the tighter one is over": """
        cap now at most 3 attempts by voice per person in a calendar day
        cap then at most 2 attempts by voice per person in 7 consecutive days
          effective until 2026-01-01""",
    "both say what their sources say": """
        cap daily at most 5 attempts by voice per person in a calendar day basis law cite act "1"
        cap weekly at most 3 attempts by voice per person in 7 consecutive days basis law cite act
          "2\"""",
    "a special limit that is tighter": """
        cap daily at most 5 attempts by voice per person in a calendar day
        cap vip at most 3 attempts by voice per person in a calendar day when person.vip""",
    "a special limit and its exemption": """
        cap daily at most 3 attempts by voice per person in a calendar day unless person.vip
        cap vip at most 5 attempts by voice per person in a calendar day when person.vip""",
    "a week that one contact fewer in a day does not fill": """
        cap daily at most 2 attempts by voice per person in a calendar day
        cap weekly at most 13 attempts by voice per person in 7 consecutive days""",
    "six in the longest day": """
        gap apart at least 4 hours between attempts by voice per person
        cap daily at most 6 attempts by voice per person in a calendar day""",
    "a gap that not all contacts keep": """
        gap apart at least 4 hours between attempts by voice per person when purpose is marketing
        cap daily at most 10 attempts by voice per person in a calendar day""",
    "a gap that something lifts": """
        gap apart at least 4 hours between attempts by voice per person unless person.vip
        cap daily at most 10 attempts by voice per person in a calendar day""",
    "a day in the week of which today is one": """
        cap days at most 7 days with attempts by voice per person in 7 consecutive days""",
    "filters that only look contradictory": """
        cap some at most 3 connections by voice per person in 24 hours
          where (event.connected and not event.conversation and event.outcome is not busy)""",
    "a filter by what proposals do not have": """
        cap unanswered at most 3 attempts by voice per person in 24 hours
          where (not event.connected and event.outcome is no_answer)""",
    "a filter by one thing or another": """
        cap some at most 3 attempts per person in 24 hours
          where (not event.connected or event.actor is human)""",
    "a filter and a condition on the same field": """
        cap some at most 3 attempts by voice per person in 24 hours
          where (event.purpose is collections) when purpose in {collections, servicing}""",
    "a filter by what the proposal says": """
        cap same at most 3 attempts per person in 24 hours
          where (event.purpose is proposal.purpose)""",
    "a filter by all that is governed": """
        cap some at most 3 attempts by voice per person in 24 hours
          where (event.purpose in {collections, servicing, marketing})""",
    "a filter that an exemption answers": """
        cap some at most 3 attempts by voice per person in 24 hours
          where (event.purpose is not servicing)
        exempt service when purpose is servicing lifts some""",
}
CONDITIONS = {
    "either of two channels": "deny one when channel is sms or channel is email",
    "between two numbers": "deny one when debt_count > 3 and debt_count < 5",
    "a text that may be anything": "deny one when reason is known and reason is not urgent",
    "lifted for some": "deny one when channel in {voice, visit} unless channel is visit",
    "two rules with two reasons": """
        deny one code HOLD when person.vip and channel is voice
        deny two code CEASE when channel is voice and person.vip""",
    "two rules of two sources": """
        deny one when person.vip and channel is voice basis law cite act "1"
        deny two when person.vip and channel is voice basis law cite act "2\"""",
    "a review and a denial": """
        deny one when person.vip and channel is voice
        review two when person.vip and channel is voice""",
    "lifted by the purpose": """
        quiet hours night from 21:00 to 08:00
        exempt notice when purpose is servicing lifts night""",
    "lifted by a word and an event": """
        quiet hours night from 21:00 to 08:00
          unless reason is reply and any inbound attempts per recipient in 24 hours""",
    "lifted by a word, as a source says": """
        quiet hours night from 21:00 to 08:00 unless reason is emergency basis law cite act""",
    "a cap lifted by a word": """
        cap daily at most 3 attempts by voice per person in a calendar day
          unless reason is requested_callback""",
    "a denial of no consent, lifted by a word": """
        deny offers when purpose is marketing unless reason is requested""",
}
LADDERS = {
    "attempts that no limit forbids": """
        step remind from day 1 past due via sms at most 2 attempts in a calendar day
        step call after remind attempted 5 times via voice""",
    "too many attempts, or some days": """
        step remind from day 1 past due via sms at most 2 attempts ever
        step call after remind attempted 3 times or remind open 10 full days via voice""",
    "a condition that may come true": """
        step remind from day 1 past due via sms when person.tier in {mid, high}
        step call from day 1 past due via voice when person.tier is low""",
    "as many as the days hold": """
        step letters from day 1 past due until day 31 past due via letter
          at most 3 attempts ever at least 10 rolling days apart""",
    "no last day": """
        step letters from day 1 past due via letter
          at most 3 attempts ever at least 60 rolling days apart
        step call after letters attempted 3 times via voice""",
    "a gap for other contacts": """
        step letters from day 1 past due until day 11 past due via letter at most 3 attempts ever""",
    "a step that ends as the next begins": """
        step remind from day 1 past due until day 5 past due via sms
        step call from day 5 past due via voice""",
    "days from two dates": """
        step remind from day 9 past due until day 5 after debt.sold_on via sms""",
}


def written(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    assert said_of(HEAD + written(LIMITS[name]) + "\n") == ""


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions(name: str) -> None:
    assert said_of(HEAD + written(CONDITIONS[name]) + "\n") == ""


@pytest.mark.parametrize("name", LADDERS)
def test_ladders(name: str) -> None:
    more = "fact debt.sold_on : date = none\n"
    gap = "gap calls at least 20 rolling days between attempts by voice per person\n"
    assert said_of(HEAD + more + gap + LADDER + written(LADDERS[name]) + "\n") == ""


def test_current_step_with_a_later_one_that_waits() -> None:
    text = """ladder recovery per debt
      stop when debt.paid
      step remind from day 1 past due via sms
      step call from day 1 past due after remind attempted 1 time via voice
      step visit from day 1 past due when person.vip via visit
    """
    assert said_of(HEAD + text) == ""


STOPS = [
    "deny paid when debt.paid",
    "cooldown paid wait 30 full days after payment per debt",
    "cap paid at most 1 attempt per debt ever when debt.paid",
]


@pytest.mark.parametrize("stop", STOPS)
def test_a_ladder_that_something_else_stops(stop: str) -> None:
    ladder = "ladder recovery per debt\n  step call from day 3 past due via voice\n"
    assert "W208" in said_of(HEAD + ladder)
    assert said_of(f"{HEAD}{stop}\n{ladder}") == ""


STOPS_BY_OTHER_NAMES = [
    "stop when debt.已结清",
    "stop when debt.quitada",
    "stop when debt.cleared",
    "hold while debt.written_off",
    "reset after 结清",
    "when debt.overdue",
    "when debt.active",
    "stop when debt.quitada or debt.disputed",
]
NAMES = """fact debt.已结清 : flag
fact debt.quitada : flag
fact debt.cleared : flag
fact debt.written_off : flag
fact debt.overdue : flag
fact debt.active : flag
fact debt.disputed : flag
event 结清
deny asked when debt.disputed
"""


@pytest.mark.parametrize("stop", STOPS_BY_OTHER_NAMES)
def test_a_ladder_that_stops_by_a_name_of_the_authors_own(stop: str) -> None:
    ladder = f"ladder recovery per debt\n  {stop}\n  step call from day 3 past due via voice\n"
    assert said_of(HEAD + NAMES + ladder) == ""


@pytest.mark.parametrize("stop", ["hold while debt.disputed", "stop when debt.in_court"])
def test_a_ladder_that_stops_for_something_else_than_a_payment(stop: str) -> None:
    facts = NAMES + "fact debt.in_court : flag\n"
    ladder = f"ladder recovery per debt\n  {stop}\n  step call from day 3 past due via voice\n"
    assert "goes on after a payment" in said_of(HEAD + facts + ladder)


def test_a_ladder_that_is_about_no_debt_need_not_stop_for_a_payment() -> None:
    ladder = "ladder offers per person\n  step offer via sms at most 2 attempts ever\n"
    assert said_of(HEAD + ladder) == ""


NO_DEBT = "policy house\n  otherwise deny\nfact debt.disputed : flag = no\n"
WITHOUT_DEBT = [
    "deny disputed when debt.disputed",
    "warn often when at least 3 attempts per debt in 24 hours",
    "cap often at most 3 attempts by voice per debt in 24 hours\n"
    "deny unnamed when channel is voice and debt_count < 1",
    "cap often at most 3 attempts by voice per debt in 24 hours\ndeny calls when channel is voice",
    "cap often at most 3 attempts by voice per campaign in 24 hours",
    "cap often at most 3 attempts by voice per debt in 24 hours\n"
    "deny unnamed when purpose is collections and debt_count < 1",
    "cap often at most 3 attempts by voice per debt in 24 hours\n"
    "deny unnamed when debt_count < 1 unless purpose is marketing",
]


@pytest.mark.parametrize("rules", WITHOUT_DEBT)
def test_contacts_about_no_debt(rules: str) -> None:
    assert said_of(f"{NO_DEBT}{rules}\n") == ""


def test_what_a_used_policy_does_is_not_reported() -> None:
    law = """
    policy law
      otherwise deny
    cap daily at most 5 attempts by voice per person in a calendar day
    cap weekly at most 3 attempts by voice per person in 7 consecutive days
    deny never when channel is sms and channel is voice
    """
    assert said_of(f"policy house\n  otherwise deny\nuse law\n{law}") == ""


def test_versions_are_no_duplicates() -> None:
    rule = "deny calls when channel is voice and person.vip"
    text = f"""policy house
      effective until 2026-06-01
      otherwise deny
    fact person.vip : flag = no
    {rule}
    policy house
      effective from 2026-06-01
      otherwise deny
    fact person.vip : flag = no
    {rule}
    """
    assert said_of(text) == ""
