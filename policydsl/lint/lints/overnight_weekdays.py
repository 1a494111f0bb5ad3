"""`overnight_weekdays`: nights on a set of weekdays, and which minutes they really are.

**What it does.** Looks at lines of quiet hours that cross midnight on Monday to Friday, Monday to
Saturday, business days or the weekend, and says where the night of the last day ends and which
morning stays open.

**Why.** An interval that crosses midnight belongs to the day on which it begins. 21:00 to 08:00 on
Monday to Friday closes Saturday morning and leaves Monday morning open. Whoever thinks of evenings
means that; whoever thinks of dates does not.

**Example.**

    quiet hours night
      from 21:00 to 08:00 on monday to friday

**Instead.** Where the evenings are meant, two lines that nobody can read in two ways:

    quiet hours night
      from 21:00 to 24:00 on monday to friday
      from 00:00 to 08:00 on tuesday to saturday

**Not reported.** Nights of every day; sets of days that are themselves nights before working days,
such as Sunday to Thursday, or nights out, such as Friday and Saturday; single days; mornings that
other lines close; the one open night that `week_hole` reports.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.frozen import frozen
from policydsl.lint import holes, times, weeks
from policydsl.lint.hours import Group, HoursRule, Line, groups
from policydsl.lint.instants import Compared, compared_notes, shown_apart
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.seeking import worth_seeking
from policydsl.lint.weeks import DAY, FULL, Run

_BY_DATE = (frozenset(range(5)), frozenset(range(6)), frozenset((5, 6)))
"""Sets of days that one names when one thinks of dates, not of evenings."""


@frozen
class _Night:
    """A line over midnight: the mornings that it leaves open, and those that it closes instead."""

    rule: HoursRule
    line: Line
    interval: tuple[int, int]
    days: frozenset[int]
    left_open: Run
    closed: Run


_NAME = "overnight_weekdays"


def _look(subject: Subject) -> Iterator[Finding]:
    suspected = (night for group in groups(subject) for night in _nights(group))
    for night in worth_seeking(subject, _NAME, suspected, lambda one: one.rule.written):
        found = Compared(night.rule.core, _middle(night.left_open), _middle(night.closed))
        shown = shown_apart(subject, found)
        if shown is not None:
            yield Finding(_said(night, compared_notes(shown)), shown, night.rule.written)


def _middle(run: Run) -> int:
    return run.first + run.length // 2


def _nights(group: Group) -> Iterator[_Night]:
    closed = group.closed | group.beside
    hole = holes.night(group)
    if hole is not None:
        closed |= _minutes(hole.runs[0])
    for rule in group.rules:
        for line in rule.lines if rule.is_quiet else ():
            days = weeks.weekdays(line.hours.days)
            if days not in _BY_DATE:
                continue
            for interval in line.hours.intervals:
                night = _night(rule, line, interval, days, closed)
                if night is not None:
                    yield night
                    break


def _minutes(run: Run) -> int:
    return weeks.of_interval(run.first % DAY, run.end % DAY, frozenset((run.first // DAY,)))


def _night(
    rule: HoursRule, line: Line, interval: tuple[int, int], days: frozenset[int], closed: int
) -> _Night | None:
    start, end = interval
    if not 0 < end <= start:
        return None
    first = next(day for day in sorted(days) if (day - 1) % 7 not in days)
    after = next(day for day in range(7) if day not in days and (day - 1) % 7 in days)
    left = [
        run
        for run in weeks.runs(weeks.of_interval(0, end, frozenset((first,))) & FULL & ~closed)
        if run.length > holes.MOMENT
    ]
    if not left:
        return None
    return _Night(rule, line, interval, days, left[0], Run(after * DAY, end))


def _said(night: _Night, notes: list[HintSpec]) -> Diagnostic:
    start, end = map(times.clock, night.interval)
    mornings = {(day + 1) % 7 for day in night.days}
    evenings = times.days_written(night.days)
    return diagnostic(
        "W102",
        night.line.clause.span,
        helps=[
            (
                "evenings",
                {
                    "evening": f"from {start} to 24:00 on {evenings}",
                    "morning": f"from 00:00 to {end} on {times.days_written(mornings)}",
                },
            ),
            ("dates", {"line": f"from 00:00 to {end} on {evenings}"}),
        ],
        notes=notes,
        name=night.rule.written.name.text,
        until=times.until_named(night.closed),
        open=times.run_named(night.left_open),
    )


LINT = Lint("W102", _NAME, _look)
