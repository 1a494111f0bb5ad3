"""Turns: the processes that want to write stand in line.

In: the path of a file beside the ledger. Out: a place at the head of the line, for one at a time.

SQLite itself lets those who wait ask again and again, and whoever asks at the right moment goes
first; some then wait for seconds. Here the next in line holds a lock of the operating system until
it is served, and the others sleep until that lock is free; the system wakes them in the order in
which they came. The lock of a process that is killed is free at once. Where the system has no such
locks (Windows), there is no line.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from time import monotonic

from policydsl.ledger.unavailable import timed_out

if sys.platform != "win32":
    import fcntl

_IDLE = 1.0


class Turn:
    """A place in line, used by one thread at a time; the file is made when it is first used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._changed = threading.Condition()
        self._asked = False
        self._wanted = False
        self._held = False
        self._usher: threading.Thread | None = None

    def take(self, deadline: float, timeout: float) -> None:
        """Come to the head of the line; raises `LedgerUnavailableError` at the deadline.

        The time-out, in seconds, is only for the message. Raises `OSError` when the file cannot
        be made.
        """
        if sys.platform == "win32":
            return
        with self._changed:
            if not self._asked and self._try():
                return
            self._wanted = True
            self._ask()
            came = self._changed.wait_for(lambda: self._held, max(0.0, deadline - monotonic()))
            self._wanted = False
            if not came:
                raise timed_out(timeout)
            self._held = False

    def give(self) -> None:
        """Let the next one come to the head of the line."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file, now or when the wait for the lock has ended."""
        with self._changed:
            if not self._asked:
                self._close()

    def _try(self) -> bool:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
            _FILES.add(self._file)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _close(self) -> None:
        if self._file is not None:
            if self._file in _FILES:
                _FILES.remove(self._file)
                os.close(self._file)
            self._file = None

    def _ask(self) -> None:
        """Have the lock waited for by a thread of its own, since such a wait has no time-out."""
        self._asked = True
        if self._usher is None:
            self._usher = threading.Thread(target=self._ush, daemon=True, name="policydsl-turn")
            self._usher.start()
        self._changed.notify_all()

    def _ush(self) -> None:
        while True:
            with self._changed:
                if not self._changed.wait_for(lambda: self._asked, _IDLE):
                    self._usher = None
                    return
                file = self._file
            assert file is not None
            fcntl.flock(file, fcntl.LOCK_EX)
            with self._changed:
                self._asked = False
                if self._wanted:
                    self._held = True
                    self._changed.notify_all()
                else:
                    fcntl.flock(file, fcntl.LOCK_UN)


_FILES: set[int] = set()


def _in_child() -> None:
    """Close the files of the parent: a lock lives until every process that has it open is gone."""
    while _FILES:
        os.close(_FILES.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
