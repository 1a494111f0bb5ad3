"""What the tests of faults share: gates with a cap of one, and what must hold afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest

from policydsl.errors import LedgerUnavailableError
from policydsl.gate.gate import Gate
from policydsl.gate.permit import Permit
from policydsl.ledger.records.verifying import verify
from policydsl.ledger.store import Entry
from tests.gate.support import AT, CAP_OF_ONE, policy, proposal

UNAVAILABLE = ("LEDGER_UNAVAILABLE",)
REACHED = ("CAP_REACHED",)
SOON = 0.3
PATIENCE = 60.0
"""Seconds that tests wait for what must happen."""


def gate(url: str, *head: str, rules: str = CAP_OF_ONE, **options: Any) -> Gate:
    """A gate on a ledger; its policy allows one contact a day."""
    options.setdefault("timeout", PATIENCE)
    return Gate(policy(rules, *head), url, clock=lambda: AT, **options)


def reserve(ours: Gate, key: str, person: str = "P1") -> Permit:
    """One contact by SMS."""
    return ours.reserve(proposal(person), at=AT, key=key)


@contextmanager
def refuses() -> Iterator[None]:
    """Expects a report that the ledger did not take."""
    with pytest.raises(LedgerUnavailableError):
        yield


def check_sound(ours: Gate, *held: str) -> dict[str, Entry]:
    """The entries by id, which are these; every record verifies, and every place has its own."""
    found = {entry.id: entry for entry in ours.store.entries()}
    assert set(found) == set(held)
    report = verify(ours.store, [ours.policy])
    assert report.findings == ()
    assert report.decided == report.records
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    waiting, deadline = threading.Event(), monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, "it did not happen"
        waiting.wait(0.005)
