"""For how many rules a search finds what it promises: `python -m tests.witnesses.measuring`.

In: policies. Out: for how many of their rules, obligations and ladders there is a request in which
it speaks, one in which nothing else blocks, and one in which it is silent though channel and purpose
concern it; and how long that takes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import policydsl
from policydsl.api import Policy
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.witnesses.bench import Hand
from policydsl.witnesses.goals import About, by_channel, concerns, found_in, hand_of, others_than
from policydsl.witnesses.search import candidates, said_by
from policydsl.witnesses.witness import Witness

DAY = date(2026, 3, 4)
POLICIES = Path(__file__).parents[2] / "policies"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found for one rule; `passes` is also yes where channel and purpose decide alone."""

    rule: str
    speaks: bool
    alone: bool
    passes: bool
    seconds: float


def measured(policy: Policy, rule: str, most: int = 2000) -> Measured:
    """Look for the three kinds of requests until all are found."""
    started = time.perf_counter()
    one = found_in(policy.core, rule)
    assert one is not None
    speaks = alone = passes = False
    for found in candidates(policy, rule, day=DAY, most=most):
        if said_by(found.explanation, rule):
            speaks = True
            alone = alone or not others_than(found.explanation, rule)
            passes = passes or _is_decided(one, found)
        else:
            passes = passes or _is_concerned(one, found)
        if alone and passes:
            break
    return Measured(rule, speaks, alone, passes, time.perf_counter() - started)


def _is_concerned(one: About, found: Witness) -> bool:
    return holds(concerns(one), _context(found, hand_of(one))) is True


def _is_decided(one: About, found: Witness) -> bool:
    return holds(by_channel(one), _context(found, hand_of(one))) is True


def _context(found: Witness, hand: Hand) -> Context:
    return Context(found.request, found.request.at, zone=hand.scope.zone)


def of_all(paths: Iterable[Path]) -> list[Measured]:
    """Every rule of every policy, each policy loaded by itself."""
    policies = [policydsl.load(path) for path in paths]
    return [measured(policy, rule) for policy in policies for rule in policy.rules]


def main() -> int:
    """Print the shares, the slowest rules, and those for which something was not found."""
    rows = of_all(map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(POLICIES.rglob("*.policy")))
    for name in ("speaks", "alone", "passes"):
        count = sum(getattr(row, name) for row in rows)
        print(f"{name:7} {count} of {len(rows)}, {100 * count / len(rows):.1f} %")
    print(f"seconds {sum(row.seconds for row in rows):.1f}")
    for row in sorted(rows, key=lambda row: -row.seconds)[:5]:
        print(f"  {row.seconds:.2f} s  {row.rule}")
    for row in rows:
        if not (row.speaks and row.alone and row.passes):
            print(f"  {row.rule}: speaks {row.speaks}, alone {row.alone}, passes {row.passes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
