"""Changes of events that are counted.

In: a count and the truth wanted. Out: drafts with events added up to the number, taken away down
to one less, moved across the edge of the window, or without what tells whether they count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from policydsl.core.formula import Count, Selection, SinceLast
from policydsl.core.reference.counting import lacking_keys, select, tally
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import LEVELS
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR
from policydsl.facts.moments import EARLIEST
from policydsl.facts.standard import CONTACT
from policydsl.witnesses.bench import Finder, Hand, State, context_of
from policydsl.witnesses.draft import ABSENT, Draft, Record, in_event, put, without_events
from policydsl.witnesses.events import TWIN, events_like, new_event, with_keys, with_twin
from policydsl.witnesses.placing import Stretch, places, stretch_of

_MOST_EVENTS = 200
_KINDS = 4
"""So many sorts of events are tried."""

_CHANNELS = ("voice", "sms", "email")
_AGES = (2, 5, 13, 25, 49, 73, 97, 121, 145, 169, 240, 340, 360, 750, 1500, 2300, 4500, 9000)
"""Hours ago, to which events are moved that are in the way."""


def count_moves(
    atom: Count, wanted: bool | None, state: State, hand: Hand, finder: Finder
) -> Iterator[Draft]:
    """Events added, taken away, moved, or made unclear."""
    if lacking_keys(atom.keys, context_of(state, hand)):
        draft = with_keys(state.draft, atom.keys, finder.bench)
        made = finder.bench.state(draft)
        if made is None:
            return
        if wanted is False:
            yield draft
        state = made
    if wanted:
        yield from _enough(atom, state, hand, finder)
    elif wanted is False:
        yield from _too_few(atom, state, hand, finder)
    else:
        yield from _unclear(atom, state, hand, finder)


def _enough(atom: Count, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    context = context_of(state, hand)
    wanting = atom.minimum - tally(atom, context, holds).sure
    if wanting > _MOST_EVENTS:
        return
    if wanting <= 0:
        wanting = atom.minimum
    stretch = _stretch(atom, context)
    if stretch is None:
        return
    for anchored in _anchored(atom, state, stretch, hand, finder):
        yield from _added(atom, wanting, anchored, stretch, hand, finder)


def _stretch(atom: Count, context: Context) -> Stretch | None:
    """Where events count: in the window, and after the last or first anchor."""
    stretch = stretch_of(atom.window, atom.before_today, context)
    if stretch is None or not isinstance(atom.window, SinceLast):
        return stretch
    anchors = select(atom.window.selection, atom.keys, context, holds)
    first = max((event.at + 1 for event, _ in anchors), default=stretch.first)
    return Stretch(first, stretch.last) if first <= stretch.last else None


def _anchored(
    atom: Count, state: State, stretch: Stretch, hand: Hand, finder: Finder
) -> Iterator[State]:
    """States with the first event after which events count, where one is wanted."""
    if atom.after_first is None:
        yield state
        return
    if select(atom.after_first, atom.keys, context_of(state, hand), holds):
        yield state
    at = max(stretch.first - MICROS_PER_HOUR, EARLIEST)
    yield from islice(with_event(atom.after_first, state, at, hand, finder), 2)


def with_event(
    selection: Selection, state: State, at: int, hand: Hand, finder: Finder
) -> Iterator[State]:
    """States with one more event of a selection, at an instant."""
    event = new_event(state.draft, selection, at, finder.bench)
    for one in _by_channel(event, selection):
        made = finder.bench.state(replace(state.draft, events=(*state.draft.events, one)))
        if made is not None:
            inner = replace(hand, event=str(event["id"]), presumes=False)
            yield from finder.ways(selection.where, True, made, inner)


def _by_channel(event: Record, selection: Selection) -> Iterator[Record]:
    yield event
    others = sorted(selection.channels) if selection.channels else _CHANNELS
    for channel in others:
        if selection.kind == CONTACT and channel != event["event.channel"]:
            yield put(event, "event.channel", channel)


def _added(
    atom: Count, wanting: int, state: State, stretch: Stretch, hand: Hand, finder: Finder
) -> Iterator[Draft]:
    name = new_event(state.draft, atom.selection, stretch.last, finder.bench)["id"]
    for made in islice(with_event(atom.selection, state, stretch.last, hand, finder), _KINDS):
        event = next(one for one in made.draft.events if one["id"] == name)
        for times in places(stretch, wanting, atom.distinct_days):
            yield events_like(event, made.draft, times)


# --- too few ----------------------------------------------------------------------------------


def _too_few(atom: Count, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    context = context_of(state, hand)
    counted = tally(atom, context, holds)
    matched = [event.id for event in (*counted.sure_events, *counted.maybe_events)]
    if not matched:
        return
    draft = state.draft
    surplus = max(counted.possible - atom.minimum + 1, 1)
    yield without_events(draft, frozenset(matched[-surplus:]))
    yield without_events(draft, frozenset(matched[:surplus]))
    yield without_events(draft, frozenset(matched))
    if atom.distinct_days:
        yield _on_one_day(draft, matched)
    stretch = _stretch(atom, context)
    if stretch is not None:
        yield from _moved_out(atom, draft, matched[:surplus], stretch)
    yield from _of_others(atom, draft, matched, surplus)
    yield from _moved(draft, matched)
    yield from _followed(atom, state, hand, finder)
    for name in matched[-1:]:
        inner = replace(hand, event=name, presumes=False)
        for made in islice(finder.ways(atom.selection.where, False, state, inner), 4):
            yield made.draft


def _on_one_day(draft: Draft, matched: list[str]) -> Draft:
    last = max(one["event.at"] for one in draft.events if one["id"] in matched)
    for name in matched:
        draft = in_event(draft, name, {"event.at": last})
    return draft


def _moved_out(atom: Count, draft: Draft, matched: list[str], stretch: Stretch) -> Iterator[Draft]:
    """Events a microsecond and a day too old; too new, where today does not count."""
    for at in (stretch.first - 1, stretch.first - MICROS_PER_DAY, *_too_new(atom, stretch)):
        yield _placed(draft, matched, at)


def _too_new(atom: Count, stretch: Stretch) -> Iterator[int]:
    if atom.before_today:
        yield stretch.last + 1


def _placed(draft: Draft, matched: list[str], at: int) -> Draft:
    for name in matched:
        draft = in_event(draft, name, {"event.at": at})
    return draft


def _moved(draft: Draft, matched: list[str]) -> Iterator[Draft]:
    for hours in _AGES:
        yield _placed(draft, matched, draft.at - hours * MICROS_PER_HOUR)


def _of_others(atom: Count, draft: Draft, matched: list[str], surplus: int) -> Iterator[Draft]:
    """The same events by another channel, less far, or of somebody else."""
    for names in (matched[:surplus], matched):
        for change in _differences(atom):
            changed = with_twin(draft)
            for name in names:
                changed = in_event(changed, name, change)
            yield changed


def _differences(atom: Count) -> Iterator[dict[str, object]]:
    selection = atom.selection
    if selection.level > 1:
        yield {"reached": LEVELS[selection.level - 2]}
    if selection.channels:
        other = next(
            (one for one in ("letter", "email", "sms") if one not in selection.channels), None
        )
        if other is not None:
            yield {"event.channel": other}
    if selection.direction is not None and selection.kind == CONTACT:
        yield {"event.direction": "inbound" if selection.direction == "outbound" else "outbound"}
    for key in atom.keys:
        match key.kind:
            case "debt":
                yield {"debts": (TWIN,)}
                yield {"debts": (TWIN,), "discussed": (TWIN,)}
            case "person":
                yield {"person": "P9"}
            case "address":
                yield {"event.address": "A9"}
            case "recipient":
                yield {"event.recipient": "employer", "event.recipient.id": "P9"}


def _followed(atom: Count, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    """An event after which those before no longer count."""
    if isinstance(atom.window, SinceLast):
        selection = atom.window.selection
        for made in islice(with_event(selection, state, state.draft.at, hand, finder), 2):
            yield made.draft


# --- unclear ----------------------------------------------------------------------------------


def _unclear(atom: Count, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    """Without the key, or with enough events of which one does not say whether it counts."""
    for key in atom.keys:
        if key.kind in ("address", "recipient", "field"):
            path = {"address": "proposal.address", "recipient": "proposal.recipient"}.get(
                key.kind, key.path
            )
            yield from _untold(path, state, hand, finder)
        elif key.kind == "debt":
            yield replace(state.draft, about=None)
    for made in _nearly(atom, state, hand, finder):
        names = [str(event["id"]) for event in made.draft.events]
        counted = {event.id for event in tally(atom, context_of(made, hand), holds).sure_events}
        name = next((one for one in reversed(names) if one in counted), names[-1])
        for lacking in _telling(atom):
            yield in_event(made.draft, name, dict.fromkeys(lacking, ABSENT))
        yield in_event(made.draft, name, {"reserved": True})
        yield made.draft
        yield replace(made.draft, zones=())
        inner = replace(hand, event=name, presumes=False)
        for unsure in islice(finder.ways(atom.selection.where, None, made, inner), 3):
            yield unsure.draft


def _nearly(atom: Count, state: State, hand: Hand, finder: Finder) -> Iterator[State]:
    """States with enough events; where none surely count, with one that has just happened."""
    found = False
    for made in islice(finder.ways(atom, True, state, hand), 2):
        if made.draft.events:
            found = True
            yield made
    if not found:
        now = state.draft.at
        for made in islice(with_event(atom.selection, state, now, hand, finder), 1):
            event = made.draft.events[-1]
            times = (now - MICROS_PER_DAY,) * min(atom.minimum, _MOST_EVENTS)
            several = finder.bench.state(events_like(event, made.draft, times))
            if several is not None:
                yield several


def _untold(path: str, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    draft = finder.bench.put(state.draft, path, ABSENT, hand)
    if draft is not None:
        if path == "proposal.recipient":
            draft = replace(draft, facts=put(draft.facts, "recipient.id", ABSENT))
        yield draft


def _telling(atom: Count) -> Iterator[tuple[str, ...]]:
    """What an event says that tells whether it counts."""
    if atom.selection.channels:
        yield ("event.channel",)
    if atom.selection.direction is not None:
        yield ("event.direction",)
    for key in atom.keys:
        match key.kind:
            case "debt":
                yield ("debts", "discussed")
            case "address":
                yield ("event.address",)
            case "recipient":
                yield ("event.recipient", "event.recipient.id")
            case "field":
                yield ("event." + key.path.rpartition(".")[2], "debts")
