"""Ends a test server when the process that wanted it has ended, however it did.

In: the id of that process, the server's folder. Out: no server, no folder. Run as a program; it
goes on in the background, out of reach of Ctrl-C. A file `end` in the folder asks for the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path


def main(owner: int, folder: Path) -> None:
    """Wait for the owner's end, then clear up."""
    if os.fork():
        os._exit(0)
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)
    began = _began(owner)
    while began is not None and _began(owner) == began and not (folder / "end").exists():
        time.sleep(0.05)
    note = folder / "data" / "postmaster.pid"
    while note.exists():
        with contextlib.suppress(OSError, ValueError):
            os.kill(int(note.read_text("utf-8").split()[0]), signal.SIGQUIT)
        time.sleep(0.02)
        if _is_stale(note):
            break
    for _ in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def _began(pid: int) -> str | None:
    """When a process began, so that another with the same number is not taken for it."""
    try:
        os.kill(pid, 0)
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except FileNotFoundError:
        return "" if not Path("/proc/self").exists() else None
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def _is_stale(note: Path) -> bool:
    """Whether the server that wrote the note is gone, killed perhaps."""
    try:
        return _began(int(note.read_text("utf-8").split()[0])) is None
    except (OSError, ValueError):
        return not note.exists()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
