"""L13x codes: decision records that do not hold."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
