"""How connections to a server are made, and what holds in all of them.

In: an address, how long a call may take, how durable a write is. Out: connections and links.

Every wait has an end: connecting, a lock, a statement, a transaction that its client forgot, a
network that is silent. Plans never scan a table, however the planner guesses its size.
"""

from __future__ import annotations

from math import ceil
from time import monotonic
from typing import Any

import psycopg

from policydsl.ledger.postgresql import values
from policydsl.ledger.postgresql.address import Address
from policydsl.ledger.postgresql.failures import LateError, LostError
from policydsl.ledger.postgresql.link import Connection, Link, Statement

RELAXED = "relaxed"
_PLANS = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}


class Server:
    """A server as one store reaches it; `timeout` in seconds."""

    def __init__(self, address: Address, timeout: float, durability: str) -> None:
        milliseconds = str(max(1, ceil(timeout * 1000)))
        self._address = address
        self._settings = {
            "statement_timeout": milliseconds,
            "lock_timeout": milliseconds,
            "idle_in_transaction_session_timeout": milliseconds,
            "synchronous_commit": "off" if durability == RELAXED else "on",
            **_PLANS,
        }
        self._parameters = self._of_libpq(timeout, milliseconds)

    def connection(self, deadline: float) -> Connection:
        """A connection in autocommit mode; raises `LostError`, `LateError`."""
        left = deadline - monotonic()
        if left <= 0:
            raise LateError
        wait = min(ceil(left), int(self._parameters["connect_timeout"]))
        parameters = {**self._parameters, "connect_timeout": str(wait)}
        try:
            return Connection.connect(autocommit=True, prepare_threshold=None, **parameters)
        except psycopg.Error as error:
            raise LostError(str(error)) from error

    def link(self, connection: Connection) -> Link:
        """A connection as one of the pool."""
        return Link(connection, local(self._settings) if self._address.pooler else None)

    def _of_libpq(self, timeout: float, milliseconds: str) -> dict[str, Any]:
        given = dict(self._address.parameters)
        seconds = str(max(1, ceil(timeout)))
        parameters = {
            "fallback_application_name": "policydsl",
            "connect_timeout": seconds,
            "tcp_user_timeout": milliseconds,
            "keepalives_idle": seconds,
            "keepalives_interval": seconds,
            "keepalives_count": "2",
            **given,
            "client_encoding": "utf8",
        }
        if not self._address.pooler:
            ours = (f"-c {name}={value}" for name, value in self._settings.items())
            parameters["options"] = " ".join((given.get("options", ""), *ours))
        return parameters


def local(settings: dict[str, str]) -> Statement:
    """Settings that hold until the transaction ends."""
    calls = ", ".join(f"set_config('{name}', ${n}, true)" for n, name in enumerate(settings, 1))
    return f"SELECT {calls}", [values.text(value) for value in settings.values()]
