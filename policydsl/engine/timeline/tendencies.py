"""Which way answers go by time alone.

In: core formulas. Out: the instant from which on an answer no longer rises (from no over unknown to
yes), or no longer falls. A cap that is not used up stays so, as past events only leave its window;
a date that has come has come. What cannot rise need not be looked at again.

Where a local date comes a second time this is not so; whoever asks sees to that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeAlias, assert_never

from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    Formula,
    KnownFact,
    Moment,
    Not,
    Recent,
    RuledOut,
    Settled,
    SinceLast,
    When,
)
from policydsl.core.policy import Rule
from policydsl.core.windows import BusinessDays, Ever
from policydsl.engine.timeline.moment_changes import is_moving
from policydsl.engine.zones import ALWAYS, DAY, NEVER, to_day

Tendency: TypeAlias = tuple[int, int]
"""From when on an answer does not rise, and from when on it does not fall."""

_STILL: Tendency = (ALWAYS, ALWAYS)
_EITHER: Tendency = (NEVER, NEVER)
_MIRRORED = {
    "before": "after",
    "after": "before",
    "on_or_before": "on_or_after",
    "on_or_after": "on_or_before",
}


def prohibits_until(rule: Rule) -> int:
    """From when on time alone no longer makes a rule prohibit what it does not prohibit."""
    rises, falls = tendency(All((rule.applies, rule.core)))
    return rises if rule.effect == rule.on_unknown else max(rises, falls)


def catches_by_date(rule: Rule) -> int:
    """From when on nothing but a new date, by which events become earlier ones, makes a rule catch.

    `NEVER` for a rule that something else can make catch at any time.
    """
    core = rule.core
    if not isinstance(core, Count) or rule.effect != rule.on_unknown:
        return NEVER
    if not core.before_today or tendency(replace(core, before_today=False))[0] != ALWAYS:
        return NEVER
    return tendency(rule.applies)[0]


def is_lifted_until(rule: Rule) -> int:
    """From when on time alone no longer ends what lifts a rule."""
    return tendency(rule.lifted)[1]


def tendency(formula: Formula) -> Tendency:
    """From when on the answer of a formula does not rise, and does not fall."""
    match formula:
        case Not(operand):
            rises, falls = tendency(operand)
            return falls, rises
        case Settled(operand, _):
            return tendency(operand)
        case All(operands) | Any(operands):
            both = [tendency(operand) for operand in operands]
            return (
                max([rises for rises, _ in both], default=ALWAYS),
                max([falls for _, falls in both], default=ALWAYS),
            )
        case Compare() | KnownFact():
            return _STILL
        case When():
            return _of_moments(formula)
        case Count():
            return _of_count(formula)
        case Clock() | During() | RuledOut() | Recent() | Consent():
            return _EITHER
        case _:
            assert_never(formula)


def _of_moments(when: When) -> Tendency:
    left, relation, right = when.left, when.relation, when.right
    if is_moving(left):
        left, relation, right = right, _MIRRORED[relation], left
    if not is_moving(right):
        return _STILL
    if is_moving(left) or any(isinstance(span, BusinessDays) for span in right.plus):
        return _EITHER
    until = _passed_by(left) if not right.plus else NEVER
    return (until, ALWAYS) if relation in ("before", "on_or_before") else (ALWAYS, until)


def _passed_by(moment: Moment) -> int:
    """When a date that is written in the policy has come everywhere."""
    if not isinstance(moment.base, date) or moment.plus:
        return NEVER
    return (to_day(moment.base) + 3) * DAY


def _of_count(count: Count) -> Tendency:
    window, first = count.window, count.after_first
    filters = [count.selection, first, window.selection if isinstance(window, SinceLast) else None]
    if any(one is not None and tendency(one.where) != _STILL for one in filters):
        return _EITHER
    stands = isinstance(window, Ever | SinceLast)
    return (NEVER if count.before_today else ALWAYS), (ALWAYS if stands else NEVER)
