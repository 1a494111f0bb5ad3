"""Ladders: which step may be taken now, and what stops a proposal."""

from __future__ import annotations

from policydsl.core.explanation import LadderState, StepMeasure
from policydsl.core.policy import Budget, Ladder, Step
from policydsl.core.reference.clock import any_of
from policydsl.core.reference.counting import (
    Judged,
    both,
    inside,
    is_far_enough,
    lacking_keys,
    make_tally,
    within,
)
from policydsl.core.reference.facts import Context, read
from policydsl.core.reference.formulas import holds, missing
from policydsl.core.reference.measures import key_values
from policydsl.core.reference.steps import (
    View,
    is_open,
    missing_to_open,
    opening,
    opens_at,
    skips,
    step_events,
    unsure,
    view,
)
from policydsl.frozen import frozen


@frozen
class Block:
    """Why a ladder does not let a proposal pass, for one debt and zone."""

    code: str
    measure: StepMeasure
    missing: frozenset[str] = frozenset()
    approval: str | None = None


_SEVERITY = ("STEP_NOT_REACHED", "FACT_MISSING", "STEP_SPENT", "STEP_TOO_SOON", "APPROVAL_REQUIRED")
"""Of several steps that could take a proposal, the one that came furthest is reported."""


def blocks(ladder: Ladder, context: Context) -> list[Block]:
    """All that stops the proposal on this ladder for the debt and zone in hand."""
    seen = view(ladder, context)
    at = StepMeasure(key_values(ladder.keys, context), None, None)
    lacking = lacking_keys(ladder.keys, context)
    if lacking:
        return [Block("FACT_MISSING", at, frozenset(lacking))]
    found = []
    if holds(ladder.stop, context) is not False:
        found.append(Block("LADDER_STOPPED", at, missing(ladder.stop, context)))
    elif ladder.on_block == "stop" and (skipped := skips(None, seen)):
        sure = any(truth for _, truth in skipped)
        found.append(Block("LADDER_STOPPED", at, frozenset() if sure else unsure(skipped)))
    if holds(ladder.hold, context) is not False:
        found.append(Block("LADDER_HELD", at, missing(ladder.hold, context)))
    best = best_step(seen)
    if best is None:
        found.append(Block("STEP_NOT_REACHED", at))
    elif best[1] is not None:
        found.append(best[1])
    return found


def best_step(seen: View) -> tuple[Step, Block | None] | None:
    """The step that takes the proposal and comes furthest, with what blocks it.

    None when no step could take the proposal.
    """
    judged = [(step, _step_block(step, seen)) for step in seen.ladder.steps if _takes(step, seen)]
    passing = [item for item in judged if item[1] is None]
    if passing:
        return passing[0]
    if not judged:
        return None
    return max(judged, key=lambda item: _SEVERITY.index(item[1].code) if item[1] else 0)


def _takes(step: Step, seen: View) -> bool:
    channel = read("proposal.channel", seen.context)
    return channel in step.channels and holds(step.takes, seen.context) is not False


def _step_block(step: Step, seen: View) -> Block | None:
    context, ladder = seen.context, seen.ladder
    opens = opening(step, seen)
    at = StepMeasure(key_values(ladder.keys, context), step.name, opens_at(opens))
    is_current = True if ladder.take_any else _is_last_open(step, seen)
    may_go = both(is_open(step, opens, seen), is_current, holds(step.takes, context))
    if may_go is False:
        return Block("STEP_NOT_REACHED", at)
    if may_go is None:
        return Block("FACT_MISSING", at, _missing_to_go(step, seen))
    spent = _is_spent(step, seen)
    if spent is not None:
        return Block("STEP_SPENT", at, spent)
    too_soon = _is_too_soon(step, seen)
    if too_soon is not None:
        return Block("STEP_TOO_SOON", at, too_soon)
    step_id = f"{ladder.id}.{step.name}"
    if step.approval is not None and not is_approved(step_id, step.approval, context):
        return Block("APPROVAL_REQUIRED", at, approval=step.approval)
    return None


def is_approved(rule: str, role: str | None, context: Context) -> bool:
    """Whether the proposal carries an approval of this rule by this role (None: by any)."""
    return any(
        approval.rule == rule
        and (role is None or approval.role == role)
        and approval.at <= context.now
        for approval in context.request.approvals
    )


def _is_last_open(step: Step, seen: View) -> bool | None:
    """Whether no later step is open; unknown when one may be."""
    later = any_of(is_open(other, opening(other, seen), seen) for other in _later(step, seen))
    return None if later is None else not later


def _later(step: Step, seen: View) -> tuple[Step, ...]:
    return seen.ladder.steps[seen.ladder.steps.index(step) + 1 :]


def _missing_to_go(step: Step, seen: View) -> frozenset[str]:
    names = missing_to_open(step, seen) | missing(step.takes, seen.context)
    if seen.ladder.take_any:
        return names
    return names.union(
        *(
            missing_to_open(other, seen)
            for other in _later(step, seen)
            if is_open(other, opening(other, seen), seen) is None
        )
    )


def _is_spent(step: Step, seen: View) -> frozenset[str] | None:
    """None when there is room; else the events that only may have used it up."""
    skipped = skips(step.name, seen) if seen.ladder.on_block == "skip" else []
    if skipped:
        return frozenset() if any(truth for _, truth in skipped) else unsure(skipped)
    owned = step_events(step, seen)
    used_up = [_is_used_up(budget, owned, seen) for budget in step.budgets]
    found = [names for names in used_up if names is not None]
    return min(found, key=len, default=None)


def _is_used_up(budget: Budget, owned: list[Judged], seen: View) -> frozenset[str] | None:
    context = seen.context
    far_enough = [
        (event, both(truth, is_far_enough(event, budget.level, context))) for event, truth in owned
    ]
    judged = [(event, truth) for event, truth in far_enough if truth is not False]
    counted = within(judged, budget.window, seen.ladder.keys, context, holds)
    tally = make_tally(counted, budget.distinct_days, context)
    if tally.possible < budget.limit:
        return None
    return frozenset() if tally.sure >= budget.limit else unsure(counted)


def _is_too_soon(step: Step, seen: View) -> frozenset[str] | None:
    """None when the gap has elapsed; else the events that only may be too close."""
    if step.apart is None:
        return None
    context = seen.context
    judged = [
        (event, both(truth, inside(step.apart, event.at, context.now, context)))
        for event, truth in step_events(step, seen)
    ]
    close = [(event, truth) for event, truth in judged if truth is not False]
    if not close:
        return None
    return frozenset() if any(truth for _, truth in close) else unsure(close)


def state(ladder: Ladder, context: Context) -> LadderState:
    """Where the ladder stands for the debt and zone in hand."""
    seen = view(ladder, context)
    openings = [(step, opening(step, seen)) for step in ladder.steps]
    opened = [index for index, (step, opens) in enumerate(openings) if is_open(step, opens, seen)]
    to_open = tuple(
        (step.name, opens if isinstance(opens, int) else None)
        for step, opens in openings
        if not (isinstance(opens, int) and opens <= context.now)
    )
    last = opened[-1] if opened else None
    return LadderState(
        ladder=ladder.id,
        key=key_values(ladder.keys, context),
        step=None if last is None else ladder.steps[last].name,
        position=0 if last is None else last + 1,
        opens=to_open,
    )
