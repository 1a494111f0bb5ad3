"""A place held at one step of a ladder opens no later step; the contact made does."""

from __future__ import annotations

import pytest

from policydsl.gate.gate import Gate
from policydsl.gate.permit import Permit
from policydsl.ledger.store import Store
from tests.gate.support import AT, HOUR, gate, proposal

STEPS = """ladder l per person
  step remind via sms at most 1 attempts in 24 hours
  step call after remind attempted 1 times via voice
"""
FACTS = {"person": {"time_zones": ["Europe/London"]}}


def asked(ours: Gate, channel: str, key: str, hours: int = 0) -> Permit:
    return ours.reserve(proposal(channel=channel), at=AT + hours * HOUR, key=key, facts=FACTS)


@pytest.mark.parametrize("take", ["any", "current"])
def test_a_place_held_at_a_step_does_not_open_the_next(store: Store, take: str) -> None:
    ours = gate(f"{STEPS}  take {take} open step\n".replace("current open", "current"), store)
    assert asked(ours, "voice", "early").codes == ("STEP_NOT_REACHED",)
    reminder = asked(ours, "sms", "r")
    assert reminder.allowed
    held = asked(ours, "voice", "held")
    assert not held.allowed and held.codes == ("FACT_MISSING",)
    assert held.decision is not None and held.decision.missing == ("event:r",)
    again = asked(ours, "sms", "again")
    assert not again.allowed
    reminder.confirm()
    assert asked(ours, "voice", "made", 1).allowed


def test_a_place_given_back_has_opened_nothing(store: Store) -> None:
    ours = gate(STEPS + "  take any open step\n", store)
    reminder = asked(ours, "sms", "r")
    assert asked(ours, "sms", "again").codes == ("STEP_SPENT",)
    reminder.release("not sent")
    assert asked(ours, "voice", "c", 1).codes == ("STEP_NOT_REACHED",)
    assert asked(ours, "sms", "again", 1).allowed


def test_an_expired_place_still_opens_nothing(store: Store) -> None:
    """Nobody said that it was sent: it goes on counting, and only may have opened the call."""
    ours = gate(STEPS + "  take any open step\n", store)
    reminder = asked(ours, "sms", "r")
    ours.expire(AT + 48 * HOUR)
    assert ours.permit("r") is not None and reminder.allowed
    assert asked(ours, "voice", "c", 2).codes == ("FACT_MISSING",)
