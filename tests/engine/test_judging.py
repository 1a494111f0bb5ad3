"""Judgements by example, each agreed with the reference: atoms, windows, keys, bindings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from policydsl.core.days import AnyOfDays, CalendarRef, DayBefore, DaysExcept, Holidays, Weekdays
from policydsl.core.formula import (
    YES,
    All,
    Any,
    Clock,
    Compare,
    Consent,
    During,
    Formula,
    HoursLine,
    Key,
    KnownFact,
    Moment,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Selection,
    Settled,
    SinceLast,
    When,
)
from policydsl.core.policy import Scope
from policydsl.core.request import Event, Hours, Preference
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
    MICRO,
    NEW_YORK,
    PER_ADDRESS,
    PER_DEBT,
    PER_PERSON,
    at,
    attempts,
    consent,
    contact,
    count,
    happened,
    hours,
    others,
    request,
    rule,
)
from tests.engine.build import blocks, both, policy

NOW = at("2026-03-04 10:00")
CAUGHT = ("p.r",)
NOT_SAID = ...
TABLE = Hours(tuple(((540, 1020),) for _ in range(7)))


def caught(core: Formula, facts: dict[str, object] | None = None, **fields: object) -> bool:
    """Whether a prohibition blocks, caught or unknown."""
    return blocks(request(NOW, facts, **fields), rule(core)) == CAUGHT


def is_known(core: Formula, facts: dict[str, object] | None = None, **fields: object) -> bool:
    """Whether a prohibition says the same when unknown as when it is not there."""
    lenient = rule(core, on_unknown="allow")
    asked = request(NOW, facts, **fields)
    return blocks(asked, rule(core)) == blocks(asked, lenient)


@pytest.mark.parametrize(
    ("operator", "operand", "value", "holds"),
    [
        ("eq", "a", "a", True),
        ("eq", "a", "b", False),
        ("eq", None, None, True),
        ("eq", None, "a", False),
        ("in", frozenset({"a", "b"}), "b", True),
        ("in", frozenset({"a", "b"}), None, False),
        ("in", frozenset(), "a", False),
        ("starts_with", "US", "US-FL", True),
        ("starts_with", "US", None, False),
        ("lt", 3, 2, True),
        ("lt", 3, 3, False),
        ("le", 3, 3, True),
        ("gt", Decimal("1.5"), 2, True),
        ("ge", 3, None, False),
    ],
)
def test_comparisons(operator: str, operand: object, value: object, holds: bool) -> None:
    compare = Compare("person.x", operator, operand)  # type: ignore[arg-type]
    assert caught(compare, {"person.x": value}) is holds
    assert caught(Not(compare), {"person.x": value}) is not holds
    assert caught(compare) and caught(Not(compare))
    assert not is_known(compare)


def test_a_fact_against_a_fact() -> None:
    same = Compare("person.x", "eq", PathRef("person.y"))
    assert caught(same, {"person.x": 1, "person.y": 1})
    assert not caught(same, {"person.x": 1, "person.y": 2})
    assert not is_known(same, {"person.x": 1})


def test_known_settled_and_nothing() -> None:
    flag = Compare("person.x", "eq", True)
    assert caught(KnownFact("person.x"), {"person.x": None})
    assert not caught(KnownFact("person.x"))
    assert not caught(KnownFact("debt.x")) and not caught(KnownFact("event.x"))
    assert caught(Settled(flag, True)) and not caught(Settled(flag, False))
    assert not caught(Any(())) and caught(All(()))


@pytest.mark.parametrize("wall", ["07:59", "08:00", "21:59", "22:00"])
def test_quiet_hours(wall: str) -> None:
    night = hours((1320, 480))
    asked = request(at(f"2026-03-04 {wall}"))
    assert blocks(asked, rule(night)) == (CAUGHT if wall in ("07:59", "22:00") else ())
    assert blocks(request(NOW, zone=None), rule(night)) == CAUGHT


def test_hours_of_some_weekdays() -> None:
    weekend = AnyOfDays((Weekdays(frozenset({5})), Weekdays(frozenset({6}))))
    workdays = DaysExcept(Weekdays(frozenset(range(7))), weekend)
    eve = DayBefore(Weekdays(frozenset({5})))
    lines = (HoursLine(((540, 720), (840, 1080)), workdays), HoursLine(((1320, 60),), eve))
    for within in (False, True):
        for closed in (None, Weekdays(frozenset({2}))):
            clock = Clock(lines, (), closed if within else None, within)
            for hour in range(24 * 8):
                both(policy(rule(clock)), request(at("2026-03-01 00:30") + hour * HOUR))


def test_clocks_of_rare_forms() -> None:
    holidays = Clock((HoursLine(((0, 1440),), Holidays(CalendarRef("US"))),), (), None, False)
    assert blocks(request(at("2026-12-25 12:00")), rule(holidays)) == CAUGHT
    assert not caught(holidays)
    by_fact = Clock((), ("person.hours",), None, True)
    assert not caught(Not(by_fact), {"person.hours": TABLE})
    assert not caught(Not(by_fact), {"person.hours": None})
    assert not is_known(by_fact)
    later = replace(hours((1320, 480)), at="proposal.send_at")
    assert caught(later, {"proposal.send_at": at("2026-03-04 23:00")})
    assert not is_known(later)
    assert caught(Clock((), (), None, True), zone=None)


def test_during_and_ruled_out() -> None:
    assert caught(During("person.hours"), {"person.hours": TABLE})
    assert not caught(During("person.hours"), {"person.hours": None})
    assert not is_known(During("person.hours"))
    wishes = (Preference(channels=frozenset({"voice"})),)
    assert caught(RuledOut("person.wishes"), {"person.wishes": wishes})
    for nothing in ((), None):
        assert not caught(RuledOut("person.wishes"), {"person.wishes": nothing})
    assert not is_known(RuledOut("person.wishes"))


@pytest.mark.parametrize("relation", ["before", "after", "on_or_before", "on_or_after"])
@pytest.mark.parametrize("zone", [NEW_YORK, None])
def test_moments(relation: str, zone: str | None) -> None:
    now, today = Moment("now", False), Moment("today", True)
    fact, day = Moment("person.at", False), Moment("person.on", True)
    for off in (-DAY, -MICRO, 0, MICRO, DAY):
        facts: dict[str, object] = {"person.at": NOW + off}
        for sides in ((fact, now), (now, fact), (Moment(NOW + off, False), now), (fact, today)):
            caught(When(sides[0], relation, sides[1]), facts, zone=zone)
    for days in (3, 4, 5):
        facts = {"person.on": date(2026, 3, days)}
        for sides in (
            (day, today),
            (today, day),
            (day, now),
            (Moment(date(2026, 3, 4), True), now),
        ):
            caught(When(sides[0], relation, sides[1]), facts, zone=zone)
    for facts in ({}, {"person.at": None, "person.on": None}):
        caught(When(fact, relation, now), facts, zone=zone)
        caught(When(day, relation, today), facts, zone=zone)
    caught(When(now, relation, today), zone=zone)
    moved = Moment("person.on", True, (FullDays(2),))
    caught(When(moved, relation, today), {"person.on": date(2026, 3, 2)}, zone=zone)


def test_recent() -> None:
    seen = Recent("person.seen", False, Rolling(2 * HOUR))
    assert caught(seen, {"person.seen": NOW - 2 * HOUR + MICRO})
    assert not caught(seen, {"person.seen": NOW - 2 * HOUR})
    assert not is_known(seen)


WINDOWS = [
    Rolling(7 * DAY),
    ConsecutiveDays(7),
    FullDays(6),
    CalendarMonths(1),
    CalendarPeriods("day", 1),
    CalendarPeriods("week", 2, 6),
    CalendarPeriods("month", 1),
    CalendarPeriods("quarter", 1),
    CalendarPeriods("year", 1),
    BusinessDays(3, CalendarRef("US")),
    Blocks(7 * DAY),
    Ever(),
    SinceLast(others("cured")),
]


@pytest.mark.parametrize("window", WINDOWS, ids=repr)
@pytest.mark.parametrize("zone", [NEW_YORK, "America/St_Johns", None])
def test_windows(window: Rolling, zone: str | None) -> None:
    for days in (*range(9), 20, 31, 63, 90, 400):
        for off in (-MICRO, 0, HOUR):
            when = at("2026-03-04 00:00") - days * DAY + off
            events: tuple[Event, ...] = (contact(when), contact(when - HOUR))
            if days % 2:
                events += (happened("cured", when - HOUR),)
            for minimum in (1, 2, 3):
                cap = rule(count(window, minimum), kind="cap")
                both(policy(cap), request(NOW, zone=zone, events=events))


def test_counts_of_rare_forms() -> None:
    events = tuple(contact(NOW - n * DAY // 2, f"e{n}") for n in range(5))
    for of in (
        count(Ever(), 3, distinct_days=True),
        count(Ever(), 4, distinct_days=True),
        count(Ever(), 3, before_today=True),
        count(Ever(), 0),
        count(Ever(), 2, after_first=attempts(3)),
        count(Rolling(2 * DAY), 2, after_first=attempts()),
    ):
        for zone in (NEW_YORK, None):
            both(policy(rule(of, kind="cap")), request(NOW, zone=zone, events=events))


RECIPIENT, CAMPAIGN = Key("recipient", "proposal.recipient"), Key("field", "proposal.campaign")
HOUSEHOLD, CREDITOR = Key("field", "person.household"), Key("field", "debt.creditor")


@pytest.mark.parametrize(
    "key", [PER_PERSON, PER_DEBT, PER_ADDRESS, RECIPIENT, CAMPAIGN, HOUSEHOLD, CREDITOR], ids=repr
)
@pytest.mark.parametrize("level", [1, 6])
def test_keys(key: Key, level: int) -> None:
    selection = Selection("contact", level, None, None, YES)
    scope = Scope(per_debt=key.path.startswith("debt"))
    cap = rule(count(Ever(), 1, key, selection=selection), kind="cap", scope=scope)
    facts = {"proposal.address": "+1", "proposal.campaign": "c", "person.household": "h"}
    debts = {"D1": {"debt.creditor": "k"}, "D2": {"debt.creditor": "k"}, "D3": {}}
    variants: tuple[dict[str, object], ...] = (
        {},
        {"person": "P2", "address": "+2", "debts": ("D2",), "recipient": ("spouse", None)},
        {"person": "P1", "debts": ("D1",), "discussed": ("D2",), "recipient": ("debtor", "P1")},
        {"address": None, "debts": ("D3",), "values": {"event.campaign": "c"}},
        {"values": {"event.campaign": "x", "event.household": None, "event.creditor": "k"}},
        {"reserved": True, "channel": None, "direction": None},
    )
    for fields in variants:
        event = contact(NOW - HOUR, "e", 6, **fields)
        for known in (facts, {}):
            for proposed in (("D1",), ("D1", "D2"), (), None):
                both(
                    policy(cap),
                    request(NOW, known, events=(event,), debts=debts, proposal_debts=proposed),
                )
    both(policy(cap), request(NOW, person=None, recipient=(None, None), proposal_debts=("D1",)))


def test_channels_directions_levels_and_filters() -> None:
    busy = Compare("event.outcome", "eq", "busy")
    selection = Selection("contact", 2, "outbound", frozenset({"voice", "sms"}), busy)
    cap = rule(count(Ever(), 1, selection=selection))
    for fields, holds in (
        ({"values": {"event.outcome": "busy"}}, True),
        ({"values": {"event.outcome": "answered"}}, False),
        ({}, True),
        ({"direction": "inbound"}, False),
        ({"channel": "email"}, False),
        ({"channel": None, "direction": None}, True),
        ({"level": 1}, False),
        ({"level": 1, "reserved": True}, True),
        ({"level": 1, "reserved": True, "direction": "inbound"}, False),
    ):
        level = fields.pop("level", 2)  # type: ignore[attr-defined]
        event = contact(NOW - HOUR, "e", level, **fields)
        assert blocks(request(NOW, events=(event,)), cap) == (CAUGHT if holds else ())


def test_consents() -> None:
    fields = (("consent.channel", "proposal.channel"), ("consent.purpose", "proposal.purpose"))
    plain = Consent(fields, "written", True, True, Rolling(90 * DAY), None, None, (), YES, None)
    good = {"level": "written", "proof": "form", "confirmed_at": NOW - DAY}
    live = consent(**good)
    needs = rule(Not(plain))
    assert blocks(request(NOW, consents=(live,)), needs) == ()
    assert blocks(request(NOW, consents=()), needs) == CAUGHT
    for change in (
        {"level": "express"},
        {"proof": None},
        {"confirmed_at": None},
        {"effective_from": NOW - 90 * DAY},
        {"effective_from": NOW + MICRO},
        {"effective_to": NOW},
        {"revoked_at": NOW},
        {"values": {"consent.purpose": "marketing"}},
        {"values": {"consent.channel": frozenset({"sms"})}},
        {"values": {"consent.channel": None}},
    ):
        assert blocks(request(NOW, consents=(consent(**{**good, **change}),)), needs) == CAUGHT
    several = consent(**good, values={"consent.channel": frozenset({"sms", "voice"})})
    assert blocks(request(NOW, consents=(several,)), needs) == ()
    both(policy(needs), request(NOW, {"proposal.channel": NOT_SAID}, consents=(several,)))
    revoked = request(NOW, consents=(consent(**good, revoked_at=NOW - DAY),))
    for grace in (Rolling(2 * DAY), FullDays(2), Rolling(HOUR)):
        both(policy(rule(Not(replace(plain, grace=grace)))), revoked)
