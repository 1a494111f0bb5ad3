"""Local times of tables, which do not say their offset.

In: texts and datetimes without an offset, and the zone whose clock showed them. Out: instants; or
a problem where that clock skipped a time or showed it twice.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from policydsl.core.zones import zone_info
from policydsl.facts.problems import Problem

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")


class Clock:
    """A clock on some wall; without a zone every local time is a problem."""

    __slots__ = ("_zone",)

    def __init__(self, zone: str | None) -> None:
        self._zone = zone

    def read(self, text: str) -> object:
        """The instant of a local time; any other text as it is."""
        if _LOCAL.fullmatch(text) is None:
            return text
        try:
            return self.instant(datetime.fromisoformat(text), text)
        except ValueError:
            return text

    def instant(self, local: datetime, text: str) -> datetime | Problem:
        """The instant at which the clock showed a time; `text` is how the file writes it."""
        if self._zone is None:
            return Problem("L128", {"text": text}, ("zone",))
        zone = zone_info(self._zone)
        first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        try:
            if first.utcoffset() == second.utcoffset():
                return first
            shown = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            return Problem("R122", {"text": text})
        hint = "fold" if shown == local else "gap"
        return Problem("L128", {"text": text}, ((hint, {"zone": self._zone}),))
