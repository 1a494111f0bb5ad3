"""The files of `policydsl ledger import`: what each is, and how it is read.

In: the parsed arguments. Out: batches of lines, file after file; how far the reading is.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from policydsl.cli.ledger.options import UsageError
from policydsl.cli.ledger.texts import text
from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.diagnostics.visible import visible
from policydsl.facts.problems import Problem
from policydsl.facts.vocabulary import Vocabulary
from policydsl.facts.zones import parse_zone_name
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.columns import Naming
from policydsl.ledger.moving.local_times import Clock
from policydsl.ledger.moving.reading_csv import read_csv
from policydsl.ledger.moving.reading_jsonl import read_jsonl
from policydsl.ledger.moving.reading_parquet import read_parquet

STANDARD_INPUT = "-"
_FORMS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}


class Files:
    """The files of one import; raises `UsageError` for arguments that cannot be."""

    def __init__(self, options: Namespace, vocabulary: Vocabulary | None) -> None:
        self._lang = options.lang
        self._paths: list[str] = options.files
        self._form: str | None = options.form
        self._vocabulary = vocabulary or Vocabulary.standard()
        self._naming = Naming(dict(map(self._column, options.column)), options.ignore)
        self._clock = Clock(self._zone(options.time_zone))
        self._read = 0
        self._size = 0
        forms = {self._form_of(path) for path in self._paths}
        if "jsonl" in forms and (options.column or options.ignore or options.time_zone):
            raise UsageError(text("no_columns", self._lang))
        if STANDARD_INPUT in self._paths and self._form == "parquet":
            raise UsageError(text("parquet_stdin", self._lang))

    def missing(self) -> list[Diagnostic]:
        """What is wrong with files that cannot be read at all."""
        found = []
        for path in self._paths:
            if path == STANDARD_INPUT:
                continue
            if not Path(path).exists():
                found.append(diagnostic("E001", file=path))
            elif self._form_of(path) is None:
                found.append(diagnostic("L123", file=path, helps=("suffix",)))
            elif Path(path).is_file():
                self._size += Path(path).stat().st_size
        return found

    def batches(self) -> Iterator[Batch]:
        """Every file in turn."""
        for path in self._paths:
            batch = None
            for batch in self._of_file(path):
                yield batch
            self._read += 0 if batch is None else batch.read

    def percent(self, batch: Batch) -> int:
        """How much is read by now; 100 when nobody knows how much there is."""
        if STANDARD_INPUT in self._paths or not self._size:
            return 100
        return min(100, 100 * (self._read + batch.read) // self._size)

    def _of_file(self, path: str) -> Iterator[Batch]:
        form = self._form_of(path)
        table = (self._naming, self._vocabulary, self._clock)
        if path == STANDARD_INPUT:
            name = text("standard_input", self._lang)
            stream = sys.stdin.buffer
            if form == "csv":
                yield from read_csv(stream, name, *table)
            else:
                yield from read_jsonl(stream, name)
        elif form == "parquet":
            yield from read_parquet(Path(path), path, *table)
        else:
            with Path(path).open("rb") as stream:
                if form == "csv":
                    yield from read_csv(stream, path, *table)
                else:
                    yield from read_jsonl(stream, path)

    def _form_of(self, path: str) -> str | None:
        if self._form is not None:
            return self._form
        if path == STANDARD_INPUT:
            return "jsonl"
        return _FORMS.get(Path(path).suffix.lower())

    def _column(self, given: str) -> tuple[str, str]:
        """The name of a column and the field that it holds."""
        field, sign, name = given.partition("=")
        if not (field and sign and name):
            raise UsageError(text("bad_column", self._lang, given=visible(given)))
        return name, field

    def _zone(self, given: str | None) -> str | None:
        if given is None:
            return None
        name = parse_zone_name(given)
        if isinstance(name, Problem):
            raise UsageError(text("bad_zone", self._lang, given=visible(given)))
        return name
