"""Ladders: which step may be taken now.

In: a `Ladder` and a frame. Out: `Standing`, which finds out lazily, and once, what is asked of it:
when steps open, which past contacts were theirs, and what blocks the proposal.

An opening is an instant, `NEVER` (it waits for an event), or `UNKNOWN` (a fact is missing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias

from policydsl.core.policy import Budget, DayPoint, Ladder, Step, StepReached
from policydsl.core.request import Event, Request
from policydsl.core.windows import Blocks
from policydsl.engine.code_walks import owned_walk, selection_walk
from policydsl.engine.counts import Walk, in_block, make_tally, window_range
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import MISSING, Frame, Test, Truth, both, reader
from policydsl.engine.missing import Namer, namer
from policydsl.engine.selections import (
    Judged,
    key_tests,
    lacking_keys,
    of_event,
    select,
    selector,
)
from policydsl.engine.windows import Range, leaver, place, ranger
from policydsl.engine.zones import ALWAYS, FIRST_DAY, LAST_DAY, to_day

SKIPPED = "skipped"
_ATTEMPT = 1
SEVERITY = ("STEP_NOT_REACHED", "FACT_MISSING", "STEP_SPENT", "STEP_TOO_SOON", "APPROVAL_REQUIRED")
"""Of several steps that could take a proposal, the one that came furthest is reported."""


class Unopened(Enum):
    """Openings that are not instants."""

    NEVER = "waits for an event"
    UNKNOWN = "a fact is missing"


Opening: TypeAlias = int | Unopened
PointReader: TypeAlias = Callable[[Frame], Opening]


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step made ready: `position` is its place from 0."""

    step: Step
    position: int
    takes: Test
    owns: Test
    when: Test
    when_names: Namer
    start: PointReader | None
    end: PointReader | None
    after: tuple[tuple[tuple[StepReached, int], ...], ...]
    budgets: tuple[tuple[Budget, Callable[[Frame], Range]], ...]
    apart: Callable[[Frame, int], Range] | None


class LadderPlan:
    """A ladder made ready."""

    __slots__ = (
        *("_formulas", "_walks", "hold", "keys", "lacking", "ladder", "reset", "reset_walk"),
        *("steps", "stop"),
    )

    def __init__(self, ladder: Ladder, formulas: Formulas) -> None:
        make_test = formulas.test
        self.ladder = ladder
        self._formulas = formulas
        self._walks: dict[int, Walk] = {}
        self.keys = key_tests(ladder.keys, _ATTEMPT)
        self.lacking = lacking_keys(ladder.keys)
        self.hold = make_test(ladder.hold)
        self.stop = make_test(ladder.stop)
        self.reset = None
        self.reset_walk: Walk | None = None
        if ladder.reset is not None:
            self.reset = selector(ladder.reset, ladder.keys, make_test)
            self.reset_walk = selection_walk(ladder.reset, ladder.keys, formulas)
        self.steps = tuple(
            _step_plan(step, position, ladder, formulas)
            for position, step in enumerate(ladder.steps)
        )

    def walk(self, step: StepPlan) -> Walk:
        """The quick walk over the contacts of a step, for proposals that lack no key."""
        known = self._walks.get(step.position)
        if known is None:
            known = owned_walk(step.step, self.ladder.keys, self._formulas)
            self._walks[step.position] = known
        return known


def _step_plan(step: Step, position: int, ladder: Ladder, formulas: Formulas) -> StepPlan:
    make_test = formulas.test
    positions = {other.name: index for index, other in reversed([*enumerate(ladder.steps)])}
    return StepPlan(
        step=step,
        position=position,
        takes=make_test(step.takes),
        owns=make_test(step.owns),
        when=make_test(step.when),
        when_names=namer(step.when, formulas),
        start=None if step.start is None else _point(step.start),
        end=None if step.end is None else _point(step.end),
        after=tuple(
            tuple((reached, positions[reached.step]) for reached in alternatives)
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
        return frame.zone.start_of_day(min(max(day + days, FIRST_DAY), LAST_DAY))

    return start


@dataclass(frozen=True, slots=True)
class Block:
    """Why a ladder does not let a proposal pass; `step` is the position, None for the ladder's."""

    code: str
    step: int | None = None
    approval: str | None = None


class Standing:
    """A ladder for one binding."""

    __slots__ = ("_begin", "_keys", "_lacks", "_opens", "_owned", "frame", "plan")

    def __init__(self, plan: LadderPlan, frame: Frame) -> None:
        self.plan = plan
        self.frame = frame
        self._lacks = bool(plan.lacking(frame))
        self._begin = _begin(plan, frame, self._lacks)
        self._keys = plan.keys(frame)
        self._opens: dict[int, Opening] = {}
        self._owned: dict[int, list[Judged]] = {}

    def blocks(self) -> list[Block]:
        """All that stops the proposal, given that it lacks no key."""
        plan, frame = self.plan, self.frame
        found = []
        if plan.stop(frame) is not False or (
            plan.ladder.on_block == "stop"
            and self._skips({step.name for step in plan.ladder.steps})
        ):
            found.append(Block("LADDER_STOPPED"))
        if plan.hold(frame) is not False:
            found.append(Block("LADDER_HELD"))
        best = self.best_step()
        if best is None:
            found.append(Block("STEP_NOT_REACHED"))
        elif best[1] is not None:
            found.append(best[1])
        return found

    def best_step(self) -> tuple[StepPlan, Block | None] | None:
        """The step that takes the proposal and comes furthest, with what blocks it."""
        channel = self.frame.facts.get("proposal.channel", MISSING)
        best: tuple[StepPlan, Block] | None = None
        for step in self.plan.steps:
            if channel not in step.step.channels or step.takes(self.frame) is False:
                continue
            block = self._step_block(step)
            if block is None:
                return step, None
            if best is None or _severity(block) > _severity(best[1]):
                best = step, block
        return best

    def _step_block(self, step: StepPlan) -> Block | None:
        opened = self.is_open(step)
        if opened is None:
            return Block("FACT_MISSING", step.position)
        if not opened or not (self.plan.ladder.take_any or self._is_last_open(step)):
            return Block("STEP_NOT_REACHED", step.position)
        if self._is_spent(step):
            return Block("STEP_SPENT", step.position)
        if step.apart is not None and self._is_too_soon(step, step.apart):
            return Block("STEP_TOO_SOON", step.position)
        role = step.step.approval
        step_id = f"{self.plan.ladder.id}.{step.step.name}"
        if role is not None and not is_approved(self.frame.request, step_id, role):
            return Block("APPROVAL_REQUIRED", step.position, role)
        return None

    def _is_last_open(self, step: StepPlan) -> bool:
        """No later step is open; one that may be open does not close an earlier one."""
        return not any(self.is_open(other) for other in self.plan.steps[step.position + 1 :])

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
            reached = [self._reached_at(one, self.plan.steps[of]) for one, of in alternatives]
            parts.append(earliest(reached, self.frame.now))
        latest = ALWAYS
        unknown = False
        for part in parts:
            if part is Unopened.NEVER:
                return part
            if part is Unopened.UNKNOWN:
                unknown = True
            else:
                latest = max(latest, part)
        return Unopened.UNKNOWN if unknown else latest

    def _reached_at(self, reached: StepReached, before: StepPlan) -> Opening:
        if reached.times is not None:
            return self._nth_attempt(before, reached.times)
        assert reached.open_for is not None
        opens = self.opening(before)
        if isinstance(opens, Unopened) or opens == ALWAYS:
            return opens
        over = leaver(reached.open_for)(self.frame, opens)
        return Unopened.UNKNOWN if over is None else over

    def _nth_attempt(self, before: StepPlan, times: int) -> Opening:
        """The instant of the n-th attempt, or of the first skip, whichever is first."""
        owned = self.owned(before)
        sure = [event.at for event, truth in owned if truth]
        reached = [sure[times - 1]] if len(sure) >= times else []
        if self.plan.ladder.on_block == "skip":
            reached += [skip.at for skip in self._skips({before.step.name})[:1]]
        if reached:
            return min(reached)
        return Unopened.UNKNOWN if len(owned) >= times else Unopened.NEVER

    def owned(self, step: StepPlan) -> list[Judged]:
        """The past contacts of a step: those that name it, or else those it could have taken."""
        known = self._owned.get(step.position)
        if known is None and not self._lacks:
            known = self._owned[step.position] = self.plan.walk(step)(self.frame, self._begin)
        elif known is None:
            judged = [(event, self._owns(step, event)) for event in self.events()]
            known = [(event, truth) for event, truth in judged if truth is not False]
            self._owned[step.position] = known
        return known

    def events(self) -> list[Event]:
        """The events since the last reset."""
        return [event for event in self.frame.events if event.at >= self._begin]

    def _owns(self, step: StepPlan, event: Event) -> Truth:
        if event.kind != "contact":
            return False
        truth: Truth = None if event.direction is None else event.direction == "outbound"
        if event.step is not None:
            truth = both(truth, event.step == step.step.name)
        else:
            by_channel = None if event.channel is None else event.channel in step.step.channels
            truth = both(truth, by_channel)
            if truth is not False and not event.reserved:
                truth = both(truth, of_event(step.owns, self.frame, event))
        for test in self._keys:
            if truth is False:
                return False
            truth = both(truth, test(event))
        return truth

    def _skips(self, steps: set[str]) -> list[Event]:
        """The `skipped` events of some steps with the ladder's keys."""
        return [
            event
            for event in self.events()
            if event.kind == SKIPPED
            and event.step in steps
            and all(test(event) for test in self._keys)
        ]

    def _is_spent(self, step: StepPlan) -> bool:
        """Spent as soon as a budget may be used up."""
        if self.plan.ladder.on_block == "skip" and self._skips({step.step.name}):
            return True
        return any(self._is_used_up(step, *budget) for budget in step.budgets)

    def _is_used_up(
        self, step: StepPlan, budget: Budget, range_of: Callable[[Frame], Range]
    ) -> bool:
        where = range_of(self.frame)
        judged: list[Judged] = [
            (event, both(truth, place(where, event.at)))
            for event, truth in self.owned(step)
            if event.reserved or event.level >= budget.level
        ]
        if isinstance(budget.window, Blocks):
            judged = in_block(judged, budget.window.micros, self.frame.now)
        counted: list[Judged] = [item for item in judged if item[1] is not False]
        tally = make_tally(counted, budget.distinct_days, self.frame)
        return tally.possible >= budget.limit

    def _is_too_soon(self, step: StepPlan, apart: Callable[[Frame, int], Range]) -> bool:
        where = apart(self.frame, self.frame.now)
        return any(place(where, event.at) is not False for event, _ in self.owned(step))


def _begin(plan: LadderPlan, frame: Frame, lacks: bool) -> int:
    """From when on events count: after the last reset that is sure."""
    if plan.reset is None or plan.reset_walk is None:
        return ALWAYS
    resets = list(select(plan.reset, frame)) if lacks else plan.reset_walk(frame, ALWAYS)
    return max([event.at + 1 for event, truth in resets if truth], default=ALWAYS)


def earliest(alternatives: list[Opening], now: int) -> Opening:
    """When the first of some alternatives is reached, as far as it is known."""
    known = [part for part in alternatives if isinstance(part, int)]
    if known and min(known) <= now:
        return min(known)
    if Unopened.UNKNOWN in alternatives:
        return Unopened.UNKNOWN
    return min(known) if known else Unopened.NEVER


def _severity(block: Block) -> int:
    return SEVERITY.index(block.code)


def is_approved(request: Request, rule: str, role: str | None) -> bool:
    """Whether the proposal carries an approval of this rule by this role (None: by any)."""
    return any(
        approval.rule == rule
        and (role is None or approval.role == role)
        and approval.at <= request.at
        for approval in request.approvals
    )
