"""A server that dies as a machine does, and is started again on what is on its disk.

In: a private server. Out: the same server, all its processes killed at one moment, or running.
"""

from __future__ import annotations

import contextlib
import os
import signal

from tests.postgres import Server


def crash(server: Server) -> None:
    """Kill all processes of a server (SIGKILL).

    The first one is stopped before, so that none is born meanwhile. Its note of itself is removed
    when all are gone: whoever should take notice of its end may take his time, and until then a
    new server would take it for running.
    """
    note = server.folder / "data" / "postmaster.pid"
    with contextlib.suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGSTOP)
    server.kill()
    note.unlink(missing_ok=True)
