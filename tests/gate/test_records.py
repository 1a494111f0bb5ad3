"""Each decision leaves a record: always, as far as possible, or not at all."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest

from policydsl.api import Policy
from policydsl.engine.decision import Decision
from policydsl.errors import LedgerUnavailableError
from policydsl.gate import recording
from policydsl.gate.recording import Recorder
from policydsl.ledger.records.record import read_line
from policydsl.ledger.records.verifying import verify
from policydsl.ledger.store import Record, Store
from tests.gate.support import (
    AT,
    CAP_OF_ONE,
    FaultyStore,
    check_chains,
    counted,
    gate,
    policy,
    proposal,
)


def about(store: Store) -> list[str | None]:
    return [one.record.about for one in check_chains(store)]


def test_every_decision_has_its_record_when_they_are_required(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(), at=AT, key="a")
    ours.reserve(proposal(), at=AT, key="b")
    ours.reserve(proposal(), at=AT, key="a")
    ours.reserve_many({"c": proposal("P2"), "d": proposal("P2"), "e": {}}, at=AT)
    records = check_chains(store)
    lines = [read_line(one.record.text) for one in records]
    assert [(line.key, line.allowed) for line in lines if line is not None] == [
        ("a", True),
        ("b", False),
        ("c", True),
        ("d", False),
    ]
    assert about(store) == ["a", None, "c", None]
    assert ours.records_lost == 0


def test_the_records_of_a_gate_verify(store: Store) -> None:
    ours = gate("cap c at most 2 attempts by sms per person in 24 hours\n", store)
    ours.reserve_many({key: proposal() for key in "abc"}, at=AT)
    ours.confirm("a", "delivered")
    ours.amend("a", void=True)
    ours.reserve(proposal(), at=AT, key="d")
    ours.release("b", "r")
    report = verify(store, [ours.policy])
    assert not report.findings and report.decided == 4


class Refusing:
    """Hides nothing, because it cannot."""

    def record_of(self, *_: Any, **__: Any) -> Record:
        raise OSError("no keys")


def test_where_they_are_required_nothing_is_allowed_without_one(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, hiding=Refusing())
    with pytest.raises(OSError, match="no keys"):
        ours.reserve(proposal(), at=AT, key="a")
    assert list(store.entries()) == []


def test_with_best_effort_what_cannot_be_made_is_counted(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, records="best effort", hiding=Refusing())
    assert ours.reserve(proposal(), at=AT, key="a").allowed
    assert not ours.reserve(proposal(), at=AT, key="b").allowed
    assert ours.records_lost == 2 and about(store) == []


def test_with_best_effort_denials_wait_for_the_next_that_is_written(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, records="best effort")
    ours.reserve(proposal(), at=AT, key="a")
    ours.reserve(proposal(), at=AT, key="b")
    assert about(store) == ["a"]
    ours.reserve(proposal("P2"), at=AT, key="c")
    assert about(store) == ["a", None, "c"]
    ours.reserve(proposal("P2"), at=AT, key="d")
    ours.flush()
    ours.flush()
    assert about(store) == ["a", None, "c", None]
    ours.reserve(proposal("P2"), at=AT, key="e")
    ours.close()
    assert about(store) == ["a", None, "c", None, None] and ours.records_lost == 0


def test_what_waits_is_kept_when_the_ledger_fails_and_the_oldest_is_lost_at_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording, "MOST_HELD", 3)
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty, records="best effort")
    ours.reserve(proposal(), at=AT, key="a")
    ours.reserve_many({f"d{number}": proposal() for number in range(5)}, at=AT)
    assert ours.records_lost == 2
    faulty.fail("atomically")
    ours.reserve(proposal("P2"), at=AT, key="b")
    with pytest.raises(LedgerUnavailableError):
        faulty.fail("atomically")
        ours.flush()
    assert about(faulty.inner) == ["a"]
    assert ours.reserve(proposal("P2"), at=AT, key="b").allowed
    kept = [read_line(one.record.text) for one in check_chains(faulty.inner)]
    assert [line.key for line in kept if line is not None] == ["a", "d3", "d4", "b", "b"]
    assert ours.records_lost == 3


@pytest.mark.parametrize("records", ["required", "best effort"])
@pytest.mark.parametrize("word", ["allow", "review", "deny"])
def test_what_was_answered_without_a_ledger_is_written_when_it_is_there(
    records: str, word: str
) -> None:
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty, f"if ledger unavailable {word}", records=records)
    faulty.fail()
    dark = ours.reserve(proposal(), at=AT, key="a")
    assert dark.allowed == (word == "allow" and records == "best effort")
    ours.flush()
    (line,) = [read_line(one.record.text) for one in check_chains(faulty.inner)]
    assert line is not None and (line.what, line.key, line.reserves) == ("unavailable", "a", False)
    assert about(faulty.inner) == [None] and ours.records_lost == 0
    report = verify(faulty.inner, [ours.policy])
    assert not report.findings and report.decided == 1


def test_without_a_ledger_what_cannot_be_made_is_counted_and_stops_nobody() -> None:
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty, hiding=Refusing())
    faulty.fail()
    assert ours.reserve(proposal(), at=AT, key="a").codes == ("LEDGER_UNAVAILABLE",)
    assert ours.records_lost == 1


def test_none_are_written_when_none_are_wanted(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, records="none")
    assert ours.reserve(proposal(), at=AT, key="a").allowed
    again = ours.reserve(proposal(), at=AT, key="b")
    assert again.codes == ("CAP_REACHED",) and again.answer["counters"][0]["used"] == 1
    assert about(store) == [] and len(counted(store)) == 1 and ours.records_lost == 0


def test_a_lost_answer_leaves_one_record_of_the_place(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_ONE, faulty)
    faulty.fail("atomically", "after")
    ours.reserve(proposal(), at=AT, key="a")
    assert ours.reserve(proposal(), at=AT, key="a").replayed
    assert about(store) == ["a", None]


def decided(loaded: Policy) -> tuple[dict[str, Any], Decision]:
    data: dict[str, Any] = {
        "at": "2026-03-04T10:00:00Z",
        "proposal": {"channel": "sms", "purpose": "servicing"},
    }
    data["person"] = {"id": "P1"}
    return data, loaded.decide(data)


def test_a_child_does_not_write_what_its_parent_holds() -> None:
    loaded = policy()
    recorder = Recorder(loaded, "best effort", timedelta(days=400), None)
    data, decision = decided(loaded)
    record = recorder.record(data, decision, None, decision.to_dict())
    assert record is not None
    recorder.hold([record])
    recorder.hold([record] * recording.MOST_HELD)
    with recorder._lock:
        child = os.fork()
        if child == 0:
            empty = recorder.waiting == 0 and recorder.take() == () and recorder.lost == 0
            recorder.hold([record])
            os._exit(0 if empty and recorder.waiting == 1 else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert recorder.waiting == recording.MOST_HELD and recorder.lost == 1
