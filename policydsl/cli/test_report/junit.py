"""A run of tests as JUnit XML, for continuous integration."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from policydsl.cli.test_report.mutation_data import add_suites
from policydsl.cli.test_report.text import failure_text
from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.visible import visible
from policydsl.testing import FileReport, Outcome, Report
from policydsl.testing.mutation import MutationReport


def report_junit(report: Report, lang: str, mutation: MutationReport | None = None) -> str:
    """A suite for each file, a test case for each case and step; then a suite of mutants."""
    survived = 0 if mutation is None else mutation.survived
    mutants = 0 if mutation is None else mutation.killed + survived
    root = Element(
        "testsuites",
        name="policydsl",
        tests=str(report.passed + report.failed + mutants),
        failures=str(report.failed + survived),
        errors=str(report.unreadable + len(report.diagnostics)),
        time=f"{report.seconds:.3f}",
    )
    for found in report.diagnostics:
        suite = SubElement(root, "testsuite", name="policydsl", tests="0", failures="0", errors="1")
        _error(suite, "policydsl", (found,), lang)
    for file in report.files:
        _suite(root, file, lang)
    if mutation is not None:
        add_suites(root, mutation, lang)
    indent(root)
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(root: Element, file: FileReport, lang: str) -> None:
    suite = SubElement(
        root,
        "testsuite",
        name=visible(file.name),
        tests=str(len(file.outcomes)),
        failures=str(file.failed),
        errors=str(int(bool(file.diagnostics))),
        time=f"{file.seconds:.3f}",
    )
    if file.diagnostics:
        _error(suite, visible(file.name), file.diagnostics, lang)
    for outcome in file.outcomes:
        _case(suite, file, outcome, lang)


def _error(suite: Element, name: str, found: tuple[Diagnostic, ...], lang: str) -> None:
    case = SubElement(suite, "testcase", name=name, classname=name)
    error = SubElement(case, "error", message=visible(found[0].message(lang)))
    error.text = render(found, lang)


def _case(suite: Element, file: FileReport, outcome: Outcome, lang: str) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=visible(outcome.name),
        classname=visible(file.policy or file.name),
        group=f"{visible(file.name)}:{outcome.span.line}",
    )
    if outcome.passed:
        return
    fields = ", ".join(dict.fromkeys(one.field for one in outcome.mismatches))
    message = outcome.diagnostics[0].message(lang) if outcome.diagnostics else fields
    failure = SubElement(case, "failure", message=visible(message))
    failure.text = failure_text(outcome, lang, colour=False)
