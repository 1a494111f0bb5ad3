"""Ladders: every step taken, and every reason why it is not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

import policydsl
from policydsl.core.explanation import StepMeasure
from policydsl.core.reference import explain
from policydsl.witnesses.search import candidates
from policydsl.witnesses.witness import Witness
from tests.witnesses.measuring import DAY, POLICIES

TEXT = """
policy house.steps
  otherwise deny
  governs purpose in {{collections}}
fact debt.paid : flag
fact person.promise : instant = none
event cured
ladder calls per debt
  take {take}
  step one from day 1 past due until day 30 past due via sms
    at most 2 attempts in a calendar week
  step two from day 9 past due after one attempted 2 times via voice
    at least 24 hours apart approval by boss must say_it
  step three after two open 5 full days via letter
  stop when debt.paid
  hold while person.promise is after now
  reset after cured
  on block {block}
"""
LADDER = "house.steps.calls"


def steps(found: Iterable[Witness], ladder: str) -> set[tuple[str, str | None]]:
    """The codes that a ladder gave, each with the step that would take the proposal."""
    return {
        (reason.code, reason.measure.step)
        for one in found
        for reason in one.explanation.reasons
        if reason.rule == ladder and isinstance(reason.measure, StepMeasure)
    }


def taken(found: Iterable[Witness]) -> set[str]:
    """The channels by which everything lets pass."""
    return {one.data["proposal"]["channel"] for one in found if one.explanation.verdict == "allow"}


@pytest.mark.parametrize(
    ("take", "block"),
    [("any open step", "wait"), ("any open step", "skip"), ("current step", "stop")],
)
def test_every_step_is_taken_and_denied_for_every_reason(take: str, block: str) -> None:
    policy = policydsl.load_text(TEXT.format(take=take, block=block))
    found = list(candidates(policy, LADDER, day=DAY, most=1500))
    assert taken(found) >= {"sms", "voice", "letter"}
    assert steps(found, LADDER) >= {
        ("STEP_NOT_REACHED", "one"),
        ("STEP_NOT_REACHED", "two"),
        ("STEP_NOT_REACHED", "three"),
        ("STEP_SPENT", "one"),
        ("STEP_TOO_SOON", "two"),
        ("APPROVAL_REQUIRED", "two"),
        ("LADDER_HELD", None),
        ("LADDER_STOPPED", None),
        ("FACT_MISSING", "one"),
    }
    for one in found[::9]:
        assert one.explanation == explain(policy.core, one.request)


def test_the_ladder_of_a_whole_strategy_is_shown() -> None:
    policy = policydsl.load(POLICIES / "examples/consumer_credit/strategy.policy")
    ladder = "cn.consumer_credit.recovery.recovery"
    alone = [
        one
        for one in candidates(policy, ladder, day=DAY, most=2500)
        if {reason.rule for reason in one.explanation.reasons} <= {ladder}
    ]
    assert taken(alone) >= {"push", "voice", "visit", "email"}
    reached = {step for code, step in steps(alone, ladder) if code == "STEP_NOT_REACHED"}
    assert reached >= {"due_reminder", "remind", "robot_call", "agent_call", "trace", "visit"}
