"""What an application adds as it happens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.recording import Recorded, record

NOW = 1_772_000_000_000_000
AT = datetime(2026, 3, 1, 23, 0, tzinfo=timezone(timedelta(hours=8)))
LINES = (
    {"id": "e1", "person": "P1", "kind": "payment", "at": AT, "debts": ("D1",)},
    {"id": "f1", "amends": "e1", "at": AT, "attributes": {"on": date(2026, 1, 1)}},
    {"type": "person", "id": "P1", "region": "US-FL"},
)


def test_values_of_python_are_taken_and_the_same_again_changes_nothing() -> None:
    store = MemoryStore()
    assert record(store, LINES, vocabulary=None, known_at=NOW) == Recorded(added=3)
    assert record(store, iter(LINES), vocabulary=None, known_at=NOW + 1) == Recorded(same=3)
    bodies = [entry.body for entry in store.entries()]
    assert bodies == [
        '{"at":"2026-03-01T15:00:00Z","debts":["D1"],"id":"e1","kind":"payment","person":"P1"}',
        '{"amends":"e1","at":"2026-03-01T15:00:00Z","attributes":{"on":"2026-01-01"},"id":"f1"}',
    ]
    utc = {**LINES[0], "at": AT.astimezone(UTC)}
    assert record(store, [utc], vocabulary=None, known_at=NOW) == Recorded(same=1)


def test_with_one_that_is_wrong_nothing_is_added_and_all_is_said() -> None:
    store = MemoryStore()
    wrong = [
        LINES[0],
        {"id": "e2", "person": "P1", "kind": "paid", "at": AT},
        {"id": "e3", "person": "P1", "kind": "payment", "at": "now"},
        {"id": "f", "amends": "e9", "at": AT},
        {"id": "e4", "person": "P1", "kind": "payment", "at": AT, "attributes": {"a": {1, 2}}},
        5,
    ]
    with pytest.raises(LedgerError) as caught:
        record(store, wrong, vocabulary=None, known_at=NOW)  # type: ignore[arg-type]
    assert [(found.path, found.code) for found in caught.value.diagnostics] == [
        ("$[1].kind", "R113"),
        ("$[2].at", "R120"),
        ("$[4].attributes.a", "R112"),
        ("$[5]", "R112"),
        ("$[3].amends", "R143"),
    ]
    assert list(store.entries()) == []
