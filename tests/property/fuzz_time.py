"""Put the engine's outlook to the test: `python -m tests.property.fuzz_time N [--seed S] [--jobs J]`.

Of every case are judged: every whole minute of the first day, every instant within sixty days that
the reference names, and samples up to the horizon. Of one case in `--every` every whole minute of
`--days` days is judged, and every instant up to the horizon that the reference names. Of one in five
the reference looks ahead itself, for up to ten days.

Prints what was run and found: count, seed, kinds of outcome, zones, and claims that do not hold,
with their case made small. Exit code 0 when all claims hold and the cases were various enough, 1
otherwise, 2 on wrong usage.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from random import SystemRandom

from policydsl.core import reference
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR
from policydsl.engine.compiled import compile_policy
from tests.property.differential import Case, smallest
from tests.property.timing_cases import KINDS, TimeCase, cases, ingredients
from tests.property.timing_checks import Checked, Examiner
from tests.property.timing_claims import Fault
from tests.property.timing_pools import ZONES
from tests.property.timing_scan import QUICK, SCANNED_DAYS, THOROUGH, Depth, is_rare

_CHUNK = 200
_SHOWN = 6
_ENOUGH = 1_000
LEAST_SHARES: dict[str, float] = {
    "near a change of the clocks": 40,
    "no zone known": 3,
    "several zones": 5,
    "several debts": 5,
    "a delivery margin": 5,
    "a consent to come": 2,
    "an approval to come": 0.5,
    **dict.fromkeys(ZONES, 3),
    **dict.fromkeys(("Clock", "During", "RuledOut", "When", "Recent", "Count", "Consent"), 5),
    **dict.fromkeys(("Rolling", "ConsecutiveDays", "FullDays", "BusinessDays"), 5),
    **dict.fromkeys(("CalendarMonths", "CalendarPeriods", "Blocks", "SinceLast", "Ever"), 2),
    **dict.fromkeys(("Ladder", "DayPoint", "StepReached", "Budget", "Holidays"), 5),
}
"""In percent of the cases; less, and they would not be various enough to mean anything."""

_LEAST_SHARE_OF_A_KIND = 5
_COMPARED_OF = 5
_COMPARED_DAYS = (10, 3, 1)
_MOST_COMPARED = 60
"""At how many instants the reference may have to decide."""

_MOST_TRIES = 400


@dataclass(slots=True)
class Found:
    """The outcome of some cases; faults in words."""

    cases: int = 0
    judged: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    depths: Counter[str] = field(default_factory=Counter)
    ingredients: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    faulty: int = 0

    def add(self, other: Found) -> None:
        """Take in the outcome of more cases."""
        self.cases += other.cases
        self.judged += other.judged
        self.kinds += other.kinds
        self.depths += other.depths
        self.ingredients += other.ingredients
        self.claims += other.claims
        self.faults = (self.faults + other.faults)[:_SHOWN]
        self.faulty += other.faulty


def run(
    seed: str, number: int, every: int = 0, days: int = SCANNED_DAYS, usual: Depth = QUICK
) -> Found:
    """Examine that many cases from a seed; one in `every` thoroughly, none when it is 0."""
    found = Found()
    examiner: Examiner | None = None
    thorough = Depth(days * MICROS_PER_DAY, THOROUGH.instants)
    for index, case in enumerate(cases(seed, number)):
        if examiner is None or examiner.policy is not case.policy:
            found.judged += examiner.judged if examiner else 0
            examiner = Examiner(case.policy, compile_policy(case.policy))
        is_thorough = every > 0 and index % every == 0 and not is_rare(case.request.at)
        depth = thorough if is_thorough else usual
        compared = _affordable(case) if index % _COMPARED_OF == 0 else 0
        checked = examined(examiner, case, depth, compared)
        _count(case, checked, is_thorough, compared > 0, found)
        if checked.faults and not found.faults:
            found.faults.append(_in_words(*_shrunk(case, checked.faults[0], depth)))
    found.judged += examiner.judged if examiner else 0
    return found


def examined(examiner: Examiner, case: TimeCase, depth: Depth, compared: int) -> Checked:
    """Examine a case; that something is raised is a fault, too."""
    try:
        return examiner.examine(case, depth, compared)
    except Exception as error:
        fault = Fault("raised", f"nothing is raised: {type(error).__name__}: {error}", 0)
        return Checked("raised", False, (fault,))


def _count(case: TimeCase, checked: Checked, thorough: bool, compared: bool, found: Found) -> None:
    found.cases += 1
    found.faulty += bool(checked.faults)
    found.claims.update({fault.of for fault in checked.faults})
    found.kinds[checked.kind] += 1
    found.ingredients.update(ingredients(case))
    named = {
        "every minute until the answer, or of 60 days": checked.is_whole,
        "every minute of the days asked for": thorough,
        "the reference looked ahead": compared,
        "in years without tables": is_rare(case.request.at),
    }
    found.depths.update(name for name, is_so in named.items() if is_so)


def _affordable(case: TimeCase) -> int:
    """For how long the reference can look ahead in little time; 0 when it cannot."""
    at = case.request.at
    for days in _COMPARED_DAYS:
        span = min(days * MICROS_PER_DAY, case.horizon)
        if len(reference.instants(case.policy, case.request, at, at + span)) <= _MOST_COMPARED:
            return span
    return 0


def _shrunk(case: TimeCase, fault: Fault, depth: Depth) -> tuple[TimeCase, Fault]:
    """A smaller case with a fault of the same claim; no further ahead than that fault lies."""
    at = case.request.at
    minutes = min(depth.minutes, max(fault.instant - at, 0) + 2 * MICROS_PER_HOUR)
    near, compared = Depth(minutes, depth.instants), _affordable(case)
    tries = 0

    def fault_of(smaller: Case) -> Fault | None:
        policy, request = smaller
        examiner = Examiner(policy, compile_policy(policy))
        tried = TimeCase(policy, request, case.horizon)
        same = (f for f in examined(examiner, tried, near, compared).faults if f.of == fault.of)
        return next(same, None)

    def differs(smaller: Case) -> bool:
        nonlocal tries
        tries += 1
        return tries <= _MOST_TRIES and fault_of(smaller) is not None

    policy, request = smallest(case.policy, case.request, differs)
    left = fault_of((policy, request))
    return TimeCase(policy, request, case.horizon), left or fault


def _in_words(case: TimeCase, fault: Fault) -> str:
    return "\n".join(
        [
            f"policy = {case.policy!r}",
            f"request = {case.request!r}",
            f"horizon = {case.horizon}",
            f"{fault.of} at {fault.instant} does not hold: {fault.claim}",
        ]
    )


def too_one_sided(found: Found) -> str | None:
    """Why the cases were not various enough to mean anything, or None."""
    if found.cases < _ENOUGH:
        return None
    for kind in KINDS:
        share = 100 * found.kinds[kind] / found.cases
        if share < _LEAST_SHARE_OF_A_KIND:
            return f"{share:.1f} % of the cases are {kind}"
    for name, least in LEAST_SHARES.items():
        share = 100 * found.ingredients[name] / found.cases
        if share < least:
            return f"{share:.1f} % of the cases have {name}"
    return None


def _run_all(seed: str, number: int, jobs: int, every: int, days: int) -> Found:
    total = Found()
    chunks = [(f"{seed}/{at}", min(_CHUNK, number - at)) for at in range(0, number, _CHUNK)]
    with multiprocessing.Pool(jobs) as pool:
        for found in pool.imap(partial(_run_chunk, every=every, days=days), chunks):
            total.add(found)
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{total.cases} of {number}, {total.faulty} with faults")
                sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return total


def _run_chunk(chunk: tuple[str, int], every: int, days: int) -> Found:
    return run(*chunk, every, days)


def _report(found: Found, seed: str, seconds: float) -> Iterator[str]:
    yield from found.faults
    rate = found.cases / seconds
    yield f"{found.cases} cases, seed {seed}, {seconds:.0f} s, {rate:.1f} cases/s"
    yield f"{found.judged} instants judged by brute force"
    counted = {"outcomes": found.kinds, "depths": found.depths, "zones": _zones(found)}
    counted["ingredients"] = found.ingredients - counted["zones"]
    for name, counter in counted.items():
        shares = (f"{key} {100 * n / found.cases:.1f} %" for key, n in counter.most_common())
        yield f"{name}: " + ", ".join(shares)
    by_claim = "".join(f", {of} {number}" for of, number in found.claims.most_common())
    yield f"cases with a claim that does not hold: {found.faulty}{by_claim}"


def _zones(found: Found) -> Counter[str]:
    return Counter({zone: found.ingredients[zone] for zone in ZONES})


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.property.fuzz_time", description=__doc__)
    parser.add_argument("number", type=int, metavar="N", help="how many cases")
    parser.add_argument("--seed", default=str(SystemRandom().randrange(10**9)))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=100, help="one case in so many thoroughly")
    parser.add_argument("--days", type=int, default=SCANNED_DAYS, help="days of every minute")
    options = parser.parse_args(arguments)
    if min(options.number, options.jobs, options.every, options.days) < 1:
        parser.error("N, --jobs, --every and --days are at least 1")
    started = time.monotonic()
    found = _run_all(options.seed, options.number, options.jobs, options.every, options.days)
    for line in _report(found, options.seed, time.monotonic() - started):
        print(line)
    one_sided = too_one_sided(found)
    if one_sided is not None:
        print(f"the cases are too one-sided: {one_sided}")
    return 1 if found.faulty or one_sided is not None else 0


if __name__ == "__main__":
    sys.exit(main())
