"""What the mutation options of `policydsl test` ask for, and what of it is not reached.

In: the options, and `policydsl.toml` where nothing is said on the command line. Out: the run of
mutants with its progress on a terminal, lines on standard error, an exit code.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from policydsl.cli.output import print_diagnostics
from policydsl.cli.test_report.mutation import percent
from policydsl.cli.test_report.mutation_texts import text
from policydsl.diagnostics import did_you_mean, has_errors
from policydsl.diagnostics.visible import visible
from policydsl.project.reading import read_settings
from policydsl.testing.mutation import MutationReport, mutate
from policydsl.testing.mutation.running import NoSuchRuleError

_MOST_JOBS = 16
_INTERRUPTED = 130
_CLEAR = "\r\x1b[K"


def is_asked(options: Namespace) -> bool:
    """Whether any option asks for mutants."""
    return bool(
        options.mutate
        or options.mutate_rule is not None
        or options.mutate_most is not None
        or options.mutation_at_least is not None
    )


def mutated(options: Namespace) -> MutationReport | None:
    """The run; None when no rule has the name asked for, which was said."""
    jobs = options.jobs or min(os.cpu_count() or 1, _MOST_JOBS)
    progress = _Progress(options.lang) if sys.stderr.isatty() else None
    try:
        return mutate(
            options.paths,
            name_has=options.filter,
            rule=options.mutate_rule,
            most=options.mutate_most,
            jobs=jobs,
            progress=progress,
        )
    except NoSuchRuleError as error:
        lines = [text("no_rule", options.lang, name=visible(error.name))]
        near = did_you_mean(error.name, error.known)
        lines += [text("did_you_mean", options.lang, suggestion=one) for one in near]
        sys.stderr.writelines(f"{line}\n" for line in lines)
        return None
    finally:
        if progress is not None:
            progress.end()


class _Progress:
    """One line on standard error, written anew as mutants are judged."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def __call__(self, policy: str, done: int, number: int, survived: int) -> None:
        said = text(
            "progress",
            self._lang,
            policy=visible(policy),
            done=done,
            number=number,
            survived=survived,
        )
        sys.stderr.write(_CLEAR + said)
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()


def refused(lang: str) -> None:
    """Say that nothing is mutated while a test fails."""
    sys.stdout.flush()
    sys.stderr.write(text("failing", lang) + "\n")


def finish(report: MutationReport, options: Namespace) -> int:
    """Say what is not reached; the exit code.

    Without a percentage every mutant must be killed or explained, and every explanation needed.
    """
    sys.stdout.flush()
    if report.interrupted:
        sys.stderr.write(text("interrupted", options.lang) + "\n")
        return _INTERRUPTED
    settings, found = read_settings(Path())
    if has_errors(found):
        print_diagnostics(found, options.lang, False, sys.stderr)
        return 2
    wanted = options.mutation_at_least
    wanted = settings.test.mutation if wanted is None else wanted
    if wanted is None:
        return 1 if report.survived or report.diagnostics else 0
    if report.score < wanted:
        said = percent(report.score)
        sys.stderr.write(text("too_few", options.lang, percent=said, wanted=wanted) + "\n")
        return 1
    return 1 if report.diagnostics else 0
