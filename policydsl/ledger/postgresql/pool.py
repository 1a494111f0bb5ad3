"""The connections of one process to a server, shared by its threads.

In: how to connect, how many at most. Out: one connection at a time for whoever takes it. Who waits
longest gets the next one. A connection is made by the thread that needs it: it learns at once when
the server is away, and why, and the first call after the server is back succeeds.

A forked process begins with an empty pool: what belongs to its parent it neither uses nor closes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from weakref import WeakSet

from policydsl.ledger.postgresql.failures import LateError, LostError
from policydsl.ledger.postgresql.link import Link


class _Waiter:
    """Somebody who waits; what he gets is a connection, or the right to make one."""

    def __init__(self) -> None:
        self.link: Link | None = None
        self.called = Lock()
        self.called.acquire()


class Pool:
    """At most `size` connections; `connect` makes one until a deadline."""

    def __init__(self, connect: Callable[[float], Link], size: int, first: Link) -> None:
        """Begin with one connection that was made already."""
        self._connect = connect
        self._size = size
        self._closed = False
        self._begin()
        self._idle.append(first)
        self._free -= 1
        _pools.add(self)

    @contextmanager
    def link(self, deadline: float) -> Iterator[Link]:
        """A connection of one's own, until the context is left.

        Raises `LateError` when none gets free before the deadline, `LostError` when none can be
        made. What is left open is rolled back.
        """
        link = self._taken(deadline)
        try:
            yield link
        except BaseException:
            self._give(self._tidied(link, deadline))
            raise
        else:
            self._give(link)

    def close(self) -> None:
        """Hang up, now or when those who hold a connection give it back."""
        with self._lock:
            self._closed = True
            idle = self._idle[:]
            self._idle.clear()
        for link in idle:
            link.close()

    def _begin(self) -> None:
        self._lock = Lock()
        self._idle: list[Link] = []
        self._waiters: deque[_Waiter] = deque()
        self._free = self._size

    def _forked(self) -> None:
        _of_parents.append(self._idle)
        self._begin()

    def _taken(self, deadline: float) -> Link:
        link: Link | None = None
        waiter = None
        with self._lock:
            if self._closed:
                raise LostError("the ledger was closed")
            if self._idle:
                link = self._idle.pop()
            elif self._free:
                self._free -= 1
            else:
                waiter = _Waiter()
                self._waiters.append(waiter)
        if waiter is not None:
            link = self._awaited(waiter, deadline)
        if link is not None and not link.is_usable():
            link.close()
            link = None
        try:
            return link or self._connect(deadline)
        except BaseException:
            self._give(None)
            raise

    def _awaited(self, waiter: _Waiter, deadline: float) -> Link | None:
        try:
            called = waiter.called.acquire(timeout=max(0.0, deadline - monotonic()))
        except BaseException:
            self._left(waiter)
            raise
        if not called:
            self._left(waiter)
            raise LateError
        return waiter.link

    def _left(self, waiter: _Waiter) -> None:
        """Somebody waits no longer; what he was given in the last moment goes to the next."""
        with self._lock:
            waits = waiter in self._waiters
            if waits:
                self._waiters.remove(waiter)
        if not waits:
            self._give(waiter.link)

    def _give(self, link: Link | None) -> None:
        """Give a connection back, or the right to make one."""
        with self._lock:
            if self._closed:
                closing = link
            else:
                closing = None
                if self._waiters:
                    waiter = self._waiters.popleft()
                    waiter.link = link
                    waiter.called.release()
                elif link is not None:
                    self._idle.append(link)
                else:
                    self._free += 1
        if closing is not None:
            closing.close()

    def _tidied(self, link: Link, deadline: float) -> Link | None:
        """A connection after something went wrong; None when it had to be given up."""
        try:
            link.roll_back(deadline)
            if link.is_usable():
                return link
        except Exception:  # whatever it is, another connection is better
            pass
        link.close()
        return None


_pools: WeakSet[Pool] = WeakSet()
_of_parents: list[list[Link]] = []
"""Connections of the processes that this one was forked from, kept so that nothing ends them."""


def _after_fork() -> None:
    for pool in _pools:
        pool._forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
