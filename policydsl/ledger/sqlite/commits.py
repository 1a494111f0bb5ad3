"""Group commit: the threads of a process stand in line, and share transactions.

In: pieces of work, each done within a transaction. Out: what each made, after the commit.

Whoever comes first leads: it opens a transaction, does all work that is waiting by then in the
order in which it came, and commits once. Who came meanwhile waits, and the first of those leads
next; so nobody is overtaken, and one wait for the disk serves many.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, Protocol

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.unavailable import timed_out

_AT_ONCE = 128


class Session(Protocol):
    """What does the work; only the leader uses it."""

    def begin(self, deadline: float) -> None:
        """Open a transaction; raises `LedgerUnavailableError`, at the latest at a deadline."""

    def perform(self, works: Sequence[Work]) -> None:
        """Do the works and commit.

        Each has its outcome then. Raises `LedgerUnavailableError` when nothing was written.
        """

    def abandon(self) -> bool:
        """Undo after an interruption in the middle; whether all was committed nevertheless."""


class Work:
    """A piece of work, and what became of it."""

    __slots__ = ("deadline", "error", "leads", "made", "run", "woken")

    def __init__(self, run: Callable[[Any], Any], deadline: float) -> None:
        self.run = run
        self.deadline = deadline
        self.made: Any = None
        self.error: BaseException | None = None
        self.leads = False
        self.woken = threading.Lock()
        self.woken.acquire()

    def outcome(self) -> Any:
        """What it made; raises what it raised."""
        if self.error is not None:
            raise self.error
        return self.made


class Line:
    """The threads of one process that want to write, first come, first served."""

    def __init__(self, session: Session, timeout: float) -> None:
        self._session = session
        self._timeout = timeout
        self._lock = threading.Lock()
        self._waiting: deque[Work] = deque()
        self._led = False

    def do(self, run: Callable[[Any], Any]) -> Any:
        """Do a piece of work in a transaction; what it makes, once that is committed.

        Raises what the work raises, and `LedgerUnavailableError` when its turn does not come in
        time. Work that was begun is waited for once more as long; after that what became of it is
        not known.
        """
        work = Work(run, monotonic() + self._timeout)
        try:
            with self._lock:
                self._waiting.append(work)
                if not self._led:
                    self._led = work.leads = True
            if not work.leads:
                self._wait(work)
            if work.leads:
                self._lead(work)
        except BaseException:
            with self._lock:
                self._leave(work)
            raise
        return work.outcome()

    def _wait(self, work: Work) -> None:
        if work.woken.acquire(timeout=max(0.0, work.deadline - monotonic())):
            return
        with self._lock:
            if work in self._waiting and not work.leads:
                self._leave(work)
                raise timed_out(self._timeout)
        if not work.woken.acquire(timeout=self._timeout):
            raise timed_out(self._timeout)

    def _lead(self, own: Work) -> None:
        works: list[Work] = []
        try:
            self._session.begin(own.deadline)
            works = self._take()
            self._session.perform(works)
        except LedgerUnavailableError as error:
            for work in works or [own]:
                work.error = LedgerUnavailableError(error.diagnostics)
        except BaseException:
            if not self._session.abandon():
                works = self._put_back(works, own)
            raise
        finally:
            self._hand_over(own, works)

    def _take(self) -> list[Work]:
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]

    def _put_back(self, works: list[Work], own: Work) -> list[Work]:
        """Work of others that was undone is done again by the next leader."""
        with self._lock:
            for work in works:
                work.made = work.error = None
            self._waiting.extendleft(reversed([work for work in works if work is not own]))
        return []

    def _hand_over(self, own: Work, works: list[Work]) -> None:
        for work in works:
            work.woken.release()
        with self._lock:
            self._leave(own)

    def _leave(self, work: Work) -> None:
        if work in self._waiting:
            self._waiting.remove(work)
        if work.leads:
            work.leads = False
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].leads = True
                self._waiting[0].woken.release()
