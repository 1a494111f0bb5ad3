"""What became of a verification.

In: nothing. Out: `Report`, and heads as they are written to a file and read again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.errors import LedgerError
from policydsl.frozen import frozen

Heads: TypeAlias = Mapping[str, tuple[int, str]]
"""For each lane the number and the hash of its last record."""

MOST_FINDINGS = 100
_MOST_BYTES = 1 << 28
_FORMAT = "policydsl heads 1"


@frozen
class Report:
    """What was looked at, and what is wrong.

    `records` were followed, `archived` of them in archives; `elsewhere` lie before the beginnings
    of lanes, in no archive that was given. `decided` were decided again and are the same. Of the
    others, `unknown` counts those whose policy was not given, by its digest, and `aged` those that
    are decided otherwise now and were made with other data (time zones, calendars, version of
    policydsl). `reservations` have been looked for; `hidden` is how many archived records do not
    say for which of them they are, and `unsure` how many reservations may be the ones of these, or
    of records elsewhere. `findings` are the first hundred of `wrong`.
    """

    lanes: int
    records: int
    archived: int
    elsewhere: int
    decided: int
    unknown: Mapping[str, int]
    aged: Mapping[tuple[str, str, str], int]
    reservations: int
    hidden: int
    unsure: int
    wrong: int
    findings: tuple[Diagnostic, ...]
    heads: Heads


def write_heads(path: Path, heads: Heads) -> None:
    """Write heads whole or not at all; raises `OSError` when they cannot be written."""
    lanes = {lane: {"number": heads[lane][0], "hash": heads[lane][1]} for lane in sorted(heads)}
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as stream:
        json.dump({"format": _FORMAT, "lanes": lanes}, stream, indent=1, ensure_ascii=False)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def read_heads(path: Path) -> Heads:
    """Heads that were written; raises `LedgerError` with L141 for anything else."""
    try:
        with path.open("rb") as stream:
            found = json.loads(stream.read(_MOST_BYTES))
        if found["format"] != _FORMAT:
            raise ValueError("another format")
        return {lane: _head(head["number"], head["hash"]) for lane, head in found["lanes"].items()}
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise LedgerError([diagnostic("L141", file=str(path))]) from None


def _head(number: object, found: object) -> tuple[int, str]:
    if type(number) is not int or not isinstance(found, str):
        raise ValueError("not a head")
    return number, found


def _refused(path: Path, reason: str) -> LedgerError:
    return LedgerError([diagnostic("L141", file=str(path), notes=[("reason", {"reason": reason})])])
