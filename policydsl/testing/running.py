"""Running of tests.

In: paths of files and folders. Out: a `Report`: what became of every case and of every step of a
story.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.policy.library import shown_path
from policydsl.policy.listing import is_folder, is_policy_file
from policydsl.project.cache import NO_CACHE, Cache
from policydsl.testing.keeping import Kept, restored
from policydsl.testing.report import FileReport, Report
from policydsl.testing.runner import Runner
from policydsl.testing.workers import in_parallel, jobs_for

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many files are done, and of how many."""

SUFFIXES = (".test.yaml", ".test.yml")
"""How the names of test files end."""

MOST_FILES = 10_000
"""How many test files a folder may hold."""


def _unseen(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def run(
    paths: Iterable[str | PathLike[str]] = (".",),
    *,
    name_has: str = "",
    coverage: bool = False,
    coverage_all: bool = False,
    jobs: int | None = 1,
    cache: Cache = NO_CACHE,
    progress: Progress = _unseen,
) -> Report:
    """Run the tests in files, and in folders and below them.

    `name_has` keeps the cases and stories whose name has a text in it, in upper or lower case.
    With `coverage`, the report also says what the tests have seen of each policy that is tested;
    with `coverage_all`, of the policies too that it uses. `jobs` is how many processes run files,
    None leaves that to the work; `cache` knows files of which all passed and nothing changed;
    coverage needs neither, and makes every decision in this process. `progress` is told how many
    files are done, and of how many. Never raises for what files hold; whatever cannot be run is in
    the report.
    """
    started = perf_counter()
    files, problems = _files(paths)
    covers = coverage or coverage_all
    chosen = name_has.casefold()
    kept = None if covers else Kept(cache, chosen)
    runner = Runner(chosen, coverage=covers, coverage_all=coverage_all, kept=kept)
    reports: list[FileReport] = []
    count = 1 if covers else jobs_for(files, jobs)
    for report in _reports(files, runner, chosen, count, kept):
        reports.append(report)
        progress(len(reports), len(files))
    return Report(
        files=tuple(reports),
        diagnostics=tuple(problems),
        coverage=runner.coverage(),
        seconds=perf_counter() - started,
    )


def _reports(
    files: Sequence[Path], runner: Runner, name_has: str, jobs: int, kept: Kept | None
) -> Iterator[FileReport]:
    """The report of each file: from an earlier run, from another process, or from this one."""
    known = {path: kept.report(path, shown_path(path)) for path in files} if kept else {}
    waiting = [path for path in files if known.get(path) is None]
    elsewhere = iter(in_parallel(waiting, name_has, jobs, kept) if jobs > 1 else ())
    for path in files:
        report = known.get(path)
        if report is None:
            started = perf_counter()
            report = restored(next(elsewhere, None), path, shown_path(path), started)
        yield runner.run(path) if report is None else report


def _files(paths: Iterable[str | PathLike[str]]) -> tuple[list[Path], list[Diagnostic]]:
    """The test files, each once, and what is wrong with the paths."""
    files: dict[str, Path] = {}
    problems: list[Diagnostic] = []
    for given in paths:
        found = files_in(Path(given))
        if isinstance(found, Diagnostic):
            problems.append(found)
            continue
        for path in found:
            # `resolve` raises for a link that leads to itself.
            files.setdefault(os.path.realpath(path), path)
    return list(files.values()), problems


def files_in(path: Path) -> list[Path] | Diagnostic:
    """The test file, or those in a folder and below, in order; hidden folders are passed over."""
    if is_policy_file(path):
        suggestion = f"{path.name.partition('.')[0]}.test.yaml"
        return diagnostic(
            "T102", folder=path.as_posix(), helps=[("policy", {"suggestion": suggestion})]
        )
    if not is_folder(path):
        return [path]
    try:
        found = sorted(islice(_below(path), MOST_FILES + 1))
    except OSError as error:
        reason = error.strerror or str(error)
        return diagnostic("E002", file=path.as_posix(), notes=[("system", {"reason": reason})])
    if not found:
        return diagnostic("T102", folder=path.as_posix(), helps=["suffix"])
    if len(found) > MOST_FILES:
        return diagnostic("T116", folder=path.as_posix(), most=f"{MOST_FILES:,}")
    return found


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.test.y*ml"):
        below = path.relative_to(folder).parts
        if path.name.endswith(SUFFIXES) and not any(part.startswith(".") for part in below):
            yield path
