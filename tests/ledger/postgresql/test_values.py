"""Texts go to the server and come back as they are; what it cannot keep is refused."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.ledger.postgresql import values
from policydsl.ledger.postgresql.failures import UnkeptError
from policydsl.ledger.store import Fact, Record, Wanted, Writes
from tests.ledger.postgresql.support import event, ids, opened, place, put, reports
from tests.postgres import Server

HOSTILE = [
    "",
    " ",
    "NULL",
    "null",
    "a,b",
    "{}",
    '"',
    "\\",
    '\\"',
    "\n",
    "é早😀",
    "'; --",
    "$1",
    "%s",
]
_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


@given(st.lists(_text | st.sampled_from(HOSTILE), unique=True))
def test_keys_are_read_as_they_were_written(keys: list[str]) -> None:
    assert values.read_keys(_as_server_writes(keys)) == tuple(keys)


def _as_server_writes(keys: list[str]) -> bytes:
    """An array as PostgreSQL gives it: elements without special characters are not quoted."""
    plain = all(key and not set(key) & set('{},"\\') and key.strip() == key and
                key.upper() != "NULL" and not any(c.isspace() for c in key) for key in keys)  # fmt: skip
    return f"{{{','.join(keys)}}}".encode() if plain else values.texts(keys)


def test_the_server_reads_and_writes_arrays_alike(postgresql_server: Server) -> None:
    with psycopg.connect(postgresql_server.url, cursor_factory=psycopg.RawCursor) as connection:
        given = [*HOSTILE, None]
        row = connection.execute("SELECT $1::text[]", (values.texts(given).decode(),)).fetchone()
        assert row == (given,)
        written = connection.execute(
            "SELECT $1::text[]::text", (values.texts(HOSTILE).decode(),)
        ).fetchone()
        assert written is not None
        assert values.read_keys(written[0].encode()) == tuple(HOSTILE)
        numbers = [0, -1, 2**62, None]
        row = connection.execute(
            "SELECT $1::bigint[]", (values.numbers(numbers).decode(),)
        ).fetchone()
        assert row == (numbers,)


def test_hostile_texts_are_kept(postgresql_url: str) -> None:
    keys = tuple(f"field={text}" for text in HOSTILE)
    with opened(postgresql_url) as store:
        for number, text in enumerate(HOSTILE):
            put(store, event(f"e{text}", text, body=text, keys=keys, amends=text or None))
            assert ids(store, f"field={text}") == sorted(f"e{one}" for one in HOSTILE[: number + 1])
        put(store, *(place(f"p{text}", text, keys=keys) for text in HOSTILE))
        known = store.read(Wanted(ids=tuple(f"{kind}{text}" for kind in "ep" for text in HOSTILE)))
        assert {entry.body for entry in known.entries.values()} == {*HOSTILE, "{}"}
        assert all(entry.keys == keys for entry in known.entries.values())


@pytest.mark.parametrize(("text", "character"), [("a\0b", "U+0000"), ("a\ud800b", "U+D800")])
def test_characters_that_cannot_be_kept(postgresql_url: str, text: str, character: str) -> None:
    with opened(postgresql_url) as store:
        for added in ([event(text)], [event("a"), event(text)], [event("b", keys=("k", text))]):
            with reports("L107", character):
                put(store, *added)
        for other in (
            {"facts": (Fact("P1", "person", text, 1, "{}"),)},
            {"filed": ((text, "a"),)},
            {"changed": (place(text),)},
        ):
            with reports("L107", character):
                put(store, **other)
        with reports("L107", character):
            store.read(Wanted(persons=(text,)))
        with reports("L107", character):
            store.settle([event(text)])
        with reports("L107", character):
            store.file_under([text], lambda entry, fields: [])
        with reports("L107", character), store.loading() as loader:
            loader.add([event(text)])
        with reports("L107", character):
            record = Writes(records=(Record(1, text),))
            store.atomically(Wanted(), [], lambda known: (record, None))
        assert list(store.entries()) == list(store.facts()) == list(store.records()) == []


def test_texts_too_long_for_an_index(postgresql_url: str) -> None:
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=6000))
    with opened(postgresql_url) as store, reports("L107", "2000 bytes"):
        put(store, event(noise))


def test_arrays_of_nothing() -> None:
    assert values.texts([]) == values.numbers([]) == values.truths([]) == b"{}"
    assert values.read_keys(b"{}") == ()


def test_half_a_pair_is_no_text() -> None:
    with pytest.raises(UnkeptError):
        values.text("\udfff")
