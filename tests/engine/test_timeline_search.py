"""Searches by jumps: bounds, giving up, margins, stretches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policydsl.core.explanation import MarginMeasure
from policydsl.core.outlook import Outlook, Stretch
from policydsl.engine.timeline import search
from policydsl.engine.timeline.ladder_changes import DENY, FREE, REVIEW
from policydsl.engine.timeline.search import (
    GAVE_UP,
    Look,
    LookAt,
    end_of,
    first,
    known,
    looks,
    most_jumps,
    moved,
    with_margin,
)
from policydsl.engine.zones import LATEST, NEVER
from tests import support
from tests.core.build import DAY, EPOCH, HOUR, MICRO, MINUTE, NEW_YORK, at, contact, request, utc
from tests.core.build_outlooks import event
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
NIGHT = "quiet hours night from 22:00 to 08:00\n"
MARGIN = support.HEAD + "  delivery margin 2 minutes for sms\n"


def scripted(*stretches: tuple[int, int]) -> LookAt:
    """Looks at a script: an effect, and from when on."""

    def look(at_that: int) -> tuple[int, object]:
        begun = [one for one in stretches if one[1] <= at_that]
        later = [start for _, start in stretches if start > at_that]
        return begun[-1][0], known(min(later, default=NEVER))

    return look  # type: ignore[return-value]


SCRIPT = scripted((DENY, 0), (REVIEW, 10), (FREE, 20), (DENY, 25), (FREE, 40))


# --- jumps ------------------------------------------------------------------------------------


def test_a_search_looks_from_change_to_change() -> None:
    assert [*looks(SCRIPT, 5, 30, 9)] == [(5, DENY), (10, REVIEW), (20, FREE), (25, DENY)]
    assert first(SCRIPT, 5, 30, 9, lambda effect: effect == FREE) == 20
    assert first(SCRIPT, 25, 39, 9, lambda effect: effect == FREE) is None
    assert first(SCRIPT, 25, 40, 9, lambda effect: effect == FREE) == 40


def test_a_search_that_may_not_jump_further_gives_up() -> None:
    assert [*looks(SCRIPT, 5, 30, 2)] == [(5, DENY), (10, REVIEW), (20, GAVE_UP)]
    assert first(SCRIPT, 5, 30, 2, lambda effect: effect == FREE) is None
    assert first(SCRIPT, 20, 90, 1, lambda effect: effect != FREE) == 25
    assert GAVE_UP not in (FREE, REVIEW, DENY)


def test_the_last_instant_of_a_horizon_is_held_at_the_end_of_the_calendar() -> None:
    assert end_of(5, 10) == 15
    assert end_of(LATEST - 5, 10) == LATEST
    assert end_of(LATEST + 5, 10) == LATEST + 5


def test_whoever_asks_much_may_jump_less_often() -> None:
    plain = request(NOON)
    busy = request(NOON, events=tuple(contact(NOON - n, f"e{n}") for n in range(1000)))
    wide = request(NOON, zones=(NEW_YORK, "Asia/Shanghai"), proposal_debts=("D1", "D2", "D3"))
    huge = request(NOON, zones=(NEW_YORK,) * 50, proposal_debts=("D",) * 100)
    assert most_jumps(busy) == most_jumps(plain) // 3
    assert most_jumps(wide) == most_jumps(plain) // 6
    assert most_jumps(huge) == 50
    assert most_jumps(request(NOON, zones=())) == most_jumps(plain) == 150_000


def test_only_the_clock_of_a_moved_request_moves() -> None:
    one = case(NIGHT, NOON, events=[event(NOON - HOUR)]).request
    assert moved(one, NOON + 1) == replace(one, at=NOON + 1)


@pytest.fixture
def ten_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_MOST_JUMPS", 10)
    monkeypatch.setattr(search, "_FEWEST_JUMPS", 10)


@pytest.mark.usefixtures("ten_jumps")
def test_what_takes_too_many_jumps_is_not_found_and_nothing_worse() -> None:
    days = "quiet hours a from 08:00 to 20:00\nquiet hours b from 20:00 to 08:00\n"
    denied = case(days, NOON)
    found = denied.engine.outlook(denied.request, 400 * DAY)
    assert found == Outlook(None, None, tuple(found.lifts))
    stretches = denied.engine.timeline(denied.request, 400 * DAY)
    assert stretches[-1].end < NOON + 400 * DAY
    times = "quiet hours a from 09:00 to 10:00 on sunday except holidays of person.region\n"
    free = case(times, NOON, person={"region": "US"})
    came_to = free.engine.outlook(free.request, 400 * DAY).valid_until
    assert came_to is not None
    assert free.verdict(came_to - MICRO) == "allow"


# --- margins ----------------------------------------------------------------------------------


def margin(rules: str, now: int, **parts: object) -> Both:
    return case(MARGIN + rules, now, proposal={"channel": "sms"}, **parts)


def test_looks_with_a_margin_deny_before_a_denial() -> None:
    looked = with_margin(SCRIPT, 3, 99)
    assert with_margin(SCRIPT, 0, 99) is SCRIPT
    assert [*looks(looked, 5, 50, 99)] == [
        (5, DENY),
        (10, REVIEW),
        (17, REVIEW),
        (20, FREE),
        (22, DENY),
        (25, DENY),
        (40, FREE),
    ]


def test_an_opening_that_the_margin_fills_is_none() -> None:
    assert first(with_margin(SCRIPT, 20, 99), 5, 50, 99, lambda effect: effect != DENY) == 40


def test_too_many_looks_within_margins_deny() -> None:
    busy = scripted(*((FREE + n % 2, n) for n in range(200)))
    looked = with_margin(busy, 50, 60)
    assert looked(0)[0] == FREE
    assert [looked(at)[0] for at in range(1, 10)] == [REVIEW, FREE] * 4 + [REVIEW]
    assert looked(11)[0] == DENY
    assert looked(12)[1]() == NEVER


def test_what_was_looked_at_within_a_margin_is_not_looked_at_again() -> None:
    asked: list[int] = []
    busy = scripted(*((FREE, n) for n in range(200)))

    def look_at(at: int) -> Look:
        asked.append(at)
        return busy(at)

    looked = with_margin(look_at, 50, 1_000)
    assert [looked(at)[0] for at in range(10)] == [FREE] * 10
    assert len(asked) == 10 + 50 + 9


def test_a_contact_that_would_arrive_in_the_night_waits_for_the_morning() -> None:
    closes, opens = at("2026-03-04 22:00"), at("2026-03-05 08:00")
    asked = margin(NIGHT, NOON)
    late = closes - 2 * MINUTE
    assert asked.valid() == late
    for instant in (late, closes - MICRO, closes):
        assert asked.then(instant).outlook() == Outlook(opens, None, (opens,))
    decision = asked.engine.decide(asked.then(late).request)
    (reason,) = decision.reasons
    assert (reason.code, reason.measure) == ("DELIVERY_MARGIN", MarginMeasure(closes, 2 * MINUTE))
    assert decision.verdict == "defer"
    assert case(MARGIN + NIGHT, NOON).valid() == closes
    early = asked.engine.decide(asked.request)
    assert early.valid_until == EPOCH + timedelta(microseconds=late)


def test_margins_of_rules_that_open_for_less() -> None:
    rules = NIGHT + "quiet hours more from 08:01 to 09:00\nquiet hours noon from 12:30 to 12:31\n"
    asked = margin(rules, at("2026-03-04 23:00"))
    assert asked.eligible() == at("2026-03-05 09:00")
    assert asked.then(at("2026-03-05 12:29")).eligible() == at("2026-03-05 12:31")


def test_reviews_within_margins() -> None:
    rules = NIGHT + "review r when channel is sms approval by legal\n"
    asked = margin(rules, at("2026-03-04 21:59"))
    opens = at("2026-03-05 08:00")
    assert asked.outlook() == Outlook(opens, None, (None, opens))
    assert asked.then(opens).outlook() == Outlook(None, None, (None,))


def test_a_margin_of_days() -> None:
    head = MARGIN.replace("2 minutes for sms", "3 rolling days")
    rules = 'contact hours office from 09:00 to 18:00 on business days of "US"\n'
    asked = case(head + rules, NOON)
    asked.outlook(9)
    assert asked.engine.outlook(asked.request, 9 * DAY).next_eligible_at is None
    free = case(head + "deny d when today is after 2026-03-20\n", NOON)
    assert free.valid(30) == at("2026-03-18 00:00")


def test_a_ladder_a_root_and_a_cap_within_margins() -> None:
    text = MARGIN.replace("otherwise", "effective through 2026-03-20\n  otherwise")
    ladder = """ladder l per debt
      step one from due day until day 9 past due via sms at least 24 hours apart
      take any open step
    """
    parts = {"debts": [{"id": "D1", "due_on": "2026-03-01"}]}
    sent = event(NOON - HOUR, channel="sms", debts=["D1"])
    asked = case(
        text + ladder + NIGHT,
        NOON,
        proposal={"channel": "sms", "debts": ["D1"]},
        events=[sent],
        **parts,
    )
    assert asked.eligible() == NOON + 23 * HOUR
    assert asked.then(at("2026-03-09 21:57:59")).valid() == at("2026-03-09 21:58")
    asked.then(at("2026-03-09 23:59")).outlook(20)
    asked.then(at("2026-03-20 21:59")).outlook(20)


# --- stretches --------------------------------------------------------------------------------


def test_stretches_say_what_blocks() -> None:
    rules = NIGHT + "deny d when today is on or after 2026-03-05\n"
    asked = case(rules, at("2026-03-04 12:00"))
    edges = [NOON, *map(at, ["2026-03-04 22:00", "2026-03-05 00:00", "2026-03-05 08:00"])]
    blocking = [(), ("t.night",), ("t.d", "t.night"), ("t.d",)]
    found = asked.engine.timeline(asked.request, DAY)
    assert found == tuple(
        Stretch(start, end, "deny" if names else "allow", names)
        for start, end, names in zip(edges, [*edges[1:], NOON + DAY], blocking, strict=True)
    )


def test_stretches_with_a_margin_join_the_denial() -> None:
    asked = margin(NIGHT, NOON)
    allowed, denied, _ = asked.engine.timeline(asked.request, DAY)
    assert (allowed.end, denied.start) == (at("2026-03-04 21:58"),) * 2
    assert (denied.end, denied.blocking) == (at("2026-03-05 08:00"), ("t.night",))


def test_the_end_of_a_span_looks_beyond_it_for_the_margin() -> None:
    asked = margin(NIGHT, NOON)
    span = at("2026-03-04 21:59") - NOON
    assert [one.verdict for one in asked.engine.timeline(asked.request, span)] == ["allow", "deny"]


def test_stretches_end_where_the_calendar_does() -> None:
    asked = case(NIGHT, utc("9999-12-25 18:00"))
    found = asked.engine.timeline(asked.request, 400 * DAY)
    assert found[-1].end == LATEST
    assert asked.outlook(400).valid_until == at("9999-12-25 22:00")
    beyond = asked.then(utc("9999-12-31 12:00"))
    assert beyond.engine.timeline(beyond.request, DAY) == ()
