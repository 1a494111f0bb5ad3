"""How fast events are brought into a ledger from JSON Lines.

In: how many. Out: a table: the import against `executemany` of the same rows, ready made, into the
same tables, both in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.gates.workload import AT
from benchmarks.measure import Table
from policydsl.facts.moments import to_micros, utc_text
from policydsl.ledger.bodies import body_text
from policydsl.ledger.moving.bringing import Manner, bring
from policydsl.ledger.moving.reading_jsonl import read_jsonl
from policydsl.ledger.opening import open_store
from policydsl.ledger.sqlite.writing import ADD_ENTRY, FILE, entry_row
from policydsl.ledger.store import Entry


def table(folder: Path, events: int) -> Table:
    """The import of that many events."""
    lines = folder / "events.jsonl"
    with lines.open("w", encoding="utf-8") as stream:
        for _, _, _, _, body in _rows(events):
            stream.write(f"{body}\n")
    by_hand = _by_hand(folder / "hand.db", events)
    by_import = _by_import(f"sqlite:///{folder}/import.db", lines)
    rows = (
        ("executemany of ready rows", round(events / by_hand), 1.0),
        ("import of JSON Lines", round(events / by_import), by_import / by_hand),
    )
    return Table(
        f"Ledger: import of {events:,} events into SQLite", ("", "events /s", "ratio"), rows
    )


def _rows(events: int) -> Iterator[tuple[str, str, str, int, str]]:
    for number in range(events):
        at = AT - timedelta(minutes=number % 500_000)
        person = f"P{number // 20}"
        body = {
            "id": f"e{number}",
            "person": person,
            "kind": "contact",
            "at": utc_text(at),
            "channel": "sms",
            "direction": "outbound",
            "recipient": "debtor",
            "address": f"+86139{number // 20:08}",
            "purpose": "servicing",
            "reached": "delivered",
        }
        yield f"e{number}", person, "contact", to_micros(at), body_text(body)


def _by_hand(path: Path, events: int) -> float:
    rows = list(_rows(events))
    entries = [
        entry_row(seq, Entry(identity, person, kind, at, body, (f"person={person}",)))
        for seq, (identity, person, kind, at, body) in enumerate(rows, start=1)
    ]
    filings = [
        (f"person={person}", kind, at, seq)
        for seq, (_, person, kind, at, _) in enumerate(rows, start=1)
    ]
    open_store(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path, isolation_level=None)
    before = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(ADD_ENTRY, entries)
    connection.executemany(FILE, filings)
    connection.execute("COMMIT")
    taken = perf_counter() - before
    connection.close()
    return taken


def _by_import(url: str, lines: Path) -> float:
    store = open_store(url, timeout=600)
    try:
        before = perf_counter()
        with lines.open("rb") as stream:
            brought = bring(store, read_jsonl(stream, lines.name), Manner(None, to_micros(AT)))
        taken = perf_counter() - before
    finally:
        store.close()
    if brought.refused:
        raise AssertionError(f"{brought.refused} events were refused")
    return taken
