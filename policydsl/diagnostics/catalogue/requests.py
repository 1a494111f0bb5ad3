"""R1xx codes: requests that cannot be decided."""

from policydsl.diagnostics.catalogue import request_records, request_shape, request_values
from policydsl.diagnostics.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = tuple(
    sorted(
        (*request_shape.ENTRIES, *request_values.ENTRIES, *request_records.ENTRIES),
        key=lambda entry: entry.code,
    )
)
