"""`policydsl check`: parse, type, compose, lint; everything that is found in all files."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from policydsl.cli.check_report import write_report
from policydsl.cli.output import exit_code, print_diagnostics
from policydsl.cli.progress import Counter
from policydsl.cli.texts import text
from policydsl.diagnostics import Diagnostic, Severity
from policydsl.lint.checking import Outcome, Task, check, check_text, problems
from policydsl.policy.listing import listed
from policydsl.project.cache import open_cache
from policydsl.project.reading import read_settings
from policydsl.project.settings import Settings
from policydsl.syntax.screening import MOST_BYTES

_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def run(options: Namespace) -> int:
    """Check every path given; `-` reads a DSL text from standard input."""
    try:
        today = date.fromisoformat(options.today) if options.today else date.today()
    except ValueError:
        sys.stderr.write(text("bad_date", options.lang) + "\n")
        return 2
    settings, found = read_settings(Path())
    found += problems(settings.lint)
    if found:
        print_diagnostics(found, options.lang, options.format == "json", sys.stderr)
        return 2
    outcome = _outcome(options, settings, today)
    write_report(outcome, options)
    return _exit_code([one.diagnostic for one in outcome.reports], options.fail_on)


def _outcome(options: Namespace, settings: Settings, today: date) -> Outcome:
    paths = [Path(path) for path in options.paths if path != "-"]
    if not options.paths:
        paths = _of_settings(settings)
    outcome = Outcome((), 0, ())
    if "-" in options.paths:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        outcome = check_text(data, "<stdin>", settings.lint, today)
    if not paths:
        return outcome
    files, folders = listed(paths)
    cache = open_cache(settings.folder or Path(), enabled=not options.no_cache)
    with Counter(sys.stderr, "checked", options.lang) as counter:
        task = Task(files, folders, settings.lint, today, cache, counter.show)
        return outcome.joined(check(task))


def _of_settings(settings: Settings) -> list[Path]:
    """The paths that the settings name, as seen from here; without any, this folder."""
    folder = settings.folder
    if folder is None or not settings.paths:
        return [Path()]
    here = Path().resolve()
    paths = [folder / path for path in settings.paths]
    return [path.relative_to(here) if path.is_relative_to(here) else path for path in paths]


def _exit_code(found: Iterable[Diagnostic], least: str) -> int:
    """2 when something could not be read, 1 with errors or findings of the level asked for."""
    reported = tuple(found)
    counted = _LEVELS[: _LEVELS.index(Severity(least)) + 1]
    if code := exit_code(reported):
        return code
    return int(any(one.severity in counted for one in reported))
