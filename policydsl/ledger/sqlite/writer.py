"""The one connection of a process that writes.

In: works, done between `begin` and the commit. Out: rows that are on the disk, or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.sqlite import reading, writing
from policydsl.ledger.sqlite.commits import Work
from policydsl.ledger.sqlite.connections import ClosedError, Opened, Place, connect
from policydsl.ledger.sqlite.troubles import is_busy, trouble, troubles
from policydsl.ledger.sqlite.turns import ENDING, Turn
from policydsl.ledger.store import Known, Wanted, Writes

Made = TypeVar("Made")

_COMMITS = 256
_LONG_LOG = 16 * 1024 * 1024
_PATIENCE = 100
_SHORTEST = 0.00005
_LONGEST = 0.002


class _FailedError(Exception):
    """The store failed in the middle of a work, so that all works are undone."""

    def __init__(self, error: LedgerUnavailableError) -> None:
        self.error = error


class Writer:
    """Transactions that write, one at a time; used by one thread at a time."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._turn = Turn(place.path.with_name(place.path.name + ENDING))
        self._opened: Opened | None = None
        self._head: writing.Head | None = None
        self._committing = False
        self._commits = 0

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """The connection of the transaction, for a while.

        Raises `ClosedError` when it was closed meanwhile, `LedgerUnavailableError` for what
        SQLite reports.
        """
        assert self._opened is not None
        with self._opened.lock, troubles(self._place.timeout):
            yield self._opened.connection

    def begin(self, deadline: float) -> None:
        """Open a transaction when it is our turn; raises `LedgerUnavailableError`."""
        self._committing = False
        self._commits += 1
        if self._commits % _COMMITS == 0:
            self._shorten_log()
        try:
            self._turn.take(deadline, self._place.timeout)
            try:
                self._begin(deadline)
            finally:
                self._turn.give()
        except (sqlite3.DatabaseError, OSError) as error:
            self.close()
            raise trouble(error, self._place.timeout) from error

    def perform(self, works: Sequence[Work]) -> None:
        """Do the works, each undone alone when it raises, and commit; anew after a fork."""
        while True:
            try:
                if len(works) == 1:
                    self._alone(works[0])
                else:
                    for work in works:
                        self._among_others(work)
                    self.commit()
                return
            except ClosedError:
                self._opened = self._head = None
                self.begin(monotonic() + self._place.timeout)
            except _FailedError as failed:
                self.roll_back()
                raise failed.error from failed.error.__cause__

    def commit(self) -> None:
        """Write to the disk what was done; raises `LedgerUnavailableError`, and nothing is done."""
        assert self._opened is not None
        try:
            with self._opened.lock:
                connection = self._opened.connection
                self._committing = True
                connection.execute("COMMIT")
        except (sqlite3.DatabaseError, OSError) as error:
            self.roll_back()
            raise trouble(error, self._place.timeout) from error

    def roll_back(self) -> None:
        """Undo all. The lane ends here, as nobody knows for certain what is on the disk."""
        self._head = None
        if self._opened is not None:
            try:
                with self._opened.lock:
                    if self._opened.connection.in_transaction:
                        self._opened.connection.execute("ROLLBACK")
            except ClosedError:
                self._opened = None
            except sqlite3.DatabaseError:
                self.close()

    def abandon(self) -> bool:
        """Undo all after an interruption; whether all was committed nevertheless."""
        try:
            if self._opened is None:
                return False
            with self._opened.lock:
                if self._committing and not self._opened.connection.in_transaction:
                    return True
        except ClosedError:
            return self._committing
        self.roll_back()
        return False

    def close(self) -> None:
        """Give back the connection; the next transaction opens another."""
        self._head = None
        opened, self._opened = self._opened, None
        if opened is not None:
            with suppress(sqlite3.Error):  # nothing that was committed is lost by it
                opened.close()
        self._turn.close()

    def shut(self) -> None:
        """Close what is open, for another thread than the one that writes."""
        if (opened := self._opened) is not None:
            opened.close()
        self._turn.close()

    def read(self, wanted: Wanted) -> Known:
        """What is wanted, within the transaction."""
        opened = self._opened
        assert opened is not None
        with opened.lock:
            try:
                return reading.read(opened.connection, wanted)
            except sqlite3.DatabaseError as error:
                raise self._failure(error) from error

    def write(self, writes: Writes) -> None:
        """Write all, within the transaction."""
        opened = self._opened
        assert opened is not None
        with opened.lock:
            try:
                self._head = writing.write(opened.connection, writes, self._head)
            except sqlite3.DatabaseError as error:
                raise self._failure(error) from error

    def do(self, step: Callable[[sqlite3.Connection], Made]) -> Made:
        """Take another step within the transaction."""
        opened = self._opened
        assert opened is not None
        with opened.lock:
            try:
                return step(opened.connection)
            except sqlite3.DatabaseError as error:
                raise self._failure(error) from error

    def _failure(self, error: sqlite3.DatabaseError) -> Exception:
        """Mistakes of the caller are its own, and come out as they are."""
        if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError):
            return error
        return _FailedError(trouble(error, self._place.timeout))

    def _shorten_log(self) -> None:
        """Empty a log that has grown long.

        SQLite does so by itself only at a moment when nobody reads. Here readers are waited for,
        a tenth of a second at most, while those who come read past the log.
        """
        log = Path(f"{self._place.path}-wal")
        with suppress(OSError, sqlite3.DatabaseError, ClosedError):
            if self._opened is not None and log.stat().st_size > _LONG_LOG:
                with self._opened.lock:
                    connection = self._opened.connection
                    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                    connection.execute("PRAGMA busy_timeout = 0")

    def _begin(self, deadline: float) -> None:
        pause = _SHORTEST
        while True:
            try:
                if self._opened is None:
                    self._opened = connect(self._place, waits=False)
                with self._opened.lock:
                    if self._opened.is_open():
                        self._opened.connection.execute("BEGIN IMMEDIATE")
                        return
                    self._opened.close()
                self._opened = self._head = None
                continue
            except sqlite3.OperationalError as error:
                if not is_busy(error) or monotonic() > deadline:
                    raise
            sleep(pause)
            pause = min(pause * 1.1, _LONGEST)

    def _alone(self, work: Work) -> None:
        head = self._head
        try:
            work.made = work.run(self)
        except (ClosedError, _FailedError):
            raise
        except Exception as error:
            self.roll_back()
            self._head = head
            work.error = error
        else:
            self.commit()

    def _among_others(self, work: Work) -> None:
        head = self._head
        work.error = None
        self._step("SAVEPOINT work")
        try:
            work.made = work.run(self)
        except (ClosedError, _FailedError):
            raise
        except Exception as error:
            self._step("ROLLBACK TO work")
            self._head = head
            work.error = error
        self._step("RELEASE work")

    def _step(self, statement: str) -> None:
        self.do(lambda connection: connection.execute(statement))
