"""Tables as CSV: the first line names the columns, every other is an event or a fact.

In: a stream of bytes, UTF-8. Out: batches; each row keeps the lines of the file that it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import Any, BinaryIO, TextIO

from policydsl.diagnostics import Diagnostic, Text, diagnostic
from policydsl.errors import LedgerError
from policydsl.facts.problems import Problem
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.moving.batches import LINES_PER_BATCH, Batch
from policydsl.ledger.moving.columns import Cells, Column, Naming, columns_of, refused
from policydsl.ledger.moving.lines import LONGEST_LINE
from policydsl.ledger.moving.local_times import Clock


def read_csv(
    stream: BinaryIO, file: str, naming: Naming, vocabulary: Vocabulary, clock: Clock
) -> Iterator[Batch]:
    """The rows of a stream in batches.

    Raises `LedgerError` for a header that cannot be, and where quotes are not closed.
    """
    text = TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _Table(text, file).batches(naming, vocabulary, clock)
    finally:
        text.detach()


class _Table:
    """Rows of one file, with the lines that they were read from."""

    def __init__(self, text: TextIO, file: str) -> None:
        self._text = text
        self._file = file
        self._number = self._read = 0
        self._taken: list[str] = []
        self._rows = csv.reader(self._lines(), strict=True)

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise LedgerError([diagnostic("L121", limit=LONGEST_LINE)])
            self._number += 1
            self._read += len(line)
            self._taken.append(line)
            yield line

    def _row(self) -> tuple[int, str, list[str]] | None:
        """The next row that is not empty: its line, its text, its cells."""
        while True:
            self._taken.clear()
            number = self._number + 1
            try:
                cells = next(self._rows, None)
            except csv.Error as error:
                said = Text(f"line {number}: {error}", f"第 {number} 行：{error}")
                helps = [("reason", {"reason": said})]
                raise LedgerError([diagnostic("L123", file=self._file, helps=helps)]) from None
            if cells is None:
                return None
            if any(cells):
                return number, "".join(self._taken).rstrip("\r\n"), cells

    def batches(self, naming: Naming, vocabulary: Vocabulary, clock: Clock) -> Iterator[Batch]:
        first = self._row()
        if first is None:
            raise refused(self._file, "empty", "")
        _, heading, header = first
        if not _is_text(heading):
            raise LedgerError([diagnostic("L122", helps=("convert",))])
        columns = columns_of(header, naming, vocabulary, self._file)
        cells = Cells(vocabulary, clock)
        rows = iter(self._row, None)
        while part := list(islice(rows, LINES_PER_BATCH)):
            numbers, texts, data = [], [], []
            for number, text, row in part:
                numbers.append(number)
                texts.append(text)
                data.append(_data(cells, columns, text, row, len(header)))
            yield Batch(self._file, numbers, texts, data, heading, self._read)


def _data(
    cells: Cells, columns: tuple[Column, ...], text: str, row: list[str], expected: int
) -> dict[str, Any] | Diagnostic:
    if not _is_text(text):
        return diagnostic("L122", helps=("convert",))
    if len(row) != expected:
        return diagnostic("L129", found=len(row), expected=expected)
    data = cells.object_of(columns, row)
    return data.diagnostic() if isinstance(data, Problem) else data


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\udc80" <= sign <= "\udcff" for sign in text)
