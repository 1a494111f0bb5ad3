"""`policydsl ledger verify`: chains followed, decisions made again, reservations looked for."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from policydsl.api import load
from policydsl.cli.ledger.records_texts import text
from policydsl.cli.output import exit_code, print_diagnostics, print_json, wants_colour
from policydsl.cli.progress import Counter
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.visible import visible
from policydsl.errors import PolicyError
from policydsl.ledger.opening import open_store
from policydsl.ledger.records.report import Report, read_heads, write_heads
from policydsl.ledger.records.verifying import verify


def run(options: Namespace) -> int:
    """Verify, and report; 1 when something is wrong."""
    try:
        policies = [load(*paths) for paths in options.policies]
    except PolicyError as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return exit_code(error.diagnostics)
    heads = None if options.heads is None else read_heads(Path(options.heads))
    with (
        closing(open_store(options.url, must_exist=True)) as store,
        Counter(sys.stderr, "records_verified", options.lang) as counter,
    ):
        report = verify(
            store,
            policies,
            archives=[Path(folder) for folder in options.archives],
            heads=heads,
            progress=lambda done: counter.show(done, done),
        )
    written = options.write_heads is not None and not report.wrong
    if written:
        write_heads(Path(options.write_heads), report.heads)
    if options.format == "json":
        print_json(_json(report))
    else:
        if report.findings:
            sys.stdout.write(render(report.findings, options.lang, wants_colour(sys.stdout)) + "\n")
        sys.stdout.writelines(f"{line}\n" for line in _lines(report, options, written))
    return 1 if report.wrong else 0


def _lines(report: Report, options: Namespace, written: bool) -> Iterator[str]:
    lang = options.lang
    shown = {"records": report.records, "lanes": report.lanes, "archived": report.archived}
    yield text("records", lang, **shown)
    yield text("decided", lang, number=report.decided)
    for digest, number in sorted(report.unknown.items()):
        yield text("unknown", lang, number=number, digest=visible(digest))
    for made_with, number in sorted(report.aged.items()):
        tzdata, calendars, program = map(visible, made_with)
        named = {"tzdata": tzdata, "calendars": calendars, "program": program}
        yield text("aged", lang, number=number, **named)
    yield text("reservations", lang, number=report.reservations)
    if report.elsewhere:
        yield text("elsewhere", lang, number=report.elsewhere)
    if report.unsure:
        yield text("unsure", lang, number=report.unsure)
    if not report.wrong:
        yield text("sound", lang)
    else:
        if report.wrong > len(report.findings):
            yield text("more_wrong", lang, number=report.wrong - len(report.findings))
        yield text("one_wrong" if report.wrong == 1 else "wrong", lang, number=report.wrong)
    if written:
        yield text("heads", lang, number=len(report.heads), file=visible(options.write_heads))
    elif options.write_heads is not None:
        yield text("no_heads", lang)


def _json(report: Report) -> dict[str, Any]:
    return {
        "lanes": report.lanes,
        "records": report.records,
        "archived": report.archived,
        "elsewhere": report.elsewhere,
        "decided": report.decided,
        "unknown": [
            {"policy": digest, "records": number}
            for digest, number in sorted(report.unknown.items())
        ],
        "aged": [
            {"tzdata": tzdata, "calendars": calendars, "program": program, "records": number}
            for (tzdata, calendars, program), number in sorted(report.aged.items())
        ],
        "reservations": report.reservations,
        "unsure": report.unsure,
        "wrong": report.wrong,
        "findings": to_json(report.findings),
        "heads": {
            lane: {"number": number, "hash": last_hash}
            for lane, (number, last_hash) in sorted(report.heads.items())
        },
    }
