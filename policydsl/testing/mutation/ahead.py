"""How far ahead in time a test looks.

In: a test that passes. Out: whether what it expects hangs on later instants, and until when.
"""

from __future__ import annotations

from datetime import datetime

from policydsl.core.policy import CorePolicy
from policydsl.engine.zones import DAY
from policydsl.facts.moments import EPOCH
from policydsl.testing.expecting import INSTANTS, Expectation
from policydsl.testing.judging import Judged

_FIELDS = (*INSTANTS, "waits_for")
_ENDLESS = ("lifts_at", "waits_for")
_MICROSECOND = 10**6


def looks_ahead(expectation: Expectation, core: CorePolicy) -> bool:
    """Whether the answer to what is expected depends on later instants."""
    for one in expectation.fields:
        if one.field in _FIELDS or (one.field == "verdict" and one.value in ("deny", "defer")):
            return True
    return bool(core.margins) or expectation.mentions("lifts_at")


def ahead_of(test: Judged, core: CorePolicy) -> int | None:
    """How many microseconds from its instant on a test looks; None for as far as can be.

    What says the same for so long cannot change the decision: a denied contact is looked at until
    it is eligible, an allowed one until it no longer is, both with the delivery margin.
    """
    if any(test.expectation.mentions(field) for field in _ENDLESS):
        return None
    margin = max((micros for _, micros in core.margins), default=0)
    turns = test.decision.next_eligible_at or test.decision.valid_until
    if turns is None:
        return None if _asks_when(test) else margin + DAY
    return max(_micros(turns) - test.request.at + margin + _MICROSECOND, DAY)


def _asks_when(test: Judged) -> bool:
    """Whether an instant is expected, or that there is none."""
    return any(
        one.field in _FIELDS or (one.field == "verdict" and one.value in ("deny", "defer"))
        for one in test.expectation.fields
    )


def _micros(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds() * _MICROSECOND)
