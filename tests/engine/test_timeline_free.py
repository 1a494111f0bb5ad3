"""How long an allow holds: only what time alone can make catch is asked, and it is all asked."""

from __future__ import annotations

from itertools import pairwise

import pytest

from policydsl.core.formula import Formula
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.instants import instants
from policydsl.core.request import Request
from policydsl.engine.bindings import Bindings
from policydsl.engine.code_walks import selection_walk
from policydsl.engine.formulas import Formulas
from policydsl.engine.functions import mentioned_values
from policydsl.engine.timeline.picking import Catching, picker
from policydsl.engine.timeline.states import State
from policydsl.engine.timeline.tendencies import is_lifted_until, prohibits_until, tendency
from policydsl.engine.zones import ALWAYS, NEVER
from tests.core.build import DAY, HOUR, MICRO, NEW_YORK, at, utc
from tests.core.build_outlooks import event, written
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
FACTS = """fact person.cease : flag = no
fact person.x : instant = none
fact person.day : date = none
fact person.asleep : hours = none
fact proposal.promised : instant = none
"""
PERSON = {
    "x": written(NOON + 5 * HOUR),
    "day": "2026-03-06",
    "asleep": {"every_day": ["13:00-14:00"]},
}
EVENTS = [
    event(NOON - n * HOUR, attributes={"promised": written(NOON + n * HOUR)}) for n in (1, 9, 30)
]


def asked(rules: str, now: int = NOON, **parts: object) -> Both:
    person = PERSON | parts.pop("person", {})
    return case(FACTS + rules, now, person=person, **{"events": EVENTS, **parts})


# --- which way answers go ---------------------------------------------------------------------

SIX = utc("2026-03-09 00:00")
"""By then the sixth of March has surely come everywhere."""
STILL, EITHER, RISES, FALLS = (ALWAYS, ALWAYS), (NEVER, NEVER), (NEVER, ALWAYS), (ALWAYS, NEVER)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("person.cease", STILL),
        ("person.region is known", STILL),
        ("now is after person.x", RISES),
        ("now is before person.x", FALLS),
        ("person.x is on or after now", FALLS),
        ("now + 4 hours is on or after person.x", RISES),
        ("not now is after person.x", FALLS),
        ("today is after 2026-03-06", (SIX, ALWAYS)),
        ("today is on or before 2026-03-06", (ALWAYS, SIX)),
        ("2026-03-06 is before today", (SIX, ALWAYS)),
        ("today is after person.day", RISES),
        ("today is after person.day + 2 full days", RISES),
        ("today + 2 full days is after 2026-03-06", RISES),
        ('today + 2 full business days of "US" is after 2026-03-06', EITHER),
        ('today is after person.day + 2 full business days of "US"', RISES),
        ("today is before today + 2 full days", EITHER),
        ("person.day is before person.x", STILL),
        ("today is after 2026-03-06 and not person.cease", (SIX, ALWAYS)),
        ("now is after person.x or now is before person.x", EITHER),
        ("person.day is within last 2 full days", EITHER),
        ("now is during person.asleep", EITHER),
        ("any attempts per person ever", STILL),
        ("any attempts per person since last payment", STILL),
        ("any attempts per person in 2 consecutive days", FALLS),
        ("at most 1 attempts per person in 24 hours", RISES),
        ("any attempts per person before today ever", RISES),
        ("any attempts per person before today in 2 consecutive days", EITHER),
        ("any attempts per person ever where (event.promised is before now)", EITHER),
        (
            "any attempts per person since last (attempt where (event.promised is before now))",
            EITHER,
        ),
        ("live consent for channel", EITHER),
    ],
)
def test_which_way_an_answer_goes(condition: str, expected: tuple[int, int]) -> None:
    one = asked(f"deny d when {condition}\n")
    (rule,) = one.policy.rules
    formula = rule.applies if rule.core == rule.lifted else rule.core
    found = [tendency(part) for part in (rule.applies, rule.core)]
    rises, falls = (max(bounds) for bounds in zip(*found, strict=True))
    assert (rises, falls) == expected
    assert formula is not None
    for part in (rule.applies, rule.core):
        _goes_that_way(part, one)


def _goes_that_way(formula: Formula, one: Both) -> None:
    """By the reference, at every instant at which anything may change in forty days."""
    rises, falls = tendency(formula)
    start, order = one.request.at, {False: 0, None: 1, True: 2}
    times = [start, *instants(one.policy, one.request, start, start + 40 * DAY)]
    truths = [order[holds(formula, Context(one.request, now, None, NEW_YORK))] for now in times]
    for (_, before), (now, after) in pairwise(zip(times, truths, strict=True)):
        assert after <= before or now < rises
        assert after >= before or now < falls


def test_which_way_rules_go() -> None:
    rules = """deny a when today is after 2026-03-06 unless now is before person.x
      deny b when now is before person.x if unknown allow
      deny c when person.cease unless now is after person.x
      cap d at most 2 attempts per person in 24 hours
    """
    a, b, c, d = asked(rules).policy.rules
    assert (prohibits_until(a), is_lifted_until(a)) == (SIX, NEVER)
    assert (prohibits_until(b), is_lifted_until(b)) == (NEVER, ALWAYS)
    assert (prohibits_until(c), is_lifted_until(c)) == (ALWAYS, ALWAYS)
    assert (prohibits_until(d), is_lifted_until(d)) == (ALWAYS, ALWAYS)


# --- what is asked ----------------------------------------------------------------------------


def asks(rules: str, **parts: object) -> list[str]:
    """The rules that are asked how long an allow holds."""
    one = asked(rules, **parts)
    catching = [
        Catching(rule, _named(rule.id), until)
        for rule in one.policy.rules
        if (until := prohibits_until(rule)) != ALWAYS
    ]
    formulas = Formulas(selection_walk)
    pick = picker(catching, mentioned_values(one.policy), formulas)
    names: list[str] = []
    for member in pick(one.request):
        member(_Noting(one.request, names))
    return names


class _Noting(Bindings):
    def __init__(self, request: Request, names: list[str]) -> None:
        super().__init__(request)
        self.names = names


def _named(name: str):  # type: ignore[no-untyped-def]
    def note(bindings: _Noting) -> State:
        bindings.names.append(name)
        return 0, 0

    return note


def test_only_rules_that_could_come_to_catch_are_asked() -> None:
    rules = """quiet hours night from 22:00 to 08:00
      quiet hours texts from 20:00 to 09:00 when channel is sms
      quiet hours letters from 12:00 to 13:00 when channel in {letter, visit}
      quiet hours calls from 12:00 to 13:00 when channel in {voice, visit}
      deny stopped when person.cease and now is after person.x
      deny running when not person.cease and now is after person.x
      deny lifted when now is after person.x unless not person.cease
      deny kept when now is after person.x unless person.cease
      deny old when today is after 2026-03-01
      deny young when today is after 2026-03-08
      deny never when person.cease
      cap used at most 2 attempts per person in 24 hours
      review seen when now is after person.x
    """
    expected = ["night", "calls", "running", "kept", "young", "seen"]
    assert asks(rules, events=[]) == [f"t.{name}" for name in expected]
    texted = asks(rules, events=[], proposal={"channel": "sms"})
    assert texted == [
        f"t.{name}" for name in ("night", "texts", "running", "kept", "young", "seen")
    ]
    ceased = asks(rules, events=[], person={"cease": True})
    assert ceased == [
        f"t.{name}" for name in ("night", "calls", "stopped", "lifted", "young", "seen")
    ]


# --- until when -------------------------------------------------------------------------------

TIMELESS = """cap c1 at most 9 attempts per person in 24 hours
cap c2 at most 9 attempts per person ever
deny d1 when person.cease
quiet hours q1 from 12:00 to 13:00 when channel is letter
"""


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        ("quiet hours r from 22:00 to 08:00", at("2026-03-04 22:00")),
        ("deny r when now is after person.x", NOON + 5 * HOUR + MICRO),
        ("review r when now is after person.x", NOON + 5 * HOUR + MICRO),
        ("deny r when today is on or after 2026-03-06", at("2026-03-06 00:00")),
        ("deny r when today is after person.day", at("2026-03-07 00:00")),
        ("deny r when now is during person.asleep", at("2026-03-04 13:00")),
        ("deny r when channel is voice unless now is before person.x", NOON + 5 * HOUR),
        ("deny r when no attempts per person in 24 hours", NOON + 23 * HOUR),
        ("deny r when at most 1 attempts per person in 24 hours", NOON + 15 * HOUR),
        ("deny r when at least 3 attempts per person before today ever", at("2026-03-05 00:00")),
        (
            "deny r when at least 3 attempts per person ever where (event.promised is before now)",
            NOON + 30 * HOUR + MICRO,
        ),
        ("deny r when channel is voice effective from 2026-03-05", at("2026-03-05 00:00")),
        (
            "deny r when channel is voice unless any attempts per person in 24 hours",
            NOON + 23 * HOUR,
        ),
        ("deny r when person.x is within last 24 hours", NOON + 5 * HOUR),
        ("warn r when now is after person.x", None),
        ("deny r when now is before person.x and person.cease", None),
        ("gap r at least 30 minutes between attempts per person", None),
    ],
)
def test_an_allow_holds_until_the_first_rule_that_time_makes_catch(
    rule: str, until: int | None
) -> None:
    assert asked(f"{TIMELESS}{rule}\n").valid() == until


def test_an_exemption_that_ends_ends_an_allow() -> None:
    rules = """quiet hours always all day on every day
      exempt e when now is before person.x lifts always
    """
    assert asked(TIMELESS + rules).valid() == NOON + 5 * HOUR
    later = rules.replace("before person.x", "before person.x + 400 full days")
    assert asked(TIMELESS + later).valid(390) is None


def test_an_allow_of_a_century_away_is_judged_without_tables() -> None:
    """Beyond 2060 zones have no table: every rule is asked at every change."""
    one = case("quiet hours night from 22:00 to 08:00\n", at("2071-03-04 12:00"))
    assert one.valid() == at("2071-03-04 22:00")


def test_an_allow_without_a_zone() -> None:
    rules = "deny r when today is on or after 2026-03-06\n"
    one = asked(rules, person={"time_zones": []})
    assert one.valid() == utc("2026-03-05 10:00")
