"""Which rules the tests of a policy have seen at work.

In: a policy, and the decisions that its tests made. Out: for each rule, obligation and ladder, in
how many governed cases it spoke, in how many it could not tell, and in how many that concern its
channel and purpose it let the contact pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from policydsl.core.explanation import Explanation
from policydsl.core.formula import (
    NO,
    All,
    Any,
    Compare,
    Formula,
    Not,
    PathRef,
    Settled,
    When,
)
from policydsl.core.policy import CorePolicy, Obligation, Rule, Scope
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import Request

_OVERRIDDEN = "OVERRIDDEN"
_UNKNOWN = ("FACT_MISSING", "TZ_UNKNOWN", "CALENDAR_UNKNOWN")
_DECIDED_BY = ("proposal.channel", "proposal.purpose")


@dataclass(slots=True)
class Count:
    """In how many cases a rule spoke, was unknown, and let pass."""

    effect: str
    spoke: int = 0
    unknown: int = 0
    passed: int = 0


class Spoken:
    """Counts for some of the rules, duties and ladders of one policy, by their ids."""

    def __init__(self, core: CorePolicy, ids: Collection[str]) -> None:
        self._rules = tuple(rule for rule in core.rules if rule.id in ids and _is_own(rule))
        self._duties = tuple(one for one in core.obligations if one.id in ids)
        self._ladders = tuple(one for one in core.ladders if one.id in ids)
        self._decided = _decided(self._rules, self._duties)
        self.counts = {
            **{rule.id: Count(str(rule.effect)) for rule in self._rules},
            **{ladder.id: Count("ladder") for ladder in self._ladders},
            **{duty.id: Count("oblige") for duty in self._duties},
        }

    def add(self, request: Request, explanation: Explanation) -> None:
        """Count one decision on a request that the policy governs."""
        said = (*explanation.reasons, *explanation.warnings)
        speaking = {reason.rule for reason in said if reason.code != _OVERRIDDEN}
        unsure = {reason.rule for reason in said if reason.code in _UNKNOWN}
        speaking |= {duty.rule for duty in explanation.obligations}
        concerned = self._concerned(request)
        for name, count in self.counts.items():
            if name in unsure:
                count.unknown += 1
            elif name in speaking:
                count.spoke += 1
            elif name in concerned or name in self._decided:
                count.passed += 1

    def _concerned(self, request: Request) -> set[str]:
        """What speaks about the channel and purpose of a request, and is in force."""
        found = {
            rule.id
            for rule in self._rules
            if _may_hold(All((rule.applies, rule.core)), rule.scope, request)
        }
        found |= {one.id for one in self._duties if _may_hold(one.applies, one.scope, request)}
        channel = request.facts.get("proposal.channel")
        for ladder in self._ladders:
            takes = any(channel in step.channels for step in ladder.steps)
            if takes and _may_hold(ladder.applies, ladder.scope, request):
                found.add(ladder.id)
        return found


def _is_own(rule: Rule) -> bool:
    return rule.code != _OVERRIDDEN


def _decided(some: Iterable[Rule], owed: Iterable[Obligation]) -> set[str]:
    """The rules that speak whenever channel, purpose and date say so, whatever the facts are."""
    rules = {rule.id: (rule.applies, rule.core) for rule in some if rule.lifted == NO}
    duties = {one.id: (one.applies,) for one in owed if one.lifted == NO}
    return {name for name, parts in {**rules, **duties}.items() if all(map(_is_decided, parts))}


def _is_decided(formula: Formula) -> bool:
    match formula:
        case All(operands) | Any(operands):
            return all(map(_is_decided, operands))
        case Not(operand) | Settled(operand, _):
            return _is_decided(operand)
        case Compare(path, _, operand):
            return path in _DECIDED_BY and not isinstance(operand, PathRef)
        case When(left, _, right):
            return _is_fixed(left.base) and _is_fixed(right.base)
        case _:
            return False


def _may_hold(formula: Formula, scope: Scope, request: Request) -> bool:
    """Whether a formula could hold if only channel, purpose and time were known."""
    zones = [zone.name for zone in request.zones] if scope.zone == "recipient" else [scope.zone]
    contexts = [Context(request, request.at, zone=zone) for zone in zones or [None]]
    return any(_known(formula, context) is not False for context in contexts)


def _known(formula: Formula, context: Context) -> bool | None:
    match formula:
        case All(operands):
            truths = [_known(operand, context) for operand in operands]
            return False if False in truths else None if None in truths else True
        case Any(operands):
            truths = [_known(operand, context) for operand in operands]
            return True if True in truths else None if None in truths else False
        case Not(operand):
            truth = _known(operand, context)
            return None if truth is None else not truth
        case Settled(operand, _):
            return _known(operand, context)
        case Compare(path) if path in _DECIDED_BY:
            return holds(formula, context)
        case When(left, _, right) if _is_fixed(left.base) and _is_fixed(right.base):
            return holds(formula, context)
        case _:
            return None


def _is_fixed(base: object) -> bool:
    """Whether a moment is today, now, or written in the policy."""
    return not isinstance(base, str) or base in ("now", "today")
