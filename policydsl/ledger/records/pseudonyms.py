"""The keys under which persons are hidden, each kept until it is destroyed.

In: ids of persons. Out: a random key for each, made when it is first asked for. Keys lie in a
SQLite file of their own, apart from the ledger; the ids themselves are not in it, only keyed hashes
of them. Records hidden under a destroyed key belong to nobody any more.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable
from hashlib import blake2b
from os import PathLike
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Final, TypeVar

from policydsl.diagnostics import diagnostic
from policydsl.errors import LedgerError
from policydsl.ledger.unavailable import timed_out, unreachable

KEY_BYTES: Final = 32
_APPLICATION = 0x70644B79
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PAUSE = 0.01

T = TypeVar("T")


class Pseudonyms:
    """A file of keys. Safe for threads and processes, and to use after a fork."""

    __slots__ = ("_abandoned", "_connection", "_lock", "_path", "_pid", "_salt", "_timeout")

    def __init__(
        self, path: str | PathLike[str], *, create: bool = True, timeout: float = 5.0
    ) -> None:
        """Open a file, or make it (readable by its owner only) unless `create` is no.

        `timeout` is how many seconds to wait for others who write. Raises `LedgerError` with L132
        for a file that is something else, or is not there and is not to be made;
        `LedgerUnavailableError` when it cannot be opened.
        """
        self._path = Path(path)
        self._timeout = timeout
        self._abandoned: list[sqlite3.Connection | None] = []
        self._lock = Lock()
        self._pid = os.getpid()
        self._connection: sqlite3.Connection | None = None
        if not create and not self._path.is_file():
            raise self._refused("missing")
        self._salt = self._call(lambda connection: _made(connection, timeout))

    def key_for(self, person: str) -> bytes:
        """The key of a person, 32 bytes; made and kept when there is none.

        Raises `LedgerUnavailableError` when the file does not answer, as all here do.
        """
        known = self._key_of(person)
        if known is not None:
            return known
        name = self._name(person)

        def add(connection: sqlite3.Connection) -> bytes:
            new = secrets.token_bytes(KEY_BYTES)
            connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, new))
            row = connection.execute("SELECT key FROM keys WHERE person = ?", (name,)).fetchone()
            return bytes(row[0])

        return self._call(add, writes=True)

    def _key_of(self, person: str) -> bytes | None:
        name = self._name(person)
        sql = "SELECT key FROM keys WHERE person = ?"
        row = self._call(lambda connection: connection.execute(sql, (name,)).fetchone())
        return None if row is None else bytes(row[0])

    def destroy(self, person: str) -> bool:
        """Destroy the key of a person, for good; whether there was one.

        When this returns, neither the file nor its log holds the key. What the file system keeps of
        blocks once written, and copies of the file, are beyond its reach.
        """
        name = self._name(person)

        def delete(connection: sqlite3.Connection) -> bool:
            return connection.execute("DELETE FROM keys WHERE person = ?", (name,)).rowcount > 0

        was_there = self._call(delete, writes=True)
        deadline = monotonic() + self._timeout
        while self._call(_emptied_log):
            if monotonic() > deadline:
                raise timed_out(self._timeout)
            sleep(_PAUSE)
        return was_there

    def close(self) -> None:
        """Give back the file."""
        with self._lock:
            if self._connection is not None and self._pid == os.getpid():
                self._connection.close()
                self._connection = None

    def _name(self, person: str) -> bytes:
        return blake2b(person.encode(), key=self._salt, digest_size=KEY_BYTES).digest()

    def _call(self, do: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T:
        """What `do` makes of the connection, in a transaction of its own when it writes."""
        if self._pid != os.getpid():
            # A connection must not be used, nor closed, by a child: it is left as it is.
            self._abandoned.append(self._connection)
            self._lock, self._connection, self._pid = Lock(), None, os.getpid()
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._opened()
                connection = self._connection
                if not writes:
                    return do(connection)
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    return do(connection)
            except sqlite3.Error as error:
                raise self._trouble(error) from error
            except OSError as error:
                raise unreachable(error.strerror or str(error)) from error

    def _opened(self) -> sqlite3.Connection:
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(
            self._path, timeout=self._timeout, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _trouble(self, error: sqlite3.Error) -> LedgerError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            return timed_out(self._timeout)
        if code == sqlite3.SQLITE_NOTADB or isinstance(error, _OtherError):
            return self._refused("other")
        return unreachable(str(error))

    def _refused(self, why: str) -> LedgerError:
        return LedgerError([diagnostic("L132", file=str(self._path), notes=[why])])


class _OtherError(sqlite3.Error):
    """The file is a database of something else."""


def _made(connection: sqlite3.Connection, timeout: float) -> bytes:
    """The salt of the file; the tables are made when the file is empty."""
    if not _is_ours(connection):
        _keep_log(connection, monotonic() + timeout)
        connection.execute("BEGIN IMMEDIATE")
        try:
            _make(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return bytes(connection.execute("SELECT salt FROM about").fetchone()[0])


def _keep_log(connection: sqlite3.Connection, deadline: float) -> None:
    """Switch to a log that lets readers read on; SQLite itself does not wait for others here."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or monotonic() > deadline:
                raise
        sleep(_PAUSE)


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there; not when the file is empty. Raises `_OtherError` else."""
    # In this order: whoever makes the tables marks the file in the same transaction.
    is_empty = not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if connection.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION:
        return True
    if not is_empty:
        raise _OtherError
    return False


def _make(connection: sqlite3.Connection) -> None:
    if _is_ours(connection):
        return  # Somebody else was quicker.
    connection.execute("CREATE TABLE about (salt BLOB NOT NULL)")
    connection.execute(
        "CREATE TABLE keys (person BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID"
    )
    connection.execute("INSERT INTO about VALUES (?)", (secrets.token_bytes(KEY_BYTES),))
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")


def _emptied_log(connection: sqlite3.Connection) -> bool:
    """Write the log back and cut it off; whether others keep it from being done."""
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
