"""The decision that callers get.

In: a verdict with what blocks, and the means to explain it and to look ahead. Out: `Decision`.
Whether the contact is allowed and what blocks it are there at once; everything else is found out
when it is first asked for, and then kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NoReturn

from policydsl.core.explanation import Counter, Explanation, LadderState, OwedDuty, Reason
from policydsl.core.outlook import MOST_HORIZON_DAYS, Outlook, Wait
from policydsl.core.policy import Origin
from policydsl.core.request import Request
from policydsl.engine.decision_json import About, messages, to_datetime, to_json
from policydsl.engine.plans import open_time
from policydsl.engine.spreading import spread
from policydsl.engine.timeline.outlooks import Timeline
from policydsl.engine.timeline.search import moved
from policydsl.engine.verdicts import DENY, Judgement

ALLOW, DEFER = "allow", "defer"
_NOT_ASKED = -1 << 63


class Decision:
    """What a policy says to one proposal."""

    __slots__ = (
        *("_about", "_explain", "_explanation", "_horizon", "_judgement", "_lifts", "_request"),
        *("_timeline", "_until"),
    )

    def __init__(
        self,
        judgement: Judgement,
        request: Request,
        explain: Callable[[Request], Explanation],
        timeline: Timeline,
        horizon: int,
        about: About,
    ) -> None:
        self._judgement = judgement
        self._request = request
        self._explain = explain
        self._timeline = timeline
        self._horizon = horizon
        self._about = about
        self._explanation: Explanation | None = None
        self._until: int | None = _NOT_ASKED
        self._lifts: tuple[int | None, ...] | None = None

    @property
    def verdict(self) -> str:
        """`allow`, `review`, `defer` (denied now, but not at `next_eligible_at`) or `deny`."""
        if self._judgement.verdict == DENY and self._turns_at() is not None:
            return DEFER
        return self._judgement.verdict

    @property
    def allowed(self) -> bool:
        """Whether the contact may be made now."""
        return self._judgement.verdict == ALLOW

    @property
    def next_eligible_at(self) -> datetime | None:
        """Of a deferred contact, the first instant at which nothing denies it, in UTC; else None.

        Only the clock moves until then: facts, events and consents are taken to stay as they are.
        Exact to the microsecond, and looked for as far as the horizon reaches.
        """
        return to_datetime(self._turns_at()) if self._judgement.verdict == DENY else None

    @property
    def valid_until(self) -> datetime | None:
        """Of an allowed contact, the first instant at which it no longer is, in UTC; else None.

        None also when there is none within the horizon.
        """
        return to_datetime(self._turns_at()) if self._judgement.verdict == ALLOW else None

    @property
    def outlook(self) -> Outlook:
        """What becomes of the decision when nothing changes but the time."""
        if self._lifts is None:
            reasons = self.explanation.reasons
            self._lifts = self._timeline.lifts(self._request, reasons, self._horizon)
        turns_at = self._turns_at()
        return Outlook(
            turns_at if self._judgement.verdict == DENY else None,
            turns_at if self._judgement.verdict == ALLOW else None,
            self._lifts,
        )

    @property
    def waits_for(self) -> tuple[Wait, ...]:
        """What must happen before the contact can be allowed: nothing, when it is.

        Of a contact that needs reviews, or will need some when it is no longer deferred, the
        approvals; of one that is denied, what its reasons wait for.
        """
        if self._judgement.verdict == ALLOW:
            return ()
        turns_at = self._turns_at()
        if self._judgement.verdict == DENY and turns_at is None:
            return self._timeline.waits(self._request, self.reasons, self.outlook.lifts)
        return self._timeline.approvals(self._request, turns_at or self._request.at)

    def spread(self, key: str, over: timedelta, *, salt: str = "") -> datetime | None:
        """When to make the contact, so that many are put evenly over a span by their keys, in UTC.

        A deferred contact gets an instant within `over` of `next_eligible_at`, an allowed one
        within `over` of now, always before the policy stops it again; `policydsl.spread` says
        which. None for a contact that is denied, or that waits for a review now. `over` is more
        than nothing and at most 3,660 days; `ValueError` else.
        """
        if not timedelta(0) < over <= timedelta(days=MOST_HORIZON_DAYS):
            raise ValueError(f"over must be more than 0 and at most {MOST_HORIZON_DAYS} days")
        start = self._request.at if self.allowed else self._turns_at()
        if start is None:
            return None
        request, span = moved(self._request, start), over // timedelta(microseconds=1)
        return spread(key, open_time(self._timeline.stretches, request, span), salt=salt)

    def _turns_at(self) -> int | None:
        """When a contact that is denied no longer is, or one that is allowed no longer is."""
        if self._until == _NOT_ASKED:
            judgement, timeline = self._judgement, self._timeline
            self._until = None
            if judgement.verdict == DENY:
                self._until = timeline.next_eligible_at(self._request, self._horizon, judgement)
            elif judgement.verdict == ALLOW:
                self._until = timeline.valid_until(self._request, self._horizon, judgement)
        return self._until

    @property
    def blocking(self) -> tuple[str, ...]:
        """The ids of all rules and ladders that deny or want a review, in the order of reasons."""
        return self._judgement.blocking

    @property
    def explanation(self) -> Explanation:
        """Everything at once."""
        known = self._explanation
        if known is None:
            known = self._explanation = self._explain(self._request)
        return known

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the contact is denied or needs a review, one for each rule that says so."""
        return self.explanation.reasons

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What should be known about the contact but does not stop it."""
        return self.explanation.warnings

    @property
    def obligations(self) -> tuple[OwedDuty, ...]:
        """What must be done with the contact."""
        return self.explanation.obligations

    @property
    def counters(self) -> tuple[Counter, ...]:
        """How much of every cap is used."""
        return self.explanation.counters

    @property
    def ladders(self) -> tuple[LadderState, ...]:
        """Where every ladder stands."""
        return self.explanation.ladders

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts whose absence mattered."""
        return self.explanation.missing

    def origin(self, reason: Reason) -> Origin:
        """Where the rule (or the waiver) of a reason was written, and its citation.

        Raises `KeyError` for a reason of another policy.
        """
        return self._about.origin(reason, self._request.at)

    def message(self, reason: Reason, lang: str = "en") -> str:
        """What a reason says in a language, `en` or `zh`, or another that its author wrote."""
        return messages(reason, self.origin(reason))[lang]

    def lifts_at(self, reason: Reason) -> datetime | None:
        """When the rule or ladder of one of the reasons, alone, would let the contact pass.

        None when that does not happen by time alone within the horizon. Raises `ValueError` for a
        reason that is not one of `reasons`.
        """
        return to_datetime(self.outlook.lifts[self.reasons.index(reason)])

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON values; instants in UTC, as `2026-03-08T05:00:00Z`."""
        return to_json(
            self.verdict,
            self.explanation,
            self.outlook,
            self.waits_for,
            self._request.at,
            self._about,
        )

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is neither true nor false; ask for `.allowed`")

    def __repr__(self) -> str:
        blocked_by = (
            f" by {', '.join(self._judgement.blocking)}" if self._judgement.blocking else ""
        )
        return f"<Decision {self.verdict}{blocked_by}>"
