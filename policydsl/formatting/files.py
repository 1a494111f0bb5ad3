"""Formats files: which, and how they are written.

In: paths, hostile until read. Out: a `Result` for each file. A file is written whole or not at
all, keeps its mode, and a link stays a link to the file that is written.
"""

from __future__ import annotations

import codecs
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from policydsl.diagnostics import Diagnostic, Source
from policydsl.formatting.formatting import Unfit, format_source
from policydsl.frozen import frozen
from policydsl.policy.listing import listed
from policydsl.syntax.reading import decode, read_source

_WRITABLE = 0o222


@frozen
class Result:
    """What became of a file: its text as it was, with its byte order mark, and as it should be.

    `after` is None when there is no formatted text; `diagnostics` then say why, unless what would
    have come out does not say the same. `problem` is why a file could not be written, as the
    system says it; empty when it was, or need not be.
    """

    name: str
    before: str
    after: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str = ""

    @property
    def changes(self) -> bool:
        """Whether the file is not in canonical layout."""
        return self.after is not None and self.after != self.before


def format_paths(paths: Iterable[Path], *, write: bool) -> Iterator[Result]:
    """Format files and those of folders, in the order given; with `write`, those that change."""
    found, _ = listed(paths)
    for one in found:
        if one.problem is None:
            yield format_file(one.path, one.shown, write=write)
        else:
            yield Result(one.shown, "", None, (one.problem,))


def format_file(path: Path, name: str, *, write: bool, to_yaml: bool | None = None) -> Result:
    """Format one file, shown as `name`; with `to_yaml`, in that spelling."""
    source = read_source(path, name)
    if isinstance(source, Diagnostic):
        return Result(name, "", None, (source,))
    mark = "\ufeff" if _has_mark(path) else ""
    result = _result(source, mark, is_yaml=is_yaml_name(path.name), to_yaml=to_yaml)
    if not write or result.after is None or not result.changes:
        return result
    problem = _written(path, result.after)
    return Result(name, result.before, result.after, (), problem)


def format_bytes(data: bytes, name: str, *, is_yaml: bool, to_yaml: bool | None = None) -> Result:
    """Format a text that is no file, such as standard input."""
    source = decode(data, name)
    if isinstance(source, Diagnostic):
        return Result(name, "", None, (source,))
    mark = "\ufeff" if data.startswith(codecs.BOM_UTF8) else ""
    return _result(source, mark, is_yaml=is_yaml, to_yaml=to_yaml)


def is_yaml_name(name: str) -> bool:
    """Whether a file of this name is written in YAML."""
    return name.endswith((".yaml", ".yml"))


def _result(source: Source, mark: str, *, is_yaml: bool, to_yaml: bool | None) -> Result:
    done = format_source(source, is_yaml=is_yaml, to_yaml=to_yaml)
    before = mark + source.text
    if isinstance(done, Unfit):
        return Result(source.name, before, None, done.diagnostics)
    return Result(source.name, before, done.text)


def _has_mark(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    except OSError:
        return False


def _written(path: Path, text: str) -> str:
    """Put a text in the place of a file; what the system says if that fails."""
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
        if not mode & _WRITABLE or not os.access(target, os.W_OK):
            return os.strerror(errno.EACCES)
        handle, name = tempfile.mkstemp(prefix=".policydsl.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode & 0o7777)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        return error.strerror or str(error)
    return ""
