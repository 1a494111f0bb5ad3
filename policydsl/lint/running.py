"""Runs the lints.

In: policy files, settings, today's date. Out: `Report`s: what is wrong, and what the lints found
in the policies that have no errors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policydsl.api import Policy
from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.report import Report, in_order
from policydsl.lint.configured import is_off, level_of, options_of
from policydsl.lint.ignoring import Ignores
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.lints import unused_ignore
from policydsl.lint.registry import BY_NAME, LINTS
from policydsl.lint.seeking import most_sought
from policydsl.policy.files import PolicyFile
from policydsl.policy.loading import Checked, check_each
from policydsl.project.settings import LintSettings


def lint(
    files: Sequence[PolicyFile],
    folders: tuple[Path, ...],
    settings: LintSettings,
    today: date,
) -> tuple[Report, ...]:
    """Everything wrong with any policy given, and what the lints find; each composed once.

    Versions of one policy in one folder are one policy. A policy with errors is not linted.
    """
    found = [Report(one) for file in files for one in file.parsed.diagnostics]
    for _, reports in lint_each(files, folders, settings, today):
        found += reports
    return in_order(found)


def lint_each(
    files: Sequence[PolicyFile],
    folders: tuple[Path, ...],
    settings: LintSettings,
    today: date,
    but: Collection[tuple[str, Path | None]] = (),
) -> Iterator[tuple[Checked, list[Report]]]:
    """As `lint`, one policy after the other, without what is wrong in the files by themselves.

    `but` are the names and folders of policies that need not be looked at.
    """
    for checked in check_each(files, folders, today, but):
        reports = [Report(one) for one in checked.diagnostics]
        if checked.composed is not None:
            own = tuple(one.policy for one in checked.own)
            policy = Policy(checked.composed, checked.diagnostics, compiled=False)
            subject = Subject(own[0].name.text, own, policy, today)
            reports += lint_subject(subject, settings)
        yield checked, reports


def lint_subject(
    subject: Subject, settings: LintSettings, lints: Sequence[Lint] = LINTS
) -> Iterator[Report]:
    """What the lints that are not switched off find in one policy, but for what it ignores."""
    ignores = Ignores(subject)
    yield from (Report(one) for one in ignores.unknown(BY_NAME))
    looking = [one for one in lints if not is_off(one, settings)]
    for one in looking:
        if one is not unused_ignore.LINT:
            yield from _first(one, subject, settings, ignores)
    if unused_ignore.LINT in looking:
        looked = {one.name: one for one in looking}
        idle = replace(subject, idle=ignores.idle(looked))
        yield from _first(unused_ignore.LINT, idle, settings, ignores)


def _first(
    one: Lint, subject: Subject, settings: LintSettings, ignores: Ignores
) -> Iterator[Report]:
    """The first findings of a lint; each costs a search, and who has so many has enough to do."""
    most = most_sought(subject)
    reported = 0
    for finding in _look(one, subject, settings):
        if one is not unused_ignore.LINT and ignores.silences(one, finding):
            continue
        yield _report(one, finding, settings)
        reported += 1
        if reported == most:
            ignores.leave(one)
            place = subject.own[0].name.span
            stopped = diagnostic("W901", place, lint=one.name, most=most, policy=subject.name)
            yield Report(stopped)
            return


def _look(one: Lint, subject: Subject, settings: LintSettings) -> Iterator[Finding]:
    return one.look(replace(subject, options=options_of(one, settings)))


def _report(one: Lint, finding: Finding, settings: LintSettings) -> Report:
    made = replace(finding.diagnostic, level=level_of(one, settings))
    return Report(made, one.name, tuple(each.data for each in finding.witnesses))
