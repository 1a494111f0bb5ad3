"""Following a lane from record to record.

In: the records of a lane in their order. Out: `Chain`, which knows where the lane has come to and
says where it breaks.
"""

from __future__ import annotations

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.facts.problems import clip
from policydsl.ledger.chain import beginning, link
from policydsl.ledger.store import Linked


class Chain:
    """A lane up to a record: its number, and its hash. Follows on after a break."""

    __slots__ = ("hash", "lane", "number")

    def __init__(self, lane: str, number: int = 0, before: str | None = None) -> None:
        """`number` and `before` are those of the last record that is not to be looked at."""
        self.lane = lane
        self.number = number
        self.hash = beginning(lane) if before is None else before

    def follow(self, linked: Linked) -> Diagnostic | None:
        """Go on to a record; what is wrong, when it is not the one that follows."""
        expected, found = self.number + 1, link(self.hash, linked.record.text)
        self.number, self.hash = linked.number, linked.hash
        if linked.number != expected:
            return self.broken("gap", expected)
        return None if found == linked.hash else self.broken("hash", expected)

    def broken(self, how: str, expected: int) -> Diagnostic:
        """A break at the record that the lane has come to: `gap` or `hash`."""
        return diagnostic(
            "L134",
            lane=clip(self.lane),
            number=self.number,
            notes=[(how, {"expected": expected} if how == "gap" else {})],
        )
