"""A policy's own rules of hours, line by line.

In: the policy that a lint looks at. Out: `HoursRule`s, each line beside the words that made it;
`groups` of those that speak about the same contacts.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import Clock, HoursLine, Not
from policydsl.core.policy import Rule
from policydsl.frozen import frozen
from policydsl.lint import weeks
from policydsl.lint.lint import Subject
from policydsl.lint.own import own_rules
from policydsl.syntax import tree

_KINDS = ("quiet_hours", "contact_hours")
_SCOPING = (
    *("when", "unless", "judged_at", "effect"),
    *("effective_from", "effective_until", "effective_through"),
)


@frozen
class Line:
    """A line of hours, and the clause that says it."""

    hours: HoursLine
    clause: tree.Clause


@frozen
class HoursRule:
    """A rule of hours as it is written and as it runs. `closed`: of an ordinary week."""

    id: str
    written: tree.Rule
    core: Rule
    clock: Clock
    lines: tuple[Line, ...]
    closed: int

    @property
    def is_quiet(self) -> bool:
        """Whether the lines say when not to make contact."""
        return not self.clock.within


@frozen
class Group:
    """Rules of hours that close their times to the same contacts, on one clock.

    `closed` are the minutes of an ordinary week that some of them closes, `beside` those that rules
    for every contact close as well.
    """

    rules: tuple[HoursRule, ...]
    closed: int
    beside: int


def clock_of(rule: Rule) -> Clock | None:
    """The table of hours that a rule of the core is about."""
    core = rule.core.operand if isinstance(rule.core, Not) else rule.core
    return core if isinstance(core, Clock) else None


def sure_clock(rule: Rule) -> Clock | None:
    """The table of a rule whose hours are known without any fact, judged now."""
    clock = clock_of(rule)
    if clock is None or clock.at is not None or not clock.lines:
        return None
    return None if clock.within and clock.during else clock


def own_hours(subject: Subject) -> Iterator[HoursRule]:
    """The policy's own rules of hours, in the order written."""
    for own in own_rules(subject):
        clock = clock_of(own.rule) if own.tree.kind in _KINDS else None
        if clock is not None:
            clauses = [clause for clause in own.tree.clauses if is_line(clause)]
            lines = tuple(map(Line, clock.lines, clauses))
            closed = weeks.closed_by(clock)
            yield HoursRule(own.rule.id, own.tree, own.rule, clock, lines, closed)


def is_line(clause: tree.Clause) -> bool:
    """Whether a clause of a rule of hours is a line of its table."""
    return isinstance(clause.value, tree.HoursLine) or clause.keyword == "all_day_on"


def groups(subject: Subject) -> Iterator[Group]:
    """The rules of hours by whom they speak about.

    Rules that judge another instant than now, warn only, or take all their hours from facts are
    left out: their week is not known here.
    """
    found: dict[tuple[object, ...], list[HoursRule]] = {}
    for rule in own_hours(subject):
        if rule.lines and rule.clock.at is None and rule.core.effect != "warn":
            key = (rule.core.origin.since, rule.core.scope.zone, *_said_of_scope(rule.written))
            found.setdefault(key, []).append(rule)
    for key, rules in found.items():
        for_all = (*key[:2], *(None for _ in _SCOPING))
        others = found.get(for_all, []) if key != for_all else []
        yield Group(tuple(rules), _closed(rules), _closed(others))


def _closed(rules: list[HoursRule]) -> int:
    closed = 0
    for rule in rules:
        closed |= rule.closed
    return closed


def _said_of_scope(rule: tree.Rule) -> tuple[object, ...]:
    """The values of the clauses that say to whom and when a rule applies."""
    said = {clause.keyword: clause.value for clause in rule.clauses if clause.keyword in _SCOPING}
    return tuple(said.get(keyword) for keyword in _SCOPING)
