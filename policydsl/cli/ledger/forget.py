"""`policydsl ledger forget`: the key that hides a person in records is destroyed."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from policydsl.cli.ledger.records_texts import text
from policydsl.cli.output import print_json
from policydsl.diagnostics.visible import visible
from policydsl.ledger.records.pseudonyms import Pseudonyms


def run(options: Namespace) -> int:
    """Destroy the key; 1 when there is none."""
    with closing(Pseudonyms(Path(options.keys), create=False)) as keys:
        was_there = keys.destroy(options.person)
    if options.format == "json":
        print_json({"person": options.person, "destroyed": was_there})
    else:
        said = "forgotten" if was_there else "unknown_person"
        sys.stdout.write(text(said, options.lang, person=visible(options.person)) + "\n")
    return 0 if was_there else 1
