"""Windows and spans: another kind of the same length.

In: a site. Out: rolling days for consecutive ones, consecutive days for a calendar week, full days
for business days, a week that starts on another day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.walking import Site

_DAYS: Mapping[str, int] = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_HOURS: Mapping[str, float] = {"minutes": 1 / 60, "hours": 1, "days": 24, "weeks": 7 * 24}


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    if isinstance(node, tree.Window):
        yield from _window(node)
    elif isinstance(node, tree.Duration):
        yield from _span(node)


def _window(node: tree.Window) -> Iterator[tree.Window]:
    number, unit = node.number or 1, str(node.unit)
    match node.kind:
        case "rolling":
            hours = number * _HOURS[unit]
            if hours <= 24:
                yield replace(node, kind="calendar", number=1, unit="day")
            else:
                yield _consecutive(node, round(hours / 24))
        case "consecutive_days":
            yield replace(node, kind="rolling", unit="days")
            if number % 7 == 0:
                yield replace(node, kind="calendar", number=number // 7, unit="week")
        case "calendar":
            days = number * _DAYS[unit]
            if unit != "day":
                yield _consecutive(node, days)
            yield replace(node, kind="rolling", number=days, unit="days", starting=None)
            if unit == "week":
                yield replace(node, starting=6 if node.starting is None else None)
        case "blocks":
            yield replace(node, kind="rolling")
        case "since":
            yield replace(node, kind="ever", since=None)
        case "ever":
            yield replace(node, kind="calendar", number=1, unit="year")


def _consecutive(node: tree.Window, days: int) -> tree.Window:
    return replace(node, kind="consecutive_days", number=days, unit=None, starting=None)


def _span(node: tree.Duration) -> Iterator[tree.Duration]:
    match node.unit:
        case "rolling_days" | "consecutive_days":
            yield replace(node, unit="full_days")
        case "full_days":
            yield replace(node, unit="rolling_days")
        case "full_business_days":
            yield replace(node, unit="full_days", calendar=None)
        case "rolling_weeks":
            yield replace(node, unit="full_days", number=node.number * 7)
        case "calendar_months":
            yield replace(node, unit="full_days", number=node.number * 30)
        case "calendar_years":
            yield replace(node, unit="full_days", number=node.number * 365)
        case "hours" if node.number % 24 == 0:
            yield replace(node, unit="full_days", number=node.number // 24)
