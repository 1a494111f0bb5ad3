"""The async twin does what the gate does, and the loop never waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest

from policydsl.errors import LedgerError, LedgerUnavailableError
from policydsl.gate.asynchronous import AsyncGate, AsyncPermit
from policydsl.gate.gate import Gate
from policydsl.gate.permit import Permit
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.store import Store
from tests.gate.support import AT, CAP_OF_ONE, HOUR, FaultyStore, counted, gate, policy, proposal

SEVEN = "cap c at most 7 attempts by sms per person in 24 hours\n"


def run(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs a test in a loop of its own."""

    @wraps(test)
    def in_loop(*arguments: Any, **named: Any) -> None:
        asyncio.run(test(*arguments, **named))

    return in_loop


@run
async def test_a_contact_from_asking_to_the_last_report(store: Store) -> None:
    async with AsyncGate(gate(CAP_OF_ONE, store)) as ours:
        assert (await ours.decide(proposal(), at=AT)).allowed
        assert (await ours.request(proposal(), at=AT))["person"] == {"id": "P1"}
        permit = await ours.reserve(proposal(), at=AT, key="a")
        assert permit.allowed and permit.key == "a"
        assert repr(permit) == "<AsyncPermit a allow reserved>"
        with pytest.raises(TypeError):
            bool(permit)
        assert (await permit.recheck(AT)).allowed and permit.may_send(AT)
        await permit.confirm("submitted")
        await permit.amend(reached="delivered")
        await ours.amend("a", reached="connected")
        assert permit.state == "confirmed"
        with pytest.raises(LedgerError, match="L112"):
            await permit.release("late")
        kept = await ours.permit("a")
        assert kept is not None and kept.state == "confirmed"
        assert await ours.permit("nothing") is None
        assert not (await ours.reserve(proposal(), at=AT, key="b")).allowed
        await ours.flush()


@run
async def test_a_batch(store: Store) -> None:
    async with AsyncGate(gate(CAP_OF_ONE, store)) as ours:
        permits = await ours.reserve_many({k: proposal(f"P{k}") for k in "abc"}, at=AT)
        await permits[0].release("r")
        await ours.release("b", "r")
        await ours.confirm_many(permits[1:], "delivered")
        assert [permit.state for permit in permits] == ["released", "confirmed", "confirmed"]
        assert await ours.expire(AT + HOUR) == (0, 0)


@run
async def test_two_hundred_at_once_take_seven_places(store: Store) -> None:
    async with AsyncGate(gate(SEVEN, store)) as ours:
        permits = await asyncio.gather(
            *(ours.reserve(proposal(), at=AT, key=f"k{n}") for n in range(200))
        )
    assert sum(permit.allowed for permit in permits) == 7
    assert {permit.codes for permit in permits if not permit.allowed} == {("CAP_REACHED",)}
    assert len(counted(store)) == 7 and len(list(store.records())) == 200


@run
async def test_opening_and_closing() -> None:
    ours = await AsyncGate.open(policy(SEVEN), "memory:", threads=3, records="none")
    permit = await ours.reserve(proposal(), at=AT, key="a")
    assert permit.allowed
    await ours.close()
    unused = await AsyncGate.open(policy(SEVEN), "memory:")
    await unused.close()


@run
async def test_a_ledger_that_is_away() -> None:
    faulty = FaultyStore()
    ours = AsyncGate(gate(CAP_OF_ONE, faulty))
    faulty.fail()
    denied = await ours.reserve(proposal(), at=AT, key="a")
    assert denied.codes == ("LEDGER_UNAVAILABLE",)
    faulty.fail()
    with pytest.raises(LedgerUnavailableError):
        await ours.decide(proposal(), at=AT)
    await ours.close()


class Held(FaultyStore):
    """A store that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.answer = threading.Event()

    def atomically(self, *arguments: Any) -> Any:
        self.asked.set()
        assert self.answer.wait(20)
        return super().atomically(*arguments)


@run
async def test_a_call_that_is_cancelled_is_asked_again_by_its_key() -> None:
    held = Held()
    ours = AsyncGate(gate(CAP_OF_ONE, held), threads=1)
    call = asyncio.create_task(ours.reserve(proposal(), at=AT, key="a"))
    queued = asyncio.create_task(ours.reserve(proposal(), at=AT, key="b"))
    await asyncio.to_thread(held.asked.wait, 20)
    await asyncio.sleep(0)
    call.cancel()
    queued.cancel()
    for task in (call, queued):
        with pytest.raises(asyncio.CancelledError):
            await task
    held.answer.set()
    again = await ours.reserve(proposal(), at=AT, key="a")
    assert again.allowed and again.replayed
    assert [entry.id for entry in counted(held.inner)] == ["a"]
    await ours.close()


@run
async def test_closing_waits_for_calls_under_way() -> None:
    held = Held()
    closed: list[bool] = []

    class Closing(Gate):
        def close(self) -> None:
            closed.append(held.calls == ["atomically"])
            super().close()

    ours = AsyncGate(Closing(policy(CAP_OF_ONE), held))
    call = asyncio.create_task(ours.reserve(proposal(), at=AT, key="a"))
    await asyncio.to_thread(held.asked.wait, 20)
    closing = asyncio.create_task(ours.close())
    await asyncio.sleep(0.02)
    held.answer.set()
    await closing
    assert closed == [True] and (await call).allowed


def public(kind: type) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")}


def test_the_twins_have_the_same_methods() -> None:
    plain = {"records_lost", "confirm_permit", "amend_permit", "release_permit", "recheck"}
    assert public(Gate) - public(AsyncGate) <= plain
    permit = AsyncPermit(
        AsyncGate(gate(store=MemoryStore())), gate().reserve(proposal(), at=AT, key="a")
    )
    assert all(hasattr(permit, name) for name in public(Permit))
