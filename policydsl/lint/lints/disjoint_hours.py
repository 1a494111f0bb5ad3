"""`disjoint_hours`: contact hours whose lines leave nothing of a day.

**What it does.** Looks in each rule of contact hours for two lines that cover the same weekday and
have no minute in common.

**Why.** A date that several lines cover must satisfy all of them. Morning hours in one line and
afternoon hours in another, on the same days, close these days from midnight to midnight.

**Example.**

    contact hours visits
      from 09:00 to 12:00 on monday to friday
      from 14:00 to 18:00 on monday to friday

**Instead.**

    contact hours visits
      from 09:00 to 12:00, 14:00 to 18:00 on monday to friday

**Not reported.** Days that only a calendar makes the same, such as a holiday that is a Sunday, are
left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import diagnostic
from policydsl.lint import doubling, times, weeks
from policydsl.lint.hours import HoursRule, Line, own_hours
from policydsl.lint.instants import shown_at, speaking, weekly
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.seeking import worth_seeking
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness

_NAME = "disjoint_hours"


def _look(subject: Subject) -> Iterator[Finding]:
    suspected = ((rule, doubling.disjoint(rule)) for rule in own_hours(subject))
    closing = ((rule, found) for rule, found in suspected if found is not None)
    sought = worth_seeking(subject, _NAME, closing, lambda one: one[0].written)
    for rule, (earlier, line, day) in sought:
        shown = _shown(subject, rule, line, day)
        if shown is not None:
            yield _finding(rule, earlier, line, day, shown)


def _shown(subject: Subject, rule: HoursRule, line: Line, day: int) -> Witness | None:
    """A contact in the middle of a line's time, stopped by the rule."""
    run = next(weeks.runs(weeks.opened_on(line.hours, day)), None)
    if run is None:
        return None
    places, own = weekly(subject.today, run.first + run.length // 2), frozenset((rule.id,))
    return shown_at(subject, rule.core, places, lambda _, made: speaking(made, own))


def _finding(rule: HoursRule, earlier: Line, line: Line, day: int, shown: Witness) -> Finding:
    values = {"contact": contact(shown), "answer": answer(shown)}
    made = diagnostic(
        "W104",
        line.clause.span,
        helps=["one_line"],
        notes=[("witness", values)],
        labels=[(earlier.clause.span, "other")],
        name=rule.written.name.text,
        day=times.day_name(day),
    )
    return Finding(made, (shown,), rule.written)


LINT = Lint("W104", _NAME, _look)
