"""Expressions, from their text to what they say of a request, on both sides of each boundary."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import codes, judged, reasons, request

FACTS = """
fact person.score : number
fact person.limit : number
fact person.since : date = none
fact person.seen : instant = none
fact person.tags : set of gold, vip
fact person.note : text
fact person.tier : one of low, high = low
fact person.frail : flag = no
fact person.agreed : hours = none
fact person.wishes : preferences = none
"""
YES, NO, UNKNOWN = "yes", "no", "unknown"
SAYS = {("PROHIBITED",): YES, (): NO, ("FACT_MISSING",): UNKNOWN}


def says(expression: str, *, at: str = "2026-03-04T10:00:00+08:00", **person: Any) -> str:
    """What an expression comes to for a person at an instant."""
    rules = f"{FACTS}deny x when {expression}"
    return SAYS[tuple(reasons(judged(rules, request(at, person=person))))]


@pytest.mark.parametrize(
    ("expression", "below", "equal", "above"),
    [
        ("person.score < 5", YES, NO, NO),
        ("person.score <= 5", YES, YES, NO),
        ("person.score > 5", NO, NO, YES),
        ("person.score >= 5", NO, YES, YES),
        ("person.score is 5", NO, YES, NO),
        ("person.score is not 5", YES, NO, YES),
        ("person.score in {5, 6}", NO, YES, NO),
        ("person.score not in {5, 6}", YES, NO, YES),
        ("person.score <= person.limit", YES, YES, NO),
    ],
)
def test_numbers(expression: str, below: str, equal: str, above: str) -> None:
    found = [says(expression, score=score, limit=5) for score in (4, 5, 7)]
    assert found == [below, equal, above]
    assert says(expression, limit=5) == UNKNOWN


def test_a_number_has_its_fraction() -> None:
    assert says("person.score < 5.5", score=5.4) == YES
    assert says("person.score < 5.5", score=5.5) == NO


def test_texts_begin_and_are_equal_to_the_letter() -> None:
    assert says('person.note starts with "US-"', note="US-FL") == YES
    assert says('person.note starts with "US-"', note="us-fl") == NO
    assert says("person.note is person.region", note="US", region="US") == YES
    assert says("person.note is person.tier", note="low") == YES


def test_sets() -> None:
    assert says("person.tier in person.tags", tags=["vip"]) == NO
    assert says("person.note in person.tags", note="vip", tags=["vip"]) == YES
    assert says("person.note not in person.tags", note="vip", tags=["vip"]) == NO
    assert says("person.note in person.tags", note="vip") == UNKNOWN


def test_known_and_none_are_two_things() -> None:
    assert [says("person.since is known"), says("person.since is none")] == [YES, YES]
    assert [says("person.score is known"), says("person.score is not known")] == [NO, YES]
    assert says("person.since is not none", since="2026-01-01") == YES


def test_a_flag_stands_alone_or_is_compared() -> None:
    assert says("person.frail", frail=True) == YES
    assert says("person.frail is no", frail=True) == NO
    assert says("not person.frail") == YES


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("person.since is before 2026-03-04", (YES, NO, NO)),
        ("person.since is on or before 2026-03-04", (YES, YES, NO)),
        ("person.since is after 2026-03-04", (NO, NO, YES)),
        ("person.since is on or after today", (NO, YES, YES)),
        ("person.since + 1 full days is after now", (NO, YES, YES)),
        ("person.since + 1 calendar months is before 2026-04-04", (YES, NO, NO)),
        ("today is after person.since", (YES, NO, NO)),
        ("person.since is 2026-03-04", (NO, YES, NO)),
        ("person.since in {2026-03-03, 2026-03-05}", (YES, NO, YES)),
        ("person.since is within last 1 consecutive days", (NO, YES, NO)),
        ("person.since is within last 1 full days", (YES, YES, NO)),
        ("person.since is not within last 1 full days", (NO, NO, YES)),
    ],
)
def test_dates(expression: str, days: tuple[str, str, str]) -> None:
    found = [says(expression, since=f"2026-03-0{day}") for day in (3, 4, 5)]
    assert tuple(found) == days


@pytest.mark.parametrize(
    ("expression", "before", "then"),
    [
        ("person.seen is before 2026-03-04T09:00:00+08:00", YES, NO),
        ("person.seen is on or before now", YES, YES),
        ("person.seen is 2026-03-04T01:00:00Z", NO, YES),
        ("person.seen is not 2026-03-04T01:00:00Z", YES, NO),
        ("person.seen + 2 hours is after now", NO, YES),
        ("person.seen + 2 hours + 1 full days is after 2026-03-05", NO, NO),
        ("person.seen is within last 60 minutes", NO, NO),
        ("person.seen is within last 61 minutes", NO, YES),
        ("person.seen is within last 1 full days", YES, YES),
    ],
)
def test_instants(expression: str, before: str, then: str) -> None:
    seen = ("2026-03-04T07:59:59+08:00", "2026-03-04T09:00:00+08:00")
    assert (says(expression, seen=seen[0]), says(expression, seen=seen[1])) == (before, then)


def test_months_are_cut_to_their_last_day() -> None:
    expression = "person.since + 1 calendar months is on or after today"
    assert says(expression, at="2026-02-28T12:00:00+08:00", since="2026-01-31") == YES
    assert says(expression, at="2026-03-01T12:00:00+08:00", since="2026-01-31") == NO


def test_business_days_of_a_calendar_named_by_a_fact() -> None:
    expression = "person.since + 1 full business days of person.region is on or after today"
    friday = {"since": "2026-03-06"}
    assert says(expression, at="2026-03-09T12:00:00+08:00", region="CN", **friday) == YES
    assert says(expression, at="2026-03-10T12:00:00+08:00", region="CN", **friday) == NO


def test_none_is_neither_before_nor_after_nor_within() -> None:
    for relation in ("before now", "after now", "within last 24 hours"):
        assert says(f"person.seen is {relation}") == NO


def test_now_during_hours() -> None:
    assert says("now is during person.agreed", agreed={"every_day": ["09:00-11:00"]}) == YES
    assert says("now is not during person.agreed", agreed={"every_day": ["09:00-11:00"]}) == NO
    assert says("now is during person.agreed") == NO


def test_preferences_rule_out() -> None:
    assert says("ruled out by person.wishes", wishes=[{"channels": ["voice"]}]) == YES
    assert says("ruled out by person.wishes", wishes=[{"channels": ["sms"]}]) == NO


def called(at: str, **more: Any) -> dict[str, Any]:
    return {
        "id": at,
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        **more,
    }


@pytest.mark.parametrize(
    ("quantifier", "answers"),
    [
        ("any", (NO, YES, YES)),
        ("no", (YES, NO, NO)),
        ("at least 2", (NO, NO, YES)),
        ("at most 0", (YES, NO, NO)),
        ("at most 1", (YES, YES, NO)),
    ],
)
def test_counted_conditions(quantifier: str, answers: tuple[str, str, str]) -> None:
    events = [called("2026-03-04T09:00:00+08:00"), called("2026-03-04T09:30:00+08:00")]
    rule = f"deny x when {quantifier} attempts by voice in a calendar day"
    found = [
        SAYS[tuple(reasons(judged(rule, request(events=events[:number]))))] for number in range(3)
    ]
    assert tuple(found) == answers


RECORD = {
    "id": "k",
    "channel": "voice",
    "purpose": "collections",
    "level": "express",
    "effective_from": "2026-01-01T00:00:00Z",
}


def test_consent_conditions() -> None:
    live = request(consents=[RECORD])
    for text, with_record, without in (
        ("live express consent for channel", ["PROHIBITED"], []),
        ("no live consent for channel, purpose", [], ["PROHIBITED"]),
        ("live written consent for channel", [], []),
    ):
        rule = f"deny x when {text}"
        assert reasons(judged(rule, live)) == with_record
        assert reasons(judged(rule, request())) == without


def test_past_contacts_are_judged_by_the_consent_of_their_time() -> None:
    rule = (
        "cap unasked at most 1 attempts per person ever\n"
        "  where (no live consent for channel as of event.at)"
    )
    record = {**RECORD, "effective_from": "2026-03-02T00:00:00+08:00"}
    early, late = called("2026-03-01T09:00:00+08:00"), called("2026-03-03T09:00:00+08:00")
    assert reasons(judged(rule, request(consents=[record], events=[early]))) == ["CAP_REACHED"]
    assert reasons(judged(rule, request(consents=[record], events=[late]))) == []


def test_a_definition_means_the_same_wherever_it_stands() -> None:
    rules = "define spoken = channel is voice\ndeny a when spoken\ndeny b when not spoken"
    assert [one.rule for one in judged(rules, request()).reasons] == ["t.a"]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("person.since + 2 hours is after now", "E319"),
        ("person.seen + 1 full days + 2 hours is after now", "E319"),
        ("person.since is within last 24 hours", "E319"),
        ("person.note is within last 24 hours", "E320"),
        ("person.note is before now", "E320"),
        ("person.nobody is before now", "E303"),
        ("person.nobody is within last 24 hours", "E303"),
        ("person.nobody < 5", "E303"),
        ("person.nobody in {a}", "E303"),
        ("person.nobody is known", "E303"),
        ('person.nobody starts with "x"', "E303"),
        ("now is during person.nobody", "E303"),
        ("ruled out by person.nobody", "E303"),
        ("person.note in person.nobody", "E303"),
        ("person.note is person.nobody", "E303"),
        ("person.score in person.tags", "E308"),
        ("person.score is person.note", "E308"),
        ("person.note in person.note", "E306"),
        ("live consent for nothing", "E301"),
        ("live consent for channel where (any attempts ever)", "E321"),
        ("live consent for channel where (live consent for channel)", "E322"),
    ],
)
def test_mistakes_are_reported_once(expression: str, code: str) -> None:
    assert codes(f"{FACTS}deny x when {expression}") == [code]
