"""One connection to a server, and the exchange of many statements in one trip.

In: statements with their parameters, a deadline. Out: their results. All statements of a trip are
sent before the first answer is read (libpq's pipeline mode), so that a decision costs two trips
whatever it reads and writes. No trip lasts longer than its deadline: a server that says nothing is
left, whether or not it is still there.
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from policydsl.frozen import frozen
from policydsl.ledger.chain import beginning
from policydsl.ledger.postgresql.failures import LateError, LostError, RefusedError
from policydsl.ledger.postgresql.values import Parameter

Statement = tuple[str, Sequence[Parameter]]
"""SQL with `$1` and so on, and the parameters as texts."""


@frozen
class Head:
    """Where a lane of records ends: the number and the hash of its last record."""

    lane: str
    number: int
    hash: str


def new_lane() -> Head:
    """The head of a lane in which nothing is written yet."""
    lane = uuid4().hex
    return Head(lane, 0, beginning(lane))


class Connection(psycopg.Connection[Any]):
    """A connection that may be forgotten: libpq's part frees itself, not in a forked process."""

    def __del__(self, *_: object) -> None:
        pass


class Link:
    """A connection with what belongs to it; used by one thread at a time.

    `head` is that of the lane to which the connection writes records.
    """

    def __init__(self, connection: Connection, settings: Statement | None) -> None:
        """Take over a connection in autocommit mode.

        `settings` is what must go before each transaction behind a pooler; then nothing is
        prepared.
        """
        self._connection = connection
        self._settings = settings
        self._server = connection.pgconn
        self._server.enter_pipeline_mode()
        self._prepared: dict[str, bytes] = {}
        self._socket = self._server.socket
        self._amid = False
        self.head = new_lane()

    def exchange(self, statements: Sequence[Statement], deadline: float) -> list[PGresult]:
        """The result of each statement; they are one transaction if they begin none.

        `deadline` as of `monotonic()`. Raises `RefusedError` for the first statement that the
        server refuses (none after it is executed), `LostError`, `LateError`.
        """
        self._amid = True
        try:
            new, places = self._send(statements)
            results, refused = self._received(deadline)
        except psycopg.Error as error:
            raise LostError(str(error)) from error
        if self._server.status != ConnStatus.OK:
            raise LostError(str(refused or ""))
        if refused is not None:
            self._amid = bool(new) or refused.gone
            raise refused
        self._prepared.update(new)
        self._amid = False
        return [results[place] for place in places]

    def roll_back(self, deadline: float) -> None:
        """End a transaction that is open, if the connection still works."""
        if not self._amid and self._server.transaction_status != TransactionStatus.IDLE:
            self.exchange([("ROLLBACK", ())], deadline)

    def is_usable(self) -> bool:
        """Whether nothing is open, and the server has said nothing unasked, such as farewell."""
        return (
            not self._amid
            and self._server.status == ConnStatus.OK
            and self._server.transaction_status == TransactionStatus.IDLE
            and not _ready(self._socket, False, 0)
        )

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _send(self, statements: Sequence[Statement]) -> tuple[dict[str, bytes], list[int]]:
        """Send statements: the names of those prepared now, the places of all in the results."""
        if self._settings is not None:
            return {}, self._send_unprepared(statements, self._settings)
        server, new, places, place = self._server, dict[str, bytes](), [], 0
        for query, parameters in statements:
            name = self._prepared.get(query) or new.get(query)
            if name is None:
                name = new[query] = b"policydsl%d" % (len(self._prepared) + len(new))
                server.send_prepare(name, query.encode())
                place += 1
            server.send_query_prepared(name, parameters)
            places.append(place)
            place += 1
        server.pipeline_sync()
        return new, places

    def _send_unprepared(self, statements: Sequence[Statement], settings: Statement) -> list[int]:
        begins = statements[0][0].startswith("BEGIN")
        for query, parameters in [*statements[:begins], settings, *statements[begins:]]:
            self._server.send_query_params(query.encode(), parameters)
        self._server.pipeline_sync()
        return [place + (place >= begins) for place in range(len(statements))]

    def _received(self, deadline: float) -> tuple[list[PGresult], RefusedError | None]:
        server, results = self._server, list[PGresult]()
        refused = None
        while server.flush():
            self._wait(True, deadline)
            server.consume_input()
        while True:
            while server.is_busy():
                self._wait(False, deadline)
                server.consume_input()
            result = server.get_result()
            if result is None:
                if server.status != ConnStatus.OK:
                    return results, refused
                continue
            status = result.status
            if status == ExecStatus.PIPELINE_SYNC:
                return results, refused
            if status == ExecStatus.FATAL_ERROR and refused is None:
                refused = _refused(result)
            results.append(result)

    def _wait(self, writing: bool, deadline: float) -> None:
        left = deadline - monotonic()
        if left <= 0 or not _ready(self._socket, writing, left):
            raise LateError


def _refused(result: PGresult) -> RefusedError:
    state = result.error_field(DiagnosticField.SQLSTATE) or b""
    message = result.error_field(DiagnosticField.MESSAGE_PRIMARY) or result.error_message
    return RefusedError(state.decode(), message.decode("utf-8", "replace"))


def _ready(socket: int, writing: bool, seconds: float) -> bool:
    """Wait until a socket has something to say, or takes something if `writing`."""
    if not hasattr(select, "poll"):
        sockets = [socket]
        return any(select.select(sockets, sockets if writing else [], [], seconds)[:2])
    poll = select.poll()
    poll.register(socket, select.POLLIN | (select.POLLOUT if writing else 0))
    return bool(poll.poll(seconds * 1000))
