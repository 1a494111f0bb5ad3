"""`policydsl test`: run the tests of policies."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from policydsl.cli.output import print_json, wants_colour
from policydsl.cli.progress import Counter
from policydsl.cli.test_report import mutation_options
from policydsl.cli.test_report.coverage import coverage_text
from policydsl.cli.test_report.coverage_options import finish, is_asked, wanted_of
from policydsl.cli.test_report.json import report_json
from policydsl.cli.test_report.junit import report_junit
from policydsl.cli.test_report.mutation import mutation_text
from policydsl.cli.test_report.text import report_text
from policydsl.cli.test_report.texts import text
from policydsl.diagnostics.visible import visible
from policydsl.project.cache import open_cache
from policydsl.project.reading import read_settings
from policydsl.testing import Report
from policydsl.testing import run as run_tests
from policydsl.testing.watching import snapshot, wait


def run(options: Namespace) -> int:
    """Run the tests and report; 0 when all passed, 1 with failures, 2 for what cannot be run."""
    return _watched(options) if options.watch else _once(options)


def _watched(options: Namespace) -> int:
    """Run the tests again and again, until interrupted."""
    paths = [Path(path) for path in options.paths]
    seen = snapshot(paths)
    try:
        while True:
            _once(options)
            sys.stdout.flush()
            sys.stderr.write(text("watching", options.lang) + "\n")
            seen = wait(paths, seen)
    except KeyboardInterrupt:
        return 0


def _once(options: Namespace) -> int:
    covers = is_asked(options)
    wanted = wanted_of(options) if covers else None
    if covers and wanted is None:
        return 2
    report = _report(options, covers)
    lang, colour = options.lang, wants_colour(sys.stdout)
    if options.format in (None, "text"):
        sys.stdout.write(report_text(report, lang, colour))
        sys.stdout.write(coverage_text(report.coverage, lang))
        sys.stdout.flush()
    passed = not report.exit_code and report.passed > 0
    mutates, mutation = mutation_options.is_asked(options), None
    if mutates and passed:
        mutation = mutation_options.mutated(options)
        if mutation is None:
            return 2
    if options.format == "json":
        print_json(report_json(report, mutation))
    elif options.format == "junit":
        sys.stdout.write(report_junit(report, lang, mutation))
    elif mutation is not None:
        sys.stdout.write(mutation_text(mutation, lang, colour))
    if not report.exit_code and not passed:
        sys.stderr.write(text("none_match", lang, given=visible(options.filter)) + "\n")
        return 2
    too_little = 0 if wanted is None else finish(report, wanted, options)
    if mutates and mutation is None:
        mutation_options.refused(lang)
    survivors = 0 if mutation is None else mutation_options.finish(mutation, options)
    return report.exit_code or survivors or too_little


def _report(options: Namespace, covers: bool) -> Report:
    settings, _ = read_settings(Path())
    cache = open_cache(settings.folder or Path(), enabled=not options.no_cache)
    with Counter(sys.stderr, "tested", options.lang) as counter:
        return run_tests(
            options.paths,
            name_has=options.filter,
            coverage=covers,
            coverage_all=options.coverage_all,
            jobs=options.jobs,
            cache=cache,
            progress=counter.show,
        )
