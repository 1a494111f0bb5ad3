"""Opening a ledger by its URL.

In: `memory:`, `sqlite:///contacts.db`, `postgresql://…`. Out: a store, or a `LedgerError`.
"""

from __future__ import annotations

import math
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

from policydsl.diagnostics import Text, diagnostic, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.errors import LedgerError
from policydsl.ledger.store import Store

DURABILITIES = ("full", "relaxed")
"""What survives a loss of power: every write that has returned, or what the disk had taken."""

DEFAULT_TIMEOUT = 5.0
"""How many seconds a call waits at most when nothing else is said."""

_SCHEMES = ("memory", "sqlite", "postgresql", "postgres")
_LONGEST = 3600.0


def open_store(
    url: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    durability: str | None = None,
    must_exist: bool = False,
) -> Store:
    """The store that a URL names; it is made when it is not there.

    `sqlite:///contacts.db` is a file in the working directory, `sqlite:////var/contacts.db` one by
    its whole path; `memory:` is lost with the process. `timeout` is how many seconds a call waits
    at most, over 0 up to 3600. `durability` is `full` (a write that has returned survives a loss
    of power) or `relaxed` (only a crash of the process); None means `full`. Both may stand in the
    URL (`?durability=relaxed&timeout=2`), and then count. With `must_exist` a SQLite file that is
    not there is not made.

    Raises `LedgerError` for a URL that names no ledger (L101), for a package that is missing
    (L102), when what is there was made by a newer program (L103) or is no ledger (L104), and for
    a file that is missing and must exist (L108);
    `LedgerUnavailableError` when it cannot be reached now.
    """
    scheme, _, rest = url.partition(":")
    if scheme not in _SCHEMES:
        raise _no_ledger(url, _meant(scheme))
    rest, _, query = rest.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    seconds = _seconds(url, options.pop("timeout", timeout))
    durable = options.pop("durability", durability or DURABILITIES[0])
    if durable not in DURABILITIES:
        raise _no_ledger(url, ("durability",))
    if scheme.startswith("postgres"):
        return _postgresql(f"{scheme}:{rest}", options, seconds, durable)
    if options:
        raise _no_ledger(url, ("options",))
    if scheme == "memory":
        from policydsl.ledger.memory import MemoryStore

        if rest:
            raise _no_ledger(url, ("forms",))
        return MemoryStore(timeout=seconds)
    return _sqlite(url, rest, seconds, durable, must_exist)


def _sqlite(url: str, rest: str, timeout: float, durability: str, must_exist: bool) -> Store:
    path = unquote(rest.removeprefix("///"))
    if not rest.startswith("///") or not path or path.endswith(("/", ":memory:")) or "\0" in path:
        raise _no_ledger(url, ("forms",))
    from policydsl.ledger.sqlite.connections import Place
    from policydsl.ledger.sqlite.store import SqliteStore

    if must_exist and not Path(path).exists():
        raise LedgerError([diagnostic("L108", url=url, helps=("make",))])
    return SqliteStore(Place(Path(path).resolve(), timeout, durability, url))


def _postgresql(address: str, options: dict[str, str], timeout: float, durability: str) -> Store:
    try:
        from policydsl.ledger.postgresql.store import open_postgresql
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        what = Text("a ledger in PostgreSQL", "PostgreSQL 台账")
        helps = [("install", {"extra": "postgresql"})]
        raise LedgerError([diagnostic("L102", what=what, package="psycopg", helps=helps)]) from None
    query = f"?{urlencode(options, quote_via=quote)}" if options else ""
    return open_postgresql(address + query, timeout=timeout, durability=durability)


def _seconds(url: str, given: str | float) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST:
        raise _no_ledger(url, ("timeout",))
    return seconds


def _meant(scheme: str) -> tuple[HintSpec, ...]:
    close = did_you_mean(scheme, _SCHEMES[:3])
    return tuple(("did_you_mean", {"suggestion": f"{one}:"}) for one in close) or ("forms",)


def _no_ledger(url: str, helps: tuple[HintSpec, ...]) -> LedgerError:
    return LedgerError([diagnostic("L101", url=url, helps=helps)])
