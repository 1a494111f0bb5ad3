"""`policydsl ledger import`: files into a ledger, with every line that was refused."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from policydsl.api import load
from policydsl.cli.ledger.files import Files
from policydsl.cli.ledger.options import UsageError, instant, number
from policydsl.cli.ledger.texts import text
from policydsl.cli.output import exit_code, print_diagnostics, print_json, wants_colour
from policydsl.cli.progress import Counter
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.visible import visible
from policydsl.errors import PolicyError
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.bringing import Brought, Manner, bring
from policydsl.ledger.moving.filling import Rejected
from policydsl.ledger.opening import open_store

_MOST_IN_PART = 1_000_000_000


def run(options: Namespace) -> int:
    """Import; 1 when a line was refused, 2 when a file cannot be read."""
    try:
        vocabulary = None if options.policy is None else load(options.policy).vocabulary
        files = Files(options, vocabulary)
        known_at = instant(options, options.known_at, "--known-at")
        part = options.in_parts
        lines = None if part is None else number(options, part, "--in-parts", 1, _MOST_IN_PART)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except PolicyError as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return exit_code(error.diagnostics)
    missing = files.missing()
    if missing:
        print_diagnostics(missing, options.lang, options.format == "json", sys.stderr)
        return 2
    with ExitStack() as stack:
        store = open_store(options.url)
        stack.callback(store.close)
        skipped = None
        if options.skip_rejects is not None:
            skipped = _Skipped(stack.enter_context(_rewritten(options.skip_rejects)))
        counter = stack.enter_context(Counter(sys.stderr, "imported", options.lang))
        meter = _Meter(counter, files)
        manner = Manner(vocabulary, known_at, lines, skipped, meter.tell)
        brought = bring(store, files.batches(), manner)
    _report(brought, options, skipped)
    return 1 if brought.refused else 0


class _Meter:
    """Tells a counter how many lines are read, and how much of the files that is."""

    def __init__(self, counter: Counter, files: Files) -> None:
        self._counter = counter
        self._files = files
        self._lines = 0

    def tell(self, batch: Batch) -> None:
        self._lines += len(batch.texts)
        self._counter.show(self._lines, self._files.percent(batch))


class _Skipped:
    """Writes refused lines as they stood, each file's heading before the first of it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._heading: str | None = None
        self.lost = 0

    def __call__(self, rejected: Rejected) -> None:
        if rejected.text is None:
            self.lost += 1
            return
        if rejected.heading is not None and rejected.heading != self._heading:
            self._out.write(rejected.heading + "\n")
            self._heading = rejected.heading
        self._out.write(rejected.text + "\n")


def _rewritten(path: str) -> TextIO:
    """A file that is written anew; bytes that were no UTF-8 come out as they were."""
    return Path(path).open("w", encoding="utf-8", errors="surrogateescape", newline="")


def _report(brought: Brought, options: Namespace, skipped: _Skipped | None) -> None:
    if options.format == "json":
        print_json(_json(brought))
        return
    lang = options.lang
    for line in _refused_lines(brought.rejects, lang):
        sys.stdout.write(line)
    more = brought.refused - len(brought.rejects)
    if more:
        sys.stdout.write(text("more", lang, number=more) + "\n")
    shown = {
        "added": brought.added,
        "same": brought.same,
        "refused": brought.refused,
        "lines": brought.lines,
    }
    if brought.is_done:
        said = text("added", lang, **shown)
        if brought.refused:
            said += text("refused", lang, **shown)
    else:
        said = text("in_parts" if options.in_parts else "nothing", lang, **shown)
        if not brought.is_whole:
            said += text("stopped", lang)
        said += "\n" + text("skip", lang)
    sys.stdout.write(said + "\n")
    if skipped is not None and brought.refused:
        sys.stdout.write(text("written", lang, file=visible(options.skip_rejects)) + "\n")
        if skipped.lost:
            sys.stdout.write(text("not_kept", lang, number=skipped.lost) + "\n")


def _refused_lines(rejects: Iterable[Rejected], lang: str) -> Iterator[str]:
    for one in rejects:
        yield f"{visible(one.file)}:{one.number}\n"
        yield render(one.diagnostics, lang, wants_colour(sys.stdout)) + "\n"


def _json(brought: Brought) -> dict[str, object]:
    return {
        "lines": brought.lines,
        "added": brought.added,
        "already_there": brought.same,
        "refused": brought.refused,
        "imported": brought.is_done,
        "complete": brought.is_whole,
        "rejects": [
            {"file": one.file, "line": one.number, "errors": to_json(one.diagnostics)}
            for one in brought.rejects
        ],
    }
