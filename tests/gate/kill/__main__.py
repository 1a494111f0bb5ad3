"""`python -m tests.gate.kill --store sqlite`: the proof, as large as one likes.

In: a store, how many reservations, workers and kills. Out: figures; exit code 1 when anything does
not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import nullcontext

from tests.gate.kill.running import Figures, Kills, go
from tests.gate.kill.worker import Plan
from tests.postgres import private_server

_SHOWN = 20


def main() -> int:
    """Run, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.gate.kill", description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), required=True)
    parser.add_argument("--reservations", type=int, default=10_000, help="contended ones")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=150, help="of single workers")
    parser.add_argument("--falls", type=int, default=10, help="of all workers, and of the server")
    parser.add_argument("--timeout", type=float, default=5.0, help="of the gate, in seconds")
    given = parser.parse_args()
    on_server = given.store == "postgresql"
    with (
        tempfile.TemporaryDirectory(prefix="policydsl-kill-") as folder,
        private_server() if on_server else nullcontext() as server,
    ):
        url = f"sqlite:///{folder}/ledger.db" if server is None else server.new_url()
        plan = Plan(
            *(url, folder, given.seed, given.reservations),
            *(given.processes, given.threads, given.timeout),
        )
        kills = Kills(given.kills, given.falls, given.falls if on_server else 0)
        figures = go(plan, kills, server, _shown if sys.stderr.isatty() else None)
    print(f"{given.store}, {given.processes} processes of {given.threads} threads")
    print(table(figures))
    return 1 if figures.violations else 0


def table(figures: Figures) -> str:
    """The figures, a line each, and the first violations below."""
    shown = {name.replace("_", " "): value for name, value in figures._asdict().items()}
    shown["violations"] = len(figures.violations)
    lines = [f"{name:22}{value:>10}" for name, value in shown.items()]
    return "\n".join([*lines, *figures.violations[:_SHOWN]])


def _shown(done: int) -> None:
    print(f"\r{done} done ", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
