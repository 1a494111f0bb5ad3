"""Reports as SARIF 2.1.0, for code scanning.

In: reports. Out: plain dictionaries and lists, ready for `json.dumps`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from policydsl._version import __version__
from policydsl.diagnostics.catalogue import ENTRIES, fill, placeholders
from policydsl.diagnostics.diagnostic import Diagnostic, Label
from policydsl.diagnostics.render_text import hint_word
from policydsl.diagnostics.report import Report
from policydsl.diagnostics.source import Span
from policydsl.diagnostics.visible import visible

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def to_sarif(
    reports: Iterable[Report],
    lang: str = "en",
    names: Mapping[str, str] | None = None,
    place: Callable[[str], str] = str,
) -> dict[str, Any]:
    """One run with a result for each report; texts in a language, `en` or `zh`.

    `names` gives codes of lints their names. The requests that show a finding are in the property
    `witness` of its result. `place` turns the name of a file into its path from the root of the
    repository.
    """
    found = list(reports)
    codes = list(dict.fromkeys(one.diagnostic.code for one in found))
    driver = {
        "name": "policydsl",
        "version": __version__,
        "rules": [_rule(code, lang, names or {}) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _Results(lang, place).of(one, codes.index(one.diagnostic.code)) for one in found
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, lang: str, names: Mapping[str, str]) -> dict[str, Any]:
    entry = ENTRIES[code]
    message = entry.message.get(lang)
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": fill(message, dict.fromkeys(placeholders(message), "…"))},
        "fullDescription": {"text": entry.explanation.get(lang)},
        "defaultConfiguration": {"level": entry.severity.value},
    }
    if code in names:
        rule["name"] = names[code]
    return rule


class _Results:
    """Makes results, in a language and with files as the repository knows them."""

    __slots__ = ("_lang", "_place")

    def __init__(self, lang: str, place: Callable[[str], str]) -> None:
        self._lang, self._place = lang, place

    def of(self, report: Report, index: int) -> dict[str, Any]:
        """The result for a report; `index` is that of its rule."""
        item = report.diagnostic
        file = None if report.file is None else self._place(report.file)
        result: dict[str, Any] = {
            "ruleId": item.code,
            "ruleIndex": index,
            "level": item.severity.value,
            "message": {"text": _message(item, self._lang)},
            "partialFingerprints": {"policydsl/v1": _fingerprint(item, file)},
            "properties": {"lint": report.lint, "witness": list(report.requests)},
        }
        if item.span is not None:
            result["locations"] = [{"physicalLocation": self._physical(item.span)}]
        elif file is not None:
            # Code scanning refuses all results when one is nowhere.
            place = {"artifactLocation": {"uri": uri_of(file)}, "region": {"startLine": 1}}
            result["locations"] = [{"physicalLocation": place}]
        others = [label for label in item.labels if label.span != item.span]
        if others:
            result["relatedLocations"] = [self._related(item, label) for label in others]
        return result

    def _related(self, item: Diagnostic, label: Label) -> dict[str, Any]:
        return {
            "message": {"text": visible(item.hint_text(label, self._lang))},
            "physicalLocation": self._physical(label.span),
        }

    def _physical(self, span: Span) -> dict[str, Any]:
        start = span.source.line_column(span.start)
        end = span.source.line_column(max(span.start, span.end))
        return {
            "artifactLocation": {"uri": uri_of(self._place(span.source.name))},
            "region": {
                "startLine": start[0],
                "startColumn": start[1],
                "endLine": end[0],
                "endColumn": end[1],
            },
        }


def _message(item: Diagnostic, lang: str) -> str:
    """The message, what to do and what shows it, a line each."""
    lines = [visible(item.message(lang))]
    for kind, hints in (("help", item.helps), ("hint_note", item.notes)):
        lines += [f"{hint_word(kind, lang)}{visible(item.hint_text(one, lang))}" for one in hints]
    return "\n".join(lines)


def uri_of(name: str) -> str:
    """The reference to a file by the name it is shown under; a whole path becomes a `file:` URI."""
    path = PurePath(name)
    quoted = quote(path.as_posix(), safe="/@+,;=~-._", errors="surrogatepass")
    return f"file://{quoted}" if path.is_absolute() else quoted


def _fingerprint(item: Diagnostic, file: str | None) -> str:
    """The same for the same finding after lines above it were added or removed."""
    parts = [item.code, item.message("en")]
    if item.span is not None:
        parts += [file or "", item.span.text]
    data = "\0".join(parts).encode(errors="surrogatepass")
    return hashlib.sha256(data).hexdigest()
