"""Reading all rows of a table, however many, as of one instant.

In: a query. Out: what is made of its rows. The rows come in batches over a connection of their own,
so that whoever takes his time with them keeps nobody waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Any, TypeVar

import psycopg

from policydsl.ledger.postgresql.connecting import Server
from policydsl.ledger.postgresql.failures import LateError, LostError, reported, unavailable

_BATCH = 2000
Item = TypeVar("Item")


def exported(
    server: Server,
    timeout: float,
    query: str,
    parameters: Sequence[Any],
    made: Callable[[Sequence[Any]], Item],
) -> Iterator[Item]:
    """What is made of each row; `timeout` in seconds is for connecting."""
    try:
        connection = server.connection(monotonic() + timeout)
    except (LateError, LostError) as failure:
        raise reported(failure, timeout) from failure
    try:
        with connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 0")
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            connection.server_cursor_factory = psycopg.RawServerCursor
            with connection.cursor(name="policydsl") as cursor:
                cursor.itersize = _BATCH
                cursor.execute(query.encode(), parameters)
                for row in cursor:
                    yield made(row)
    except psycopg.Error as error:
        raise unavailable(str(error)) from error
    finally:
        connection.close()
