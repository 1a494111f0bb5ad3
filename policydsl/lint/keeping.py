"""What `check` found before, and whether it still holds.

In: the files given, each with its bytes, and the cache. Out: the reports of those policies of which
nothing changed since: not their files, not what they use or would have used, not the settings, the
day, the program or its data. Nothing is parsed here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from policydsl.diagnostics import Diagnostic, Source, has_errors
from policydsl.diagnostics.report import Report
from policydsl.diagnostics.stored import NotStoredError, restored, sources_of, stored
from policydsl.frozen import frozen
from policydsl.policy.listing import Listed
from policydsl.project.cache import Cache, changed_at, digest, stamp
from policydsl.syntax.reading import read_source

Group = tuple[str, Path]
"""A policy: its name, and the folder of the files of its versions."""


@frozen
class Given:
    """A file given: where it stands, its bytes, and the key part that stands for both."""

    listed: Listed
    data: bytes
    key: str

    @property
    def place(self) -> str:
        """The whole path, however it was given."""
        return str(self.listed.path.resolve())


def given_of(files: Iterable[Listed]) -> list[Given] | None:
    """The files with their bytes; None when one cannot be read."""
    found = []
    for one in files:
        try:
            if one.problem is not None or not one.path.is_file():
                return None
            data = one.path.read_bytes()
            found.append(Given(one, data, digest(one.shown, str(one.path.resolve()), data)))
        except (OSError, ValueError):
            return None
    return found


class Kept:
    """The results of one run, kept or to be kept. `base` is a key part for all that they share."""

    __slots__ = ("_base", "_cache", "_files", "_names", "_sources", "_started")

    def __init__(self, cache: Cache, base: str, files: Sequence[Given]) -> None:
        self._cache, self._base, self._files = cache, base, files
        self._names: list[Sequence[str] | None] = [self._names_of(one) for one in files]
        self._sources: dict[str, Source] = {}
        self._started = time.time()

    @property
    def unknown(self) -> list[int]:
        """The numbers of the files of which it is not known which policies stand in them."""
        return [number for number, names in enumerate(self._names) if names is None]

    def _names_of(self, given: Given) -> Sequence[str] | None:
        names = self._cache.get("names", digest(self._base, given.key))
        if isinstance(names, list) and names and all(isinstance(one, str) for one in names):
            return names
        return None

    def keep_names(self, number: int, names: Sequence[str]) -> None:
        """Keep which policies stand in a file, which has no mistakes."""
        self._names[number] = names
        self._cache.put("names", digest(self._base, self._files[number].key), list(names))

    def groups(self) -> dict[Group, list[int]]:
        """The policies given, each with the numbers of its files."""
        found: dict[Group, list[int]] = {}
        for number, (given, names) in enumerate(zip(self._files, self._names, strict=True)):
            for name in dict.fromkeys(names or ()):
                found.setdefault((name, given.listed.folder), []).append(number)
        return found

    @property
    def policies(self) -> int:
        """How many policies stand in the files."""
        return sum(len(names or ()) for names in self._names)

    def _key(self, group: Group, numbers: Iterable[int]) -> str:
        return digest(self._base, group[0], *(self._files[number].key for number in numbers))

    def reports(self, group: Group, numbers: Sequence[int]) -> list[Report] | None:
        """What was reported of a policy; None when something changed, or nothing is kept."""
        entry = self._cache.get("check", self._key(group, numbers))
        try:
            if entry is None or not self._holds(entry):
                return None
            source = partial(self._source, entry["sources"])
            return [_report(one, source) for one in entry["reports"]]
        except (NotStoredError, TypeError, KeyError, ValueError, AttributeError):
            return None

    def _holds(self, entry: Mapping[str, Any]) -> bool:
        """Whether what is used, or was looked for, is still the same."""
        used = all(keys == self._having(name) for name, keys in entry["used"].items())
        return used and all(kept == stamp(Path(path)) for path, kept in entry["looked"].items())

    def _having(self, name: str) -> list[str]:
        """The keys of the files given in which a policy stands."""
        pairs = zip(self._files, self._names, strict=True)
        return [given.key for given, names in pairs if name in (names or ())]

    def _source(self, places: Mapping[str, str], name: str) -> Source:
        if name not in self._sources:
            found = read_source(Path(places[name]), name)
            if isinstance(found, Diagnostic):
                raise NotStoredError
            self._sources[name] = found
        return self._sources[name]

    def keep(
        self,
        group: Group,
        numbers: Sequence[int],
        reports: Sequence[Report],
        asked: Iterable[str],
        looked: Iterable[Path],
    ) -> None:
        """Keep what was reported of a policy without errors.

        `asked` are the names of the policies that it uses, `looked` the paths at which they were
        looked for. Nothing is kept when one of these was changed while the run went on.
        """
        if has_errors(one.diagnostic for one in reports):
            return
        places = {one.listed.shown: one.place for one in self._files}
        paths = [path.resolve() for path in looked]
        if any(changed_at(path) >= self._started - 1 for path in paths):
            return
        shown = [source for one in reports for source in sources_of(one.diagnostic)]
        names = {source.name for source in shown}
        if not names <= places.keys():
            return
        entry = {
            "used": {name: self._having(name) for name in sorted(asked)},
            "looked": {str(path): stamp(path) for path in paths},
            "sources": {name: places[name] for name in sorted(names)},
            "reports": [_kept(one) for one in reports],
        }
        self._cache.put("check", self._key(group, numbers), entry)


def _kept(report: Report) -> dict[str, Any]:
    return {
        "lint": report.lint,
        "requests": list(report.requests),
        "diagnostic": stored(report.diagnostic),
    }


def _report(data: Mapping[str, Any], source: Callable[[str], Source]) -> Report:
    lint, requests = data["lint"], data["requests"]
    if not (lint is None or isinstance(lint, str)) or not all(
        isinstance(one, dict) for one in requests
    ):
        raise NotStoredError
    return Report(restored(data["diagnostic"], source), lint, tuple(requests))
