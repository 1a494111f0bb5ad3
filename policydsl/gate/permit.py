"""The answer of a gate to one contact.

In: what was decided and reserved. Out: `Permit`: whether the contact may be made, until when, and
through it what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn, Protocol

from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import to_datetime
from policydsl.errors import PolicydslError
from policydsl.facts.moments import to_micros
from policydsl.gate.asking import Ask
from policydsl.ledger.store import Entry, State

CONFIRMED = "confirmed"


class Desk(Protocol):
    """Where a permit is taken back to."""

    def confirm_permit(
        self, permit: Permit, changes: Mapping[str, Any], at: datetime | None
    ) -> None:
        """The contact was made."""

    def amend_permit(
        self, permit: Permit, changes: Mapping[str, Any], at: datetime | None, *, correct: bool
    ) -> None:
        """More is known of the contact."""

    def release_permit(self, permit: Permit, reason: str) -> None:
        """The contact was not made."""

    def recheck(self, permit: Permit, at: datetime) -> Decision:
        """Decide once more on the contact, as things are now."""


class Permit:
    """What a gate says to one contact.

    `decision` is the decision, None of a permit that was asked for again, and where the ledger was
    unavailable. `replayed` says that the key had been asked before: somebody may have made the
    contact already. `loose` says that the contact was allowed without a ledger, which holds no
    place for it. `error` is what is wrong with a proposal of a batch.
    """

    __slots__ = (
        *("_answer", "_desk", "ask", "decision", "entry", "error", "loose", "replayed"),
        *("state", "valid_until"),
    )

    def __init__(
        self,
        desk: Desk,
        ask: Ask,
        answer: Mapping[str, Any] | None = None,
        *,
        decision: Decision | None = None,
        entry: Entry | None = None,
        valid_until: datetime | None = None,
        replayed: bool = False,
        loose: bool = False,
        error: PolicydslError | None = None,
    ) -> None:
        self._desk = desk
        self.ask = ask
        self._answer = answer
        self.decision = decision
        self.entry = entry
        self.valid_until = valid_until
        self.replayed = replayed
        self.loose = loose
        self.error = error
        self.state = None if entry is None or loose else _word(entry.state)

    @property
    def key(self) -> str:
        """The key under which the contact was asked for."""
        assert self.ask.key is not None
        return self.ask.key

    @property
    def person(self) -> str:
        """The id of the person whom the contact is about."""
        return self.ask.person

    @property
    def answer(self) -> Mapping[str, Any]:
        """The decision as JSON values, the same whenever the same key is asked again."""
        if self._answer is None:
            assert self.decision is not None
            self._answer = self.decision.to_dict()
        return self._answer

    @property
    def verdict(self) -> str:
        """`allow`, `review`, `defer` or `deny`, as it was decided."""
        return str(self.answer["verdict"]) if self.decision is None else self.decision.verdict

    @property
    def allowed(self) -> bool:
        """Whether the contact may be made: it was allowed, and nothing was reported of it yet.

        No once it is confirmed, released or expired. Time is not looked at: see `may_send`.
        """
        return self.state in ("reserved", None) and self._was_allowed()

    def _was_allowed(self) -> bool:
        if self.decision is not None:
            return self.decision.allowed
        return self._answer is not None and self._answer["verdict"] == "allow"

    @property
    def reserved(self) -> bool:
        """Whether a place is held in the ledger; not so where it was unavailable."""
        return self.state == "reserved"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all reasons, in their order."""
        return tuple(reason["code"] for reason in self.answer["reasons"])

    @property
    def expires_at(self) -> datetime | None:
        """When the lease ends, in UTC; from then on nothing may be sent on this permit."""
        return None if self.entry is None else to_datetime(self.entry.expires_at)

    def may_send(self, at: datetime) -> bool:
        """Whether the contact may be made at an instant: allowed, still valid, the lease running.

        Costs nothing and asks nobody: what happened since the contact was reserved is not seen;
        `recheck` sees it. Raises `ValueError` for a naive datetime.
        """
        now = to_micros(at)
        ends = [moment for moment in (self.valid_until, self.expires_at) if moment is not None]
        return self.allowed and all(now < to_micros(end) for end in ends)

    def recheck(self, at: datetime) -> Decision:
        """Decide once more, as the ledger is now; its own place does not count against it.

        Raises `LedgerUnavailableError` when the ledger cannot be asked.
        """
        return self._desk.recheck(self, at)

    def confirm(
        self,
        reached: str = "attempted",
        *,
        outcome: str | None = None,
        at: datetime | None = None,
        **changes: Any,
    ) -> None:
        """The contact was made, and got as far as `reached`.

        `at` is when it was made (else, when it was reserved). `changes` are further fields of
        events, such as `attributes`. Confirming again adds what is new. Raises `LedgerError` for a
        permit that allowed nothing, or a field that no report has, `RequestError` for a value
        that the policy does not know, `LedgerUnavailableError`: then confirm again later.
        """
        if outcome is not None:
            changes["outcome"] = outcome
        report = {"reached": reached, **changes}
        self._desk.confirm_permit(self, report, at)
        self.reported(report)

    def amend(self, *, at: datetime | None = None, correct: bool = False, **changes: Any) -> None:
        """More is known of the contact: see `Gate.amend`.

        Raises as `confirm`.
        """
        self._desk.amend_permit(self, changes, at, correct=correct)
        self.reported(changes)

    def reported(self, report: Mapping[str, Any]) -> None:
        """Something was reported of the contact: nobody may make it any more."""
        taken_back = report.get("void") is True and self.state != CONFIRMED
        self.state = str(State.RELEASED) if taken_back else CONFIRMED

    def release(self, reason: str) -> None:
        """The contact was not made, and will not be: its place is given back.

        Raises `LedgerError` when it was confirmed meanwhile.
        """
        self._desk.release_permit(self, reason)
        self.state = str(State.RELEASED)

    def to_dict(self) -> dict[str, Any]:
        """The permit as JSON values: the decision, and what was reserved."""
        expires_at = self.expires_at
        held = {"key": self.key, "state": self.state, "replayed": self.replayed}
        held["expires_at"] = None if expires_at is None else expires_at.isoformat()
        return {**self.answer, "reservation": held}

    def __bool__(self) -> NoReturn:
        raise TypeError("a permit is neither true nor false; ask for `.allowed`")

    def __repr__(self) -> str:
        held = "" if self.state is None else f" {self.state}"
        return f"<Permit {self.key} {self.verdict}{held}>"


def _word(state: State) -> str:
    return CONFIRMED if state is State.EVENT else str(state)
