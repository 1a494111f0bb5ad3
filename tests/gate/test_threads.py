"""Many threads and processes at one gate: a cap holds exactly."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from policydsl.gate.permit import Permit
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Store
from tests.gate.support import AT, CAP_OF_ONE, check_chains, counted, gate, proposal

THREADS = 16


@pytest.mark.parametrize("cap", [1, 3, 7])
def test_threads_at_one_person(store: Store, cap: int) -> None:
    ours = gate(f"cap c at most {cap} attempts by sms per person in 24 hours\n", store)
    together = Barrier(THREADS)

    def ask(number: int) -> list[Permit]:
        together.wait(20)
        one = ours.reserve(proposal(), at=AT, key=f"k{number}")
        if one.allowed and number % 2:
            one.confirm("delivered")
        same = ours.reserve(proposal(), at=AT, key="shared")
        batch = {f"b{number}{n}": proposal(f"Q{n}") for n in range(3)}
        return [one, same, *ours.reserve_many(batch, at=AT)]

    with ThreadPoolExecutor(THREADS) as pool:
        permits = [permit for each in pool.map(ask, range(THREADS)) for permit in each]
    assert all(permit.error is None for permit in permits)
    allowed = {permit.key for permit in permits if permit.verdict == "allow"}
    entries = counted(store)
    assert {entry.id for entry in entries} == allowed
    by_person = dict.fromkeys(("P1", "Q0", "Q1", "Q2"), 0)
    for entry in entries:
        by_person[entry.person] += 1
    assert set(by_person.values()) == {cap}
    about = [one.record.about for one in check_chains(store) if one.record.about]
    assert sorted(about) == sorted(allowed)


def test_threads_that_report_on_the_same_contact(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    levels = ["submitted", "delivered", "connected", "conversation"]
    together = Barrier(THREADS)

    def report(number: int) -> None:
        together.wait(20)
        if number % 4:
            ours.amend("a", reached=levels[number % 4])
        elif number % 8:
            permit.confirm("submitted")
        else:
            ours.confirm_many([permit], "submitted")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(report, range(THREADS)))
    data = ours.request(proposal(), at=AT)
    assert data["events"][0]["id"] == "a" or len(data["events"]) > 1
    ours.policy.decide(data)
    levels_seen = [event.get("reached") for event in data["events"]]
    assert "conversation" in levels_seen
    assert len(levels_seen) <= 4, "no report is kept twice"


def test_parent_and_child_use_one_gate(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/shared.db?durability=relaxed")
    ours = gate("cap c at most 7 attempts by sms per person in 24 hours\n", store)
    assert ours.reserve(proposal(), at=AT, key="before").allowed
    children = []
    for number in range(2):
        child = os.fork()
        if child == 0:
            try:
                for n in range(8):
                    ours.reserve(proposal(), at=AT, key=f"c{number}{n}")
                ours.confirm("before", "delivered")
                os._exit(0)
            except BaseException:
                os._exit(1)
        children.append(child)
    for n in range(8):
        ours.reserve(proposal(), at=AT, key=f"p{n}")
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert len(counted(store)) == 7
    assert not ours.reserve(proposal(), at=AT, key="after").allowed
    assert ours.permit("before").state == "confirmed"  # type: ignore[union-attr]
    assert len(check_chains(store)) == 1 + 24 + 1
    store.close()
