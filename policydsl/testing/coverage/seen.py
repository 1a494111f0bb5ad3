"""What one case shows, and the conditions and bounds that it is noted for.

In: a case's request, judged piece by piece by the reference. Out: for each condition the truths
and for each bound the sides that the case shows, each at most once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from policydsl.core.formula import Formula
from policydsl.core.policy import Ladder
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.steps import View, view
from policydsl.diagnostics import Span
from policydsl.testing.coverage.report import BoundCoverage, ConditionCoverage, Place

_WIDEST = 200
"""Of a text so many characters are kept at most."""


@dataclass(slots=True, eq=False)
class Condition:
    """A condition as it was written, and in how many cases it decided which way."""

    span: Span
    yes: int = 0
    no: int = 0
    unknown: int = 0

    def add(self, truth: bool | None) -> None:
        """Count one case."""
        if truth is None:
            self.unknown += 1
        elif truth:
            self.yes += 1
        else:
            self.no += 1

    def result(self) -> ConditionCoverage:
        """What was counted."""
        return ConditionCoverage(place_of(self.span), self.yes, self.no, self.unknown)


@dataclass(slots=True, eq=False)
class Bound:
    """A number, a length or a time as it was written, and in how many cases it was met how."""

    span: Span
    counts: dict[tuple[bool, bool], int] = field(default_factory=dict)

    def add(self, reached: bool, close: bool) -> None:
        """Count one case."""
        self.counts[reached, close] = self.counts.get((reached, close), 0) + 1

    def result(self) -> BoundCoverage:
        """What was counted."""
        keys = ((False, False), (True, False), (False, True), (True, True))
        return BoundCoverage(place_of(self.span), *(self.counts.get(key, 0) for key in keys))


class Group:
    """The conditions and bounds of one rule or definition; of each place there is one."""

    def __init__(self) -> None:
        self.conditions: dict[Span, Condition] = {}
        self.bounds: dict[Span, Bound] = {}

    def condition(self, span: Span) -> Condition:
        """The condition written there."""
        return self.conditions.setdefault(span, Condition(span))

    def bound(self, span: Span) -> Bound:
        """The bound written there."""
        return self.bounds.setdefault(span, Bound(span))


class Sight:
    """One case. What was found out about it is remembered while it is looked at."""

    __slots__ = ("_known", "_sides", "_truths", "_views")

    def __init__(self) -> None:
        self._truths: set[tuple[Condition, bool | None]] = set()
        self._sides: set[tuple[Bound, bool, bool]] = set()
        self._known: dict[tuple[int, str | None, str | None, bool], bool | None] = {}
        self._views: dict[tuple[str, str | None, str | None], View] = {}

    def holds(self, formula: Formula, context: Context) -> bool | None:
        """The truth of a formula; the caller keeps the formula alive."""
        if context.event is not None or context.consent is not None:
            return holds(formula, context)
        key = (id(formula), context.debt, context.zone, context.presumes)
        if key not in self._known:
            self._known[key] = holds(formula, context)
        return self._known[key]

    def view(self, ladder: Ladder, context: Context) -> View:
        """A ladder for the debt and zone in hand."""
        key = (ladder.id, context.debt, context.zone)
        if key not in self._views:
            self._views[key] = view(ladder, context)
        return self._views[key]

    def decides(self, condition: Condition, truth: bool | None) -> None:
        """Note what a condition says where it decides."""
        self._truths.add((condition, truth))

    def meets(self, bound: Bound, reached: bool, close: bool) -> None:
        """Note on which side of a bound the case lies, and whether near by."""
        self._sides.add((bound, reached, False))
        if close:
            self._sides.add((bound, reached, True))

    def truths_of(self, condition: Condition) -> set[bool | None]:
        """What a condition decided in this case."""
        return {truth for one, truth in self._truths if one is condition}

    def count(self) -> None:
        """Add the case to what is counted."""
        for condition, truth in self._truths:
            condition.add(truth)
        for bound, reached, close in self._sides:
            bound.add(reached, close)


def presuming(context: Context) -> Context:
    """The context in which a cap is judged: a reservation counts as what it may become."""
    return replace(context, presumes=True)


def place_of(span: Span) -> Place:
    """Where a span stands and what it says, white space made single."""
    text = " ".join(span.text.split())
    if len(text) > _WIDEST:
        text = text[: _WIDEST - 1] + "…"
    return Place(span.source.name, span.line, span.column, text)
