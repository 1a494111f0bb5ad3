"""The store in a PostgreSQL database: `open_postgresql`.

In: a URL, a time-out, a durability. Out: a `Store`, shared by the threads of a process.

A decision costs two trips: one begins the transaction, takes the locks, and reads what whoever held
them before has committed; one writes and commits. Locks are PostgreSQL's advisory locks; who shares
none waits for nobody. A batch takes one lock for each person and other key: for batches of hundreds
from many clients at once raise the server's `max_locks_per_transaction`.

When the connection is lost before anything was sent to be written, the call is made again on
another one. When it is lost later, nobody knows whether the transaction was committed: the call
raises `LedgerUnavailableError`, and the keys of the gate make it safe to call again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

import psycopg
from psycopg.pq.abc import PGresult

from policydsl.ledger.chain import link as linked_hash
from policydsl.ledger.postgresql import statements, values
from policydsl.ledger.postgresql.address import parse
from policydsl.ledger.postgresql.archive import forget, forgotten
from policydsl.ledger.postgresql.connecting import Server
from policydsl.ledger.postgresql.export import exported
from policydsl.ledger.postgresql.failures import (
    AGAIN,
    UNIQUE,
    DoubtfulError,
    FailureError,
    LateError,
    LostError,
    RefusedError,
    reported,
    unavailable,
)
from policydsl.ledger.postgresql.filing_anew import file_under
from policydsl.ledger.postgresql.link import Head, Link, Statement, new_lane
from policydsl.ledger.postgresql.loading import PostgresqlLoader
from policydsl.ledger.postgresql.pool import Pool
from policydsl.ledger.postgresql.reading import known
from policydsl.ledger.postgresql.schema import lock_number, made_ready
from policydsl.ledger.store import (
    Entry,
    Fact,
    Known,
    Linked,
    Loader,
    TakenError,
    Wanted,
    Writes,
)

Made = TypeVar("Made")
_MOST_TRIES = 10
_MOST_LOSSES = 2
_LOADING = 60.0
"""The least seconds that one statement of a long write may take."""


def open_postgresql(url: str, *, timeout: float, durability: str) -> PostgresqlStore:
    """Open the ledger at a URL `postgresql://…`, and make its tables when they are not there.

    No call takes much longer than `timeout` seconds; only a long write (`loading`), `file_under`
    and what goes over everything may. `durability="relaxed"` commits without waiting for the disk:
    what was confirmed within the last second may be lost when the server's machine fails, and is
    never half there; anything else waits (`synchronous_commit`). For the options of the URL see
    `policydsl.ledger.postgresql.address`.

    Raises `LedgerError` (L101 no such URL, L103 a newer version, L104 no ledger) and
    `LedgerUnavailableError`.
    """
    address = parse(url)
    server = Server(address, timeout, durability)
    try:
        connection = server.connection(monotonic() + timeout)
        try:
            schema = made_ready(connection, address)
        except BaseException:
            connection.close()
            raise
    except psycopg.Error as error:
        raise unavailable(str(error)) from error
    except FailureError as failure:
        raise reported(failure, timeout) from failure
    pool = Pool(
        lambda deadline: server.link(server.connection(deadline)),
        address.pool_size,
        server.link(connection),
    )
    return PostgresqlStore(server, pool, schema, timeout)


class PostgresqlStore:
    """A `Store` in a schema of a PostgreSQL database."""

    def __init__(self, server: Server, pool: Pool, schema: str, timeout: float) -> None:
        """Use `open_postgresql`; `schema` is quoted."""
        self._server = server
        self._pool = pool
        self._schema = schema
        self._timeout = timeout
        self._writing = lock_number(f"{schema} writing")

    def read(self, wanted: Wanted) -> Known:
        """What is asked for, all of one instant."""
        with self._reporting():
            (result,) = self._exchanged([statements.reads(self._schema, wanted)])
        return known(result, wanted)

    def atomically(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Made]],
    ) -> Made:
        """Read, judge, write; see `Store.atomically`."""
        with self._reporting():
            numbers = {lock_number(f"{self._schema} lock {one}") for one in locks}
            first = (
                statements.BEGIN,
                statements.locks(self._writing, sorted(numbers)),
                statements.reads(self._schema, wanted),
            )

        def work(link: Link, deadline: float) -> Made:
            results = link.exchange(first, deadline)
            writes, made = judge(known(results[2], wanted))
            self._write(link, writes, deadline)
            return made

        return self._done(work)

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        """Change those of the entries that are reserved now; their ids."""
        if not changed:
            return frozenset()
        with self._reporting():
            statement = statements.settled(self._schema, changed)

        def work(link: Link, deadline: float) -> frozenset[str]:
            (result,) = _written(link, [statement], deadline)
            return frozenset(
                values.certain(result.get_value(row, 0)) for row in range(result.ntuples)
            )

        return self._done(work)

    def file_under(
        self, fields: Collection[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        """File all entries, old and new, under these fields too; others may write meanwhile."""
        with self._reporting():
            file_under(self._exchanged, self._schema, self._writing, fields, keys_of)

    @contextmanager
    def loading(self) -> Iterator[Loader]:
        """A long write: all of it when the context is left, nothing when it raises.

        A statement of it may take a minute, or the time-out if that is more.
        """
        seconds = max(_LOADING, self._timeout)
        with self._reporting(), self._pool.link(monotonic() + self._timeout) as link:
            loader = PostgresqlLoader(link, self._schema, seconds)
            loader.begin(self._writing)
            yield loader
            loader.exchange(statements.COMMIT)

    def expired(self, at: int, most: int) -> Sequence[Entry]:
        """Reserved entries whose `expires_at` is at or before an instant, the oldest first."""
        with self._reporting():
            (result,) = self._exchanged([statements.expired(self._schema, at, most)])
        return [values.read_entry(result, row) for row in range(result.ntuples)]

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order in which it was added, as of one instant."""
        query = f"SELECT {values.ENTRY} FROM {self._schema}.policydsl_entries ORDER BY seq"
        return exported(self._server, self._timeout, query, (), values.entry)

    def facts(self) -> Iterator[Fact]:
        """Every version of every fact in the order in which it was added, as of one instant."""
        query = f"SELECT {values.FACT} FROM {self._schema}.policydsl_facts ORDER BY seq"
        return exported(self._server, self._timeout, query, (), values.fact)

    def records(self, lane: str | None = None) -> Iterator[Linked]:
        """Every record, lane by lane and in its order, as of one instant."""
        query = f"SELECT {values.RECORD} FROM {self._schema}.policydsl_records"
        where, parameters = (" WHERE lane = $1", (lane,)) if lane is not None else ("", ())
        ordered = f"{query}{where} ORDER BY lane, number"
        return exported(self._server, self._timeout, ordered, parameters, values.linked)

    def forget(self, lane: str, through: int) -> None:
        """Remove the archived records of a lane through a number; see `Store.forget`."""
        with self._reporting():
            text = values.text(lane)
        self._done(lambda link, deadline: forget(link, deadline, self._schema, text, through))

    def forgotten(self) -> Mapping[str, tuple[int, str]]:
        """Number and hash of the last record removed, of every lane whose beginning was."""
        with self._reporting():
            return forgotten(self._exchanged, self._schema)

    def close(self) -> None:
        """Give back all connections; those in use when their calls return."""
        self._pool.close()

    def _write(self, link: Link, writes: Writes, deadline: float) -> None:
        """Write and commit, in one trip."""
        _check_once(writes)
        schema, batch = self._schema, list[Statement]()
        if writes.added:
            batch.append(statements.added(schema, writes.added))
        if writes.changed:
            batch.append(statements.changed(schema, writes.changed))
        if writes.filed:
            batch.append(statements.filed(schema, writes.filed))
        if writes.facts:
            batch.append(statements.facts(schema, writes.facts))
        head = link.head
        if writes.records:
            rows = []
            for record in writes.records:
                values.text(record.text)
                head = Head(head.lane, head.number + 1, linked_hash(head.hash, record.text))
                rows.append((head, record.at, record.text, record.about))
            batch.append(statements.records(schema, rows))
        try:
            _written(link, [*batch, statements.COMMIT], deadline)
        except RefusedError as refused:
            link.head = new_lane()
            if refused.state == UNIQUE:
                raise _ClashError(writes) from refused
            raise
        link.head = head

    def _done(self, work: Callable[[Link, float], Made]) -> Made:
        """What some work with a link makes, done again when another try may succeed."""
        deadline = monotonic() + self._timeout
        tries = losses = 0
        while True:
            tries += 1
            with self._reporting():
                try:
                    with self._pool.link(deadline) as link:
                        return work(link, deadline)
                except _ClashError as clash:
                    if tries > 1 and (ids := self._taken(clash.writes)):
                        raise TakenError(ids) from None
                    if tries == _MOST_TRIES:
                        raise LateError from clash
                except LostError as lost:
                    losses += 1
                    if isinstance(lost, DoubtfulError) or losses == _MOST_LOSSES:
                        raise
                except RefusedError as refused:
                    losses += refused.gone
                    again = losses < _MOST_LOSSES if refused.gone else refused.state in AGAIN
                    if not again or tries == _MOST_TRIES or monotonic() > deadline:
                        raise

    def _exchanged(self, batch: Sequence[Statement]) -> list[PGresult]:
        return self._done(lambda link, deadline: link.exchange(batch, deadline))

    def _taken(self, writes: Writes) -> list[str]:
        """The ids among what was to be added that are there."""
        results = self._exchanged(statements.taken(self._schema, writes.added, writes.facts))
        return [
            values.certain(result.get_value(row, 0))
            for result in results
            for row in range(result.ntuples)
        ]

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except FailureError as failure:
            raise reported(failure, self._timeout) from failure


class _ClashError(Exception):
    """Something that was to be added is there already, or was written by another meanwhile."""

    def __init__(self, writes: Writes) -> None:
        self.writes = writes
        super().__init__()


def _written(link: Link, batch: Sequence[Statement], deadline: float) -> list[PGresult]:
    """The results of statements of which nobody knows what became when the connection is lost."""
    try:
        return link.exchange(batch, deadline)
    except LostError as lost:
        raise DoubtfulError(str(lost)) from lost
    except RefusedError as refused:
        if refused.gone:
            raise DoubtfulError(str(refused)) from refused
        raise


def _check_once(writes: Writes) -> None:
    ids = [entry.id for entry in writes.added]
    if len(ids) > 1 and len(set(ids)) != len(ids):
        raise TakenError(sorted({one for one in ids if ids.count(one) > 1}))
    names = [(one.person, one.kind, one.id, one.known_at) for one in writes.facts]
    if len(names) > 1 and len(set(names)) != len(names):
        raise TakenError(sorted({one[2] for one in names if names.count(one) > 1}))
