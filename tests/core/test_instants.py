"""Instants at which anything may change: each kind is there, and nothing changes between two."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from random import Random

import pytest

from policydsl.core.explanation import ClockMeasure, Explanation, Reason
from policydsl.core.formula import NO, Any, Formula, Moment, Recent, RuledOut, When
from policydsl.core.policy import CorePolicy, Obligation, Scope
from policydsl.core.reference import explain, instants
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.judgement import bindings
from policydsl.core.reference.local import offset, offset_changes
from policydsl.core.request import Approval, Preference, Request
from policydsl.core.windows import Blocks, CalendarMonths, FullDays, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    IN_ZONE,
    MICRO,
    MINUTE,
    NEW_YORK,
    ORIGIN,
    at,
    consent,
    contact,
    count,
    hours,
    on,
    policy,
    request,
    root,
    rule,
    utc,
)
from tests.core.build_ladders import due, ladder, opened, step
from tests.property import formulas, requests
from tests.property.choices import RandomChoices
from tests.property.formulas import PLAIN
from tests.property.generator import cases

NOW = at("2026-03-04 12:00")


def found(of: CorePolicy, asked: Request, days: int = 3) -> list[int]:
    """The instants of the days after a request."""
    return instants(of, asked, asked.at, asked.at + days * DAY)


def judging(core: Formula, **fields: object) -> CorePolicy:
    return policy(rule(core, **fields))


# --- each kind --------------------------------------------------------------------------------


def test_instants_ascend_after_the_start_and_to_the_end() -> None:
    asked = request(NOW, events=(contact(NOW - DAY),))
    of = policy(rule(hours((0, 720))), rule(count(Rolling(DAY)), id="p.c"))
    some = found(of, asked)
    assert some == sorted(set(some))
    midnight = at("2026-03-05 00:00")
    assert midnight in some
    assert midnight in instants(of, asked, midnight - MICRO, midnight)
    assert midnight not in instants(of, asked, midnight, midnight + MICRO)
    assert instants(of, asked, midnight, midnight) == []


@pytest.mark.parametrize("minute", ["00:00", "08:00", "22:30"])
def test_the_minutes_of_hours_and_midnight_are_there_every_day(minute: str) -> None:
    some = found(judging(hours((22 * 60 + 30, 8 * 60))), request(NOW), 10)
    assert {at(f"2026-03-{day:02} {minute}") for day in range(5, 14)} <= set(some)


def test_both_passes_of_a_fold_and_the_end_of_a_gap_are_there() -> None:
    of = judging(hours((90, 150)))
    autumn = found(of, request(at("2026-10-31 12:00")))
    assert {at("2026-11-01 01:30"), at("2026-11-01 01:30", NEW_YORK, 1)} <= set(autumn)
    assert at("2026-11-01 01:00", NEW_YORK, 1) in autumn
    spring = found(of, request(at("2026-03-07 12:00")))
    assert {at("2026-03-08 01:30"), utc("2026-03-08 07:00")} <= set(spring)


def test_zones_of_the_recipient_and_of_scopes_are_there_and_the_ends_of_the_earth() -> None:
    chatham = Scope(False, "Pacific/Chatham")
    kolkata, sydney = Scope(False, "Asia/Kolkata"), Scope(False, "Australia/Sydney")
    duty = Obligation("p.o", ("d",), NO, NO, None, None, (), kolkata, ORIGIN)
    steps = ladder(step("remind"), scope=sydney)
    of = policy(rule(NO, scope=chatham), obligations=(duty,), ladders=(steps,))
    some = set(found(of, request(NOW, zones=(NEW_YORK, "Europe/London"))))
    zones = (NEW_YORK, "Europe/London", "Pacific/Chatham", "Asia/Kolkata", "Australia/Sydney")
    assert {at("2026-03-06 00:00", zone) for zone in zones} <= some
    assert {utc("2026-03-06 10:00"), utc("2026-03-06 12:00")} <= some
    other = replace(root(), scope=Scope(False, "Asia/Shanghai"))
    assert at("2026-03-06 00:00", "Asia/Shanghai") in found(policy(roots=(other,)), request(NOW))


def test_dates_of_a_moment_some_hours_from_now_begin_that_much_earlier() -> None:
    moved = Moment("now", False, (Rolling(4 * HOUR), FullDays(3)))
    some = found(judging(When(moved, "before", Moment(on(2026, 3, 9), True))), request(NOW))
    assert {at("2026-03-05 20:00"), utc("2026-03-05 06:00"), utc("2026-03-05 08:00")} <= set(some)
    twice = Moment("now", False, (Rolling(4 * HOUR), Rolling(HOUR)))
    shanghai = judging(
        When(twice, "after", Moment("today", True)), scope=Scope(False, "Asia/Shanghai")
    )
    assert at("2026-03-05 19:00", "Asia/Shanghai") in found(shanghai, request(NOW))


def test_two_moments_meet_where_their_hours_differ() -> None:
    """Now and four hours reaches the fact and a day when the fact is twenty hours old."""
    later = Moment("person.x", False, (Rolling(DAY),))
    ahead = Moment("now", False, (Rolling(4 * HOUR),))
    asked = request(NOW, {"person.x": NOW - HOUR})
    for core in (When(ahead, "on_or_before", later), When(later, "before", ahead)):
        some = found(judging(core), asked)
        assert {NOW + 19 * HOUR, NOW + 19 * HOUR + MICRO} <= set(some)


def test_every_instant_of_the_request_is_there_and_the_microsecond_after_it() -> None:
    times = [NOW + number * HOUR + 7 for number in range(12)]
    given = consent(
        effective_from=times[0],
        effective_to=times[1],
        confirmed_at=times[2],
        revoked_at=times[3],
        values={"consent.x": times[4]},
    )
    asked = request(
        NOW,
        {"person.x": times[5], "person.wishes": (Preference(start=times[6], end=times[7]),)},
        debts={"D1": {"debt.x": times[8]}},
        consents=(given,),
        approvals=(Approval("p.r", "legal", times[9], "x"),),
    )
    event = contact(NOW - DAY, values={"event.x": times[10]})
    asked = replace(asked, events=(event,))
    literal = judging(When(Moment("now", False), "after", Moment(times[11], False)))
    some = set(found(literal, asked))
    assert {*times, *(time + MICRO for time in times)} <= some


def test_events_and_facts_are_moved_on_by_every_length() -> None:
    asked = request(NOW, {"person.x": NOW - 2 * HOUR}, events=(contact(NOW - HOUR),))
    of = policy(
        rule(count(Rolling(30 * HOUR))),
        rule(count(Blocks(20 * HOUR)), id="p.b"),
        rule(Recent("person.x", False, Rolling(5 * HOUR)), id="p.x"),
    )
    some = set(found(of, asked))
    lengths = (30 * HOUR, 20 * HOUR, 5 * HOUR, 2 * DAY)
    assert {NOW - HOUR + length for length in lengths} <= some
    assert {NOW - 2 * HOUR + length for length in lengths} <= some


def test_the_openings_of_steps_add_up() -> None:
    """The last opens 5 and 7 hours after the first: after an event, or after a midnight."""
    steps = (
        step("first", start=due(4)),
        step("second", after=((opened("first", Rolling(5 * HOUR)),),)),
        step("third", after=((opened("second", Rolling(7 * HOUR)),),)),
    )
    asked = request(NOW, events=(contact(NOW - HOUR),))
    some = set(found(policy(ladders=(ladder(*steps),)), asked))
    for begins in (at("2026-03-05 00:00"), NOW - HOUR):
        assert {begins + 5 * HOUR, begins + 12 * HOUR} <= some


def test_wishes_have_minutes() -> None:
    wish = Preference(intervals=((13 * 60 + 7, 13 * 60 + 9),))
    asked = request(NOW, {"person.wishes": (wish,)})
    some = found(judging(RuledOut("person.wishes")), asked)
    assert {at("2026-03-04 13:07"), at("2026-03-06 13:09")} <= set(some)


def test_with_a_margin_every_instant_is_there_that_much_earlier_too() -> None:
    of = replace(judging(hours((22 * 60, 8 * 60))), margins=(("voice", 2 * MINUTE),))
    some = found(of, request(NOW))
    assert {at("2026-03-04 22:00"), at("2026-03-04 21:58")} <= set(some)
    just_before_the_end = instants(of, request(NOW), NOW, at("2026-03-04 21:58"))
    assert at("2026-03-04 21:58") in just_before_the_end


# --- the clocks of the world ------------------------------------------------------------------


def test_the_jumps_of_a_clock_are_found() -> None:
    year = (utc("2026-01-01 00:00"), utc("2027-01-01 00:00"))
    assert offset_changes(NEW_YORK, *year) == [utc("2026-03-08 07:00"), utc("2026-11-01 06:00")]
    assert offset_changes("Asia/Kolkata", *year) == []
    assert offset_changes(NEW_YORK, year[0], utc("2026-03-08 07:00") - MICRO) == []
    skipped = utc("2011-12-30 10:00")
    assert offset_changes("Pacific/Apia", skipped - 1, skipped) == [skipped]
    assert offset_changes("Pacific/Apia", skipped, skipped + DAY) == []
    assert offset(skipped, "Pacific/Apia") - offset(skipped - 1, "Pacific/Apia") == DAY


def jumps_of(zone: str) -> tuple[int, ...]:
    """The instants, in seconds, that the file of a zone names."""
    data = files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    utc_kinds, standard, leaps, times, kinds, letters = struct.unpack(">6l", data[20:44])
    body = 44 + times * 5 + kinds * 6 + letters + leaps * 8 + standard + utc_kinds
    (number,) = struct.unpack(">l", data[body + 32 : body + 36])
    return struct.unpack(f">{number}q", data[body + 44 : body + 44 + 8 * number])


def test_no_clock_has_ever_jumped_twice_within_a_day() -> None:
    zones = files("tzdata").joinpath("zones").read_text("utf-8").split()
    known = {zone: jumps_of(zone) for zone in zones}
    assert len(known) > 400
    assert sum(map(len, known.values())) > 10_000
    for zone, jumps in known.items():
        assert all(after - before > 86_400 for before, after in pairwise(jumps)), zone


# --- nothing between --------------------------------------------------------------------------


def without_clocks(said: Explanation) -> Explanation:
    """A decision without the readings of clocks, which never stand still."""
    return replace(said, reasons=unread(said.reasons), warnings=unread(said.warnings))


def unread(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(
        replace(one, measure=None) if isinstance(one.measure, ClockMeasure) else one
        for one in reasons
    )


def stretches(of: CorePolicy, asked: Request, days: int) -> list[tuple[int, int]]:
    """The first and the last instant of each stretch in which nothing may change."""
    edges = [asked.at, *found(of, asked, days), asked.at + days * DAY + 1]
    return [(first, last - 1) for first, last in pairwise(edges) if first < last - 1]


def test_a_decision_changes_only_at_instants() -> None:
    rng = Random("between instants")
    seen: set[str] = set()
    for of, asked in cases("between instants", 120):
        if rng.random() < 0.4:
            of = replace(of, margins=((None, rng.choice((MINUTE, 2 * HOUR, DAY))),))
        between = stretches(of, asked, rng.choice((1, 3, 8)))
        for first, last in rng.sample(between, min(len(between), 6)):
            begun = without_clocks(explain(of, replace(asked, at=first)))
            for instant in (rng.randint(first, last), last):
                said = without_clocks(explain(of, replace(asked, at=instant)))
                assert said == begun, (of, asked, first, instant)
            seen |= {str(begun.verdict), *(one.code for one in begun.reasons)}
    assert {"allow", "deny", "review", "QUIET_HOURS", "CAP_REACHED", "STEP_NOT_REACHED"} <= seen


def deadlines(rng: Random) -> Iterator[tuple[CorePolicy, Request]]:
    """Moments compared, and spans that run, with their edges in the days to come."""
    c = RandomChoices(rng)
    near = (0, 1, HOUR, 4 * HOUR, 12 * HOUR, DAY)
    for _ in range(250):
        atoms = []
        for _ in range(4):
            now = Moment("now", False, moved(c))
            then = formulas.moment(c, PLAIN)
            sides = (now, then) if c.chance(50) else (then, now)
            atoms.append(When(sides[0], c.pick(formulas.RELATIONS), sides[1]))
        of = policy(rule(Any((*atoms, formulas.recent(c, PLAIN)))))
        asked = requests.request(c, of)
        facts = {
            path: asked.at + c.pick((1, -1)) * c.pick(near) + c.pick(near)
            if type(value) is int
            else value
            for path, value in asked.facts.items()
        }
        yield of, replace(asked, facts=facts)


def moved(c: RandomChoices) -> tuple[Rolling | CalendarMonths, ...]:
    lengths = (MINUTE, HOUR, 4 * HOUR, DAY)
    hours_on = tuple(Rolling(c.pick(lengths)) for _ in range(c.number(0, 2)))
    return (*hours_on, CalendarMonths(1)) if c.chance(20) else hours_on


def truths(of: CorePolicy, asked: Request, instant: int) -> list[bool | None]:
    """What each comparison says in each zone."""
    (one,) = of.rules
    assert isinstance(one.core, Any)
    bound = bindings(IN_ZONE, Context(asked, instant))
    return [holds(atom, here) for here in bound for atom in one.core.operands]


def test_a_deadline_changes_only_at_instants() -> None:
    changed = 0
    for of, asked in deadlines(Random("deadlines")):
        for first, last in stretches(of, asked, 2):
            assert truths(of, asked, first) == truths(of, asked, last), (of, asked, first, last)
        changed += truths(of, asked, asked.at) != truths(of, asked, asked.at + 2 * DAY)
    assert changed > 50
