"""Searches for what shows a suspicion, in large policies too.

In: a subject, a rule, and what is to be shown. Out: what was found, always judged by the whole
policy. To judge a thousand rules some hundred times for every suspicion would take longer than all
else; so in a large policy a request is looked for with the rule alone, then judged by the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from policydsl.api import Policy
from policydsl.core.policy import Ladder, Rule
from policydsl.lint.lint import Subject
from policydsl.policy.composition import ComposedPolicy
from policydsl.syntax import tree
from policydsl.witnesses.search import find
from policydsl.witnesses.witness import Witness, witness

Shown = TypeVar("Shown")
Suspicion = TypeVar("Suspicion")

MOST_TRIED = 200
"""How many requests a search for a witness may judge; each may be moved to other times besides."""

_SMALL = 200
"""Rules of a policy that is searched as a whole."""

_MOST, _LEAST = 20, 5
"""How many suspicions of one lint are searched for in a small policy, and in the largest."""

_FEWEST = 10
"""How many requests are tried in the largest policy."""


def most_sought(subject: Subject) -> int:
    """How many suspicions of one lint are worth a search; who has more has enough to do."""
    return max(_shared(_MOST, subject.policy), _LEAST)


def worth_seeking(
    subject: Subject,
    lint: str,
    suspected: Iterable[Suspicion],
    rule_of: Callable[[Suspicion], tree.Rule],
) -> Iterator[Suspicion]:
    """The first suspicions of a lint, and all about rules that ignore it: those say it is meant."""
    left = most_sought(subject)
    for one in suspected:
        if _ignores(rule_of(one), lint):
            yield one
        elif left > 0:
            left -= 1
            yield one


def _ignores(rule: tree.Rule, lint: str) -> bool:
    values = (one.value for one in rule.clauses if one.keyword == "ignore")
    return any(isinstance(one, tree.Ignored) and one.lint.text == lint for one in values)


def worth_trying(policy: Policy, most: int) -> int:
    """How many requests a search may try, of `most` in a small policy."""
    return max(_shared(most, policy), _FEWEST)


def _shared(most: int, policy: Policy) -> int:
    """The more rules and steps a policy has, the longer each request takes."""
    size = len(policy.core.rules) + sum(len(one.steps) for one in policy.core.ladders)
    return most * _SMALL // max(size, _SMALL)


def only(policy: Policy, rules: Iterable[Rule], ladders: Iterable[Ladder] = ()) -> Policy:
    """The policy with some of its rules and ladders; nothing is owed in it."""
    core = replace(policy.core, rules=tuple(rules), ladders=tuple(ladders), obligations=())
    return Policy(ComposedPolicy(core, policy.vocabulary, policy.trees), ())


def sought(
    subject: Subject,
    rule: Rule,
    shown: Callable[[Policy, Witness], Shown | None],
    most: int = MOST_TRIED,
) -> Shown | None:
    """What the first request round a rule shows, judged by the whole policy.

    `shown` is given a policy and a request that it judged, and says what that shows under it. In a
    large policy the first policies it is given hold the rule alone.
    """
    policy = subject.policy
    is_small = len(policy.core.rules) <= _SMALL
    asked = policy if is_small else only(policy, [rule])
    found = find(
        asked,
        lambda one: shown(asked, one) is not None,
        rule.id,
        day=subject.today,
        most=most,
    )
    if found is None:
        return None
    return shown(policy, found if is_small else witness(policy, found.data))
