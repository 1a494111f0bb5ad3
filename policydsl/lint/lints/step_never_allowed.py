"""`step_never_allowed`: a step of a ladder whose channel is closed on all of its days.

**What it does.** Goes through the days on which a step is open, for a debt due on each day of the
week, and adds up what surely stops its channels then: rules of hours, and denials that dates
decide. It speaks where nothing is left of any day, for any of its channels.

**Why.** The ladder waits at a step that nobody can take. It looks like a queue that is slow.

**Example.** Visits are allowed from day 30 on, and the step ends on day 30:

    deny early when channel is visit and today is before debt.due_on + 30 full days
    ladder recovery per debt
      step visit from day 20 past due until day 30 past due via visit

**Instead.** Open the step when its channel opens, or give it another channel.

**Not reported.** Rules that facts can lift or keep away are taken not to stop anything, and so are
consents and counts. A step that a denial without dates and hours stops is one of
`step_unreachable`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from policydsl.core.formula import (
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    Not,
    PathRef,
    Recent,
    RuledOut,
    When,
)
from policydsl.core.policy import CorePolicy, Effect, Ladder, Rule, Step
from policydsl.core.request import Value
from policydsl.diagnostics import Text, diagnostic
from policydsl.facts.types import DateType
from policydsl.frozen import frozen
from policydsl.lint import weeks
from policydsl.lint.hours import clock_of, sure_clock
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import own_ladders
from policydsl.lint.partial import CHANNEL, Partial, conjuncts, is_knowable
from policydsl.lint.seeking import MOST_TRIED, only
from policydsl.lint.weeks import DAY
from policydsl.lint.words import answer, contact
from policydsl.rules.walk import parts
from policydsl.syntax import tree
from policydsl.witnesses.search import find, said_by
from policydsl.witnesses.witness import Witness, witness

_WHOLE_DAY = (1 << DAY) - 1
_OPEN_ENDED, _MOST_DAYS = 28, 62
"""Days of a step without an end, or without a beginning, that are looked at; days of any step."""

_MOST_LOOKED_AT = 50_000
"""Steps times rules; with more, nothing is said."""

_TIMED = (Clock, During, RuledOut, When, Recent)


Closing: TypeAlias = Mapping[str, list[Rule]]
"""For each channel the rules that may stop a contact by it."""


@frozen
class _Days:
    """The days of a step, from `first` until before `end`, counted from a date; None: any days."""

    anchor: str | None
    first: int
    end: int


def _look(subject: Subject) -> Iterator[Finding]:
    ladders = list(own_ladders(subject))
    if not ladders:
        return
    rules = [rule for rule in subject.policy.core.rules if _can_be_sure(rule)]
    known = {CHANNEL, *(path for _, ladder in ladders for path in _paths(ladder))}
    rules = [rule for rule in rules if is_knowable(rule, subject.policy.core, known)]
    channels = {
        channel for _, ladder in ladders for one in ladder.steps for channel in one.channels
    }
    closing = {channel: _able(subject, channel, rules) for channel in channels}
    steps_of_all = sum(len(ladder.steps) for _, ladder in ladders)
    if max(map(len, closing.values())) * steps_of_all > _MOST_LOOKED_AT:
        return
    for written, ladder in ladders:
        steps = [clause.value for clause in written.clauses if clause.keyword == "step"]
        for step, node in zip(ladder.steps, steps, strict=False):
            days = _days(subject, step)
            if days is None or not _is_never_allowed(subject, ladder, step, days, closing):
                continue
            shown = _shown(subject, ladder, step, rules)
            if shown is not None and isinstance(node, tree.Step):
                yield _finding(step, node, written, shown)


def _can_be_sure(rule: Rule) -> bool:
    """Whether a rule can deny whatever happened, and whatever was consented to."""
    core = rule.core.operand if isinstance(rule.core, Not) else rule.core
    return rule.effect is Effect.DENY and not isinstance(core, Count | Consent)


def _paths(ladder: Ladder) -> Iterator[str]:
    """The facts that the steps of a ladder fix, and the dates that they are counted from."""
    yield from _said(ladder.applies)
    for step in ladder.steps:
        yield from _said(step.takes)
        yield from (point.anchor for point in (step.start, step.end) if point is not None)


def _days(subject: Subject, step: Step) -> _Days | None:
    """The days of a step; None where they are not known, or not worth going through."""
    if step.start is None and step.end is None:
        return _Days(None, 0, 1)
    anchors = {point.anchor for point in (step.start, step.end) if point is not None}
    if len(anchors) > 1:
        return None
    anchor = anchors.pop()
    field = subject.policy.vocabulary.lookup(anchor)
    if field is None or not isinstance(field.type, DateType):
        return None
    if step.start is None:
        return _Days(anchor, _end(step) - _OPEN_ENDED, _end(step))
    end = step.start.days + _OPEN_ENDED if step.end is None else _end(step)
    return _Days(anchor, step.start.days, min(end, step.start.days + _MOST_DAYS))


def _end(step: Step) -> int:
    assert step.end is not None
    return step.end.days


def _is_never_allowed(
    subject: Subject, ladder: Ladder, step: Step, days: _Days, closing: Closing
) -> bool:
    """Whether each channel is closed from midnight to midnight on every day of the step."""
    core, said = subject.policy.core, {**_said(ladder.applies), **_said(step.takes)}
    rules = [closing[channel] for channel in sorted(step.channels)]
    if days.end <= days.first or not all(rules):
        return False
    for channel, able in zip(sorted(step.channels), rules, strict=True):
        for number in range(7):
            try:
                due = subject.today + timedelta(days=number)
                dates = [due + timedelta(days=day) for day in range(days.first, days.end)]
            except OverflowError:
                return False
            facts: dict[str, Value] = {**said, CHANNEL: channel}
            if days.anchor is not None:
                facts[days.anchor] = due
            if not all(_is_closed(core, facts, day, able) for day in dates):
                return False
    return not any(
        _stops_always(core, step, said, rule, subject.today) for able in rules for rule in able
    )


def _able(subject: Subject, channel: str, rules: Iterable[Rule]) -> list[Rule]:
    """The rules that may stop a channel; none where they cannot close a single day between them."""
    known, closed, found = Partial(subject.policy.core, {CHANNEL: channel}, subject.today), 0, []
    closes = False
    for rule in rules:
        if known.truth(rule.applies) is False or known.truth(rule.lifted) is True:
            continue
        clock = sure_clock(rule)
        if clock is not None:
            closed |= weeks.closed_by(clock)
            found.append(rule)
        elif clock_of(rule) is None and known.truth(rule.core) is not False:
            closes = True
            found.append(rule)
    days = (closed >> (day * DAY) & _WHOLE_DAY for day in range(7))
    return found if closes or _WHOLE_DAY in days else []


def _said(formula: Formula) -> Mapping[str, Value]:
    """The facts that a condition fixes."""
    return {
        one.path: one.operand
        for one in conjuncts(formula)
        if isinstance(one, Compare)
        and one.operator == "eq"
        and not isinstance(one.operand, PathRef)
    }


def _is_closed(
    core: CorePolicy, facts: Mapping[str, Value], day: date, rules: Iterable[Rule]
) -> bool:
    """Whether rules surely stop such a contact at every minute of a date without holidays."""
    known, closed = Partial(core, facts, day), 0
    for rule in rules:
        clock = clock_of(rule)
        if clock is None:
            if known.surely_catches(rule):
                return True
        elif known.surely_applies(rule):
            closed |= weeks.closed_by(clock) >> (day.weekday() * DAY) & _WHOLE_DAY
            if closed == _WHOLE_DAY:
                return True
    return False


def _stops_always(
    core: CorePolicy, step: Step, said: Mapping[str, Value], rule: Rule, day: date
) -> bool:
    """Whether a rule that reads no time stops every contact of the step."""
    if any(isinstance(part, _TIMED) for one in (rule.applies, rule.core) for part in parts(one)):
        return False
    return all(
        Partial(core, {**said, CHANNEL: channel}, day).surely_catches(rule)
        for channel in step.channels
    )


def _shown(subject: Subject, ladder: Ladder, step: Step, rules: list[Rule]) -> Witness | None:
    """A contact that the step takes, denied at every instant for as long as it would take it."""
    asked = only(subject.policy, rules, [ladder])

    def is_taken(found: Witness) -> bool:
        states = found.explanation.ladders
        return (
            found.request.facts[CHANNEL] in step.channels
            and not said_by(found.explanation, ladder.id)
            and any(one.ladder == ladder.id and one.step == step.name for one in states)
            and found.explanation.verdict == "deny"
        )

    found = find(asked, is_taken, ladder.id, day=subject.today, most=MOST_TRIED)
    if found is None:
        return None
    for stretch in asked.timeline(found.request, timedelta(days=_OPEN_ENDED)):
        if ladder.id in stretch.blocking:
            break
        if stretch.verdict != "deny":
            return None
    return witness(subject.policy, found.data)


def _finding(step: Step, node: tree.Step, written: tree.Rule, shown: Witness) -> Finding:
    channels = [f"`{channel}`" for channel in sorted(step.channels)]
    made = diagnostic(
        "W109",
        node.name.span,
        helps=["open"],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        step=step.name,
        channels=Text(", ".join(channels), "、".join(channels)),
    )
    return Finding(made, (shown,), written)


LINT = Lint("W109", "step_never_allowed", _look)
