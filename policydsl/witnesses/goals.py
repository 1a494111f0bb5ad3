"""What is to be true of a request for a rule to speak, to be silent, or to be unknown.

In: a policy and the full id of a rule, an obligation or a ladder. Out: formulas.
"""

from __future__ import annotations

from policydsl.core.explanation import Explanation
from policydsl.core.formula import All, Any, Compare, Count, Formula, Not, Settled
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Root, Rule
from policydsl.witnesses.bench import Hand

About = Rule | Obligation | Ladder


def found_in(core: CorePolicy, name: str) -> About | None:
    """The rule, obligation or ladder of a full id."""
    return next((one for one in every(core) if one.id == name), None)


def every(core: CorePolicy) -> list[About]:
    """All rules, obligations and ladders by their ids."""
    return sorted((*core.rules, *core.obligations, *core.ladders), key=lambda one: one.id)


def speaks_when(one: About) -> Formula:
    """Yes when a rule is caught, a duty is owed, or a ladder is about the contact."""
    is_lifted = Settled(Not(one.lifted), True)
    if isinstance(one, Rule):
        return All((one.applies, one.core, is_lifted))
    return All((Settled(one.applies, True), is_lifted))


def hand_of(one: About | Root) -> Hand:
    """In what a rule's formulas are judged."""
    return Hand(one.scope, isinstance(one, Rule) and isinstance(one.core, Count))


def said_by(explanation: Explanation, rule: str) -> bool:
    """Whether a rule or ladder blocks or warns, or an obligation is owed."""
    return (
        any(reason.rule == rule for reason in explanation.reasons)
        or any(reason.rule == rule for reason in explanation.warnings)
        or any(duty.rule == rule for duty in explanation.obligations)
    )


def others_than(explanation: Explanation, rule: str) -> tuple[str, ...]:
    """The ids of everything else that blocks, each once, in the order of reasons."""
    return tuple(dict.fromkeys(one.rule for one in explanation.reasons if one.rule != rule))


_TOLD_APART = ("proposal.channel", "proposal.purpose")
_UNTOLD = Compare("event.kind", "eq", "")
"""Without an event in hand it is unknown, whatever the request."""


def concerns(one: About) -> Formula:
    """Yes where channel and purpose alone do not say that a rule is about something else."""
    return Settled(by_channel(one), True)


def by_channel(one: About) -> Formula:
    """What channel and purpose alone say of whether a rule speaks."""
    parts = (one.applies, one.core) if isinstance(one, Rule) else (one.applies,)
    return _by_channel(All((*parts, Not(one.lifted))))


def _by_channel(formula: Formula) -> Formula:
    match formula:
        case Not(operand):
            return Not(_by_channel(operand))
        case Settled(operand, _):
            return _by_channel(operand)
        case All(operands):
            return All(tuple(map(_by_channel, operands)))
        case Any(operands):
            return Any(tuple(map(_by_channel, operands)))
        case Compare(path) if path in _TOLD_APART:
            return formula
        case _:
            return _UNTOLD
