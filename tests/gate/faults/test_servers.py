"""What goes wrong within a PostgreSQL server, and outside of it: each has its outcome."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from policydsl.ledger.store import Known, State, Wanted, Writes
from tests.gate.faults.disks import Disk, disk
from tests.gate.faults.support import (
    PATIENCE,
    REACHED,
    SOON,
    UNAVAILABLE,
    check_sound,
    gate,
    refuses,
    reserve,
    until,
)
from tests.gate.support import AT, proposal
from tests.postgres import Server, private_server

_MOST = 5000


@pytest.fixture(scope="module")
def own_server(postgresql_programs: None) -> Iterator[Server]:
    """A server that tests stop, kill and start again."""
    with private_server() as server:
        yield server


@contextmanager
def session(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody else in the tables of a ledger, in a transaction that leaves nothing."""
    base, _, schema = url.partition("&schema=")
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"SET search_path = {unquote(schema)}".encode())
        with connection.transaction(force_rollback=True):
            yield connection


def test_a_server_that_stops_and_is_started_again(own_server: Server) -> None:
    with gate(own_server.new_url()) as ours:
        held = reserve(ours, "a")
        own_server.stop()
        try:
            for key in ("a", "b"):
                assert reserve(ours, key).codes == UNAVAILABLE
            with refuses():
                held.confirm()
            with refuses():
                ours.decide(proposal(), at=AT)
        finally:
            own_server.start()
        assert reserve(ours, "b").codes == REACHED
        held.confirm()
        assert check_sound(ours, "a")["a"].state is State.EVENT


def test_a_server_that_is_killed_keeps_what_it_answered(own_server: Server) -> None:
    with gate(own_server.new_url()) as ours:
        for number in range(5):
            reserve(ours, f"r{number}", f"R{number}")
            reserve(ours, f"c{number}", f"C{number}").confirm()
        own_server.kill()
        own_server.start()
        found = check_sound(ours, *(f"{which}{n}" for which in "rc" for n in range(5)))
        states = {key: entry.state for key, entry in found.items()}
        assert {states[f"r{n}"] for n in range(5)} == {State.RESERVED}
        assert {states[f"c{n}"] for n in range(5)} == {State.EVENT}
        again = reserve(ours, "r0", "R0")
        assert again.replayed and again.allowed


def test_a_person_who_is_locked_for_too_long(postgresql_url: str) -> None:
    with gate(postgresql_url) as ours, gate(postgresql_url, timeout=SOON) as hasty:

        def judge(known: Known) -> tuple[Writes, tuple[str, ...]]:
            return Writes(), reserve(hasty, "a").codes

        assert ours.store.atomically(Wanted(), ["person=P1"], judge) == UNAVAILABLE
        assert reserve(ours, "a").allowed
        check_sound(ours, "a")


def test_a_statement_that_takes_too_long(postgresql_url: str) -> None:
    with gate(postgresql_url) as ours, gate(postgresql_url, timeout=SOON) as hasty:
        held = reserve(ours, "a")
        with session(postgresql_url) as other:
            other.execute("LOCK TABLE policydsl_entries IN ACCESS EXCLUSIVE MODE")
            assert reserve(hasty, "b", "P2").codes == UNAVAILABLE
            with refuses():
                hasty.confirm("a")
        held.confirm()
        assert reserve(ours, "b", "P2").allowed
        check_sound(ours, "a", "b")


def test_a_deadlock_that_the_server_resolves_is_not_noticed(postgresql_url: str) -> None:
    with gate(postgresql_url) as ours, ThreadPoolExecutor(1) as others:
        reserve(ours, "first", "P2")
        with session(postgresql_url) as other:
            other.execute("SET LOCAL deadlock_timeout = '1h'")  # who waits on us looks for it
            other.execute("LOCK TABLE policydsl_filings IN ACCESS EXCLUSIVE MODE")
            waiting = others.submit(reserve, ours, "a")
            until(lambda: _waiters(other) == 1)
            other.execute(
                """SELECT pg_advisory_xact_lock((classid::bigint << 32) | objid::bigint)
                FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
                AND pid IN (SELECT pid FROM pg_locks
                    WHERE NOT granted AND relation = 'policydsl_filings'::regclass)"""
            )
            assert not waiting.done()
        assert waiting.result(PATIENCE).allowed
        check_sound(ours, "a", "first")


def _waiters(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute(
        """SELECT count(*) FROM pg_locks
        WHERE NOT granted AND relation = 'policydsl_filings'::regclass"""
    ).fetchone()
    assert row is not None
    return int(row[0])


def _fail(url: str, state: str, times: int) -> None:
    """Let what writes entries fail a number of times, as the server itself would."""
    base, _, schema = url.partition("&schema=")
    assert re.fullmatch("[a-z0-9_]+", schema)
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(
            f"""SET search_path = {schema};
            CREATE SEQUENCE failures;
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
                IF nextval('{schema}.failures') <= {times} THEN
                    RAISE EXCEPTION 'as told' USING ERRCODE = '{state}';
                END IF;
                RETURN NULL;
            END $body$;
            CREATE TRIGGER fails AFTER INSERT OR UPDATE ON policydsl_entries
                FOR EACH STATEMENT EXECUTE FUNCTION fail()""".encode()
        )


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_serialization_failures_and_deadlocks_are_tried_again(
    postgresql_url: str, state: str
) -> None:
    with gate(postgresql_url) as ours:
        reserve(ours, "first", "P2")
        _fail(postgresql_url, state, 3)
        permit = reserve(ours, "a")
        assert permit.allowed and not permit.replayed
        permit.confirm()
        assert check_sound(ours, "a", "first")["a"].state is State.EVENT


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("40001", id="serialization failure without end"),
        pytest.param("53100", id="disk full"),
        pytest.param("53200", id="out of memory"),
        pytest.param("58030", id="input or output error"),
        pytest.param("57014", id="statement time-out"),
        pytest.param("25006", id="read-only transaction"),
    ],
)
def test_a_write_that_the_server_refuses(postgresql_url: str, state: str) -> None:
    with gate(postgresql_url) as ours:
        held = reserve(ours, "first", "P2")
        _fail(postgresql_url, state, 1 << 30)
        assert reserve(ours, "a").codes == UNAVAILABLE
        with refuses():
            held.confirm()
        _mend(postgresql_url)
        held.confirm()
        assert reserve(ours, "a").allowed
        check_sound(ours, "a", "first")


def test_a_full_disk(own_server: Server, space: Space) -> None:
    url = own_server.new_url()
    with gate(f"{url}{space.option}") as ours:
        held = [reserve(ours, "first", "F")]
        with space.full(url):
            for number in range(_MOST):
                permit = reserve(ours, f"k{number}", f"P{number}")
                if not permit.allowed:
                    break
                held.append(permit)
            assert permit.codes == UNAVAILABLE
            check_sound(ours, *(one.key for one in held))
        for one in held:
            one.confirm()
        assert reserve(ours, permit.key, permit.person).allowed
        check_sound(ours, permit.key, *(one.key for one in held))
    with psycopg.connect(own_server.url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {url.partition('&schema=')[2]} CASCADE".encode())


class Space:
    """Where a server keeps tables: a small disk; where none may be mounted, wherever it does."""

    def __init__(self, small: Disk) -> None:
        self._disk = small
        self.option = "&options=-c%20default_tablespace%3Dsmall" if small.is_mounted else ""

    @contextmanager
    def full(self, url: str) -> Iterator[None]:
        """No room any more; without a disk the server's tables say so."""
        if self._disk.is_mounted:
            with self._disk.full():
                yield
        else:
            _fail(url, "53100", 1 << 30)
            yield
            _mend(url)


@pytest.fixture
def space(own_server: Server) -> Iterator[Space]:
    """A small disk for tables."""
    with (
        TemporaryDirectory(prefix="policydsl-", dir="/tmp") as folder,
        disk(Path(folder), mounts=True) as small,
        psycopg.connect(own_server.url, autocommit=True) as connection,
    ):
        if not small.is_mounted:
            yield Space(small)
            return
        Path(folder).chmod(0o755)
        place = Path(folder) / "space"
        place.mkdir()
        os.chown(place, own_server.folder.stat().st_uid, -1)
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
        yield Space(small)
        connection.execute("DROP TABLESPACE small")


def _mend(url: str) -> None:
    base, _, schema = url.partition("&schema=")
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"DROP TRIGGER fails ON {schema}.policydsl_entries".encode())


def test_connections_that_an_administrator_ends(postgresql_url: str) -> None:
    with gate(postgresql_url) as ours:
        held = reserve(ours, "a")
        _end_all(postgresql_url)
        held.confirm()
        _end_all(postgresql_url)
        assert reserve(ours, "b").codes == REACHED
        check_sound(ours, "a")


def _end_all(url: str) -> None:
    """End the connections that hold nothing but have used this ledger."""
    with session(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE query LIKE %s"
            " AND pid <> pg_backend_pid()",
            (f"%{url.partition('&schema=')[2]}%",),
        )
