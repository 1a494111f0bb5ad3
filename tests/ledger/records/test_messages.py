"""Every message about records, compared in full.

The texts stand in `messages.txt`, in both languages; `python -m tests.ledger.records.test_messages`
writes them anew after a change that is meant. When each is said, the other tests here show.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.catalogue.ledger_records import ENTRIES as OF_RECORDS
from policydsl.diagnostics.render_text import render

GOLDEN = Path(__file__).with_name("messages.txt")
VALUES: dict[str, str | int] = {
    "field": "person.name",
    "rule": "t.vip",
    "file": "old.jsonl",
    "lane": "4f0c",
    "key": "c-7/P1",
    "number": 7,
    "first": 1,
    "last": 5,
    "line": 3,
    "expected": 6,
    "verdict": "allow",
    "other": "deny",
    "recorded": "allow",
    "decided": "deny",
    "suggestion": "address",
    "names": "person, address",
    "reason": "Permission denied",
}
HELPS = ("L130",)
"""What says what to do instead; the others say what was found."""


def shown(lang: str) -> str:
    found = []
    for entry in OF_RECORDS:
        kind = "helps" if entry.code in HELPS else "notes"
        for hint in entry.hints or [None]:
            values: dict[str, Any] = {**VALUES, kind: [hint] if hint else []}
            found.append(diagnostic(entry.code, **values))
    return render(found, lang)


def test_what_is_said() -> None:
    assert f"{shown('en')}---\n{shown('zh')}" == GOLDEN.read_text("utf-8")


def test_all_of_them_are_in_the_catalogue() -> None:
    assert {entry.code for entry in OF_RECORDS} <= set(ENTRIES)


if __name__ == "__main__":
    GOLDEN.write_text(f"{shown('en')}---\n{shown('zh')}", "utf-8", newline="\n")
