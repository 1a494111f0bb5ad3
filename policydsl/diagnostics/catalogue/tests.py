"""T1xx codes: policy tests that cannot be run, or that prove nothing."""

from policydsl.diagnostics.catalogue import tests_expectations, tests_mutation, tests_reading
from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    *tests_reading.ENTRIES,
    *tests_expectations.ENTRIES,
    *tests_mutation.ENTRIES,
)
