"""The store in one SQLite file.

In: a place. Out: `SqliteStore`. Beside the file are SQLite's own two (`-wal`, `-shm`) and the one
by which writers stand in line (`-queue`).
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from time import monotonic, sleep
from typing import TypeVar
from weakref import finalize

from policydsl.diagnostics import Text
from policydsl.ledger.sqlite import reading, schema, writing
from policydsl.ledger.sqlite.commits import Line
from policydsl.ledger.sqlite.connections import ClosedError, Opened, Place, connect, generation
from policydsl.ledger.sqlite.loader import SqliteLoader, file_under
from policydsl.ledger.sqlite.troubles import is_busy, is_other, troubles
from policydsl.ledger.sqlite.writer import Writer
from policydsl.ledger.store import Entry, Fact, Known, Linked, Wanted, Writes
from policydsl.ledger.unavailable import unreachable

Made = TypeVar("Made")
Numbered = TypeVar("Numbered")

_CACHE = 131_072
_PAUSE = 0.005


class SqliteStore:
    """A store in a SQLite file; made when it is not there.

    Raises `LedgerError` when the file is something else, and `LedgerUnavailableError` when it
    cannot be opened. `close` gives everything back; a use after that opens it anew.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._processes: dict[object, _Process] = {}
        finalize(self, _close_all, self._processes)
        _prepare(place)

    def read(self, wanted: Wanted) -> Known:
        """What is asked for, all of one instant; does not wait for writers."""
        with self._reading() as connection:
            connection.execute("BEGIN")
            known = reading.read(connection, wanted)
            connection.execute("COMMIT")
            return known

    def atomically(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Made]],
    ) -> Made:
        """Read, judge, write; the locks do not matter, as one writes at a time.

        `judge` may be called in another thread, which writes for several.
        """

        def work(writer: Writer) -> Made:
            writes, made = judge(writer.read(wanted))
            if writes:
                writer.write(writes)
            return made

        made: Made = self._process().line.do(work)
        return made

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        """Change those of the entries that are reserved now; their ids."""
        settled: frozenset[str] = self._process().line.do(
            lambda writer: writer.do(lambda connection: writing.settle(connection, changed))
        )
        return settled

    def file_under(
        self, fields: Collection[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        """File all entries, old and new, under these fields too.

        One transaction: others that write meanwhile wait, at most until their time-out.
        """
        if frozenset(fields) <= self.read(Wanted()).fields:
            return
        with self._long_write() as writer, writer.using() as connection:
            new = frozenset(fields) - reading.read(connection, Wanted()).fields
            file_under(connection, new, keys_of)

    @contextmanager
    def loading(self) -> Iterator[SqliteLoader]:
        """A long write: all of it when the context is left, nothing when it raises.

        Others that write meanwhile wait, at most until their time-out; readers do not wait.
        """
        with self._long_write() as writer:
            yield SqliteLoader(writer)

    def expired(self, at: int, most: int) -> Sequence[Entry]:
        """Reserved entries whose `expires_at` is at or before an instant, the oldest first."""
        with self._reading() as connection:
            return reading.expired(connection, at, most)

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order in which it was added; read page by page."""
        return self._pages(reading.entries_after)

    def facts(self) -> Iterator[Fact]:
        """Every version of every fact in the order in which it was added; read page by page."""
        return self._pages(reading.facts_after)

    def records(self, lane: str | None = None) -> Iterator[Linked]:
        """Every record, lane by lane and in its order; read page by page."""
        with self._reading() as connection:
            lanes = reading.lanes(connection)
        for number, name in lanes:
            last = 0
            while lane in (None, name):
                with self._reading() as connection:
                    page = reading.records_after(connection, number, last)
                if not page:
                    break
                yield from page
                last = page[-1].number

    def forget(self, lane: str, through: int) -> None:
        """Remove the records of a lane from its beginning through a number."""
        self._process().line.do(
            lambda writer: writer.do(lambda connection: writing.forget(connection, lane, through))
        )

    def forgotten(self) -> Mapping[str, tuple[int, str]]:
        """Number and hash of the last record removed, of every lane whose beginning was."""
        with self._reading() as connection:
            return reading.forgotten(connection)

    def close(self) -> None:
        """Give back connections and files."""
        _close_all(self._processes)

    def _process(self) -> _Process:
        now = generation()
        found = self._processes.get(now)
        return found or self._processes.setdefault(now, _Process(self._place))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses now."""
        idle = self._process().idle
        with troubles(self._place.timeout):
            opened = _held(idle, self._place)
            try:
                yield opened.connection
            except BaseException:
                opened.close()
                raise
            finally:
                opened.lock.release()
            idle.append(opened)

    def _pages(
        self, page_after: Callable[[sqlite3.Connection, int], list[tuple[int, Numbered]]]
    ) -> Iterator[Numbered]:
        last = 0
        while True:
            with self._reading() as connection:
                page = page_after(connection, last)
            if not page:
                return
            for last, one in page:  # noqa: B007
                yield one

    @contextmanager
    def _long_write(self) -> Iterator[Writer]:
        writer = Writer(self._place)
        try:
            writer.begin(monotonic() + self._place.timeout)
            with writer.using() as connection:
                connection.execute(f"PRAGMA cache_size = -{_CACHE}")
            yield writer
            with troubles(self._place.timeout):
                writer.commit()
        finally:
            writer.close()


class _Process:
    """What one process has open: the line of its writers, and connections to read by."""

    def __init__(self, place: Place) -> None:
        self._writer = Writer(place)
        self.line = Line(self._writer, place.timeout)
        self.idle: deque[Opened] = deque()

    def close(self) -> None:
        """Close all; a transaction in the middle begins anew."""
        self._writer.shut()
        while self.idle:
            self.idle.pop().close()


def _held(idle: deque[Opened], place: Place) -> Opened:
    """An idle connection or a new one, its lock held; none that a fork has closed."""
    while True:
        try:
            opened = idle.pop()
        except IndexError:
            opened = connect(place, waits=True)
        opened.lock.acquire()
        try:
            if opened.is_open():
                return opened
            opened.close()
        except BaseException:
            opened.close()
            opened.lock.release()
            raise
        opened.lock.release()


def _close_all(processes: dict[object, _Process]) -> None:
    process = processes.pop(generation(), None)
    if process is not None:
        process.close()


def _prepare(place: Place) -> None:
    """Make the tables, or bring them to the newest version."""
    deadline = monotonic() + place.timeout
    with troubles(place.timeout):
        while True:
            try:
                _prepare_once(place)
                return
            except ClosedError:  # by a fork in between
                continue
            except sqlite3.DatabaseError as error:
                if is_other(error):
                    raise schema.no_ledger(place.name) from None
                if not is_busy(error) or monotonic() > deadline:
                    raise
            sleep(_PAUSE)


def _prepare_once(place: Place) -> None:
    opened = connect(place, waits=False, makes=True)
    with opened.lock, closing(opened):
        connection = opened.connection
        schema.is_current(connection, place.name)
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise unreachable(_NO_LOG)
        schema.migrate(connection, place.name)


_NO_LOG = Text(
    "where it lies, SQLite cannot keep a write-ahead log (a network drive, perhaps)",
    "所在位置无法使用 SQLite 预写日志（可能是网络盘）",
)
