"""Ladders: which step may be taken now, and what blocks the proposal.

In: a `Ladder` made ready, and a frame. Out: `Standing`, asked once for each binding.
"""

from __future__ import annotations

from collections.abc import Callable

from policydsl.core.policy import Budget
from policydsl.core.request import Request
from policydsl.core.windows import Blocks
from policydsl.engine.counts import in_block, make_tally
from policydsl.engine.frame import MISSING, Frame, Truth, both, negated
from policydsl.engine.selections import Judged
from policydsl.engine.step_plans import LadderPlan, StepPlan
from policydsl.engine.steps import Names, Seen, unsure
from policydsl.engine.windows import Range, place
from policydsl.frozen import frozen

SEVERITY = ("STEP_NOT_REACHED", "FACT_MISSING", "STEP_SPENT", "STEP_TOO_SOON", "APPROVAL_REQUIRED")
"""Of several steps that could take a proposal, the one that came furthest is reported."""
_NOTHING: Names = frozenset()


@frozen
class Block:
    """Why a ladder does not let a proposal pass; `step` is the position, None for the ladder's."""

    code: str
    step: int | None = None
    missing: Names = _NOTHING
    approval: str | None = None


class Standing(Seen):
    """A ladder for one binding."""

    __slots__ = ()

    def blocks(self) -> list[Block]:
        """All that stops the proposal."""
        plan, frame = self.plan, self.frame
        lacking = plan.lacking(frame)
        if lacking:
            return [Block("FACT_MISSING", missing=frozenset(lacking))]
        found = []
        if plan.stop(frame) is not False:
            found.append(Block("LADDER_STOPPED", missing=plan.stop_names(frame)))
        elif plan.ladder.on_block == "stop":
            skipped = self.skips({step.name for step in plan.ladder.steps})
            if skipped:
                found.append(Block("LADDER_STOPPED", missing=_if_none_is_sure(skipped)))
        if plan.hold(frame) is not False:
            found.append(Block("LADDER_HELD", missing=plan.hold_names(frame)))
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
            if channel not in step.step.channels:
                continue
            takes = step.takes(self.frame)
            if takes is False:
                continue
            block = self._step_block(step, takes)
            if block is None:
                return step, None
            if best is None or _severity(block) > _severity(best[1]):
                best = step, block
        return best

    def _step_block(self, step: StepPlan, takes: Truth) -> Block | None:
        may_go = both(self.is_open(step), takes)
        if may_go is not False and not self.plan.ladder.take_any:
            may_go = both(may_go, self._is_last_open(step))
        if may_go is False:
            return Block("STEP_NOT_REACHED", step.position)
        if may_go is None:
            return Block("FACT_MISSING", step.position, self.missing_to_go(step))
        spent = self.spent(step)
        if spent is not None:
            return Block("STEP_SPENT", step.position, spent)
        too_soon = self.too_soon(step)
        if too_soon is not None:
            return Block("STEP_TOO_SOON", step.position, too_soon)
        role = step.step.approval
        step_id = f"{self.plan.ladder.id}.{step.step.name}"
        if role is not None and not is_approved(self.frame.request, step_id, role):
            return Block("APPROVAL_REQUIRED", step.position, approval=role)
        return None

    def _later(self, step: StepPlan) -> tuple[StepPlan, ...]:
        return self.plan.steps[step.position + 1 :]

    def _is_last_open(self, step: StepPlan) -> Truth:
        """Whether no later step is open; unknown when one may be."""
        truths = [self.is_open(other) for other in self._later(step)]
        return negated(True if True in truths else None if None in truths else False)

    def missing_to_go(self, step: StepPlan) -> Names:
        """The facts for want of which nobody knows whether a step may be taken."""
        names = self.missing_to_open(step) | step.takes_names(self.frame)
        if self.plan.ladder.take_any:
            return names
        maybe = [other for other in self._later(step) if self.is_open(other) is None]
        return names.union(*[self.missing_to_open(other) for other in maybe])

    def spent(self, step: StepPlan) -> Names | None:
        """None when there is room; else the events that only may have used it up."""
        if self.plan.ladder.on_block == "skip":
            skipped = self.skips({step.step.name})
            if skipped:
                return _if_none_is_sure(skipped)
        used_up = [self._used_up(step, *budget) for budget in step.budgets]
        return min([names for names in used_up if names is not None], key=len, default=None)

    def _used_up(
        self, step: StepPlan, budget: Budget, range_of: Callable[[Frame], Range]
    ) -> Names | None:
        where = range_of(self.frame)
        judged: list[Judged] = []
        for event, owned in self.owned(step):
            truth = both(owned, place(where, event.at))
            if event.level < budget.level:
                truth = both(truth, None if event.reserved else False)
            if truth is not False:
                judged.append((event, truth))
        if isinstance(budget.window, Blocks):
            judged = in_block(judged, budget.window.micros, self.frame.now)
        tally = make_tally(judged, budget.distinct_days, self.frame)
        if tally.possible < budget.limit:
            return None
        return _NOTHING if tally.sure >= budget.limit else unsure(judged)

    def too_soon(self, step: StepPlan) -> Names | None:
        """None when the gap has elapsed; else the events that only may be too close."""
        if step.apart is None:
            return None
        where = step.apart(self.frame, self.frame.now)
        close: list[Judged] = []
        for event, owned in self.owned(step):
            truth = both(owned, place(where, event.at))
            if truth is not False:
                close.append((event, truth))
        return _if_none_is_sure(close) if close else None


def standing_of(plan: LadderPlan, frame: Frame) -> Standing:
    """The ladder in a binding; what it finds out is remembered in the frame."""
    known = frame.memo.get(plan)
    if known is None:
        known = frame.memo[plan] = Standing(plan, frame)
    assert isinstance(known, Standing)
    return known


def _if_none_is_sure(judged: list[Judged]) -> Names:
    """The events that only may be meant, unless one surely is."""
    return _NOTHING if any(truth for _, truth in judged) else unsure(judged)


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
