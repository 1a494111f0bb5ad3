"""Ladders as a whole: hold, stop and reset, what is taken and approved, the unknown, the state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.explanation import Reason, StepMeasure
from policydsl.core.formula import NO, YES, Compare, Formula, Key, Selection
from policydsl.core.policy import Budget, Ladder, Scope
from policydsl.core.request import Approval, Event
from policydsl.core.windows import (
    Ever,
    FullDays,
)
from tests.core.build import (
    MICRO,
    at,
    decide,
    happened,
    on,
    only_reason,
    others,
    request,
)
from tests.core.build_ladders import (
    ACTOR,
    DUE,
    KEY,
    NOON,
    ONCE,
    attempted,
    climb,
    code,
    due,
    ladder,
    opened,
    sent,
    step,
)

# --- hold, stop, reset ---------------------------------------------------------------------------


PROMISED: Formula = Compare("debt.promised", "eq", True)


def promised(value: object) -> dict[str, dict[str, object]]:
    return {"D1": {} if value is ... else {"debt.promised": value}}


@pytest.mark.parametrize(
    ("field", "stopped"), [("hold", "LADDER_HELD"), ("stop", "LADDER_STOPPED")]
)
@pytest.mark.parametrize(("fact", "blocks"), [(True, True), (False, False), (..., True)])
def test_hold_and_stop_block_and_unknown_holds_and_stops(
    field: str, stopped: str, fact: object, blocks: bool
) -> None:
    on_ladder = ladder(step("remind"), **{field: PROMISED})
    asked = request(
        at(NOON % 4), {"proposal.channel": "sms"}, debts=promised(fact), proposal_debts=("D1",)
    )
    reasons = decide(asked, ladders=(on_ladder,)).reasons
    missing = ("debt.promised",) if fact is ... else ()
    expected = [Reason(stopped, "p.l", "deny", StepMeasure(KEY, None, None), missing)]
    assert list(reasons) == (expected if blocks else [])


def test_stop_hold_and_the_step_are_all_reported() -> None:
    on_ladder = ladder(step("remind", start=due(9)), hold=YES, stop=YES)
    codes = [reason.code for reason in climb(on_ladder, NOON % 4).reasons]
    assert codes == ["LADDER_STOPPED", "LADDER_HELD", "STEP_NOT_REACHED"]


CURED = {"reset": others("cured")}


def test_reset_forgets_events_at_or_before_the_last_such_event() -> None:
    steps = ladder(step("remind", budgets=(Budget(1, 1, Ever()),)), **CURED)
    cured = happened("cured", at(NOON % 3), debts=("D1",))
    events = (sent(at(NOON % 2), "a"), sent(at(NOON % 3), "b"), cured)
    assert code(steps, NOON % 4, events=events) is None
    assert code(steps, NOON % 4, events=(*events, sent(at(NOON % 3) + MICRO))) == "STEP_SPENT"


def test_reset_forgets_what_opened_later_steps() -> None:
    steps = ladder(
        step("remind"), step("call", "voice", after=((attempted("remind", 1),),)), **CURED
    )
    events = (sent(at(NOON % 2)), happened("cured", at(NOON % 3), debts=("D1",)))
    assert code(steps, NOON % 4, "voice", events=events[:1]) is None
    assert code(steps, NOON % 4, "voice", events=events) == "STEP_NOT_REACHED"


def test_days_past_due_run_on_after_a_reset() -> None:
    steps = ladder(step("remind", start=due(1)), **CURED)
    cured = happened("cured", at(NOON % 3), debts=("D1",))
    assert code(steps, NOON % 4, events=(cured,)) is None


def test_a_reset_of_another_debt_forgets_nothing() -> None:
    steps = ladder(step("remind", budgets=(Budget(1, 1, Ever()),)), **CURED)
    events = (sent(at(NOON % 2)), happened("cured", at(NOON % 3), debts=("D2",)))
    assert code(steps, NOON % 4, events=events) == "STEP_SPENT"


def test_no_reset_yet_forgets_nothing() -> None:
    steps = ladder(step("remind", budgets=(Budget(1, 1, Ever()),)), **CURED)
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2)),)) == "STEP_SPENT"


# --- on block ------------------------------------------------------------------------------------


def skipped(name: str = "remind", debts: tuple[str, ...] | None = ("D1",)) -> Event:
    return happened("skipped", at(NOON % 3), step=name, debts=debts)


def two_steps(on_block: str) -> Ladder:
    return ladder(
        step("remind"),
        step("call", "voice", after=((attempted("remind", 2),),)),
        take_any=True,
        on_block=on_block,
    )


def test_wait_ignores_that_a_step_was_skipped() -> None:
    assert code(two_steps("wait"), NOON % 4, events=(skipped(),)) is None
    assert code(two_steps("wait"), NOON % 4, "voice", events=(skipped(),)) == "STEP_NOT_REACHED"


def test_skip_spends_the_skipped_step_and_opens_what_follows() -> None:
    assert code(two_steps("skip"), NOON % 4, events=(skipped(),)) == "STEP_SPENT"
    assert code(two_steps("skip"), NOON % 4, "voice", events=(skipped(),)) is None
    assert code(two_steps("skip"), NOON % 4, "voice") == "STEP_NOT_REACHED"


def test_stop_ends_the_ladder_once_a_step_was_skipped() -> None:
    assert code(two_steps("stop"), NOON % 4, events=(skipped(),)) == "LADDER_STOPPED"
    assert code(two_steps("stop"), NOON % 4) is None


@pytest.mark.parametrize("event", [skipped("elsewhere"), skipped(debts=("D2",))])
def test_a_skip_of_another_ladder_or_debt_is_not_this_ones(event: Event) -> None:
    assert code(two_steps("skip"), NOON % 4, events=(event,)) is None
    assert code(two_steps("stop"), NOON % 4, events=(event,)) is None


def test_the_earlier_of_attempts_and_skip_opens() -> None:
    two = (sent(at(NOON % 1)), sent(at(NOON % 2)))
    assert code(two_steps("skip"), NOON % 4, "voice", events=(*two, skipped())) is None


# --- proposals and approvals -----------------------------------------------------------------------


def test_a_proposal_that_no_step_could_take_is_not_reached() -> None:
    reason = only_reason(climb(ladder(step("remind")), NOON % 4, "email"))
    assert (reason.code, reason.measure) == ("STEP_NOT_REACHED", StepMeasure(KEY, None, None))


def test_a_step_takes_by_actor_and_reason_too() -> None:
    human = ladder(step("agent", "voice", takes=Compare(ACTOR, "eq", "human")))
    assert code(human, NOON % 4, "voice", facts={ACTOR: "human"}) is None
    assert code(human, NOON % 4, "voice", facts={ACTOR: "bot"}) == "STEP_NOT_REACHED"


def test_two_ladders_that_apply_must_both_be_passed() -> None:
    asked = request(
        at(NOON % 4),
        {"proposal.channel": "sms"},
        debts={"D1": {"debt.due_on": DUE}},
        proposal_debts=("D1",),
    )
    first, second = ladder(step("remind")), ladder(step("remind", start=due(9)), id="p.m")
    explanation = decide(asked, ladders=(first, second))
    assert only_reason(explanation).rule == "p.m"
    assert [state.ladder for state in explanation.ladders] == ["p.l", "p.m"]


LEGAL = ladder(step("notice", approval="legal", duties=("record_contact",)))


def approval(**fields: object) -> Approval:
    return Approval(
        **{"rule": "p.l.notice", "role": "legal", "at": at(NOON % 4), "by": "x", **fields}
    )


def test_a_step_may_need_an_approval() -> None:
    explanation = climb(LEGAL, NOON % 4)
    assert explanation.verdict == "review"
    assert only_reason(explanation).code == "APPROVAL_REQUIRED"
    assert only_reason(explanation).approval == "legal"


def test_an_approval_names_step_role_and_an_instant_that_has_come() -> None:
    assert code(LEGAL, NOON % 4, approvals=(approval(),)) is None
    for wrong in (
        approval(rule="p.l"),
        approval(rule="p.l.other"),
        approval(role="care_team"),
        approval(at=at(NOON % 4) + MICRO),
    ):
        assert code(LEGAL, NOON % 4, approvals=(wrong,)) == "APPROVAL_REQUIRED"


def test_the_duties_of_the_step_taken_are_owed() -> None:
    for approvals in ((), (approval(),)):
        explanation = climb(LEGAL, NOON % 4, approvals=approvals)
        assert [(owed.duty, owed.rule) for owed in explanation.obligations] == [
            ("record_contact", "p.l.notice")
        ]
    assert climb(LEGAL, NOON % 4, "voice").obligations == ()
    blocked = ladder(step("notice", start=due(9), duties=("record_contact",)))
    assert climb(blocked, NOON % 4).obligations == ()


def test_of_several_steps_that_could_take_it_the_one_that_passes_does() -> None:
    steps = ladder(step("a", start=due(9)), step("b"), take_any=True)
    assert code(steps, NOON % 4) is None


def test_of_several_steps_that_do_not_pass_the_one_that_came_furthest_is_told() -> None:
    steps = ladder(
        step("a", budgets=(Budget(1, 1, Ever()),)), step("b", start=due(9)), take_any=True
    )
    reason = only_reason(climb(steps, NOON % 4, events=(sent(at(NOON % 2), step="a"),)))
    assert reason.code == "STEP_SPENT"


# --- unknown ------------------------------------------------------------------------------------


def test_a_step_whose_when_is_unknown_is_closed() -> None:
    risky = ladder(step("agent", when=Compare("debt.tier", "eq", "high")))
    reason = only_reason(climb(risky, NOON % 4))
    assert (reason.code, reason.missing) == ("FACT_MISSING", ("debt.tier",))


def test_a_step_whose_when_is_no_is_not_reached() -> None:
    assert code(ladder(step("agent", when=NO)), NOON % 4) == "STEP_NOT_REACHED"


def test_a_due_date_that_is_missing_is_unknown() -> None:
    for point in ({"start": due(0)}, {"end": due(9)}):
        reason = only_reason(climb(ladder(step("remind", **point)), NOON % 4, due_on=...))
        assert (reason.code, reason.missing) == ("FACT_MISSING", ("debt.due_on",))


def test_a_ladder_of_dates_without_a_zone_is_unknown() -> None:
    plain = ladder(step("remind", start=due(0)))
    reason = only_reason(climb(plain, NOON % 4, zone=None))
    assert (reason.code, reason.missing) == ("TZ_UNKNOWN", ("person.time_zones",))


def test_open_for_days_without_a_zone_is_unknown() -> None:
    steps = ladder(
        step("remind"),
        step("mail", "email", after=((attempted("remind", 1),),)),
        step("call", "voice", after=((opened("mail", FullDays(1)),),)),
        take_any=True,
    )
    events = (sent(at(NOON % 2)),)
    reason = only_reason(climb(steps, NOON % 4, "voice", events=events, zone=None))
    assert (reason.code, reason.missing) == ("TZ_UNKNOWN", ("person.time_zones",))


def test_what_a_step_waits_for_is_named_through_the_chain() -> None:
    steps = ladder(
        step("remind", start=due(0)),
        step("call", "voice", after=((opened("remind", FullDays(1)),),)),
        take_any=True,
    )
    reason = only_reason(climb(steps, NOON % 4, "voice", due_on=...))
    assert (reason.code, reason.missing) == ("FACT_MISSING", ("debt.due_on",))


def test_an_unknown_alternative_waits_for_no_known_one_in_the_future() -> None:
    steps = ladder(
        step("remind", start=due(0)),
        step("mail", "email", start=due(0, "debt.other")),
        step(
            "call", "voice", after=((opened("remind", FullDays(9)), opened("mail", FullDays(9))),)
        ),
        take_any=True,
    )
    assert code(steps, NOON % 4, "voice") == "FACT_MISSING"
    assert code(steps, NOON % 20, "voice") is None


def test_a_proposal_that_lacks_the_ladders_key_is_unknown() -> None:
    reason = only_reason(climb(ladder(step("remind")), NOON % 4, proposal_debts=None))
    assert (reason.code, reason.missing) == ("FACT_MISSING", ("debt",))


def test_a_proposal_about_no_debts_is_on_no_ladder_of_debts() -> None:
    assert (
        climb(ladder(step("remind", start=due(9))), NOON % 4, proposal_debts=()).verdict == "allow"
    )


# --- state ---------------------------------------------------------------------------------------


def test_the_state_names_the_last_open_step_its_number_and_what_opens_when() -> None:
    steps = ladder(
        step("remind", start=due(0)),
        step("call", "voice", start=due(10)),
        step("notice", "letter", after=((attempted("call", 1),),)),
    )
    (state,) = climb(steps, NOON % 4).ladders
    assert (state.ladder, state.key, state.step, state.position) == ("p.l", KEY, "remind", 1)
    assert state.opens == (("call", at("2026-03-11 00:00")), ("notice", None))
    (before,) = climb(steps, "2026-02-20 12:00").ladders
    assert (before.step, before.position) == (None, 0)


def test_a_ladder_that_does_not_apply_or_is_lifted_has_no_state() -> None:
    for away in (ladder(step("a"), applies=NO), ladder(step("a"), lifted=YES)):
        explanation = climb(away, NOON % 4, "email")
        assert (explanation.verdict, explanation.ladders) == ("allow", ())


def test_each_debt_has_its_own_position() -> None:
    steps = ladder(step("remind", start=due(0)), step("call", "voice", start=due(10)))
    debts = {"D1": {"debt.due_on": DUE}, "D2": {"debt.due_on": on(2026, 2, 1)}}
    asked = request(
        at(NOON % 4), {"proposal.channel": "sms"}, debts=debts, proposal_debts=("D1", "D2")
    )
    explanation = decide(asked, ladders=(steps,))
    assert [(state.key, state.step) for state in explanation.ladders] == [
        (KEY, "remind"),
        ((("debt", "D2"),), "call"),
    ]
    assert only_reason(explanation).measure == StepMeasure(
        (("debt", "D2"),), "remind", at("2026-02-01 00:00")
    )


def test_in_several_zones_the_strictest_decides_and_a_code_is_told_once_for_a_key() -> None:
    plain = ladder(step("remind", start=due(0)))
    now = at("2026-03-01 00:00", "Europe/London")
    zones = ("Europe/London", "America/New_York", "America/Chicago")
    explanation = climb(plain, now, zones=zones)
    assert only_reason(explanation).measure == StepMeasure(KEY, "remind", at("2026-03-01 00:00"))


def test_a_ladder_may_be_kept_for_other_keys_than_debts() -> None:
    per_person = ladder(
        step("remind", budgets=ONCE), keys=(Key("person", "person"),), scope=Scope(False, None)
    )
    assert code(per_person, NOON % 4, events=(sent(at(NOON % 2), person="P2"),)) is None
    assert code(per_person, NOON % 4, events=(sent(at(NOON % 2)),)) == "STEP_SPENT"
    lettered = replace(per_person, reset=Selection("cured", 0, None, None, YES))
    cured = happened("cured", at(NOON % 3))
    assert code(lettered, NOON % 4, events=(sent(at(NOON % 2)), cured)) is None
