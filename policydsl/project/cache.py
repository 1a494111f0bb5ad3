"""What was found out before, kept beside the project: `.policydsl_cache`.

In: keys made with `digest` from everything that a result depends on. Out: the JSON value that was
kept under a key, or None. The folder may be deleted at any time, be read-only, be written by
several processes at once, or hold anything: then less is remembered, and nothing else happens.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from policydsl._version import __version__

FOLDER = ".policydsl_cache"
MOST_BYTES = 8 * 1024 * 1024
"""The greatest entry; a greater one is not kept."""

MOST_ENTRIES = 4_096
"""How many entries are kept; the longest unused go first."""

_NAME = re.compile(r"[a-z]+-[0-9a-f]{64}\.json")
_STRAY = re.compile(r"[a-z]+-[0-9a-f]{64}\.json\.\w+")
_PRUNED_EVERY = 64
_DAY = 86_400
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by policydsl; may be deleted.\n"


def digest(*parts: str | bytes) -> str:
    """A key: the hexadecimal SHA-256 of the parts, each with its length before it."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8))
        made.update(data)
    return made.hexdigest()


def surroundings(data: Iterable[str] = (), *folders: Path) -> str:
    """A key part for all that results depend on beside a project's own files.

    The version of policydsl and its very files, those of further `folders` where they matter, the
    version of Python, and `data`: the versions of time zones and calendars.
    """
    package = Path(__file__).parents[1]
    stamps = sorted(stamp for folder in (package, *folders) for stamp in _stamps(folder))
    python = ".".join(map(str, sys.version_info[:3]))
    return digest(__version__, python, *data, *stamps)


def _stamps(folder: Path) -> Iterator[str]:
    """Name, length and time of change of every file of the program: an upgrade changes some."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _stamps(Path(entry.path))
            elif entry.name.endswith((".py", ".json", ".policy")):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def file_stamp(path: Path) -> str | None:
    """The digest of a file's bytes; None where there is no file, or none that can be read."""
    try:
        return digest(path.read_bytes()) if path.is_file() else None
    except (OSError, ValueError):
        return None


def folder_stamp(folder: Path, pattern: str = "*.policy*", most: int = 2_000) -> str | None:
    """The digest of the names and bytes of a folder's files by a pattern, those below included.

    What is hidden does not count. None where there is no folder, or more files than `most`.
    """
    try:
        if not folder.is_dir():
            return None
        below = (path for path in folder.rglob(pattern) if not _is_hidden(path, folder))
        found = sorted(islice(below, most + 1))
    except (OSError, ValueError):
        return None
    if len(found) > most:
        return None
    parts = (part for path in found for part in (path.as_posix(), file_stamp(path) or ""))
    return digest(*parts)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def stamp(place: Path) -> str | None:
    """The digest of what stands at a place, be it a file or a folder; None where nothing does.

    What cannot be read, or is too much to read, is never twice the same.
    """
    found = file_stamp(place) or folder_stamp(place)
    return found or (f"unread at {time.time_ns()}" if os.path.lexists(place) else None)


def changed_at(place: Path) -> float:
    """When a file, or one in a folder, was last changed, in seconds since 1970; 0 without one."""
    files = [place]
    with contextlib.suppress(OSError, ValueError):
        if place.is_dir():
            below = (path for path in place.rglob("*.policy*") if not _is_hidden(path, place))
            files = list(islice(below, MOST_ENTRIES))
    return max(map(_changed, files), default=0.0)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except (OSError, ValueError):
        return 0.0


class Cache:
    """The entries in one folder; made with `open_cache`. Neither method raises."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path | None) -> None:
        """`folder` is where the entries stand; None keeps and knows nothing."""
        self._folder = folder

    @property
    def folder(self) -> Path | None:
        """Where the entries stand; None when nothing is kept."""
        return self._folder

    def get(self, kind: str, key: str) -> Any | None:
        """The value kept under a key of `digest`; `kind` is a word in lower case.

        The value is what `put` was given, but whoever reads it must still check its shape: a
        file may hold anything.
        """
        if self._folder is None:
            return None
        path = self._path(self._folder, kind, key)
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
                _refresh(path, os.fstat(file.fileno()).st_mtime)
            seal, _, body = data.partition(b"\n")
            if len(data) > MOST_BYTES or seal.decode() != digest(kind, key, body):
                return None
            return json.loads(body)
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keep a JSON value. What cannot be written is not kept."""
        if self._folder is None:
            return
        body = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        data = digest(kind, key, body).encode() + b"\n" + body
        if len(data) > MOST_BYTES:
            return
        path = self._path(self._folder, kind, key)
        try:
            _prepare(self._folder)
            _write(path, data)
            if int(key[:8], 16) % _PRUNED_EVERY == 0:
                _prune(self._folder)
        except (OSError, ValueError):
            self._folder = None

    @staticmethod
    def _path(folder: Path, kind: str, key: str) -> Path:
        return folder / f"{kind}-{key}.json"


NO_CACHE = Cache(None)
"""Keeps and knows nothing."""


def open_cache(base: Path, *, enabled: bool = True) -> Cache:
    """The cache in a folder, beside `policydsl.toml` or else where work is done.

    It is made when something is kept. A link in its place is not followed.
    """
    folder = base / FOLDER
    return Cache(folder if enabled and not folder.is_symlink() else None)


def _prepare(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(exist_ok=True)
    # Versions of a project do not hold it, and backups pass it over.
    (folder / ".gitignore").write_text("*\n", "utf-8")
    (folder / "CACHEDIR.TAG").write_text(_TAG, "utf-8")


def _write(path: Path, data: bytes) -> None:
    """Write a file beside, and put it in place at once: nobody sees half of it."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _refresh(path: Path, changed: float) -> None:
    """Say that an entry is still of use, once a day."""
    if time.time() - changed > _DAY:
        with contextlib.suppress(OSError):
            os.utime(path)


def _prune(folder: Path) -> None:
    """Remove the longest unused entries above the limit, and what broken-off writers left."""
    entries: list[tuple[float, Path]] = []
    now = time.time()
    with os.scandir(folder) as found:
        for entry in found:
            if _NAME.fullmatch(entry.name):
                entries.append((entry.stat().st_mtime, Path(entry.path)))
            elif _STRAY.fullmatch(entry.name) and now - entry.stat().st_mtime > _DAY:
                Path(entry.path).unlink(missing_ok=True)
    entries.sort()
    for _, path in entries[: max(0, len(entries) - MOST_ENTRIES)]:
        path.unlink(missing_ok=True)
