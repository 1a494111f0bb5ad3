"""L12x codes: lines that cannot be brought into a ledger."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
