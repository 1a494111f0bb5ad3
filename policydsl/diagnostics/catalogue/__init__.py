"""The catalogue: every code that policydsl can report, with its texts in both languages.

In: the family modules. Out: `ENTRIES`, by code. To add a code, add an entry to the family it
belongs to; codes never change their meaning and are never used again after they were retired.
"""

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.diagnostics.catalogue import (
    composition,
    ledger,
    lints,
    lints_rules,
    lints_texts,
    lints_time,
    names,
    phrases,
    project,
    reading,
    requests,
    rules,
    syntax,
    tests,
    yaml,
)
from policydsl.diagnostics.catalogue.entry import (
    LANGUAGES,
    Entry,
    Severity,
    Text,
    fill,
    placeholders,
)

FAMILIES: Mapping[str, tuple[Entry, ...]] = MappingProxyType(
    {
        "E0": reading.ENTRIES,
        "E1": syntax.ENTRIES,
        "E2": phrases.ENTRIES,
        "E3": names.ENTRIES,
        "E4": rules.ENTRIES,
        "E5": composition.ENTRIES,
        "E6": yaml.ENTRIES,
        "L1": ledger.ENTRIES,
        "P1": project.ENTRIES,
        "R1": requests.ENTRIES,
        "T1": tests.ENTRIES,
        "W0": lints.ENTRIES,
        "W1": lints_time.ENTRIES,
        "W2": lints_rules.ENTRIES,
        "W3": lints_texts.ENTRIES,
        "W9": lints.LIMITS,
    }
)
"""The entries by the beginning that the codes of their family share."""

ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {entry.code: entry for family in FAMILIES.values() for entry in family}
)
"""Every entry by its code."""

__all__ = [
    "ENTRIES",
    "FAMILIES",
    "LANGUAGES",
    "Entry",
    "Severity",
    "Text",
    "fill",
    "placeholders",
]
