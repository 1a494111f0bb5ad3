"""Connections to a file, and what becomes of them at a fork.

In: places. Out: open connections of `sqlite3`.

SQLite keeps in the memory of a process which locks the process has. A child of a fork has that
memory and none of the locks: a connection that it inherits, and even one that it opens itself while
it has an inherited one, could destroy the file. So all connections are closed just before a fork;
parent and child each open their own when they need them.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

from policydsl.frozen import frozen

FULL = "full"
RELAXED = "relaxed"
_SYNCHRONOUS = {FULL: "FULL", RELAXED: "NORMAL"}
_MOST_LEFT = 64 * 1024 * 1024


@frozen
class Place:
    """Where a ledger is and how it is used.

    `path` is absolute; `timeout` is in seconds. `durability` is `full`, where what was written
    survives a loss of power, or `relaxed`, where only what the system had put on the disk by itself
    does. `name` is what messages call it.
    """

    path: Path
    timeout: float
    durability: str
    name: str


class ClosedError(Exception):
    """A fork, or the store, closed the connection; what was not committed is undone."""


class Opened:
    """A connection; whoever uses it holds `lock`, and asks for it again each time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.lock = threading.RLock()
        self._connection: sqlite3.Connection | None = connection
        self._path = str(path)
        self._file = _file_at(self._path)

    def is_open(self) -> bool:
        """Whether it is of use still: open, and with the file that is at its path now.

        Raises `OSError` when there is none; nothing is written to a file that was removed.
        """
        return self._connection is not None and _file_at(self._path) == self._file

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection; raises `ClosedError` when it is closed."""
        if self._connection is None:
            raise ClosedError
        return self._connection

    def close(self) -> None:
        """Close it; what was not committed is undone."""
        with self.lock:
            connection, self._connection = self._connection, None
            _OPEN.pop(id(self), None)
            if connection is not None:
                connection.close()


def connect(place: Place, *, waits: bool, makes: bool = False) -> Opened:
    """A new connection, usable by any one thread at a time.

    With `waits` SQLite itself waits for locks of others, as long as the time-out; without it
    reports them at once. Only with `makes` is the file made when it is not there.
    """
    with _OPENING:
        connection = sqlite3.connect(
            f"{place.path.as_uri()}?mode={'rwc' if makes else 'rw'}",
            uri=True,
            timeout=place.timeout if waits else 0.0,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        opened = Opened(connection, place.path)
        _OPEN[id(opened)] = opened
        try:
            connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS[place.durability]}")
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute(f"PRAGMA journal_size_limit = {_MOST_LEFT}")
        except BaseException:
            opened.close()
            raise
        return opened


def _file_at(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116  # many times faster than `Path.stat`
    return status.st_dev, status.st_ino


def generation() -> object:
    """What stands for this process: another object in the child of a fork."""
    return _GENERATION[0]


_OPENING = threading.RLock()
_OPEN: dict[int, Opened] = {}
_HELD: list[Opened] = []
_GENERATION = [object()]


def _before_fork() -> None:
    _OPENING.acquire()
    for opened in list(_OPEN.values()):
        opened.lock.acquire()
        _HELD.append(opened)
        try:
            opened.close()
        except sqlite3.Error:  # nothing that was committed is lost by it
            continue


def _in_parent() -> None:
    while _HELD:
        _HELD.pop().lock.release()
    _OPENING.release()


def _in_child() -> None:
    _GENERATION[0] = object()
    _in_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_in_parent, after_in_child=_in_child)
