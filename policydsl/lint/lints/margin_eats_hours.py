"""`margin_eats_hours`: openings of the hours that a delivery margin eats up.

**What it does.** Adds up, for each channel with a delivery margin, the rules of hours that surely
speak about it, and looks for openings that are no longer than the margin.

**Why.** With a margin a contact must be allowed to arrive as well, so an opening of an hour with a
margin of an hour never opens. A margin of two days for letters beside quiet hours of every night
means that no letter is ever sent.

**Example.** With `delivery margin 2 rolling days for letter` in the head:

    quiet hours night from 21:00 to 08:00

**Instead.** Keep hours away from what nobody notices at night: `when channel is not letter`.

**Not reported.** Openings of at most five minutes are those of `week_hole`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policydsl.api import Policy
from policydsl.core.policy import Effect, Rule
from policydsl.diagnostics import Span, diagnostic
from policydsl.frozen import frozen
from policydsl.lint import holes, times, weeks
from policydsl.lint.hours import HoursRule, own_hours, sure_clock
from policydsl.lint.instants import at_minute, hours_of, mondays, zone_for
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.partial import CHANNEL, Partial
from policydsl.lint.seeking import sought
from policydsl.lint.weeks import FULL, Run
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree
from policydsl.witnesses.witness import Witness

_MOST_MARGINS = 50
_LATE = "DELIVERY_MARGIN"
_MINUTES = {"minutes": 1, "hours": 60, "rolling_days": 1440, "rolling_weeks": 10080}


@frozen
class _Margin:
    """A margin as it is written, for one channel; in minutes."""

    span: Span
    channel: str
    minutes: int


def _look(subject: Subject) -> Iterator[Finding]:
    hours = list(own_hours(subject))
    told: set[Span] = set()
    for margin in islice(_margins(subject), _MOST_MARGINS):
        if margin.span in told:
            continue
        known = Partial(subject.policy.core, {CHANNEL: margin.channel}, subject.today)
        own = next((one for one in hours if _speaks(known, one.core)), None)
        run = None if own is None else _eaten(subject, known, margin)
        if own is None or run is None:
            continue
        shown = _shown(subject, margin, own, run)
        if shown is not None:
            told.add(margin.span)
            yield _finding(margin, run, shown)


def _margins(subject: Subject) -> Iterator[_Margin]:
    """The margins of the policy's head, by channel."""
    every = subject.policy.vocabulary.enumerations["channel"]
    for version in subject.own:
        for clause in version.head:
            if isinstance(clause.value, tree.Margin):
                duration = clause.value.duration
                minutes = duration.number * _MINUTES.get(duration.unit, 0)
                for channel in [word.text for word in clause.value.channels] or every:
                    yield _Margin(clause.span, channel, minutes)


def _speaks(known: Partial, rule: Rule) -> bool:
    """Whether a rule surely closes its hours to such contacts."""
    return rule.effect is Effect.DENY and known.surely_applies(rule)


def _eaten(subject: Subject, known: Partial, margin: _Margin) -> Run | None:
    """The first opening of an ordinary week that is no longer than the margin."""
    closed = 0
    for rule in subject.policy.core.rules:
        clock = sure_clock(rule)
        if clock is not None and _speaks(known, rule):
            closed |= weeks.closed_by(clock)
    openings = (run for run in weeks.runs(FULL & ~closed) if run.length > holes.MOMENT)
    return min(
        (run for run in openings if run.length <= margin.minutes),
        key=lambda run: run.first,
        default=None,
    )


def _shown(subject: Subject, margin: _Margin, own: HoursRule, run: Run) -> Witness | None:
    """A contact as the hours open, which nothing but what comes within the margin denies."""

    def moved(policy: Policy, found: Witness) -> Witness | None:
        if found.request.facts[CHANNEL] != margin.channel:
            return None
        zone = zone_for(own.core, found.data)
        for monday in mondays(subject.today):
            made = at_minute(policy, found.data, zone, monday, run.first)
            if made is not None and _is_late(policy, made):
                return made
        return None

    return sought(subject, own.core, moved)


def _is_late(policy: Policy, found: Witness) -> bool:
    """Whether rules of hours deny a contact for what comes within the margin alone."""
    hours = hours_of(policy.core)
    codes = {reason.code for reason in found.explanation.reasons if reason.rule in hours}
    return codes == {_LATE}


def _finding(margin: _Margin, run: Run, shown: Witness) -> Finding:
    made = diagnostic(
        "W108",
        margin.span,
        helps=["shorter"],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        channel=margin.channel,
        when=times.run_named(run),
    )
    return Finding(made, (shown,))


LINT = Lint("W108", "margin_eats_hours", _look)
