"""What a policy does not know of what a ledger holds.

In: objects of a ledger, and the policy's tables. Out: the same objects without fields that nobody
declared in this policy, and without values that only another one adds (a channel `kiosk`): they
are unknown here, which never speaks for a contact. Several policies share a ledger, and each
declares facts of its own. What a caller says is never cut: what he misspells is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.facts.tables import Slot, Table


def known_fields(raw: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """An object with only those of its fields, and of the values of a list, that a table has."""
    kept: dict[str, Any] = {}
    slots, structure = table.slots, table.structure
    for name, value in raw.items():
        slot = slots.get(name)
        if slot is None:
            if name in structure:
                kept[name] = value
        elif isinstance(slot, Table) and isinstance(value, Mapping):
            kept[name] = known_fields(value, slot)
        elif _is_known(value, slot):
            kept[name] = value
    return kept


def _is_known(value: object, slot: Slot | Table) -> bool:
    plain = slot.plain if isinstance(slot, Table) else slot
    if plain is None or plain.members is None:
        return True
    return not isinstance(value, str) or value in plain.members
