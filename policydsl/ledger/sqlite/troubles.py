"""What SQLite reports, as errors of a ledger.

In: exceptions of `sqlite3` and the operating system. Out: `LedgerUnavailableError`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from policydsl.diagnostics import Text
from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.sqlite.connections import ClosedError
from policydsl.ledger.unavailable import timed_out, unreachable

_REASONS = {
    sqlite3.SQLITE_FULL: Text("the disk is full", "磁盘已满"),
    sqlite3.SQLITE_IOERR: Text("reading or writing the file failed", "文件读写失败"),
    sqlite3.SQLITE_READONLY: Text("the file must not be written to", "文件不可写"),
    sqlite3.SQLITE_CANTOPEN: Text("the file cannot be opened or made", "文件无法打开或创建"),
    sqlite3.SQLITE_PERM: Text("the file may not be used", "无权使用该文件"),
    sqlite3.SQLITE_CORRUPT: Text("the file is damaged", "文件已损坏"),
    sqlite3.SQLITE_NOTADB: Text("the file is damaged", "文件已损坏"),
}
_MISSING = Text("the file is not there", "文件不存在")
_CLOSED = Text(
    "it was closed, or the process was forked, in the middle of a long write",
    "长时间写入期间台账被关闭或进程发生了 fork",
)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else has the file locked."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_other(error: sqlite3.Error) -> bool:
    """Whether the file is no SQLite file."""
    return _code(error) == sqlite3.SQLITE_NOTADB


def trouble(error: sqlite3.Error | OSError, timeout: float) -> LedgerUnavailableError:
    """The error of a ledger that an error of SQLite stands for; `timeout` in seconds."""
    if isinstance(error, FileNotFoundError):
        return unreachable(_MISSING)
    if isinstance(error, OSError):
        return unreachable(error.strerror or str(error))
    if is_busy(error):
        return timed_out(timeout)
    return unreachable(_REASONS.get(_code(error), str(error)))


@contextmanager
def troubles(timeout: float) -> Iterator[None]:
    """Raise errors of SQLite as those of a ledger."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise trouble(error, timeout) from error
    except ClosedError as error:
        raise unreachable(_CLOSED) from error


def _code(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
