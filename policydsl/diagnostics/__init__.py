"""Floor 0, diagnostics: codes, spans, severities, and their rendering.

In: nothing of policydsl. Out: `Source` and `Span` (places), `diagnostic(...)` (values), the
catalogue of codes, and the renderers in `render_text` and `render_json`, which are imported from
their modules by those who show something.
"""

from policydsl.diagnostics.catalogue import ENTRIES, Entry, Severity, Text
from policydsl.diagnostics.diagnostic import (
    Diagnostic,
    Hint,
    Label,
    diagnostic,
    has_errors,
    in_order,
)
from policydsl.diagnostics.phrasing import either, every
from policydsl.diagnostics.source import Source, Span
from policydsl.diagnostics.suggest import did_you_mean

__all__ = [
    "ENTRIES",
    "Diagnostic",
    "Entry",
    "Hint",
    "Label",
    "Severity",
    "Source",
    "Span",
    "Text",
    "diagnostic",
    "did_you_mean",
    "either",
    "every",
    "has_errors",
    "in_order",
]
