"""Ladders: which step may be taken now, from facts and events alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.explanation import Explanation, Reason, StepMeasure
from policydsl.core.formula import NO, YES, Compare, Formula, Key, Selection
from policydsl.core.policy import Budget, DayPoint, Ladder, Scope, Step, StepReached
from policydsl.core.request import Approval, Event
from policydsl.core.windows import (
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
    Span,
)
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    ORIGIN,
    PER_DEBT,
    at,
    contact,
    decide,
    happened,
    on,
    only_reason,
    others,
    request,
)

DUE = on(2026, 3, 1)
NOON = "2026-03-%02d 12:00"
KEY = (("debt", "D1"),)
ACTOR = "proposal.actor"


def due(days: int, anchor: str = "debt.due_on") -> DayPoint:
    return DayPoint(days, anchor)


def attempted(step: str, times: int) -> StepReached:
    return StepReached(step, times, None)


def opened(step: str, span: Span) -> StepReached:
    return StepReached(step, None, span)


def step(name: str, *channels: str, **fields: object) -> Step:
    taken = frozenset(channels or ("sms",))
    return Step(name, taken, fields.pop("takes", YES), fields.pop("owns", YES), **fields)


def ladder(*steps: Step, **fields: object) -> Ladder:
    scope = fields.pop("scope", Scope(True, "recipient"))
    return Ladder(
        fields.pop("id", "p.l"),
        fields.pop("keys", (PER_DEBT,)),
        steps,
        fields.pop("applies", YES),
        fields.pop("lifted", NO),
        scope,
        ORIGIN,
        **fields,
    )


def sent(when: int, identity: str | None = None, **fields: object) -> Event:
    """An attempt by sms about D1."""
    return contact(when, identity, **{"channel": "sms", "debts": ("D1",), **fields})


def climb(
    on_ladder: Ladder,
    now: str | int,
    channel: str = "sms",
    *,
    events: tuple[Event, ...] = (),
    due_on: object = DUE,
    facts: dict[str, object] | None = None,
    **fields: object,
) -> Explanation:
    """The decision of a ladder on a contact about D1."""
    asked = request(
        now if isinstance(now, int) else at(now),
        {"proposal.channel": channel, **(facts or {})},
        events=events,
        debts={"D1": {} if due_on is ... else {"debt.due_on": due_on}},
        proposal_debts=fields.pop("proposal_debts", ("D1",)),
        **fields,
    )
    return decide(asked, ladders=(on_ladder,))


def code(*args: object, **fields: object) -> str | None:
    """The code with which a ladder stops, None when it lets pass."""
    explanation = climb(*args, **fields)
    return explanation.reasons[0].code if explanation.reasons else None


# --- days past due ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "opens"), [(4, "2026-03-05"), (0, "2026-03-01"), (-3, "2026-02-26")]
)
def test_a_step_opens_as_the_local_date_due_plus_n_begins(days: int, opens: str) -> None:
    plain = ladder(step("remind", start=due(days)))
    midnight = at(f"{opens} 00:00")
    assert code(plain, midnight - MICRO) == "STEP_NOT_REACHED"
    assert code(plain, midnight) is None


def test_a_step_that_opens_by_time_alone_says_when() -> None:
    plain = ladder(step("remind", start=due(4)))
    reason = only_reason(climb(plain, NOON % 2))
    assert reason.code == "STEP_NOT_REACHED"
    assert reason.measure == StepMeasure(KEY, "remind", at("2026-03-05 00:00"))


def test_a_step_closes_as_its_end_begins() -> None:
    plain = ladder(step("remind", start=due(0), end=due(15)))
    assert code(plain, at("2026-03-16 00:00") - MICRO) is None
    assert code(plain, at("2026-03-16 00:00")) == "STEP_NOT_REACHED"


def test_a_day_point_may_be_anchored_at_an_instant() -> None:
    plain = ladder(step("remind", start=due(1, "debt.opened_at")))
    late = {"D1": {"debt.opened_at": at("2026-03-04 23:59")}}
    for now, expected in (("2026-03-04 23:59", "STEP_NOT_REACHED"), ("2026-03-05 00:00", None)):
        asked = request(at(now), {"proposal.channel": "sms"}, debts=late, proposal_debts=("D1",))
        reasons = decide(asked, ladders=(plain,)).reasons
        assert [reason.code for reason in reasons] == ([expected] if expected else [])


def test_a_due_date_that_is_none_never_comes() -> None:
    plain = ladder(step("remind", start=due(0)))
    reason = only_reason(climb(plain, NOON % 4, due_on=None))
    assert (reason.code, reason.measure) == ("STEP_NOT_REACHED", StepMeasure(KEY, "remind", None))


def test_a_step_without_end_date_does_not_end() -> None:
    plain = ladder(step("remind", end=due(15)))
    assert code(plain, NOON % 30, due_on=None) is None


@pytest.mark.parametrize(
    ("days", "channel", "expected"),
    [
        (2, "sms", None),
        (2, "voice", "STEP_NOT_REACHED"),
        (4, "voice", None),
        (4, "sms", "STEP_NOT_REACHED"),
        (15, "letter", None),
        (15, "voice", "STEP_NOT_REACHED"),
        (15, "email", "STEP_NOT_REACHED"),
    ],
)
def test_the_current_step_alone_passes_unless_any_may(
    days: int, channel: str, expected: str | None
) -> None:
    steps = (
        step("remind", "sms", start=due(0)),
        step("call", "voice", start=due(3)),
        step("notice", "letter", start=due(10)),
    )
    now = f"2026-03-{1 + days:02d} 12:00"
    assert code(ladder(*steps), now, channel) == expected
    reached = {"sms": 0, "voice": 3, "letter": 10}
    passes = channel in reached and days >= reached[channel]
    assert (code(ladder(*steps, take_any=True), now, channel) is None) is passes


def test_a_part_payment_that_moves_the_due_date_skips_no_step() -> None:
    """Kill Bill #2297 (needs.md, X-h): blocked at 7 days, cancelled at 11; the oldest date moves."""
    steps = ladder(
        step("block", "sms", start=due(7)),
        step("cancel", "letter", start=due(11), after=((attempted("block", 1),),)),
    )
    assert code(steps, NOON % 12, "letter") == "STEP_NOT_REACHED"
    assert code(steps, NOON % 12, "sms") is None
    assert code(steps, NOON % 12, "letter", due_on=on(2026, 2, 20)) == "STEP_NOT_REACHED"
    block = (sent(at(NOON % 12)),)
    assert code(steps, NOON % 13, "letter", events=block) is None


def test_a_job_that_misses_a_day_loses_no_step() -> None:
    """Day equality on data refreshed later loses the day (needs.md, X-j); `from` does not."""
    plain = ladder(step("remind", start=due(3)))
    assert code(plain, NOON % 4) is None
    assert code(plain, NOON % 5) is None


# --- after ------------------------------------------------------------------------------------


AFTER_TWO = ladder(
    step("remind"), step("call", "voice", after=((attempted("remind", 2),),)), take_any=True
)


def test_after_n_attempts_opens_with_the_nth() -> None:
    first, second = sent(at(NOON % 2)), sent(at(NOON % 3))
    assert code(AFTER_TWO, NOON % 4, "voice", events=(first,)) == "STEP_NOT_REACHED"
    assert code(AFTER_TWO, at(NOON % 3), "voice", events=(first, second)) is None


def test_what_waits_for_an_event_opens_at_no_known_instant() -> None:
    explanation = climb(AFTER_TWO, NOON % 4, "voice")
    assert only_reason(explanation).measure == StepMeasure(KEY, "call", None)
    (state,) = explanation.ladders
    assert state.opens == (("call", None),)


def test_after_a_step_was_open_for_a_span() -> None:
    steps = ladder(
        step("remind", start=due(0)),
        step("call", "voice", after=((opened("remind", FullDays(10)),),)),
        take_any=True,
    )
    opens = at("2026-03-12 00:00")
    assert code(steps, opens - MICRO, "voice") == "STEP_NOT_REACHED"
    assert code(steps, opens, "voice") is None
    assert only_reason(climb(steps, NOON % 5, "voice")).measure == StepMeasure(KEY, "call", opens)


def test_a_step_that_was_always_open_has_been_open_for_every_span() -> None:
    for span in (FullDays(10), Rolling(10 * DAY), ConsecutiveDays(10)):
        steps = ladder(
            step("remind"), step("call", "voice", after=((opened("remind", span),),)), take_any=True
        )
        assert code(steps, NOON % 5, "voice") is None


def test_a_step_that_is_always_open_shows_no_instant() -> None:
    spent = ladder(step("remind", budgets=(Budget(1, 1, Ever()),)))
    reason = only_reason(climb(spent, NOON % 4, events=(sent(at(NOON % 2)),)))
    assert reason.measure == StepMeasure(KEY, "remind", None)


EITHER = ladder(
    step("remind", start=due(0)),
    step("call", "voice", after=((attempted("remind", 2), opened("remind", FullDays(10))),)),
    take_any=True,
)


def test_of_alternatives_the_first_to_come_opens() -> None:
    two = (sent(at(NOON % 2)), sent(at(NOON % 3)))
    assert code(EITHER, at(NOON % 3), "voice", events=two) is None
    assert code(EITHER, "2026-03-12 00:00", "voice") is None
    reason = only_reason(climb(EITHER, NOON % 3, "voice", events=two[:1]))
    assert reason.measure == StepMeasure(KEY, "call", at("2026-03-12 00:00"))


def test_all_groups_must_come() -> None:
    steps = ladder(
        step("remind", start=due(0)),
        step("mail", "email", start=due(0)),
        step("call", "voice", after=((attempted("remind", 1),), (attempted("mail", 1),))),
        take_any=True,
    )
    one = (sent(at(NOON % 2)),)
    assert code(steps, NOON % 4, "voice", events=one) == "STEP_NOT_REACHED"
    both = (*one, sent(at(NOON % 3), channel="email"))
    assert code(steps, NOON % 4, "voice", events=both) is None


def test_after_follows_a_chain_of_open_steps() -> None:
    steps = ladder(
        step("remind", start=due(0)),
        step("call", "voice", after=((opened("remind", FullDays(1)),),)),
        step("notice", "letter", after=((opened("call", FullDays(1)),),)),
    )
    assert only_reason(climb(steps, NOON % 1, "letter")).measure == StepMeasure(
        KEY, "notice", at("2026-03-05 00:00")
    )
    assert only_reason(climb(steps, NOON % 1, "letter", due_on=None)).measure == StepMeasure(
        KEY, "notice", None
    )


# --- which step an event belongs to -------------------------------------------------------------


ONCE = (Budget(1, 1, Ever()),)


def test_an_event_belongs_to_the_step_that_it_names() -> None:
    steps = ladder(step("remind", budgets=ONCE), step("again", budgets=ONCE), take_any=True)
    named = sent(at(NOON % 2), step="again")
    explanation = climb(steps, NOON % 4, events=(named,))
    assert explanation.verdict == "allow"
    assert code(steps, NOON % 4, events=(named, sent(at(NOON % 3), step="remind"))) == "STEP_SPENT"


def test_an_event_that_names_no_step_belongs_to_the_one_that_could_have_taken_it() -> None:
    robot: Formula = Compare("event.actor", "eq", "bot")
    steps = ladder(step("robot", "voice", owns=robot, budgets=ONCE))
    bot, human = ({"event.actor": actor} for actor in ("bot", "human"))
    call = at(NOON % 2)
    assert (
        code(steps, NOON % 4, "voice", events=(sent(call, channel="voice", values=bot),))
        == "STEP_SPENT"
    )
    assert (
        code(steps, NOON % 4, "voice", events=(sent(call, channel="voice", values=human),)) is None
    )
    assert code(steps, NOON % 4, "voice", events=(sent(call, values=bot),)) is None


@pytest.mark.parametrize(
    "other",
    [
        {"direction": "inbound"},
        {"debts": ("D2",)},
        {"channel": "voice"},
        {"step": "elsewhere"},
    ],
)
def test_what_is_inbound_or_of_another_key_or_channel_or_step_is_not_the_steps(
    other: dict[str, object],
) -> None:
    steps = ladder(step("remind", budgets=ONCE))
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2), **other),)) is None


def test_other_kinds_of_events_are_no_attempts() -> None:
    steps = ladder(step("remind", budgets=ONCE))
    paid = happened("payment", at(NOON % 2), channel="sms", direction="outbound", debts=("D1",))
    assert code(steps, NOON % 4, events=(paid,)) is None


@pytest.mark.parametrize("gap", [{"direction": None}, {"debts": None}, {"channel": None}])
def test_an_event_that_may_be_the_steps_uses_up_its_budget(gap: dict[str, object]) -> None:
    steps = ladder(step("remind", budgets=ONCE))
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2), **gap),)) == "STEP_SPENT"


def test_an_event_that_may_be_the_steps_does_not_surely_open_the_next() -> None:
    maybe = (sent(at(NOON % 2), "a", debts=None), sent(at(NOON % 3), "b"))
    reason = only_reason(climb(AFTER_TWO, NOON % 4, "voice", events=maybe))
    assert (reason.code, reason.missing) == ("FACT_MISSING", ("event:a",))


# --- budgets and gaps ---------------------------------------------------------------------------


def test_a_step_whose_own_cap_is_used_up_is_spent() -> None:
    steps = ladder(step("remind", budgets=(Budget(2, 1, CalendarPeriods("day", 1)),)))
    first, second = sent(at("2026-03-04 09:00")), sent(at("2026-03-04 10:00"))
    assert code(steps, NOON % 4, events=(first,)) is None
    assert code(steps, NOON % 4, events=(first, second)) == "STEP_SPENT"
    assert code(steps, NOON % 5, events=(first, second)) is None


def test_a_budget_counts_from_its_level_on() -> None:
    steps = ladder(step("remind", budgets=(Budget(1, 4, Ever()),)))
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2), level=3),)) is None
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2), level=4),)) == "STEP_SPENT"
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2), reserved=True),)) == "STEP_SPENT"


def test_a_budget_may_count_days() -> None:
    steps = ladder(step("remind", budgets=(Budget(2, 1, Ever(), distinct_days=True),)))
    same = (sent(at("2026-03-02 09:00")), sent(at("2026-03-02 10:00")))
    assert code(steps, NOON % 4, events=same) is None
    assert code(steps, NOON % 4, events=(*same, sent(at("2026-03-03 10:00")))) == "STEP_SPENT"


def test_every_budget_must_have_room() -> None:
    steps = ladder(step("remind", budgets=(Budget(5, 1, Ever()), Budget(1, 1, Rolling(DAY)))))
    assert code(steps, NOON % 4, events=(sent(at(NOON % 4) - HOUR),)) == "STEP_SPENT"
    assert code(steps, NOON % 4, events=(sent(at(NOON % 2)),)) is None


def test_a_steps_attempts_are_so_far_apart_to_the_microsecond() -> None:
    steps = ladder(step("remind", apart=Rolling(24 * HOUR)))
    first = at(NOON % 2)
    assert code(steps, first + 24 * HOUR - MICRO, events=(sent(first),)) == "STEP_TOO_SOON"
    assert code(steps, first + 24 * HOUR, events=(sent(first),)) is None


def test_an_attempt_of_another_step_is_not_too_soon() -> None:
    steps = ladder(step("remind", apart=Rolling(DAY)), step("mail", "email"), take_any=True)
    assert code(steps, NOON % 4, events=(sent(at(NOON % 4) - HOUR, channel="email"),)) is None


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


def test_a_reset_of_another_debt_or_one_that_only_may_be_forgets_nothing() -> None:
    steps = ladder(step("remind", budgets=(Budget(1, 1, Ever()),)), **CURED)
    for about in (("D2",), None):
        events = (sent(at(NOON % 2)), happened("cured", at(NOON % 3), debts=about))
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


@pytest.mark.parametrize(
    "event", [skipped("elsewhere"), skipped(debts=("D2",)), skipped(debts=None)]
)
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


def test_a_step_takes_by_actor_and_reason_too_and_unknown_takes() -> None:
    human = ladder(step("agent", "voice", takes=Compare(ACTOR, "eq", "human")))
    assert code(human, NOON % 4, "voice", facts={ACTOR: "human"}) is None
    assert code(human, NOON % 4, "voice", facts={ACTOR: "bot"}) == "STEP_NOT_REACHED"
    assert code(human, NOON % 4, "voice") is None


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


def test_a_later_step_that_may_be_open_does_not_close_an_earlier_one() -> None:
    steps = ladder(step("remind"), step("call", "voice", when=Compare("debt.tier", "eq", "high")))
    assert code(steps, NOON % 4) is None


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
