"""Ladders: which step is open, whose past contacts are, and when a step is used up."""

from __future__ import annotations

import pytest

from policydsl.core.explanation import StepMeasure
from policydsl.core.formula import Compare, Formula
from policydsl.core.policy import Budget
from policydsl.core.windows import (
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    at,
    decide,
    happened,
    on,
    only_reason,
    request,
)
from tests.core.build_ladders import (
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
