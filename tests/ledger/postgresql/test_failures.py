"""What is promised when the server, the network or another client fails: each has its outcome."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from urllib.parse import quote

import psycopg
import pytest

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.postgresql.store import PostgresqlStore
from policydsl.ledger.store import Known, TakenError, Wanted, Writes
from tests.ledger.postgresql.support import event, ids, opened, place, put, reports
from tests.postgres import Server, private_server

SOON = 0.3


@pytest.fixture(scope="module")
def own_server(postgresql_programs: None) -> Iterator[Server]:
    """A server that may be killed, and is started again by whoever kills it."""
    with private_server() as server:
        yield server


def test_a_server_killed_between_read_and_write(own_server: Server) -> None:
    with opened(own_server.new_url()) as store:
        put(store, event("before"))

        def judge(known: Known) -> tuple[Writes, None]:
            own_server.kill()
            return Writes(added=(event("lost"),)), None

        with reports("L105"):
            store.atomically(Wanted(), ["person=P1"], judge)
        with reports("L105"):
            store.read(Wanted())
        own_server.start()
        put(store, event("after"))
        assert ids(store) == ["after", "before"]
        assert len({one.lane for one in store.records()}) == 2


def test_a_server_restarted_while_nobody_called(own_server: Server) -> None:
    with opened(own_server.new_url()) as store, ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: put(store, event(f"e{n}")), range(20)))
        own_server.stop()
        own_server.start()
        list(threads.map(lambda n: put(store, event(f"f{n}")), range(20)))
        assert len(ids(store)) == 40


def test_no_server_is_told_at_once(own_server: Server) -> None:
    url = own_server.new_url()
    with opened(url, timeout=60) as store:
        own_server.stop()
        for _ in range(20):  # more often than there are connections
            with reports("L105", "No such file or directory"):
                store.read(Wanted())
        with reports("L105"), opened(url):
            pass
        with reports("L105"):
            list(store.entries())
        own_server.start()
        put(store, event("e"))
        assert ids(store) == ["e"]


def _backends(url: str) -> list[int]:
    """The processes that serve others than who asks."""
    query = """SELECT pid FROM pg_stat_activity
        WHERE application_name = 'policydsl' AND pid <> pg_backend_pid()"""
    with psycopg.connect(url.partition("&schema")[0]) as connection:
        return [pid for (pid,) in connection.execute(query)]


def test_a_connection_ended_by_the_administrator(own_server: Server) -> None:
    url = own_server.new_url()

    def end_all(known: Known) -> None:
        with psycopg.connect(own_server.url) as connection:
            for pid in _backends(url):
                connection.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))

    with opened(url) as store:
        put(store, event("e"))
        end_all(Known())
        put(store, event("f"))  # nothing was sent over the one that ended
        with reports("L105"):
            store.atomically(
                Wanted(), [], lambda known: (end_all(known), (Writes(added=(event("g"),)), None))[1]
            )
        assert ids(store) == ["e", "f"]


def test_a_server_that_says_nothing(own_server: Server) -> None:
    url = own_server.new_url()
    with opened(url, timeout=SOON) as store:
        put(store, event("e"))
        (pid,) = _backends(url)
        os.kill(pid, signal.SIGSTOP)
        began = monotonic()
        try:
            with reports("L106", f"{SOON} s"):
                store.read(Wanted())
        finally:
            os.kill(pid, signal.SIGCONT)
        assert monotonic() - began < 10
        assert ids(store) == ["e"]


def test_a_lock_that_is_held_for_too_long(postgresql_url: str) -> None:
    held, over = Event(), Event()

    def hold(known: Known) -> tuple[Writes, None]:
        held.set()
        over.wait(30)
        return Writes(added=(event("first"),)), None

    with (
        opened(postgresql_url) as other,
        opened(postgresql_url, timeout=SOON) as store,
        ThreadPoolExecutor(1) as threads,
    ):
        holding = threads.submit(other.atomically, Wanted(), ["person=P1"], hold)
        assert held.wait(30)
        with reports("L106"):
            put(store, event("second"))
        store.atomically(Wanted(), ["person=P2"], lambda known: (Writes(), None))
        over.set()
        holding.result(30)
        put(store, event("third"))
        assert ids(store) == ["first", "third"]


def test_a_judge_that_takes_too_long_keeps_nobody_waiting(postgresql_url: str) -> None:
    with opened(postgresql_url, timeout=SOON) as store, opened(postgresql_url) as other:

        def judge(known: Known) -> tuple[Writes, None]:
            put(other, event("other"))  # gets the lock when the server gives up on us
            return Writes(added=(event("slow"),)), None

        with pytest.raises(LedgerUnavailableError):
            store.atomically(Wanted(), ["person=P1"], judge)
        assert ids(other) == ["other"]


def test_more_threads_than_connections(postgresql_url: str) -> None:
    held, over = Event(), Event()

    def hold(known: Known) -> tuple[Writes, None]:
        held.set()
        over.wait(30)
        return Writes(), None

    url = f"{postgresql_url}&pool_size=1"
    with opened(url, timeout=5) as store, ThreadPoolExecutor(4) as threads:
        holding = threads.submit(store.atomically, Wanted(), [], hold)
        assert held.wait(30)
        waiting = [threads.submit(put, store, event(f"e{n}")) for n in range(3)]
        over.set()
        holding.result(30)
        for one in waiting:
            one.result(30)
        assert len(ids(store)) == 3


def test_no_connection_gets_free(postgresql_url: str) -> None:
    with opened(f"{postgresql_url}&pool_size=1", timeout=SOON) as store:

        def judge(known: Known) -> tuple[Writes, None]:
            with reports("L106"):
                store.read(Wanted())
            return Writes(), None

        with pytest.raises(LedgerUnavailableError):  # the server has given up on it meanwhile
            store.atomically(Wanted(), [], judge)
        store.read(Wanted())


@pytest.mark.parametrize("state", ["40001", "40P01"])
@pytest.mark.parametrize(("failures", "calls"), [(2, 3), (1000, 10)])
def test_what_the_server_takes_back_is_judged_anew(
    postgresql_url: str, state: str, failures: int, calls: int
) -> None:
    base, _, schema = postgresql_url.partition("&schema=")
    judged: list[Known] = []

    def judge(known: Known) -> tuple[Writes, int]:
        judged.append(known)
        return Writes(added=(event("e"),)), len(judged)

    with opened(postgresql_url) as store, psycopg.connect(base, autocommit=True) as connection:
        connection.execute(
            f"""CREATE SEQUENCE {schema}.tries;
            CREATE FUNCTION {schema}.fail() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
                IF nextval('{schema}.tries') <= {failures} THEN
                    RAISE EXCEPTION 'taken back' USING ERRCODE = '{state}';
                END IF;
                RETURN NEW;
            END $body$;
            CREATE TRIGGER fails BEFORE INSERT ON {schema}.policydsl_entries
                FOR EACH ROW EXECUTE FUNCTION {schema}.fail()""".encode()
        )
        if failures > calls:
            with reports("L106"):
                store.atomically(Wanted(), ["person=P1"], judge)
        else:
            assert store.atomically(Wanted(), ["person=P1"], judge) == calls
        assert len(judged) == calls
        assert ids(store) == ["e"] * (failures < calls)


def test_what_another_added_meanwhile_is_judged_anew(postgresql_url: str) -> None:
    seen: list[bool] = []

    def judge(known: Known) -> tuple[Writes, str]:
        seen.append("e" in known.entries)
        if not seen[-1]:
            put(other, event("e", "P2"))
            return Writes(added=(event("e"),)), "mine"
        return Writes(), "theirs"

    with opened(postgresql_url) as store, opened(postgresql_url) as other:
        assert store.atomically(Wanted(ids=("e",)), ["person=P3"], judge) == "theirs"
        assert seen == [False, True]
        with pytest.raises(TakenError) as caught:
            put(store, event("f"), event("e"))
        assert caught.value.ids == ("e",)
        assert ids(store) == []


class _Relay:
    """Stands between client and server, and may keep the server's answers to itself."""

    def __init__(self, server: Server, folder: str) -> None:
        self.url = server.new_url().replace(
            quote(str(server.folder), safe=""), quote(folder, safe="")
        )
        self._to = f"{server.folder}/.s.PGSQL.5432"
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(f"{folder}/.s.PGSQL.5432")
        self._listening.listen()
        self.mute = Event()
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more clients."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._to)
            Thread(target=self._pass, args=(client, server), daemon=True).start()
            Thread(target=self._pass_back, args=(server, client), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):  # closed from the other side
            while given := client.recv(65536):
                server.sendall(given)
            server.shutdown(socket.SHUT_WR)

    def _pass_back(self, server: socket.socket, client: socket.socket) -> None:
        with server, client, suppress(OSError):
            while given := server.recv(65536):
                if self.mute.is_set():
                    self.mute.clear()
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(given)


@contextmanager
def _relayed(server: Server) -> Iterator[tuple[_Relay, PostgresqlStore]]:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="relay-", dir="/tmp") as folder:
        relay = _Relay(server, folder)
        try:
            with opened(relay.url) as store:
                yield relay, store
        finally:
            relay.close()


def test_an_answer_to_commit_that_is_lost(postgresql_server: Server) -> None:
    with _relayed(postgresql_server) as (relay, store):
        put(store, event("before"))

        def judge(known: Known) -> tuple[Writes, None]:
            relay.mute.set()
            return Writes(added=(event("done"),)), None

        with reports("L105"):
            store.atomically(Wanted(), [], judge)
        assert ids(store) == ["before", "done"]  # it was committed, and nobody was told
        put(store, place("r"))
        relay.mute.set()
        with reports("L105"):
            store.settle([event("r")])
        assert store.settle([event("r")]) == frozenset()
        assert len({one.lane for one in store.records()}) == 2


def test_an_answer_to_a_read_that_is_lost_is_asked_for_again(postgresql_server: Server) -> None:
    with _relayed(postgresql_server) as (relay, store):
        put(store, event("e"))
        relay.mute.set()
        assert ids(store) == ["e"]
        calls: list[Known] = []
        relay.mute.set()
        store.atomically(
            Wanted(), ["person=P1"], lambda known: (calls.append(known), (Writes(), None))[1]
        )
        assert len(calls) == 1


def test_a_closed_store(postgresql_url: str) -> None:
    with opened(postgresql_url) as store:
        store.close()
        with reports("L105", "closed"):
            store.read(Wanted())


def test_a_long_write_that_ends_early_leaves_nothing(postgresql_url: str) -> None:
    with opened(postgresql_url) as store:
        with pytest.raises(KeyError), store.loading() as loader:
            loader.add([event("e")])
            raise KeyError
        assert list(store.entries()) == []
