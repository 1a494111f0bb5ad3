"""Caps, gaps and cooldowns that another one of the same policy makes needless.

In: the subject of a lint. Out: `Shadow`s, proved from the rules; a proof that was not found costs a
finding. Rules are compared only where what they count can contain each other and where their
conditions share a value, so that a thousand of them are not a million pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policydsl.api import Policy
from policydsl.core.formula import Count
from policydsl.core.policy import Effect, Rule
from policydsl.frozen import frozen
from policydsl.lint.lint import Subject
from policydsl.lint.own import COUNTING, Own, are_both_cited, counting_rules, own_rules
from policydsl.lint.reasoning.logic import Logic, logic_of
from policydsl.lint.reasoning.nodes import Among, Counted, Node
from policydsl.lint.reasoning.windows import contains, count_implies, counts_as_much

_STRICTNESS = ("allow", "warn", "review", "deny")


@frozen
class Shadow:
    """An own rule that never blocks alone, and the rule that blocks then.

    `is_special`: the own rule is about fewer contacts and asks for less, as if it could loosen the
    other.
    """

    own: Own
    by: Rule
    is_special: bool


@frozen
class _Limit:
    """A counting rule with the nodes of its conditions."""

    rule: Rule
    count: Count
    applies: Node
    lifted: Node
    counted: Node


def shadows(subject: Subject) -> Iterator[Shadow]:
    """The policy's own counting rules that are in another one's shadow, each once."""
    own = {id(one.rule): one for one in own_rules(subject) if one.rule.origin.kind in COUNTING}
    for hidden, by, is_special in _hidden(subject.policy, subject.name):
        if id(hidden) in own:
            yield Shadow(own[id(hidden)], by, is_special)


@lru_cache(maxsize=1)
def _hidden(policy: Policy, name: str) -> tuple[tuple[Rule, Rule, bool], ...]:
    """The hidden limits of one policy, what hides each, and whether it is a special case.

    Two lints ask one after the other.
    """
    logic = logic_of(policy)
    limits = [_limit(rule, logic) for rule in counting_rules(policy)]
    index = _Index(limits)
    found = []
    for limit in limits:
        if limit.rule.id.rpartition(".")[0] != name:
            continue
        by = next((one for one in index.near(limit) if _may_go(one, limit, logic)), None)
        if by is not None:
            found.append((limit.rule, by.rule, _is_special(limit, by, logic)))
    return tuple(found)


def _limit(rule: Rule, logic: Logic) -> _Limit:
    assert isinstance(rule.core, Count)
    forms = logic.forms
    applies, lifted = forms.node(rule.applies), forms.node(rule.lifted)
    return _Limit(rule, rule.core, applies, lifted, forms.node(rule.core))


class _Index:
    """The limits that may hide another: by what they count, and by a value they ask for."""

    def __init__(self, limits: Sequence[_Limit]) -> None:
        self._groups: dict[object, list[_Limit]] = defaultdict(list)
        self._by_value: dict[object, dict[object, list[_Limit]]] = {}
        for limit in sorted(limits, key=lambda one: one.count.minimum):
            if limit.rule.effect is Effect.DENY:
                self._groups[_signature(limit.count)].append(limit)
        often = Counter(value for one in limits for part in _sets(one.applies) for value in part)
        for signature, group in self._groups.items():
            values: dict[object, list[_Limit]] = defaultdict(list)
            for limit in group:
                for value in _rarest(limit.applies, often):
                    values[value].append(limit)
            self._by_value[signature] = values
        self._fitting: dict[object, list[object]] = {}

    def near(self, limit: _Limit) -> Iterator[_Limit]:
        """The limits that may hide this one, the lowest of each group first."""
        signature = _signature(limit.count)
        if signature not in self._fitting:
            self._fitting[signature] = [
                one for one, group in self._groups.items() if _may_hide(group[0].count, limit.count)
            ]
        wanted = [None, *_values_given(limit.applies)]
        for group in self._fitting[signature]:
            for value in wanted:
                for other in self._by_value[group].get(value, ()):
                    if other.count.minimum > limit.count.minimum:
                        break
                    if other.rule is not limit.rule:
                        yield other


def _signature(count: Count) -> object:
    selection = count.selection
    return (
        *(selection.kind, selection.level, selection.direction, selection.channels),
        *(count.keys, count.window, count.distinct_days, count.after_first, count.before_today),
    )


def _may_hide(wide: Count, narrow: Count) -> bool:
    return counts_as_much(wide, narrow) and (
        contains(wide.window, narrow.window) or wide.window == narrow.window
    )


def _sets(applies: Node) -> Iterator[list[object]]:
    """The values that each condition on the value of a fact takes."""
    for part in applies.parts or (applies,):
        if isinstance(part.atom, Among) and part.holds and part.atom.values:
            yield [(part.atom.path, value) for value in sorted(part.atom.values, key=repr)]


def _rarest(applies: Node, often: Counter[object]) -> list[object]:
    """The values of the condition that tells most, of which a hidden limit must ask for one."""
    sets = list(_sets(applies))
    return min(sets, key=lambda one: sum(often[value] for value in one), default=[None])


def _values_given(applies: Node) -> Iterator[object]:
    return (values[0] for values in _sets(applies))


def _may_go(wide: _Limit, narrow: _Limit, logic: Logic) -> bool:
    return not are_both_cited(wide.rule, narrow.rule) and _hides(wide, narrow, logic)


def _hides(wide: _Limit, narrow: _Limit, logic: Logic) -> bool:
    """Whether the wide limit blocks whatever the narrow one blocks."""
    one, other = wide.rule, narrow.rule
    if one.scope.per_debt and not other.scope.per_debt:
        return False
    if None not in (one.scope.zone, other.scope.zone) and one.scope.zone != other.scope.zone:
        return False
    if _STRICTNESS.index(one.on_unknown) < _STRICTNESS.index(other.on_unknown):
        return False
    if not logic.implies(narrow.applies, wide.applies):
        return False
    if not logic.implies(wide.lifted, narrow.lifted) or not _counts_more(wide, narrow, logic):
        return False
    is_mutual = logic.implies(wide.applies, narrow.applies) and _counts_more(narrow, wide, logic)
    return not is_mutual or one.id.rpartition(".")[0] != other.id.rpartition(".")[0]


def _counts_more(wide: _Limit, narrow: _Limit, logic: Logic) -> bool:
    assert isinstance(wide.counted.atom, Counted) and isinstance(narrow.counted.atom, Counted)
    return count_implies(narrow.counted.atom, wide.counted.atom, logic.implies)


def _is_special(narrow: _Limit, wide: _Limit, logic: Logic) -> bool:
    if logic.implies(wide.applies, narrow.applies):
        return False
    asks_less = narrow.count.minimum > wide.count.minimum
    return asks_less or (
        narrow.rule.origin.kind != "cap" and not contains(narrow.count.window, wide.count.window)
    )
