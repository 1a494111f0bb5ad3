"""Many contacts in one call: each is decided on its own, and sees those before it."""

from __future__ import annotations

from typing import Any

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.store import Store
from tests.gate.support import AT, CAP_OF_ONE, CAP_OF_TWO, FaultyStore, counted, gate, proposal


def test_an_empty_batch_asks_nobody() -> None:
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty)
    assert ours.reserve_many({}, at=AT) == [] and faulty.calls == []
    ours.confirm_many([])
    assert faulty.calls == []


def test_permits_are_in_the_order_of_the_proposals_over_several_batches(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, batch=7)
    proposals = {f"k{n}": proposal(f"P{n % 20}") for n in range(40)}
    permits = ours.reserve_many(proposals, at=AT)
    assert [permit.key for permit in permits] == list(proposals)
    assert [permit.allowed for permit in permits] == [True] * 20 + [False] * 20
    assert {permit.codes for permit in permits[20:]} == {("CAP_REACHED",)}
    assert len(counted(store)) == 20 and len(list(store.records())) == 40
    again = ours.reserve_many(proposals, at=AT)
    assert [permit.replayed for permit in again] == [True] * 20 + [False] * 20


def test_the_same_person_several_times_in_one_batch(store: Store) -> None:
    ours = gate(CAP_OF_TWO, store)
    permits = ours.reserve_many({key: proposal() for key in "abc"}, at=AT)
    assert [permit.allowed for permit in permits] == [True, True, False]
    ours.confirm_many(permits[:2], "delivered")
    assert not ours.reserve(proposal(), at=AT, key="d").allowed


def test_persons_who_share_an_address_see_each_other_in_a_batch(store: Store) -> None:
    ours = gate("cap c at most 1 attempts by sms per address in 24 hours\n", store)
    permits = ours.reserve_many({f"k{n}": proposal(f"P{n}", address="+1") for n in (1, 2)}, at=AT)
    assert [permit.allowed for permit in permits] == [True, False]


WRONG: dict[str, Any] = {
    "unknown channel": proposal(channel="pigeon"),
    "no person": {"channel": "sms", "purpose": "servicing"},
    "no mapping": 7,
    "other id": proposal(id="other"),
    "no JSON": proposal(reason=b"x"),
    "surrogate": proposal("\ud800"),
    "surrogate in an address": proposal(address="\ud800"),
    "zero in a person": proposal("P\0"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_one_wrong_proposal_among_many_is_alone(store: Store, wrong: Any) -> None:
    rules = CAP_OF_ONE + "cap a at most 1 attempts by sms per address in 24 hours\n"
    ours = gate(rules, store, batch=100)
    proposals: dict[str, Any] = {f"k{n}": proposal(f"P{n}", address=f"+{n}") for n in range(250)}
    proposals["k120"] = (
        {**wrong, "address": wrong.get("address", "+120")} if isinstance(wrong, dict) else wrong
    )
    permits = ours.reserve_many(proposals, at=AT)
    bad = permits[120]
    assert [permit.key for permit in permits] == list(proposals)
    assert all(permit.allowed and permit.error is None for permit in permits if permit is not bad)
    if bad.error is None:
        assert bad.allowed, "a store that keeps it"
        return
    assert bad.verdict == "deny" and not bad.allowed and bad.codes == ()
    assert len(counted(store)) == 249
    with pytest.raises(LedgerError, match="L119"):
        bad.confirm()


@pytest.mark.parametrize("key", ["", "x" * 501, 7, None])
def test_a_wrong_key_is_alone(store: Store, key: Any) -> None:
    ours = gate(CAP_OF_ONE, store)
    first, bad, last = ours.reserve_many(
        {"a": proposal("P1"), key: proposal("P2"), "b": proposal("P3")}, at=AT
    )
    assert first.allowed and last.allowed and bad.error is not None and not bad.allowed


def test_a_key_used_before_is_alone(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal("P9"), at=AT, key="b")
    permits = ours.reserve_many({key: proposal(f"P{key}") for key in "abc"}, at=AT)
    assert [permit.allowed for permit in permits] == [True, False, True]
    assert isinstance(permits[1].error, LedgerError)
    assert [one.code for one in permits[1].error.diagnostics] == ["L110"]


def test_facts_are_by_key(store: Store) -> None:
    ours = gate("fact person.cease : flag = no\ndeny d when person.cease\n", store)
    permits = ours.reserve_many(
        {"a": proposal("P1"), "b": proposal("P2"), "c": proposal("P3")},
        at=AT,
        facts={"b": {"person": {"cease": True}}, "c": {"persons": {}}},
    )
    assert [permit.allowed for permit in permits] == [True, False, False]
    assert permits[1].codes == ("PROHIBITED",) and "L118" in str(permits[2].error)


def test_confirming_many_reports_each_once_whatever_became_of_it(store: Store) -> None:
    ours = gate("cap c at most 9 attempts by sms per person in 24 hours\n", store, batch=2)
    permits = ours.reserve_many({key: proposal() for key in "abcde"}, at=AT)
    permits[1].release("changed my mind")
    permits[2].confirm("delivered")
    ours.confirm_many([*permits, permits[0]], "submitted")
    assert {permit.state for permit in permits} == {"confirmed"}
    assert [entry.state for entry in store.entries()] == ["event"] * 5
    ours.confirm_many(permits, "submitted")
    assert len(list(store.entries())) == 5


def test_a_denied_permit_among_many_is_refused_before_anything_is_confirmed(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    permits = ours.reserve_many({key: proposal() for key in "ab"}, at=AT)
    with pytest.raises(LedgerError, match="L119"):
        ours.confirm_many(permits)
    assert permits[0].state == "reserved"
    assert [entry.state for entry in store.entries()] == ["reserved"]
