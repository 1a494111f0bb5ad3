"""A policy's own rules, as written and as they run.

In: the subject of a lint. Out: pairs of a rule's tree and its core; what proofs about it need.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.api import Policy
from policydsl.core.formula import YES, Count, Formula, Settled
from policydsl.core.policy import Effect, Ladder, Rule
from policydsl.diagnostics import Span
from policydsl.frozen import frozen
from policydsl.lint.conditions import parts_of
from policydsl.lint.lint import Subject
from policydsl.syntax import tree

WAIVE = "waive"
COUNTING = ("cap", "gap", "cooldown")


@frozen
class Own:
    """A rule as written, and as it runs."""

    tree: tree.Rule
    rule: Rule

    @property
    def name(self) -> str:
        """The name in its policy."""
        return self.tree.name.text


def own_rules(subject: Subject) -> Iterator[Own]:
    """The policy's own prohibitions, reviews and warnings, in the order written."""
    running = {_place(one): one for one in subject.policy.core.rules if one.origin.kind != WAIVE}
    for name, written in subject.rules():
        rule = running.get(_written_at(name, written))
        if rule is not None:
            yield Own(written, rule)


def own_ladders(subject: Subject) -> Iterator[tuple[tree.Rule, Ladder]]:
    """The policy's own ladders, in the order written."""
    running = {_place(one): one for one in subject.policy.core.ladders}
    for name, written in subject.rules():
        ladder = running.get(_written_at(name, written))
        if ladder is not None:
            yield written, ladder


def _place(one: Rule | Ladder) -> tuple[str, str, int, int]:
    return one.id, one.origin.file, one.origin.line, one.origin.column


def _written_at(name: str, written: tree.Rule) -> tuple[str, str, int, int]:
    return name, written.span.source.name, written.span.line, written.span.column


def counting_rules(policy: Policy) -> Iterator[Rule]:
    """Every cap, gap and cooldown of a composed policy."""
    for rule in policy.core.rules:
        if rule.origin.kind in COUNTING and isinstance(rule.core, Count):
            yield rule


def denying(subject: Subject) -> Iterator[Rule]:
    """The rules of the composed policy that deny, waived ones among them."""
    return (rule for rule in subject.policy.core.rules if rule.effect is Effect.DENY)


def clause(written: tree.Rule | tree.Step, keyword: str) -> tree.Clause | None:
    """The first clause of a keyword."""
    return next((one for one in written.clauses if one.keyword == keyword), None)


def governed(subject: Subject) -> Formula:
    """What holds of every contact that the policy governs; YES of several versions."""
    roots = [one.governs for one in subject.policy.core.roots if one.name == subject.name]
    return roots[0] if len(roots) == 1 else YES


def governed_parts(subject: Subject) -> tuple[Formula, ...]:
    """The conditions that every rule of the policy has because the policy has them."""
    found: list[Formula] = []
    for root in subject.policy.core.roots:
        if root.name == subject.name:
            found += [root.governs, *parts_of(root.governs)]
            found += [Settled(one, True) for one in (root.governs, *parts_of(root.governs))]
    return tuple(found)


def written(subject: Subject, rule: Rule | Ladder) -> tree.Rule | None:
    """A rule of the composed policy as it was written, its own or of what is used."""
    policy, _, name = rule.id.rpartition(".")
    for version in subject.policy.trees:
        if version.name.text == policy:
            for one in version.rules:
                if one.name.text == name and _written_at(rule.id, one) == _place(rule):
                    return one
    return None


def limit_span(rule: tree.Rule) -> Span:
    """Where a cap, gap or cooldown says its limit; its name where it says none."""
    for keyword in ("at_most", "at_least", "wait"):
        found = clause(rule, keyword)
        if found is not None:
            return found.span
    return rule.name.span


def step_span(rule: tree.Rule, name: str, keyword: str) -> Span:
    """Where a clause of a step stands; the step's name without it."""
    for one in rule.clauses:
        if isinstance(one.value, tree.Step) and one.value.name.text == name:
            found = clause(one.value, keyword)
            return one.value.name.span if found is None else found.span
    return rule.name.span


def are_both_cited(one: Rule, other: Rule) -> bool:
    """Whether two rules of one policy say what their sources say, so that neither can go."""
    same = one.id.rpartition(".")[0] == other.id.rpartition(".")[0]
    return same and one.origin.citation is not None and other.origin.citation is not None
