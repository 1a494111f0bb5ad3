"""A run of tests as JSON, for other programs."""

from __future__ import annotations

from typing import Any

from policydsl.cli.test_report.coverage_json import coverage_json
from policydsl.cli.test_report.mutation_data import mutation_json
from policydsl.diagnostics.render_json import to_json
from policydsl.testing import ABSENT, FileReport, Mismatch, Outcome, Report
from policydsl.testing.mutation import MutationReport
from policydsl.testing.values import jsonable


def report_json(report: Report, mutation: MutationReport | None = None) -> dict[str, Any]:
    """The whole report; every key is always there.

    `coverage` is empty and `mutation` null unless asked for.
    """
    return {
        "passed": report.passed,
        "failed": report.failed,
        "unreadable": report.unreadable,
        "seconds": round(report.seconds, 3),
        "errors": to_json(report.diagnostics),
        "files": [_file(file) for file in report.files],
        "coverage": [coverage_json(one) for one in report.coverage],
        "mutation": None if mutation is None else mutation_json(mutation),
    }


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "file": file.name,
        "policy": file.policy,
        "passed": file.passed,
        "failed": file.failed,
        "errors": to_json(file.diagnostics),
        "tests": [_outcome(outcome) for outcome in file.outcomes],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "line": outcome.span.line,
        "passed": outcome.passed,
        "errors": to_json(outcome.diagnostics),
        "mismatches": [_mismatch(one) for one in outcome.mismatches],
        "decision": None if outcome.decision is None else outcome.decision.to_dict(),
    }


def _mismatch(one: Mismatch) -> dict[str, Any]:
    """What is not there has no key, as `null` is a value."""
    both = {"expected": one.expected, "got": one.got}
    return {
        "field": one.field,
        **{key: jsonable(value) for key, value in both.items() if value is not ABSENT},
    }
