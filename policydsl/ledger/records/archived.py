"""Archived records: files in which a beginning of a lane lies, with every hash.

In: folders, lanes, records. Out: `Part`s and the records within them. A part is a file of JSON
Lines: first one that says what it holds, then one for each record.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.errors import LedgerError
from policydsl.frozen import frozen
from policydsl.ledger.store import Linked, Record

FORMAT = 1
SUFFIX = ".jsonl"
LONGEST_LINE = 1 << 28
"""Bytes of the longest line that is read."""

_HEAD = ("archive", "lane", "first", "last", "before")
_LINE = ("number", "hash", "at", "about", "text")
_HASH = re.compile(r"[0-9a-f]{64}").fullmatch
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}").fullmatch
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@frozen
class Part:
    """A file that holds records `first` to `last` of a lane; `before` is the hash before them."""

    path: Path
    lane: str
    first: int
    last: int
    before: str


def parts_of(folder: Path) -> list[Part]:
    """The parts in a folder, by lane and number.

    Raises `LedgerError` with L140 for a file `.jsonl` that is none, or cannot be read.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX))
    except OSError as error:
        raise _broken(folder, ("reason", {"reason": error.strerror or str(error)})) from error
    parts = [_part(path) for path in paths]
    return sorted(parts, key=lambda part: (part.lane, part.first, part.last))


def records_of(part: Part) -> Iterator[Linked]:
    """The records of a part, as they stand there.

    Raises `LedgerError` with L140 where something else stands, or less than the part says it holds.
    """
    number = part.first - 1
    with _opened(part.path) as stream:
        _line(part.path, stream, 1)
        for row in range(2, part.last - part.first + 3):
            linked = _linked(part, _line(part.path, stream, row), row)
            number = linked.number
            yield linked
        if stream.read(1) or number != part.last:
            raise _broken(part.path, ("more", {"first": part.first, "last": part.last}))


def write_part(folder: Path, part: Part, records: Iterable[Linked]) -> None:
    """Write the records of a part whole or not at all, and see to it that it is on the disk.

    Only the owner of the file can read it. Raises `OSError` when it cannot be written.
    """
    partial = part.path.with_name(f".{part.path.name}.partial")
    descriptor = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        values: tuple[object, ...] = (FORMAT, part.lane, part.first, part.last, part.before)
        stream.write(_encode(dict(zip(_HEAD, values, strict=True))).encode() + b"\n")
        for linked in records:
            stream.write(_written(linked).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(part.path)
    _sync(folder)


def part_path(folder: Path, lane: str, first: int, last: int) -> Path:
    """Where the records of a lane lie; a lane whose name is no file name goes by its hash."""
    name = lane if _PLAIN(lane) else sha256(lane.encode()).hexdigest()
    return folder / f"{name}.{first:012}-{last:012}{SUFFIX}"


def _written(linked: Linked) -> str:
    """One line; the reservation is named only where the record itself names it."""
    record = linked.record
    about = record.about if record.about is None or _names(record) else None
    values = (linked.number, linked.hash, record.at, about, record.text)
    return _encode(dict(zip(_LINE, values, strict=True)))


def _names(record: Record) -> bool:
    """Whether a record gives the key of its reservation as it is, not hidden."""
    return f'"key":{_encode(record.about)},' in record.text


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _part(path: Path) -> Part:
    with _opened(path) as stream:
        head = _object(path, _line(path, stream, 1), _HEAD, 1)
    number, lane, first, last, before = (head[name] for name in _HEAD)
    if (
        number != FORMAT
        or not isinstance(lane, str)
        or type(first) is not int
        or type(last) is not int
        or not 0 < first <= last
        or not isinstance(before, str)
        or not _HASH(before)
    ):
        raise _broken(path, ("line", {"line": 1}))
    return Part(path, lane, first, last, before)


def _linked(part: Part, line: bytes, row: int) -> Linked:
    found = _object(part.path, line, _LINE, row)
    number, found_hash, at, about, text = (found[name] for name in _LINE)
    if (
        type(number) is not int
        or not isinstance(found_hash, str)
        or not _HASH(found_hash)
        or type(at) is not int
        or not isinstance(about, str | None)
        or not isinstance(text, str)
    ):
        raise _broken(part.path, ("line", {"line": row}))
    return Linked(part.lane, number, found_hash, Record(at, text, about))


def _object(path: Path, line: bytes, names: tuple[str, ...], row: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or tuple(found) != names:
        raise _broken(path, ("line", {"line": row}))
    return found


def _line(path: Path, stream: IO[bytes], row: int) -> bytes:
    try:
        line = stream.readline(LONGEST_LINE)
    except OSError as error:
        raise _broken(path, ("reason", {"reason": error.strerror or str(error)})) from error
    if not line.endswith(b"\n"):
        raise _broken(path, ("line", {"line": row}))
    return line


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise _broken(path, ("reason", {"reason": error.strerror or str(error)})) from error


def _broken(path: Path, why: HintSpec) -> LedgerError:
    return LedgerError([diagnostic("L140", file=str(path), notes=[why])])
