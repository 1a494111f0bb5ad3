"""Where in the function code is written, and how paths are read there.

In: paths. Out: Python expressions over the names that the function binds: `request`, `now`,
`facts`, `events`, `person`; in a loop over debts `debt` and `debt_facts`; in a loop over zones
`zone`, `zone_name`, `offset`, `steady`, `day` and `micros` (of the day); `frame`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from policydsl.core.formula import Formula, Window
from policydsl.core.request import Value
from policydsl.engine.code import Code
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import MISSING, Frame, Missing
from policydsl.engine.selections import of_event
from policydsl.frozen import frozen


class Other:
    """The type of `OTHER`."""


OTHER = Other()
"""A value that no comparison of the policy mentions."""

Folded = Mapping[str, Value | Missing | Other]
"""What is known of a few paths when the function is written."""


@frozen
class Place:
    """What is in hand.

    `has_debt` and `has_zone` say whether the rule is quantified over them, `knows_zone` whether the
    zone is known; when not `asks_clock`, clocks and dates go by way of the exact test. `event` is
    the name of the event in hand. `folded` is what paths are known to hold. `starts` are the
    windows of dates in use, each with whether its sure start is wanted, and the name of its start
    with the expression of its first date. `before` are lines to be written ahead of the loop over
    zones, if there is one; `later` is then the name of whether this is not the first zone.
    """

    code: Code
    formulas: Formulas
    has_debt: bool
    has_zone: bool
    knows_zone: bool
    event: str | None = None
    folded: Folded = field(default_factory=dict)
    asks_clock: bool = True
    starts: dict[tuple[Window, bool], tuple[str, str]] = field(default_factory=dict)
    later: str | None = None
    before: list[str] = field(default_factory=list)

    def read(self, path: str, default: str | None = None) -> str:
        """The value at a path; where there is none, `default` (None: `None`)."""
        code, absent = self.code, default or "None"
        if path == "event.at":
            return absent if self.event is None else f"{self.event}.at"
        match path.partition(".")[0]:
            case "event":
                values = None if self.event is None else f"{self.event}.values"
            case "consent":
                values = None
            case "debt":
                values = "debt_facts" if self.has_debt else None
            case _:
                values = "facts"
        if values is None:
            return absent
        name = code.constant(path)
        return f"{values}.get({name})" if default is None else f"{values}.get({name}, {default})"

    def missing(self) -> str:
        """The name of `MISSING`."""
        return self.code.constant(MISSING, "missing")

    def exactly(self, formula: Formula, is_core: bool = False) -> str:
        """The exact truth of a formula, or of the core of a rule, the slow way."""
        code, formulas = self.code, self.formulas
        make = formulas.core_test if is_core else formulas.test
        test = code.constant(make(formula), (formula, is_core))
        frame = self.frame()
        if self.event is not None:
            return f"{code.helper(of_event)}({test}, {frame}, {self.event})"
        return f"{test}({frame})"

    def frame(self) -> str:
        """The binding in hand, as exact tests want it."""
        debt = "debt" if self.has_debt else "None"
        zone = "zone_name" if self.has_zone else "None"
        return f"(frame := frame or {self.code.helper(Frame)}(request, {debt}, {zone}))"
