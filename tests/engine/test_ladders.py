"""Ladders by example, each agreed with the reference: openings, budgets, resets, the last step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.formula import NO, Compare, Not, SinceLast
from policydsl.core.policy import Budget, Ladder
from policydsl.core.request import Approval, Event
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from tests.core.build import (
    DAY,
    HOUR,
    NEW_YORK,
    PER_PERSON,
    Scope,
    at,
    attempts,
    contact,
    happened,
    others,
    request,
)
from tests.core.build_ladders import attempted, due, ladder, on, opened, sent, step
from tests.engine.build import both, policy

DUE = on(2026, 3, 1)
FACTS = {"debt.due_on": DUE}
CAL = BusinessDays(2, CalendarRef("US"))


def climb(
    of: Ladder,
    events: tuple[Event, ...] = (),
    channel: str = "sms",
    debt: dict[str, object] | None = None,
    **fields: object,
) -> None:
    """The engine and the reference agree on every day of a month."""
    debts = {"D1": FACTS if debt is None else debt}
    fields = {"proposal_debts": ("D1",), "debts": debts, "events": events, **fields}
    for day in range(-4, 30, 2):
        for wall in ("00:00", "12:00"):
            now = at(f"2026-03-01 {wall}") + day * DAY
            asked = request(now, {"proposal.channel": channel, "proposal.actor": "bot"}, **fields)
            both(policy(of), asked)


def on_day(day: int, identity: str | None = None, **fields: object) -> Event:
    return sent(at("2026-03-01 12:00") + day * DAY, identity or f"e{day}", **fields)


REMIND = step("remind", start=due(-3), end=due(15), budgets=(Budget(2, 1, Ever()),))
AFTERS = [
    ((attempted("remind", 2),),),
    ((opened("remind", FullDays(5)),),),
    ((opened("remind", ConsecutiveDays(5)),),),
    ((opened("remind", Rolling(50 * HOUR)),),),
    ((opened("remind", CalendarMonths(1)),),),
    ((attempted("remind", 1), opened("remind", FullDays(9))),),
    ((attempted("remind", 2),), (opened("remind", FullDays(3)),)),
]
UNSURE: tuple[dict[str, object], ...] = (
    {},
    {"debts": None},
    {"direction": None},
    {"step": "remind", "channel": "email"},
    {"step": "other"},
    {"reserved": True},
)


@pytest.mark.parametrize("after", AFTERS, ids=repr)
@pytest.mark.parametrize("take_any", [True, False])
def test_steps_after_steps(after: tuple[object, ...], take_any: bool) -> None:
    call = step("call", "voice", "sms", after=after, approval="legal")
    of = ladder(REMIND, call, take_any=take_any)
    for fields in UNSURE:
        climb(of, tuple(on_day(day, **fields) for day in (-2, 0, 3)), "voice")
    climb(of, (on_day(1),), "sms")
    approved = (Approval("p.l.call", "legal", at("2026-03-01 12:00"), "ann"),)
    climb(of, (on_day(1), on_day(2)), "voice", approvals=approved)
    climb(of, zone=None)


def test_anchors_that_are_missing_none_or_instants() -> None:
    call = step("call", after=((opened("remind", FullDays(2)),),))
    for of in (ladder(REMIND, call), ladder(REMIND, call, take_any=True)):
        for debt in ({}, {"debt.due_on": None}, {"debt.due_on": at("2026-03-01 18:00")}):
            climb(of, debt=debt)
            climb(of, debt=debt, zone=None)
    ends = ladder(step("a", start=due(0), end=due(5, "debt.until")), step("b", end=due(5)))
    for until in ({}, {"debt.until": None}, {"debt.until": on(2026, 3, 2)}):
        climb(ends, debt={**FACTS, **until})
        climb(ends, debt={**FACTS, **until}, zone=None)


def test_dates_that_change_clocks_or_end_the_calendar() -> None:
    later = ladder(REMIND, step("call", after=((opened("remind", FullDays(20)),),)))
    climb(later, debt={"debt.due_on": on(2026, 3, 7)})
    for day in (on(1, 1, 1), on(9999, 12, 31), on(2070, 1, 1)):
        climb(later, debt={"debt.due_on": day})


@pytest.mark.parametrize(
    "window",
    [
        Ever(),
        Rolling(36 * HOUR),
        ConsecutiveDays(3),
        FullDays(1),
        CalendarPeriods("week", 1),
        CalendarMonths(1),
        Blocks(2 * DAY),
        SinceLast(others("cured")),
        CAL,
    ],
    ids=repr,
)
def test_budgets(window: Rolling) -> None:
    events = (
        *(on_day(day, level=day % 4 + 1) for day in range(6)),
        happened("cured", on_day(3).at),
    )
    for limit, level, by_days in ((0, 1, False), (1, 1, False), (2, 1, True), (2, 3, False)):
        budget = Budget(limit, level, window, by_days)
        of = ladder(step("a", start=due(-9), budgets=(budget, Budget(9, 4, Ever()))))
        climb(of, events)
        climb(of, (*events, on_day(5, "twin", debts=None)), zone=None)


@pytest.mark.parametrize("apart", [Rolling(30 * HOUR), FullDays(2), CalendarMonths(1)], ids=repr)
def test_steps_apart(apart: Rolling) -> None:
    of = ladder(step("a", apart=apart, budgets=(Budget(2, 3, Ever()),)), step("b", "voice"))
    climb(of, (on_day(1), on_day(4, level=3)))


def test_resets() -> None:
    call = step("call", after=((attempted("remind", 2),),))
    for reset in (
        others("cured"),
        attempts(6),
        replace(attempts(6), channels=frozenset({"voice"})),
    ):
        of = ladder(REMIND, call, reset=reset, take_any=True)
        when = on_day(3).at
        for event in (
            happened("cured", when, debts=("D1",)),
            happened("cured", when),
            contact(when, "z", 6, debts=("D1",)),
            contact(when, "z", 6, debts=("D1",), discussed=("D2",)),
        ):
            climb(of, (*(on_day(day) for day in (0, 2, 3, 4)), event))


def test_holds_stops_and_lacking_keys() -> None:
    held = Compare("debt.held", "eq", True)
    for debt in ({}, {"debt.held": True}, {"debt.held": False}):
        climb(ladder(REMIND, hold=held), debt={**FACTS, **debt})
        climb(ladder(REMIND, stop=held), debt={**FACTS, **debt})
        climb(ladder(REMIND, applies=held), debt={**FACTS, **debt})
        climb(ladder(REMIND, lifted=held), debt={**FACTS, **debt})
        climb(ladder(replace(REMIND, when=held)), debt={**FACTS, **debt})
        climb(ladder(replace(REMIND, takes=Not(held))), debt={**FACTS, **debt})
    climb(ladder(REMIND, lifted=Not(NO)))
    for proposed in (None, (), ("D1", "D9")):
        for zones in ((NEW_YORK,), (NEW_YORK, "Asia/Shanghai")):
            climb(ladder(REMIND), (on_day(0),), proposal_debts=proposed, zones=zones)
    climb(ladder(REMIND, keys=(PER_PERSON,)), (on_day(0),))
    climb(ladder(REMIND, scope=Scope(False, "recipient")), (on_day(0),))


def test_reasons_of_several_debts_and_zones_come_in_the_order_of_debts() -> None:
    of = ladder(REMIND, step("call", "voice", after=((attempted("remind", 1),),)), hold=Not(NO))
    debts = {"D2": FACTS, "D1": {"debt.due_on": on(2026, 3, 9)}}
    for zones in ((NEW_YORK, "Pacific/Auckland"), ("Pacific/Auckland", "Asia/Shanghai", NEW_YORK)):
        climb(of, (on_day(0),), "voice", debts=debts, proposal_debts=("D2", "D1"), zones=zones)


@pytest.mark.parametrize("on_block", ["skip", "stop"])
def test_blocked_steps(on_block: str) -> None:
    call = step("call", after=((attempted("remind", 2),),), duties=("record",))
    skips = (happened("skipped", on_day(2).at, step="remind", debts=("D1",)),)
    climb(ladder(REMIND, call, on_block=on_block, take_any=True), (on_day(1), *skips))


def test_channels_known_only_when_asked() -> None:
    climb(ladder(REMIND), channel="carrier_pigeon")
    both(policy(ladder(REMIND)), request(at("2026-03-02 12:00"), {"proposal.channel": ...}))
