"""What is said of lines and files that cannot be imported, in both languages.

To write the texts anew, run `python -m tests.ledger.moving.test_messages`; then read the changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.render_text import render
from policydsl.errors import LedgerError
from policydsl.facts.problems import Problem
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.bringing import Manner, bring
from policydsl.ledger.moving.columns import Naming
from policydsl.ledger.moving.lines import LONGEST_LINE
from policydsl.ledger.moving.local_times import Clock
from policydsl.ledger.moving.reading_csv import read_csv
from policydsl.ledger.moving.reading_jsonl import read_jsonl
from policydsl.ledger.moving.reading_parquet import _instants, read_parquet

FILE = Path(__file__).with_name("messages.txt")
AT = "2026-03-04T10:00:00Z"
PAYMENT = {"id": "e1", "person": "P1", "kind": "payment", "at": AT}
CLOCK = Clock("America/New_York")
LINES = (
    b'{"id": "e1", "person": "P1", "kind": "payment", "at": ',
    b" " + b"x" * LONGEST_LINE,
    "客".encode("gb18030"),
    json.dumps({**PAYMENT, "id": "x" * 501}).encode(),
    b'{"type": "person", "id": "P1", "region": "US-FL"}',
    b'{"type": "person", "id": "P1", "region": "US-NY"}',
    json.dumps(PAYMENT).encode(),
    json.dumps({"id": "f", "amends": "e1", "kind": "contact", "at": AT}).encode(),
    b'{"type": "debt", "person": "P1", "id": "D1", "days_past_due": 12}',
)
TABLES = (
    ("", Naming({})),
    ("id,id\n", Naming({})),
    ("id,sent_at\n", Naming({})),
    ("id\n", Naming({"sent": "at"})),
    ('id,at\n"a,b\n', Naming({})),
    ("id,at\na,b,c\n", Naming({})),
    ("id,at\na,2026-03-08 02:30\n", Naming({})),
    ("id,at\na,2026-11-01 01:30\n", Naming({})),
)


def _refused(batches: Iterator[Batch]) -> Iterator[Diagnostic]:
    manner = Manner(None, 0, skip=lambda one: None)
    for one in bring(MemoryStore(), batches, manner).rejects:
        yield from one.diagnostics


def _said() -> Iterator[Diagnostic]:
    yield from _refused(read_jsonl(BytesIO(b"\n".join(LINES)), "a.jsonl"))
    for text, naming in TABLES:
        try:
            yield from _refused(
                read_csv(BytesIO(text.encode()), "a.csv", naming, Vocabulary.standard(), CLOCK)
            )
        except LedgerError as error:
            yield from error.diagnostics
    for problem in (
        Clock(None).instant(datetime(2026, 3, 4, 10), "2026-03-04 10:00"),
        _instants("ns", True, CLOCK)(1),
    ):
        assert isinstance(problem, Problem)
        yield problem.diagnostic()
    try:
        list(read_parquet(FILE, "a.parquet", Naming({}), Vocabulary.standard(), CLOCK))
    except LedgerError as error:
        (found,) = error.diagnostics
        yield diagnostic(found.code, file="a.parquet", helps=[("reason", {"reason": "…"})])
    yield diagnostic("L123", file="a.txt", helps=("suffix",))


def shown() -> str:
    """Every message in English and, below a line of `---`, in Chinese."""
    found = list(dict.fromkeys(_said()))
    return f"{render(found)}---\n{render(found, 'zh')}"


def test_what_is_said() -> None:
    assert shown() == FILE.read_text("utf-8")


def test_every_code_and_every_help_is_shown() -> None:
    found = list(_said())
    for code, entry in ENTRIES.items():
        if code.startswith("L12"):
            said = {hint.key for one in found if one.code == code for hint in one.helps}
            assert said == set(entry.hints), code
            assert any(one.code == code for one in found), code


if __name__ == "__main__":
    FILE.write_text(shown(), "utf-8", newline="\n")
