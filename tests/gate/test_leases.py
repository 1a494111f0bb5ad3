"""Places of which nobody says what became: they count, unless the policy frees them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policydsl.ledger.amending import filed_amendment
from policydsl.ledger.store import State, Store, Wanted, Writes
from tests.gate.support import AT, CAP_OF_ONE, HOUR, gate, proposal

TICK = timedelta(microseconds=1)
END = timedelta(minutes=15)


def test_an_unknown_send_is_a_send(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(), at=AT, key="a")
    for moment in (AT, AT + END, AT + HOUR):
        assert not ours.reserve(proposal(), at=moment, key="b").allowed
    assert ours.expire(AT + END - TICK) == (0, 0)
    assert ours.expire(AT + END) == (1, 0)
    assert ours.expire(AT + HOUR) == (0, 0)
    assert not ours.reserve(proposal(), at=AT + HOUR, key="b").allowed
    assert [entry.state for entry in store.entries()] == [State.EXPIRED]


def test_a_policy_may_free_it_also_before_anybody_marks_it(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, "if lease expired free")
    permit = ours.reserve(proposal(), at=AT, key="a")
    assert not ours.reserve(proposal(), at=AT + END - TICK, key="b").allowed
    assert not permit.may_send(AT + END)
    assert ours.reserve(proposal(), at=AT + END, key="b").allowed
    assert ours.expire(AT + END) == (0, 1)
    assert not ours.reserve(proposal(), at=AT + END, key="c").allowed, "b holds it now"
    again = ours.permit("a")
    assert again is not None and again.state == "released" and not again.allowed


def test_each_place_keeps_the_word_under_which_it_was_taken(store: Store) -> None:
    rules = "cap c at most 2 attempts by sms per person in 24 hours\n"
    frees = gate(rules, store, "if lease expired free")
    counts = gate(rules, store)
    frees.reserve(proposal(), at=AT, key="a")
    counts.reserve(proposal(), at=AT, key="b")
    assert not frees.reserve(proposal(), at=AT, key="c").allowed
    assert counts.reserve(proposal(), at=AT + END, key="c").allowed
    assert not frees.reserve(proposal(), at=AT + END, key="d").allowed
    assert counts.expire(AT + END) == (1, 1)


@pytest.mark.parametrize("frees", [False, True])
def test_an_amendment_of_a_place_spoils_nothing_when_it_is_given_back(
    store: Store, frees: bool
) -> None:
    ours = gate(CAP_OF_ONE, store, f"if lease expired {'free' if frees else 'count'}")
    permit = ours.reserve(proposal(), at=AT, key="a")
    entry = next(store.entries())
    raw = {"id": "x", "kind": "contact", "amends": "a", "reached": "submitted"}
    raw["at"] = "2026-03-04T10:01:00Z"
    late = filed_amendment(entry, raw, ())
    store.atomically(Wanted(), [], lambda _: (Writes(added=(late,)), None))
    assert not ours.reserve(proposal(), at=AT, key="b").allowed
    assert ours.reserve(proposal(), at=AT + END, key="b").allowed is frees
    permit.release("r")
    assert ours.decide(proposal(), at=AT).allowed is not frees
    permit.confirm("delivered")
    assert not ours.decide(proposal(), at=AT).allowed


def test_many_leases_end_at_once(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, batch=400)
    ours.reserve_many({f"k{n}": proposal(f"P{n}") for n in range(1100)}, at=AT)
    ours.confirm("k7")
    ours.release("k8", "r")
    assert ours.expire(AT + END) == (1098, 0)


def test_a_lease_of_a_later_clock_has_not_ended(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, "if lease expired free")
    ours.reserve(proposal(), at=AT, key="a")
    assert ours.expire(AT - 24 * HOUR) == (0, 0)
    assert not ours.reserve(proposal(), at=AT - 23 * HOUR, key="b").allowed


@pytest.mark.parametrize("lease", [timedelta(0), -HOUR, timedelta(days=30) + TICK])
def test_a_lease_has_its_bounds(lease: timedelta) -> None:
    with pytest.raises(ValueError, match="lease must be"):
        gate(CAP_OF_ONE, lease=lease)


@pytest.mark.parametrize("options", [{"batch": 0}, {"records": "never"}, {"horizon": HOUR}])
def test_options_have_their_bounds(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        gate(CAP_OF_ONE, **options)  # type: ignore[arg-type]
