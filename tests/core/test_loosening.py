"""Knowing less, or a contact still under way, never allows what was refused; and what is missing is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.formula import YES, Compare, Consent, Formula, Not, Selection, SinceLast
from policydsl.core.policy import Budget, CorePolicy, Ladder, Scope, Step, StepReached
from policydsl.core.reference import explain
from policydsl.core.request import Event
from policydsl.core.windows import BusinessDays, CalendarMonths, Ever, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    NO,
    ORIGIN,
    PER_DEBT,
    at,
    attempts,
    consent,
    contact,
    count,
    decide,
    happened,
    others,
    request,
    root,
    rule,
)

NOW = at("2026-03-04 10:00")
AGO = NOW - HOUR


def ladder(*steps: Step, **fields: object) -> Ladder:
    scope = Scope(True, "recipient")
    return Ladder("p.l", (PER_DEBT,), steps, YES, NO, scope, ORIGIN, **fields)


def step(name: str, channel: str, **fields: object) -> Step:
    return Step(name, frozenset({channel}), fields.pop("takes", YES), YES, **fields)


def verdict(
    on_ladder: Ladder,
    channel: str,
    *events: Event,
    debt: dict[str, object] | None = None,
    **facts: object,
) -> str:
    given = {f"proposal.{name}": value for name, value in facts.items()}
    asked = request(
        NOW,
        {"proposal.channel": channel, **given},
        events=events,
        proposal_debts=("D1",),
        debts={"D1": debt or {}},
    )
    return decide(asked, ladders=(on_ladder,)).verdict


def sent(channel: str, when: int, debts: tuple[str, ...] | None = ("D1",)) -> Event:
    return contact(when, channel=channel, debts=debts)


HIGH: Formula = Compare("debt.tier", "eq", "high")
CURRENT_ONLY = ladder(step("remind", "sms"), step("call", "voice", when=HIGH))


def test_a_missing_fact_does_not_give_an_earlier_step_back() -> None:
    assert verdict(CURRENT_ONLY, "sms", debt={"debt.tier": "high"}) == "deny"
    assert verdict(CURRENT_ONLY, "sms") == "deny"


def test_a_step_for_humans_does_not_take_a_proposal_that_hides_its_actor() -> None:
    humans = ladder(step("agent", "voice", takes=Compare("proposal.actor", "eq", "human")))
    assert verdict(humans, "voice", actor="bot") == "deny"
    assert verdict(humans, "voice") == "deny"


AFTER_ONE = (StepReached("remind", 1, None),)


def test_a_reset_that_may_be_one_does_not_open_a_step() -> None:
    climbing = ladder(
        step("remind", "sms"), step("call", "voice", after=(AFTER_ONE,)), reset=others("cured")
    )
    sms = sent("sms", NOW - 5 * HOUR)
    assert verdict(climbing, "voice", sms, happened("cured", AGO, debts=("D1",))) == "deny"
    assert verdict(climbing, "voice", sms, happened("cured", AGO, debts=None)) == "deny"


@pytest.mark.parametrize("on_block", ["stop", "skip"])
def test_a_skip_that_may_be_of_this_debt_still_stops_or_spends(on_block: str) -> None:
    once = ladder(step("remind", "sms"), on_block=on_block)
    assert verdict(once, "sms", happened("skipped", AGO, step="remind", debts=("D1",))) == "deny"
    assert verdict(once, "sms", happened("skipped", AGO, step="remind", debts=None)) == "deny"


# --- a reservation is not yet what it passes for --------------------------------------------------


def reserved_sms() -> Event:
    return contact(AGO, "r", channel="sms", reserved=True)


def test_a_pending_message_does_not_clear_a_cap_since_the_last_connection() -> None:
    by_voice = Selection("contact", 1, "outbound", frozenset({"voice"}), YES)
    cap = rule(count(SinceLast(attempts(4)), 3, selection=by_voice))
    calls = [contact(NOW - hours * HOUR, f"c{hours}") for hours in (4, 5, 6)]
    assert decide(request(NOW, events=calls), cap).verdict == "deny"
    assert decide(request(NOW, events=[*calls, reserved_sms()]), cap).verdict == "deny"


def test_a_pending_message_is_no_conversation_that_lifts() -> None:
    talked = count(Rolling(30 * DAY), 1, selection=attempts(6))
    stranger = rule(YES, lifted=talked)
    assert decide(request(NOW), stranger).verdict == "deny"
    assert decide(request(NOW, events=[reserved_sms()]), stranger).verdict == "deny"


def test_a_pending_message_does_not_reset_a_ladder() -> None:
    spent = ladder(step("call", "voice", budgets=(Budget(1, 1, Ever()),)), reset=attempts(6))
    call = sent("voice", NOW - 5 * HOUR)
    held = contact(AGO, "r", channel="sms", debts=("D1",), reserved=True)
    assert verdict(spent, "voice", call) == "deny"
    assert verdict(spent, "voice", call, held) == "deny"


def test_a_pending_message_is_no_attempt_that_lifts_or_resets() -> None:
    """It may be released, and then there was none."""
    tried = rule(YES, lifted=count(Ever(), 1))
    assert decide(request(NOW, events=[contact(AGO, "r")]), tried).verdict == "allow"
    explanation = decide(request(NOW, events=[reserved_sms()]), tried)
    assert (explanation.verdict, explanation.missing) == ("deny", ("event:r",))
    by_sms = Selection("contact", 1, "outbound", frozenset({"sms"}), YES)
    spent = ladder(step("call", "voice", budgets=(Budget(1, 1, Ever()),)), reset=by_sms)
    call = sent("voice", NOW - 5 * HOUR)
    assert verdict(spent, "voice", call, contact(AGO, "r", channel="sms", debts=("D1",))) == "allow"
    held = contact(AGO, "r", channel="sms", debts=("D1",), reserved=True)
    assert verdict(spent, "voice", call, held) == "deny"


# --- what is missing is named ---------------------------------------------------------------------


def test_a_consent_that_lasts_days_without_a_zone_names_the_zone() -> None:
    lasting = Consent((), None, False, False, None, CalendarMonths(1), None, (), YES, None)
    record = replace(consent(), effective_from=at("2026-02-04 10:00"))
    asked = request(NOW, consents=(record,), zone=None)
    assert "person.time_zones" in decide(asked, rule(Not(lasting))).missing


def test_a_count_of_business_days_names_the_calendar_that_does_not_know() -> None:
    waiting = count(BusinessDays(3, CalendarRef("XX")))
    asked = request(NOW, events=[contact(AGO)])
    assert "calendar:XX" in decide(asked, rule(waiting)).missing


def test_a_step_that_may_be_spent_names_the_event() -> None:
    once = ladder(step("remind", "sms", budgets=(Budget(1, 1, Ever()),)))
    asked = request(
        NOW,
        {"proposal.channel": "sms"},
        events=[contact(AGO, "x", channel="sms", debts=None)],
        proposal_debts=("D1",),
    )
    assert decide(asked, ladders=(once,)).missing == ("event:x",)


# --- what a policy may govern ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("otherwise", "said"), [("deny", "deny"), ("review", "review"), ("allow", "allow")]
)
def test_where_it_is_unknown_whether_a_root_governs_its_otherwise_holds_too(
    otherwise: str, said: str
) -> None:
    perhaps = root("p", Compare("proposal.reason", "eq", "x"), otherwise)
    explanation = explain(CorePolicy((perhaps,), ()), request(NOW))
    assert explanation.verdict == said
    codes = [(one.code, one.rule, one.missing) for one in explanation.reasons]
    assert codes == ([] if said == "allow" else [("FACT_MISSING", "p", ("proposal.reason",))])


def test_without_debts_the_debts_are_what_is_missing() -> None:
    paid = rule(Compare("debt.paid", "eq", True), scope=Scope(True, None))
    asked = request(NOW, proposal_debts=None)
    assert decide(asked, paid).missing == ("proposal.debts",)
