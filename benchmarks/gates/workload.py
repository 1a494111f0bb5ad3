"""What every client does: reserve a place for a contact, and confirm it.

In: numbers. Out: the same proposals for the gate and for the SQL written by hand. A person is
contacted up to three times a day; each client has its own persons, so that caps never decide who is
slower.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import policydsl

AT = datetime(2026, 3, 4, 2, tzinfo=UTC)
MOST = 3
DAY = 86_400_000_000
POLICY = f"""
policy campaign
  governs purpose is servicing
  otherwise deny
cap daily
  at most {MOST} attempts by sms per person in 24 hours
"""


def policy() -> policydsl.Policy:
    """One cap: what the hand-written SQL counts too."""
    return policydsl.load_text(POLICY)


def person(client: int, number: int) -> str:
    """Whom the contact of a number is about."""
    return f"P{client:02}-{number}"


def proposal(client: int, number: int) -> dict[str, Any]:
    """One contact."""
    return {
        "person": person(client, number),
        "channel": "sms",
        "purpose": "servicing",
        "recipient": "debtor",
        "address": f"+86139{client:02}{number:06}",
        "template": "reminder-3",
    }


def key(client: int, number: int) -> str:
    """Its key."""
    return f"march/{client:02}/{number}"
