"""Ladders: which step may be taken now, from facts and events alone.

A step opens at an instant that is known (`ALWAYS`: before every other), never comes by time alone
(`NEVER`: it waits for an event), or is not known (`UNKNOWN`: a fact is missing).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from policydsl.core.explanation import LadderState, StepMeasure
from policydsl.core.policy import Budget, DayPoint, Ladder, Step, StepReached
from policydsl.core.reference import absences
from policydsl.core.reference.clock import all_of
from policydsl.core.reference.counting import (
    Judged,
    both,
    has_key,
    inside,
    lacking_keys,
    leaves,
    make_tally,
    select,
    within,
)
from policydsl.core.reference.facts import MISSING, Context, read
from policydsl.core.reference.formulas import holds, missing
from policydsl.core.reference.local import dates, start_of_day
from policydsl.core.reference.measures import key_values
from policydsl.core.reference.spans import plus_days
from policydsl.core.request import Event
from policydsl.core.windows import Span

SKIPPED = "skipped"
ALWAYS = -(2**63)
_ATTEMPT = 1


class Open(Enum):
    """Openings that are not instants."""

    NEVER = "waits for an event"
    UNKNOWN = "a fact is missing"


Opening = int | Open


@dataclass(frozen=True, slots=True)
class Block:
    """Why a ladder does not let a proposal pass, for one debt and zone."""

    code: str
    measure: StepMeasure
    missing: frozenset[str] = frozenset()
    approval: str | None = None
    step_id: str | None = None


_SEVERITY = ("STEP_NOT_REACHED", "FACT_MISSING", "STEP_SPENT", "STEP_TOO_SOON", "APPROVAL_REQUIRED")
"""Of several steps that could take a proposal, the one that came furthest is reported."""


@dataclass(frozen=True, slots=True)
class View:
    """A ladder with what is in hand: the context, and the events since the last reset."""

    ladder: Ladder
    context: Context
    events: tuple[Event, ...]

    def step(self, name: str) -> Step:
        """The step of this name."""
        return next(step for step in self.ladder.steps if step.name == name)


def view(ladder: Ladder, context: Context) -> View:
    """Drop the events at or before the last reset that is sure."""
    events = [event for event in context.request.events if event.at <= context.now]
    if ladder.reset is not None:
        resets = select(ladder.reset, ladder.keys, context, holds)
        sure = [event.at for event, truth in resets if truth]
        events = [event for event in events if not sure or event.at > max(sure)]
    return View(ladder, context, tuple(events))


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
    elif ladder.on_block == "stop" and _skips(seen, None):
        found.append(Block("LADDER_STOPPED", at))
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
    is_open = _is_open(step, opens, seen)
    key = key_values(ladder.keys, context)
    at = StepMeasure(key, step.name, _opens_at(opens))
    if is_open is None:
        return Block("FACT_MISSING", at, _missing_to_open(step, seen))
    if not is_open or not (ladder.take_any or _is_last_open(step, seen)):
        return Block("STEP_NOT_REACHED", at)
    if _is_spent(step, seen):
        return Block("STEP_SPENT", at)
    if step.apart is not None and _is_too_soon(step, step.apart, seen):
        return Block("STEP_TOO_SOON", at)
    step_id = f"{ladder.id}.{step.name}"
    if step.approval is not None and not is_approved(step_id, step.approval, context):
        return Block("APPROVAL_REQUIRED", at, approval=step.approval, step_id=step_id)
    return None


def is_approved(rule: str, role: str | None, context: Context) -> bool:
    """Whether the proposal carries an approval of this rule by this role (None: by any)."""
    return any(
        approval.rule == rule
        and (role is None or approval.role == role)
        and approval.at <= context.now
        for approval in context.request.approvals
    )


def _is_last_open(step: Step, seen: View) -> bool:
    """No later step is open; one that may be open does not close an earlier one."""
    later = seen.ladder.steps[seen.ladder.steps.index(step) + 1 :]
    return not any(_is_open(other, opening(other, seen), seen) for other in later)


def _is_open(step: Step, opens: Opening, seen: View) -> bool | None:
    context = seen.context
    begun = None if opens is Open.UNKNOWN else isinstance(opens, int) and opens <= context.now
    ended: bool | None = False
    if step.end is not None:
        end = _start_of(step.end, context)
        ended = None if end is Open.UNKNOWN else isinstance(end, int) and end <= context.now
    return all_of([begun, None if ended is None else not ended, holds(step.when, context)])


def _missing_to_open(step: Step, seen: View) -> frozenset[str]:
    context = seen.context
    names = missing(step.when, context)
    for point in (step.start, step.end):
        if point is not None and _start_of(point, context) is Open.UNKNOWN:
            known = read(point.anchor, context) is not MISSING
            names |= absences.of_zone(context) if known else frozenset({point.anchor})
    if opening(step, seen) is Open.UNKNOWN and not names:
        owned = step_events(step, seen)
        names = frozenset(f"event:{e.id}" for e, truth in owned if truth is None)
        names |= absences.of_zone(context)
        for reached in (one for alternatives in step.after for one in alternatives):
            before = seen.step(reached.step)
            names |= frozenset(
                f"event:{e.id}" for e, truth in step_events(before, seen) if truth is None
            ) | _missing_to_open(before, seen)
    return names


def opening(step: Step, seen: View) -> Opening:
    """When the step opens: its start and all its `after` conditions."""
    parts: list[Opening] = []
    if step.start is not None:
        parts.append(_start_of(step.start, seen.context))
    for alternatives in step.after:
        parts.append(_earliest([_reached_at(one, seen) for one in alternatives], seen.context.now))
    if Open.NEVER in parts:
        return Open.NEVER
    if Open.UNKNOWN in parts:
        return Open.UNKNOWN
    return max((part for part in parts if isinstance(part, int)), default=ALWAYS)


def _earliest(alternatives: list[Opening], now: int) -> Opening:
    known = [part for part in alternatives if isinstance(part, int)]
    if known and min(known) <= now:
        return min(known)
    if Open.UNKNOWN in alternatives:
        return Open.UNKNOWN
    return min(known) if known else Open.NEVER


def _opens_at(opens: Opening) -> int | None:
    return opens if isinstance(opens, int) and opens != ALWAYS else None


def _start_of(point: DayPoint, context: Context) -> Opening:
    """The start of the local date that a day point names."""
    anchor = read(point.anchor, context)
    if anchor is None:
        return Open.NEVER
    if context.zone is None or anchor is MISSING:
        return Open.UNKNOWN
    if isinstance(anchor, date):
        day = anchor
    else:
        assert isinstance(anchor, int)
        day = dates(anchor, context.zone)[0]
    return start_of_day(plus_days(day, point.days), context.zone)


def _reached_at(reached: StepReached, seen: View) -> Opening:
    before = seen.step(reached.step)
    if reached.times is not None:
        skips = _skips(seen, reached.step) if seen.ladder.on_block == "skip" else []
        return _nth_attempt(step_events(before, seen), reached.times, skips)
    assert reached.open_for is not None
    opens = opening(before, seen)
    if not isinstance(opens, int) or opens == ALWAYS:
        return opens
    over = leaves(reached.open_for, opens, seen.context)
    return Open.UNKNOWN if over is None else over


def _nth_attempt(owned: list[Judged], times: int, skips: list[Event]) -> Opening:
    """The instant of the n-th attempt, or of the first skip of the step, whichever is first."""
    sure = [event.at for event, truth in owned if truth]
    reached = [sure[times - 1]] if len(sure) >= times else []
    reached += [skip.at for skip in skips[:1]]
    if reached:
        return min(reached)
    return Open.UNKNOWN if len(owned) >= times else Open.NEVER


def step_events(step: Step, seen: View) -> list[Judged]:
    """The past contacts of a step: those that name it, or else those it could have taken."""
    judged = [(event, _is_owned(event, step, seen)) for event in seen.events]
    return [(event, truth) for event, truth in judged if truth is not False]


def _is_owned(event: Event, step: Step, seen: View) -> bool | None:
    if event.kind != "contact":
        return False
    context = seen.context
    outbound = None if event.direction is None else event.direction == "outbound"
    keys = [has_key(key, event, _ATTEMPT, context) for key in seen.ladder.keys]
    if event.step is not None:
        return both(outbound, event.step == step.name, *keys)
    by_channel = None if event.channel is None else event.channel in step.channels
    owns = True if event.reserved else holds(step.owns, replace(context, event=event))
    return both(outbound, by_channel, owns, *keys)


def _skips(seen: View, step: str | None) -> list[Event]:
    """The `skipped` events of a step (None: of any step) with the ladder's keys."""
    steps = {step.name for step in seen.ladder.steps} if step is None else {step}
    return [
        event
        for event in seen.events
        if event.kind == SKIPPED
        and event.step in steps
        and all(has_key(key, event, _ATTEMPT, seen.context) for key in seen.ladder.keys)
    ]


def _is_spent(step: Step, seen: View) -> bool:
    if seen.ladder.on_block == "skip" and _skips(seen, step.name):
        return True
    owned = step_events(step, seen)
    return any(_is_used_up(budget, owned, seen) for budget in step.budgets)


def _is_used_up(budget: Budget, owned: list[Judged], seen: View) -> bool:
    """Used up as soon as it may be."""
    context = seen.context
    far_enough = [(e, truth) for e, truth in owned if e.reserved or e.level >= budget.level]
    counted = within(far_enough, budget.window, seen.ladder.keys, context, holds)
    return make_tally(counted, budget.distinct_days, context).possible >= budget.limit


def _is_too_soon(step: Step, apart: Span, seen: View) -> bool:
    context = seen.context
    return any(
        inside(apart, event.at, context.now, context) is not False
        for event, _ in step_events(step, seen)
    )


def state(ladder: Ladder, context: Context) -> LadderState:
    """Where the ladder stands for the debt and zone in hand."""
    seen = view(ladder, context)
    openings = [(step, opening(step, seen)) for step in ladder.steps]
    opened = [index for index, (step, opens) in enumerate(openings) if _is_open(step, opens, seen)]
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
