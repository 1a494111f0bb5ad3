"""Turns: the processes that want to write stand in line.

In: the path of a file beside the ledger. Out: a place at the head of the line, for one at a time.

SQLite itself lets those who wait ask again and again, and whoever asks at the right moment goes
first; some then wait for seconds. Here only the one at the head of the line asks, until it is
served; the others sleep until the one before them has been served (`tickets`). Where the system has
no such locks (Windows), there is no line.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from time import monotonic

from policydsl.ledger.sqlite.tickets import Places, places
from policydsl.ledger.unavailable import timed_out

ENDING = "-queue"
"""What the name of the file has after that of the ledger."""

_IDLE = 1.0


class Turn:
    """A place in line, used by one thread at a time; the file is made when it is first used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: Places | None = None
        self._file: int | None = None
        self._changed = threading.Condition()
        self._asked = False
        self._wanted = False
        self._held = False
        self._closed = False
        self._usher: threading.Thread | None = None

    def take(self, deadline: float, timeout: float) -> None:
        """Come to the head of the line; raises `LedgerUnavailableError` at the deadline.

        The time-out, in seconds, is only for the message. Raises `OSError` when the file cannot
        be made.
        """
        if sys.platform == "win32":
            return
        with self._changed:
            self._closed = False
            if not self._asked:
                if self._opened().arrive():
                    return
                self._ask()
            self._wanted = True
            came = self._changed.wait_for(lambda: self._held, max(0.0, deadline - monotonic()))
            self._wanted = False
            if not came:
                raise timed_out(timeout)
            self._held = False

    def give(self) -> None:
        """Let the next one come to the head of the line."""
        if self._places is not None:
            self._places.leave()

    def close(self) -> None:
        """Close the file; when it is waited for still, after that."""
        with self._changed:
            self._closed = True
            if not self._asked:
                self._close()

    def _close(self) -> None:
        if self._file is not None and self._file in _FILES:
            _FILES.remove(self._file)
            os.close(self._file)
        self._file = self._places = None

    def _opened(self) -> Places:
        if self._places is None:
            self._file = _open(self._path)
            _FILES.add(self._file)
            self._places = places(self._file)
        return self._places

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
                line = self._opened()
            line.wait()
            with self._changed:
                self._asked = False
                if self._wanted:
                    self._held = True
                    self._changed.notify_all()
                else:
                    line.leave()
                    if self._closed:
                        self._close()


def _open(path: Path) -> int:
    """The file, with the rights of the one that it stands beside."""
    flags = os.O_RDWR | os.O_CLOEXEC
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        made = os.open(path, flags | os.O_CREAT, 0o666)
        ledger = path.with_name(path.name.removesuffix(ENDING))
        if ledger.exists():
            os.fchmod(made, ledger.stat().st_mode & 0o777)
        return made


_FILES: set[int] = set()


def _in_child() -> None:
    """Close the files of the parent: a lock lives until every process that has it open is gone."""
    while _FILES:
        os.close(_FILES.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
