"""`apart_too_long`: a gap that leaves no time for what a step allows, or for the next step.

**What it does.** Takes the least time between two contacts (`at least … apart` of a step, or a
`gap` or a `cooldown` after a contact that holds for all contacts of the step) and the days on which
the step is open, and looks for

- a step's `at most N attempts ever` that its days cannot hold;
- an `after STEP attempted N times` that cannot come to pass before that step, or the one that
  waits, ends.

**Why.** The number is read as what may be done, and the gap makes it less; or the ladder ends at
this step.

**Example.** Three letters, two weeks apart, in the first twenty days:

    step letters from day 1 past due until day 21 past due via letter
      at most 3 attempts ever
      at least 14 rolling days apart

**Instead.** A shorter gap, more days, or a smaller number.

**Options.** None.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from policydsl.core.formula import NO, All, Compare, Count, Settled
from policydsl.core.policy import Effect, Ladder, Rule, Step
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, Ever, Rolling
from policydsl.diagnostics import Span, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec, LabelSpec
from policydsl.frozen import frozen
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import counting_rules, limit_span, own_ladders, step_span, written
from policydsl.lint.reasoning.logic import Logic, logic_of
from policydsl.lint.requests import Json
from policydsl.lint.rungs import open_micros, opening, step_named
from policydsl.lint.step_requests import DUE, attempted, contact_on, proposals, refused
from policydsl.lint.words import answer
from policydsl.syntax import tree
from policydsl.witnesses.witness import Witness


@frozen
class _Gap:
    """The least time between two contacts of a step; `rule` is None for its own `apart`."""

    micros: int
    rule: Rule | None


def _look(subject: Subject) -> Iterator[Finding]:
    logic = logic_of(subject.policy)
    for rule, ladder in own_ladders(subject):
        for step in ladder.steps:
            gap = _longest(subject, ladder, step, logic)
            if gap is not None:
                yield from _budget_too_large(subject, rule, ladder, step, gap)
                yield from _next_too_late(subject, rule, ladder, step, gap)


def _longest(subject: Subject, ladder: Ladder, step: Step, logic: Logic) -> _Gap | None:
    """The longest gap between contacts of a step, its own before another as long."""
    gaps = [_Gap(step.apart.micros, None)] if isinstance(step.apart, Rolling) else []
    for rule in counting_rules(subject.policy):
        count = rule.core
        assert isinstance(count, Count)
        if isinstance(count.window, Rolling) and _holds_between(rule, count, ladder, step, logic):
            gaps.append(_Gap(count.window.micros, rule))
    return max(gaps, key=lambda one: one.micros, default=None)


def _holds_between(rule: Rule, count: Count, ladder: Ladder, step: Step, logic: Logic) -> bool:
    """Whether a rule keeps any two contacts of a step apart."""
    if rule.effect is not Effect.DENY or rule.lifted != NO or count.minimum > 1:
        return False
    selection = count.selection
    if selection.kind != "contact" or selection.level > 1 or selection.direction == "inbound":
        return False
    if selection.channels is not None and not step.channels <= selection.channels:
        return False
    if not all(key.kind == "person" or key in ladder.keys for key in count.keys):
        return False
    forms = logic.forms
    by_channel = Compare("proposal.channel", "in", step.channels)
    taken = All((by_channel, step.takes, Settled(ladder.applies, True)))
    by_event = All((Compare("event.channel", "in", step.channels), step.owns))
    return logic.implies(forms.node(taken), forms.node(rule.applies)) and logic.implies(
        forms.node(by_event), forms.node(selection.where)
    )


def _budget_too_large(
    subject: Subject, rule: tree.Rule, ladder: Ladder, step: Step, gap: _Gap
) -> Iterator[Finding]:
    """A limit of the step itself that its days cannot hold."""
    length = open_micros(ladder, step)
    limits = [one.limit for one in step.budgets if isinstance(one.window, Ever)]
    if length is None or not limits:
        return
    room = max(-(-length // gap.micros), 1)
    if min(limits) <= room:
        return
    assert step.end is not None
    late = step.end.days - 1
    requests = (
        _as_often_as_it_goes(data, ladder, step, gap, late)
        for data in proposals(subject, ladder, step)
    )
    by = ladder.id if gap.rule is None else gap.rule.id
    found = refused(subject, requests, late if step.end.anchor == DUE else None, by)
    if found is not None:
        help_: HintSpec = ("room", {"step": step.name, "room": room, "wanted": min(limits)})
        span = step_span(rule, step.name, "at_least" if gap.rule is None else "at_most")
        yield _finding(subject, rule, ladder, step, gap, found, span, help_)


def _as_often_as_it_goes(data: Json, ladder: Ladder, step: Step, gap: _Gap, late: int) -> Json:
    """The request on a day so late, with contacts of a step from its opening on."""
    opens = opening(ladder, step)
    if opens is None:
        return data
    since = late * MICROS_PER_DAY + MICROS_PER_HOUR - opens.micros
    ago = [timedelta(microseconds=since - passed) for passed in range(0, since, gap.micros)]
    return attempted(data, step, ago[:60])


def _next_too_late(
    subject: Subject, rule: tree.Rule, ladder: Ladder, step: Step, gap: _Gap
) -> Iterator[Finding]:
    """A later step that waits for attempts of this one, and is over before they can be made."""
    for later in ladder.steps:
        times = _waits_for(later, step)
        if times is None or times < 2:
            continue
        opens, end = opening(ladder, step), _end(ladder, step, later)
        if opens is None or end is None:
            continue
        reached = opens.micros + (times - 1) * (gap.micros - MICROS_PER_HOUR)
        if reached < end * MICROS_PER_DAY:
            continue
        late = end - 1
        requests = (
            _as_often_as_it_goes(data, ladder, step, gap, late)
            for data in proposals(subject, ladder, later)
        )
        found = refused(subject, requests, late if opens.anchor == DUE else None, ladder.id)
        if found is not None:
            help_: HintSpec = ("next", {"step": step.name, "later": later.name, "times": times})
            span = step_span(rule, later.name, "after")
            yield _finding(subject, rule, ladder, step, gap, found, span, help_)


def _waits_for(later: Step, step: Step) -> int | None:
    """How many attempts of a step, and nothing else, a later one waits for."""
    for alternatives in later.after:
        times = [one.times for one in alternatives if one.step == step.name]
        if len(times) == len(alternatives) and None not in times:
            return min(one for one in times if one is not None)
    return None


def _end(ladder: Ladder, step: Step, later: Step) -> int | None:
    """The day by which both the attempts and the later step are over; None without one."""
    opens = opening(ladder, step)
    ends = [
        one.end.days
        for one in (step, step_named(ladder, later.name))
        if one.end is not None and opens is not None and one.end.anchor == opens.anchor
    ]
    return min(ends, default=None)


def _finding(
    subject: Subject,
    rule: tree.Rule,
    ladder: Ladder,
    step: Step,
    gap: _Gap,
    found: Witness,
    span: Span,
    help_: HintSpec,
) -> Finding:
    labels: list[LabelSpec] = []
    if gap.rule is not None:
        place = written(subject, gap.rule)
        labels = [] if place is None else [(limit_span(place), "gap")]
    elif span != step_span(rule, step.name, "at_least"):
        labels = [(step_span(rule, step.name, "at_least"), "gap")]
    made = diagnostic(
        "W207",
        span,
        labels=labels,
        helps=[help_],
        notes=[("witness", {"contact": contact_on(found), "answer": answer(found)})],
        name=step.name,
        ladder=rule.name.text,
    )
    return Finding(made, (found,), rule)


LINT = Lint("W207", "apart_too_long", _look)
