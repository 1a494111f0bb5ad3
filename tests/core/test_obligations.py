"""Duties: owed with the contact, due after something, overdue only a warning."""

from __future__ import annotations

import pytest

from policydsl.core.explanation import Explanation, OwedDuty
from policydsl.core.formula import NO, YES, Compare, Formula
from policydsl.core.policy import Obligation, Scope
from policydsl.core.request import Event
from policydsl.core.windows import FullDays, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    ORIGIN,
    PER_DEBT,
    at,
    attempts,
    contact,
    decide,
    happened,
    request,
    root,
    rule,
)

NOW = at("2026-03-04 10:00")
TALK = at("2026-03-01 12:00")
UNKNOWN: Formula = Compare("person.x", "eq", True)


def oblige(*duties: str, **fields: object) -> Obligation:
    return Obligation(
        "p.o",
        duties or ("send_notice",),
        fields.pop("applies", YES),
        fields.pop("lifted", NO),
        fields.pop("within", None),
        fields.pop("after_first", None),
        fields.pop("keys", ()),
        fields.pop("scope", Scope(False, "recipient")),
        ORIGIN,
    )


def judged(obligation: Obligation, *events: Event, now: int = NOW, **fields: object) -> Explanation:
    return decide(request(now, events=events, **fields), obligations=(obligation,))


NOTICE = {"within": FullDays(5), "after_first": attempts(6)}


def test_a_duty_goes_with_the_contact() -> None:
    explanation = judged(oblige("state_identity", "record_contact"))
    assert explanation.verdict == "allow"
    assert explanation.obligations == (
        OwedDuty("record_contact", "p.o"),
        OwedDuty("state_identity", "p.o"),
    )


@pytest.mark.parametrize(
    ("applies", "lifted", "owed"),
    [
        (YES, NO, True),
        (UNKNOWN, NO, True),
        (NO, NO, False),
        (YES, YES, False),
        (YES, UNKNOWN, True),
    ],
)
def test_a_duty_is_owed_unless_it_surely_is_not(
    applies: Formula, lifted: Formula, owed: bool
) -> None:
    assert bool(judged(oblige(applies=applies, lifted=lifted)).obligations) is owed


def test_a_duty_is_due_by_the_end_of_its_span_after_the_first_such_event() -> None:
    events = (contact(TALK, "a", level=6), contact(TALK + DAY, "b", level=6))
    explanation = judged(oblige(**NOTICE), *events)
    assert explanation.obligations == (OwedDuty("send_notice", "p.o", at("2026-03-07 00:00")),)
    assert explanation.warnings == ()


def test_before_anything_happened_a_duty_is_owed_without_a_date() -> None:
    assert judged(oblige(**NOTICE)).obligations == (OwedDuty("send_notice", "p.o", None),)


def test_a_duty_that_was_done_since_is_not_owed() -> None:
    talk = contact(TALK, level=6)
    done = happened("send_notice", TALK)
    early = happened("send_notice", TALK - MICRO)
    assert judged(oblige(**NOTICE), talk, done).obligations == ()
    assert len(judged(oblige(**NOTICE), talk, early).obligations) == 1
    assert len(judged(oblige(**NOTICE), talk, happened("other", TALK)).obligations) == 1


def test_a_duty_is_kept_by_its_keys() -> None:
    per_debt = oblige(**NOTICE, keys=(PER_DEBT,), scope=Scope(True, "recipient"))
    talk = contact(TALK, level=6, debts=("D1", "D2"))
    done = happened("send_notice", TALK + DAY, debts=("D1",))
    explanation = judged(per_debt, talk, done, proposal_debts=("D1", "D2"))
    assert len(explanation.obligations) == 1
    assert judged(per_debt, talk, done, proposal_debts=("D1",)).obligations == ()


def test_an_overdue_duty_warns_and_never_denies() -> None:
    hours = oblige(within=Rolling(24 * HOUR), after_first=attempts(6))
    talk = contact(TALK, level=6)
    due = TALK + 24 * HOUR
    before, after = (judged(hours, talk, now=now) for now in (due - MICRO, due))
    assert before.warnings == ()
    (warning,) = after.warnings
    assert (warning.code, warning.rule, warning.effect) == ("OBLIGATION_OVERDUE", "p.o", "warn")
    assert after.verdict == "allow"


def test_in_several_zones_each_due_instant_is_told() -> None:
    talk = contact(TALK, level=6)
    explanation = judged(oblige(**NOTICE), talk, zones=("America/New_York", "Europe/London"))
    assert [owed.due_at for owed in explanation.obligations] == [
        at("2026-03-07 00:00", "Europe/London"),
        at("2026-03-07 00:00"),
    ]


def test_without_a_zone_a_date_is_not_known_but_the_duty_is_owed() -> None:
    explanation = judged(oblige(**NOTICE), contact(TALK, level=6), zone=None)
    assert explanation.obligations == (OwedDuty("send_notice", "p.o", None),)


def test_duties_are_owed_whatever_the_verdict() -> None:
    asked = request(NOW)
    denied = decide(asked, rule(YES), obligations=(oblige(),))
    assert (denied.verdict, len(denied.obligations)) == ("deny", 1)
    ungoverned = decide(asked, obligations=(oblige(),), roots=(root(governs=NO),))
    assert len(ungoverned.obligations) == 1
