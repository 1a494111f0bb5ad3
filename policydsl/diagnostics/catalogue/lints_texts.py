"""W3xx codes: lints about texts, declarations, citations and packs."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
