"""When a contact may be made, by each channel: whom may I contact now, and how.

In: a request, and what the policy says to it over time. Out: `Plan`. A plan changes nothing but the
channel: address, template and all else that the proposal says stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby, takewhile
from typing import Any, TypeAlias

from policydsl.core.outlook import Stretch
from policydsl.core.request import Request
from policydsl.engine.functions import CHANNEL
from policydsl.engine.spreading import Interval, spread
from policydsl.engine.timeline.search import end_of
from policydsl.facts.moments import utc, utc_text
from policydsl.frozen import frozen

TimelineOf: TypeAlias = Callable[[Request, int], tuple[Stretch, ...]]
"""The stretches of a request from its own instant on, for so many microseconds."""


@frozen
class Plan:
    """When the same proposal may be made from `at` until `until` (left out), by each channel.

    `channels` are those that were asked about, in their order. `allowed` and `reviewed` hold, by
    channel and in the order of time, when the contact is allowed and when it would be with the
    approvals that it lacks. What could not be judged, because the calendar ends or the policy
    changes its mind too often, is in neither. All datetimes are in UTC.
    """

    at: datetime
    until: datetime
    channels: tuple[str, ...]
    allowed: Mapping[str, tuple[Interval, ...]]
    reviewed: Mapping[str, tuple[Interval, ...]]

    @property
    def now(self) -> tuple[str, ...]:
        """The channels by which the contact is allowed right now."""
        return tuple(name for name in self.channels if self.next(name) == self.at)

    def next(self, channel: str) -> datetime | None:
        """The first instant at which the contact is allowed by a channel; None without any.

        Raises `KeyError` for a channel that was not asked about.
        """
        return next((one.start for one in self.allowed[channel]), None)

    def spread(self, key: str, channel: str | None = None, *, salt: str = "") -> datetime | None:
        """The instant that a key gets inside the allowed times of a channel, as `spread` gives it.

        Without a channel it is the first of `channels`, as a rule the proposal's own. Raises
        `KeyError` for a channel that was not asked about.
        """
        if channel is None:
            channel = next(iter(self.channels), None)
        return None if channel is None else spread(key, self.allowed[channel], salt=salt)

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON values; instants in UTC, as `2026-03-08T05:00:00Z`."""
        return {
            "at": utc_text(self.at),
            "until": utc_text(self.until),
            "now": list(self.now),
            "channels": [
                {
                    "channel": name,
                    "next": None if (first := self.next(name)) is None else utc_text(first),
                    "allowed": [_interval(one) for one in self.allowed[name]],
                    "reviewed": [_interval(one) for one in self.reviewed[name]],
                }
                for name in self.channels
            ],
        }


def make_plan(
    timeline: TimelineOf,
    request: Request,
    span: int,
    channels: Iterable[str] | None,
    known: Iterable[str],
) -> Plan:
    """The plan of a request for so many microseconds.

    `channels` None stands for the proposal's own and, after it, all others of those `known`.
    """
    asked = (str(request.facts[CHANNEL]), *known) if channels is None else channels
    names = tuple(dict.fromkeys(asked))
    stretches = {name: timeline(by_channel(request, name), span) for name in names}
    return Plan(
        utc(request.at),
        utc(end_of(request.at, span)),
        names,
        {name: tuple(_when("allow", stretches[name])) for name in names},
        {name: tuple(_when("review", stretches[name])) for name in names},
    )


def by_channel(request: Request, channel: str) -> Request:
    """The request for the same contact by another channel; nothing else in it depends on that."""
    return replace(request, facts={**request.facts, CHANNEL: channel})


def open_time(timeline: TimelineOf, request: Request, span: int) -> tuple[Interval, ...]:
    """From the request's instant on, at which the contact is not denied, as long as it is allowed.

    Of a contact that needs a review at that instant, as long as it is not denied. Nothing where the
    calendar ends.
    """
    stretches = timeline(request, span)
    if not stretches:
        return ()
    wanted = ("allow",) if stretches[0].verdict == "allow" else ("allow", "review")
    *_, last = takewhile(lambda one: one.verdict in wanted, stretches)
    return (Interval(utc(request.at), utc(last.end)),)


def _when(verdict: str, stretches: Iterable[Stretch]) -> Iterator[Interval]:
    """When the verdict is this one; neighbours, which differ in what blocks, as one."""
    for _, group in groupby(stretches, lambda one: one.verdict == verdict):
        first, *rest = group
        if first.verdict == verdict:
            yield Interval(utc(first.start), utc((rest or [first])[-1].end))


def _interval(one: Interval) -> dict[str, str]:
    return {"start": utc_text(one.start), "end": utc_text(one.end)}
