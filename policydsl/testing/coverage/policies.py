"""Everything of a policy that its tests may see.

In: a loaded policy, and which of the policies it is made of are asked about. Out: for each rule
and part a group of conditions and bounds, and what to look at in every case to fill them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from policydsl.api import Policy
from policydsl.core.formula import Count, Formula, Moment, Settled, When
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Origin, Rule, Scope
from policydsl.core.reference.facts import Context
from policydsl.diagnostics import Diagnostic
from policydsl.frozen import frozen
from policydsl.rules.lowering import LoweredPolicy, lower_policy
from policydsl.rules.walk import needs_debt, needs_zone, parts
from policydsl.syntax import tree
from policydsl.testing.coverage.bounds import CountBound, MomentBound, unit_of
from policydsl.testing.coverage.counts import Length, Number
from policydsl.testing.coverage.expressions import Expressions
from policydsl.testing.coverage.ladders import watched_ladder
from policydsl.testing.coverage.nodes import Atom, Look, Node, conjunction
from policydsl.testing.coverage.rules import (
    Watched,
    dates,
    exemptions_of,
    watched_duty,
    watched_rule,
)
from policydsl.testing.coverage.seen import Condition, Group, Sight

_TODAY = Moment("today", True)
_WAIVER = "waive"


@dataclass(slots=True)
class Watch:
    """What to look at: `heads` in every case, `rules` in those that are governed.

    `groups` are those of rules by id, `parts` those of heads and definitions by their names.
    `exemptions` are the exemptions as a whole and `written` the rules as written, both by id.
    """

    heads: list[Look] = field(default_factory=list)
    rules: list[Look] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    parts: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    exemptions: dict[str, Condition] = field(default_factory=dict)
    written: dict[str, tree.Rule] = field(default_factory=dict)


def watch(policy: Policy, names: frozenset[str]) -> Watch:
    """What to look at of the policies of some names among those that a policy is made of."""
    found = Watch()
    running = _Running.of(policy.core)
    for one in policy.trees:
        if one.name.text in names:
            _watch_policy(one, policy, running, found)
    return found


@frozen
class _Running:
    """What runs, by its id and the place where it was written: versions share their ids."""

    rules: dict[tuple[str, str, int, int], Rule]
    duties: dict[tuple[str, str, int, int], Obligation]
    ladders: dict[tuple[str, str, int, int], Ladder]

    @classmethod
    def of(cls, core: CorePolicy) -> _Running:
        """Everything that runs but the warnings of waivers."""
        return cls(
            {_key(one.id, one.origin): one for one in core.rules if one.origin.kind != _WAIVER},
            {_key(one.id, one.origin): one for one in core.obligations},
            {_key(one.id, one.origin): one for one in core.ladders},
        )


def _key(name: str, origin: Origin) -> tuple[str, str, int, int]:
    return name, origin.file, origin.line, origin.column


def _watch_policy(one: tree.Policy, policy: Policy, running: _Running, found: Watch) -> None:
    name = one.name.text
    made = Expressions(one, policy.vocabulary)
    ignored: list[Diagnostic] = []
    lowered = lower_policy(one, policy.vocabulary, ignored)
    by_name = {f"{name}.{rule.name.text}": rule for rule in one.rules}
    found.written |= by_name
    for full in by_name:
        found.groups[full]
    exemptions = exemptions_of(one, made, found.groups)
    found.exemptions |= exemptions.whole
    for own in lowered.rules.rules:
        with made.into(found.groups[own.id]):
            rule, lifting = (
                running.rules[_key(own.id, own.origin)],
                exemptions.lifting.get(own.id, []),
            )
            found.rules.append(watched_rule(by_name[own.id], own, rule, made, lifting))
    for duty in lowered.rules.obligations:
        with made.into(found.groups[duty.id]):
            runs = running.duties[_key(duty.id, duty.origin)]
            found.rules.append(watched_duty(by_name[duty.id], duty, runs, made, ()))
    for ladder in lowered.rules.ladders:
        with made.into(found.groups[ladder.id]):
            lifting = exemptions.lifting.get(ladder.id, [])
            running_ladder = running.ladders[_key(ladder.id, ladder.origin)]
            found.rules.append(
                watched_ladder(by_name[ladder.id], ladder, running_ladder, made, lifting)
            )
    with made.into(found.parts[name]):
        found.heads += _head(one, lowered, made)
        found.rules += _changes(one, policy.core, made)
    for define, group in made.definitions.items():
        known = found.parts[f"define {define}"]
        known.conditions |= group.conditions
        known.bounds |= group.bounds


def _head(one: tree.Policy, lowered: LoweredPolicy, made: Expressions) -> list[Look]:
    """What the policy governs, its dates, and the conditions of its uses."""
    nodes = dates(one.head, made.group)
    for clause in one.head:
        if clause.keyword == "governs":
            nodes.append(made.node(clause.value))  # type: ignore[arg-type]  # by keyword
    formulas = [*lowered.in_force, *([] if lowered.governs is None else [lowered.governs])]
    found: list[Look] = [Watched(_scope(formulas, lowered.zone), conjunction(nodes))]
    for use, when in lowered.uses:
        if use.when is not None and when is not None:
            asked = [*(Settled(formula, True) for formula in formulas), when]
            gate: list[Node] = [Atom(formula, None) for formula in asked[:-1]]
            node = conjunction([*gate, made.node(use.when)])
            found.append(Watched(_scope(asked, lowered.zone), node))
    return found


def _scope(formulas: list[Formula], zone: str) -> Scope:
    read = [part for formula in formulas for part in parts(formula)]
    per_debt = any(needs_debt(part) for part in read)
    return Scope(per_debt, zone if any(needs_zone(part) for part in read) else None)


def _changes(one: tree.Policy, core: CorePolicy, made: Expressions) -> list[Look]:
    """`tighten` and `waive`: the number or length set anew; the date until which it is lifted."""
    found: list[Look] = []
    changes: list[tree.Tighten | tree.Waive] = [*one.tightens, *one.waives]
    for change in changes:
        for rule in core.rules:
            if rule.id != change.rule.text or rule.origin.kind == _WAIVER:
                continue
            detail = (
                _tightened(change, rule, made)
                if isinstance(change, tree.Tighten)
                else _waived(change, made)
            )
            if detail is not None:
                found.append(Watched(rule.scope, Change(rule, detail)))
    return found


def _tightened(change: tree.Tighten, rule: Rule, made: Expressions) -> Look | None:
    if not isinstance(rule.core, Count):
        return None
    bound = made.group.bound(change.span)
    if isinstance(change.value, tree.Duration):
        return Length(bound, rule.core, unit_of(change.value))
    return Number(rule.core, CountBound(bound, rule.core.minimum))


def _waived(change: tree.Waive, made: Expressions) -> Look:
    in_force = When(_TODAY, "before", Moment(change.until.value, True))
    bound = MomentBound(made.group.bound(change.until.span), in_force, 1)
    return Atom(in_force, made.group.condition(change.span), (bound,))


@frozen
class Change:
    """A change of a rule, looked at where the rule would speak or count."""

    rule: Rule
    detail: Look

    def look(self, context: Context, sight: Sight) -> None:
        """Look at the change where the rule concerns the contact; at a waiver where it matters."""
        if sight.holds(self.rule.applies, context) is False:
            return
        if isinstance(self.detail, Atom) and sight.holds(self.rule.core, context) is False:
            return
        self.detail.look(context, sight)
