"""What is sure of a rule when only some facts are known.

In: a few facts of a contact, and a date. Out: yes, no, or None where the other facts decide.
Events, consents and the time of day are never known here; an exemption that may lift a rule lifts
it. A contact is taken to be one that the policies loaded govern, where its facts do not say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
from policydsl.core.policy import CorePolicy, Rule
from policydsl.core.reference.clock import any_of, negate
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.local import start_of_day
from policydsl.core.request import Request, Value
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.rules.walk import reads

CHANNEL, RECIPIENT = "proposal.channel", "proposal.recipient"
_DEBT = "D1"
_UTC = "Etc/UTC"


def governing(core: CorePolicy) -> frozenset[int]:
    """The conditions, by identity, that hold of every contact that the policies loaded govern."""
    return frozenset(id(part) for root in core.roots for part in conjuncts(root.governs))


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """What must hold for a formula to hold, each part by itself."""
    if isinstance(formula, All):
        for operand in formula.operands:
            yield from conjuncts(operand)
    else:
        yield formula


def is_knowable(rule: Rule, core: CorePolicy, paths: Collection[str]) -> bool:
    """Whether some facts, dates and hours can be enough to know that a rule catches."""
    assumed = governing(core)
    for part in (*conjuncts(rule.applies), *conjuncts(rule.core)):
        inner = part.operand if isinstance(part, Settled) else part
        if id(inner) not in assumed:
            read = reads([inner])
            if read and read.isdisjoint(paths):
                return False
    return True


class Partial:
    """Some facts of a contact by path, those of a debt among them, at noon of a date."""

    __slots__ = ("_context", "_facts", "_governing", "_known")

    def __init__(self, core: CorePolicy, facts: Mapping[str, Value], day: date) -> None:
        self._governing = governing(core)
        self._facts = facts
        debt = {path: value for path, value in facts.items() if path.startswith("debt.")}
        noon = start_of_day(day, _UTC) + MICROS_PER_DAY // 2
        request = Request(noon, facts, proposal_debts=(_DEBT,), debts={_DEBT: debt})
        self._context = Context(request, noon, _DEBT, _UTC)
        self._known: dict[int, tuple[Formula, bool | None]] = {}

    def truth(self, formula: Formula) -> bool | None:
        """Yes or no where that is so whatever else may be; shared parts are looked at once."""
        before = self._known.get(id(formula))
        if before is not None:
            return before[1]
        found = self._truth(formula)
        if found is None and id(formula) in self._governing:
            found = True
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

    def governs(self, core: CorePolicy) -> bool:
        """Whether some policy loaded may govern such a contact."""
        return any(self.truth(root.governs) is not False for root in core.roots)

    def may_apply(self, rule: Rule) -> bool:
        """Whether the rule can catch such a contact at some time."""
        return self.truth(rule.applies) is not False and self.truth(rule.core) is not False

    def surely_applies(self, rule: Rule) -> bool:
        """Whether the rule speaks about every such contact, and nothing can lift it."""
        return self.truth(rule.applies) is True and self.truth(rule.lifted) is False

    def surely_catches(self, rule: Rule) -> bool:
        """Whether the rule catches every such contact at any time of the day."""
        return self.truth(rule.core) is True and self.surely_applies(rule)
