"""What is sure of a rule when only some facts are known.

In: a few facts of a contact, and a date. Out: yes, no, or None where the other facts decide. Events,
consents and the time of day are never known here; an exemption that may lift a rule lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from policydsl.core.formula import (
    All,
    Any,
    Compare,
    Formula,
    KnownFact,
    Not,
    Recent,
    Settled,
    When,
)
from policydsl.core.policy import Rule
from policydsl.core.reference.clock import any_of, negate
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.local import start_of_day
from policydsl.core.request import Request, Value
from policydsl.core.windows import MICROS_PER_DAY

CHANNEL, RECIPIENT = "proposal.channel", "proposal.recipient"
_DEBT = "D1"
_UTC = "Etc/UTC"


class Partial:
    """Some facts by path, those of a debt among them, at noon of a date."""

    __slots__ = ("_context", "_facts", "_known")

    def __init__(self, facts: Mapping[str, Value], day: date) -> None:
        self._facts = facts
        debt = {path: value for path, value in facts.items() if path.startswith("debt.")}
        noon = start_of_day(day, _UTC) + MICROS_PER_DAY // 2
        request = Request(noon, facts, proposal_debts=(_DEBT,), debts={_DEBT: debt})
        self._context = Context(request, noon, _DEBT, _UTC)
        self._known: dict[int, tuple[Formula, bool | None]] = {}

    def truth(self, formula: Formula) -> bool | None:
        """Yes or no where that is so whatever else may be; a part shared by rules is looked at once."""
        before = self._known.get(id(formula))
        if before is not None:
            return before[1]
        found = self._truth(formula)
        self._known[id(formula)] = formula, found
        return found

    def _truth(self, formula: Formula) -> bool | None:
        match formula:
            case Not(operand):
                return negate(self.truth(operand))
            case All(operands):
                return self._all(operands)
            case Any(operands):
                return any_of(map(self.truth, operands))
            case Settled(operand, _):
                return self.truth(operand)
            case Compare() | When() | Recent():
                return holds(formula, self._context)
            case KnownFact(path):
                return True if path in self._facts else None
            case _:
                return None

    def _all(self, operands: Iterable[Formula]) -> bool | None:
        found: bool | None = True
        for operand in operands:
            truth = self.truth(operand)
            if truth is False:
                return False
            found = found and truth
        return found

    def may_apply(self, rule: Rule) -> bool:
        """Whether the rule can catch such a contact at some time."""
        return self.truth(rule.applies) is not False and self.truth(rule.core) is not False

    def surely_applies(self, rule: Rule) -> bool:
        """Whether the rule speaks about every such contact, and nothing can lift it."""
        return self.truth(rule.applies) is True and self.truth(rule.lifted) is False

    def surely_catches(self, rule: Rule) -> bool:
        """Whether the rule catches every such contact at any time of the day."""
        return self.truth(rule.core) is True and self.surely_applies(rule)
