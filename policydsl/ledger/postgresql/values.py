"""Values on their way to a server and back, in PostgreSQL's text format.

In: texts, whole numbers, truth values, rows of results. Out: bytes for parameters, and the store's
types. Arrays are written as a whole: a hundred texts cost little more than one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from psycopg.pq.abc import PGresult

from policydsl.ledger.postgresql.failures import UnkeptError
from policydsl.ledger.store import Entry, Fact, Linked, Record, State

Parameter = bytes | None
_ELEMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}]+)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STATES = {state.value: state for state in State}


def text(value: str | None) -> Parameter:
    """A text; raises `UnkeptError` for U+0000 and for halves of surrogate pairs."""
    if value is None:
        return None
    if "\0" in value:
        raise UnkeptError("character", character="U+0000")
    return _encoded(value)


def number(value: int | None) -> Parameter:
    """A whole number."""
    return None if value is None else b"%d" % value


def truth(value: bool) -> Parameter:
    """A truth value."""
    return b"t" if value else b"f"


def texts(values: Sequence[str | None]) -> bytes:
    """An array of texts; raises `UnkeptError` as `text` does."""
    if not values:
        return b"{}"
    if None in values:
        return b"{%b}" % b",".join(
            b"NULL" if one is None else texts((one,))[1:-1] for one in values
        )
    joined = "\0".join(values)  # type: ignore[arg-type]  # there is no None among them
    if joined.count("\0") != len(values) - 1:
        raise UnkeptError("character", character="U+0000")
    quoted = joined.replace("\\", "\\\\").replace('"', '\\"').replace("\0", '","')
    return _encoded(f'{{"{quoted}"}}')


def numbers(values: Sequence[int | None]) -> bytes:
    """An array of whole numbers."""
    return b"{%b}" % b",".join(b"NULL" if one is None else b"%d" % one for one in values)


def truths(values: Sequence[bool]) -> bytes:
    """An array of truth values."""
    return b"{%b}" % b",".join(b"t" if one else b"f" for one in values)


def keys(values: Sequence[str]) -> str:
    """The keys of an entry, each once, as the text of an array."""
    return texts(tuple(dict.fromkeys(values))).decode()


@lru_cache(maxsize=4096)
def read_keys(written: bytes) -> tuple[str, ...]:
    """The keys of an entry from the text of an array."""
    if b'"' not in written:
        inner = written.decode()[1:-1]
        return tuple(inner.split(",")) if inner else ()
    return tuple(
        _ESCAPED.sub(r"\1", quoted) if plain == "" else plain
        for quoted, plain in _ELEMENT.findall(written.decode())
    )


def read_text(value: bytes | None) -> str | None:
    """A text that may be missing."""
    return None if value is None else value.decode()


def read_number(value: bytes | None) -> int | None:
    """A whole number that may be missing."""
    return None if value is None else int(value)


ENTRY = "id, person, kind, at, state, amends, expires_at, frees, body, permit, keys"
"""The columns that `read_entry` reads, in their order."""


def read_entry(result: PGresult, row: int, first: int = 0) -> Entry:
    """An entry from the columns `ENTRY`, of which `first` is the number of the first."""
    get = result.get_value
    return Entry(
        certain(get(row, first)),
        certain(get(row, first + 1)),
        certain(get(row, first + 2)),
        int(get(row, first + 3) or 0),
        certain(get(row, first + 8)),
        read_keys(get(row, first + 10) or b"{}"),
        _STATES[certain(get(row, first + 4))],
        read_text(get(row, first + 5)),
        read_number(get(row, first + 6)),
        get(row, first + 7) == b"t",
        read_text(get(row, first + 9)),
    )


FACT = "person, kind, id, known_at, body"
"""The columns that `fact` takes, in their order."""


def fact(row: Sequence[object]) -> Fact:
    """A fact from a row as psycopg gives it."""
    return Fact(*row)  # type: ignore[arg-type]  # the columns have these types


RECORD = "lane, number, hash, at, text, about"
"""The columns that `linked` takes, in their order."""


def linked(row: Sequence[object]) -> Linked:
    """A record in its chain from a row as psycopg gives it."""
    lane, place, digest, *record = row
    return Linked(lane, place, digest, Record(*record))  # type: ignore[arg-type]  # as above


def entry(row: Sequence[object]) -> Entry:
    """An entry from a row of the columns `ENTRY` as psycopg gives it."""
    identity, person, kind, at, state, amends, expires_at, frees, body, permit, filed = row
    return Entry(
        *(identity, person, kind, at, body, tuple(filed)),  # type: ignore[arg-type]  # as above
        state=State(str(state)),
        amends=amends,  # type: ignore[arg-type]
        expires_at=expires_at,  # type: ignore[arg-type]
        frees=frees,  # type: ignore[arg-type]
        permit=permit,  # type: ignore[arg-type]
    )


def certain(value: bytes | None) -> str:
    """A text that is never missing."""
    assert value is not None
    return value.decode()


def _encoded(value: str) -> bytes:
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        character = f"U+{ord(value[error.start]):04X}"
        raise UnkeptError("character", character=character) from None
