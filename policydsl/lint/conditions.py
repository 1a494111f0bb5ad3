"""The conditions of rules, taken apart.

In: formulas. Out: what stands in them beside each other, and conditions that rule each other out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from policydsl.core.formula import YES, All, Compare, Count, Formula, Selection, Settled
from policydsl.core.policy import Ladder, Rule
from policydsl.core.windows import Ever
from policydsl.lint.reasoning.logic import Logic
from policydsl.rules.walk import parts, reads, selections

_MOST_PARTS = 40


def parts_of(formula: Formula) -> Iterator[Formula]:
    """What must hold together: the conjuncts at any depth, one that is not a conjunction itself."""
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, All):
            waiting.extend(reversed(part.operands))
        elif isinstance(part, Settled) and isinstance(part.operand, All):
            waiting.extend(Settled(one, part.otherwise) for one in reversed(part.operand.operands))
        else:
            yield part


def limit_of(rule: Rule) -> Formula:
    """The condition that `by` of a cap or a gap puts on proposals; YES without one."""
    if rule.origin.kind not in ("cap", "gap") or not isinstance(rule.core, Count):
        return YES
    channels = rule.core.selection.channels
    return YES if channels is None else Compare("proposal.channel", "in", channels)


def said_conditions(rule: Rule) -> Formula:
    """When a rule applies, without what `by` of a cap or a gap puts on proposals."""
    limit = limit_of(rule)
    return All(tuple(part for part in parts_of(rule.applies) if part != limit))


def at_odds(formulas: Iterable[Formula], logic: Logic) -> tuple[Formula, ...]:
    """The first one or two formulas that cannot hold, or not together; none when there are none."""
    listed = list(formulas)[:_MOST_PARTS]
    for one in listed:
        if not logic.can_hold(logic.forms.node(one)):
            return (one,)
    for pair in combinations(listed, 2):
        if not logic.can_hold(logic.forms.every(map(logic.forms.node, pair))):
            return pair
    return ()


def words_read(formulas: Iterable[Formula]) -> frozenset[str]:
    """The last parts of all paths read, and the kinds of events looked for."""
    found: set[str] = set()
    listed = list(formulas)
    found |= {path.rpartition(".")[2] for path in reads(listed)}
    for formula in listed:
        for part in parts(formula):
            if isinstance(part, Count):
                found |= {one.kind for one in selections(part)}
    return frozenset(found)


def of_ladder(ladder: Ladder) -> Iterator[Formula]:
    """What decides whether a ladder lets a contact pass, whom it is for included."""
    yield from (ladder.applies, ladder.stop, ladder.hold)
    if ladder.reset is not None:
        yield _as_count(ladder.reset)
    yield from (step.when for step in ladder.steps)


def _as_count(selection: Selection) -> Formula:
    return Count(selection, (), Ever(), 1)
