"""Everything that `check` does with files.

In: files, settings, the date, the cache. Out: `Outcome`: reports, and how many policies there are.
What is known from an earlier run is neither parsed nor composed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.report import Report, in_order
from policydsl.engine.tzdata import data_versions
from policydsl.frozen import frozen
from policydsl.lint.keeping import Given, Group, Kept, given_of
from policydsl.policy.listing import Listed, shipped_packs
from policydsl.project.cache import Cache, digest, surroundings
from policydsl.project.settings import LintSettings

if TYPE_CHECKING:
    # Not read when nothing has to be parsed.
    from policydsl.policy.files import PolicyFile
    from policydsl.policy.loading import Checked

Progress = Callable[[int, int], None]
"""Is told how many policies are done, and of how many."""


@frozen
class Outcome:
    """What was reported, in order, the number of policies, and the files as they are shown."""

    reports: tuple[Report, ...]
    policies: int
    files: tuple[str, ...]

    def joined(self, other: Outcome) -> Outcome:
        """The outcome of both."""
        reports = in_order((*self.reports, *other.reports))
        return Outcome(reports, self.policies + other.policies, self.files + other.files)


@frozen
class Task:
    """What to check, and how: settings, the date on which waivers are looked at, the cache."""

    files: Sequence[Listed]
    folders: tuple[Path, ...]
    settings: LintSettings
    today: date
    cache: Cache
    progress: Progress


def check(task: Task) -> Outcome:
    """Check files; what is kept from an earlier run is taken from there."""
    given = given_of(task.files)
    if given is None:
        return _anew(task, None, {}, {})
    kept = Kept(task.cache, _base(task), given)
    files = {number: _read(given[number]) for number in kept.unknown}
    for number, file in files.items():
        if not file.parsed.diagnostics:
            kept.keep_names(number, [policy.name.text for policy in file.parsed.policies])
    groups = kept.groups()
    found = {group: kept.reports(group, numbers) for group, numbers in groups.items()}
    known = {group: reports for group, reports in found.items() if reports is not None}
    if len(known) == len(groups) and not kept.unknown:
        every = [one for reports in known.values() for one in reports]
        return Outcome(in_order(every), kept.policies, _shown(task))
    files |= {number: _read(one) for number, one in enumerate(given) if number not in files}
    return _anew(task, kept, known, files)


def _read(given: Given) -> PolicyFile:
    from policydsl.policy.files import read_listed

    return read_listed(given.listed, given.data)


def check_text(data: bytes, shown: str, settings: LintSettings, today: date) -> Outcome:
    """Check a text in the DSL that is no file; nothing is kept."""
    from policydsl.lint.running import lint
    from policydsl.policy.files import read_bytes

    file = read_bytes(data, shown, is_yaml=False)
    reports = lint([file], (), settings, today)
    return Outcome(reports, len(file.parsed.policies), (shown,))


def problems(settings: LintSettings) -> tuple[Diagnostic, ...]:
    """What is wrong with the settings of lints, which name lints and their options."""
    if not settings.severities and not settings.options:
        return ()
    from policydsl.lint import configured
    from policydsl.lint.registry import BY_NAME

    return tuple(configured.problems(settings, BY_NAME))


def _shown(task: Task) -> tuple[str, ...]:
    return tuple(one.shown for one in task.files)


def _base(task: Task) -> str:
    """The key part for all that the results of a run share."""
    severities = sorted(f"{name}={one.severity}" for name, one in task.settings.severities.items())
    options = sorted(f"{key}={one.value}" for key, one in task.settings.options.items())
    folders = [str(folder.resolve()) for folder in task.folders]
    around = surroundings(data_versions(), shipped_packs())
    lists = (digest(*severities), digest(*options), digest(*folders))
    return digest(around, task.today.isoformat(), *lists)


def _anew(
    task: Task,
    kept: Kept | None,
    known: Mapping[Group, Sequence[Report]],
    read: Mapping[int, PolicyFile],
) -> Outcome:
    """Look at every policy that is not known, and keep what is found."""
    from policydsl.lint.running import lint_each
    from policydsl.policy.files import read_listed

    files = [read[n] if n in read else read_listed(one) for n, one in enumerate(task.files)]
    policies = [(one.name.text, file.folder) for file in files for one in file.parsed.policies]
    found = [Report(one) for file in files for one in file.parsed.diagnostics]
    found += [one for reports in known.values() for one in reports]
    done, total = len(known), len(set(policies))
    task.progress(done, total)
    for checked, reports in lint_each(files, task.folders, task.settings, task.today, known):
        found += reports
        done += 1
        task.progress(done, total)
        if kept is not None and checked.composed is not None:
            _keep(kept, checked, reports)
    return Outcome(in_order(found), len(policies), _shown(task))


def _keep(kept: Kept, checked: Checked, reports: Sequence[Report]) -> None:
    first = checked.own[0]
    assert first.folder is not None
    group = (first.policy.name.text, first.folder)
    numbers = kept.groups().get(group, [])
    kept.keep(group, numbers, reports, checked.library.asked, checked.library.looked)
