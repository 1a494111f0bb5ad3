"""Where `use NAME` finds a policy.

`use a.b.c` is looked for among the policies loaded together, then beside the file that uses it,
then in the folders loaded, then among the packs shipped: `a/b/c.policy`, `a.b.c.policy`, the same
with `.policy.yaml`, or every file of the folder `a/b/c/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from policydsl.diagnostics import Diagnostic, has_errors
from policydsl.frozen import frozen
from policydsl.policy.files import (
    SUFFIX,
    YAML_SUFFIXES,
    PolicyFile,
    holds_policies,
    is_file,
    is_inside,
    read_file,
    read_folder,
)
from policydsl.policy.listing import shipped_packs as shipped_packs
from policydsl.syntax import tree


@frozen
class Found:
    """A policy and the folder of its file."""

    policy: tree.Policy
    folder: Path | None


@dataclass(slots=True)
class Library:
    """Finds policies by name and remembers the files it read.

    `found` gathers what is wrong in them, `lost` the names that are missing for it. `asked` are the
    names looked for, `looked` the paths at which something might have stood.
    """

    given: list[Found]
    folders: tuple[Path, ...]
    found: list[Diagnostic] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    looked: set[Path] = field(default_factory=set)
    _broken: set[Path] = field(default_factory=set)
    _read: dict[Path, list[Found]] = field(default_factory=dict)

    def find(self, name: str, near: Path | None) -> list[Found]:
        """Every version of a policy that is used from a file in the folder `near`."""
        self.asked.add(name)
        here = [one for one in self.given if one.policy.name.text == name]
        if here:
            return here
        parts = name.split(".")
        if any(part in ("", "..") or "/" in part or "\\" in part for part in parts):
            return []
        for base in self._bases(near):
            files, nested = _places(base, parts)
            self.looked.update((*files, nested))
            there = [path for path in files if is_file(path)]
            for path in [*there, nested] if holds_policies(nested) else there:
                named = [one for one in self._open(path, base) if one.policy.name.text == name]
                if named:
                    return named
                if path in self._broken:
                    self.lost.add(name)
        return []

    def _bases(self, near: Path | None) -> Iterable[Path]:
        bases = [] if near is None else [near]
        return dict.fromkeys([*bases, *self.folders, shipped_packs()])

    def _open(self, path: Path, base: Path) -> list[Found]:
        if path not in self._read:
            files = self._files(path) if is_inside(path, base) else []
            self._read[path] = [
                Found(policy, file.folder) for file in files for policy in file.parsed.policies
            ]
            for file in files:
                self.found += file.parsed.diagnostics
                self.lost |= file.parsed.lost
                if has_errors(file.parsed.diagnostics):
                    self._broken.add(path)
        return self._read[path]

    def _files(self, path: Path) -> list[PolicyFile]:
        shown = shown_path(path)
        return read_folder(path, shown) if path.is_dir() else [read_file(path, shown)]

    def names(self) -> list[str]:
        """The names of the packs shipped, by their places, and of the policies given."""
        base = shipped_packs()
        packs = [
            ".".join([*path.relative_to(base).parts[:-1], path.name.removesuffix(SUFFIX)])
            for path in sorted(base.rglob(f"*{SUFFIX}"))
        ]
        return [one.policy.name.text for one in self.given] + packs


def shown_path(path: Path) -> str:
    """A path as messages and decisions show it: packs from their folder, others as they are."""
    base = shipped_packs()
    if path.is_relative_to(base):
        return f"policies/{path.relative_to(base).as_posix()}"
    return path.as_posix()


def _places(base: Path, parts: list[str]) -> tuple[list[Path], Path]:
    """The files in which a policy may stand, and the folder."""
    nested, flat = base.joinpath(*parts), base / ".".join(parts)
    suffixes = (SUFFIX, *YAML_SUFFIXES)
    return [Path(f"{stem}{suffix}") for stem in (nested, flat) for suffix in suffixes], nested
