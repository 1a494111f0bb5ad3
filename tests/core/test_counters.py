"""What a cap says of itself: key, use, limit, window, when it frees; and the clock that was seen."""

from __future__ import annotations

from policydsl.core.formula import NO, Compare, Formula, Key
from policydsl.core.policy import Rank, Rule, Scope
from policydsl.core.request import Request
from policydsl.core.windows import CalendarPeriods, ConsecutiveDays, Ever, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    NEW_YORK,
    PER_DEBT,
    at,
    contact,
    count,
    decide,
    hours,
    only_reason,
    request,
    rule,
)

NOW = at("2026-03-04 10:00")
UNKNOWN: Formula = Compare("person.x", "eq", True)
PER_DEBT_IN_ZONE = Scope(True, "recipient")


def asked(**fields: object) -> Request:
    return request(fields.pop("now", NOW), fields.pop("facts", None), **fields)


# --- measures and counters -----------------------------------------------------------------------


def cap(limit: int, *keys: Key, window: object = None, **fields: object) -> Rule:
    chosen = window or ConsecutiveDays(7)
    return rule(
        count(chosen, limit, *keys), kind="cap", code="CAP_REACHED", rank=Rank.CAPS, **fields
    )


def calls(number: int, **fields: object) -> tuple[object, ...]:
    return tuple(
        contact(NOW - index * HOUR, f"c{index}", **fields) for index in range(1, number + 1)
    )


def test_a_cap_says_key_use_limit_window_and_when_it_frees() -> None:
    explanation = decide(
        asked(events=calls(7, debts=("D1",)), proposal_debts=("D1",)),
        cap(7, PER_DEBT, scope=PER_DEBT_IN_ZONE),
    )
    measure = only_reason(explanation).measure
    assert measure is not None
    assert measure.key == (("debt", "D1"),)
    assert (measure.used, measure.possible, measure.limit) == (7, 7, 7)
    assert measure.window == "7 consecutive days"
    assert measure.frees_at == at("2026-03-11 00:00")


def test_an_eighth_call_within_seven_consecutive_days_waits_for_the_first_to_leave() -> None:
    """The example of interfaces.md: seven calls from 2 March on, free as 9 March begins."""
    start = at("2026-03-02 09:00")
    events = tuple(contact(start + 2 * HOUR * index, f"c{index}", level=4) for index in range(7))
    reason = only_reason(decide(asked(events=events), cap(7)))
    assert reason.measure.frees_at == at("2026-03-09 00:00")


def test_over_the_limit_the_surplus_must_leave_too() -> None:
    events = (contact(NOW - 5 * HOUR), contact(NOW - 4 * HOUR), contact(NOW - 3 * HOUR))
    reason = only_reason(decide(asked(events=events), cap(2, window=Rolling(DAY))))
    assert reason.measure.frees_at == NOW - 4 * HOUR + DAY


def test_of_several_debts_the_one_that_has_used_most_is_told() -> None:
    events = (*calls(2, debts=("D1", "D2")), contact(NOW - 9 * HOUR, "x", debts=("D2",)))
    explanation = decide(
        asked(events=events, proposal_debts=("D1", "D2")), cap(2, PER_DEBT, scope=PER_DEBT_IN_ZONE)
    )
    assert only_reason(explanation).measure.key == (("debt", "D2"),)
    assert [(each.measure.key[0][1], each.measure.used) for each in explanation.counters] == [
        ("D1", 2),
        ("D2", 3),
    ]


def test_with_several_candidate_zones_the_count_is_the_greatest_over_them() -> None:
    today = cap(2, window=CalendarPeriods("day", 1))
    event = at("2026-03-04 23:30", "Europe/London")
    now = at("2026-03-05 00:30", "Europe/London")
    zones = ("Europe/London", NEW_YORK)
    explanation = decide(asked(now=now, zones=zones, events=(contact(event),)), today)
    (counter,) = explanation.counters
    assert (counter.measure.used, counter.measure.frees_at) == (1, None)


def test_counters_tell_of_caps_alone_that_apply() -> None:
    assert len(decide(asked(), cap(7)).counters) == 1
    assert decide(asked(), cap(7, applies=NO)).counters == ()
    assert decide(asked(), rule(count(Ever(), 1))).counters == ()
    assert len(decide(asked(), cap(7, applies=UNKNOWN)).counters) == 1


def test_the_clock_that_was_seen_is_told() -> None:
    reason = only_reason(decide(asked(), rule(hours((9 * 60, 12 * 60)))))
    assert (reason.measure.local, reason.measure.zone, reason.measure.source) == (
        "2026-03-04T10:00:00",
        NEW_YORK,
        "residence",
    )


def test_the_zone_of_a_rule_comes_from_the_policy() -> None:
    reason = only_reason(decide(asked(), rule(hours((0, 1440)), scope=Scope(False, "Asia/Tokyo"))))
    assert (reason.measure.zone, reason.measure.source) == ("Asia/Tokyo", "policy")
