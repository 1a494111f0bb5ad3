"""Clocks and days: hours a little longer or shorter, days left out, another zone.

In: a site. Out: ends of intervals a minute and an hour away, weekdays dropped, `except` dropped,
the zone of the recipient for a fixed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.operators.conditions import without_one
from policydsl.testing.mutation.walking import Site

_SHIFTS = (1, -1, 60, -60)
_DAY = 24 * 60
_ELSEWHERE = ("America/New_York", "Asia/Shanghai")


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    match node:
        case tree.Interval(start, end):
            for shift in _SHIFTS:
                if 0 <= start + shift < _DAY and start + shift != end:
                    yield replace(node, start=start + shift)
            for shift in _SHIFTS:
                if 0 <= end + shift <= _DAY and end + shift != start:
                    yield replace(node, end=end + shift)
        case tree.HoursLine(intervals, days):
            if len(intervals) > 1:
                yield from (replace(node, intervals=rest) for rest in without_one(intervals))
            if days is not None:
                yield replace(node, days=None)
        case tree.Weekdays(days) if len(days) > 1:
            yield from (replace(node, days=rest) for rest in without_one(days))
        case tree.CalendarDays("business_days"):
            yield tree.Weekdays((0, 1, 2, 3, 4), node.span)
        case tree.DayBefore(days) | tree.DaysExcept(days):
            yield days
        case tree.AnyOfDays(members):
            for rest in without_one(members):
                yield rest[0] if len(rest) == 1 else replace(node, members=rest)
        case tree.Zone(None):
            yield replace(node, name=tree.Text(_ELSEWHERE[0], node.span))
        case tree.Zone(tree.Text(text) as name):
            yield replace(node, name=None)
            other = next(zone for zone in _ELSEWHERE if zone != text)
            yield replace(node, name=replace(name, text=other))
