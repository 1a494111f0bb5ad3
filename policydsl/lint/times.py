"""Times of a week in words, and in words of the language.

In: weekdays and minutes. Out: `Text`s for messages, and phrases that an author may write.
"""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.diagnostics import Text
from policydsl.lint.weeks import DAY, EVERY_DAY, WEEK, Run

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_FEW = 3


def clock(minute: int) -> str:
    """A minute of the day as `09:00`; 1440 is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def day_name(day: int) -> Text:
    """A weekday, 0 Monday; any whole number is taken modulo 7."""
    return Text(_NAMES[day % 7].capitalize(), _CHINESE[day % 7])


def days_written(days: Iterable[int]) -> str:
    """Weekdays as the language writes them: `monday to friday`, `saturday, sunday`."""
    found = _in_order(days)
    if len(found) == len(EVERY_DAY):
        return "every day"
    if _is_row(found):
        return f"{_NAMES[found[0]]} to {_NAMES[found[-1]]}"
    return ", ".join(_NAMES[day] for day in found)


def days_named(days: Iterable[int]) -> Text:
    """Weekdays in words."""
    found = _in_order(days)
    if len(found) == len(EVERY_DAY):
        return Text("every day", "每天")
    names = [day_name(day) for day in found]
    if _is_row(found):
        return Text(f"{names[0].en} to {names[-1].en}", f"{names[0].zh}至{names[-1].zh}")
    return Text(", ".join(one.en for one in names), "、".join(one.zh for one in names))


def _in_order(days: Iterable[int]) -> list[int]:
    """Each day once, the first one whose day before is not there."""
    found = sorted(set(days))
    start = next((day for day in found if (day - 1) % 7 not in found), 0)
    return sorted(found, key=lambda day: (day - start) % 7)


def _is_row(days: list[int]) -> bool:
    """Whether days follow each other, and are enough for `to`."""
    return len(days) >= _FEW and (days[-1] - days[0]) % 7 == len(days) - 1


def run_named(run: Run) -> Text:
    """A run of minutes: on one day, or from one day into another."""
    first, end = divmod(run.first % WEEK, DAY), run.end - 1
    last, until = day_name(end // DAY), clock(end % DAY + 1)
    day = day_name(first[0])
    if end // DAY == run.first // DAY:
        return Text(
            f"{day.en} {clock(first[1])} to {until}", f"{day.zh} {clock(first[1])} 至 {until}"
        )
    return Text(
        f"{day.en} {clock(first[1])} to {last.en} {until}",
        f"{day.zh} {clock(first[1])} 至{last.zh} {until}",
    )


def daily_named(days: Iterable[int], start: int, end: int) -> Text:
    """The same minutes of the day on several weekdays."""
    named = days_named(days)
    times = f"{clock(start)} to {clock(end)}"
    return Text(f"{times} on {named.en}", f"{named.zh} {clock(start)} 至 {clock(end)}")


def until_named(run: Run) -> Text:
    """Where a run of minutes ends: `Saturday 08:00`."""
    last = run.end - 1
    day, until = day_name(last // DAY), clock(last % DAY + 1)
    return Text(f"{day.en} {until}", f"{day.zh} {until}")
