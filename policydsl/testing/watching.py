"""Waiting for somebody to change a file.

In: paths. Out: when policies, tests or settings in them or below changed. Files are looked at again
and again, which works on every file system.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from policydsl.policy.listing import is_policy_file

Snapshot: TypeAlias = Mapping[str, tuple[int, int]]
"""Files with the time of their last change, in nanoseconds, and their size."""

EVERY = 0.3
"""Seconds between two looks."""

_SETTINGS = "policydsl.toml"
_TESTS = (".test.yaml", ".test.yml")
_MOST = 20_000


def snapshot(paths: Iterable[Path]) -> Snapshot:
    """How things are: of a file given, itself and what lies in its folder."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        folder = path if path.is_dir() else path.parent
        for file in _files(folder):
            try:
                status = file.stat()
            except OSError:
                continue
            found[str(file)] = (status.st_mtime_ns, status.st_size)
            if len(found) >= _MOST:
                return found
    return found


def wait(
    paths: Iterable[Path], before: Snapshot, sleep: Callable[[float], None] = time.sleep
) -> Snapshot:
    """Wait until something is not as before; returns how things are then.

    A change counts when it is over: two looks in a row must see the same.
    """
    watched = list(paths)
    seen = before
    while True:
        sleep(EVERY)
        now = snapshot(watched)
        if now != before and now == seen:
            return now
        seen = now


def _files(folder: Path) -> Iterator[Path]:
    for name, below, files in os.walk(folder):
        below[:] = sorted(one for one in below if not one.startswith("."))
        for file in files:
            path = Path(name, file)
            if file == _SETTINGS or file.endswith(_TESTS) or is_policy_file(path):
                yield path
