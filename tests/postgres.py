"""A PostgreSQL server for the tests: made, used and thrown away by them.

In: the server's programs, wherever this machine has them. Out: running servers and their URLs. They
listen on a socket in a temporary folder only, run as an unprivileged user, and end with the process
that wanted them, whatever ends it: a watcher (`tests/postgres_watcher.py`) sees to that.

Tests fail where there are no programs; on a machine of one's own `POLICYDSL_NO_POSTGRESQL=1` skips
them instead. With `CI=true` they are installed first if that is possible.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

_WATCHER = Path(__file__).with_name("postgres_watcher.py")
_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_SECONDS = 60


class NoServerError(Exception):
    """The programs of a server are not on this machine."""


class Server:
    """A server whose data are in a folder of its own."""

    def __init__(self, folder: Path, *, fsync: bool) -> None:
        self.folder = folder
        self._fsync = fsync

    @property
    def url(self) -> str:
        """The URL of its database."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def new_url(self) -> str:
        """The URL of a schema that nobody else uses."""
        return f"{self.url}&schema=test_{uuid4().hex[:12]}"

    @property
    def pid(self) -> int:
        """The process that is the server's first."""
        return int((self.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])

    def create(self) -> None:
        """Make the data."""
        _run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N",
             "--locale=C")  # fmt: skip

    def start(self) -> None:
        """Start, on the data that are there; returns when it takes connections."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "200",
            "shared_buffers": "64MB",
            "max_locks_per_transaction": "256",
            "fsync": "on" if self._fsync else "off",
            "max_wal_size": "256MB",
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = str(self.folder / "log")
        _run("pg_ctl", "start", "-w", "-s", "-D", self._data, "-l", log, "-o", options)

    def stop(self) -> None:
        """Stop in order, without waiting for clients."""
        _run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", self._data)

    def kill(self) -> None:
        """End all its processes at once, as a failure of the machine would (SIGKILL)."""
        first = self.pid
        os.kill(first, signal.SIGSTOP)  # so that no process is born unseen
        children = _children(first)
        for pid in (first, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(_is_there(pid) for pid in (first, *children)):
            time.sleep(0.01)
        # Where nobody takes note of ended processes the next server would take them for running.
        for note in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.folder / note).unlink(missing_ok=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


@contextlib.contextmanager
def private_server(*, fsync: bool = True) -> Iterator[Server]:
    """A server for one test, which may kill it and start it again on the same data."""
    server = _new_server(os.getpid(), fsync=fsync)
    try:
        yield server
    finally:
        _end(server.folder)


def shared_server(base: Path) -> Server:
    """The server of all tests of one run; `base` is the folder that its processes share.

    The first who asks starts it. It ends with the run.
    """
    note = base / "postgresql.json"
    with (base / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if note.exists():
            return Server(Path(json.loads(note.read_text("utf-8"))), fsync=False)
        is_worker = "PYTEST_XDIST_WORKER" in os.environ
        server = _new_server(os.getppid() if is_worker else os.getpid(), fsync=False)
        note.write_text(json.dumps(str(server.folder)), "utf-8")
        return server


@cache
def programs() -> Path:
    """The folder of the server's programs; raises `NoServerError`."""
    if found := _found():
        return found
    if os.environ.get("CI") == "true" and os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "postgresql"]):
            subprocess.run([apt, "-qq", *command], env=environment, timeout=600, check=False)
        if found := _found():
            return found
    raise NoServerError(
        "the programs of a PostgreSQL server (initdb, pg_ctl, postgres) are not on this machine: "
        "install them (Debian: apt-get install postgresql), or set POLICYDSL_NO_POSTGRESQL=1 to "
        "leave these tests out"
    )


def may_be_left_out() -> bool:
    """Whether tests that need a server may be skipped when there is none."""
    return os.environ.get("CI") != "true" and os.environ.get("POLICYDSL_NO_POSTGRESQL") == "1"


def _found() -> Path | None:
    candidates = [Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if pg_config := shutil.which("pg_config"):
        shown = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(shown.stdout.strip()))
    for folder in candidates:
        if all(os.access(folder / program, os.X_OK) for program in _PROGRAMS):
            return (folder / "initdb").resolve().parent
    return None


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def _new_server(owner: int, *, fsync: bool) -> Server:
    """A running server that ends with the process `owner`."""
    programs()
    root = None if len(tempfile.gettempdir()) < 60 else "/tmp"  # paths of sockets are short
    folder = Path(tempfile.mkdtemp(prefix="policydsl-postgresql-", dir=root))
    if user := _user():
        os.chown(folder, user.pw_uid, user.pw_gid)
    subprocess.run([sys.executable, str(_WATCHER), str(owner), str(folder)], check=True)
    server = Server(folder, fsync=fsync)
    server.create()
    server.start()
    return server


def _end(folder: Path) -> None:
    """Have the watcher end a server now."""
    (folder / "end").touch()
    while folder.exists():
        time.sleep(0.01)


def _run(program: str, *arguments: str) -> None:
    as_user: dict[str, Any] = {}
    if user := _user():
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    subprocess.run(
        [str(programs() / program), *arguments],
        check=True,
        timeout=_SECONDS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        **as_user,
    )


@cache
def _user() -> pwd.struct_passwd | None:
    """Whom the server runs as; None as whoever runs the tests, which root cannot be."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServerError("a server does not run as root, and there is no user postgres or nobody")


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if entry.read_text().rpartition(")")[2].split()[1] == str(parent):
                found.append(int(entry.parent.name))
    return found


def _is_there(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet taken note of does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
