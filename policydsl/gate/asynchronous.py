"""The async twin of the gate, for programs with an event loop.

In: the same as a gate. Out: `AsyncGate` and `AsyncPermit`, whose methods that ask the ledger are
awaited. The work is done by threads of their own, so that the loop never waits for the ledger; many
reservations under way at once share the ledger's transactions where it can do that.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any, NoReturn, TypeVar

from policydsl.api import Policy
from policydsl.engine.decision import Decision
from policydsl.gate.gate import Gate
from policydsl.gate.permit import Permit
from policydsl.ledger.leases import Ended
from policydsl.ledger.recording import Recorded
from policydsl.ledger.store import Store

Made = TypeVar("Made")
THREADS = 16


class AsyncPermit:
    """A `Permit` whose reports are awaited; everything else is read from it as it is."""

    __slots__ = ("_gate", "permit")

    def __init__(self, gate: AsyncGate, permit: Permit) -> None:
        self._gate = gate
        self.permit = permit

    def __getattr__(self, name: str) -> Any:
        return getattr(self.permit, name)

    async def recheck(self, at: datetime) -> Decision:
        """As `Permit.recheck`."""
        return await self._gate.run(self.permit.recheck, at)

    async def confirm(self, reached: str = "attempted", **changes: Any) -> None:
        """As `Permit.confirm`."""
        await self._gate.run(partial(self.permit.confirm, reached, **changes))

    async def amend(self, **changes: Any) -> None:
        """As `Permit.amend`."""
        await self._gate.run(partial(self.permit.amend, **changes))

    async def release(self, reason: str) -> None:
        """As `Permit.release`."""
        await self._gate.run(self.permit.release, reason)

    def __bool__(self) -> NoReturn:
        raise TypeError("a permit is neither true nor false; ask for `.allowed`")

    def __repr__(self) -> str:
        return repr(self.permit).replace("<Permit", "<AsyncPermit", 1)


class AsyncGate:
    """A `Gate` whose methods are awaited: `async with await AsyncGate.open(policy, url) as gate`.

    `threads` is how many calls may ask the ledger at once; the others wait in the order in which
    they came. A call that is cancelled may still take effect: its key tells, when it is asked
    again.
    """

    __slots__ = ("_pid", "_pool", "_threads", "gate")

    def __init__(self, gate: Gate, *, threads: int = THREADS) -> None:
        self.gate = gate
        self._threads = threads
        self._pid = -1
        self._pool: ThreadPoolExecutor

    @classmethod
    async def open(
        cls, policy: Policy, ledger: str | Store, *, threads: int = THREADS, **options: Any
    ) -> AsyncGate:
        """Open a gate without making the loop wait; `options` are those of `Gate`."""
        gate = await asyncio.to_thread(partial(Gate, policy, ledger, **options))
        return cls(gate, threads=threads)

    async def run(self, work: Callable[..., Made], *arguments: Any) -> Made:
        """Do some work in a thread of this gate."""
        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._pool = ThreadPoolExecutor(self._threads, "policydsl-gate")
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    async def reserve(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        key: str,
        facts: Mapping[str, Any] | None = None,
    ) -> AsyncPermit:
        """As `Gate.reserve`."""
        work = partial(self.gate.reserve, proposal, at=at, key=key, facts=facts)
        return AsyncPermit(self, await self.run(work))

    async def reserve_many(
        self,
        proposals: Mapping[str, Mapping[str, Any]],
        *,
        at: datetime,
        facts: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> list[AsyncPermit]:
        """As `Gate.reserve_many`."""
        work = partial(self.gate.reserve_many, proposals, at=at, facts=facts)
        return [AsyncPermit(self, permit) for permit in await self.run(work)]

    async def decide(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        facts: Mapping[str, Any] | None = None,
    ) -> Decision:
        """As `Gate.decide`."""
        return await self.run(partial(self.gate.decide, proposal, at=at, facts=facts))

    async def request(
        self,
        proposal: Mapping[str, Any],
        *,
        at: datetime,
        facts: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """As `Gate.request`."""
        return await self.run(partial(self.gate.request, proposal, at=at, facts=facts))

    async def permit(self, key: str) -> AsyncPermit | None:
        """As `Gate.permit`."""
        permit = await self.run(self.gate.permit, key)
        return None if permit is None else AsyncPermit(self, permit)

    async def confirm(self, key: str, reached: str = "attempted", **changes: Any) -> None:
        """As `Gate.confirm`."""
        await self.run(partial(self.gate.confirm, key, reached, **changes))

    async def confirm_many(
        self, permits: Iterable[AsyncPermit], reached: str = "attempted", **changes: Any
    ) -> None:
        """As `Gate.confirm_many`."""
        plain = [permit.permit for permit in permits]
        await self.run(partial(self.gate.confirm_many, plain, reached, **changes))

    async def amend(self, key: str, **changes: Any) -> None:
        """As `Gate.amend`."""
        await self.run(partial(self.gate.amend, key, **changes))

    async def release(self, key: str, reason: str) -> None:
        """As `Gate.release`."""
        await self.run(self.gate.release, key, reason)

    async def record(
        self, lines: Iterable[Mapping[str, Any]], *, known_at: datetime | None = None
    ) -> Recorded:
        """As `Gate.record`."""
        return await self.run(partial(self.gate.record, list(lines), known_at=known_at))

    async def expire(self, at: datetime) -> Ended:
        """As `Gate.expire`."""
        return await self.run(self.gate.expire, at)

    async def flush(self) -> None:
        """As `Gate.flush`."""
        await self.run(self.gate.flush)

    async def close(self) -> None:
        """As `Gate.close`; calls under way are waited for."""
        if self._pid == os.getpid():
            await asyncio.to_thread(self._pool.shutdown)
        await asyncio.to_thread(self.gate.close)

    async def __aenter__(self) -> AsyncGate:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
