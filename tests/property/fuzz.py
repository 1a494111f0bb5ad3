"""Compare the engine with the reference: `python -m tests.property.fuzz N [--seed S] [--jobs J]`.

Prints what was run and found: count, seed, verdicts, codes, situations that seldom happen by
themselves, and every disagreement made small. Exit code 0 when all agree and the cases were various
enough, 1 otherwise, 2 on wrong usage.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import SystemRandom

from policydsl.core.explanation import Explanation
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.compiled import compile_policy
from tests.property.differential import compare, smallest
from tests.property.generator import cases
from tests.property.situations import ALL, situations

_CHUNK = 400
_SHOWN = 3
_ENOUGH = 2_000
_LEAST_SHARE, _MOST_SHARE = 3, 85
_FEWEST_CODES = 18


@dataclass(slots=True)
class Found:
    """The outcome of some cases; disagreements in words."""

    cases: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    situations: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)
    disagreeing: int = 0

    def add(self, other: Found) -> None:
        """Take in the outcome of more cases."""
        self.cases += other.cases
        self.verdicts += other.verdicts
        self.codes += other.codes
        self.situations += other.situations
        self.disagreements = (self.disagreements + other.disagreements)[:_SHOWN]
        self.disagreeing += other.disagreeing


def run(seed: str, number: int) -> Found:
    """Compare on that many cases from a seed."""
    found = Found()
    compiled_from: CorePolicy | None = None
    for policy, request in cases(seed, number):
        if policy is not compiled_from:
            engine, compiled_from = compile_policy(policy), policy
        compared = compare(policy, request, engine)
        found.cases += 1
        _count(compared.expected, found)
        found.situations.update(situations(policy, request, compared.expected))
        if compared.agrees:
            continue
        found.disagreeing += 1
        if len(found.disagreements) < _SHOWN:
            case = smallest(policy, request, lambda case: not compare(*case).agrees)
            found.disagreements.append(_in_words(*case))
    return found


def _count(explanation: Explanation, found: Found) -> None:
    found.verdicts[str(explanation.verdict)] += 1
    found.codes.update(reason.code for reason in explanation.reasons + explanation.warnings)


def _in_words(policy: CorePolicy, request: Request) -> str:
    compared = compare(policy, request)
    return "\n".join(
        [
            f"policy = {policy!r}",
            f"request = {request!r}",
            f"reference says: {compared.expected!r}",
            f"engine says:    {compared.found!r}",
        ]
    )


def too_one_sided(found: Found) -> str | None:
    """Why the cases were not various enough to mean anything, or None."""
    if found.cases < _ENOUGH:
        return None
    for verdict in ("allow", "review", "deny"):
        share = 100 * found.verdicts[verdict] / found.cases
        if not _LEAST_SHARE <= share <= _MOST_SHARE:
            return f"{share:.1f} % of the cases are `{verdict}`"
    if len(found.codes) < _FEWEST_CODES:
        return f"only {len(found.codes)} reason codes were seen"
    for name in ALL:
        if not found.situations[name]:
            return f"no case in which {name}"
    return None


def _chunks(seed: str, number: int) -> Iterator[tuple[str, int]]:
    for index in range(0, number, _CHUNK):
        yield f"{seed}/{index}", min(_CHUNK, number - index)


def _run_all(seed: str, number: int, jobs: int) -> Found:
    total = Found()
    with multiprocessing.Pool(jobs) as pool:
        for part in pool.imap_unordered(_run_chunk, _chunks(seed, number)):
            total.add(part)
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{total.cases} of {number}, {total.disagreeing} disagree")
                sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return total


def _run_chunk(chunk: tuple[str, int]) -> Found:
    return run(*chunk)


def _report(found: Found, seed: str, seconds: float) -> None:
    for text in found.disagreements:
        print(text, end="\n\n")
    rate = found.cases / seconds
    print(f"{found.cases} cases, seed {seed}, {seconds:.0f} s, {rate:.0f} cases/s")
    counted = {"verdicts": found.verdicts, "codes": found.codes, "situations": found.situations}
    for name, counter in counted.items():
        print(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counter.most_common()))
    print(f"disagreements: {found.disagreeing}")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.property.fuzz", description=__doc__)
    parser.add_argument("number", type=int, metavar="N", help="how many cases")
    parser.add_argument("--seed", default=str(SystemRandom().randrange(10**9)))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    if options.number < 1 or options.jobs < 1:
        parser.error("N and --jobs are at least 1")
    started = time.monotonic()
    found = _run_all(options.seed, options.number, options.jobs)
    _report(found, options.seed, time.monotonic() - started)
    one_sided = too_one_sided(found)
    if one_sided is not None:
        print(f"the cases are too one-sided: {one_sided}")
    return 1 if found.disagreeing or one_sided is not None else 0


if __name__ == "__main__":
    sys.exit(main())
