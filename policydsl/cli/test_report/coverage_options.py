"""What the coverage options of `policydsl test` ask for, and what of it is not reached.

In: the options, and `policydsl.toml` where nothing is said on the command line. Out: lines on
standard error, a tracefile, an exit code.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from policydsl.cli.output import print_diagnostics
from policydsl.cli.test_report.coverage import Wanted, too_little
from policydsl.cli.test_report.coverage_lcov import coverage_lcov
from policydsl.diagnostics import has_errors
from policydsl.project.reading import read_settings
from policydsl.testing import Report


def is_asked(options: Namespace) -> bool:
    """Whether any option asks for coverage."""
    return bool(
        options.coverage
        or options.coverage_all
        or options.coverage_lcov
        or options.coverage_at_least is not None
        or options.bounds_at_least is not None
    )


def wanted_of(options: Namespace) -> Wanted | None:
    """What must be reached: the command line before the project's settings.

    None when the settings are wrong; that was said.
    """
    settings, found = read_settings(Path())
    print_diagnostics(found, options.lang, False, sys.stderr)
    if has_errors(found):
        return None
    asked, close = options.coverage_at_least, options.bounds_at_least
    return Wanted(
        coverage=settings.test.coverage if asked is None else asked,
        bounds=settings.test.bounds if close is None else close,
    )


def finish(report: Report, wanted: Wanted, options: Namespace) -> int:
    """Write the tracefile, say what is not reached; the exit code of both.

    Raises `OSError` when the file cannot be written.
    """
    if options.coverage_lcov:
        Path(options.coverage_lcov).write_text(coverage_lcov(report.coverage), "utf-8", newline="")
    missing = too_little(report.coverage, wanted, options.lang)
    sys.stdout.flush()
    sys.stderr.writelines(f"{line}\n" for line in missing)
    return 1 if missing else 0
