"""Obligations: which duties are owed, and by when.

In: an `Obligation`. Out: `ObligationPlan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core.explanation import OwedDuty
from policydsl.core.formula import YES, Selection
from policydsl.core.policy import Obligation
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, quantified
from policydsl.engine.selections import Selector, select, selector
from policydsl.engine.windows import leaver


class ObligationPlan:
    """An obligation made ready."""

    __slots__ = ("_applies", "_done", "_first", "_leaves", "_lifted", "obligation", "scope")

    def __init__(self, obligation: Obligation, formulas: Formulas) -> None:
        self.obligation = obligation
        self.scope = quantified(obligation.scope)
        self._applies = formulas.test(obligation.applies)
        self._lifted = formulas.test(obligation.lifted)
        self._leaves = None if obligation.within is None else leaver(obligation.within)
        self._first: Selector | None = None
        if obligation.after_first is not None:
            self._first = selector(obligation.after_first, obligation.keys, formulas.test)
        self._done = {
            duty: selector(Selection(duty, 0, None, None, YES), obligation.keys, formulas.test)
            for duty in obligation.duties
        }

    def owed(self, frames: Iterable[Frame]) -> Iterator[OwedDuty]:
        """The duties owed over all bindings."""
        for frame in frames:
            if self._applies(frame) is not False and self._lifted(frame) is not True:
                yield from self._owed_in(frame)

    def _owed_in(self, frame: Frame) -> Iterator[OwedDuty]:
        first: int | None = None
        if self._first is not None:
            for event, truth in select(self._first, frame):
                first = event.at if truth else first
        due_at = None
        if first is not None and self._leaves is not None:
            due_at = self._leaves(frame, first)
        for duty in self.obligation.duties:
            if first is None or not self._is_done(duty, first, frame):
                yield OwedDuty(duty, self.obligation.id, due_at)

    def _is_done(self, duty: str, since: int, frame: Frame) -> bool:
        for event, truth in select(self._done[duty], frame):
            if event.at < since:
                return False
            if truth:
                return True
        return False
