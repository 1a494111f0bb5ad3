"""Ladders: what stops and holds them, and every clause of their steps.

In: ladders as they were written and as they run. Out: what is worth a look for each debt and zone.

What opens a step is looked at in every case that concerns the ladder, each clause where no other
keeps the step closed; its budgets, gaps and approvals where it is open and takes the contact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policydsl.core.formula import YES, All, Compare, Formula
from policydsl.core.policy import Budget, DayPoint, Ladder, Step, StepReached
from policydsl.core.reference.clock import any_of
from policydsl.core.reference.counting import (
    Judged,
    both,
    inside,
    is_far_enough,
    lacking_keys,
    leaves,
    make_tally,
    select,
    within,
)
from policydsl.core.reference.facts import MISSING, Context, read
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.ladders import is_approved
from policydsl.core.reference.local import dates
from policydsl.core.reference.spans import plus_days
from policydsl.core.reference.steps import Open, attempts, opening, step_events
from policydsl.core.windows import Ever
from policydsl.diagnostics import Span
from policydsl.frozen import frozen
from policydsl.rules.environment import Reading
from policydsl.rules.expressions import lower
from policydsl.syntax import tree
from policydsl.testing.coverage.bounds import CountBound, meet_window, unit_of
from policydsl.testing.coverage.counts import Filter, joined, meet_length
from policydsl.testing.coverage.expressions import Expressions
from policydsl.testing.coverage.nodes import Atom, Junction, Look, Node, conjunction
from policydsl.testing.coverage.rules import Watched, clause_of, expression, gate_of, head_of
from policydsl.testing.coverage.seen import Bound, Condition, Sight


@frozen
class Day:
    """The day from which, or until which, a step is open: yes once it has come."""

    condition: Condition
    bound: Bound
    point: DayPoint
    opens: bool

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Whether the day lets the step be open."""
        ahead = self._ahead(context)
        return ahead if ahead is None or isinstance(ahead, bool) else (ahead >= 0) is self.opens

    def look(self, context: Context, sight: Sight) -> None:
        """Note it, and the side of the day."""
        sight.decides(self.condition, self.truth(context, sight))
        ahead = self._ahead(context)
        if ahead is not None and not isinstance(ahead, bool):
            sight.meets(self.bound, ahead >= 0, ahead in (-1, 0))

    def _ahead(self, context: Context) -> int | bool | None:
        """By how many days today is past the day; without one a step neither opens nor ends."""
        anchor = read(self.point.anchor, context)
        if anchor is None:
            return not self.opens
        if anchor is MISSING or context.zone is None:
            return None
        day = dates(anchor, context.zone)[0] if isinstance(anchor, int) else anchor
        today = dates(context.now, context.zone)[0]
        return (today - plus_days(day, self.point.days)).days  # type: ignore[arg-type]  # a date


@frozen
class Reached:
    """`STEP attempted N times` or `STEP open SPAN`."""

    condition: Condition
    bound: Bound
    reached: StepReached
    ladder: Ladder
    unit: int

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Whether it has come to pass."""
        alone = Step("", frozenset(), YES, YES, after=((self.reached,),))
        opens = opening(alone, sight.view(self.ladder, context))
        if opens is Open.UNKNOWN:
            return None
        return isinstance(opens, int) and opens <= context.now

    def look(self, context: Context, sight: Sight) -> None:
        """Note it, and how many attempts there were or how long the step has been open."""
        sight.decides(self.condition, self.truth(context, sight))
        seen = sight.view(self.ladder, context)
        before = seen.step(self.reached.step)
        if self.reached.times is not None:
            made = attempts(before, seen)
            sure = sum(truth is True for _, truth in made)
            CountBound(self.bound, self.reached.times).meet(sure, len(made), sight)
            return
        opened = opening(before, seen)
        if not isinstance(opened, int) or opened > context.now or self.reached.open_for is None:
            return
        over = leaves(self.reached.open_for, opened, context)
        if over is not None:
            reached = over <= context.now
            moved = over <= context.now + (-self.unit if reached else self.unit)
            sight.meets(self.bound, reached, moved is not reached)


@frozen
class Room:
    """A budget of a step: yes while there is room in it."""

    condition: Condition
    number: CountBound
    window: Bound | None
    unit: int
    budget: Budget
    step: Step
    ladder: Ladder

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Whether there is room."""
        counted = self._counted(self.budget, context, sight)
        tally = make_tally(counted, self.budget.distinct_days, context)
        return (
            False if tally.sure >= self.budget.limit else tally.possible < self.budget.limit or None
        )

    def look(self, context: Context, sight: Sight) -> None:
        """Note it, how much is used, and where past contacts lie in the window."""
        sight.decides(self.condition, self.truth(context, sight))
        counted = self._counted(self.budget, context, sight)
        tally = make_tally(counted, self.budget.distinct_days, context)
        self.number.meet(tally.sure, tally.possible, sight)
        if self.window is not None:
            ever = self._counted(replace(self.budget, window=Ever()), context, sight)
            events = [event for event, truth in ever if truth]
            meet_length(self.window, self.budget.window, events, self.unit, context, sight)

    def _counted(self, budget: Budget, context: Context, sight: Sight) -> list[Judged]:
        judged = [
            (event, both(truth, is_far_enough(event, budget.level, context)))
            for event, truth in step_events(self.step, sight.view(self.ladder, context))
        ]
        kept = [(event, truth) for event, truth in judged if truth is not False]
        return within(kept, budget.window, self.ladder.keys, context, holds)


@frozen
class Apart:
    """The gap between two contacts of a step: yes when it has elapsed."""

    condition: Condition
    bound: Bound
    unit: int
    step: Step
    ladder: Ladder

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Whether it has elapsed."""
        assert self.step.apart is not None
        owned = step_events(self.step, sight.view(self.ladder, context))
        close = any_of(
            both(truth, inside(self.step.apart, event.at, context.now, context))
            for event, truth in owned
        )
        return None if close is None else not close

    def look(self, context: Context, sight: Sight) -> None:
        """Note it, and how long ago the contacts were."""
        sight.decides(self.condition, self.truth(context, sight))
        assert self.step.apart is not None
        for event, truth in step_events(self.step, sight.view(self.ladder, context)):
            if truth:
                meet_window(self.bound, self.step.apart, event.at, self.unit, context, sight)


@frozen
class Approved:
    """The approval of a step: yes when it is there."""

    condition: Condition
    id: str
    role: str

    def truth(self, context: Context, sight: Sight) -> bool | None:
        """Whether it is there."""
        return is_approved(self.id, self.role, context)

    def look(self, context: Context, sight: Sight) -> None:
        """Note it."""
        sight.decides(self.condition, self.truth(context, sight))


@frozen
class WatchedStep:
    """A step: what opens it, what it takes, and what may still stand against the contact."""

    opens: Node
    takes: Node
    rest: Node

    def look(self, context: Context, sight: Sight) -> None:
        """Look at the clauses that decide."""
        self.opens.look(context, sight)
        self.takes.look(context, sight)
        if self.takes.truth(context, sight) is not False and self.opens.truth(context, sight):
            self.rest.look(context, sight)


@frozen
class WatchedLadder:
    """A ladder for one debt and zone."""

    head: Node
    rest: tuple[Look, ...]
    ladder: Ladder

    def look(self, context: Context, sight: Sight) -> None:
        """Look at its head, and where it concerns the contact at the rest."""
        self.head.look(context, sight)
        if self.head.truth(context, sight) is False or lacking_keys(self.ladder.keys, context):
            return
        for one in self.rest:
            one.look(context, sight)


@frozen
class Reset:
    """`reset after X`: whether there was one."""

    condition: Condition
    ladder: Ladder
    filter: Filter | None

    def look(self, context: Context, sight: Sight) -> None:
        """Note it."""
        assert self.ladder.reset is not None
        truths = [truth for _, truth in select(self.ladder.reset, self.ladder.keys, context, holds)]
        sight.decides(self.condition, any_of(truths))
        if self.filter is not None:
            self.filter.look(context, sight)


def watched_ladder(
    written: tree.Rule, own: Ladder, ladder: Ladder, made: Expressions, lifting: Sequence[Node]
) -> Watched:
    """A ladder: `own` is as its policy has it, `ladder` as it runs."""
    head = head_of(written, gate_of(ladder.applies, own.applies), made, lifting)
    rest: list[Look] = [
        *expression(written, "stop_when", made),
        *expression(written, "hold_while", made),
    ]
    nodes = [clause.value for clause in written.clauses if isinstance(clause.value, tree.Step)]
    pairs = zip(nodes, ladder.steps, strict=True)
    rest += [_step(node, step, ladder, made) for node, step in pairs]
    clause = clause_of(written, "reset_after")
    if clause is not None and isinstance(clause.value, tree.Occurrence):
        condition = made.group.condition(clause.value.span)
        rest.append(Reset(condition, ladder, made.occurrence(clause.value)))
    return Watched(ladder.scope, WatchedLadder(head, tuple(rest), ladder))


def _step(written: tree.Step, step: Step, ladder: Ladder, made: Expressions) -> WatchedStep:
    opens: list[Node] = []
    rest: list[Node] = []
    takes: list[Node] = []
    group, after, budgets = made.group, iter(step.after), iter(step.budgets)
    for clause in written.clauses:
        value = clause.value
        match value:
            case tree.DayPoint(span=span):
                is_start = clause.keyword == "from"
                point = step.start if is_start else step.end
                assert point is not None
                opens.append(Day(group.condition(clause.span), group.bound(span), point, is_start))
            case tree.AfterSteps(alternatives):
                pairs = zip(alternatives, next(after), strict=True)
                opens.append(
                    Junction(False, tuple(_reached(*pair, ladder, made) for pair in pairs))
                )
            case tree.Limit():
                rest.append(_room(clause.span, value, next(budgets), step, ladder, made))
            case tree.Spacing(duration):
                bound = group.bound(duration.span)
                rest.append(
                    Apart(group.condition(clause.span), bound, unit_of(duration), step, ladder)
                )
            case tree.Via():
                takes = _takes(value, step, made)
            case tree.Word(role) if clause.keyword == "approval_by":
                rest.append(
                    Approved(group.condition(clause.span), f"{ladder.id}.{step.name}", role)
                )
            case _ if clause.keyword == "when":
                opens.append(made.node(value))  # type: ignore[arg-type]  # by keyword
    return WatchedStep(conjunction(opens), conjunction(takes), conjunction(rest))


def _reached(
    written: tree.StepReached, reached: StepReached, ladder: Ladder, made: Expressions
) -> Reached:
    condition, bound = made.group.condition(written.span), made.group.bound(written.span)
    unit = 0 if written.open_for is None else unit_of(written.open_for)
    return Reached(condition, bound, reached, ladder, unit)


def _room(
    span: Span, written: tree.Limit, budget: Budget, step: Step, ladder: Ladder, made: Expressions
) -> Room:
    window = written.counting.window
    bound = None if window.kind in ("since", "ever") else made.group.bound(window.span)
    number = CountBound(made.group.bound(span), budget.limit)
    return Room(made.group.condition(span), number, bound, unit_of(window), budget, step, ladder)


def _takes(via: tree.Via, step: Step, made: Expressions) -> list[Node]:
    """The channels, the filter, and the step that the contact names."""
    by_channel = Compare("proposal.channel", "in", step.channels)
    found: list[Node] = [Atom(by_channel, made.group.condition(joined(via.channels)))]
    own: Formula = YES
    if via.where is not None:
        found.append(made.node(via.where))
        own = lower(via.where, made.env, Reading.PROPOSAL)
    if isinstance(step.takes, All) and step.takes != own and len(step.takes.operands) == 2:
        found.append(Atom(step.takes.operands[1], None))
    return found
