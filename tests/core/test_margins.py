"""The delivery margin: what will be denied by the time it may arrive is denied now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.explanation import MarginMeasure, Reason
from policydsl.core.formula import NO, YES, All, Compare, Formula, Moment, When
from policydsl.core.outlook import Outlook
from policydsl.core.policy import CorePolicy, Effect, Rank, Scope
from policydsl.core.reference import explain, margins, outlook
from policydsl.core.reference.instants import margin_of
from policydsl.core.windows import Ever, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    MINUTE,
    at,
    contact,
    count,
    policy,
    request,
    root,
    rule,
    utc,
)
from tests.core.build_ladders import due, ladder, step
from tests.core.build_outlooks import Case, case, event

NOON = at("2026-03-04 12:00")
CLOSES = at("2026-03-04 21:00")
OPENS = at("2026-03-05 08:00")
HEAD = "policy t\n  otherwise deny\n  delivery margin 2 minutes for sms\n"
NIGHT = "quiet hours night from 21:00 to 08:00\n"


def sms(rules: str, now: int, **parts: object) -> Case:
    return case(HEAD + rules, now, proposal={"channel": "sms"}, **parts)


def closing(name: str, closes: int, margin: int = 2 * MINUTE) -> Reason:
    return Reason("DELIVERY_MARGIN", name, Effect.DENY, MarginMeasure(closes, margin))


def from_on(instant: int) -> Formula:
    """Holds from an instant on."""
    return When(Moment("now", False), "on_or_after", Moment(instant, False))


def with_margin(of: CorePolicy, micros: int = 2 * MINUTE) -> CorePolicy:
    return replace(of, margins=((None, micros),))


# --- when it denies ---------------------------------------------------------------------------


def test_what_may_arrive_in_the_night_is_denied_before_it() -> None:
    asked = sms(NIGHT, NOON)
    starts = CLOSES - 2 * MINUTE
    assert asked.verdict(starts - MICRO) == "allow"
    for instant in (starts, CLOSES - MICRO):
        said = asked.at(instant)
        assert said.verdict == "deny"
        assert said.reasons == (closing("t.night", CLOSES),)
    assert [one.code for one in asked.at(CLOSES).reasons] == ["QUIET_HOURS"]
    assert asked.verdict(OPENS) == "allow"


def test_other_channels_have_no_margin() -> None:
    asked = case(HEAD + NIGHT, NOON)
    assert asked.verdict(CLOSES - MICRO) == "allow"
    assert asked.valid() == CLOSES


@pytest.mark.parametrize(
    ("said", "margin"),
    [
        ((), 0),
        ((("sms", MINUTE),), 0),
        ((("voice", MINUTE),), MINUTE),
        (((None, MINUTE),), MINUTE),
        (((None, MINUTE), ("voice", HOUR)), HOUR),
        (((None, DAY), ("voice", HOUR), ("sms", 9 * DAY)), DAY),
        ((("voice", HOUR), ("voice", MINUTE)), HOUR),
    ],
)
def test_the_greatest_margin_that_is_said_of_the_channel_counts(
    said: tuple[tuple[str | None, int], ...], margin: int
) -> None:
    assert margin_of(replace(policy(), margins=said), request(NOON)) == margin


def test_an_opening_shorter_than_the_margin_is_none() -> None:
    asked = sms(NIGHT + "quiet hours more from 08:01 to 09:00\n", CLOSES)
    assert asked.eligible() == at("2026-03-05 09:00")
    as_long = sms(NIGHT + "quiet hours more from 08:02 to 09:00\n", CLOSES)
    assert as_long.eligible() == at("2026-03-05 09:00")
    longer = with_margin(policy(rule(from_on(OPENS + 2 * MINUTE + 1))))
    assert explain(longer, request(OPENS)).verdict == "allow"
    assert explain(longer, request(OPENS + 1)).verdict == "deny"


def test_a_denial_of_one_microsecond_within_the_margin_denies() -> None:
    once = All((from_on(NOON), When(Moment("now", False), "on_or_before", Moment(NOON, False))))
    of = with_margin(policy(rule(once)))
    starts = NOON - 2 * MINUTE
    verdicts = [
        explain(of, request(instant)).verdict
        for instant in (starts - MICRO, starts, NOON - MICRO, NOON, NOON + MICRO)
    ]
    assert verdicts == ["allow", "deny", "deny", "deny", "allow"]


def test_a_margin_of_days_reaches_over_days() -> None:
    head = HEAD.replace("2 minutes for sms", "3 rolling days for letter")
    rules = 'contact hours office from 09:00 to 18:00 on business days of "US"\n'
    asked = case(head + rules, NOON, proposal={"channel": "letter"})
    assert asked.at(NOON).reasons == (closing("t.office", at("2026-03-04 18:00"), 3 * DAY),)
    assert asked.eligible(30) is None


# --- what it says -----------------------------------------------------------------------------


def test_every_rule_that_denies_at_that_instant_gives_a_reason_in_its_order() -> None:
    later = at("2026-03-04 21:01")
    of = with_margin(
        policy(
            rule(from_on(CLOSES), id="p.time", rank=Rank.TIME),
            rule(from_on(CLOSES), id="p.law", rank=Rank.LEGAL),
            rule(from_on(later), id="p.later", rank=Rank.LEGAL),
            rule(from_on(CLOSES), id="p.review", effect=Effect.REVIEW),
            rule(from_on(CLOSES), id="p.warned", effect=Effect.WARN),
        )
    )
    said = explain(of, request(CLOSES - MINUTE))
    assert said.reasons == (closing("p.law", CLOSES), closing("p.time", CLOSES))
    assert said.warnings == ()


def test_reviews_and_all_else_stay_those_of_now() -> None:
    unknown = Compare("person.x", "eq", True)
    calls = count(Ever(), 2)
    of = policy(
        rule(from_on(CLOSES), id="p.night"),
        rule(YES, id="p.r", effect=Effect.REVIEW, lifted=unknown, approval="legal"),
        rule(YES, id="p.w", effect=Effect.WARN),
        rule(calls, id="p.cap", kind="cap", code="CAP_REACHED"),
    )
    asked = request(CLOSES - MINUTE, events=(contact(NOON),))
    without, said = explain(of, asked), explain(with_margin(of), asked)
    assert without.verdict == "review"
    assert without.missing == ("person.x",)
    assert [one.rule for one in without.counters] == ["p.cap"]
    assert said == replace(
        without, verdict="deny", reasons=(*without.reasons, closing("p.night", CLOSES))
    )


def test_where_something_denies_already_the_margin_adds_nothing() -> None:
    of = policy(rule(from_on(CLOSES), id="p.night"), rule(YES, id="p.always"))
    asked = request(CLOSES - MINUTE)
    assert explain(with_margin(of), asked) == explain(of, asked)


def test_a_review_to_come_is_not_looked_for() -> None:
    of = with_margin(policy(rule(from_on(CLOSES), effect=Effect.REVIEW)))
    assert explain(of, request(CLOSES - MICRO)).verdict == "allow"
    assert explain(of, request(CLOSES)).verdict == "review"


def test_a_ladder_gives_one_reason_whatever_it_says_then() -> None:
    asked = request(
        at("2026-03-05 23:59"),
        debts={"D1": {"debt.due_on": at("2026-03-01 00:00")}},
        proposal_debts=("D1",),
    )
    held = ladder(step("call", "voice", end=due(5)), hold=from_on(at("2026-03-06 00:00")))
    of = with_margin(policy(ladders=(held,)))
    then = explain(of, replace(asked, at=at("2026-03-06 00:00")))
    assert [one.code for one in then.reasons] == ["LADDER_HELD", "STEP_NOT_REACHED"]
    assert explain(of, asked).reasons == (closing("p.l", at("2026-03-06 00:00")),)


def test_a_root_that_no_longer_governs_closes_too() -> None:
    ending = root("old", When(Moment("now", False), "before", Moment(CLOSES, False)))
    said = explain(with_margin(policy(roots=(ending,))), request(CLOSES - MINUTE))
    assert said.reasons == (closing("old", CLOSES),)
    may = root("may", All((from_on(CLOSES), Compare("person.x", "eq", True))), "deny")
    sure = root("sure", When(Moment("now", False), "before", Moment(CLOSES, False)), "allow")
    said = explain(with_margin(policy(roots=(may, sure))), request(CLOSES - MINUTE))
    assert said.reasons == (closing("may", CLOSES),)


def test_what_is_allowed_ungoverned_keeps_that_reason() -> None:
    coming = root("new", from_on(CLOSES), "allow")
    of = with_margin(policy(rule(YES, id="p.r"), roots=(coming,)))
    said = explain(of, request(CLOSES - MINUTE))
    assert said.verdict == "deny"
    assert said.reasons == (Reason("NO_RULE_APPLIES", "new", "allow"), closing("p.r", CLOSES))


def test_an_unknown_rule_closes_as_one_that_is_known() -> None:
    """The dates of the earth are past 5 March from 12:00 UTC on the 6th, and may be from 10:00."""
    rules = "deny coming when channel is sms effective from 2026-03-06\n"
    asked = sms(rules, utc("2026-03-05 09:59"), person={"time_zones": []})
    closes = utc("2026-03-05 10:00")
    assert asked.at(closes - 1).reasons == (closing("t.coming", closes),)
    assert asked.at(closes - 1).missing == ()
    assert [one.code for one in asked.at(closes).reasons] == ["TZ_UNKNOWN"]


# --- outlook ----------------------------------------------------------------------------------


def test_a_margin_ends_an_allow_early_and_lifts_with_its_rule() -> None:
    asked = sms(NIGHT, NOON)
    starts = CLOSES - 2 * MINUTE
    assert asked.valid() == starts
    assert asked.then(starts).outlook() == Outlook(OPENS, None, (OPENS,))
    assert asked.then(CLOSES).outlook() == Outlook(OPENS, None, (OPENS,))
    assert asked.then(OPENS).valid() == at("2026-03-05 20:58")


def test_a_rule_lifts_alone_with_its_margin() -> None:
    """At 08:00 the first rule opens for a minute alone; the margin makes that none."""
    rules = "quiet hours a from 21:00 to 08:00, 08:01 to 09:00\nquiet hours b from 22:00 to 10:00\n"
    asked = sms(rules, at("2026-03-04 23:00"))
    nine, ten = at("2026-03-05 09:00"), at("2026-03-05 10:00")
    assert asked.outlook() == Outlook(ten, None, (nine, ten))


def test_the_horizon_bounds_the_answer_and_not_the_margin() -> None:
    asked = sms(NIGHT, NOON)
    starts = CLOSES - 2 * MINUTE
    assert outlook(asked.policy, asked.request, starts - NOON).valid_until == starts
    assert outlook(asked.policy, asked.request, starts - NOON - 1).valid_until is None


def test_a_cap_that_frees_within_the_margin_does_not_open_the_night() -> None:
    rules = NIGHT + "cap c at most 1 attempt by sms per person in 24 hours\n"
    freed = CLOSES - MINUTE
    asked = sms(rules, NOON, events=[event(freed - DAY, channel="sms")])
    assert asked.eligible() == OPENS
    earlier = CLOSES - 3 * MINUTE
    asked = sms(rules, NOON, events=[event(earlier - DAY, channel="sms")])
    assert asked.eligible() == earlier
    assert asked.then(earlier).valid() == CLOSES - 2 * MINUTE


def test_without_a_margin_nothing_else_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def changes(*_: object) -> list[int]:
        raise AssertionError("asked for instants")

    monkeypatch.setattr(margins, "changes", changes)
    of = replace(policy(rule(NO)), margins=(("sms", MINUTE),))
    assert explain(of, request(NOON)).verdict == "allow"
    with pytest.raises(AssertionError, match="asked for instants"):
        explain(of, request(NOON, {"proposal.channel": "sms"}))
    denied = with_margin(policy(rule(YES)))
    assert explain(denied, request(NOON)).verdict == "deny"


def test_a_margin_looks_at_the_facts_as_they_are() -> None:
    """A rolling cap lets go in the margin, and a deadline closes: only what denies closes."""
    of = policy(
        rule(count(Rolling(DAY), 1), id="p.c", effect=Effect.REVIEW),
        rule(from_on(CLOSES), id="p.d", scope=Scope()),
    )
    asked = request(CLOSES - MINUTE, events=(contact(CLOSES - DAY - MICRO),))
    said = explain(with_margin(of), asked)
    assert [(one.code, one.rule) for one in said.reasons] == [
        ("PROHIBITED", "p.c"),
        ("DELIVERY_MARGIN", "p.d"),
    ]
