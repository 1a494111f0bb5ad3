"""What is looked at says the same as the rules that run, in every case of our own packs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from policydsl.core.formula import All, Count, Not
from policydsl.core.policy import Ladder, Rule
from policydsl.core.reference.clock import all_of
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.judgement import bindings
from policydsl.core.reference.ladders import best_step
from policydsl.core.request import Request
from policydsl.rules.lowering import lower_policy
from policydsl.testing import run
from policydsl.testing.coverage import Coverage
from policydsl.testing.coverage.ladders import WatchedLadder
from policydsl.testing.coverage.rules import Approval, Watched
from policydsl.testing.coverage.seen import Sight, presuming
from tests.policies.cases import POLICIES

COUNTRIES = sorted(path.name for path in POLICIES.iterdir() if path.is_dir())
EVERY = 5


def watched(coverage: Any, policy: Any) -> Iterator[tuple[Rule | Ladder, Watched]]:
    """Each prohibition and ladder that runs with what is looked at of it."""
    looks = iter(coverage._watch.rules)
    core = policy.core
    running = {(one.id, one.origin.line): one for one in (*core.rules, *core.ladders)}
    for one in policy.trees:
        if one.name.text == coverage._name:
            made = lower_policy(one, policy.vocabulary, []).rules
            for own in made.rules:
                yield running[own.id, own.origin.line], next(looks)
            for _ in made.obligations:
                next(looks)
            for ladder in made.ladders:
                yield running[ladder.id, ladder.origin.line], next(looks)
            if one.tightens or one.waives:
                return  # what follows are looks at changes


def same_as_the_rule(rule: Rule, look: Watched, request: Request) -> int:
    """A clause forgotten, or a condition mistaken for another, would tell here."""
    for bound in bindings(rule.scope, Context(request, request.at)):
        node: Any = look.look_at.caught if isinstance(look.look_at, Approval) else look.look_at
        presumed = presuming(bound) if isinstance(rule.core, Count) else bound
        truths = [holds(rule.applies, bound), holds(rule.core, presumed)]
        truths.append(holds(Not(rule.lifted), bound))
        assert node.truth(bound, Sight()) is all_of(truths), rule.id
    return 1


def same_as_the_ladder(ladder: Ladder, look: Watched, request: Request) -> int:
    """A contact passes when some step that is open and takes it has nothing against it."""
    seen: Any = look.look_at
    assert isinstance(seen, WatchedLadder)
    steps = [one for one in seen.rest if hasattr(one, "takes")]
    assert len(steps) == len(ladder.steps)
    for bound in bindings(ladder.scope, Context(request, request.at)):
        sight = Sight()
        head = holds(All((ladder.applies, Not(ladder.lifted))), bound)
        assert seen.head.truth(bound, sight) is head, ladder.id
        best = best_step(sight.view(ladder, bound))
        if ladder.take_any and ladder.on_block == "wait":
            passing = any(
                all_of(part.truth(bound, sight) for part in (one.opens, one.takes, one.rest))  # type: ignore[attr-defined]
                for one in steps
            )
            assert passing is (best is not None and best[1] is None), ladder.id
    return 1


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_looked_at_says_the_same_as_what_runs(
    country: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: dict[str, tuple[Any, Any, list[Request]]] = {}
    first = Coverage.__init__

    def begin(self: Any, name: str, policy: Any, *, whole: bool = False) -> None:
        first(self, name, policy, whole=whole)
        met[policy.digest] = (self, policy, [])

    def add(self: Any, request: Request, explanation: Any) -> None:
        met[self._digest][2].append(request)

    monkeypatch.setattr(Coverage, "__init__", begin)
    monkeypatch.setattr(Coverage, "add", add)
    assert run([POLICIES / country], coverage=True).failed == 0
    compared = 0
    for coverage, policy, requests in met.values():
        for rule, look in watched(coverage, policy):
            same = same_as_the_rule if isinstance(rule, Rule) else same_as_the_ladder
            compared += sum(same(rule, look, request) for request in requests[::EVERY])  # type: ignore[operator]
    assert compared
