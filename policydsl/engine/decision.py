"""The decision that callers get.

In: a verdict with what blocks, and the means to explain it. Out: `Decision`. Verdict and blocking
ids are there at once; everything else is found out when it is first asked for, and then kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from policydsl.core.explanation import Counter, Explanation, LadderState, OwedDuty, Reason
from policydsl.core.policy import Origin
from policydsl.core.request import Request
from policydsl.engine.decision_json import About, messages, to_json


class Decision:
    """What a policy says to one proposal."""

    __slots__ = ("_about", "_blocking", "_explain", "_explanation", "_request", "_verdict")

    def __init__(
        self,
        verdict: str,
        blocking: tuple[str, ...],
        request: Request,
        explain: Callable[[Request], Explanation],
        about: About,
    ) -> None:
        self._verdict = verdict
        self._blocking = blocking
        self._request = request
        self._explain = explain
        self._about = about
        self._explanation: Explanation | None = None

    @property
    def verdict(self) -> str:
        """`allow`, `review` or `deny`."""
        return self._verdict

    @property
    def allowed(self) -> bool:
        """Whether the contact may be made now."""
        return self._verdict == "allow"

    @property
    def blocking(self) -> tuple[str, ...]:
        """The ids of all rules and ladders that deny or want a review, in the order of reasons."""
        return self._blocking

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

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON values; instants in UTC, as `2026-03-08T05:00:00Z`."""
        return to_json(self.explanation, self._request.at, self._about)

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is neither true nor false; ask for `.allowed`")

    def __repr__(self) -> str:
        blocked_by = f" by {', '.join(self._blocking)}" if self._blocking else ""
        return f"<Decision {self._verdict}{blocked_by}>"
