"""Policy files: which there are in a folder, and what is in each.

In: paths, hostile until read. Out: `PolicyFile`s. A folder's files never lie outside it, also not
through links.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from policydsl.diagnostics import Diagnostic, Source, diagnostic
from policydsl.frozen import frozen
from policydsl.syntax.parsed import Parsed
from policydsl.syntax.parser import parse_file
from policydsl.syntax.reading import decode, read_source

SUFFIX = ".policy"
YAML_SUFFIXES = (".policy.yaml", ".policy.yml")
MOST_FILES = 2_000
"""The most policy files that a folder may hold."""


@frozen
class PolicyFile:
    """A file as it was read; `folder` is where its `use`s are looked for first, None for a text."""

    parsed: Parsed
    folder: Path | None


def is_policy_file(path: Path) -> bool:
    """Whether a file's name says that it holds policies."""
    return path.name.endswith((SUFFIX, *YAML_SUFFIXES))


def read_file(path: Path, shown: str) -> PolicyFile:
    """The policies of one file."""
    source = read_source(path, shown)
    if isinstance(source, Diagnostic):
        return PolicyFile(Parsed((), (source,), frozenset()), path.parent)
    return PolicyFile(parse(source, is_yaml=path.suffix in (".yaml", ".yml")), path.parent)


def read_bytes(data: bytes, shown: str, *, is_yaml: bool) -> PolicyFile:
    """The policies of a text that is no file, such as standard input."""
    source = decode(data, shown)
    if isinstance(source, Diagnostic):
        return PolicyFile(Parsed((), (source,), frozenset()), None)
    return PolicyFile(parse(source, is_yaml=is_yaml), None)


def parse(source: Source, *, is_yaml: bool) -> Parsed:
    """The policies of a source in either spelling."""
    if not is_yaml:
        return parse_file(source)
    from policydsl.syntax import yaml_reader

    return yaml_reader.read_file(source)


def read_folder(folder: Path, shown: str) -> list[PolicyFile]:
    """The policies of every file in a folder and below, in the order of their names."""
    try:
        os.scandir(folder).close()  # pathlib passes over a folder that may not be read
        paths = sorted(islice(_policy_files(folder), MOST_FILES + 1))
    except OSError as error:
        reason = error.strerror or str(error)
        found = diagnostic("E002", file=shown, notes=[("system", {"reason": reason})])
        return [PolicyFile(Parsed((), (found,), frozenset()), folder)]
    if not paths or len(paths) > MOST_FILES:
        hint = ("too_many", {"most": MOST_FILES}) if paths else "no_policies"
        found = diagnostic("E002", file=shown, helps=[hint])
        return [PolicyFile(Parsed((), (found,), frozenset()), folder)]
    return [_read_inside(path, folder, _shown(path, folder, shown)) for path in paths]


def holds_policies(folder: Path) -> bool:
    """Whether there is any policy file in a folder or below; no for what is no folder."""
    return is_folder(folder) and any(_policy_files(folder))


def is_folder(path: Path) -> bool:
    """Whether a folder stands there; no also for a name that none can have."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a file stands there; no also for a name that none can have."""
    try:
        return path.is_file()
    except OSError:
        return False


def _policy_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob(f"*{SUFFIX}*"):
        below = path.relative_to(folder).parts
        if any(part.startswith(".") for part in below) or not is_policy_file(path):
            continue
        if path.is_file() or path.is_symlink():
            yield path


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _read_inside(path: Path, folder: Path, shown: str) -> PolicyFile:
    if not is_inside(path, folder):
        found = diagnostic("E009", file=shown, folder=folder.name, helps=["inside"])
        return PolicyFile(Parsed((), (found,), frozenset()), folder)
    return read_file(path, shown)


def _shown(path: Path, folder: Path, shown: str) -> str:
    below = path.relative_to(folder).as_posix()
    return below if shown in ("", ".") else f"{shown.rstrip('/')}/{below}"
