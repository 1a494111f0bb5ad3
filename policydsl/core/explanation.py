"""What a decision says: verdict, every reason with its measure, counters, ladders, obligations.

In: nothing. Out: frozen types that the reference and the engines both produce, and that must be
equal between them.
"""

from __future__ import annotations

from typing import TypeAlias

from policydsl.frozen import frozen


@frozen
class CountMeasure:
    """How much of a limit is used.

    `key` pairs a key's name with its value, in the rule's order. `used` is the sure count,
    `possible` the count with the events that may count. `limit` is the count from which on the
    rule blocks. `window` is the window in words. `frees_at` is the first instant (microseconds)
    at which the count falls below the limit again if nothing happens, None when it is not used
    up, never frees by time alone, or is not known.
    """

    key: tuple[tuple[str, str], ...]
    used: int
    possible: int
    limit: int
    window: str
    frees_at: int | None


@frozen
class ClockMeasure:
    """The local clock that a rule of hours saw: wall time `local`, zone and its source."""

    local: str
    zone: str
    source: str


@frozen
class ConsentMeasure:
    """The consent record nearest to what was required, and the instant that ended it."""

    consent: str | None
    ended_at: int | None


@frozen
class StepMeasure:
    """Where on a ladder a proposal stands.

    `step` is the step that would take the proposal, None when none does; `opens_at` the instant
    at which it opens if that is a matter of time alone, else None.
    """

    key: tuple[tuple[str, str], ...]
    step: str | None
    opens_at: int | None


@frozen
class MarginMeasure:
    """The instant at which a rule begins to deny, and the delivery margin that reaches past it.

    Both in microseconds: `closes_at` since 1970 UTC, `margin` as a length.
    """

    closes_at: int
    margin: int


Measure: TypeAlias = CountMeasure | ClockMeasure | ConsentMeasure | StepMeasure | MarginMeasure


@frozen
class Reason:
    """Why a contact is denied or needs a review, or is warned about.

    `missing` names the facts whose absence made the rule unknown, or that could have lifted it.
    """

    code: str
    rule: str
    effect: str
    measure: Measure | None = None
    missing: tuple[str, ...] = ()
    approval: str | None = None


@frozen
class OwedDuty:
    """A duty that goes with the contact; `due_at` is an instant in microseconds or None."""

    duty: str
    rule: str
    due_at: int | None = None

    def place(self) -> tuple[str, str, bool, int]:
        """What duties are sorted by: no two that differ have the same."""
        return self.rule, self.duty, self.due_at is not None, self.due_at or 0


@frozen
class Counter:
    """The state of a cap that speaks about this proposal."""

    rule: str
    measure: CountMeasure


@frozen
class LadderState:
    """Where a ladder stands for a key: `step` is the last open one, `position` its number from 1.

    `opens` says for each step not open yet when it opens, None where time alone does not tell.
    """

    ladder: str
    key: tuple[tuple[str, str], ...]
    step: str | None
    position: int
    opens: tuple[tuple[str, int | None], ...]


@frozen
class Explanation:
    """A whole decision, all tuples in their fixed order."""

    verdict: str
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    obligations: tuple[OwedDuty, ...]
    counters: tuple[Counter, ...]
    ladders: tuple[LadderState, ...]
    missing: tuple[str, ...]
