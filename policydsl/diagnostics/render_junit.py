"""Reports as JUnit XML, for continuous integration that shows tests.

In: reports, and the files looked at. Out: the text of an XML document.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from policydsl.diagnostics.catalogue import Severity
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.report import Report
from policydsl.diagnostics.visible import visible


def to_junit(reports: Iterable[Report], files: Iterable[str], lang: str = "en") -> str:
    """A suite for each file: a case that passed for a file with nothing to report, else one each.

    Errors are errors, warnings failures, and notes cases that passed, with the note as output.
    `files` are the names under which files are shown.
    """
    by_file: dict[str, list[Report]] = {name: [] for name in files}
    for one in reports:
        by_file.setdefault(one.file or "policydsl", []).append(one)
    root = Element("testsuites", name="policydsl")
    totals = [0, 0, 0]
    for name, found in by_file.items():
        for number, count in enumerate(_suite(root, name, found, lang)):
            totals[number] += count
    for key, total in zip(("tests", "failures", "errors"), totals, strict=True):
        root.set(key, str(total))
    indent(root)
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(root: Element, name: str, found: list[Report], lang: str) -> tuple[int, int, int]:
    levels = [one.diagnostic.severity for one in found]
    failures, errors = levels.count(Severity.WARNING), levels.count(Severity.ERROR)
    tests = max(1, len(found))
    suite = SubElement(
        root,
        "testsuite",
        name=visible(name),
        tests=str(tests),
        failures=str(failures),
        errors=str(errors),
    )
    if not found:
        SubElement(suite, "testcase", name="check", classname=visible(name))
    for one in found:
        _case(suite, name, one, lang)
    return tests, failures, errors


def _case(suite: Element, file: str, report: Report, lang: str) -> None:
    item = report.diagnostic
    place = "" if item.span is None else f" {item.span.line}:{item.span.column}"
    title = f"{report.lint or item.code}{place}"
    case = SubElement(suite, "testcase", name=visible(title), classname=visible(file))
    text = render([item], lang)
    if item.severity is Severity.NOTE:
        SubElement(case, "system-out").text = text
        return
    kind = "error" if item.severity is Severity.ERROR else "failure"
    found = SubElement(case, kind, type=item.code, message=visible(item.message(lang)))
    found.text = text
