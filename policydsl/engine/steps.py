"""The steps of a ladder: the contacts they own, and when each opens.

In: a `Ladder` and a frame. Out: `Seen`, which finds out lazily, and once, what is asked of it.

An opening is an instant, `NEVER` (it waits for an event), or `UNKNOWN` (a fact is missing). Events
that no reset has forgotten are seen; those that only a reset that may be one lies after may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TypeAlias

from policydsl.core.policy import Budget, DayPoint, Ladder, Step, StepReached
from policydsl.core.request import Event
from policydsl.engine.code_walks import last_walk, owned_walk
from policydsl.engine.counts import Walk, window_range
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import MISSING, Frame, Test, Truth, both, reader
from policydsl.engine.missing import Namer, fact_name, namer, of_zone
from policydsl.engine.selections import (
    EventTest,
    Judged,
    after_last,
    key_tests,
    lacking_keys,
    of_event,
    select,
    selector,
)
from policydsl.engine.windows import Range, leaver, place, ranger
from policydsl.engine.zones import ALWAYS, to_day
from policydsl.frozen import frozen

SKIPPED = "skipped"
_ATTEMPT = 1
_EVERYTHING: Range = (ALWAYS, ALWAYS, None)


class Unopened(Enum):
    """Openings that are not instants."""

    NEVER = "waits for an event"
    UNKNOWN = "a fact is missing"


Opening: TypeAlias = int | Unopened
PointReader: TypeAlias = Callable[[Frame], Opening]
Names: TypeAlias = frozenset[str]
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


class Seen:
    """A ladder in one binding, as far as its events reach."""

    __slots__ = ("_keys", "_lacks", "_opens", "_owned", "_since", "frame", "plan")

    def __init__(self, plan: LadderPlan, frame: Frame) -> None:
        self.plan = plan
        self.frame = frame
        self._lacks = bool(plan.lacking(frame))
        self._since: Range | None = None
        self._keys: list[EventTest] | None = None
        self._opens: dict[int, Opening] = {}
        self._owned: dict[int, list[Judged]] = {}

    def _reach(self) -> Range:
        """The instants after the last reset."""
        if self._since is None:
            self._since = _since(self.plan, self.frame, self._lacks)
        return self._since

    def lacks_start(self, step: StepPlan) -> bool:
        """Whether a step surely does not open at a known instant, for want of its start."""
        return step.start is not None and isinstance(step.start(self.frame), Unopened)

    def is_open(self, step: StepPlan) -> Truth:
        """Whether a step is open now."""
        opens, now = self.opening(step), self.frame.now
        if opens is Unopened.UNKNOWN:
            truth: Truth = None
        elif opens is Unopened.NEVER or opens > now:
            return False
        else:
            truth = True
        if step.end is not None:
            end = step.end(self.frame)
            if end is Unopened.UNKNOWN:
                truth = None
            elif end is not Unopened.NEVER and end <= now:
                return False
        return both(truth, step.when(self.frame))

    def opening(self, step: StepPlan) -> Opening:
        """When the step opens: its start and all its `after` conditions."""
        known = self._opens.get(step.position)
        if known is None:
            known = self._opens[step.position] = self._find_opening(step)
        return known

    def _find_opening(self, step: StepPlan) -> Opening:
        parts: list[Opening] = [] if step.start is None else [step.start(self.frame)]
        for alternatives in step.after:
            reached = [
                self.reached_at(one, self.plan.steps[of], leave) for one, of, leave in alternatives
            ]
            parts.append(earliest(reached, self.frame.now))
        latest = ALWAYS
        unknown = False
        for part in parts:
            if part is Unopened.NEVER:
                return part
            if part is Unopened.UNKNOWN:
                unknown = True
            elif part > latest:
                latest = part
        return Unopened.UNKNOWN if unknown else latest

    def reached_at(self, reached: StepReached, before: StepPlan, leave: Leaver | None) -> Opening:
        """When an `after` condition holds."""
        if reached.times is not None:
            return self.nth_attempt(before, reached.times)
        assert leave is not None
        opens = self.opening(before)
        if isinstance(opens, Unopened) or opens == ALWAYS:
            return opens
        over = leave(self.frame, opens)
        return Unopened.UNKNOWN if over is None else over

    def nth_attempt(self, before: StepPlan, times: int) -> Opening:
        """The instant of the n-th attempt, or of the first skip, whichever is first."""
        owned = self.owned(before)
        skipped = self.skips({before.step.name}) if self.plan.ladder.on_block == "skip" else []
        sure = [event.at for event, truth in owned if truth]
        reached = [sure[times - 1]] if len(sure) >= times else []
        reached += [event.at for event, truth in skipped if truth][:1]
        if reached:
            return min(reached)
        return Unopened.UNKNOWN if len(owned) >= times or skipped else Unopened.NEVER

    def owned(self, step: StepPlan) -> list[Judged]:
        """The past contacts of a step: those that name it, or else those it could have taken."""
        known = self._owned.get(step.position)
        if known is None:
            known = self._owned[step.position] = self._find_owned(step)
        return known

    def _find_owned(self, step: StepPlan) -> list[Judged]:
        maybe_from, sure_from, _ = self._reach()
        if self._lacks:
            judged = [
                (event, self._owns(step, event))
                for event in self.frame.events
                if event.at >= maybe_from
            ]
            judged = [(event, truth) for event, truth in judged if truth is not False]
        else:
            judged = self.plan.walk(step)(self.frame, maybe_from)
        if sure_from == maybe_from:
            return judged
        return [(event, truth if event.at >= sure_from else None) for event, truth in judged]

    def _owns(self, step: StepPlan, event: Event) -> Truth:
        if event.kind != "contact":
            return False
        truth: Truth = None if event.direction is None else event.direction == "outbound"
        if event.step is not None:
            truth = both(truth, event.step == step.step.name)
        else:
            by_channel = None if event.channel is None else event.channel in step.step.channels
            truth = both(truth, by_channel)
            if truth is not False:
                owns = of_event(step.owns, self.frame, event)
                truth = both(truth, owns or (None if event.reserved else owns))
        return self._has_keys(event, truth)

    def _has_keys(self, event: Event, truth: Truth) -> Truth:
        if self._keys is None:
            self._keys = self.plan.keys(self.frame)
        for test in self._keys:
            if truth is False:
                return False
            truth = both(truth, test(event))
        return truth

    def skips(self, steps: set[str]) -> list[Judged]:
        """The `skipped` events of some steps with the ladder's keys."""
        since = self._reach()
        judged = [
            (event, self._has_keys(event, place(since, event.at)))
            for event in self.frame.events
            if event.kind == SKIPPED and event.step in steps
        ]
        return [(event, truth) for event, truth in judged if truth is not False]

    def missing_to_open(self, step: StepPlan) -> Names:
        """The facts for want of which nobody knows whether a step is open."""
        frame = self.frame
        names = set(step.when_names(frame))
        for point, opens in ((step.step.start, step.start), (step.step.end, step.end)):
            if point is not None and opens is not None and opens(frame) is Unopened.UNKNOWN:
                names |= _missing_at(point, frame)
        if not names and self.opening(step) is Unopened.UNKNOWN:
            names |= of_zone(frame)
            for _, position, _ in (one for alternatives in step.after for one in alternatives):
                before = self.plan.steps[position]
                names |= unsure(self.owned(before)) | self.missing_to_open(before)
                names |= unsure(self.skips({before.step.name}))
        return frozenset(names)


def _since(plan: LadderPlan, frame: Frame, lacks: bool) -> Range:
    """The instants after the last reset: those that may be, and those that surely are."""
    if plan.reset is None or plan.after_reset is None:
        return _EVERYTHING
    return after_last(select(plan.reset, frame)) if lacks else plan.after_reset(frame)


def _missing_at(point: DayPoint, frame: Frame) -> Names:
    known = reader(point.anchor)(frame) is not MISSING
    return of_zone(frame) if known else frozenset({fact_name(point.anchor, frame)})


def unsure(judged: Sequence[Judged]) -> Names:
    """The names of the events that only may be meant."""
    return frozenset([f"event:{event.id}" for event, truth in judged if truth is None])


def earliest(alternatives: list[Opening], now: int) -> Opening:
    """When the first of some alternatives is reached, as far as it is known."""
    known = [part for part in alternatives if isinstance(part, int)]
    if known and min(known) <= now:
        return min(known)
    if Unopened.UNKNOWN in alternatives:
        return Unopened.UNKNOWN
    return min(known) if known else Unopened.NEVER


def opens_at(opens: Opening) -> int | None:
    """The instant of an opening, if there is one."""
    return None if isinstance(opens, Unopened) or opens == ALWAYS else opens
