"""The mutants of a policy.

In: a policy under test. Out: every changed policy with its name and, when it is asked for, what it
is composed to and which rules come out otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from policydsl.core.policy import CorePolicy, Ladder, Obligation, Origin, Rule
from policydsl.diagnostics import has_errors
from policydsl.frozen import frozen
from policydsl.policy.composition import ComposedPolicy, compose
from policydsl.policy.library import Found, Library
from policydsl.syntax import tree
from policydsl.testing.mutation.naming import Edit, named
from policydsl.testing.mutation.operators import changes
from policydsl.testing.mutation.walking import changed, sites
from policydsl.testing.subjects import Subject

_NOWHERE = Origin("", "", 0, 0)


@frozen
class Mutant:
    """A changed policy: its name, the rule or declaration that was changed, and the edit.

    `version` tells which of the policies composed is replaced by `policy`.
    """

    name: str
    about: str
    edit: Edit
    version: int
    policy: tree.Policy


def mutants(subject: Subject) -> tuple[Mutant, ...]:
    """All mutants of a policy's own versions, in the order in which they are written.

    Whether they compose is not known yet.
    """
    made = [
        mutant
        for version, policy in enumerate(subject.policy.trees)
        if policy.name.text == subject.name
        for mutant in _of(policy, version)
    ]
    taken: Counter[str] = Counter()
    unique = []
    for mutant in made:
        taken[mutant.name] += 1
        number = taken[mutant.name]
        name = mutant.name if number == 1 else f"{mutant.name} ({number})"
        unique.append(replace(mutant, name=name))
    return tuple(unique)


def _of(policy: tree.Policy, version: int) -> Iterator[Mutant]:
    for site in sites(policy):
        if isinstance(site.node, tree.Policy):
            continue
        for new in changes(site):
            after = changed(site, new)
            naming = named(site, new, after)
            name = f"{naming.where}: {naming.what}"
            yield Mutant(name, _about((*site.above, site.node)), naming.edit, version, after)


def _about(nodes: Iterable[Any]) -> str:
    for node in nodes:
        match node:
            case tree.Rule(_, name) | tree.Define(name) | tree.Use(name):
                return name.text
            case tree.Fact(path):
                return path.text
            case tree.Tighten(rule) | tree.Waive(rule):
                return rule.text
    return ""


def changeable(subject: Subject) -> tuple[str, ...]:
    """What mutants of a policy may be about: its own rules, definitions and declarations."""
    found: dict[str, None] = {}
    for policy in subject.policy.trees:
        if policy.name.text == subject.name:
            parts = (*policy.rules, *policy.defines, *policy.facts, *policy.uses)
            found.update(dict.fromkeys(_about([part]) for part in parts))
            found.update(dict.fromkeys(_about([one]) for one in (*policy.tightens, *policy.waives)))
    return tuple(found)


# --- what they are composed to -------------------------------------------------------------------


def composed(subject: Subject, mutant: Mutant) -> ComposedPolicy | None:
    """The mutant composed with all that the policy uses; None when it is no sound policy."""
    trees = list(subject.policy.trees)
    trees[mutant.version] = mutant.policy
    given = [Found(policy, None) for policy in trees]
    roots = [one for one in given if one.policy.name.text == subject.name]
    whole, found = compose(roots, Library(given, ()), None)
    return None if whole is None or has_errors(found) else whole


def differing(before: CorePolicy, after: CorePolicy) -> frozenset[str]:
    """The ids of what is not the same in two policies; where something is written is not asked.

    The name of the policy stands for what it governs and for its delivery margins.
    """
    roots = frozenset(root.name for root in before.roots)
    found = frozenset(name for name, _ in _meanings(before) ^ _meanings(after))
    return (
        found | roots
        if sorted(before.margins, key=str) != sorted(after.margins, key=str)
        else found
    )


def _meanings(core: CorePolicy) -> set[tuple[str, Any]]:
    members: list[tuple[str, Any]] = [(root.name, root) for root in core.roots]
    members += members_of(core)
    return {(name, replace(one, origin=_NOWHERE)) for name, one in members}


def members_of(core: CorePolicy) -> list[tuple[str, Rule | Obligation | Ladder]]:
    """The rules, obligations and ladders of a policy, with their ids."""
    found: list[Rule | Obligation | Ladder] = [*core.rules, *core.obligations, *core.ladders]
    return [(one.id, one) for one in found]


def only(core: CorePolicy, names: Iterable[str]) -> CorePolicy:
    """The policy with just these rules, obligations and ladders; what it governs stays."""
    kept = frozenset(names)
    return replace(
        core,
        rules=tuple(one for one in core.rules if one.id in kept),
        obligations=tuple(one for one in core.obligations if one.id in kept),
        ladders=tuple(one for one in core.ladders if one.id in kept),
    )
