"""Which policy files there are, without reading them.

In: paths, hostile until looked at. Out: the files to read, each with the name to show it under. A
folder's files never lie outside it, also not through links.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.frozen import frozen

SUFFIX = ".policy"
YAML_SUFFIXES = (".policy.yaml", ".policy.yml")
MOST_FILES = 2_000
"""The most policy files that a folder may hold."""


def shipped_packs() -> Path:
    """The folder of the packs that come with policydsl."""
    package = Path(__file__).parents[1]
    installed = package / "packs"
    return installed if installed.is_dir() else package.parent / "policies"


@frozen
class Listed:
    """A file to read: its path, the name to show, the folder in which its `use`s are looked for.

    `problem` says why it is not to be read.
    """

    path: Path
    shown: str
    folder: Path
    problem: Diagnostic | None = None


def listed(paths: Iterable[Path]) -> tuple[list[Listed], tuple[Path, ...]]:
    """The files given, and those of the folders given; with the folders."""
    found: list[Listed] = []
    folders: list[Path] = []
    for path in paths:
        if is_folder(path):
            folders.append(path)
            found += list_folder(path, path.as_posix())
        else:
            found.append(Listed(path, path.as_posix(), path.parent))
    return found, tuple(folders)


def list_folder(folder: Path, shown: str) -> list[Listed]:
    """Every policy file in a folder and below, in the order of their names."""
    try:
        os.scandir(folder).close()  # pathlib passes over a folder that may not be read
        paths = sorted(islice(_policy_files(folder), MOST_FILES + 1))
    except OSError as error:
        reason = error.strerror or str(error)
        found = diagnostic("E002", file=shown, notes=[("system", {"reason": reason})])
        return [Listed(folder, shown, folder, found)]
    if not paths or len(paths) > MOST_FILES:
        hint = ("too_many", {"most": MOST_FILES}) if paths else "no_policies"
        found = diagnostic("E002", file=shown, helps=[hint])
        return [Listed(folder, shown, folder, found)]
    return [_inside(path, folder, _shown(path, folder, shown)) for path in paths]


def _inside(path: Path, folder: Path, shown: str) -> Listed:
    if is_inside(path, folder):
        return Listed(path, shown, path.parent)
    found = diagnostic("E009", file=shown, folder=folder.name, helps=["inside"])
    return Listed(path, shown, folder, found)


def _shown(path: Path, folder: Path, shown: str) -> str:
    below = path.relative_to(folder).as_posix()
    return below if shown in ("", ".") else f"{shown.rstrip('/')}/{below}"


def is_policy_file(path: Path) -> bool:
    """Whether a file's name says that it holds policies."""
    return path.name.endswith((SUFFIX, *YAML_SUFFIXES))


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


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _policy_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob(f"*{SUFFIX}*"):
        below = path.relative_to(folder).parts
        if any(part.startswith(".") for part in below) or not is_policy_file(path):
            continue
        if path.is_file() or path.is_symlink():
            yield path
