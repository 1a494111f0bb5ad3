"""What whole policies do over time: effects, unknowns, exemptions, debts, zones, roots, versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.formula import All, Any, Formula, Moment, Not, When
from policydsl.core.outlook import Outlook
from policydsl.core.policy import Scope
from policydsl.core.request import Request
from tests.core.build import DAY, HOUR, IN_ZONE, MICRO, NEW_YORK, at, hours, request, root, rule
from tests.core.build_outlooks import event, written
from tests.engine import build
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
NIGHT = "quiet hours night from 22:00 to 08:00\n"
INSTANT = "fact person.x : instant = none\nfact person.y : instant = none\n"
TWO_DEBTS = [{"id": "D1"}, {"id": "D2"}]


def asked(rules: str, x: int | None = None, y: int | None = None, **parts: object) -> Both:
    given = {"x": x, "y": y}
    person = {name: None if value is None else written(value) for name, value in given.items()}
    return case(INSTANT + rules, NOON, person=person, **parts)


def before(instant: int) -> Formula:
    """Holds before an instant."""
    return When(Moment("now", False), "before", Moment(instant, False))


def from_on(instant: int) -> Formula:
    """Holds from an instant on."""
    return When(Moment("now", False), "on_or_after", Moment(instant, False))


# --- several parts ----------------------------------------------------------------------------


def test_a_conjunction_holds_as_long_as_all_and_fails_as_long_as_any() -> None:
    both = "deny d when now is before person.x and now is before person.y\n"
    assert asked(both, NOON + HOUR, NOON + DAY).eligible() == NOON + HOUR
    either = "deny d when now is before person.x or now is before person.y\n"
    one = asked(either, NOON + HOUR, NOON + DAY)
    assert one.eligible() == NOON + DAY
    assert one.jumps(1) == [NOON, NOON + DAY]
    neither = "deny d when not (now is before person.x and now is before person.y)\n"
    assert asked(neither, NOON + HOUR, NOON + DAY).valid() == NOON + HOUR


def test_what_never_changes_decides_for_ever() -> None:
    rules = "deny d when now is after person.x and channel is sms\n"
    assert asked(rules, NOON + HOUR).jumps(10) == [NOON]
    rules = "deny d when now is before person.x or channel is voice\n"
    assert asked(rules, NOON + HOUR).jumps(10) == [NOON]


@pytest.mark.parametrize(
    ("rule", "x", "y"),
    [
        ("deny d when channel is voice unless now is before person.x\n", HOUR, None),
        ("deny d when channel is voice unless now is after person.x\n", HOUR, None),
        ("deny d when now is before person.y unless now is after person.x\n", HOUR, DAY),
        ("deny d when now is after person.y unless now is before person.x\n", DAY, HOUR),
        ("deny d when now is after person.y unless now is after person.x\n", DAY, HOUR),
        (
            "deny d when channel is voice\nexempt e when now is before person.x lifts d\n",
            HOUR,
            None,
        ),
        (NIGHT + "exempt e when now is before person.x lifts night\n", DAY, None),
    ],
)
def test_what_lifts_a_rule_begins_and_ends(rule: str, x: int, y: int | None) -> None:
    one = asked(rule, NOON + x, None if y is None else NOON + y)
    for instant in (
        NOON,
        NOON + HOUR,
        NOON + 2 * HOUR,
        NOON + 11 * HOUR,
        NOON + DAY,
        NOON + DAY + 1,
    ):
        one.then(instant).outlook(3)


def test_a_waiver_ends_on_its_date() -> None:
    rules = (
        'waive t.d until 2027-03-07 because "tests" approved by "x"\ndeny d when channel is voice\n'
    )
    one = case(rules, at("2027-03-04 12:00"))
    assert one.valid() == at("2027-03-07 00:00")


# --- unknown ----------------------------------------------------------------------------------


@pytest.mark.parametrize("otherwise", ["deny", "review", "allow"])
@pytest.mark.parametrize("kind", ["deny", "review", "warn"])
def test_a_rule_that_is_unknown_for_a_time(kind: str, otherwise: str) -> None:
    """Surely caught within an hour, perhaps until tomorrow, and then no longer."""
    rules = "fact person.z : flag\n"
    rules += (
        f"{kind} d when now is before person.x or (person.z and now is before person.y)\n"
        f"  if unknown {otherwise}\n"
    )
    one = asked(rules, NOON + HOUR, NOON + DAY)
    one.outlook(3)
    later = one.then(NOON + HOUR)
    later.outlook(3)
    assert later.verdict(NOON + HOUR) == otherwise


def test_what_lifts_a_rule_is_unknown() -> None:
    rules = "fact person.z : flag\ndeny d when now is before person.x unless person.z\n"
    assert asked(rules, NOON + HOUR).eligible() == NOON + HOUR


def test_one_debt_is_surely_caught_and_another_perhaps() -> None:
    rules = "fact debt.until : instant\ndeny d when now is before debt.until\n  if unknown review\n"
    debts = [{"id": "D1", "until": written(NOON + HOUR)}, {"id": "D2"}]
    one = asked(rules, debts=debts, proposal={"debts": ["D1", "D2"]})
    assert one.eligible() == NOON + HOUR
    assert one.outlook().lifts == (None,)


def test_rules_for_debts_when_the_proposal_has_none() -> None:
    rules = "fact debt.until : instant\ndeny d when now is before debt.until\n"
    one = asked(rules, debts=[], proposal={"debts": []})
    assert one.valid() is None
    assert one.jumps(10) == [NOON]


# --- reviews ----------------------------------------------------------------------------------


def test_reviews_begin_and_end() -> None:
    rules = "review r when now is before person.x approval by legal\n"
    one = asked(rules, NOON + HOUR)
    assert one.outlook() == Outlook(None, None, (NOON + HOUR,))
    coming = asked("review r when now is after person.x approval by legal\n", NOON + HOUR)
    assert coming.valid() == NOON + HOUR + MICRO


def test_a_deferred_contact_may_need_a_review_then() -> None:
    rules = NIGHT + "review r when channel is voice approval by legal\n"
    one = asked(rules).then(at("2026-03-04 23:00"))
    morning = at("2026-03-05 08:00")
    assert one.outlook() == Outlook(morning, None, (None, morning))


def test_warnings_and_duties_change_nothing() -> None:
    rules = "warn w when now is before person.x\noblige o when now is after person.x must bow\n"
    one = asked(rules, NOON + HOUR)
    assert one.valid() is None
    assert one.jumps(10) == [NOON]


# --- zones and debts --------------------------------------------------------------------------


def test_a_rule_of_a_fixed_zone_and_one_of_the_recipients() -> None:
    rules = NIGHT + 'quiet hours there from 18:00 to 09:00 time zone "Asia/Shanghai"\n'
    one = asked(rules)
    assert one.eligible() == at("2026-03-05 09:00", "Asia/Shanghai")
    assert one.then(one.eligible() or 0).valid() == at("2026-03-04 22:00")


def test_an_allow_over_a_date_that_comes_again_in_a_fixed_zone() -> None:
    rules = 'deny d when today is after 2010-11-06 time zone "America/St_Johns"\n'
    one = case(rules, at("2010-11-05 12:00"))
    assert one.valid() == at("2010-11-07 00:00", "America/St_Johns")
    between = one.then(at("2010-11-06 23:30", "America/St_Johns", 1))
    assert between.valid() == at("2010-11-07 00:00", "America/St_Johns") + HOUR


def test_each_debt_has_its_own_clock() -> None:
    rules = "fact debt.until : instant\ndeny d when now is before debt.until\n" + NIGHT
    debts = [{"id": f"D{n}", "until": written(NOON + n * HOUR)} for n in (1, 2)]
    one = asked(rules, debts=debts, proposal={"debts": ["D1", "D2"]})
    assert one.eligible() == NOON + 2 * HOUR
    assert one.jumps(0) == [NOON]


# --- roots ------------------------------------------------------------------------------------

TEXT = "policy t\n  governs {}\n  otherwise {}\n" + INSTANT


@pytest.mark.parametrize("otherwise", ["allow", "review", "deny"])
@pytest.mark.parametrize("when", ["now is before person.x", "now is after person.x"])
def test_a_root_governs_for_a_time(when: str, otherwise: str) -> None:
    text = TEXT.format(when, otherwise) + NIGHT + "deny d when now is before person.y\n"
    person = {"x": written(NOON + HOUR), "y": written(NOON + 30 * HOUR)}
    one = case(text, NOON, person=person)
    for instant in (NOON, NOON + HOUR, NOON + HOUR + 1, NOON + 31 * HOUR, NOON + 11 * HOUR):
        one.then(instant).outlook(3)


@pytest.mark.parametrize("otherwise", ["allow", "review", "deny"])
def test_a_root_that_may_govern(otherwise: str) -> None:
    text = TEXT.format("person.z and now is before person.x", otherwise)
    text += "fact person.z : flag\n" + NIGHT
    one = case(text, NOON, person={"x": written(NOON + 20 * HOUR)})
    for later in (0, 11, 20, 34):
        one.then(NOON + later * HOUR).outlook(3)


def roots(*governs: tuple[Formula, str], rules: tuple[Formula, ...] = ()) -> Both:
    """Several roots loaded together, with rules `p.r0`, `p.r1`, …"""
    parts = [
        root(f"root{index}", formula, otherwise)
        for index, (formula, otherwise) in enumerate(governs)
    ]
    made = [rule(core, id=f"p.r{index}") for index, core in enumerate(rules)]
    return Both(build.policy(*parts, *made), request(NOON))


def test_of_several_roots_one_that_governs_is_enough() -> None:
    one = roots((before(NOON + HOUR), "deny"), (before(NOON + DAY), "allow"))
    assert one.valid() == NOON + DAY
    strict = one.then(NOON + DAY)
    assert strict.outlook() == Outlook(None, None, (None,))
    late = roots((before(NOON + DAY), "review"), (from_on(NOON + DAY), "allow"))
    assert late.valid() is None


def test_a_denial_may_end_because_the_policy_no_longer_governs() -> None:
    one = roots((before(NOON + HOUR), "allow"), rules=(before(NOON + 3 * HOUR),))
    assert one.outlook() == Outlook(NOON + HOUR, None, (NOON + 3 * HOUR,))
    denied = roots((before(NOON + HOUR), "deny"), rules=(before(NOON + 3 * HOUR),))
    assert denied.outlook() == Outlook(None, None, (NOON + 3 * HOUR,))
    assert denied.jumps(10)[:2] == [NOON, NOON + 3 * HOUR]


def test_a_contact_that_no_root_governs_waits_for_one_that_does() -> None:
    one = roots((from_on(NOON + HOUR), "deny"), rules=(before(NOON + 3 * HOUR),))
    assert one.outlook() == Outlook(NOON + 3 * HOUR, None, (NOON + HOUR,))
    open_one = roots((from_on(NOON + HOUR), "allow"), rules=(before(NOON + 3 * HOUR),))
    assert open_one.valid() == NOON + HOUR


def test_a_root_may_govern_by_the_clock() -> None:
    by_day = replace(root("day", hours((480, 1320)), "allow"), scope=IN_ZONE)
    denied = rule(before(NOON + 30 * HOUR))
    one = Both(build.policy(by_day, denied), request(NOON))
    assert one.eligible() == at("2026-03-04 22:00")
    assert one.then(at("2026-03-04 23:00")).valid() == at("2026-03-05 08:00")


def test_versions_of_a_policy_follow_each_other() -> None:
    first = "policy t\n  effective until 2026-03-09\n  otherwise deny\n"
    second = "policy t\n  effective from 2026-03-09\n  otherwise deny\n"
    one = case(first + NIGHT + second + NIGHT.replace("08:00", "09:30"), at("2026-03-08 23:00"))
    morning = at("2026-03-09 09:30")
    assert one.outlook() == Outlook(morning, None, (morning,))
    assert one.then(at("2026-03-08 23:00") - 2 * DAY).eligible() == at("2026-03-07 08:00")


# --- core formulas that no text writes --------------------------------------------------------


def policy_of(*cores: Formula, at_that: Request | None = None) -> Both:
    made = [rule(core, id=f"p.r{index}") for index, core in enumerate(cores)]
    return Both(build.policy(*made), at_that or request(NOON))


def test_nothing_and_everything() -> None:
    assert policy_of(All(())).outlook() == Outlook(None, None, (None,))
    assert policy_of(All((before(NOON + HOUR),))).eligible() == NOON + HOUR
    assert policy_of(Any(())).outlook() == Outlook(None, None, ())
    assert policy_of(Not(All((before(NOON + HOUR), All(()))))).valid() == NOON + HOUR


def test_rules_without_a_zone_are_judged_once() -> None:
    everywhere = rule(before(NOON + HOUR), scope=Scope())
    one = Both(build.policy(everywhere), request(NOON, zones=(NEW_YORK, "Asia/Shanghai")))
    assert one.eligible() == NOON + HOUR


def test_events_that_lie_ahead_are_not_waited_for() -> None:
    rules = "cap c at most 1 attempt per person in 24 hours\n"
    one = case(rules, NOON, events=[event(NOON - HOUR)])
    assert one.eligible() == NOON + 23 * HOUR
    replayed = replace(one, request=replace(one.request, at=NOON - 2 * HOUR))
    assert replayed.verdict(NOON - 2 * HOUR) == "allow"
