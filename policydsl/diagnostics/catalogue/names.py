"""E3xx codes: names that are not declared, and values of the wrong type."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
