"""What a worker was told, written down by himself: the truth that outlives him.

In: what he is about to do, and what came of it. Out: a file of lines of JSON, one `write` each, to
which all threads append; what was written stays when the process is killed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

TRIES = "tries"
TOLD = "told"
UNAVAILABLE = "unavailable"
WILL = "will"
DID = "did"
DONE = "done"


class Line(NamedTuple):
    """`what` happened to the contact of `key`; `said` is what else is known of it."""

    what: str
    key: str
    said: dict[str, Any]


class Log:
    """The log of one worker; another process may go on with it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        os.write(self._file, b"\n")  # a line that was torn ends here

    def write(self, what: str, key: str, **said: Any) -> None:
        """Append a line."""
        line = json.dumps([what, key, said], ensure_ascii=False) + "\n"
        data = line.encode()
        assert os.write(self._file, data) == len(data)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read_log(path: Path) -> Iterator[Line]:
    """The lines of a log; one that was torn says nothing."""
    if not path.exists():
        return
    for text in path.read_text("utf-8", errors="replace").splitlines():
        try:
            what, key, said = json.loads(text)
        except ValueError:
            continue
        yield Line(what, key, said)


def read_logs(folder: Path) -> list[Line]:
    """The lines of all logs of a folder."""
    return [line for path in sorted(folder.glob("*.log")) for line in read_log(path)]


def keys_of(lines: Iterable[Line], what: str) -> set[str]:
    """The keys to which something happened."""
    return {line.key for line in lines if line.what == what}
