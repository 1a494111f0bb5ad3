"""Wxxx codes: policies that are right and may still not be meant."""

from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
