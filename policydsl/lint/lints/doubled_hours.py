"""`doubled_hours`: a line of hours that says nothing.

**What it does.** Looks in each rule of hours for a line without which the rule would be the same
at every minute, whatever days are holidays.

**Why.** A line is written to change something. In quiet hours a line that others cover is a
leftover or a slip of the clock. In contact hours it is worse: a date that several lines cover must
satisfy all of them, so a line meant to open a day for longer opens nothing.

**Example.**

    contact hours day
      from 08:00 to 20:00
      from 07:00 to 22:00 on sunday

**Instead.**

    contact hours day
      from 08:00 to 20:00 on monday to saturday
      from 07:00 to 22:00 on sunday

**Not reported.** Lines that overlap in part are left alone, and so are holidays that fall on days
closed anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policydsl.api import Policy
from policydsl.core.formula import Clock, Not
from policydsl.core.policy import CorePolicy
from policydsl.core.reference.clock import is_day
from policydsl.core.reference.facts import Context
from policydsl.core.request import Request
from policydsl.diagnostics import diagnostic
from policydsl.engine.compiled import interpret_policy
from policydsl.lint import doubling, weeks
from policydsl.lint.hours import HoursRule, Line, own_hours
from policydsl.lint.instants import shown_at, speaking, weekly
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.seeking import worth_seeking
from policydsl.lint.weeks import DAY
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness

_A_YEAR = 400
_MOST_DAYS = 10
"""Dates of a calendar that are tried."""


_NAME = "doubled_hours"


def _look(subject: Subject) -> Iterator[Finding]:
    needless = ((rule, line) for rule in own_hours(subject) for line in doubling.needless(rule))
    for rule, line in worth_seeking(subject, _NAME, needless, lambda one: one[0].written):
        shown = _shown(subject, rule, line)
        if shown is not None:
            yield _finding(rule, line, shown)


def _shown(subject: Subject, rule: HoursRule, line: Line) -> Witness | None:
    """A contact in the line's time, to which the rule says the same without the line."""
    own = frozenset((rule.id,))
    without = interpret_policy(_without(subject.policy.core, rule, line))

    def is_right(_: Policy, made: Witness) -> bool:
        other = Witness(made.data, made.request, without.explain(made.request), made.clock)
        return speaking(made, own) == speaking(other, own) == is_stopped

    days = weeks.weekdays(line.hours.days)
    if not days:
        is_stopped = rule.is_quiet
        return shown_at(subject, rule.core, _of_calendar(subject, line), is_right)
    minute = _minute(rule, line, min(days))
    is_stopped = weeks.has(rule.closed, minute)
    return shown_at(subject, rule.core, weekly(subject.today, minute), is_right)


def _of_calendar(subject: Subject, line: Line) -> list[tuple[date, int]]:
    """The dates that a calendar makes days of the line, with a minute of its time."""
    context = Context(Request(0, {}), 0)
    start, end = line.hours.intervals[0]
    minute = start + ((end if end > start else end + DAY) - start) // 2
    near = (subject.today.toordinal() + number for number in range(_A_YEAR))
    days = [date.fromordinal(day) for day in near if day <= date.max.toordinal()]
    return [(day, minute) for day in days if is_day(line.hours.days, day, context)][:_MOST_DAYS]


def _without(core: CorePolicy, rule: HoursRule, line: Line) -> CorePolicy:
    """The policy with nothing but the rule, and that without one line."""
    lines = tuple(one.hours for one in rule.lines if one is not line)
    clock: Clock = replace(rule.clock, lines=lines)
    changed = replace(rule.core, core=Not(clock) if clock.within else clock)
    return replace(core, rules=(changed,), obligations=(), ladders=())


def _minute(rule: HoursRule, line: Line, day: int) -> int:
    """A minute that the line has; of contact hours one that the rule closes nonetheless, if any."""
    minutes = weeks.opened_on(line.hours, day)
    shut = minutes & rule.closed if not rule.is_quiet else 0
    run = next(weeks.runs(shut or minutes))
    return run.first + run.length // 2


def _finding(rule: HoursRule, line: Line, shown: Witness) -> Finding:
    values = {"contact": contact(shown), "answer": answer(shown)}
    made = diagnostic(
        "W103",
        line.clause.span,
        helps=["quiet" if rule.is_quiet else "contact"],
        notes=[("witness", values)],
        name=rule.written.name.text,
    )
    return Finding(made, (shown,), rule.written)


LINT = Lint("W103", _NAME, _look)
