"""Windows and spans: over what time a past event still matters.

One closed family serves caps, gaps, cooldowns, consents and ladders, because each of them asks
the same question of an event and of now: does the event still lie inside? A cooldown of `7
consecutive days` and a cap `in 7 consecutive days` are the same window with other bounds.
"""

from __future__ import annotations

from typing import TypeAlias

from policydsl.core.days import CalendarRef
from policydsl.frozen import frozen

MICROS_PER_SECOND = 1_000_000
MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND
MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE
MICROS_PER_DAY = 24 * MICROS_PER_HOUR


@frozen
class Rolling:
    """The last `micros` microseconds: an event at t lies inside at now iff now - micros < t."""

    micros: int


@frozen
class ConsecutiveDays:
    """`days` local dates, today included: date(event) >= date(now) - (days - 1)."""

    days: int


@frozen
class FullDays:
    """`days` whole dates after the event's own: date(event) >= date(now) - days."""

    days: int


@frozen
class BusinessDays:
    """Through the `days`-th business day after the event's date, by a calendar.

    With `until` the window ends as that business day begins, otherwise as it ends.
    """

    days: int
    calendar: CalendarRef
    until: bool = False


@frozen
class CalendarMonths:
    """Through the same day of the month `months` later, cut to that month's last day."""

    months: int


@frozen
class CalendarPeriods:
    """The current calendar period and the `count - 1` before it.

    `unit` is `day`, `week`, `month`, `quarter` or `year`; weeks start on `week_start`
    (0 Monday to 6 Sunday).
    """

    unit: str
    count: int
    week_start: int = 0


@frozen
class Blocks:
    """Blocks of `micros` anchored at events.

    The first counted event at t opens [t, t + micros); the first counted event at or after its
    end opens the next. The window is the block that now lies in, or empty.
    """

    micros: int


@frozen
class Ever:
    """Every event up to now."""


Span: TypeAlias = Rolling | ConsecutiveDays | FullDays | BusinessDays | CalendarMonths
"""How long something lasts after its start."""
