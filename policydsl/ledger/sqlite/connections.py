"""Connections to a file, and what becomes of them after a fork.

In: paths. Out: open connections of `sqlite3`.

A connection belongs to the process that opened it. A child of a fork must not use it and must not
even close it, as closing writes to memory that the parent still uses: there it is kept for ever.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from policydsl.frozen import frozen

FULL = "full"
RELAXED = "relaxed"
_SYNCHRONOUS = {FULL: "FULL", RELAXED: "NORMAL"}
_WAL_KEPT = 64 * 1024 * 1024


@frozen
class Place:
    """Where a ledger is and how it is used.

    `path` is absolute; `timeout` is in seconds. `durability` is `full`, where what was written
    survives a loss of power, or `relaxed`, where only what the disk had taken by itself does.
    `name` is what messages call it.
    """

    path: Path
    timeout: float
    durability: str
    name: str


def connect(place: Place, *, waits: bool) -> sqlite3.Connection:
    """A new connection, usable by any one thread at a time.

    With `waits` SQLite itself waits for locks of others, as long as the time-out; without it
    reports them at once.
    """
    connection = sqlite3.connect(
        f"{place.path.as_uri()}?mode=rwc",
        uri=True,
        timeout=place.timeout if waits else 0.0,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    _OPEN[id(connection)] = connection
    connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS[place.durability]}")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def disconnect(connection: sqlite3.Connection) -> None:
    """Close a connection of this process; does nothing with one of the parent's."""
    if _OPEN.pop(id(connection), None) is not None:
        connection.close()


def generation() -> object:
    """What stands for this process: another object in the child of a fork."""
    return _GENERATION[0]


_OPEN: dict[int, sqlite3.Connection] = {}
_GENERATION = [object()]


def _in_child() -> None:
    _GENERATION[0] = object()
    if _OPEN:
        import ctypes

        for connection in _OPEN.values():
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
        _OPEN.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
