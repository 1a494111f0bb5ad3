"""Clocks of several machines differ, and one is set back: no counter opens by it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from policydsl.ledger.store import State, Store
from tests.gate.faults.support import REACHED, check_sound
from tests.gate.kill.checking import micros
from tests.gate.support import AT, CAP_OF_ONE, CAP_OF_TWO, DAY, HOUR, gate, proposal


def test_a_contact_of_a_later_clock_counts(store: Store) -> None:
    ours = gate(store=store)
    ours.reserve(proposal(), at=AT, key="a").confirm()
    for back in (HOUR, DAY, 400 * DAY):
        assert ours.reserve(proposal(), at=AT - back, key="b").codes == REACHED
    check_sound(ours, "a")


def test_the_same_key_after_the_clock_was_set_back(store: Store) -> None:
    ours = gate(store=store)
    ours.reserve(proposal(), at=AT, key="a")
    again = ours.reserve(proposal(), at=AT - DAY, key="a")
    assert again.allowed and again.replayed
    assert not again.may_send(AT + HOUR)  # the lease is that of the first time
    check_sound(ours, "a")


def test_a_denial_by_a_clock_that_runs_behind_takes_nothing(store: Store) -> None:
    ours = gate(CAP_OF_TWO, store)
    ours.reserve(proposal(), at=AT, key="a")
    assert ours.reserve(proposal(), at=AT - HOUR, key="b").allowed
    assert not ours.reserve(proposal(), at=AT - 2 * HOUR, key="c").allowed
    assert not ours.reserve(proposal(), at=AT, key="c").allowed
    assert ours.reserve(proposal(), at=AT + DAY, key="c").allowed
    check_sound(ours, "a", "b", "c")


def test_no_window_holds_more_than_the_cap_whatever_the_clocks_say(store: Store) -> None:
    chance = random.Random("clocks")
    ours = gate(CAP_OF_TWO, store)
    allowed = 0
    for number in range(150):
        at = AT + number * HOUR + timedelta(minutes=chance.randrange(-3000, 3000))
        permit = ours.reserve(proposal(), at=at, key=f"k{number}")
        allowed += permit.allowed
        if permit.allowed and chance.random() < 0.5:
            permit.confirm()
    moments = sorted(entry.at for entry in store.entries())
    day = 24 * 3_600_000_000
    assert all(after - before >= day for before, after in zip(moments, moments[2:], strict=False))
    assert allowed == len(moments) > 5


def test_a_lease_that_a_later_clock_ended_is_confirmed_by_an_earlier_one(store: Store) -> None:
    ours = gate(store=store, lease=HOUR)
    permit = ours.reserve(proposal(), at=AT, key="a")
    assert ours.expire(AT + 2 * HOUR) == (1, 0)
    permit.confirm(at=AT - HOUR)
    (entry,) = store.entries()
    assert (entry.state, entry.at) == (State.EVENT, micros(AT - HOUR))
    assert ours.reserve(proposal(), at=AT - 2 * HOUR, key="b").codes == REACHED


def test_an_amendment_by_a_clock_that_was_set_back_comes_last(store: Store) -> None:
    ours = gate(store=store)
    ours.reserve(proposal(), at=AT, key="a").confirm("attempted", outcome="first", at=AT)
    ours.amend("a", outcome="second", at=AT + HOUR)
    gate(store=store, clock=lambda: AT - DAY).amend("a", outcome="third")
    request = ours.request(proposal(), at=AT + 2 * HOUR)
    events = sorted(request["events"], key=lambda event: datetime.fromisoformat(event["at"]))
    assert [event["outcome"] for event in events] == ["first", "second", "third"]


def test_a_confirmation_stamped_by_a_clock_that_was_set_back_counts(store: Store) -> None:
    behind = gate(CAP_OF_ONE, store, clock=lambda: AT - 30 * DAY)
    behind.reserve(proposal(), at=AT, key="a").confirm("delivered")
    assert gate(CAP_OF_ONE, store).reserve(proposal(), at=AT, key="b").codes == REACHED
    assert behind.reserve(proposal(), at=AT - 30 * DAY, key="b").codes == REACHED


def test_what_is_dated_too_early_leaves_windows_too_early(store: Store) -> None:
    ours = gate(store=store)
    ours.reserve(proposal(), at=AT - 2 * HOUR, key="a").confirm()
    assert ours.reserve(proposal(), at=AT + 21 * HOUR, key="b").codes == REACHED
    assert ours.reserve(proposal(), at=AT + 22 * HOUR, key="b").allowed
