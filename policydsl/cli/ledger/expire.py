"""`policydsl ledger expire`: the end of leases that ran out."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing

from policydsl.cli.ledger.options import UsageError, instant
from policydsl.cli.ledger.texts import text
from policydsl.cli.output import print_json
from policydsl.ledger.leases import expire
from policydsl.ledger.opening import open_store


def run(options: Namespace) -> int:
    """Mark what ended, and say how much that was."""
    try:
        at = instant(options, options.at, "--at")
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    with closing(open_store(options.url, must_exist=True)) as store:
        ended = expire(store, at)
    if options.format == "json":
        print_json({"counting": ended.counting, "freed": ended.freed})
    else:
        shown = {"counting": ended.counting, "freed": ended.freed}
        sys.stdout.write(text("expired", options.lang, **shown) + "\n")
    return 0
