"""W2xx codes: lints about caps, keys, ladders and exemptions."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
