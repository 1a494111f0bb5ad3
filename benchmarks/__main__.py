"""`python -m benchmarks [PART …] [--json] [--quick]`: measure, and print the tables."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping

from benchmarks import (
    checking,
    cold_start,
    compare,
    linting,
    memory,
    outlook,
    packs,
    requests,
    testing,
)
from benchmarks.cases import OneSidedError
from benchmarks.compare import DisagreementError
from benchmarks.gates import timed
from benchmarks.linting import FindingsError
from benchmarks.measure import Table, machine
from benchmarks.outlook import WrongOutlookError
from benchmarks.testing import WrongAnswerError

PARTS: Mapping[str, Callable[[bool], Iterable[Table]]] = {
    "decisions": lambda quick: [compare.run(*((100, 10) if quick else (400, 60)))],
    "requests": lambda quick: [requests.run(*((50, 5) if quick else (200, 20)))],
    "outlook": lambda quick: outlook.run(*((100, 3) if quick else (None, 20))),
    "policies": lambda quick: [checking.run(1 if quick else 3)],
    "lints": lambda quick: [linting.run(1 if quick else 3)],
    "memory": lambda quick: [memory.run()],
    "packs": lambda quick: packs.run(*((3, 20, 3) if quick else (20, 4, 20))),
    "tests": lambda quick: [testing.run(*((1000, 1) if quick else (10_000, 3)))],
    "start": lambda quick: [cold_start.run(3 if quick else 20)],
    "gate": timed.parts,
}

_TROUBLES = (
    DisagreementError,
    FindingsError,
    OneSidedError,
    WrongAnswerError,
    WrongOutlookError,
)
"""Why no times are taken."""


def main() -> int:
    """Run the parts asked for; 1 when answers are wrong or the cases are one-sided."""
    options = _options()
    tables: list[Table] = []
    if not options.json:
        print(machine())
    for name in options.parts or PARTS:
        try:
            for table in PARTS[name](options.quick):
                tables.append(table)
                if not options.json:
                    print(f"\n{table.as_text()}", flush=True)
        except _TROUBLES as trouble:
            sys.stderr.write(f"{name}: no times taken: {trouble}\n")
            return 1
    if options.json:
        json.dump(
            {"machine": machine(), "tables": [table.as_json() for table in tables]},
            sys.stdout,
            indent=2,
        )
        print()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--quick", action="store_true", help="fewer cases and rounds")
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"no part `{part}`; there are {', '.join(PARTS)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
