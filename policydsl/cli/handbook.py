"""`policydsl handbook`: a policy as a document in prose, to read and to sign."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from policydsl.api import load
from policydsl.cli.output import exit_code, print_diagnostics, report_broken
from policydsl.cli.texts import text
from policydsl.diagnostics.visible import visible
from policydsl.errors import PolicyError
from policydsl.handbook.html import html
from policydsl.handbook.making import handbook
from policydsl.handbook.markdown import markdown


def run(options: Namespace) -> int:
    """Write the document; 2 for a date that is none or a file that cannot be written."""
    day: date | None = None
    if options.day is not None:
        try:
            day = date.fromisoformat(options.day)
        except ValueError:
            said = text("bad_day", options.lang, given=visible(options.day))
            sys.stderr.write(said + "\n")
            return 2
    try:
        policy = load(options.policy)
    except PolicyError as error:
        print_diagnostics(error.diagnostics, options.lang, False, sys.stderr)
        return exit_code(error.diagnostics)
    document = handbook(policy, options.lang, day, packs_in_full=options.packs)
    written = html(document) if options.format == "html" else markdown(document)
    if options.output is None:
        sys.stdout.write(written)
        return 0
    try:
        Path(options.output).write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        report_broken(error, options.lang)
        return 2
    return 0
