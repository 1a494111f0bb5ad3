"""Whether some root governs, exactly, and what is said where one only may.

In: the roots of a policy. Out: `Governing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policydsl.core.explanation import Reason
from policydsl.core.policy import Root
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame, Quantified, Truth, quantified
from policydsl.engine.making import make_reason
from policydsl.engine.missing import namer
from policydsl.engine.rules import unknown_code
from policydsl.engine.verdicts import by_strictness

FramesOf = Callable[[Quantified], list[Frame]]


class RootPlan:
    """A root made ready to say whether it governs, and what is missing to know."""

    __slots__ = ("_governs", "_names", "_scope", "root")

    def __init__(self, root: Root, formulas: Formulas) -> None:
        self.root = root
        self._scope = quantified(root.scope)
        self._governs = formulas.test(root.governs)
        self._names = namer(root.governs, formulas)

    def governs(self, frames_of: FramesOf) -> Truth:
        """Whether the root governs in some binding."""
        truths = [self._governs(frame) for frame in frames_of(self._scope)]
        return True if True in truths else None if None in truths else False

    def reason(self, frames_of: FramesOf) -> Reason:
        """Why the answer for what is not governed holds too: for want of what."""
        names = frozenset[str]().union(*[self._names(frame) for frame in frames_of(self._scope)])
        in_order = tuple(sorted(names))
        return make_reason(unknown_code(names), self.root.name, self.root.otherwise, None, in_order)


class Governing:
    """The roots of a policy."""

    __slots__ = ("_plans",)

    def __init__(self, roots: Iterable[Root], formulas: Formulas) -> None:
        self._plans = [RootPlan(root, formulas) for root in by_strictness(roots)]

    def judge(self, frames_of: FramesOf) -> tuple[bool, Root | None]:
        """Whether some root governs or may; the root whose answer holds too, as it only may."""
        truths = [(plan.root, plan.governs(frames_of)) for plan in self._plans]
        perhaps = [root for root, truth in truths if truth is not False]
        if not perhaps or any(truth for _, truth in truths):
            return bool(perhaps), None
        return True, perhaps[0]
