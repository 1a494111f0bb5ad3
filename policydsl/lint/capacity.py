"""Limits that nothing can use up, because another rule leaves no room or the window no days.

In: counting rules. Out: what keeps a limit from being reached, proved from the rules.

What happened before is taken to have kept to the other rule, so that one must hold for every
contact that the limit counts: it asks for nothing but what the policy governs and the channels
counted, and nothing lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policydsl.core.formula import NO, Count, Formula
from policydsl.core.policy import Effect, Rule
from policydsl.core.windows import CalendarPeriods, ConsecutiveDays, FullDays, Rolling
from policydsl.lint.conditions import limit_of
from policydsl.lint.reasoning.logic import Logic
from policydsl.lint.reasoning.nodes import Counted
from policydsl.lint.reasoning.windows import counts_as_much, most_dates, most_micros


def most_days(count: Count) -> int | None:
    """How many dates can be counted at most, None for a count of events or without a bound."""
    if not count.distinct_days:
        return None
    most = most_dates(count.window)
    return most if most is None or not count.before_today else most - 1


def general(rules: Iterable[Rule], governed: Formula, logic: Logic) -> list[Rule]:
    """The rules that judge every contact which the policy governs, by the channels they count.

    Nothing lifts them, and what they count is counted for all. Of those that count the same the
    tightest is enough.
    """
    tightest: dict[object, Rule] = {}
    for rule in rules:
        count = rule.core
        if not isinstance(count, Count) or not _is_strict(rule):
            continue
        forms = logic.forms
        judged = forms.every((forms.node(governed), forms.node(limit_of(rule))))
        if not logic.implies(judged, forms.node(rule.applies)):
            continue
        same = (replace(count, minimum=1), rule.applies, rule.scope)
        best = tightest.setdefault(same, rule)
        assert isinstance(best.core, Count)
        if count.minimum < best.core.minimum:
            tightest[same] = rule
    return list(tightest.values())


def _is_strict(rule: Rule) -> bool:
    return rule.effect is Effect.DENY and rule.on_unknown == "deny" and rule.lifted == NO


def fuller(limit: Rule, others: Iterable[Rule], logic: Logic) -> Iterator[tuple[Rule, int]]:
    """The rules that block whenever a limit could be used up, and how many contacts they leave.

    `others` are general. Their windows are shorter than the limit's: as many of them as the limit's
    window holds, each full, are no more than the limit.
    """
    count = limit.core
    if not isinstance(count, Count) or count.distinct_days:
        return
    for other in others:
        room = _room(other.core, count)
        if room is None or room > count.minimum or other is limit:
            continue
        if _holds_for_all(other, limit, logic):
            yield other, room


def _room(shorter: object, count: Count) -> int | None:
    """How many events the windows of a shorter limit let into the window of a longer one."""
    if not isinstance(shorter, Count) or shorter.distinct_days:
        return None
    if shorter.before_today or shorter.after_first is not None:
        return None
    match shorter.window:
        case Rolling(micros):
            length = most_micros(count.window)
            pieces = None if length is None else -(-length // micros)
        case ConsecutiveDays() | FullDays() | CalendarPeriods("day"):
            dates, each = most_dates(count.window), most_dates(shorter.window)
            pieces = None if dates is None or each is None else -(-dates // each)
        case _:
            return None
    return None if pieces is None or pieces < 2 else pieces * shorter.minimum


def _holds_for_all(other: Rule, limit: Rule, logic: Logic) -> bool:
    """Whether a general rule judges this contact and judged every one that the limit counts."""
    assert isinstance(other.core, Count) and isinstance(limit.core, Count)
    if None not in (other.scope.zone, limit.scope.zone) and other.scope.zone != limit.scope.zone:
        return False
    if other.scope.per_debt and not limit.scope.per_debt:
        return False
    if not counts_as_much(other.core, limit.core):
        return False
    forms = logic.forms
    wide, narrow = forms.node(other.core).atom, forms.node(limit.core).atom
    assert isinstance(wide, Counted) and isinstance(narrow, Counted)
    return logic.implies(narrow.filters[0], wide.filters[0]) and logic.implies(
        forms.node(limit.applies), forms.node(other.applies)
    )
