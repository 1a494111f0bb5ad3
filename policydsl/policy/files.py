"""Policy files: what is in each.

In: paths, hostile until read. Out: `PolicyFile`s.
"""

from __future__ import annotations

from pathlib import Path

from policydsl.diagnostics import Diagnostic, Source
from policydsl.frozen import frozen
from policydsl.policy.listing import (
    MOST_FILES,
    SUFFIX,
    YAML_SUFFIXES,
    Listed,
    holds_policies,
    is_file,
    is_folder,
    is_inside,
    is_policy_file,
    list_folder,
)
from policydsl.syntax.parsed import Parsed
from policydsl.syntax.parser import parse_file
from policydsl.syntax.reading import decode, read_source

__all__ = [
    "MOST_FILES",
    "SUFFIX",
    "YAML_SUFFIXES",
    "PolicyFile",
    "holds_policies",
    "is_file",
    "is_folder",
    "is_inside",
    "is_policy_file",
    "parse",
    "read_bytes",
    "read_file",
    "read_folder",
    "read_listed",
]


@frozen
class PolicyFile:
    """A file as it was read; `folder` is where its `use`s are looked for first, None for a text."""

    parsed: Parsed
    folder: Path | None


def read_file(path: Path, shown: str) -> PolicyFile:
    """The policies of one file."""
    return _of(read_source(path, shown), path, path.parent)


def read_listed(one: Listed, data: bytes | None = None) -> PolicyFile:
    """The policies of a file that was listed; with `data`, of these bytes of it."""
    if one.problem is not None:
        return PolicyFile(Parsed((), (one.problem,), frozenset()), one.folder)
    if data is None:
        return read_file(one.path, one.shown)
    return _of(decode(data, one.shown), one.path, one.folder)


def read_folder(folder: Path, shown: str) -> list[PolicyFile]:
    """The policies of every file in a folder and below, in the order of their names."""
    return [read_listed(one) for one in list_folder(folder, shown)]


def read_bytes(data: bytes, shown: str, *, is_yaml: bool) -> PolicyFile:
    """The policies of a text that is no file, such as standard input."""
    source = decode(data, shown)
    if isinstance(source, Diagnostic):
        return PolicyFile(Parsed((), (source,), frozenset()), None)
    return PolicyFile(parse(source, is_yaml=is_yaml), None)


def _of(source: Source | Diagnostic, path: Path, folder: Path) -> PolicyFile:
    if isinstance(source, Diagnostic):
        return PolicyFile(Parsed((), (source,), frozenset()), folder)
    return PolicyFile(parse(source, is_yaml=path.suffix in (".yaml", ".yml")), folder)


def parse(source: Source, *, is_yaml: bool) -> Parsed:
    """The policies of a source in either spelling."""
    if not is_yaml:
        return parse_file(source)
    from policydsl.syntax import yaml_reader

    return yaml_reader.read_file(source)
