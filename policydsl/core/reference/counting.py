"""Selecting and counting events.

A count is a pair: events that surely count, and those that may (they lack a key or a filtered
fact, or their place in the window is unknown). `Judge` is `formulas.holds`, handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from policydsl.core.formula import Count, Formula, Key, Selection, SinceLast, Window
from policydsl.core.reference.facts import MISSING, Context, calendar_id, read
from policydsl.core.reference.local import dates
from policydsl.core.reference.spans import TimeWindow, is_inside, leaves_at
from policydsl.core.request import Event
from policydsl.core.windows import MICROS_PER_DAY, Blocks, BusinessDays, Ever
from policydsl.frozen import frozen

Judge: TypeAlias = Callable[[Formula, Context], bool | None]
Judged: TypeAlias = tuple[Event, bool | None]
_CONVERSATION = 6


@frozen
class Tally:
    """Events that surely count and events that may, oldest first, and both numbers."""

    sure_events: tuple[Event, ...]
    maybe_events: tuple[Event, ...]
    sure: int
    possible: int


def both(*truths: bool | None) -> bool | None:
    """Kleene conjunction."""
    return False if False in truths else None if None in truths else True


def tally(count: Count, context: Context, judge: Judge) -> Tally:
    """Count the events of a `Count` atom."""
    judged = select(count.selection, count.keys, context, judge)
    if count.after_first is not None:
        anchors = select(count.after_first, count.keys, replace(context, presumes=False), judge)
        judged = [(e, both(truth, _is_after_first(e, anchors))) for e, truth in judged]
    if count.before_today:
        judged = [(e, both(truth, _is_before_today(e, context))) for e, truth in judged]
    judged = [item for item in judged if item[1] is not False]
    judged = within(judged, count.window, count.keys, context, judge)
    return make_tally(judged, count.distinct_days, context)


def make_tally(judged: Sequence[Judged], distinct_days: bool, context: Context) -> Tally:
    """The pair of counts over judged events; local dates instead of events when asked."""
    sure = tuple(event for event, truth in judged if truth)
    maybe = tuple(event for event, truth in judged if truth is None)
    if not distinct_days:
        return Tally(sure, maybe, len(sure), len(sure) + len(maybe))
    if context.zone is None:
        return Tally(sure, maybe, min(len(sure), 1), len(sure) + len(maybe))
    sure_days = {dates(event.at, context.zone)[0] for event in sure}
    all_days = sure_days | {dates(event.at, context.zone)[0] for event in maybe}
    return Tally(sure, maybe, len(sure_days), len(all_days))


def select(
    selection: Selection, keys: tuple[Key, ...], context: Context, judge: Judge
) -> list[Judged]:
    """The events up to now that a selection takes or may take, oldest first."""
    judged = [
        (event, is_selected(event, selection, keys, context, judge))
        for event in context.request.events
        if event.at <= context.now
    ]
    return [(event, truth) for event, truth in judged if truth is not False]


def is_selected(
    event: Event, selection: Selection, keys: tuple[Key, ...], context: Context, judge: Judge
) -> bool | None:
    """Whether one event is of a selection and carries the proposal's keys.

    A reservation may yet be released: only a cap takes it for sure.
    """
    if event.kind != selection.kind:
        return False
    by_channel = selection.channels is None or _optional(event.channel, selection.channels)
    has_keys = [has_key(key, event, selection.level, context) for key in keys]
    truth = both(
        is_far_enough(event, selection.level, context),
        selection.direction is None or _optional(event.direction, {selection.direction}),
        by_channel,
        *has_keys,
        presumed(_passes(event, selection.where, context, judge), event, context),
    )
    return None if truth and event.reserved and not context.presumes else truth


def _passes(event: Event, where: Formula, context: Context, judge: Judge) -> bool | None:
    """Whether an event meets a filter, which presumes nothing of what it counts itself."""
    return judge(where, replace(context, event=event, presumes=False))


def is_far_enough(event: Event, level: int, context: Context) -> bool | None:
    """Whether a contact got as far as a level."""
    return presumed(event.level >= level, event, context)


def presumed(truth: bool | None, event: Event, context: Context) -> bool | None:
    """What is not true of a reservation yet may become so, and is taken as so by a cap."""
    if truth or not event.reserved:
        return truth
    return True if context.presumes else None


def _optional(value: str | None, wanted: frozenset[str] | set[str]) -> bool | None:
    return None if value is None else value in wanted


def lacking_keys(keys: tuple[Key, ...], context: Context) -> list[str]:
    """The paths of the keys that the proposal lacks; with any, a count is unknown."""
    return [key.path for key in keys if not _has_own(key, context)]


def _has_own(key: Key, context: Context) -> bool:
    match key.kind:
        case "person":
            return True
        case "debt":
            return context.debt is not None
        case "recipient":
            return context.request.recipient != (None, None)
        case _:
            return read(key.path, context) not in (MISSING, None)


def has_key(key: Key, event: Event, level: int, context: Context) -> bool | None:
    """Whether an event carries the proposal's value of a key."""
    match key.kind:
        case "person":
            return event.person is None or _same(event.person, context.request.person)
        case "debt":
            return _is_about(event, level, context)
        case "address":
            return _same(event.address, read(key.path, context))
        case "recipient":
            return _same_recipient(event.recipient, context.request.recipient)
        case _:
            return _has_field(key.path, event, context)


def _same(theirs: object, ours: object) -> bool | None:
    return None if theirs in (MISSING, None) or ours in (MISSING, None) else theirs == ours


def _is_about(event: Event, level: int, context: Context) -> bool | None:
    """Conversations are about the debts discussed, when those are given."""
    discussed = event.discussed if level == _CONVERSATION else None
    about = event.debts if discussed is None else discussed
    return None if about is None or context.debt is None else context.debt in about


def _same_recipient(
    theirs: tuple[str | None, str | None], ours: tuple[str | None, str | None]
) -> bool | None:
    """Compare by id where both have one, else by role; one id alone leaves equal roles open."""
    (their_role, their_id), (our_role, our_id) = theirs, ours
    if their_id is not None and our_id is not None:
        return their_id == our_id
    same_role = _same(their_role, our_role)
    return None if same_role and their_id != our_id else same_role


def _has_field(path: str, event: Event, context: Context) -> bool | None:
    ours = read(path, context)
    own_path = "event." + path.rpartition(".")[2]
    if own_path in event.values:
        return _same(event.values[own_path], ours)
    root = path.partition(".")[0]
    if root == "person":
        return event.person is None or _same(event.person, context.request.person)
    if root != "debt" or event.debts is None or ours in (MISSING, None):
        return None
    theirs = [context.request.debts.get(debt, {}).get(path) for debt in event.debts]
    return True if ours in theirs else None if None in theirs else False


def within(
    judged: Sequence[Judged],
    window: Window,
    keys: tuple[Key, ...],
    context: Context,
    judge: Judge,
) -> list[Judged]:
    """The events that lie, or may lie, in a window."""
    if isinstance(window, Ever):
        return list(judged)
    if isinstance(window, Blocks):
        return _in_block(judged, window.micros, context.now)
    if isinstance(window, SinceLast):
        anchors = select(window.selection, keys, replace(context, presumes=False), judge)
        places = [is_after_last(event, anchors) for event, _ in judged]
    else:
        places = [inside(window, event.at, context.now, context) for event, _ in judged]
    return [
        (event, both(truth, place))
        for (event, truth), place in zip(judged, places, strict=True)
        if place is not False
    ]


def inside(window: TimeWindow, event_at: int, now: int, context: Context) -> bool | None:
    """`is_inside` in the zone and calendar in hand."""
    calendar = None
    if isinstance(window, BusinessDays):
        calendar = calendar_id(window.calendar, context)
    return is_inside(window, event_at, now, context.zone, calendar)


def leaves(window: TimeWindow, event_at: int, context: Context) -> int | None:
    """`leaves_at` in the zone and calendar in hand."""
    calendar = None
    if isinstance(window, BusinessDays):
        calendar = calendar_id(window.calendar, context)
    return leaves_at(window, event_at, context.zone, calendar)


def is_after_last(event: Event, anchors: Sequence[Judged]) -> bool | None:
    """Whether an event lies after the last of the anchors."""
    if all(event.at > anchor.at for anchor, _ in anchors):
        return True
    return None if all(event.at > anchor.at for anchor, truth in anchors if truth) else False


def _is_after_first(event: Event, anchors: Sequence[Judged]) -> bool | None:
    if any(event.at > anchor.at for anchor, truth in anchors if truth):
        return True
    return None if any(event.at > anchor.at for anchor, _ in anchors) else False


def _is_before_today(event: Event, context: Context) -> bool | None:
    if context.zone is not None:
        return dates(event.at, context.zone) < dates(context.now, context.zone)
    return True if context.now - event.at >= 2 * MICROS_PER_DAY else None


def _in_block(judged: Sequence[Judged], width: int, now: int) -> list[Judged]:
    """The block that now lies in; an event that may count leaves the blocks themselves unsure."""
    if any(truth is None for _, truth in judged):
        return [(event, None) for event, _ in judged if event.at > now - width]
    block: list[Judged] = []
    for event, truth in judged:
        if block and event.at >= block[0][0].at + width:
            block = []
        block.append((event, truth))
    return block if block and now < block[0][0].at + width else []
