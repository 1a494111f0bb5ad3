"""Reports as workflow commands of GitHub Actions, which become annotations of a change.

In: reports. Out: lines to print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from policydsl.diagnostics.catalogue import Severity
from policydsl.diagnostics.render_text import hint_word
from policydsl.diagnostics.report import Report
from policydsl.diagnostics.visible import visible

_COMMANDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def to_github(
    reports: Iterable[Report], lang: str = "en", place: Callable[[str], str] = str
) -> str:
    """One command a line for each report, texts in a language, `en` or `zh`.

    `place` turns the name of a file into its path from the root of the repository.
    """
    return "".join(f"{line}\n" for line in _commands(reports, lang, place))


def _commands(reports: Iterable[Report], lang: str, place: Callable[[str], str]) -> Iterator[str]:
    for report in reports:
        item = report.diagnostic
        properties: dict[str, str] = {}
        if report.file is not None:
            properties["file"] = visible(place(report.file))
        if item.span is not None:
            start = item.span.source.line_column(item.span.start)
            end = item.span.source.line_column(max(item.span.start, item.span.end))
            properties |= {"line": str(start[0]), "endLine": str(end[0])}
            if start[0] == end[0]:
                # Columns of a finding over several lines would be read as of its first line.
                properties |= {"col": str(start[1]), "endColumn": str(end[1])}
        properties["title"] = f"{item.code} {report.lint}" if report.lint else item.code
        said = [visible(item.message(lang))]
        for kind, hints in (("help", item.helps), ("hint_note", item.notes)):
            said += [
                f"{hint_word(kind, lang)}{visible(item.hint_text(one, lang))}" for one in hints
            ]
        listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        yield f"::{_COMMANDS[item.severity]} {listed}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    """A message with what would end it written as codes."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The same for a property, which a colon or a comma would end too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
