"""Cases whose outlook and timeline the engine must give as the reference does.

In: rules as text, and a request in a few words. Out: instants, each looked at from both sides by
the reference, and jumps: from where to where the engine goes without looking at anything between.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from policydsl.core.outlook import Outlook, Wait
from policydsl.core.reference.instants import instants
from policydsl.engine.code_walks import selection_walk
from policydsl.engine.compiled import Engine
from policydsl.engine.formulas import Formulas
from policydsl.engine.timeline.members import Members
from policydsl.engine.timeline.search import end_of, looks
from policydsl.engine.verdicts import judgement_of
from tests.core import build_outlooks
from tests.core.build import DAY
from tests.core.build_outlooks import Case
from tests.engine.build import compiled

_MOST_DAYS_LOOKED_AT, _MOST_JUMPS = 10, 10_000


@dataclass(frozen=True)
class Both(Case):
    """A case that the engine and the reference judge; they must agree on all that time changes."""

    @property
    def engine(self) -> Engine:
        """The engine of the policy."""
        return compiled(self.policy)

    def outlook(self, days: int = 10) -> Outlook:
        """What time alone will change within so many days."""
        found = self.engine.outlook(self.request, days * DAY)
        assert found == super().outlook(days)
        self._agree_on_the_timeline(min(days, _MOST_DAYS_LOOKED_AT))
        return found

    def waits(self, days: int = 10) -> tuple[Wait, ...]:
        """What a contact waits for."""
        return self.engine.decide(self.request, days * DAY).waits_for

    def jumps(self, days: int = 10) -> list[int]:
        """Where the engine looks on its way through so many days, whatever it finds there."""
        members = Members(self.policy, Formulas(selection_walk), self.engine.judge)
        look_at = members.policy_look(self.request)
        end = self.request.at + days * DAY
        return [at for at, _ in looks(look_at, self.request.at, end, _MOST_JUMPS)]

    def _agree_on_the_timeline(self, days: int) -> None:
        start, end = self.request.at, end_of(self.request.at, days * DAY)
        stretches = self.engine.timeline(self.request, days * DAY)
        assert (stretches[0].start, stretches[-1].end) == (start, end)
        for one, other in pairwise(stretches):
            assert one.end == other.start
            assert (one.verdict, one.blocking) != (other.verdict, other.blocking)
        left = list(stretches)
        for instant in [start, *instants(self.policy, self.request, start, end - 1)]:
            while left[0].end <= instant:
                left.pop(0)
            judged = judgement_of(self.at(instant))
            assert (left[0].verdict, left[0].blocking) == (judged.verdict, judged.blocking)


def case(rules: str, now: int, *zones: str, **parts: Any) -> Both:
    """Like `tests.core.build_outlooks.case`, asked of both."""
    made = build_outlooks.case(rules, now, *zones, **parts)
    return Both(made.policy, made.request)
