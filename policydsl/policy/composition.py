"""Composition: one core policy out of roots and all that they use.

A used policy only adds prohibitions: its rules apply where both it and the root govern, under the
conditions of every `use` on the way. All rules are conjoined; order has no meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from policydsl.core.formula import YES, Formula, Settled
from policydsl.core.policy import (
    CorePolicy,
    Ladder,
    Obligation,
    Origin,
    Root,
    Rule,
    Scope,
)
from policydsl.diagnostics import Diagnostic, diagnostic, in_order
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.policy.changes import not_passed_on, tightened, waived
from policydsl.policy.library import Found, Library
from policydsl.policy.uses import closure_of
from policydsl.policy.versions import check_versions
from policydsl.rules.declarations import environment_of, vocabulary_of
from policydsl.rules.effective import first_day
from policydsl.rules.environment import TooManyError
from policydsl.rules.lowering import LoweredPolicy, lower_policy
from policydsl.rules.prohibition import conjunction, disjunction
from policydsl.rules.walk import needs_debt, needs_zone, parts
from policydsl.syntax import tree


@frozen
class ComposedPolicy:
    """What loading makes: the core to run, the facts it may read, and what it was made of."""

    core: CorePolicy
    vocabulary: Vocabulary
    policies: tuple[tree.Policy, ...]


def compose(
    roots: Sequence[Found], library: Library, today: date | None
) -> tuple[ComposedPolicy | None, tuple[Diagnostic, ...]]:
    """Compose roots; with errors among the diagnostics, the core must not be run.

    `today` is the date on which waivers may have expired; None does not look. Nothing is composed
    when a policy has too many mistakes to look for more.
    """
    found: list[Diagnostic] = []
    try:
        composed = _compose(roots, library, today, found)
    except TooManyError as error:
        composed = None
        found += error.found
    return composed, in_order([*library.found, *found])


def _compose(
    roots: Sequence[Found], library: Library, today: date | None, found: list[Diagnostic]
) -> ComposedPolicy:
    closure = closure_of(roots, library, found)
    policies = closure.policies()
    vocabulary = vocabulary_of(policies, found)
    lowered = [lower_policy(policy, vocabulary, found) for policy in policies]
    for versions in closure.versions.values():
        check_versions([one.policy for one in versions], found)
    names = {root.policy.name.text for root in roots}
    gates = _gates(lowered, names)
    rules: list[Rule] = []
    obligations: list[Obligation] = []
    ladders: list[Ladder] = []
    for one, gate in zip(lowered, gates, strict=True):
        gated = _Gated(gate, one.zone, _exempting(one))
        rules += [gated.rule(rule) for rule in one.rules.rules]
        obligations += [gated.obligation(duty) for duty in one.rules.obligations]
        ladders += [gated.ladder(ladder) for ladder in one.rules.ladders]
    unwaivable = frozenset(one.id for one in ladders) | {one.id for one in obligations}
    rules = _changed(rules, policies, names, vocabulary, today, unwaivable, found)
    core = CorePolicy(
        roots=tuple(_root(one, found) for one in lowered if one.policy.name.text in names),
        rules=tuple(rules),
        obligations=tuple(obligations),
        ladders=tuple(ladders),
        margins=tuple(margin for one in lowered for margin in one.margins),
    )
    return ComposedPolicy(core, vocabulary, tuple(policies))


def _gates(lowered: list[LoweredPolicy], roots: set[str]) -> list[Formula]:
    """For each policy, when its rules apply: where it is used, in force, and governs.

    Users come before used. Unknown governs; an unknown condition of a `use` uses.
    """
    used: dict[str, list[Formula]] = {}
    gates = []
    for one in lowered:
        name = one.policy.name.text
        governs = [] if one.governs is None else [Settled(one.governs, True)]
        if name in roots:
            gate = conjunction([*one.in_force, *governs])
            passed_on = gate
        else:
            usage = disjunction(used.get(name, [YES]))
            passed_on = conjunction([usage, *one.in_force])
            gate = conjunction([passed_on, *governs])
        for use, when in one.uses:
            condition = [] if when is None else [Settled(when, True)]
            used.setdefault(use.name.text, []).append(conjunction([passed_on, *condition]))
        gates.append(gate)
    return gates


def _exempting(policy: LoweredPolicy) -> dict[str, list[Formula]]:
    """For each rule that is lifted, when it is."""
    found: dict[str, list[Formula]] = {}
    for exemption in policy.rules.exemptions:
        for rule in dict.fromkeys(exemption.lifts):
            found.setdefault(rule, []).append(exemption.when)
    return found


@frozen
class _Gated:
    """A policy's rules behind its gate, exemptions put in."""

    gate: Formula
    zone: str
    exempting: Mapping[str, list[Formula]]

    def rule(self, rule: Rule) -> Rule:
        """One rule."""
        lifted = self._lifted(rule.id, rule.lifted)
        applies = conjunction([self.gate, rule.applies])
        scope = self._scope(rule.scope, [applies, lifted])
        return replace(rule, applies=applies, lifted=lifted, scope=scope)

    def obligation(self, duty: Obligation) -> Obligation:
        """One obligation."""
        applies = conjunction([self.gate, duty.applies])
        return replace(duty, applies=applies, scope=self._scope(duty.scope, [applies]))

    def ladder(self, ladder: Ladder) -> Ladder:
        """One ladder."""
        lifted = self._lifted(ladder.id, ladder.lifted)
        applies = conjunction([self.gate, ladder.applies])
        scope = self._scope(ladder.scope, [applies, lifted])
        return replace(ladder, applies=applies, lifted=lifted, scope=scope)

    def _lifted(self, rule: str, lifted: Formula) -> Formula:
        exempting = self.exempting.get(rule)
        return disjunction([lifted, *exempting]) if exempting else lifted

    def _scope(self, scope: Scope, formulas: list[Formula]) -> Scope:
        """The rule's own scope, widened by what the gate and exemptions read."""
        found = [part for formula in formulas for part in parts(formula)]
        zone = scope.zone
        if zone is None and any(needs_zone(part) for part in found):
            zone = self.zone
        return Scope(scope.per_debt or any(needs_debt(part) for part in found), zone)


def _changed(
    rules: list[Rule],
    policies: list[tree.Policy],
    roots: set[str],
    vocabulary: Vocabulary,
    today: date | None,
    unwaivable: frozenset[str],
    found: list[Diagnostic],
) -> list[Rule]:
    """The rules after every `tighten`, and after the `waive`s of the roots.

    What names a rule of a policy that is nowhere is left alone: that policy was reported.
    """
    known = {policy.name.text for policy in policies}
    used = {use.name.text for policy in policies for use in policy.uses}
    nowhere = tuple(f"{name}." for name in used - known)
    for policy in policies:
        env = environment_of(policy, vocabulary)
        env.found.clear()
        for tighten in policy.tightens:
            if not tighten.rule.text.startswith(nowhere):
                rules = tightened(rules, tighten, env)
        for waive in policy.waives:
            if policy.name.text not in roots:
                env.found.append(not_passed_on(waive, policy.name.text))
            elif not waive.rule.text.startswith(nowhere):
                rules = waived(rules, waive, today, env, unwaivable)
        found += env.found
    return rules


def _root(one: LoweredPolicy, found: list[Diagnostic]) -> Root:
    name = one.policy.name
    if one.otherwise is None:
        found.append(diagnostic("E511", name.span, helps=["write"], name=name.text))
    governs = conjunction([*one.in_force, *([] if one.governs is None else [one.governs])])
    read = list(parts(governs))
    zone = one.zone if any(needs_zone(part) for part in read) else None
    version = next((c.value.text for c in one.policy.head if isinstance(c.value, tree.Text)), "")
    return Root(
        name=name.text,
        version=version,
        governs=governs,
        otherwise=one.otherwise or "deny",
        scope=Scope(any(needs_debt(part) for part in read), zone),
        origin=Origin(
            "policy",
            name.span.source.name,
            name.span.line,
            name.span.column,
            None if one.policy.title is None else one.policy.title.text,
            since=first_day(one.policy.head),
        ),
        unavailable=one.unavailable,
        expired=one.expired,
    )
