"""The coverage of one policy, gathered case by case.

In: a policy, and the decisions that its tests made. Out: a `PolicyCoverage`.
"""

from __future__ import annotations

from policydsl.api import Policy
from policydsl.core.explanation import Explanation
from policydsl.core.reference.facts import Context
from policydsl.core.request import Request
from policydsl.testing.coverage.policies import watch
from policydsl.testing.coverage.report import (
    BoundCoverage,
    ConditionCoverage,
    PartCoverage,
    PolicyCoverage,
    RuleCoverage,
)
from policydsl.testing.coverage.seen import Group, Sight, place_of
from policydsl.testing.coverage.spoken import Count, Spoken

NO_RULE = "NO_RULE_APPLIES"


class Coverage:
    """Counts for one policy, of its own rules or `whole` of those too that it uses."""

    def __init__(self, name: str, policy: Policy, *, whole: bool = False) -> None:
        names = frozenset(one.name.text for one in policy.trees) if whole else frozenset({name})
        self._name = name
        self._digest = policy.digest
        self._cases = 0
        self._watch = watch(policy, names)
        self._spoken = Spoken(policy.core, self._watch.written)
        self._exempt = {rule: Count("exempt") for rule in self._watch.exemptions}

    def add(self, request: Request, explanation: Explanation) -> None:
        """Count one decision; of one that no policy governs, only why it does not."""
        sight, context = Sight(), Context(request, request.at)
        for head in self._watch.heads:
            head.look(context, sight)
        said = (*explanation.reasons, *explanation.warnings)
        if not any(reason.code == NO_RULE for reason in said):
            self._cases += 1
            self._spoken.add(request, explanation)
            for rule in self._watch.rules:
                rule.look(context, sight)
            for name, condition in self._watch.exemptions.items():
                _add_exemption(self._exempt[name], sight.truths_of(condition))
        sight.count()

    def result(self) -> PolicyCoverage:
        """What was counted, rules in the order of their ids."""
        counts = {**self._spoken.counts, **self._exempt}
        rules = tuple(self._rule(name, counts[name]) for name in sorted(self._watch.written))
        parts = tuple(
            PartCoverage(name, *_told(group)) for name, group in sorted(self._watch.parts.items())
        )
        return PolicyCoverage(self._name, self._digest, self._cases, rules, parts)

    def _rule(self, name: str, count: Count) -> RuleCoverage:
        conditions, bounds = _told(self._watch.groups[name])
        return RuleCoverage(
            name,
            count.effect,
            count.spoke,
            count.unknown,
            count.passed,
            conditions,
            bounds,
            place_of(self._watch.written[name].name.span),
        )


def _add_exemption(count: Count, truths: set[bool | None]) -> None:
    """Count a case in which an exemption decided: it lifted some rule, or let it stand."""
    if True in truths:
        count.spoke += 1
    elif None in truths:
        count.unknown += 1
    elif truths:
        count.passed += 1


def _told(group: Group) -> tuple[tuple[ConditionCoverage, ...], tuple[BoundCoverage, ...]]:
    """What was counted of a group, in the order written."""
    conditions = sorted(
        group.conditions.values(), key=lambda one: (one.span.source.name, one.span.start)
    )
    bounds = sorted(group.bounds.values(), key=lambda one: (one.span.source.name, one.span.start))
    return tuple(one.result() for one in conditions), tuple(one.result() for one in bounds)
