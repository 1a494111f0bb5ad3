"""Weekly tables and what a person ruled out, as requests write them.

In: raw values. Out: `Hours` and `Preferences` of the core, normalized, or a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from policydsl.core.request import Hours, Preference, Preferences
from policydsl.diagnostics import Text
from policydsl.facts.moments import parse_instant
from policydsl.facts.problems import Problem, clip, unknown_field, unknown_value, wrong_type
from policydsl.facts.values import TEXT_LIST, parse_label, parse_list

T = TypeVar("T")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = "every_day"
MOST_INTERVALS = 48
DAY_MINUTES = 1_440
WEEK_MINUTES = 7 * DAY_MINUTES
INTERVAL_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
DIMENSIONS = ("channels", "places", "addresses", "days", "times")

_interval_text = re.compile(INTERVAL_PATTERN.strip("^$")).fullmatch
_TABLE = Text("an object of weekdays", "以星期为字段的对象")
_TABLE_OWNER = Text("a weekly table", "每周时间表")
_INTERVALS = Text(
    'a list of intervals such as `["22:00-08:00"]`', '时段列表（如 `["22:00-08:00"]`）'
)
_INTERVAL = Text("an interval such as `22:00-08:00`", "时段（如 `22:00-08:00`）")
_WISHES = Text("a list of preferences", "偏好列表")
_WISH = Text("an object that says what is ruled out", "说明排除内容的对象")
_WISH_OWNER = Text("a preference", "偏好")


Interval = tuple[int, int]


def parse_interval(value: object) -> Interval | Problem:
    """`HH:MM-HH:MM` in minutes after midnight; an end before its start crosses midnight."""
    if not isinstance(value, str):
        return wrong_type(_INTERVAL, value)
    if _interval_text(value) is None:
        return Problem("R130", {"text": clip(value)}, ("write",))
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in value.split("-"))
    if start == end:
        return Problem("R130", {"text": value}, ("empty",))
    return start, end


def _parse_intervals(value: object) -> tuple[Interval, ...] | Problem:
    listed = parse_list(value, _INTERVALS, parse_interval, MOST_INTERVALS)
    return listed if isinstance(listed, Problem) else tuple(sorted(set(listed)))


def parse_hours(value: object, at_most: int | None) -> Hours | Problem:
    """A weekly table: intervals for each weekday named, or one list for `every_day`.

    With `at_most`, the table covers at most so many minutes a week; what two intervals cover
    is counted once.
    """
    if not isinstance(value, Mapping):
        return wrong_type(_TABLE, value)
    if EVERY_DAY in value and len(value) > 1:
        return Problem("R132", helps=("choose",))
    days: list[tuple[Interval, ...]] = [()] * 7
    for key, raw in value.items():
        if key not in WEEKDAYS and key != EVERY_DAY:
            return unknown_field(key, _TABLE_OWNER, (*WEEKDAYS, EVERY_DAY))
        intervals = _parse_intervals(raw)
        if isinstance(intervals, Problem):
            return intervals.under(key)
        if key == EVERY_DAY:
            days = [intervals] * 7
        else:
            days[WEEKDAYS.index(key)] = intervals
    hours = Hours(tuple(days))
    if at_most is not None and (minutes := covered_minutes(hours)) > at_most:
        return Problem("R131", {"minutes": minutes, "limit": at_most})
    return hours


def covered_minutes(hours: Hours) -> int:
    """How many minutes of the week a table covers, each minute once."""
    spans: list[Interval] = []
    for weekday, intervals in enumerate(hours.days):
        for start, end in intervals:
            opens = weekday * DAY_MINUTES + start
            closes = weekday * DAY_MINUTES + (end if end > start else end + DAY_MINUTES)
            spans.append((opens, min(closes, WEEK_MINUTES)))
            if closes > WEEK_MINUTES:
                spans.append((0, closes - WEEK_MINUTES))
    covered = reached = 0
    for opens, closes in sorted(spans):
        covered += max(0, closes - max(opens, reached))
        reached = max(reached, closes)
    return covered


def parse_preferences(
    value: object, channel: Callable[[object], str | Problem]
) -> Preferences | Problem:
    """A list of things ruled out, each with at least one dimension besides `from` and `until`."""

    def one(raw: object) -> Preference | Problem:
        return _parse_preference(raw, channel)

    return parse_list(value, _WISHES, one)


def _parse_preference(
    raw: object, channel: Callable[[object], str | Problem]
) -> Preference | Problem:
    if not isinstance(raw, Mapping):
        return wrong_type(_WISH, raw)
    for key in raw:
        if key not in _WISH_FIELDS:
            return unknown_field(key, _WISH_OWNER, _WISH_FIELDS)
    if all(raw.get(key) is None for key in DIMENSIONS):
        return Problem("R133", helps=("add",))
    names: dict[str, frozenset[str] | None] = {}
    for key, item in (("channels", channel), ("places", parse_label), ("addresses", parse_label)):
        found = _some(raw, key, item)
        if isinstance(found, Problem):
            return found
        names[key] = found
    days = _some(raw, "days", _parse_weekday)
    if isinstance(days, Problem):
        return days
    times = _some(raw, "times", parse_interval)
    if isinstance(times, Problem):
        return times
    life = _life(raw)
    if isinstance(life, Problem):
        return life
    intervals = None if times is None else tuple(sorted(times))
    return Preference(
        names["channels"], names["places"], names["addresses"], days, intervals, *life
    )


_WISH_FIELDS = (*DIMENSIONS, "from", "until")


def _some(
    raw: Mapping[str, object], key: str, item: Callable[[object], T | Problem]
) -> frozenset[T] | Problem | None:
    """The items of a list that is not empty; None when it is left out."""
    if raw.get(key) is None:
        return None
    listed = parse_list(raw[key], TEXT_LIST, item)
    if isinstance(listed, Problem):
        return listed.under(key)
    return frozenset(listed) if listed else Problem("R134", helps=("leave_out",)).under(key)


def _parse_weekday(value: object) -> int | Problem:
    name = parse_label(value)
    if isinstance(name, Problem):
        return name
    return WEEKDAYS.index(name) if name in WEEKDAYS else unknown_value(name, WEEKDAYS)


def _life(raw: Mapping[str, object]) -> tuple[int | None, int | None] | Problem:
    """The instants between which a preference holds."""
    ends: list[int | None] = []
    for key in ("from", "until"):
        instant = None if raw.get(key) is None else parse_instant(raw[key])
        if isinstance(instant, Problem):
            return instant.under(key)
        ends.append(instant)
    start, end = ends
    if start is not None and end is not None and end <= start:
        return Problem("R135").under("until")
    return start, end
