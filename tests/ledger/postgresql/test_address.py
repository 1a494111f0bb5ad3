"""URLs of ledgers in PostgreSQL."""

from __future__ import annotations

import pytest

from policydsl.ledger.postgresql.address import parse, shown
from tests.ledger.postgresql.support import reports


def test_own_options_are_taken_out() -> None:
    address = parse(
        "postgresql://me:s%40y@db:5433/app?schema=a%20b&pool_size=3&pooler=transaction"
        "&application_name=gate%201"
    )
    assert (address.schema, address.pool_size, address.pooler) == ("a b", 3, True)
    assert dict(address.parameters) == {
        "user": "me", "password": "s@y", "host": "db", "port": "5433", "dbname": "app",
        "application_name": "gate 1",
    }  # fmt: skip


def test_without_options() -> None:
    address = parse("postgres://db/app")
    assert (address.schema, address.pool_size, address.pooler) == (None, 10, False)


@pytest.mark.parametrize(
    "query",
    [
        "schema=",
        f"schema={'x' * 64}",
        "schema=a%00b",
        "pool_size=0",
        "pool_size=1001",
        "pool_size=many",
        "pool_size=٣",
        "pooler=session",
        "no_such_option=1",
        "sslmode",
    ],
)
def test_what_is_no_option_is_refused(query: str) -> None:
    with reports("L101", "pool_size"):
        parse(f"postgresql://db/app?{query}")


@pytest.mark.parametrize("base", ["postgresql://[db/app", "postgresql://db:%zz/app"])
def test_what_libpq_does_not_understand_is_refused(base: str) -> None:
    with reports("L101"):
        parse(base)


def test_passwords_are_not_shown() -> None:
    url = "postgresql://me:secret@db:5432/app?password=secret&schema=s"
    assert shown(url) == "postgresql://me:…@db:5432/app?password=…&schema=s"
    with reports("L101") as _:
        parse(url + "&pool_size=-1")
