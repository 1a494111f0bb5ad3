"""The network between a gate and its server breaks, at each step.

A call whose outcome is unknown is made again with the same key, and then everybody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.store import State
from tests.gate.faults.relay import COMMITTED, Relay, relayed
from tests.gate.faults.support import (
    REACHED,
    SOON,
    UNAVAILABLE,
    check_sound,
    gate,
    refuses,
    reserve,
)
from tests.gate.support import AT, proposal
from tests.postgres import Server


@pytest.fixture
def network(postgresql_server: Server) -> Iterator[tuple[Relay, str]]:
    with relayed(postgresql_server) as made:
        yield made


def test_the_answer_to_a_reservation_is_lost(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        relay.lose_answer(COMMITTED)
        lost = reserve(ours, "a")
        assert (lost.codes, lost.allowed, lost.reserved) == (UNAVAILABLE, False, False)
        assert reserve(ours, "b").codes == REACHED  # the place is held all the same
        again = reserve(ours, "a")
        assert again.allowed and again.reserved and again.replayed
        again.confirm()
        assert check_sound(ours, "a")["a"].state is State.EVENT


def test_a_reservation_is_lost_before_it_is_written(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        reserve(ours, "other", "P2")
        relay.lose_request(2)
        assert reserve(ours, "a").codes == UNAVAILABLE
        check_sound(ours, "other")
        again = reserve(ours, "a")
        assert again.allowed and not again.replayed
        check_sound(ours, "a", "other")


def test_a_question_that_is_lost_is_asked_again_by_itself(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        reserve(ours, "other", "P2")
        relay.lose_request(1)
        assert reserve(ours, "a").allowed
        check_sound(ours, "a", "other")


def test_the_answers_to_a_batch_are_lost(network: tuple[Relay, str]) -> None:
    relay, url = network
    wanted = {f"k{number}": proposal(f"P{number % 3}") for number in range(5)}
    with gate(url) as ours:
        relay.lose_answer(COMMITTED)
        assert [one.codes for one in ours.reserve_many(wanted, at=AT)] == [UNAVAILABLE] * 5
        again = ours.reserve_many(wanted, at=AT)
        assert [one.replayed for one in again] == [True] * 3 + [False] * 2
        assert [one.codes for one in again] == [()] * 3 + [REACHED] * 2
        relay.lose_answer()
        with refuses():
            ours.confirm_many(again[:3])
        ours.confirm_many(again[:3])
        found = check_sound(ours, "k0", "k1", "k2")
        assert {one.state for one in found.values()} == {State.EVENT}


def test_the_answer_to_a_confirmation_is_lost(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        permit = reserve(ours, "a")
        relay.lose_answer()
        with refuses():
            permit.confirm("delivered")
        assert reserve(ours, "b").codes == REACHED
        permit.confirm("delivered")
        assert check_sound(ours, "a")["a"].state is State.EVENT
        with pytest.raises(LedgerError, match="L112"):
            permit.release("not sent")


def test_a_confirmation_is_lost_on_its_way(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        permit = reserve(ours, "a")
        relay.lose_request(1)
        with refuses():
            permit.confirm()
        assert reserve(ours, "b").codes == REACHED
        permit.confirm()
        assert check_sound(ours, "a")["a"].state is State.EVENT


def test_the_answer_to_a_release_is_lost(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        permit = reserve(ours, "a")
        relay.lose_answer()
        with refuses():
            permit.release("not sent")
        permit.release("not sent")
        assert reserve(ours, "b").allowed
        assert check_sound(ours, "a", "b")["a"].state is State.RELEASED


def test_the_answer_to_an_amendment_is_lost(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours:
        reserve(ours, "a").confirm()
        relay.lose_answer(COMMITTED)
        with refuses():
            ours.amend("a", reached="delivered")
        ours.amend("a", reached="delivered")
        assert len(list(ours.store.entries())) == 2


def test_a_network_that_is_silent(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url, timeout=SOON) as ours:
        held = reserve(ours, "a")
        with relay.swallowing():
            assert reserve(ours, "b", "P2").codes == UNAVAILABLE
            with refuses():
                held.confirm()
        held.confirm()
    with gate(url) as ours:
        assert reserve(ours, "b", "P2").allowed
        check_sound(ours, "a", "b")


def test_an_answer_that_is_late_but_in_time(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours, ThreadPoolExecutor(1) as others:
        reserve(ours, "other", "P2")
        relay.hold()
        waiting = others.submit(reserve, ours, "a")
        assert not waiting.done()
        relay.release()
        assert waiting.result().allowed
        check_sound(ours, "a", "other")


def test_connections_cut_while_nobody_used_them(network: tuple[Relay, str]) -> None:
    relay, url = network
    with gate(url) as ours, ThreadPoolExecutor(4) as others:
        keys = [f"k{number}" for number in range(12)]
        for start in (0, 4, 8):
            part = keys[start : start + 4]
            permits = list(others.map(lambda key: reserve(ours, key, key), part))
            assert all(permit.allowed for permit in permits)
            relay.cut()
        check_sound(ours, *keys)
