"""A network between a client and a server, which cuts, holds and swallows what passes.

In: a server on a socket of its own. Out: its URL over TCP, and a handful of faults. Each fault is
for what passes next; one that cuts is over when it has cut.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from tests.postgres import Server

COMMITTED = b"COMMIT\0"
"""What a server says when it has committed a transaction of several statements."""


class Relay:
    """The network. Requests and answers are counted by what was read from a socket at once."""

    def __init__(self, server: Server) -> None:
        self._server = f"{server.folder}/.s.PGSQL.5432"
        self._folder = quote(str(server.folder), safe="")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._requests_left = -1
        self._lost: bytes | None = None
        self._swallows = threading.Event()
        self._passes = threading.Event()
        self._passes.set()
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, of_server: str) -> str:
        """A URL of the server, through this network."""
        port = self._listening.getsockname()[1]
        return of_server.replace(f"host={self._folder}", f"host=127.0.0.1&port={port}")

    def lose_request(self, number: int) -> None:
        """Cut the connection in place of the n-th request from now on."""
        self._requests_left = number

    def lose_answer(self, mark: bytes = b"") -> None:
        """Let the next request happen, and cut the connection in place of the answer to it.

        With a `mark` it is the next answer in which that stands.
        """
        self._lost = mark

    @contextmanager
    def swallowing(self) -> Iterator[None]:
        """No answer comes, and nobody hangs up."""
        self._swallows.set()
        try:
            yield
        finally:
            self._swallows.clear()

    def hold(self) -> None:
        """Answers wait until `release`."""
        self._passes.clear()

    def release(self) -> None:
        """Let everything that waits go on."""
        self._passes.set()

    def cut(self) -> None:
        """Cut all connections that are there."""
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def close(self) -> None:
        """End."""
        self._listening.close()
        self.release()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._server)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._open += [client, server]
            threading.Thread(target=self._pass, args=(client, server), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        with client, server, suppress(OSError):
            while True:
                for ready in select.select([client, server], [], [])[0]:
                    data = ready.recv(1 << 16)
                    whole = self._request(data) if ready is client else self._answer(data)
                    if not data or not whole:
                        return
                    if ready is client:
                        server.sendall(data)
                    elif not self._swallows.is_set():
                        self._passes.wait()
                        client.sendall(data)

    def _request(self, data: bytes) -> bool:
        """Whether a request passes."""
        with self._lock:
            self._requests_left -= 1
            return self._requests_left != 0

    def _answer(self, data: bytes) -> bool:
        """Whether an answer passes."""
        with self._lock:
            if self._lost is None or self._lost not in data:
                return True
            self._lost = None
            return False


@contextmanager
def relayed(server: Server) -> Iterator[tuple[Relay, str]]:
    """A network, and the URL of a new ledger behind it."""
    relay = Relay(server)
    try:
        yield relay, relay.url(server.new_url())
    finally:
        relay.close()
