"""L1xx codes: ledgers, gates, and what is brought into them."""

from policydsl.diagnostics.catalogue import (
    ledger_gate,
    ledger_imports,
    ledger_records,
    ledger_stores,
)
from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = tuple(
    sorted(
        (
            *ledger_stores.ENTRIES,
            *ledger_gate.ENTRIES,
            *ledger_imports.ENTRIES,
            *ledger_records.ENTRIES,
        ),
        key=lambda entry: entry.code,
    )
)
