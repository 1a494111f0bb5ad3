"""When what a ladder says may next differ.

In: a ladder made ready. Out: `LadderHolding`, which gives what the ladder does to a proposal in one
binding, with the instant until which it stays. Past events stand still, so what opens by time opens
at instants that are known now.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from policydsl.core.formula import SinceLast
from policydsl.core.policy import Ladder
from policydsl.core.windows import Blocks, Ever
from policydsl.engine.frame import MISSING, Frame, reader
from policydsl.engine.ladders import Standing, standing_of
from policydsl.engine.step_plans import LadderPlan, StepPlan
from policydsl.engine.timeline.count_changes import filters_change, over_events
from policydsl.engine.timeline.dates import Change, Leaving, leaving, reached
from policydsl.engine.timeline.holdings import Holdings
from policydsl.engine.timeline.tendencies import tendency
from policydsl.engine.zones import ALWAYS, NEVER, to_day

FREE, REVIEW, DENY = 0, 1, 2
Effect: TypeAlias = int
"""`FREE`, `REVIEW` or `DENY`: the greatest wins."""


class LadderHolding:
    """A ladder with the instant until which it says the same."""

    __slots__ = (
        *("_changes", "_forbids", "_hold", "_opens", "_owned", "_passes", "_plan"),
        *("_spans", "_stop"),
    )

    def __init__(self, ladder: Ladder, holdings: Holdings) -> None:
        self._plan = LadderPlan(ladder, holdings.formulas)
        self._hold, self._stop = holdings.of(ladder.hold), holdings.of(ladder.stop)
        whens = [holdings.change(step.when) for step in ladder.steps]
        takes = [holdings.change(step.takes) for step in ladder.steps]
        windows = [
            budget.window.selection
            for step in ladder.steps
            for budget in step.budgets
            if isinstance(budget.window, SinceLast)
        ]
        filtered = filters_change([ladder.reset, *windows], holdings.change)
        self._changes = [one for one in (*whens, *takes, filtered) if one is not None]
        owned = [holdings.change(step.owns) for step in ladder.steps]
        self._owned = [change for change in owned if change is not None]
        self._spans = [_spans(step) for step in self._plan.steps]
        forbids = [(ladder.hold, self._hold), (ladder.stop, self._stop)]
        self._forbids = [holding for one, holding in forbids if tendency(one)[0] != ALWAYS]
        self._passes = [
            change
            for step in ladder.steps
            for one in (step.takes, step.when)
            if tendency(one)[1] != ALWAYS or not ladder.take_any
            if (change := holdings.change(one)) is not None
        ]
        self._passes += _thresholds(ladder)
        self._opens = [
            (one, self._plan.steps[of], leave)
            for step in self._plan.steps
            for alternatives in step.after
            for one, of, leave in alternatives
            if leave is not None and not ladder.take_any
        ]

    def __call__(self, frame: Frame) -> tuple[Effect, int]:
        """What the ladder does to the proposal, and an instant after now before which it stays."""
        plan = self._plan
        if plan.lacking(frame):
            return DENY, NEVER
        stopped, stopped_until = self._stop(frame)
        held, held_until = self._hold(frame)
        standing = standing_of(plan, frame)
        codes = {block.code for block in standing.blocks()}
        step_until = self._step_until(frame, standing)
        lasting = []
        if stopped is not False:
            lasting.append(stopped_until)
        elif "LADDER_STOPPED" in codes:
            lasting.append(min(stopped_until, step_until))
        if held is not False:
            lasting.append(held_until)
        if codes - {"LADDER_STOPPED", "LADDER_HELD", "APPROVAL_REQUIRED"}:
            lasting.append(step_until)
        if lasting:
            return DENY, max(lasting)
        until = min(stopped_until, held_until, step_until)
        return (REVIEW if codes else FREE), until

    def passes_until(self, frame: Frame) -> int:
        """A proposal that the ladder lets pass now, it lets pass until then.

        Budgets and gaps only give way with time. A step that opens matters only where just the last
        open one may be taken.
        """
        bounds = [holding(frame)[1] for holding in self._forbids]
        bounds += [change(frame) for change in self._passes]
        bound = min(bounds, default=NEVER)
        if self._owned:
            bound = min(bound, over_events(frame, self._owned))
        if self._opens and not self._plan.lacking(frame):
            standing = standing_of(self._plan, frame)
            for one, before, leave in self._opens:
                at = standing.perhaps_reached_at(one, before, leave)
                if frame.now < at < bound:
                    bound = at
        return bound

    def _step_until(self, frame: Frame, standing: Standing) -> int:
        """Which step may be taken does not change before."""
        bound = min([NEVER, *(change(frame) for change in self._changes)])
        if self._owned:
            bound = min(bound, over_events(frame, self._owned))
        now = frame.now
        for step, spans in zip(self._plan.steps, self._spans, strict=True):
            for at in _openings(step, standing):
                if now < at < bound:
                    bound = at
            for leaves in spans:
                for event, _ in standing.owned(step):
                    bound = min(bound, leaves(frame, event.at))
        for approval in frame.request.approvals:
            if now < approval.at < bound:
                bound = approval.at
        return bound


def _thresholds(ladder: Ladder) -> list[Change]:
    """When, by each date that steps are counted from, the next of them ends, or begins.

    Where any open step may be taken, none that begins stops anything.
    """
    days: dict[str, set[int]] = {}
    for step in ladder.steps:
        for point in (step.end, None if ladder.take_any else step.start):
            if point is not None:
                days.setdefault(point.anchor, set()).add(point.days)
    return [_threshold(anchor, sorted(after)) for anchor, after in days.items()]


def _threshold(path: str, days: list[int]) -> Change:
    read = reader(path)

    def change(frame: Frame) -> int:
        anchor, zone = read(frame), frame.zone
        if zone is None or anchor is MISSING or anchor is None:
            return NEVER
        if isinstance(anchor, date):
            day = to_day(anchor)
        else:
            assert isinstance(anchor, int)
            day = zone.day(anchor)
        index = bisect_right(days, zone.day(frame.now) - day)
        return NEVER if index == len(days) else reached(frame, zone.start_of_day(day + days[index]))

    return change


def _openings(step: StepPlan, standing: Standing) -> Iterator[int]:
    """Every instant at which a step begins, ends, or is reached from another."""
    for point in (step.start, step.end):
        if point is not None and isinstance(at := point(standing.frame), int):
            yield at
    for alternatives in step.after:
        for one, of, leave in alternatives:
            before = standing.plan.steps[of]
            at = standing.surely_reached_at(one, before, leave)
            if isinstance(at, int):
                yield at
            yield standing.perhaps_reached_at(one, before, leave)


def _spans(step: StepPlan) -> list[Leaving]:
    """When past contacts of a step leave its budgets and its gap."""
    spans: list[Leaving] = []
    for budget in step.step.budgets:
        if isinstance(budget.window, Blocks):
            spans.append(_block_end(budget.window.micros))
        elif not isinstance(budget.window, Ever | SinceLast):
            spans.append(leaving(budget.window))
    if step.step.apart is not None:
        spans.append(leaving(step.step.apart))
    return spans


def _block_end(width: int) -> Leaving:
    return lambda frame, at: at + width if at + width > frame.now else NEVER
