"""Versions of one policy: their dates must neither overlap nor leave a gap."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.syntax import tree


def check_versions(versions: list[tree.Policy], found: list[Diagnostic]) -> None:
    """Report overlaps and gaps between the versions of one policy."""
    dated = sorted(((*_dates(policy), policy) for policy in versions), key=lambda one: one[:2])
    for (_, end, before), (start, _, after) in pairwise(dated):
        labels = [(before.name.span, "first")]
        if start < end:
            dates = f"{start} – {end - timedelta(days=1)}" if end < date.max else f"{start} –"
            name = after.name.text
            found.append(diagnostic("E503", after.name.span, labels=labels, name=name, dates=dates))
        elif start > end:
            found.append(
                diagnostic(
                    "E504",
                    after.name.span,
                    labels=[(before.name.span, "before")],
                    name=after.name.text,
                    start=str(end),
                    end=str(start),
                )
            )


def _dates(policy: tree.Policy) -> tuple[date, date]:
    """The first date in force and the first one that no longer is."""
    start, end = date.min, date.max
    for clause in policy.head:
        if not isinstance(clause.value, tree.Date):
            continue
        value = clause.value.value
        match clause.keyword:
            case "effective_from":
                start = value
            case "effective_until":
                end = min(end, value)
            case "effective_through" if value < date.max:
                end = min(end, value + timedelta(days=1))
    return start, end
