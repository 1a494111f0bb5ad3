"""The one connection of a process that writes.

In: works, done between `begin` and the commit. Out: rows that are on the disk, or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from time import monotonic, sleep

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.sqlite import reading, writing
from policydsl.ledger.sqlite.commits import Work
from policydsl.ledger.sqlite.connections import Place, connect, disconnect
from policydsl.ledger.sqlite.troubles import is_busy, trouble, troubles
from policydsl.ledger.sqlite.turns import Turn
from policydsl.ledger.store import Entry, Known, Wanted, Writes

_SHORTEST = 0.00005
_LONGEST = 0.002


class _Failed(BaseException):  # passes through a judge that catches everything
    """The store failed in the middle of a work, so that all works are undone."""

    def __init__(self, error: LedgerUnavailableError) -> None:
        self.error = error


class Writer:
    """Transactions that write, one at a time; used by one thread at a time."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._turn = Turn(place.path.with_name(place.path.name + "-queue"))
        self._connection: sqlite3.Connection | None = None
        self._head: writing.Head | None = None
        self._committing = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection; there is one once a transaction was begun."""
        assert self._connection is not None
        return self._connection

    def begin(self, deadline: float) -> None:
        """Open a transaction when it is our turn; raises `LedgerUnavailableError`."""
        self._committing = False
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
        """Do the works, each undone alone when it raises, and commit."""
        try:
            if len(works) == 1:
                self._alone(works[0])
            else:
                for work in works:
                    self._among_others(work)
                self.commit()
        except _Failed as failed:
            self.roll_back()
            raise failed.error from failed.error.__cause__

    def commit(self) -> None:
        """Write to the disk what was done; raises `LedgerUnavailableError`, and nothing is done."""
        try:
            self._committing = True
            self.connection.execute("COMMIT")
        except (sqlite3.DatabaseError, OSError) as error:
            self.roll_back()
            raise trouble(error, self._place.timeout) from error

    def roll_back(self) -> None:
        """Undo all. The lane ends here, as nobody knows for certain what is on the disk."""
        self._head = None
        try:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        except sqlite3.DatabaseError:
            self.close()

    def abandon(self) -> bool:
        """Undo all after an interruption; whether all was committed nevertheless."""
        if self._connection is None:
            return False
        if self._committing and not self._connection.in_transaction:
            return True
        self.roll_back()
        return False

    def close(self) -> None:
        """Give back the connection; the next transaction opens another."""
        self._head = None
        connection, self._connection = self._connection, None
        if connection is not None:
            with troubles(self._place.timeout):
                disconnect(connection)
        self._turn.close()

    def read(self, wanted: Wanted) -> Known:
        """What is wanted, within the transaction."""
        try:
            return reading.read(self.connection, wanted)
        except sqlite3.DatabaseError as error:
            raise _Failed(trouble(error, self._place.timeout)) from error

    def write(self, writes: Writes) -> None:
        """Write all, within the transaction."""
        try:
            self._head = writing.write(self.connection, writes, self._head)
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def settle(self, changed: Iterable[Entry]) -> frozenset[str]:
        """Change those of the entries that are reserved now; their ids."""
        try:
            return writing.settle(self.connection, changed)
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def forget(self, lane: str, through: int) -> None:
        """Remove the records of a lane through a number."""
        try:
            writing.forget(self.connection, lane, through)
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.DatabaseError) -> BaseException:
        """Mistakes of the caller are its own, and come out as they are."""
        if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError):
            return error
        return _Failed(trouble(error, self._place.timeout))

    def _begin(self, deadline: float) -> None:
        if self._connection is None:
            self._connection = connect(self._place, waits=False)
        pause = _SHORTEST
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not is_busy(error) or monotonic() > deadline:
                    raise
            sleep(pause)
            pause = min(pause * 1.2, _LONGEST)

    def _alone(self, work: Work) -> None:
        head = self._head
        try:
            work.made = work.run(self)
        except Exception as error:
            self.roll_back()
            self._head = head
            work.error = error
        else:
            self.commit()

    def _among_others(self, work: Work) -> None:
        head = self._head
        self._step("SAVEPOINT work")
        try:
            work.made = work.run(self)
        except Exception as error:
            self._step("ROLLBACK TO work")
            self._head = head
            work.error = error
        self._step("RELEASE work")

    def _step(self, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except sqlite3.DatabaseError as error:
            raise _Failed(trouble(error, self._place.timeout)) from error
