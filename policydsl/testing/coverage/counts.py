"""Counts: their limits and windows, and the filters of the events that they count.

In: a counting as it was written and its `Count`. Out: what is worth a look where a count decides.
A filter decides for an event that everything else about the count takes or may take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policydsl.core.formula import YES, Count, Key, Selection, SinceLast, Window
from policydsl.core.reference.counting import lacking_keys, select, tally
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import Event
from policydsl.core.windows import Blocks, Ever
from policydsl.diagnostics import Span
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.testing.coverage.bounds import CountBound, meet_window
from policydsl.testing.coverage.nodes import Node
from policydsl.testing.coverage.seen import Bound, Condition, Sight


def look_at_events(node: Node, events: Iterable[Event], context: Context, sight: Sight) -> None:
    """Look at a filter for each event."""
    for event in events:
        node.look(replace(context, event=event, presumes=False), sight)


@frozen
class Filter:
    """The `where` of a selection of events."""

    node: Node
    selection: Selection
    keys: tuple[Key, ...]

    def look(self, context: Context, sight: Sight) -> None:
        """Look at it for each event that is of the selection but for it."""
        unfiltered = replace(self.selection, where=YES)
        events = (event for event, _ in select(unfiltered, self.keys, context, holds))
        look_at_events(self.node, events, context, sight)


@frozen
class CountedFilter:
    """The `where` of what is counted: events outside the window do not matter."""

    node: Node
    count: Count

    def look(self, context: Context, sight: Sight) -> None:
        """Look at it for each event that would count but for it."""
        if lacking_keys(self.count.keys, context):
            return
        window = self.count.window
        free = replace(
            self.count,
            selection=replace(self.count.selection, where=YES),
            window=Ever() if isinstance(window, Blocks) else window,
        )
        look_at_events(self.node, _counted(free, context), context, sight)


@frozen
class Restriction:
    """`before today`, `after first X`, `since last X`: whether an event counts in spite of it."""

    condition: Condition
    count: Count
    without: Count

    def look(self, context: Context, sight: Sight) -> None:
        """Note yes for each event that counts, no for each that counts only without it."""
        if lacking_keys(self.count.keys, context):
            return
        kept = tally(self.count, context, holds)
        sure = {event.id for event in kept.sure_events}
        maybe = {event.id for event in kept.maybe_events}
        for event in tally(self.without, context, holds).sure_events:
            truth = True if event.id in sure else None if event.id in maybe else False
            sight.decides(self.condition, truth)


@frozen
class Number:
    """The number of a count."""

    count: Count
    bound: CountBound

    def look(self, context: Context, sight: Sight) -> None:
        """Note how many there are."""
        if not lacking_keys(self.count.keys, context):
            counted = tally(self.count, context, holds)
            self.bound.meet(counted.sure, counted.possible, sight)


@frozen
class Length:
    """The window of a count, from its length or its calendar period."""

    bound: Bound
    count: Count
    unit: int

    def look(self, context: Context, sight: Sight) -> None:
        """Note for each event that would count in any window whether it still lies inside."""
        if lacking_keys(self.count.keys, context):
            return
        events = tally(replace(self.count, window=Ever()), context, holds).sure_events
        meet_length(self.bound, self.count.window, events, self.unit, context, sight)


def meet_length(
    bound: Bound,
    window: Window,
    events: Iterable[Event],
    unit: int,
    context: Context,
    sight: Sight,
) -> None:
    """Note on which side of a window's length events lie; of blocks, the last one's first."""
    if isinstance(window, SinceLast | Ever):
        return
    if isinstance(window, Blocks):
        opened: int | None = None
        for event in events:
            if opened is None or event.at >= opened + window.micros:
                opened = event.at
        if opened is not None:
            left = opened + window.micros - context.now
            sight.meets(bound, left <= 0, -unit < left <= unit)
        return
    for event in events:
        meet_window(bound, window, event.at, unit, context, sight)


def _counted(count: Count, context: Context) -> Iterator[Event]:
    counted = tally(count, context, holds)
    yield from counted.sure_events
    yield from counted.maybe_events


def words_in(span: Span, words: str, within: Iterable[Span] = ()) -> Span:
    """Where words stand in a place, outside of the places in it and of comments; else the place.

    `words` is a regular expression over the text.
    """
    text = list(span.text)
    for inner in within:
        start = max(inner.start - span.start, 0)
        end = max(min(inner.end - span.start, len(text)), start)
        text[start:end] = " " * (end - start)
    plain = re.sub(r'"[^"\n]*"|#[^\n]*', lambda found: " " * len(found[0]), "".join(text))
    found = re.search(rf"\b(?:{words})\b", plain)
    if found is None:
        return span
    return Span(span.source, span.start + found.start(), span.start + found.end())


def joined(nodes: Iterable[tree.Word | tree.Path | tree.Duration]) -> Span:
    """From the first of some nodes to the last."""
    spans = [node.span for node in nodes]
    return spans[0].to(spans[-1])
