"""Locks of the operating system by which processes stand in line.

In: an open file. Out: places in the line that ends there. The lock of a process that is killed is
free at once.

`Tickets` is a line in the order of arrival: who comes draws a number, locks the byte of that
number, and waits until the byte of the number before is free; so each release wakes one process,
the right one. It needs locks of bytes that belong to an open file (Linux). `OneLock` works wherever
there is `flock`; who comes at the right moment may be served a few turns too early.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import Protocol

if sys.platform != "win32":
    import fcntl

_COUNTER = struct.Struct("<q")
_LOCK = struct.Struct("hhqqi")
_FIRST = 16
_MOST = 1 << 60


class Places(Protocol):
    """Places in a line; one at a time."""

    def arrive(self) -> bool:
        """Join the line; whether its head is reached at once."""

    def wait(self) -> None:
        """After `arrive`, wait until the head of the line is reached, however long it takes."""

    def leave(self) -> None:
        """Leave the head of the line to the next."""


class Tickets:
    """A line by numbers: first come, first served."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._number = 0

    def arrive(self) -> bool:
        """Draw the number after the last, or the next that is free."""
        (last,) = _COUNTER.unpack(os.pread(self._file, 8, 0).ljust(8, b"\0"))
        number = last + 1 if 0 <= last < _MOST else 1
        while not self._lock(fcntl.F_WRLCK, _FIRST + number):
            number += 1
        os.pwrite(self._file, _COUNTER.pack(number), 0)
        self._number = number
        return self._lock(fcntl.F_RDLCK, _FIRST + number - 1)

    def wait(self) -> None:
        """Wait for the number before."""
        self._lock(fcntl.F_RDLCK, _FIRST + self._number - 1, fcntl.F_OFD_SETLKW)

    def leave(self) -> None:
        """Free the number, and the one before that was waited for."""
        self._lock(fcntl.F_UNLCK, _FIRST + self._number - 1, length=2)

    def _lock(self, kind: int, start: int, command: int | None = None, length: int = 1) -> bool:
        wanted = _LOCK.pack(kind, os.SEEK_SET, start, length, 0)
        try:
            fcntl.fcntl(self._file, fcntl.F_OFD_SETLK if command is None else command, wanted)
        except (BlockingIOError, PermissionError):
            return False
        return True


class OneLock:
    """A line by one lock, for which the system lets processes wait in their order."""

    def __init__(self, file: int) -> None:
        self._file = file

    def arrive(self) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self) -> None:
        """Wait for the lock."""
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def leave(self) -> None:
        """Free the lock."""
        fcntl.flock(self._file, fcntl.LOCK_UN)


def places(file: int) -> Places:
    """The best line that this system has."""
    return Tickets(file) if sys.platform == "linux" else OneLock(file)
