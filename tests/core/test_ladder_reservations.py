"""Ladders: a reservation uses up its own step, and opens no other."""

from __future__ import annotations

from policydsl.core.explanation import LadderState, StepMeasure
from policydsl.core.formula import YES, Selection
from policydsl.core.policy import Budget, Ladder
from policydsl.core.windows import CalendarPeriods, Ever, Rolling
from tests.core.build import DAY, HOUR, at, happened, only_reason
from tests.core.build_ladders import KEY, NOON, attempted, climb, code, ladder, opened, sent, step

NOW = at(NOON % 6)
AGO = NOW - 2 * HOUR
BY_VOICE = Selection("contact", 1, "outbound", frozenset({"voice"}), YES)
DAILY = (Budget(1, 1, CalendarPeriods("day", 1)),)


def two_steps(**fields: object) -> Ladder:
    return ladder(
        step("remind", budgets=DAILY),
        step("call", "voice", after=((attempted("remind", 1),),)),
        **fields,
    )


def test_a_reservation_leaves_open_whether_the_next_step_is() -> None:
    explanation = climb(two_steps(), NOW, "voice", events=(sent(AGO, "r", reserved=True),))
    reason = only_reason(explanation)
    assert (reason.code, reason.missing) == ("FACT_MISSING", ("event:r",))
    assert reason.measure == StepMeasure(KEY, "call", None)
    assert explanation.ladders == (LadderState("p.l", KEY, "remind", 1, (("call", None),)),)


def test_the_attempt_opens_it_and_the_release_does_not() -> None:
    assert code(two_steps(), NOW, "voice", events=(sent(AGO, "r"),)) is None
    assert code(two_steps(), NOW, "voice") == "STEP_NOT_REACHED"


def test_a_reservation_beside_a_sure_attempt_opens_nothing_more() -> None:
    twice = ladder(step("remind"), step("call", "voice", after=((attempted("remind", 2),),)))
    made, held = sent(AGO, "a"), sent(AGO + HOUR, "r", reserved=True)
    assert code(twice, NOW, "voice", events=(made,)) == "STEP_NOT_REACHED"
    assert code(twice, NOW, "voice", events=(made, held)) == "FACT_MISSING"
    assert code(twice, NOW, "voice", events=(made, held, sent(NOW - 1, "b"))) is None


def test_it_spends_its_own_step_and_keeps_its_distance_surely() -> None:
    held = (sent(AGO, "r", reserved=True),)
    spent = only_reason(climb(two_steps(take_any=True), NOW, events=held))
    assert (spent.code, spent.missing) == ("STEP_SPENT", ())
    soon = only_reason(climb(ladder(step("remind", apart=Rolling(DAY))), NOW, events=held))
    assert (soon.code, soon.missing) == ("STEP_TOO_SOON", ())


def test_where_only_the_last_open_step_is_taken_the_one_before_is_unknown() -> None:
    """Had the reminder been made, the call would be the current step, and not the letter."""
    steps = ladder(
        step("remind"),
        step("write", "email"),
        step("call", "voice", after=((attempted("remind", 1),),)),
        take_any=False,
    )
    assert code(steps, NOW, "email") is None
    assert code(steps, NOW, "email", events=(sent(AGO, "r"),)) == "STEP_NOT_REACHED"
    held = only_reason(climb(steps, NOW, "email", events=(sent(AGO, "r", reserved=True),)))
    assert (held.code, held.missing) == ("FACT_MISSING", ("event:r",))


def after_a_day() -> Ladder:
    return ladder(
        step("remind"),
        step("call", "voice", after=((attempted("remind", 1),),)),
        step("write", "email", after=((opened("call", Rolling(DAY)),),)),
        take_any=False,
    )


def test_since_when_a_step_is_open_is_unknown_where_a_reservation_may_have_opened_it_first() -> (
    None
):
    """The call is surely open; whether for a day, hangs on what becomes of the earlier reminder."""
    held = sent(NOW - 2 * DAY, "r", reserved=True)
    made = sent(AGO, "a")
    assert code(after_a_day(), NOW, "voice", events=(made,)) is None
    assert code(after_a_day(), NOW, "email", events=(made,)) == "STEP_NOT_REACHED"
    for channel in ("voice", "email"):
        reason = only_reason(climb(after_a_day(), NOW, channel, events=(held, made)))
        assert (reason.code, reason.missing) == ("FACT_MISSING", ("event:r",))
    later = climb(after_a_day(), AGO + DAY, "email", events=(held, made))
    assert later.verdict == "allow"


def test_a_skip_that_is_only_planned_opens_nothing_and_spends() -> None:
    skipped = happened("skipped", AGO, step="remind", debts=("D1",))
    planned = happened("skipped", AGO, step="remind", debts=("D1",), reserved=True)
    steps = two_steps(on_block="skip", take_any=True)
    assert code(steps, NOW, "voice", events=(skipped,)) is None
    assert code(steps, NOW, "voice", events=(planned,)) == "FACT_MISSING"
    assert code(steps, NOW, events=(planned,)) == "STEP_SPENT"


def test_a_reservation_resets_nothing() -> None:
    once = ladder(step("remind", budgets=(Budget(1, 1, Ever()),)), reset=BY_VOICE)
    talked = sent(AGO, "r", channel="voice", step="talk")
    assert code(once, NOW, events=(sent(AGO - 1, "a"), talked)) is None
    held = sent(AGO, "r", channel="voice", step="talk", reserved=True)
    reason = only_reason(climb(once, NOW, events=(sent(AGO - 1, "a"), held)))
    assert (reason.code, reason.missing) == ("STEP_SPENT", ("event:a",))
