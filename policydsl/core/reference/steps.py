"""The steps of a ladder: the contacts they own, and when each opens.

A step opens at an instant that is known (`ALWAYS`: before every other), never comes by time alone
(`NEVER`: it waits for an event), or is not known (`UNKNOWN`: a fact is missing). Nothing is stored:
everything follows from the facts and from the events since the last reset.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import Enum

from policydsl.core.policy import DayPoint, Ladder, Step, StepReached
from policydsl.core.reference import absences
from policydsl.core.reference.clock import all_of
from policydsl.core.reference.counting import (
    Judged,
    both,
    has_key,
    is_after_last,
    leaves,
    presumed,
    select,
)
from policydsl.core.reference.facts import MISSING, Context, read
from policydsl.core.reference.formulas import holds, missing
from policydsl.core.reference.local import dates, start_of_day
from policydsl.core.reference.spans import plus_days
from policydsl.core.request import Event
from policydsl.frozen import frozen

SKIPPED = "skipped"
ALWAYS = -(2**63)
NO_TIME = 2**63
_ATTEMPT = 1


class Open(Enum):
    """Openings that are not instants."""

    NEVER = "waits for an event"
    UNKNOWN = "a fact is missing"


Opening = int | Open


@frozen
class View:
    """A ladder with what is in hand: the context, and the events that no reset has forgotten.

    An event is judged unknown when only a reset that may be one lies after it.
    """

    ladder: Ladder
    context: Context
    events: tuple[Judged, ...]

    def step(self, name: str) -> Step:
        """The step of this name."""
        return next(step for step in self.ladder.steps if step.name == name)


def view(ladder: Ladder, context: Context) -> View:
    """The events after the last reset."""
    events = [event for event in context.request.events if event.at <= context.now]
    resets = [] if ladder.reset is None else select(ladder.reset, ladder.keys, context, holds)
    judged = [(event, is_after_last(event, resets)) for event in events]
    return View(ladder, context, tuple(item for item in judged if item[1] is not False))


def is_open(step: Step, opens: Opening, seen: View) -> bool | None:
    """Whether a step that opens at `opens` is open now."""
    context = seen.context
    begun = None if opens is Open.UNKNOWN else isinstance(opens, int) and opens <= context.now
    ended: bool | None = False
    if step.end is not None:
        end = _start_of(step.end, context)
        ended = None if end is Open.UNKNOWN else isinstance(end, int) and end <= context.now
    return all_of([begun, None if ended is None else not ended, holds(step.when, context)])


def missing_to_open(step: Step, seen: View) -> frozenset[str]:
    """The facts for want of which nobody knows whether a step is open."""
    context = seen.context
    names = missing(step.when, context)
    for point in (step.start, step.end):
        if point is not None and _start_of(point, context) is Open.UNKNOWN:
            known = read(point.anchor, context) is not MISSING
            wanting = frozenset({absences.fact_name(point.anchor, context)})
            names |= absences.of_zone(context) if known else wanting
    if opening(step, seen) is Open.UNKNOWN and not names:
        names = _doubts(step, seen)
    return names


def _doubts(step: Step, seen: View) -> frozenset[str]:
    """What leaves open whether, or when, the `after` conditions of a step held."""
    names: frozenset[str] = frozenset()
    for reached in (one for alternatives in step.after for one in alternatives):
        before = seen.step(reached.step)
        names |= missing_to_open(before, seen)
        if reached.times is not None:
            names |= unsure(attempts(before, seen)) | unsure(passed_over(before, seen))
            continue
        assert reached.open_for is not None
        opens = opening(before, seen)
        if isinstance(opens, int) and opens != ALWAYS:
            if leaves(reached.open_for, opens, seen.context) is None:
                names |= absences.to_leave(reached.open_for, seen.context)
            if soonest(before, seen) < opens:
                names |= _doubts(before, seen)
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


def opens_at(opens: Opening) -> int | None:
    """The instant, where time alone tells."""
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
        return _nth_attempt(attempts(before, seen), reached.times, passed_over(before, seen))
    assert reached.open_for is not None
    opens = opening(before, seen)
    if not isinstance(opens, int) or opens == ALWAYS:
        return opens
    over = leaves(reached.open_for, opens, seen.context)
    if over is None:
        return Open.UNKNOWN
    perhaps = _soonest_reached(reached, seen)
    return Open.UNKNOWN if perhaps <= seen.context.now < over else over


def _nth_attempt(made: list[Judged], times: int, skipped: list[Judged]) -> Opening:
    """The instant of the n-th attempt, or of the first skip of the step, whichever is first."""
    sure = [event.at for event, truth in made if truth]
    reached = [sure[times - 1]] if len(sure) >= times else []
    reached += [skip.at for skip, truth in skipped if truth][:1]
    if reached:
        return min(reached)
    return Open.UNKNOWN if len(made) >= times or skipped else Open.NEVER


def soonest(step: Step, seen: View) -> int:
    """The instant before which a step surely did not open, `NO_TIME` if it surely never does.

    It is that of `opening`, unless what only may have happened may have opened the step earlier.
    """
    parts = [ALWAYS if step.start is None else _at_soonest(_start_of(step.start, seen.context))]
    for alternatives in step.after:
        parts.append(min(_soonest_reached(one, seen) for one in alternatives))
    return max(parts)


def _soonest_reached(reached: StepReached, seen: View) -> int:
    before = seen.step(reached.step)
    if reached.times is not None:
        made = [event.at for event, _ in attempts(before, seen)][reached.times - 1 :]
        skipped = [event.at for event, _ in passed_over(before, seen)]
        return min([*made, *skipped], default=NO_TIME)
    assert reached.open_for is not None
    opens = soonest(before, seen)
    if opens in (ALWAYS, NO_TIME):
        return opens
    over = leaves(reached.open_for, opens, seen.context)
    return ALWAYS if over is None else over


def _at_soonest(opens: Opening) -> int:
    return opens if isinstance(opens, int) else ALWAYS if opens is Open.UNKNOWN else NO_TIME


def attempts(step: Step, seen: View) -> list[Judged]:
    """The contacts of a step as `after` conditions take them: a reservation only may be one."""
    return _not_yet_sure(step_events(step, seen))


def passed_over(step: Step, seen: View) -> list[Judged]:
    """The skips of a step as `after` conditions take them."""
    return _not_yet_sure(skips(step.name, seen)) if seen.ladder.on_block == "skip" else []


def _not_yet_sure(judged: list[Judged]) -> list[Judged]:
    return [(event, None if event.reserved else truth) for event, truth in judged]


def step_events(step: Step, seen: View) -> list[Judged]:
    """The past contacts of a step: those that name it, or else those it could have taken."""
    judged = [(event, both(truth, _is_owned(event, step, seen))) for event, truth in seen.events]
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
    owns = presumed(holds(step.owns, replace(context, event=event)), event, context)
    return both(outbound, by_channel, owns, *keys)


def skips(step: str | None, seen: View) -> list[Judged]:
    """The `skipped` events of a step (None: of any step) with the ladder's keys."""
    steps = {step.name for step in seen.ladder.steps} if step is None else {step}
    judged = [
        (
            event,
            both(truth, *(has_key(key, event, _ATTEMPT, seen.context) for key in seen.ladder.keys)),
        )
        for event, truth in seen.events
        if event.kind == SKIPPED and event.step in steps
    ]
    return [(event, truth) for event, truth in judged if truth is not False]


def unsure(judged: Sequence[Judged]) -> frozenset[str]:
    """The names of the events that only may be meant."""
    return frozenset(f"event:{event.id}" for event, truth in judged if truth is None)
