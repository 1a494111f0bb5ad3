"""Callbacks that come twice, before the confirmation, or all at the same moment."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from policydsl.errors import LedgerError
from policydsl.gate.gate import Gate
from policydsl.ledger.store import State, Store
from tests.gate.faults.support import PATIENCE, REACHED
from tests.gate.support import AT, HOUR, check_chains, gate, proposal

_AT_ONCE = 6


def at_once(*works: Callable[[], object]) -> list[object]:
    """What becomes of works that begin at one moment: what they make, or raise."""
    barrier = threading.Barrier(len(works))

    def do(work: Callable[[], object]) -> object:
        barrier.wait(PATIENCE)
        try:
            return work()
        except LedgerError as error:
            return error

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))


def levels(ours: Gate) -> list[str]:
    """How far contacts got, of each event and amendment."""
    return [json.loads(entry.body).get("reached", "") for entry in ours.store.entries()]


def test_the_same_callback_twice_changes_nothing_more(store: Store) -> None:
    ours = gate(store=store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for _ in range(3):
        permit.confirm("submitted")
    for _ in range(3):
        ours.amend("a", reached="delivered", at=AT + HOUR)
    for _ in range(2):
        ours.confirm("a", "submitted")
    assert levels(ours) == ["submitted", "delivered"]


def test_callbacks_for_one_contact_at_the_same_moment(store: Store) -> None:
    ours, another = gate(store=store), gate(store=store)
    for number in range(10):
        key = f"k{number}"
        permit = ours.reserve(proposal(key), at=AT, key=key)
        outcomes = at_once(
            permit.confirm,
            partial(another.confirm, key),
            *[partial(another.amend, key, reached="delivered")] * _AT_ONCE,
        )
        assert outcomes == [None] * len(outcomes)
        mine = [entry for entry in store.entries() if key in (entry.id, entry.amends)]
        assert mine[0].state is State.EVENT
        assert 1 <= len(mine) <= 2
        assert max(json.loads(entry.body)["reached"] for entry in mine) == "delivered"
    check_chains(store)


def test_a_confirmation_and_a_release_at_the_same_moment(store: Store) -> None:
    """What happened is recorded, whoever came first; a release never takes it away."""
    ours = gate(store=store)
    for number in range(10):
        key = f"k{number}"
        permit = ours.reserve(proposal(key), at=AT, key=key)
        confirmed, released = at_once(permit.confirm, partial(ours.release, key, "not sent"))
        assert confirmed is None
        assert released is None or isinstance(released, LedgerError)
        again = ours.permit(key)
        assert again is not None and again.state == "confirmed"
        assert ours.reserve(proposal(key), at=AT, key=f"{key}/2").codes == REACHED


def test_batches_confirmed_in_opposite_orders_at_the_same_moment(store: Store) -> None:
    ours, another = gate(store=store), gate(store=store)
    permits = ours.reserve_many({f"k{n}": proposal(f"P{n}") for n in range(100)}, at=AT)
    confirmed = at_once(
        partial(ours.confirm_many, permits),
        partial(another.confirm_many, permits[::-1]),
        partial(another.expire, AT + HOUR),
    )
    assert confirmed[:2] == [None, None]
    assert {entry.state for entry in store.entries()} == {State.EVENT}
    assert len(list(store.entries())) == len(permits)


def test_a_confirmation_and_the_end_of_the_lease_at_the_same_moment(store: Store) -> None:
    ours = gate(store=store)
    permits = [ours.reserve(proposal(f"P{n}"), at=AT, key=f"k{n}") for n in range(10)]
    outcomes = at_once(
        *[permit.confirm for permit in permits], *[lambda: ours.expire(AT + HOUR)] * 3
    )
    assert not [one for one in outcomes if isinstance(one, LedgerError)]
    assert {entry.state for entry in store.entries()} == {State.EVENT}
    assert len(list(store.entries())) == 10


def test_a_callback_for_a_contact_whose_answer_nobody_heard(store: Store) -> None:
    """It is found by its key, without the permit that was lost."""
    gate(store=store).reserve(proposal(), at=AT, key="a")
    another = gate(store=store)
    another.confirm("a", "delivered")
    assert levels(another) == ["delivered"]
    assert another.reserve(proposal(), at=AT, key="b").codes == REACHED
    with pytest.raises(LedgerError, match="L112"):
        another.release("a", "not sent")
