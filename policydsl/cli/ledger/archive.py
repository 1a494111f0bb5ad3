"""`policydsl ledger archive`: old records out of a ledger, into files."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from policydsl.cli.ledger.options import UsageError, instant
from policydsl.cli.ledger.records_texts import text
from policydsl.cli.output import print_json
from policydsl.cli.progress import Counter
from policydsl.diagnostics.visible import visible
from policydsl.ledger.opening import open_store
from policydsl.ledger.records.archive import archive


def run(options: Namespace) -> int:
    """Move what is older; 2 for an instant that is none."""
    try:
        before = instant(options, options.before, "--before")
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    folder = Path(options.folder)
    with (
        closing(open_store(options.url, must_exist=True)) as store,
        Counter(sys.stderr, "records_moved", options.lang) as counter,
    ):
        parts = archive(store, before, folder, lambda done: counter.show(done, done))
    moved = sum(part.last - part.first + 1 for part in parts)
    if options.format == "json":
        print_json(
            {
                "records": moved,
                "files": [
                    {
                        "file": str(part.path),
                        "lane": part.lane,
                        "first": part.first,
                        "last": part.last,
                    }
                    for part in parts
                ],
            }
        )
        return 0
    shown = {"number": moved, "files": len(parts), "folder": visible(options.folder)}
    sys.stdout.write(text("archived" if parts else "nothing", options.lang, **shown) + "\n")
    return 0
