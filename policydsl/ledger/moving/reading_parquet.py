"""Tables as Parquet, read batch by batch.

In: the path of a file, pyarrow. Out: batches; a row has no text of its own, and is shown as JSON.
Instants are exact to the microsecond; one that is finer is refused, not rounded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from policydsl.diagnostics import Diagnostic, Text, diagnostic
from policydsl.errors import LedgerError
from policydsl.facts.moments import EPOCH
from policydsl.facts.problems import Problem
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.moving.batches import LINES_PER_BATCH, Batch
from policydsl.ledger.moving.columns import Column, Naming, columns_of, put, under
from policydsl.ledger.moving.local_times import Clock

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_WHAT = Text("a Parquet file", "Parquet 文件")


def read_parquet(
    path: Path, file: str, naming: Naming, vocabulary: Vocabulary, clock: Clock
) -> Iterator[Batch]:
    """The rows of a file in batches.

    Raises `LedgerError` without pyarrow (L102), for columns that cannot be, and for a file that is
    not Parquet (L123).
    """
    try:
        import pyarrow  # type: ignore[import-untyped]  # it has no types
        from pyarrow import parquet
    except ImportError:
        helps = [("install", {"extra": "parquet"})]
        raise LedgerError(
            [diagnostic("L102", what=_WHAT, package="pyarrow", helps=helps)]
        ) from None
    try:
        with parquet.ParquetFile(path) as table:
            columns = columns_of(table.schema_arrow.names, naming, vocabulary, file)
            size, total, number = path.stat().st_size, max(1, table.metadata.num_rows), 1
            for batch in table.iter_batches(batch_size=LINES_PER_BATCH):
                rows = list(_rows(batch, columns, clock))
                numbers = range(number, number + len(rows))
                number += len(rows)
                texts = [None if isinstance(row, Diagnostic) else _shown(row) for row in rows]
                yield Batch(file, numbers, texts, rows, read=size * (number - 1) // total)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        helps = [("reason", {"reason": reason})]
        raise LedgerError([diagnostic("L123", file=file, helps=helps)]) from None


def _missing() -> LedgerError:
    helps = [("install", {"extra": "parquet"})]
    return LedgerError([diagnostic("L102", what=_WHAT, package="pyarrow", helps=helps)])


def _rows(
    batch: Any, columns: tuple[Column, ...], clock: Clock
) -> Iterator[dict[str, Any] | Diagnostic]:
    values = [_values(batch.column(column.place), clock) for column in columns]
    for number in range(batch.num_rows):
        data: dict[str, Any] = {}
        problem: Problem | None = None
        for column, of_column in zip(columns, values, strict=True):
            value = of_column[number]
            if value is None:
                continue
            if isinstance(value, Problem):
                problem = under(value, column.steps)
            else:
                problem = put(data, column.steps, value)
            if problem is not None:
                break
        yield data if problem is None else problem.diagnostic()


def _values(column: Any, clock: Clock) -> list[Any]:
    """The values of a column as Python has them; what is absent is None."""
    from pyarrow import int64, types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_timestamp(column.type):
        instant = _instants(column.type.unit, column.type.tz is not None, clock)
        return [None if one is None else instant(one) for one in column.cast(int64()).to_pylist()]
    return [_without_nulls(value) for value in column.to_pylist()]


def _instants(unit: str, has_zone: bool, clock: Clock) -> Callable[[int], datetime | Problem]:
    """How the whole numbers of a column of timestamps are read."""
    per_second = _PER_SECOND[unit]

    def instant(value: int) -> datetime | Problem:
        micros, finer = divmod(value * 1_000_000, per_second)
        if finer:
            return Problem("L128", {"text": f"{value} {unit}"}, ("finer",))
        try:
            moment = EPOCH + timedelta(microseconds=micros)
        except OverflowError:
            return Problem("R122", {"text": f"{value} {unit}"})
        if has_zone:
            return moment
        local = moment.replace(tzinfo=None)
        return clock.instant(local, str(local))

    return instant


def _without_nulls(value: Any) -> Any:
    """Fields of inner objects that are null are left out, as those of rows are."""
    if isinstance(value, Mapping):
        kept = {key: _without_nulls(one) for key, one in value.items() if one is not None}
        return kept or None
    return value


def _shown(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=str)
