"""Versions of one policy: their dates must neither overlap nor leave a gap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from policydsl.diagnostics import Diagnostic, Span, Text, diagnostic
from policydsl.frozen import frozen
from policydsl.syntax import tree


@frozen
class _Version:
    """A version, the first date it is in force, and the first one that it no longer is."""

    policy: tree.Policy
    start: date
    end: date
    ends_at: Span

    @property
    def place(self) -> Span:
        """Where it is named."""
        return self.policy.name.span


def check_versions(policies: Iterable[tree.Policy], found: list[Diagnostic]) -> None:
    """Report overlaps and gaps between the versions of one policy."""
    versions = [one for one in map(_dated, policies) if one.start < one.end]
    versions.sort(key=lambda one: (one.start, one.end))
    for place, version in enumerate(versions[1:], start=1):
        before = max(versions[:place], key=lambda one: one.end)
        if version.start < before.end:
            found.append(_overlap(before, version))
        elif version.start > before.end:
            found.append(_gap(before, version))


def _overlap(before: _Version, version: _Version) -> Diagnostic:
    start, end = version.start, min(before.end, version.end)
    help_ = "rename" if before.start == start else ("until", {"start": str(start)})
    return diagnostic(
        "E503",
        version.place,
        helps=[help_],
        labels=[(before.place, "first")],
        name=version.policy.name.text,
        dates=_dates(start, end),
    )


def _dates(start: date, end: date) -> Text:
    """The days from `start`, and before `end`, in words."""
    match start > date.min, end < date.max:
        case True, True:
            return Text(f"from {start} until {end}", f"{start} 至 {end}（不含）")
        case True, False:
            return Text(f"from {start} on", f"自 {start} 起")
        case False, True:
            return Text(f"until {end}", f"{end} 之前")
        case _:
            return Text("on every day", "每一天")


def _gap(before: _Version, version: _Version) -> Diagnostic:
    return diagnostic(
        "E504",
        version.place,
        labels=[(before.ends_at, "before")],
        name=version.policy.name.text,
        start=str(before.end),
        end=str(version.start),
    )


def _dated(policy: tree.Policy) -> _Version:
    start, end, ends_at = date.min, date.max, policy.name.span
    for clause in policy.head:
        if not isinstance(clause.value, tree.Date):
            continue
        value = clause.value.value
        match clause.keyword:
            case "effective_from":
                start = value
            case "effective_until" if value < end:
                end, ends_at = value, clause.span
            case "effective_through" if value < date.max and value + timedelta(days=1) < end:
                end, ends_at = value + timedelta(days=1), clause.span
    return _Version(policy, start, end, ends_at)
