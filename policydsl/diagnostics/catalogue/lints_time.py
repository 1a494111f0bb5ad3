"""W1xx codes: lints about times and zones."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
