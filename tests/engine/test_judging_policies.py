"""Judgements of whole policies, each agreed with the reference: effects, bindings, roots, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policydsl.core.formula import (
    NO,
    YES,
    Compare,
    Moment,
    When,
)
from policydsl.core.policy import Effect, Root, Scope
from policydsl.core.request import Approval
from policydsl.core.windows import (
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    Rolling,
)
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    NEW_YORK,
    ORIGIN,
    PER_DEBT,
    at,
    contact,
    count,
    hours,
    request,
    rule,
)
from tests.engine.build import blocks, both, policy

NOW = at("2026-03-04 10:00")
CAUGHT = ("p.r",)


def test_what_lifts_a_rule_is_asked_last_and_must_be_sure() -> None:
    lifted = rule(count(Ever()), lifted=Compare("person.exempt", "eq", True))
    events = (contact(NOW),)
    assert blocks(request(NOW, {"person.exempt": True}, events=events), lifted) == ()
    assert blocks(request(NOW, {"person.exempt": False}, events=events), lifted) == CAUGHT
    assert blocks(request(NOW, events=events), lifted) == CAUGHT
    assert blocks(request(NOW, events=events), rule(YES, lifted=YES)) == ()


def test_effects_and_unknowns() -> None:
    flag = Compare("person.x", "eq", True)
    for effect in Effect:
        for on_unknown in ("deny", "review", "warn", "allow"):
            one = rule(flag, effect=effect, on_unknown=on_unknown, approval="legal")
            for facts in ({}, {"person.x": True}, {"person.x": False}):
                for approvals in ((), (Approval("p.r", "legal", NOW, "ann"),)):
                    both(policy(one), request(NOW, facts, approvals=approvals))


def test_rules_that_block_are_named_in_order() -> None:
    parts = [rule(YES, id=f"p.{name}") for name in "cab"]
    judged, _ = both(policy(*parts, rule(NO, id="p.d")), request(NOW))
    assert judged.blocking == ("p.a", "p.b", "p.c")


def test_several_debts_and_zones() -> None:
    due = Compare("debt.paid", "eq", False)
    night, hold = rule(hours((1320, 480)), id="p.night"), rule(due, id="p.due", scope=Scope(True))
    seven = rule(count(ConsecutiveDays(7), 2, PER_DEBT), id="p.cap", scope=Scope(True, "recipient"))
    debts = {"D1": {"debt.paid": True}, "D2": {"debt.paid": False}}
    events = tuple(contact(NOW - n * DAY, f"e{n}", debts=("D2",)) for n in range(3))
    for zones in ((), (NEW_YORK,), (NEW_YORK, "Asia/Shanghai")):
        for proposed in (None, (), ("D1",), ("D1", "D2"), ("D9",)):
            asked = request(NOW, zones=zones, proposal_debts=proposed, debts=debts, events=events)
            both(policy(night, hold, replace(seven, origin=replace(ORIGIN, kind="cap"))), asked)


def test_roots_that_depend_on_the_date() -> None:
    begun = When(Moment("today", True), "on_or_after", Moment(date(2026, 3, 4), True))
    root = Root("q", "1", begun, "deny", Scope(zone="recipient"), ORIGIN)
    for when in ("2026-03-03 23:59", "2026-03-04 00:00"):
        for zones in ((), (NEW_YORK,), (NEW_YORK, "Asia/Shanghai"), ("Asia/Shanghai",)):
            both(policy(root, rule(NO)), request(at(when), zones=zones))
    literal = replace(root, scope=Scope(zone="Asia/Shanghai"))
    assert blocks(request(at("2026-03-03 12:00")), literal) == ()


def test_where_a_date_came_twice_the_exact_way_is_gone() -> None:
    cap = rule(
        count(CalendarPeriods("day", 1), 2, PER_DEBT), kind="cap", scope=Scope(True, "recipient")
    )
    first = at("2006-10-29 00:00", "America/St_Johns")
    for now in (first + HOUR // 120, first + HOUR + HOUR // 2, first + 40 * DAY):
        events = tuple(contact(first + n * HOUR // 2, f"e{n}", debts=("D1",)) for n in range(3))
        asked = request(
            now, zone="America/St_Johns", events=events, proposal_debts=("D1",), debts={}
        )
        both(policy(cap, rule(NO)), asked)


@pytest.mark.parametrize("year", [1, 1899, 2060, 9999])
def test_far_years(year: int) -> None:
    now = at(f"{year:04}-06-05 12:00", "UTC")
    for zones in ((), (NEW_YORK,)):
        for window in (ConsecutiveDays(7), Rolling(DAY)):
            both(policy(rule(count(window))), request(now, zones=zones, events=(contact(now),)))


def test_events_after_now_are_not_seen() -> None:
    late, now = contact(NOW + MICRO), contact(NOW)
    assert blocks(request(NOW, events=(late,)), rule(count(Ever()))) == ()
    assert blocks(request(NOW, events=(late, now)), rule(count(Ever()))) == CAUGHT
