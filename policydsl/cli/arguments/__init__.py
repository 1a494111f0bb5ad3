"""The arguments of every verb: one module a verb, which imports nothing but argparse.

In: nothing. Out: `add_verbs`.
"""

from __future__ import annotations

from policydsl.cli.arguments import (
    check,
    decide,
    diff,
    explain,
    fmt,
    handbook,
    init,
    ledger,
    packs,
    schema,
    test,
    when,
)
from policydsl.cli.arguments.common import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add every verb, in the order in which the help lists them."""
    for verb in (
        *(check, decide, when, test, fmt, diff, handbook, ledger),
        *(packs, schema, explain, init),
    ):
        verb.add(verbs)
