"""Ladders and their steps made ready: what they ask, as functions of a frame.

In: a `Ladder`. Out: `LadderPlan`. The start and the end of a step are an instant, `NEVER` (the date
is absent on purpose), or `UNKNOWN` (a fact is missing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import TypeAlias

from policydsl.core.policy import Budget, DayPoint, Ladder, Step, StepReached
from policydsl.engine.code_walks import last_walk, owned_walk
from policydsl.engine.counts import Walk, window_range
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import MISSING, Frame, Test, reader
from policydsl.engine.missing import Namer, namer
from policydsl.engine.selections import key_tests, lacking_keys, selector
from policydsl.engine.windows import Range, leaver, ranger
from policydsl.engine.zones import to_day
from policydsl.frozen import frozen

_ATTEMPT = 1


class Unopened(Enum):
    """Openings that are not instants."""

    NEVER = "waits for an event"
    UNKNOWN = "a fact is missing"


Opening: TypeAlias = int | Unopened
PointReader: TypeAlias = Callable[[Frame], Opening]
Leaver: TypeAlias = Callable[[Frame, int], int | None]


@frozen
class StepPlan:
    """A step made ready: `position` is its place from 0."""

    step: Step
    position: int
    takes: Test
    takes_names: Namer
    owns: Test
    when: Test
    when_names: Namer
    start: PointReader | None
    end: PointReader | None
    after: tuple[tuple[tuple[StepReached, int, Leaver | None], ...], ...]
    budgets: tuple[tuple[Budget, Callable[[Frame], Range]], ...]
    apart: Callable[[Frame, int], Range] | None


class LadderPlan:
    """A ladder made ready."""

    __slots__ = (
        *("_formulas", "_walks", "after_reset", "hold", "hold_names", "keys", "lacking"),
        *("ladder", "reset", "steps", "stop", "stop_names"),
    )

    def __init__(self, ladder: Ladder, formulas: Formulas) -> None:
        self.ladder = ladder
        self._formulas = formulas
        self._walks: dict[int, Walk] = {}
        self.keys = key_tests(ladder.keys, _ATTEMPT)
        self.lacking = lacking_keys(ladder.keys)
        self.hold, self.hold_names = formulas.test(ladder.hold), namer(ladder.hold, formulas)
        self.stop, self.stop_names = formulas.test(ladder.stop), namer(ladder.stop, formulas)
        self.reset = None
        self.after_reset: Callable[[Frame], Range] | None = None
        if ladder.reset is not None:
            self.reset = selector(ladder.reset, ladder.keys, formulas.test)
            self.after_reset = last_walk(ladder.reset, ladder.keys, formulas)
        positions = {one.name: index for index, one in reversed([*enumerate(ladder.steps)])}
        self.steps = tuple(
            _step_plan(step, position, ladder, positions, formulas)
            for position, step in enumerate(ladder.steps)
        )

    def walk(self, step: StepPlan) -> Walk:
        """The quick walk over the contacts of a step, for proposals that lack no key."""
        known = self._walks.get(step.position)
        if known is None:
            known = owned_walk(step.step, self.ladder.keys, self._formulas)
            self._walks[step.position] = known
        return known


def _step_plan(
    step: Step, position: int, ladder: Ladder, positions: Mapping[str, int], formulas: Formulas
) -> StepPlan:
    make_test = formulas.test
    return StepPlan(
        step=step,
        position=position,
        takes=make_test(step.takes),
        takes_names=namer(step.takes, formulas),
        owns=make_test(step.owns),
        when=make_test(step.when),
        when_names=namer(step.when, formulas),
        start=None if step.start is None else _point(step.start),
        end=None if step.end is None else _point(step.end),
        after=tuple(
            tuple(
                (
                    reached,
                    positions[reached.step],
                    None if reached.open_for is None else leaver(reached.open_for),
                )
                for reached in alternatives
            )
            for alternatives in step.after
        ),
        budgets=tuple(
            (budget, window_range(budget.window, ladder.keys, make_test)) for budget in step.budgets
        ),
        apart=None if step.apart is None else ranger(step.apart),
    )


def _point(point: DayPoint) -> PointReader:
    """The start of the local date that a day point names."""
    read, days = reader(point.anchor), point.days

    def start(frame: Frame) -> Opening:
        anchor = read(frame)
        if anchor is None:
            return Unopened.NEVER
        if frame.zone is None or anchor is MISSING:
            return Unopened.UNKNOWN
        if isinstance(anchor, date):
            day = to_day(anchor)
        else:
            assert isinstance(anchor, int)
            day = frame.zone.day(anchor)
        return frame.zone.start_of_day(day + days)

    return start
