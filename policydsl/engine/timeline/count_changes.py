"""When a count falls, and when a consent begins or ends.

In: the atoms `Count` and `Consent`. Out: changes. Past events only ever leave a window, so a count
that does not reach its minimum does not reach it by time alone, but for events of today that are
counted from tomorrow on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from policydsl.core.formula import Consent, Count, Formula, Selection, SinceLast
from policydsl.core.request import ConsentRecord, Event
from policydsl.core.windows import Blocks, Ever, Rolling
from policydsl.engine.counts import Counter, Tally
from policydsl.engine.frame import Frame
from policydsl.engine.timeline.dates import Change, Leaving, comes_again, leaving, next_date
from policydsl.engine.zones import DAY, NEVER

ChangeOf = Callable[[Formula], Change | None]
"""The change of a formula; None for one that never changes."""


def filters_change(selections: Iterable[Selection | None], change_of: ChangeOf) -> Change | None:
    """When one of some filters may next judge a past event differently; None for never."""
    changes = [
        change
        for selection in selections
        if selection is not None and (change := change_of(selection.where)) is not None
    ]
    return None if not changes else lambda frame: over_events(frame, changes)


def over_events(frame: Frame, changes: Sequence[Change]) -> int:
    """The first of some changes with any past event in hand."""
    before, bound = frame.event, NEVER
    for event in frame.events:
        frame.event = event
        bound = min(bound, *(change(frame) for change in changes))
    frame.event = before
    return bound


def count_change(counter: Counter, change_of: ChangeOf) -> Change | None:
    """When a count may next pass its minimum; None for never."""
    count = counter.count
    anchor = count.window.selection if isinstance(count.window, SinceLast) else None
    filtered = filters_change([count.selection, count.after_first, anchor], change_of)
    counted = _counted_change(counter)
    if filtered is None or counted is None:
        return filtered or counted
    return lambda frame: min(filtered(frame), counted(frame))


def _counted_change(counter: Counter) -> Change | None:
    count = counter.count
    falls = _falls(count)
    is_of_dates = not isinstance(count.window, Rolling | Blocks)

    def change(frame: Frame) -> int:
        if counter.lacking(frame):
            return NEVER
        bound = NEVER
        if count.before_today:
            bound = _yesterdays(frame)
        if falls is None:
            return bound
        tally = counter.tally(frame)
        if tally.possible >= count.minimum:
            return min(bound, falls(frame, tally))
        return min(bound, comes_again(frame)) if is_of_dates else bound

    return None if falls is None and not count.before_today else change


def _yesterdays(frame: Frame) -> int:
    """When today's events become those of an earlier day."""
    recent = [event.at for event in frame.events if event.at > frame.now - 3 * DAY]
    if not recent:
        return NEVER
    old_enough = [at + 2 * DAY for at in recent if at + 2 * DAY > frame.now]
    return min([next_date(frame), *old_enough])


def _falls(count: Count) -> Callable[[Frame, Tally], int] | None:
    """When the count may next fall below its minimum; None for never."""
    window = count.window
    if isinstance(window, Ever | SinceLast):
        return None
    if isinstance(window, Blocks):
        width = window.micros
        return lambda frame, tally: min(
            (event.at + width for event in _both(tally) if event.at + width > frame.now),
            default=NEVER,
        )
    leaves = leaving(window)
    if count.distinct_days:
        return lambda frame, tally: min(
            (leaves(frame, event.at) for event in _both(tally)), default=NEVER
        )
    return lambda frame, tally: _surplus_gone(frame, tally, count.minimum, leaves)


def _both(tally: Tally) -> Iterator[Event]:
    yield from tally.sure_events
    yield from tally.maybe_events


def _surplus_gone(frame: Frame, tally: Tally, minimum: int, leaves: Leaving) -> int:
    """When so many have left that the answer differs: the sure ones, or those that may count."""
    is_sure = tally.sure >= minimum
    events = tally.sure_events if is_sure else [*_both(tally)]
    surplus = len(events) - minimum
    return sorted(leaves(frame, event.at) for event in events)[surplus]


def consent_change(consent: Consent, change_of: ChangeOf) -> Change | None:
    """When a record may next begin to serve or cease to; None for never."""
    spans = [leaving(span) for span in (consent.given_within, consent.lasting) if span is not None]
    grace = None if consent.grace is None else leaving(consent.grace)
    where = change_of(consent.where)
    ends = filters_change([consent.ending_after], change_of)

    def change(frame: Frame) -> int:
        bound = NEVER if ends is None else ends(frame)
        before = frame.consent
        for record in frame.request.consents:
            if where is not None:
                frame.consent = record
                bound = min(bound, where(frame))
            if not consent.at_event or frame.event is None:
                bound = min(bound, *_bounds(frame, record, spans, grace))
        frame.consent = before
        return bound

    return change


def _bounds(
    frame: Frame, record: ConsentRecord, spans: Sequence[Leaving], grace: Leaving | None
) -> Iterator[int]:
    yield NEVER
    now, revoked_at = frame.now, record.revoked_at
    for at in (record.effective_from, record.effective_to, record.confirmed_at, revoked_at):
        if at is not None and at > now:
            yield at
    for leaves in spans:
        yield leaves(frame, record.effective_from)
    if grace is not None and revoked_at is not None:
        yield leaves_of_grace(frame, grace, revoked_at)


def leaves_of_grace(frame: Frame, grace: Leaving, revoked_at: int) -> int:
    """When the grace of a revocation ends; it begins with the revocation."""
    return revoked_at if revoked_at > frame.now else grace(frame, revoked_at)
