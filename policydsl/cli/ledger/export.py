"""`policydsl ledger export`: what a ledger holds, on standard output."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing

from policydsl.ledger.moving.writing import write_csv, write_jsonl
from policydsl.ledger.opening import open_store


def run(options: Namespace) -> int:
    """Write every line."""
    write = write_csv if options.form == "csv" else write_jsonl
    with closing(open_store(options.url, must_exist=True)) as store:
        for line in write(store, options.person):
            sys.stdout.write(line)
    return 0
