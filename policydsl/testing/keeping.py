"""What a run found of test files of which everything passed, in a form that can be kept or sent.

In: reports. Out: JSON values, and reports from them. Failures are never kept and never sent: they
are found again where they are to be shown.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from policydsl.diagnostics import Diagnostic, Source
from policydsl.engine.tzdata import data_versions
from policydsl.project.cache import Cache, changed_at, digest, file_stamp, stamp, surroundings
from policydsl.syntax.reading import read_source
from policydsl.testing.report import FileReport, Outcome

_KIND = "tests"


class Kept:
    """Results of earlier runs. `name_has` chooses tests, as for a run."""

    __slots__ = ("_base", "_changes", "_stamps", "_started", "cache")

    def __init__(self, cache: Cache, name_has: str) -> None:
        self.cache = cache
        self._base = digest(surroundings(data_versions()), name_has)
        self._started = time.time()
        self._stamps: dict[Path, str | None] = {}
        self._changes: dict[Path, float] = {}

    def report(self, path: Path, shown: str) -> FileReport | None:
        """What is known of a file; None when something that matters was changed since."""
        started = time.perf_counter()
        entry = self.cache.get(_KIND, self._key(path, shown))
        if not isinstance(entry, dict) or not self._holds(entry.get("places")):
            return None
        return restored(entry.get("passed"), path, shown, started)

    def keep(self, path: Path, shown: str, report: FileReport, places: Iterable[Path]) -> None:
        """Keep a report when all passed; `places` is where policies stood or might have stood."""
        passed = sendable(report)
        if passed is None:
            return
        resolved = [Path(os.path.realpath(place)) for place in (path, *places)]
        if any(self._changed_at(place) >= self._started - 1 for place in resolved):
            return
        known = {str(place): self._stamp(place) for place in resolved}
        self.cache.put(_KIND, self._key(path, shown), {"places": known, "passed": passed})

    def _holds(self, places: Any) -> bool:
        """Whether what stood at some places still does, and nothing where nothing was."""
        if not isinstance(places, dict):
            return False
        return all(self._stamp(Path(place)) == kept for place, kept in places.items())

    def _stamp(self, place: Path) -> str | None:
        if place not in self._stamps:
            self._stamps[place] = stamp(place)
        return self._stamps[place]

    def _changed_at(self, place: Path) -> float:
        if place not in self._changes:
            self._changes[place] = changed_at(place)
        return self._changes[place]

    def _key(self, path: Path, shown: str) -> str:
        return digest(self._base, shown, os.path.realpath(path), file_stamp(path) or "")


def sendable(report: FileReport) -> dict[str, Any] | None:
    """A report as a JSON value; None unless everything passed."""
    if report.diagnostics or report.failed:
        return None
    outcomes = [[one.name, one.span.start, one.span.end, one.allowed] for one in report.outcomes]
    return {"policy": report.policy, "outcomes": outcomes}


def restored(value: Any, path: Path, shown: str, started: float) -> FileReport | None:
    """The report of a value of `sendable`; None for anything else."""
    source = read_source(path, shown)
    if isinstance(source, Diagnostic):
        return None
    try:
        policy = value["policy"]
        outcomes = tuple(_outcome(source, *one) for one in value["outcomes"])
    except (TypeError, KeyError, ValueError):
        return None
    if not (policy is None or isinstance(policy, str)):
        return None
    return FileReport(shown, policy, outcomes, (), time.perf_counter() - started)


def _outcome(source: Source, name: str, start: int, end: int, allowed: bool) -> Outcome:
    if not 0 <= start <= end <= len(source.text):
        raise ValueError
    return Outcome(str(name), source.span(start, end), allowed=bool(allowed))
