"""`step_unreachable`: a step of a ladder that can never be taken.

**What it does.** Looks for a step that

- ends before it opens: its `until` is not after its `from`, or not after the earliest day that its
  `after` leaves;
- waits for more attempts of an earlier step than that one's own limit allows;
- is never the current one: with `take current step`, a later step is open on all of its days;
- takes no contact: its `via` and `where` contradict each other, its `when`, what the ladder is
  about, or the ladder is always stopped or held where it is open;
- takes only contacts that a rule without conditions of its own denies.

**Why.** The escalation stops at the step before, and nothing says so: the contact is refused like
one that comes too early.

**Example.** The call waits for three reminders, of which there are at most two:

    step remind from day 1 past due via sms at most 2 attempts ever
    step call   after remind attempted 3 times via voice

**Instead.** Days, numbers and conditions that leave the step some time: `after remind attempted 2
times or remind open 10 full days`.

**Options.** None. A step that a gap keeps out of reach is `apart_too_long`. Facts that only may be
so, such as a `when` on a risk tier, are taken to be possible.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import NO, YES, All, Compare, Formula, Settled
from policydsl.core.policy import Effect, Ladder, Rule, Step
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.frozen import frozen
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import own_ladders, step_span
from policydsl.lint.reasoning.logic import Logic, logic_of
from policydsl.lint.rungs import fitting, open_micros, opening, step_named
from policydsl.lint.step_requests import contact_on, refused_step
from policydsl.lint.words import answer
from policydsl.syntax import tree


@frozen
class _Cause:
    """Why a step is never taken: the help, the clause to look at, the rule that denies."""

    help: HintSpec
    clause: str
    denied_by: str | None = None


def _look(subject: Subject) -> Iterator[Finding]:
    logic = logic_of(subject.policy)
    for written, ladder in own_ladders(subject):
        for step in ladder.steps:
            cause = _cause(subject, ladder, step, logic)
            if cause is not None:
                yield from _finding(subject, written, ladder, step, cause)


def _cause(subject: Subject, ladder: Ladder, step: Step, logic: Logic) -> _Cause | None:
    return (
        _over_before_open(ladder, step)
        or _waits_for_too_many(ladder, step)
        or _takes_nothing(ladder, step, logic)
        or _never_current(ladder, step, logic)
        or _always_denied(subject, ladder, step, logic)
    )


def _over_before_open(ladder: Ladder, step: Step) -> _Cause | None:
    opens = opening(ladder, step)
    if opens is None or step.end is None or step.end.anchor != opens.anchor:
        return None
    if opens.micros < step.end.days * MICROS_PER_DAY:
        return None
    alone = opening(ladder, _without_after(step))
    if alone is not None and alone.micros >= step.end.days * MICROS_PER_DAY:
        return _Cause("ends", "until")
    return _Cause("ends_waiting", "until")


def _without_after(step: Step) -> Step:
    return Step(step.name, step.channels, step.takes, step.owns, step.start, step.end)


def _waits_for_too_many(ladder: Ladder, step: Step) -> _Cause | None:
    for alternatives in step.after:
        short: list[tuple[str, int, int]] = []
        for one in alternatives:
            before = step_named(ladder, one.step)
            length = open_micros(ladder, before)
            rooms = [fitting(budget, length) for budget in before.budgets if budget.level == 1]
            room = min((room for room in rooms if room is not None), default=None)
            if one.times is None or room is None or one.times <= room:
                break
            short.append((one.step, one.times, room))
        else:
            name, times, room = short[0]
            values: dict[str, str | int] = {"before": name, "times": times, "room": room}
            return _Cause(("budget", dict(values)), "after")
    return None


def _taken(ladder: Ladder, step: Step) -> Formula:
    """What is true of a contact that the step takes."""
    by_channel = Compare("proposal.channel", "in", step.channels)
    return All((by_channel, step.takes, Settled(ladder.applies, True), step.when))


def _takes_nothing(ladder: Ladder, step: Step, logic: Logic) -> _Cause | None:
    forms = logic.forms
    taken = forms.node(_taken(ladder, step))
    if not logic.can_hold(taken):
        return _Cause("nothing", "via")
    for stopping in (ladder.stop, ladder.hold, ladder.lifted):
        if logic.implies(taken, forms.node(stopping)):
            return _Cause("stopped", "when" if stopping is not ladder.lifted else "via")
    return None


def _never_current(ladder: Ladder, step: Step, logic: Logic) -> _Cause | None:
    """A later step that is open whenever this one is."""
    if ladder.take_any:
        return None
    opens = opening(ladder, step)
    for later in ladder.steps[ladder.steps.index(step) + 1 :]:
        if later.after or not logic.implies(
            logic.forms.node(step.when), logic.forms.node(later.when)
        ):
            continue
        if not _begins_no_later(later, opens) or not _ends_no_sooner(later, step):
            continue
        return _Cause(("current", {"later": later.name}), "from")
    return None


def _begins_no_later(later: Step, opens: object) -> bool:
    if later.start is None:
        return True
    anchor, micros = getattr(opens, "anchor", None), getattr(opens, "micros", 0)
    return later.start.anchor == anchor and later.start.days * MICROS_PER_DAY <= micros


def _ends_no_sooner(later: Step, step: Step) -> bool:
    if later.end is None:
        return True
    return (
        step.end is not None
        and step.end.anchor == later.end.anchor
        and step.end.days <= later.end.days
    )


def _always_denied(subject: Subject, ladder: Ladder, step: Step, logic: Logic) -> _Cause | None:
    taken = logic.forms.node(_taken(ladder, step))
    for rule in subject.policy.core.rules:
        if _has_no_way_out(rule) and logic.implies(taken, logic.forms.node(rule.applies)):
            other = rule.id.removeprefix(f"{subject.name}.")
            return _Cause(("denied", {"other": other}), "via", rule.id)
    return None


def _has_no_way_out(rule: Rule) -> bool:
    return rule.effect is Effect.DENY and rule.core == YES and rule.lifted == NO


def _finding(
    subject: Subject, written: tree.Rule, ladder: Ladder, step: Step, cause: _Cause
) -> Iterator[Finding]:
    found = refused_step(subject, ladder, step, cause.denied_by or ladder.id)
    if found is None:
        return
    made = diagnostic(
        "W206",
        step_span(written, step.name, cause.clause),
        helps=[cause.help],
        notes=[("witness", {"contact": contact_on(found), "answer": answer(found)})],
        name=step.name,
        ladder=written.name.text,
    )
    yield Finding(made, (found,), written)


LINT = Lint("W206", "step_unreachable", _look)
