"""E4xx codes: rules whose clauses do not fit their kind."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
