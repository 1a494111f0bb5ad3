"""The address of a ledger in PostgreSQL: what libpq is told, and what is ours.

In: a URL as libpq reads it, with three options of our own. Out: an `Address`. Passwords never
appear in what is shown.

`schema=NAME` is the schema that holds the tables (made when it is not there; otherwise the first of
the connection's search path), `pool_size=N` the most connections of one process (10), and
`pooler=transaction` says that a transaction pooler such as pgbouncer stands in between: then
nothing is prepared, and settings are made anew in each transaction.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from policydsl.diagnostics.diagnostic import diagnostic
from policydsl.errors import LedgerError
from policydsl.frozen import frozen

_SIZE, _LARGEST = 10, 1000
_LONGEST_NAME = 63
_PASSWORD = re.compile(r"(?<=:)[^/@?]*(?=@)|(?<=password=)[^&]*")


@frozen
class Address:
    """Where the tables are. `parameters` are for libpq, `shown` is for messages."""

    parameters: tuple[tuple[str, str], ...]
    shown: str
    schema: str | None = None
    pool_size: int = _SIZE
    pooler: bool = False


def parse(url: str) -> Address:
    """The address of a URL `postgresql://…`; raises `LedgerError` (L101) for what is none."""
    base, _, query = url.partition("?")
    own: dict[str, str] = {}
    others = []
    for option in query.split("&") if query else ():
        name, _, value = option.partition("=")
        if name in ("schema", "pool_size", "pooler"):
            own[name] = unquote(value)
        else:
            others.append(option)
    schema, size, pooler = own.get("schema"), own.get("pool_size", str(_SIZE)), own.get("pooler")
    right = (
        (schema is None or 0 < len(schema.encode("utf-8", "replace")) <= _LONGEST_NAME)
        and "\0" not in unquote(url)
        and re.fullmatch("[0-9]{1,4}", size, re.ASCII)
        and 0 < int(size) <= _LARGEST
        and pooler in (None, "transaction")
    )
    try:
        parameters = conninfo_to_dict(f"{base}?{'&'.join(others)}")
    except (ProgrammingError, UnicodeError):
        right, parameters = None, {}
    if not right:
        raise LedgerError([diagnostic("L101", url=shown(url), helps=("forms", "postgresql"))])
    given = tuple((name, str(value)) for name, value in parameters.items())
    return Address(given, shown(url), schema, int(size), pooler is not None)


def shown(url: str) -> str:
    """A URL without its password."""
    base, mark, query = url.partition("?")
    return _PASSWORD.sub("…", base) + mark + _PASSWORD.sub("…", query)
