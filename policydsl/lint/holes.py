"""Openings of a week that nobody meant.

In: rules of hours that speak about the same contacts. Out: `Hole`s, each with the line that leaves
it. Found by arithmetic on weeks of minutes, so at no cost that matters; whoever reports one lets
the evaluator confirm it.

What is taken for a mistake:

- an opening, or in contact hours a closing, of at most five minutes between two that are closed, or
  open: `00:00 to 23:59` leaves a minute, and nobody means five;
- one night a week that is open from one to five in the morning, while the same hours of the other
  six are closed, where quiet hours cause it. An evening that is longer one day, a weekend whose
  nights are free, contact hours that say in so many words that a night is open: all of these are
  meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.frozen import frozen
from policydsl.lint import weeks
from policydsl.lint.hours import Group, HoursRule, Line
from policydsl.lint.weeks import DAY, FULL, WEEK, Run

MOMENT = 5
"""In minutes: nobody leaves so short a time open, or closes it, on purpose."""

_DEEP_NIGHT = range(60, 300)
"""In minutes after midnight: who closes nights at all closes these."""


@frozen
class Hole:
    """Minutes that are open by mistake; with `is_closed`, closed by mistake.

    `runs` are the same minutes on several days. `beside` is a minute near the first run, of this
    week or the next, at which the rule closes (or opens).
    """

    rule: HoursRule
    line: Line
    runs: tuple[Run, ...]
    beside: int
    is_closed: bool = False


def moments(group: Group) -> Iterator[Hole]:
    """Openings and closings of a few minutes, those at one time of day together."""
    closed = group.closed | group.beside
    yield from _ending(_short(FULL & ~closed), [one for one in group.rules if one.is_quiet], False)
    for rule in group.rules:
        if not rule.is_quiet:
            shut = _short(rule.closed)
            yield from _ending(shut, [rule], True)


def _short(minutes: int) -> list[Run]:
    return [run for run in weeks.runs(minutes) if run.length <= MOMENT]


def _ending(short: list[Run], rules: Iterable[HoursRule], is_closed: bool) -> Iterator[Hole]:
    """The short runs that begin where a line of the rules ends."""
    by_time: dict[tuple[int, int], list[Run]] = {}
    for run in short:
        by_time.setdefault((run.first % DAY, run.length), []).append(run)
    if not by_time:
        return
    ends = [
        (rule, line, end % DAY)
        for rule in rules
        for line in rule.lines
        for _, end in line.hours.intervals
    ]
    for (start, _), found in by_time.items():
        for rule, line, end in ends:
            if end == start:
                found.sort(key=lambda run: run.first)
                yield Hole(rule, line, tuple(found), found[0].first - 1, is_closed)
                break


def night(group: Group) -> Hole | None:
    """The one night of the week that quiet hours leave open."""
    closed = group.closed | group.beside
    days = [_state(closed, day) for day in range(7)]
    if days.count("open") != 1 or days.count("closed") != 6:
        return None
    day = days.index("open")
    if _is_open_all_day_only_there(closed, day):
        return None
    run = _widened(closed, day)
    cause = _cause(group, run)
    return None if cause is None else Hole(*cause, (run,), run.first + DAY + run.length // 2)


def _state(closed: int, day: int) -> str:
    """Whether the small hours of a day are all open, all closed, or neither."""
    night_minutes = weeks.of_interval(_DEEP_NIGHT.start, _DEEP_NIGHT.stop, frozenset((day,)))
    shut = closed & night_minutes
    return "open" if not shut else "closed" if shut == night_minutes else "partly"


def _is_open_all_day_only_there(closed: int, day: int) -> bool:
    """Whether the week is open on one day only: then that day is the exception that was meant."""
    elsewhere = FULL & ~weeks.of_interval(0, DAY, frozenset((day,)))
    return closed & elsewhere == elsewhere


def _widened(closed: int, day: int) -> Run:
    """The opening round the small hours, as far as the other six days are closed then."""
    first, end = day * DAY + _DEEP_NIGHT.start, day * DAY + _DEEP_NIGHT.stop
    while first > end - DAY and _is_odd(closed, first - 1):
        first -= 1
    while end < first + DAY and _is_odd(closed, end):
        end += 1
    return Run(first % WEEK, end - first)


def _is_odd(closed: int, minute: int) -> bool:
    """Whether a minute is open that is closed at the same time on the six other days."""
    return not weeks.has(closed, minute) and all(
        weeks.has(closed, minute + number * DAY) for number in range(1, 7)
    )


def _cause(group: Group, run: Run) -> tuple[HoursRule, Line] | None:
    """The quiet line that closes the same minutes of the next day."""
    middle = run.first + run.length // 2
    found = [
        (rule, line)
        for rule in group.rules
        if rule.is_quiet
        for line in rule.lines
        if weeks.has(weeks.of_line(line.hours), middle + DAY)
    ]
    return found[0] if found else None
