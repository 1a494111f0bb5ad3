"""The steps of a ladder: the contacts they own, and when each opens.

In: a `Ladder` and a frame. Out: `Seen`, which finds out lazily, and once, what is asked of it.

An opening is an instant, `NEVER` (it waits for an event), or `UNKNOWN` (a fact is missing). Events
that no reset has forgotten are seen; those that only a reset that may be one lies after may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from policydsl.core.policy import DayPoint, StepReached
from policydsl.core.request import Event
from policydsl.engine.frame import MISSING, Frame, Truth, both, reader
from policydsl.engine.missing import fact_name, of_span, of_zone
from policydsl.engine.selections import EventTest, Judged, after_last, of_event, select
from policydsl.engine.step_plans import LadderPlan, Leaver, Opening, StepPlan, Unopened
from policydsl.engine.windows import Range, place
from policydsl.engine.zones import ALWAYS, NEVER

SKIPPED = "skipped"
Names: TypeAlias = frozenset[str]
_EVERYTHING: Range = (ALWAYS, ALWAYS, None)


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
        sure, now = self.surely_reached_at(reached, before, leave), self.frame.now
        if reached.times is not None or isinstance(sure, Unopened) or sure <= now:
            return sure
        return Unopened.UNKNOWN if self.perhaps_reached_at(reached, before, leave) <= now else sure

    def surely_reached_at(
        self, reached: StepReached, before: StepPlan, leave: Leaver | None
    ) -> Opening:
        """When an `after` condition holds for sure, though it may have held before."""
        if reached.times is not None:
            return self.nth_attempt(before, reached.times)
        assert leave is not None
        opens = self.opening(before)
        if isinstance(opens, Unopened) or opens == ALWAYS:
            return opens
        over = leave(self.frame, opens)
        return Unopened.UNKNOWN if over is None else over

    def perhaps_reached_at(
        self, reached: StepReached, before: StepPlan, leave: Leaver | None
    ) -> int:
        """The instant before which an `after` condition surely does not hold."""
        if reached.times is not None:
            made = [event.at for event, _ in self.attempts(before)][reached.times - 1 :]
            return min([*made, *(event.at for event, _ in self.passed_over(before))], default=NEVER)
        assert leave is not None
        opens = self.soonest(before)
        if opens in (ALWAYS, NEVER):
            return opens
        over = leave(self.frame, opens)
        return ALWAYS if over is None else over

    def soonest(self, step: StepPlan) -> int:
        """The instant before which a step surely did not open, `NEVER` if it surely never does.

        It is that of `opening`, unless what only may have happened may have opened it earlier.
        """
        latest = ALWAYS
        if step.start is not None:
            start = step.start(self.frame)
            if isinstance(start, int):
                latest = start
            elif start is Unopened.NEVER:
                return NEVER
        for alternatives in step.after:
            reached = [
                self.perhaps_reached_at(one, self.plan.steps[of], leave)
                for one, of, leave in alternatives
            ]
            latest = max(latest, min(reached))
        return latest

    def nth_attempt(self, before: StepPlan, times: int) -> Opening:
        """The instant of the n-th attempt, or of the first skip, whichever is first."""
        made, skipped = self.attempts(before), self.passed_over(before)
        sure = [event.at for event, truth in made if truth]
        reached = [sure[times - 1]] if len(sure) >= times else []
        reached += [event.at for event, truth in skipped if truth][:1]
        if reached:
            return min(reached)
        return Unopened.UNKNOWN if len(made) >= times or skipped else Unopened.NEVER

    def attempts(self, step: StepPlan) -> list[Judged]:
        """The contacts of a step as `after` conditions take them: a reservation only may be one."""
        return _not_yet_sure(self.owned(step))

    def passed_over(self, step: StepPlan) -> list[Judged]:
        """The skips of a step as `after` conditions take them."""
        if self.plan.ladder.on_block != "skip":
            return []
        return _not_yet_sure(self.skips({step.step.name}))

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
            names |= self._doubts(step)
        return frozenset(names)

    def _doubts(self, step: StepPlan) -> Names:
        """What leaves open whether, or when, the `after` conditions of a step held."""
        names: set[str] = set()
        for reached, position, leave in (one for group in step.after for one in group):
            before = self.plan.steps[position]
            names |= self.missing_to_open(before)
            if reached.times is not None:
                names |= unsure(self.attempts(before)) | unsure(self.passed_over(before))
                continue
            assert leave is not None and reached.open_for is not None
            opens = self.opening(before)
            if isinstance(opens, int) and opens != ALWAYS:
                if leave(self.frame, opens) is None:
                    names |= of_zone(self.frame) or of_span(reached.open_for)(self.frame)
                if self.soonest(before) < opens:
                    names |= self._doubts(before)
        return frozenset(names)


def _since(plan: LadderPlan, frame: Frame, lacks: bool) -> Range:
    """The instants after the last reset: those that may be, and those that surely are."""
    if plan.reset is None or plan.after_reset is None:
        return _EVERYTHING
    return after_last(select(plan.reset, frame)) if lacks else plan.after_reset(frame)


def _missing_at(point: DayPoint, frame: Frame) -> Names:
    known = reader(point.anchor)(frame) is not MISSING
    return of_zone(frame) if known else frozenset({fact_name(point.anchor, frame)})


def _not_yet_sure(judged: list[Judged]) -> list[Judged]:
    return [(event, None if event.reserved else truth) for event, truth in judged]


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
