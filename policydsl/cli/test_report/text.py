"""A run of tests for a person to read: a line for each file, and each failure in full."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from policydsl.cli.decision_text import decision_text
from policydsl.cli.test_report.texts import text
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.visible import visible, width
from policydsl.testing import ABSENT, FileReport, Mismatch, Outcome, Report

_INDENT = "   "
_WIDEST = 60


def report_text(report: Report, lang: str, colour: bool) -> str:
    """The whole report; its last line sums up."""
    parts = [render(report.diagnostics, lang, colour), "\n"] if report.diagnostics else []
    shown = (file for file in report.files if file.outcomes or file.diagnostics)
    parts += [_file(file, lang, colour) for file in shown]
    return "".join(parts) + _summary(report, lang)


def _file(file: FileReport, lang: str, colour: bool) -> str:
    named = [visible(file.name), *([visible(file.policy)] if file.policy else [])]
    counts = text("not_run", lang) if file.diagnostics else counted(file.passed, file.failed, lang)
    lines = ["  ".join([*named, counts]) + "\n"]
    if file.diagnostics:
        lines.append("\n" + render(file.diagnostics, lang, colour))
    for outcome in file.outcomes:
        if not outcome.passed:
            lines.append("\n" + failure_text(outcome, lang, colour))
    return "".join(lines) + ("\n" if len(lines) > 1 else "")


def counted(passed: int, failed: int, lang: str) -> str:
    """`12 passed, 1 failed`, without what there is none of."""
    counts = [text("passed", lang, number=passed)] if passed or not failed else []
    if failed:
        counts.append(text("failed", lang, number=failed))
    return text("comma", lang).join(counts)


def _summary(report: Report, lang: str) -> str:
    counts = [counted(report.passed, report.failed, lang)]
    if report.unreadable:
        key = "unreadable_one" if report.unreadable == 1 else "unreadable"
        counts.append(text(key, lang, number=report.unreadable))
    seconds = f"{report.seconds:.1f}"
    return text("summary", lang, counts=text("comma", lang).join(counts), seconds=seconds) + "\n"


def failure_text(outcome: Outcome, lang: str, colour: bool) -> str:
    """A failure: where it is, what differs, and what the decision says in full."""
    place = f"{visible(outcome.span.source.name)}:{outcome.span.line}"
    mark = text("fail", lang)
    if colour:
        mark = f"\x1b[1;31m{mark}\x1b[0m"
    parts = [f"{mark}  {place}  {visible(outcome.name)}\n"]
    if outcome.mismatches:
        parts += [f"{_INDENT}{line}\n" for line in _table(outcome.mismatches, lang)]
    if outcome.diagnostics:
        parts.append(render(outcome.diagnostics, lang, colour))
    if outcome.decision is not None and outcome.request is not None:
        said = decision_text(outcome.decision, outcome.request, lang, colour)
        parts.append("\n" + indented(said))
    return "".join(parts)


def indented(said: str) -> str:
    """A text with every line that is not blank moved to the right."""
    return "".join(f"{_INDENT}{line}".rstrip() + "\n" for line in said.splitlines())


def _table(mismatches: tuple[Mismatch, ...], lang: str) -> Iterator[str]:
    """The fields that differ, expected beside got; what is too wide goes below each other."""
    rows = [("", text("expected", lang), text("got", lang))]
    rows += [(one.field, _value(one.expected, lang), _value(one.got, lang)) for one in mismatches]
    first, second = (max(width(row[column]) for row in rows) for column in (0, 1))
    if second <= _WIDEST:
        for field, expected, got in rows:
            yield f"{_padded(field, first)}  {_padded(expected, second)}  {got}".rstrip()
        return
    words = rows[0][1:]
    second = max(map(width, words))
    for field, *both in rows[1:]:
        for name, word, value in zip((field, ""), words, both, strict=True):
            yield f"{_padded(name, first)}  {_padded(word, second)}  {value}".rstrip()


def _padded(cell: str, to: int) -> str:
    return cell + " " * (to - width(cell))


def _value(value: Any, lang: str) -> str:
    return text("nothing", lang) if value is ABSENT else visible(_written(value))


def _written(value: Any) -> str:
    """A value as a test file writes it, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value)
