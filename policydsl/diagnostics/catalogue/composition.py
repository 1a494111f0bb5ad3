"""E5xx codes: policies that use, tighten and waive one another."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
