"""The tables: made once, by whoever comes first; kept; never changed where they must not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg import sql

from policydsl.ledger.postgresql.schema import MIGRATIONS, lock_number
from tests.ledger.postgresql.support import event, ids, opened, place, put, reports
from tests.postgres import Server


def run(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a query gives within the schema of a URL, as the owner of everything."""
    base, _, schema = url.partition("&schema=")
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(schema)))
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def test_many_open_at_once(postgresql_url: str) -> None:
    def use(number: int) -> None:
        with opened(postgresql_url) as store:
            put(store, event(f"e{number}"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(16)))
    assert run(postgresql_url, "SELECT version FROM policydsl_ledger") == [(len(MIGRATIONS),)]
    with opened(postgresql_url) as store:
        assert len(ids(store)) == 16


def test_the_search_path_names_the_schema_when_the_url_does_not(postgresql_url: str) -> None:
    base, _, schema = postgresql_url.partition("&schema=")
    run(postgresql_url, f"CREATE SCHEMA {schema}")
    with opened(f"{base}&options=-csearch_path%3D{schema}") as store:
        put(store, event("e1"))
    with opened(postgresql_url) as store:
        assert ids(store) == ["e1"]


def test_no_schema_on_the_search_path(postgresql_server: Server) -> None:
    with (
        reports("L104", "search path"),
        opened(f"{postgresql_server.url}&options=-csearch_path%3Dnot_there"),
    ):
        pass


def test_names_of_schemas_are_quoted(postgresql_url: str) -> None:
    with opened(f"{postgresql_url}%22%20%27x%2E%25s%7Bs%7D$1") as store:
        put(store, event("e1"), place("r1"))
        store.settle([event("r1")])
        assert ids(store) == ["e1", "r1"]
        lane = next(store.records()).lane
        assert len(list(store.entries())) == len([*store.records(lane), *store.records(lane)]) == 2


def test_tables_of_a_newer_program(postgresql_url: str) -> None:
    with opened(postgresql_url):
        run(postgresql_url, f"UPDATE policydsl_ledger SET version = {len(MIGRATIONS) + 1}")
    with reports("L103", f"version {len(MIGRATIONS) + 1}"), opened(postgresql_url):
        pass


@pytest.mark.parametrize(
    "table",
    [
        "policydsl_ledger (version text)",
        "policydsl_ledger (release text)",
        "policydsl_facts (a int)",
    ],
)
def test_tables_that_are_not_ours(postgresql_url: str, table: str) -> None:
    schema = postgresql_url.partition("&schema=")[2]
    run(postgresql_url, f"CREATE SCHEMA {schema}")
    run(postgresql_url, f"CREATE TABLE {table}")
    with reports("L104", "policydsl_"), opened(postgresql_url):
        pass
    assert len(run(postgresql_url, f"SELECT 1 FROM pg_tables WHERE schemaname = '{schema}'")) == 1


def test_an_empty_version_is_none(postgresql_url: str) -> None:
    with opened(postgresql_url):
        run(postgresql_url, "DELETE FROM policydsl_ledger")
    with reports("L104"), opened(postgresql_url):
        pass


def test_a_database_of_another_encoding(postgresql_server: Server) -> None:
    with psycopg.connect(postgresql_server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    url = postgresql_server.url.replace("/postgres?", "/ascii?")
    with reports("L104", "UTF8"), opened(url):
        pass


def test_a_role_that_may_do_nothing(postgresql_url: str, postgresql_server: Server) -> None:
    with psycopg.connect(postgresql_server.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    with (
        reports("L105", "permission denied"),
        opened(postgresql_url.replace("postgres@", "guest@")),
    ):
        pass


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE policydsl_entries SET body = '[]'",
        "UPDATE policydsl_entries SET at = 7",
        "UPDATE policydsl_entries SET state = 'released'",
        "DELETE FROM policydsl_entries",
        "TRUNCATE policydsl_entries",
        "UPDATE policydsl_facts SET body = '[]'",
        "DELETE FROM policydsl_facts",
        "TRUNCATE policydsl_facts",
        "UPDATE policydsl_records SET text = '[]'",
        "DELETE FROM policydsl_records",
        "TRUNCATE policydsl_records",
    ],
)
def test_what_was_written_stays(postgresql_url: str, change: str) -> None:
    from policydsl.ledger.store import Fact

    with opened(postgresql_url) as store:
        put(store, event("e1"), facts=(Fact("P1", "person", "P1", 1, "{}"),))
        before = (list(store.entries()), list(store.facts()), list(store.records()))
        with pytest.raises(psycopg.DatabaseError, match="stays as it is"):
            run(postgresql_url, change)
        assert (list(store.entries()), list(store.facts()), list(store.records())) == before


def test_the_schema_is_part_of_a_lock() -> None:
    assert len({lock_number(f"{schema} lock person=P1") for schema in "abc"}) == 3
    assert all(-(2**63) <= lock_number(str(n)) < 2**63 for n in range(100))
