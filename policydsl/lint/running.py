"""Runs the lints.

In: policy files, settings, today's date. Out: `Report`s: what is wrong, and what the lints found
in the policies that have no errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from policydsl.api import Policy
from policydsl.diagnostics import Diagnostic
from policydsl.frozen import frozen
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.registry import LINTS
from policydsl.policy.files import PolicyFile
from policydsl.policy.loading import Checked, check_each
from policydsl.project.settings import LintSettings


@frozen
class Report:
    """One diagnostic; of a lint, with its name and the requests that show it, in JSON form."""

    diagnostic: Diagnostic
    lint: str | None = None
    requests: tuple[Mapping[str, Any], ...] = ()


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
    for checked in check_each(files, folders, today):
        found += [Report(one) for one in checked.diagnostics]
        found += _lint_one(checked, settings, today)
    return in_order(found)


def in_order(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports by file and place, each diagnostic once."""
    once = {one.diagnostic: one for one in reversed(reports)}
    return tuple(sorted(once.values(), key=_place))


def _place(report: Report) -> tuple[str, int, str]:
    span = report.diagnostic.span
    if span is None:
        return "", 0, report.diagnostic.code
    return span.source.name, span.start, report.diagnostic.code


def _lint_one(checked: Checked, settings: LintSettings, today: date) -> Iterator[Report]:
    if checked.composed is None:
        return
    own = tuple(one.policy for one in checked.own)
    policy = Policy(checked.composed, checked.diagnostics)
    yield from lint_subject(Subject(own[0].name.text, own, policy, today), settings)


def lint_subject(
    subject: Subject, settings: LintSettings, lints: Sequence[Lint] = LINTS
) -> Iterator[Report]:
    """What the lints that are not switched off find in one policy."""
    for one in lints:
        setting = settings.severities.get(one.name)
        if setting is not None and setting.severity is None:
            continue
        for finding in one.look(_with_options(subject, one, settings)):
            level = None if setting is None else setting.severity
            yield _report(one, finding, replace(finding.diagnostic, level=level))


def _with_options(subject: Subject, one: Lint, settings: LintSettings) -> Subject:
    if not one.options:
        return subject
    values = {option.name: option.default for option in one.options}
    for name in values:
        given = settings.options.get((one.name, name))
        if given is not None:
            values[name] = given.value
    return replace(subject, options=values)


def _report(one: Lint, finding: Finding, diagnostic: Diagnostic) -> Report:
    return Report(diagnostic, one.name, tuple(each.data for each in finding.witnesses))
