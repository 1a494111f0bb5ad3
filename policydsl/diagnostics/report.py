"""Diagnostics with the requests that show them: what `check` reports.

In: diagnostics. Out: `Report`s, errors first, then by file and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policydsl.diagnostics.catalogue.entry import Severity
from policydsl.diagnostics.diagnostic import Diagnostic
from policydsl.frozen import frozen


@frozen
class Report:
    """One diagnostic; of a lint, with its name and the requests that show it, in JSON form."""

    diagnostic: Diagnostic
    lint: str | None = None
    requests: tuple[Mapping[str, Any], ...] = ()

    @property
    def file(self) -> str | None:
        """The file that it is about, also where none could be read; None when there is none."""
        item = self.diagnostic
        if item.span is not None:
            return item.span.source.name
        named = dict(item.args).get("file")
        return named if isinstance(named, str) else None


def in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Errors first, then by file and place, each diagnostic once."""
    once: dict[Diagnostic, Report] = {}
    for one in reports:
        once.setdefault(one.diagnostic, one)
    return tuple(sorted(once.values(), key=_place))


def _place(report: Report) -> tuple[bool, str, int, str, str]:
    item = report.diagnostic
    later = item.severity is not Severity.ERROR
    if item.span is None:
        return later, "", 0, item.path or "", item.code
    return later, item.span.source.name, item.span.start, item.path or "", item.code
