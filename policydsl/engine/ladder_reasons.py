"""What a ladder says: reasons, duties, and where it stands.

In: a `Ladder`. Out: `LadderSpeaker`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core.explanation import LadderState, OwedDuty, Reason
from policydsl.core.policy import Effect, Ladder
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, Test, quantified
from policydsl.engine.ladders import Standing, standing_of
from policydsl.engine.making import make_ladder_state, make_reason, make_step_measure
from policydsl.engine.measures import key_values
from policydsl.engine.rules import unknown_code
from policydsl.engine.step_plans import LadderPlan, StepPlan, Unopened
from policydsl.engine.steps import opens_at


class LadderSpeaker:
    """A ladder made ready to speak; what it finds out is remembered in the frame."""

    __slots__ = (
        "_applies",
        "_lifted",
        "_plan",
        "_values_of",
        "ladder",
        "scope",
    )

    def __init__(self, ladder: Ladder, formulas: Formulas) -> None:
        self.ladder = ladder
        self.scope = quantified(ladder.scope)
        self._plan = LadderPlan(ladder, formulas)
        self._applies: Test = formulas.test(ladder.applies)
        self._lifted: Test = formulas.test(ladder.lifted)
        self._values_of = key_values(ladder.keys)

    def _standings(self, frames: Iterable[Frame]) -> Iterator[Standing]:
        """The ladder in every binding in which it applies and is not lifted."""
        for frame in frames:
            if self._applies(frame) is not False and self._lifted(frame) is not True:
                yield standing_of(self._plan, frame)

    def reasons(self, frames: Iterable[Frame]) -> list[Reason]:
        """All reasons, each code once for a key."""
        reasons: dict[tuple[object, ...], Reason] = {}
        for standing in self._standings(frames):
            for reason, key in self._reasons_in(standing):
                reasons.setdefault((reason.code, key), reason)
        return list(reasons.values())

    def _reasons_in(self, standing: Standing) -> Iterator[tuple[Reason, object]]:
        frame, ladder = standing.frame, self.ladder
        key = self._values_of(frame)
        for block in standing.blocks():
            code = block.code
            if code == "FACT_MISSING":
                code = unknown_code(block.missing)
            step = None if block.step is None else self._plan.steps[block.step]
            measure = make_step_measure(key, None, None)
            if step is not None:
                measure = make_step_measure(key, step.step.name, opens_at(standing.opening(step)))
            effect = Effect.REVIEW if code == "APPROVAL_REQUIRED" else Effect.DENY
            in_order = tuple(sorted(block.missing))
            yield make_reason(code, ladder.id, effect, measure, in_order, block.approval), key

    def lacking_reason(self, frame: Frame) -> Reason:
        """The one reason where the proposal lacks a key."""
        names = self._plan.lacking(frame)
        code, measure = unknown_code(names), make_step_measure(self._values_of(frame), None, None)
        return make_reason(code, self.ladder.id, Effect.DENY, measure, tuple(sorted(set(names))))

    def has_duties(self) -> bool:
        """Whether some step has a duty."""
        return any(step.duties for step in self.ladder.steps)

    def duties(self, frames: Iterable[Frame]) -> set[OwedDuty]:
        """The duties of the step that takes the proposal, if it wants at most an approval."""
        owed: set[OwedDuty] = set()
        for standing in self._standings(frames):
            best = standing.best_step()
            if best is None or (best[1] is not None and best[1].code != "APPROVAL_REQUIRED"):
                continue
            step = best[0].step
            owed |= {OwedDuty(duty, f"{self.ladder.id}.{step.name}") for duty in step.duties}
        return owed

    def states(self, frames: Iterable[Frame]) -> Iterator[LadderState]:
        """Where the ladder stands in each binding."""
        for standing in self._standings(frames):
            yield self._state(standing)

    def _state(self, standing: Standing) -> LadderState:
        now = standing.frame.now
        last: StepPlan | None = None
        to_open: list[tuple[str, int | None]] = []
        for step in self._plan.steps:
            if standing.lacks_start(step):
                to_open.append((step.step.name, None))
                continue
            opens = standing.opening(step)
            if standing.is_open(step):
                last = step
            if isinstance(opens, Unopened) or opens > now:
                to_open.append((step.step.name, opens_at(opens)))
        return make_ladder_state(
            ladder=self.ladder.id,
            key=self._values_of(standing.frame),
            step=None if last is None else last.step.name,
            position=0 if last is None else last.position + 1,
            opens=tuple(to_open),
        )
