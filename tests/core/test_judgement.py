"""The decision: rules over debts and zones, exemptions, the unknown, and the verdict over all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.explanation import Explanation
from policydsl.core.formula import NO, YES, All, Compare, Formula, Moment, Not, When
from policydsl.core.policy import Effect, Rank, Scope
from policydsl.core.request import Approval, Request
from policydsl.core.windows import Ever
from tests.core.build import (
    HOUR,
    MICRO,
    NEW_YORK,
    PER_DEBT,
    at,
    count,
    decide,
    hours,
    on,
    only_reason,
    request,
    root,
    rule,
)

NOW = at("2026-03-04 10:00")
UNKNOWN: Formula = Compare("person.x", "eq", True)
PER_DEBT_IN_ZONE = Scope(True, "recipient")


def asked(**fields: object) -> Request:
    return request(fields.pop("now", NOW), fields.pop("facts", None), **fields)


def codes(explanation: Explanation) -> list[str]:
    return [reason.code for reason in explanation.reasons]


# --- verdict ----------------------------------------------------------------------------------


def test_without_a_reason_a_governed_proposal_is_allowed() -> None:
    explanation = decide(asked(), rule(NO))
    assert explanation == Explanation("allow", (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        ((), "allow"),
        (("warn",), "allow"),
        (("review",), "review"),
        (("review", "deny"), "deny"),
        (("warn", "review"), "review"),
    ],
)
def test_deny_wins_over_review_and_a_warning_changes_nothing(
    effects: tuple[str, ...], verdict: str
) -> None:
    rules = [rule(YES, id=f"p.{effect}", effect=Effect(effect)) for effect in effects]
    explanation = decide(asked(), *rules)
    assert explanation.verdict == verdict
    assert len(explanation.warnings) == effects.count("warn")
    assert len(explanation.reasons) == len(effects) - effects.count("warn")


def test_every_rule_that_blocks_is_reported_in_the_fixed_order() -> None:
    ranks = list(Rank)
    rules = [
        rule(YES, id=f"p.{index}", code=str(rank), rank=rank) for index, rank in enumerate(ranks)
    ]
    assert codes(decide(asked(), *reversed(rules))) == [str(rank) for rank in ranks]


def test_within_a_rank_reasons_are_ordered_by_rule() -> None:
    rules = [rule(YES, id=f"p.{name}") for name in "cab"]
    assert [reason.rule for reason in decide(asked(), *rules).reasons] == ["p.a", "p.b", "p.c"]


# --- what is governed -------------------------------------------------------------------------


def test_what_the_root_does_not_govern_gets_its_otherwise() -> None:
    for otherwise in ("allow", "review", "deny"):
        explanation = decide(asked(), rule(YES), roots=(root(governs=NO, otherwise=otherwise),))
        assert explanation.verdict == otherwise
        reason = only_reason(explanation)
        assert (reason.code, reason.rule, reason.effect) == ("NO_RULE_APPLIES", "root", otherwise)


def test_unknown_governs() -> None:
    explanation = decide(asked(), rule(YES), roots=(root(governs=UNKNOWN, otherwise="allow"),))
    assert codes(explanation) == ["PROHIBITED"]


def test_several_roots_govern_if_any_does() -> None:
    roots = (root("a", NO, "deny"), root("b", YES, "deny"))
    assert decide(asked(), roots=roots).verdict == "allow"


def test_if_no_root_governs_the_strictest_otherwise_answers() -> None:
    roots = (
        root("a", NO, "allow"),
        root("c", NO, "deny"),
        root("b", NO, "deny"),
        root("d", NO, "review"),
    )
    explanation = decide(asked(), roots=roots)
    assert (explanation.verdict, only_reason(explanation).rule) == ("deny", "b")
    lenient = decide(asked(), roots=roots[::3])
    assert (lenient.verdict, only_reason(lenient).rule) == ("review", "d")


def test_a_roots_dates_are_taken_per_candidate_zone_and_on_the_day_they_differ_it_governs() -> None:
    from_the_fifth = When(Moment("today", True), "on_or_after", Moment(on(2026, 3, 5), True))
    dated = replace(
        root(governs=from_the_fifth, otherwise="allow"), scope=Scope(False, "recipient")
    )
    midnight = at("2026-03-05 00:00", "Europe/London")
    both = ("Europe/London", NEW_YORK)
    assert codes(decide(asked(now=midnight, zones=both), rule(YES), roots=(dated,))) == [
        "PROHIBITED"
    ]
    assert decide(asked(now=midnight), rule(YES), roots=(dated,)).verdict == "allow"


# --- unknown ----------------------------------------------------------------------------------


@pytest.mark.parametrize("effect", list(Effect))
def test_an_unknown_rule_has_its_effect_with_its_own_code(effect: Effect) -> None:
    explanation = decide(asked(), rule(UNKNOWN, effect=effect))
    (reason,) = explanation.reasons + explanation.warnings
    assert (reason.code, reason.effect, reason.missing) == ("FACT_MISSING", effect, ("person.x",))
    assert explanation.missing == ("person.x",)
    assert explanation.verdict == ("allow" if effect is Effect.WARN else str(effect))


@pytest.mark.parametrize(
    ("on_unknown", "verdict"),
    [("deny", "deny"), ("review", "review"), ("warn", "allow"), ("allow", "allow")],
)
def test_a_rule_may_say_otherwise(on_unknown: str, verdict: str) -> None:
    explanation = decide(asked(), rule(UNKNOWN, on_unknown=on_unknown))
    assert explanation.verdict == verdict
    assert len(explanation.warnings) == (on_unknown == "warn")


def test_a_when_that_is_no_wins_over_any_unknown() -> None:
    assert decide(asked(), rule(UNKNOWN, applies=NO)).verdict == "allow"
    assert decide(asked(), rule(NO, applies=UNKNOWN)).verdict == "allow"


def test_an_unknown_when_is_unknown() -> None:
    assert codes(decide(asked(), rule(YES, applies=UNKNOWN))) == ["FACT_MISSING"]


def test_an_unknown_unless_does_not_lift_and_the_rule_keeps_its_code() -> None:
    reason = only_reason(decide(asked(), rule(YES, lifted=UNKNOWN)))
    assert (reason.code, reason.missing) == ("PROHIBITED", ("person.x",))


def test_an_unless_that_is_yes_lifts_an_unknown_rule_too() -> None:
    assert decide(asked(), rule(UNKNOWN, lifted=YES)).verdict == "allow"


def test_an_unknown_zone_has_its_own_code() -> None:
    reason = only_reason(decide(asked(zone=None), rule(hours((0, 60)))))
    assert (reason.code, reason.missing) == ("TZ_UNKNOWN", ("person.time_zones",))


def test_of_several_things_missing_the_code_is_that_of_a_fact() -> None:
    reason = only_reason(decide(asked(zone=None), rule(All((hours((0, 60)), UNKNOWN)))))
    assert (reason.code, reason.missing) == ("FACT_MISSING", ("person.time_zones", "person.x"))


def test_sure_bindings_are_told_before_unknown_ones() -> None:
    paid = Compare("debt.paid", "eq", False)
    debts = {"D1": {}, "D2": {"debt.paid": False}}
    explanation = decide(
        asked(debts=debts, proposal_debts=("D1", "D2")), rule(paid, scope=PER_DEBT_IN_ZONE)
    )
    assert (codes(explanation), explanation.missing) == (["PROHIBITED"], ())


def test_all_that_is_missing_in_any_binding_is_named() -> None:
    test = All((Compare("debt.paid", "eq", False), Compare("debt.x", "eq", 1)))
    debts = {"D1": {"debt.paid": False}, "D2": {"debt.x": 1}}
    explanation = decide(
        asked(debts=debts, proposal_debts=("D1", "D2")), rule(test, scope=PER_DEBT_IN_ZONE)
    )
    assert explanation.missing == ("debt.paid", "debt.x")


# --- quantifiers --------------------------------------------------------------------------------


def in_debts(first: dict[str, object], second: dict[str, object]) -> dict[str, object]:
    named = [{f"debt.{name}": value for name, value in facts.items()} for facts in (first, second)]
    return {"debts": {"D1": named[0], "D2": named[1]}, "proposal_debts": ("D1", "D2")}


def test_one_debt_that_is_caught_suffices() -> None:
    paid = rule(Compare("debt.paid", "eq", True), scope=PER_DEBT_IN_ZONE)
    assert decide(asked(**in_debts({"paid": False}, {"paid": True})), paid).verdict == "deny"
    assert decide(asked(**in_debts({"paid": False}, {"paid": False})), paid).verdict == "allow"


def test_when_core_unless_and_exempt_are_of_the_same_debt_throughout() -> None:
    """D1 is old and D2 disputed: no debt is both, so nothing is caught."""
    both = rule(
        Compare("debt.disputed", "eq", True),
        applies=Compare("debt.old", "eq", True),
        scope=PER_DEBT_IN_ZONE,
    )
    split = in_debts({"old": True, "disputed": False}, {"old": False, "disputed": True})
    assert decide(asked(**split), both).verdict == "allow"
    joined = in_debts({"old": True, "disputed": True}, {"old": False, "disputed": False})
    assert decide(asked(**joined), both).verdict == "deny"


def test_an_exemption_lifts_only_for_the_debt_that_it_holds_of() -> None:
    lifted = rule(YES, lifted=Compare("debt.consented", "eq", True), scope=PER_DEBT_IN_ZONE)
    assert (
        decide(asked(**in_debts({"consented": True}, {"consented": False})), lifted).verdict
        == "deny"
    )
    assert (
        decide(asked(**in_debts({"consented": True}, {"consented": True})), lifted).verdict
        == "allow"
    )


def test_several_debts_and_zones_are_judged_with_the_same_binding_throughout() -> None:
    """It is night in Sydney alone, and the debt that matters at night is lifted there alone."""
    night = hours((22 * 60, 8 * 60))
    zones = ("Australia/Sydney", "Europe/London")
    noon_in_london = at("2026-03-04 12:00", "Europe/London")
    by_night = rule(night, applies=Compare("debt.old", "eq", True), scope=PER_DEBT_IN_ZONE)
    day_only = replace(by_night, lifted=Not(hours((8 * 60, 22 * 60))))
    facts = in_debts({"old": True}, {"old": False})
    assert decide(asked(now=noon_in_london, zones=zones, **facts), by_night).verdict == "deny"
    assert decide(asked(now=noon_in_london, zones=zones[1:], **facts), by_night).verdict == "allow"
    assert decide(asked(now=noon_in_london, zones=zones, **facts), day_only).verdict == "allow"


def test_about_no_debts_rules_per_debt_do_not_apply() -> None:
    assert decide(asked(proposal_debts=()), rule(YES, scope=PER_DEBT_IN_ZONE)).verdict == "allow"


def test_debts_not_said_are_unknown() -> None:
    cap = rule(count(Ever(), 1, PER_DEBT), scope=PER_DEBT_IN_ZONE)
    explanation = decide(asked(proposal_debts=None), cap)
    assert (codes(explanation), explanation.missing) == (["FACT_MISSING"], ("debt",))


def test_a_debt_of_which_nothing_is_known_is_unknown() -> None:
    paid = rule(Compare("debt.paid", "eq", True), scope=PER_DEBT_IN_ZONE)
    assert decide(asked(proposal_debts=("D9",)), paid).missing == ("debt.paid",)


def test_a_rule_may_keep_to_one_zone_whatever_the_recipients() -> None:
    night = rule(hours((22 * 60, 8 * 60)), scope=Scope(False, "Asia/Shanghai"))
    assert decide(asked(), night).verdict == "deny"
    assert decide(asked(zone=None, now=NOW + 12 * HOUR), night).verdict == "allow"


# --- exemption, approval ------------------------------------------------------------------------


def test_a_rule_that_is_lifted_gives_no_reason() -> None:
    assert decide(asked(), rule(YES, lifted=YES)).verdict == "allow"
    assert codes(decide(asked(), rule(YES, lifted=NO))) == ["PROHIBITED"]


REVIEW = rule(YES, effect=Effect.REVIEW, approval="care_team")


def approval(**fields: object) -> Approval:
    return Approval(**{"rule": "p.r", "role": "care_team", "at": NOW, "by": "x", **fields})


def test_a_review_says_whose_yes_it_needs() -> None:
    assert only_reason(decide(asked(), REVIEW)).approval == "care_team"


def test_an_approved_review_gives_no_reason() -> None:
    assert decide(asked(approvals=(approval(),)), REVIEW).verdict == "allow"


@pytest.mark.parametrize("wrong", [{"rule": "p.other"}, {"role": "legal"}, {"at": NOW + MICRO}])
def test_an_approval_of_another_rule_by_another_role_or_not_yet_given_is_none(
    wrong: dict[str, object],
) -> None:
    assert decide(asked(approvals=(approval(**wrong),)), REVIEW).verdict == "review"


def test_a_review_that_names_no_role_takes_anybodys_yes() -> None:
    anyone = rule(YES, effect=Effect.REVIEW)
    assert decide(asked(approvals=(approval(role="legal"),)), anyone).verdict == "allow"


def test_one_approval_never_serves_two_rules() -> None:
    other = replace(REVIEW, id="p.s")
    explanation = decide(asked(approvals=(approval(),)), REVIEW, other)
    assert only_reason(explanation).rule == "p.s"


def test_an_approval_lifts_no_denial() -> None:
    assert decide(asked(approvals=(approval(),)), rule(YES)).verdict == "deny"


def test_an_unknown_rule_that_reviews_may_be_approved() -> None:
    unknown = rule(UNKNOWN, on_unknown="review", approval="care_team")
    assert decide(asked(), unknown).verdict == "review"
    assert decide(asked(approvals=(approval(),)), unknown).verdict == "allow"
