"""What the tests of a policy have seen of it.

In: nothing. Out: frozen types that every way of reporting reads. They hold places and texts, no
trees: counts of one policy from several runs add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policydsl.frozen import frozen


@frozen
class Place:
    """Where something was written: line and column from 1, and its own text on one line."""

    file: str
    line: int
    column: int
    text: str


@frozen
class ConditionCoverage:
    """In how many cases a condition decided yes, no, and unknown.

    It decides where nothing else in its rule has settled already what the rule says.
    """

    place: Place
    yes: int
    no: int
    unknown: int

    @property
    def covered(self) -> bool:
        """Whether it was seen both ways."""
        return self.yes > 0 and self.no > 0

    @property
    def cases(self) -> int:
        """In how many cases it decided; one with several debts or zones may count twice."""
        return self.yes + self.no + self.unknown

    def plus(self, other: ConditionCoverage) -> ConditionCoverage:
        """Both counts together."""
        return ConditionCoverage(
            self.place, self.yes + other.yes, self.no + other.no, self.unknown + other.unknown
        )


@frozen
class BoundCoverage:
    """In how many cases a bound was not reached and reached, and in how many just not and just.

    Just: one unit further and it would have been on the other side.
    """

    place: Place
    below: int
    reached: int
    just_below: int
    just_reached: int

    @property
    def covered(self) -> bool:
        """Whether it was tested on both sides."""
        return self.below > 0 and self.reached > 0

    @property
    def close(self) -> bool:
        """Whether it was tested on both sides from near by."""
        return self.just_below > 0 and self.just_reached > 0

    def plus(self, other: BoundCoverage) -> BoundCoverage:
        """Both counts together."""
        return BoundCoverage(
            self.place,
            self.below + other.below,
            self.reached + other.reached,
            self.just_below + other.just_below,
            self.just_reached + other.just_reached,
        )


@frozen
class RuleCoverage:
    """One rule. `effect` is `deny`, `review`, `warn`, `oblige`, `ladder` or `exempt`.

    `spoke`: in how many cases it blocked, warned, was owed, or lifted a rule that would have
    spoken. `unknown`: in how many it did (or, of an exemption, did not) for want of a fact.
    `passed`: in how many that concern its channel and purpose it did not; of a rule that channel,
    purpose and date alone decide, in how many others; of an exemption, in how many it let stand.
    """

    rule: str
    effect: str
    spoke: int
    unknown: int
    passed: int
    conditions: tuple[ConditionCoverage, ...]
    bounds: tuple[BoundCoverage, ...]
    place: Place

    @property
    def covered(self) -> bool:
        """Whether the rule was seen speaking in some case and letting pass in another."""
        return self.spoke > 0 and self.passed > 0

    def plus(self, other: RuleCoverage) -> RuleCoverage:
        """Both counts together."""
        return replace(
            self,
            spoke=self.spoke + other.spoke,
            unknown=self.unknown + other.unknown,
            passed=self.passed + other.passed,
            conditions=_conditions([*self.conditions, *other.conditions]),
            bounds=_bounds([*self.bounds, *other.bounds]),
        )


@frozen
class PartCoverage:
    """What stands in no rule: a definition (`define NAME`), or the head of a policy (its name)."""

    name: str
    conditions: tuple[ConditionCoverage, ...]
    bounds: tuple[BoundCoverage, ...]

    def plus(self, other: PartCoverage) -> PartCoverage:
        """Both counts together."""
        return PartCoverage(
            self.name,
            _conditions([*self.conditions, *other.conditions]),
            _bounds([*self.bounds, *other.bounds]),
        )


@frozen
class PolicyCoverage:
    """A policy under test; `cases` were governed.

    `rules` are its own, or with those that it uses, as asked for; `digest` that of the policy.
    """

    policy: str
    digest: str
    cases: int
    rules: tuple[RuleCoverage, ...]
    parts: tuple[PartCoverage, ...]

    @property
    def conditions(self) -> Iterator[ConditionCoverage]:
        """Those of all rules and parts."""
        for rule in self.rules:
            yield from rule.conditions
        for part in self.parts:
            yield from part.conditions

    @property
    def bounds(self) -> Iterator[BoundCoverage]:
        """Those of all rules and parts."""
        for rule in self.rules:
            yield from rule.bounds
        for part in self.parts:
            yield from part.bounds

    def plus(self, other: PolicyCoverage) -> PolicyCoverage:
        """Both counts together; they are of the same policy."""
        rules: dict[str, RuleCoverage] = {}
        for rule in (*self.rules, *other.rules):
            rules[rule.rule] = rules[rule.rule].plus(rule) if rule.rule in rules else rule
        parts: dict[str, PartCoverage] = {}
        for part in (*self.parts, *other.parts):
            parts[part.name] = parts[part.name].plus(part) if part.name in parts else part
        cases = self.cases + other.cases
        return PolicyCoverage(
            self.policy, self.digest, cases, tuple(rules.values()), tuple(parts.values())
        )


@frozen
class Share:
    """`covered` of `number`."""

    covered: int
    number: int

    @property
    def percent(self) -> float:
        """0 to 100; 100 of nothing."""
        return 100 * self.covered / self.number if self.number else 100.0

    def reaches(self, percent: int) -> bool:
        """Whether it is a percentage or more, exactly."""
        return 100 * self.covered >= percent * self.number


@frozen
class Totals:
    """The shares of rules, conditions and bounds that are covered, and what was seen of each.

    `close` is the share of bounds tested from near by; `yes`, `no` and `unknown` count the
    conditions that were seen deciding so.
    """

    rules: Share
    conditions: Share
    bounds: Share
    close: Share
    yes: int
    no: int
    unknown: int

    def reach(self, percent: int) -> bool:
        """Whether rules, conditions and bounds each reach a percentage."""
        return all(share.reaches(percent) for share in (self.rules, self.conditions, self.bounds))


def totals(policies: Iterable[PolicyCoverage]) -> Totals:
    """What is covered of some policies together."""
    listed = tuple(policies)
    rules = [rule for one in listed for rule in one.rules]
    conditions = [condition for one in listed for condition in one.conditions]
    bounds = [bound for one in listed for bound in one.bounds]
    return Totals(
        rules=Share(sum(rule.covered for rule in rules), len(rules)),
        conditions=Share(sum(one.covered for one in conditions), len(conditions)),
        bounds=Share(sum(one.covered for one in bounds), len(bounds)),
        close=Share(sum(one.close for one in bounds), len(bounds)),
        yes=sum(one.yes > 0 for one in conditions),
        no=sum(one.no > 0 for one in conditions),
        unknown=sum(one.unknown > 0 for one in conditions),
    )


def together(policies: Iterable[PolicyCoverage]) -> tuple[PolicyCoverage, ...]:
    """The counts of the same policy added up, in the order in which each came first."""
    found: dict[tuple[str, str], PolicyCoverage] = {}
    for one in policies:
        key = (one.policy, one.digest)
        found[key] = found[key].plus(one) if key in found else one
    return tuple(found.values())


def _conditions(listed: list[ConditionCoverage]) -> tuple[ConditionCoverage, ...]:
    found: dict[Place, ConditionCoverage] = {}
    for one in listed:
        found[one.place] = found[one.place].plus(one) if one.place in found else one
    return tuple(found.values())


def _bounds(listed: list[BoundCoverage]) -> tuple[BoundCoverage, ...]:
    found: dict[Place, BoundCoverage] = {}
    for one in listed:
        found[one.place] = found[one.place].plus(one) if one.place in found else one
    return tuple(found.values())
