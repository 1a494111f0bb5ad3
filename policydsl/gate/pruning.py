"""What a policy does not know of what a ledger holds.

In: objects of a ledger, and the policy's tables. Out: the same objects without fields that nobody
declared in this policy. Several policies share a ledger, and each declares facts of its own; what
another one's contacts say besides is nothing to this one. What a caller says is never cut: a field
that he misspells is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.facts.tables import Table


def known_fields(raw: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """An object with only those of its fields that a table has."""
    kept: dict[str, Any] = {}
    slots, structure = table.slots, table.structure
    for name, value in raw.items():
        slot = slots.get(name)
        if slot is None:
            if name in structure:
                kept[name] = value
        elif isinstance(slot, Table) and isinstance(value, Mapping):
            kept[name] = known_fields(value, slot)
        else:
            kept[name] = value
    return kept
