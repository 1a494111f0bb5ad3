"""What is to be true of a request for a rule to speak, to be silent, or to be unknown.

In: a policy and the full id of a rule, an obligation or a ladder. Out: formulas.
"""

from __future__ import annotations

from policydsl.core.explanation import Explanation
from policydsl.core.formula import All, Count, Formula, Not, Settled
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
