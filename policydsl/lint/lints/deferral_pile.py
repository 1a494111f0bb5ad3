"""`deferral_pile`: contacts of days that all wait for one instant.

**What it does.** Looks for stretches of an ordinary week, of at least so many hours, that rules of
hours close, and shows two contacts proposed far apart that become eligible at the same second.

**Why.** A weekend holds back everything, and on Monday at nine all of it goes out at once: the
lines are busy, the gateway throttles, and who answers finds nobody to talk to.

**Example.**

    contact hours office from 09:00 to 18:00 on monday to friday

**Instead.** The policy is right; the scheduler must not act at `next_eligible_at` for all of them.
`spread` of a decision gives each contact its own instant within the hours: see [Schedule instead
of drop](../how-to/schedule-instead-of-drop.md).

**Options.** `hours`: how long a stretch is reported, 0 to 168; 96, four days, if nothing is said;
0 reports none. Every night holds back something, and only who runs the scheduler knows what is too
much: 48 reports weekends, and not nights.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from policydsl.api import Policy
from policydsl.diagnostics import Text, diagnostic
from policydsl.lint import times, weeks
from policydsl.lint.hours import Group, HoursRule, groups
from policydsl.lint.instants import at_minute, mondays, zone_for
from policydsl.lint.lint import Finding, Lint, Option, Subject
from policydsl.lint.seeking import sought, worth_seeking
from policydsl.lint.weeks import WEEK, Run
from policydsl.lint.words import contact, instant
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import Witness

_HOURS = Option(
    "hours",
    default=96,
    least=0,
    most=168,
    says=Text(
        "the length, in hours, from which on a closed stretch is reported; 0 reports none",
        "达到多少小时的连续关闭时段才报告；0 表示不报告",
    ),
)


_NAME = "deferral_pile"


def _look(subject: Subject) -> Iterator[Finding]:
    least = subject.options[_HOURS.name] * 60
    if not least:
        return
    suspected = _long(subject, least)
    for rule, run in worth_seeking(subject, _NAME, suspected, lambda one: one[0].written):
        shown = _shown(subject, rule, run)
        if shown is not None:
            yield _finding(rule, run, shown)


def _long(subject: Subject, least: int) -> Iterator[tuple[HoursRule, Run]]:
    """The longest closed stretch of each group, where it is long enough."""
    for group in groups(subject):
        run = max(weeks.runs(group.closed | group.beside), key=lambda one: one.length, default=None)
        rule = None if run is None or run.length < least else _last(group, run)
        if run is not None and rule is not None:
            yield rule, run


def _last(group: Group, run: Run) -> HoursRule | None:
    """The rule that closes the last minute of a stretch."""
    return next((rule for rule in group.rules if weeks.has(rule.closed, run.end - 1)), None)


Pile = tuple[Witness, Witness, int]
"""Two contacts and the instant that both wait for."""


def _shown(subject: Subject, rule: HoursRule, run: Run) -> Pile | None:
    """The first and the last minute of the stretch, which wait for the same instant."""

    def piled(policy: Policy, found: Witness) -> Pile | None:
        if not said_by(found.explanation, rule.id):
            return None
        zone = zone_for(rule.core, found.data)
        for monday in mondays(subject.today):
            first = at_minute(policy, found.data, zone, monday, run.first)
            last = at_minute(policy, found.data, zone, monday, run.end - 1)
            if first is not None and last is not None:
                until = _eligible(policy, first)
                if until is not None and until == _eligible(policy, last):
                    return first, last, until
        return None

    return sought(subject, rule.core, piled)


def _eligible(policy: Policy, found: Witness) -> int | None:
    """The first instant, within a fortnight, at which the contact is allowed."""
    stretches = policy.timeline(found.request, timedelta(minutes=2 * WEEK))
    if not stretches or stretches[0].verdict == "allow":
        return None
    return next((one.start for one in stretches if one.verdict == "allow"), None)


def _finding(rule: HoursRule, run: Run, shown: Pile) -> Finding:
    first, last, until = shown
    values = {
        "contact": contact(first),
        "other": contact(last),
        "eligible": instant(until, first),
    }
    made = diagnostic(
        "W111",
        rule.written.name.span,
        helps=["spread"],
        notes=[("witness", values)],
        name=rule.written.name.text,
        hours=run.length // 60,
        when=times.until_named(run),
    )
    return Finding(made, (first, last), rule.written)


LINT = Lint("W111", _NAME, _look, (_HOURS,))
